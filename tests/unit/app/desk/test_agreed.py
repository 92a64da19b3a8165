import random
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.app.desk import agreed, library, receiving
from intake.app.field import interviewing, protocols, sending
from intake.domain.consent import Answer, Grant, Recipient, Stands
from intake.domain.protocol import Audience, Part, Protocol
from intake.forms import Item, Session, read_form
from kitchen import BEGUN, Kitchen, seal, sealed, ticking

LATER = BEGUN + timedelta(hours=2)


QUESTIONS = ("consent_decision", "share_lawyer", "share_journalists", "consent_stands")


def xform(*names: str) -> bytes:
    fields = "".join(f"<{name}/>" for name in names)
    asked = "".join(
        f'<input ref="/d/{name}"><label>{name}</label></input>' for name in names
    )
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms"
        xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title><model>
        <instance><d id="d">{fields}</d></instance></model></h:head>
        <h:body>{asked}</h:body></h:html>""".encode()


def root(answers: Mapping[str, str]) -> Item:
    form = read_form(xform(*answers), {})
    session = Session(form, now=lambda: BEGUN, random=random.Random(0))  # noqa: S311 - nothing is drawn
    for name, value in answers.items():
        session.answer(f"/d/{name}", value)
    return session.root


def test_consent_asked_again_in_a_later_part_counts() -> None:
    said = agreed.consent(
        [
            ("consent", root({"consent_decision": "given", "recontact": "yes"})),
            ("closing", root({"consent_stands": "withdrawn", "recontact": "no"})),
        ]
    )
    assert said.decision is Answer.YES
    assert said.stands is Stands.WITHDRAWN
    assert said.recontact is Answer.YES


def agreed_at_the_end(kitchen: Kitchen, folder: Path) -> None:
    """Seal an interview whose person gave consent, and took it back at the end."""
    keys = {}
    for name, questions in (("consent", QUESTIONS[:3]), ("closing", QUESTIONS[3:])):
        (folder / f"{name}.xml").write_bytes(xform(*questions))
        made = protocols.from_form(kitchen.field, folder / f"{name}.xml")
        keys[name] = made.parts[0].form
    parts = tuple(
        Part(name, name, key, Audience.DESK, required=True)
        for name, key in keys.items()
    )
    protocol = Protocol("asked", "Asked", "1", parts)
    interview = interviewing.begin(kitchen.field, protocol, ticking())
    interview.answer("consent", "/d/consent_decision", "given")
    interview.answer("consent", "/d/share_lawyer", "with_identity")
    interview.answer("consent", "/d/share_journalists", "without_identity")
    interview.answer("consent", "/d/share_journalists", "no")
    interview.answer("closing", "/d/consent_stands", "withdrawn")
    seal(kitchen.field, interview)


def test_what_was_agreed_is_known_from_the_import_on(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    agreed_at_the_end(kitchen, tmp_path)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (row,) = library.listed(kitchen.desk)
    found = agreed.noted(row)
    assert found is not None
    assert (found.decision, found.stands) == (Answer.YES, Stands.WITHDRAWN)
    assert agreed.recipients(found) == ((Recipient.LAWYER, Grant.WITH_IDENTITY),)
    library.read(kitchen.desk, row, LATER)
    (again,) = library.listed(kitchen.desk)
    assert agreed.noted(again) == found


def test_without_a_form_of_consent_nothing_is_said_of_it() -> None:
    assert (
        agreed.glance({"submission/account.xml": b"<d><use_press>no</use_press></d>"})
        is None
    )


def test_only_the_consent_form_and_whether_it_stands_count() -> None:
    found = agreed.glance(
        {
            "submission/consent.xml": b"<d><recontact>yes</recontact></d>",
            "submission/closing.xml": b"<d><consent_stands>yes</consent_stands>"
            b"<recontact>no</recontact></d>",
        }
    )
    assert found is not None
    assert (found.stands, found.recontact) == (Stands.YES, Answer.YES)


@pytest.mark.parametrize("told", [("yes", "withdrawn"), ("withdrawn", "yes")])
def test_a_consent_taken_back_in_any_part_is_not_said_to_stand(
    told: tuple[str, str],
) -> None:
    first, last = told
    found = agreed.glance(
        {
            "submission/closing.xml": f"<d><consent_stands>{first}</consent_stands>"
            f"<again><consent_stands>{first}</consent_stands></again></d>".encode(),
            "submission/consent.xml": b"<d><consent_decision>given</consent_decision>"
            + f"<consent_stands>{last}</consent_stands></d>".encode(),
        }
    )
    assert found is not None
    assert found.stands is Stands.WITHDRAWN


@given(st.binary(max_size=300), st.sampled_from(["consent", "closing"]))
@example(b"<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>", "consent")
@example(b"<a>" * 1000, "consent")
@example(b"<d>" + b" " * (1024 * 1024) + b"</d>", "consent")
def test_whatever_stands_there_is_read_or_left(data: bytes, part: str) -> None:
    files = {"submission/consent.xml": b"<d/>", "submission/closing.xml": b"<d/>"}
    found = agreed.glance({**files, f"submission/{part}.xml": data})
    assert found is None or found.decision is Answer.NOT_RECORDED


def test_what_was_agreed_is_noted_with_the_row_and_read_back(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (row,) = library.listed(kitchen.desk)
    assert agreed.noted(row) is None
    said = agreed.consent(
        [
            (
                "consent",
                root(
                    {
                        "consent_decision": "given",
                        "share_lawyer": "with_identity",
                        "share_journalists": "no",
                    }
                ),
            )
        ]
    )
    agreed.note(kitchen.desk, row, said)
    found = agreed.noted(library.listed(kitchen.desk)[0])
    assert found is not None
    assert found.decision is Answer.YES
    assert agreed.recipients(found) == ((Recipient.LAWYER, Grant.WITH_IDENTITY),)


def test_reading_a_record_notes_its_consent(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    opened = library.read(kitchen.desk, library.listed(kitchen.desk)[0], LATER)
    noted = agreed.noted(library.listed(kitchen.desk)[0])
    assert noted is not None
    assert noted.decision is opened.consent.decision
