import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

import pytest
from lxml import etree
from pyxform.xls2xform import convert as pyxform_convert

from intake.domain import completeness, dates
from intake.domain.completeness import blockers
from intake.domain.consent import (
    Purpose,
    Recipient,
    Recording,
    consent_from,
    may_release,
)
from intake.domain.errors import DateUnreadable
from intake.domain.protocol import Audience
from intake.forms import Item, Kind, Session, Validity, read_form
from intake.forms.conversion import Conversion, convert
from intake.resources import resource

PROTOCOL = json.loads(resource("forms/protocol.json").read_text(encoding="utf-8"))
PARTS = [part["name"] for part in PROTOCOL["parts"]]


@cache
def made(part: str) -> Conversion:
    (path,) = (one["file"] for one in PROTOCOL["parts"] if one["name"] == part)
    return convert(resource(f"forms/{path}").read_bytes(), path)


def choices(part: str, name: str) -> set[str]:
    text = resource(f"forms/{part}.md").read_text(encoding="utf-8")
    return set(re.findall(rf"^\| \| {name} \| (\w+) \|", text, re.MULTILINE))


def binds(part: str) -> dict[str, etree._Element]:
    tree = etree.fromstring(made(part).xform)
    return {str(one.get("nodeset")): one for one in tree.iter("{*}bind")}


def test_the_protocol_names_its_parts_in_the_order_they_are_asked() -> None:
    assert PARTS == ["preparation", "consent", "identity", "account", "closing"]
    for part in PROTOCOL["parts"]:
        assert set(part) == {"name", "title", "file", "audience", "required"}
        assert part["audience"] in set(Audience)
    assert [p["name"] for p in PROTOCOL["parts"] if p["audience"] == "custodian"] == [
        "identity"
    ]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_converts_without_a_doubt_under_its_own_name(part: str) -> None:
    conversion = made(part)
    assert conversion.warnings == ()
    assert all(place.startswith(f"/{part}/") for place in conversion.rows)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_an_xlsform_to_other_programs_too(part: str) -> None:
    data = resource(f"forms/{part}.md").read_bytes()
    theirs = pyxform_convert(data, file_type=".md").xform
    assert made(part).xform.decode() == theirs


def test_the_consent_form_asks_every_question_the_program_goes_by() -> None:
    asked = {place.rpartition("/")[2] for place in made("consent").rows}
    assert {f"use_{one}" for one in Purpose} <= asked
    assert {f"share_{one}" for one in Recipient} <= asked
    assert {f"record_{one}" for one in Recording} <= asked
    assert {
        "consent_decision",
        "recontact",
        "testify",
        "retention",
        "retention_until",
        "consent_conditions",
    } <= asked
    assert choices("consent", "grant") == {"no", "without_identity", "with_identity"}
    assert choices("consent", "decision") == {"given", "refused"}
    assert choices("closing", "stands") == {"yes", "changed", "withdrawn"}


def test_nothing_unasked_for_comes_with_a_use_or_a_recipient() -> None:
    asked = {place.rpartition("/")[2] for place in made("consent").rows}
    known = {f"use_{one}" for one in Purpose} | {f"share_{one}" for one in Recipient}
    assert {name for name in asked if name.startswith(("use_", "share_"))} == known


@pytest.mark.parametrize("part", PARTS)
def test_no_date_of_an_event_is_forced_into_a_day(part: str) -> None:
    days = {
        ref.rpartition("/")[2]
        for ref, one in binds(part).items()
        if one.get("type") == "date"
    }
    assert days <= {"consent_day", "day", "end_day", "referral_again"}


@pytest.mark.parametrize(
    "text",
    [
        *("2017", "2017-03", "2017-03-21", "2017~", "2017-21?", "201X", "2017-XX"),
        *("2017-03/2018", "2017/..", "../2017-03-21%", "2017/", "last year", "17"),
        *("2017-3", "21.03.2017", "2017-03-21/2017-04/2018"),
    ],
)
def test_the_forms_take_every_date_the_program_reads(text: str) -> None:
    (pattern,) = {
        re.fullmatch(r"regex\(\s*\., '(.*)'\)", one.get("constraint", ""))[1]  # type: ignore[index]
        for part in PARTS
        for one in binds(part).values()
        if "[~?%]" in one.get("constraint", "")
    }
    try:
        dates.parse(text)
    except DateUnreadable:
        assert not re.fullmatch(pattern, text)
    else:
        assert re.fullmatch(pattern, text)


def test_the_rules_for_finishing_speak_of_questions_that_are_there() -> None:
    source = Path(completeness.__file__).read_text(encoding="utf-8")
    places = set(re.findall(r'"(/(?:' + "|".join(PARTS) + r')/[a-z_/]+[a-z])"', source))
    assert len(places) > 20
    for place in places:
        assert place in made(place.split("/")[1]).rows, place


def test_the_free_account_comes_before_any_question_about_it() -> None:
    places = list(made("account").rows)
    story = places.index("/account/story")
    assert all(
        place.startswith(("/account/setting", "/account/who"))
        for place in places[:story]
    )


def test_nothing_of_sexual_violence_is_asked_without_renewed_consent() -> None:
    facts = binds("account")["/account/private_matters/private_facts"]
    assert "gate_consent  = 'yes'" in facts.get("relevant", "")
    assert "private_raised  = 'yes'" in facts.get("relevant", "")


