import json
import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from intake.domain import completeness, dates
from intake.domain.consent import Purpose, Recipient, Recording
from intake.domain.errors import DateUnreadable
from intake.domain.protocol import Audience
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
