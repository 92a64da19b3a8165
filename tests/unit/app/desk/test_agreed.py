import random
from collections.abc import Mapping
from datetime import timedelta

from intake.app.desk import agreed, library, receiving
from intake.app.field import sending
from intake.domain.consent import Answer, Grant, Recipient, Stands
from intake.forms import Item, Session, read_form
from kitchen import BEGUN, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)


def root(answers: Mapping[str, str]) -> Item:
    fields = "".join(f"<{name}/>" for name in answers)
    binds = "".join(f'<bind nodeset="/d/{name}" type="string"/>' for name in answers)
    asked = "".join(
        f'<input ref="/d/{name}"><label>{name}</label></input>' for name in answers
    )
    form = read_form(
        f"""<h:html xmlns="http://www.w3.org/2002/xforms"
        xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title><model>
        <instance><d id="d">{fields}</d></instance>{binds}</model></h:head>
        <h:body>{asked}</h:body></h:html>""".encode(),
        {},
    )
    session = Session(form, now=lambda: BEGUN, random=random.Random(0))  # noqa: S311 - nothing is drawn
    for name, value in answers.items():
        session.answer(f"/d/{name}", value)
    return session.root


def test_consent_asked_again_in_a_later_part_counts() -> None:
    given = agreed.consent(
        [
            ("consent", root({"consent_decision": "given", "recontact": "yes"})),
            ("closing", root({"consent_stands": "withdrawn", "recontact": "no"})),
        ]
    )
    assert given.decision is Answer.YES
    assert given.stands is Stands.WITHDRAWN
    assert given.recontact is Answer.YES


def test_what_was_agreed_is_noted_with_the_row_and_read_back(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (row,) = library.listed(kitchen.desk)
    assert agreed.noted(row) is None
    given = agreed.consent(
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
    agreed.note(kitchen.desk, row, given)
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