def test_every_repeat_of_a_fact_asks_how_it_is_known() -> None:
    places = set(made("account").rows)
    for repeat, prefix in {
        "story/narrative": "",
        "events/event": "event_",
        "detention/held": "held_",
        "ill_treatment/treatment": "treatment_",
        "disappearance/missing": "missing_",
        "death/dead": "dead_",
        "other_matters/matter": "matter_",
        "people/responsible": "responsible_",
    }.items():
        assert f"/account/{repeat}/{prefix}basis" in places
        assert f"/account/{repeat}/{prefix}told_by" in places


def begun(part: str) -> Session:
    form = read_form(made(part).xform, made(part).resources, made(part).rows)
    chance = Random(1)  # noqa: S311 - nothing secret is drawn
    return Session(form, now=lambda: datetime(2026, 1, 1, tzinfo=UTC), random=chance)


def answers(*sessions: Session) -> dict[str, dict[str, str]]:
    """Gather what counts, as it is handed to the rules of finishing."""
    return {
        session.form.root: {
            item.ref: item.value for item in _questions(session.root) if item.value
        }
        for session in sessions
    }


def _questions(item: Item) -> Iterator[Item]:
    yield item
    for child in item.children:
        yield from _questions(child)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_reads_without_a_fault_and_can_be_begun(part: str) -> None:
    session = begun(part)
    assert session.form.languages == ("English (en)",)
    assert session.form.warnings == ()
    for item in _questions(session.root):
        shown = item.kind not in {Kind.ROOT, Kind.VALUE, Kind.INSTANCE}
        assert item.label or not shown or item.field.name == "meta", item.ref


def test_the_section_on_sexual_violence_opens_only_with_renewed_consent() -> None:
    session = begun("account")
    gate = "/account/private_matters/gate"

    def open_now() -> bool:
        return session.get("/account/private_matters/private_facts").relevant

    assert not open_now()
    session.answer("/account/private_matters/private_raised", "yes")
    session.answer(f"{gate}/gate_trained", "yes")
    assert not open_now()
    session.answer(f"{gate}/gate_consent", "later")
    assert not open_now()
    session.answer(f"{gate}/gate_consent", "yes")
    assert open_now()
    session.answer("/account/private_matters/private_raised", "no")
    assert not open_now()


def test_a_section_opens_when_its_topic_was_brought_up() -> None:
    session = begun("account")
    for topic, section in {
        "detention": "detention",
        "ill_treatment": "ill_treatment",
        "disappearance": "disappearance",
        "death": "death",
        "labour": "other_matters",
        "faith": "other_matters",
    }.items():
        session.answer("/account/about/topics", "")
        assert not session.get(f"/account/{section}").relevant
        session.answer("/account/about/topics", topic)
        assert session.get(f"/account/{section}").relevant


def test_every_topic_opens_a_section() -> None:
    for topic in choices("account", "topics"):
        session = begun("account")
        session.answer("/account/about/topics", topic)
        opened = [
            item.ref
            for item in session.root.children
            if item.relevant and f"'{topic}'" in _relevance(item)
        ]
        assert opened, topic


def _relevance(item: Item) -> str:
    relevant = item.field.bind.relevant
    return "" if relevant is None else relevant.source


def test_a_date_is_taken_as_it_is_remembered_and_nothing_else_is() -> None:
    session = begun("account")
    ref = "/account/events/event[1]/event_when"
    for text in ("2017", "2017-03~", "2017-21", "2017-03/..", "201X"):
        session.answer(ref, text)
        assert session.get(ref).validity is Validity.OK
    session.answer(ref, "after the feast")
    assert session.get(ref).validity is Validity.CONSTRAINT
    assert "2017-03" in session.get(ref).message


def test_answers_given_in_the_forms_reach_consent_and_the_rules_of_finishing() -> None:
    consent, account, closing = begun("consent"), begun("account"), begun("closing")
    assert [one.ref for one in blockers(answers(consent, account, closing))] == [
        "/consent/decide/consent_decision",
        "/account/who/present",
        "/closing/times/end_time",
        "/closing/read_back/read_back_outcome",
        "/closing/signing/signature",
    ]
    for ref, value in {
        "/consent/decide/consent_decision": "given",
        "/consent/uses/use_truth": "with_identity",
        "/consent/shares/share_lawyer": "without_identity",
    }.items():
        consent.answer(ref, value)
    account.answer("/account/who/present[1]/present_role", "person")
    closing.answer("/closing/times/end_time", "11:30:00.000+01:00")
    closing.answer("/closing/read_back/read_back_outcome", "confirmed")
    closing.answer("/closing/signing/signature", "none")
    whole = answers(consent, account, closing)
    assert [one.ref for one in blockers(whole)] == ["/closing/signing/signature_reason"]
    closing.answer("/closing/signing/signature_reason", "A paper is a danger.")
    assert blockers(answers(consent, account, closing)) == ()
    agreed = consent_from(whole["consent"])
    assert may_release(
        agreed, Purpose.TRUTH, Recipient.LAWYER, with_identity=False
    ).allowed
    assert not may_release(
        agreed, Purpose.TRUTH, Recipient.LAWYER, with_identity=True
    ).allowed


def test_who_refuses_is_asked_nothing_more_in_the_consent_form() -> None:
    session = begun("consent")
    session.answer("/consent/decide/consent_decision", "refused")
    for section in ("recordings", "uses", "shares", "identity_use", "later"):
        assert not session.get(f"/consent/{section}").relevant


def test_none_of_them_cannot_be_chosen_with_one_of_them() -> None:
    session = begun("closing")
    ref = "/closing/help/needs"
    session.answer(ref, "medical legal")
    assert session.get(ref).validity is Validity.OK
    session.answer(ref, "medical none")
    assert session.get(ref).validity is Validity.CONSTRAINT
    session.answer(ref, "none")
    assert session.get(ref).validity is Validity.OK
