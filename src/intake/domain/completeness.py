"""What must be there before a testimony is finished, and what needs a second look.

These are the rules for the built-in protocol; another protocol has those of its own
forms. What blocks follows rule 111 (1) of the ICC's Rules of Procedure and Evidence
(place, time, those present, signature or the reason for none) and the demand that
consent come first. Nothing here ever quotes an answer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from intake.domain.consent import Answer, Consent, Recording, Stands, consent_from

Values = Mapping[str, Mapping[str, str]]
"""The relevant answers of each part: part name -> {place of the question: value}."""

_POSITION = re.compile(r"\[\d+\]")
_WORDS = re.compile(r"\w+")
_PRIVATE: Final = "/account/private_matters/private_facts/"
_GATE: Final = "/account/private_matters/gate/"
_LONG_SITTING: Final = 90
_SHORTEST_NAME: Final = 4
_NEAR_TO_A_PARTY: Final = {"relative", "official", "codetainee", "other_side"}


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing missing or doubtful: the question it is about, and the sentence."""

    ref: str
    sentence: str


class _Answers:
    """The answers of an interview, asked for by place, whatever the instance."""

    def __init__(self, values: Values) -> None:
        self._by_place: dict[str, list[str]] = {}
        for part in values.values():
            for ref, value in part.items():
                place = _POSITION.sub("", ref)
                if value.strip():
                    self._by_place.setdefault(place, []).append(value.strip())

    def one(self, place: str) -> str:
        return self._by_place.get(place, [""])[0]

    def chosen(self, place: str) -> set[str]:
        return {word for each in self._by_place.get(place, ()) for word in each.split()}

    def within(self, start: str) -> Iterator[tuple[str, str]]:
        for place, values in self._by_place.items():
            if place.startswith(start):
                yield from ((place, value) for value in values)

    def any_within(self, start: str) -> bool:
        return next(self.within(start), None) is not None


def blockers(values: Values) -> tuple[Blocker, ...]:
    """Name everything that must be there before the interview can be finished."""
    answers = _Answers(values)
    consent = _consent(values)
    return tuple(_blockers(answers, consent))


def warnings(values: Values) -> tuple[Blocker, ...]:
    """Name what does not block but should be looked at before sealing."""
    answers = _Answers(values)
    return tuple(
        Blocker(ref, sentence)
        for found in (
            _about_consent(answers, _consent(values)),
            _about_those_present(answers),
            _about_course(answers),
            _about_identity(answers, values),
        )
        for ref, sentence in found
    )


def _consent(values: Values) -> Consent:
    merged: dict[str, str] = {}
    for part in ("consent", "closing"):
        merged.update(values.get(part, {}))
    return consent_from(merged)


def _blockers(answers: _Answers, consent: Consent) -> Iterator[Blocker]:
    decision = "/consent/decide/consent_decision"
    if consent.decision is Answer.NOT_RECORDED:
        yield Blocker(decision, "It is not recorded whether the person agreed.")
    if consent.decision is Answer.NO:
        if answers.any_within("/account/story/narrative/"):
            yield Blocker(
                decision,
                "The person refused, but the account holds answers. Clear them.",
            )
        # Whoever refused gave no account: there is nothing to read back or to sign.
        return
    if not answers.any_within("/account/who/present/"):
        yield Blocker(
            "/account/who/present", "It is not recorded who was present, by role."
        )
    if not answers.one("/closing/times/end_time"):
        yield Blocker("/closing/times/end_time", "The time it ended is missing.")
    if not answers.one("/closing/read_back/read_back_outcome"):
        yield Blocker(
            "/closing/read_back/read_back_outcome",
            "It is not recorded whether the account was read back.",
        )
    yield from _unsigned(answers)
    yield from _ungated(answers)


def _unsigned(answers: _Answers) -> Iterator[Blocker]:
    signature = answers.one("/closing/signing/signature")
    if not signature:
        yield Blocker(
            "/closing/signing/signature",
            "It is not recorded how the person confirmed the record.",
        )
    if signature == "none" and not answers.one("/closing/signing/signature_reason"):
        yield Blocker(
            "/closing/signing/signature_reason",
            "The record is not signed, and the reason is missing.",
        )


def _ungated(answers: _Answers) -> Iterator[Blocker]:
    if not answers.any_within(_PRIVATE):
        return
    if answers.one(f"{_GATE}gate_consent") != "yes":
        yield Blocker(
            f"{_GATE}gate_consent",
            "The section on sexual violence holds answers, but the person was not "
            "asked anew whether they wish it written down.",
        )
    if answers.one(f"{_PRIVATE}private_keep") in {"no", "later"}:
        yield Blocker(
            f"{_PRIVATE}private_keep",
            "The person does not want the section on sexual violence kept. Clear it.",
        )


_Finding = tuple[str, str]


def _about_consent(answers: _Answers, consent: Consent) -> Iterator[_Finding]:
    if consent.decision is Answer.NO:
        return
    if not answers.one("/consent/explain/own_words"):
        yield (
            "/consent/explain/own_words",
            "The person did not say in their own words what they agreed to.",
        )
    if answers.one("/consent/able/alone") == "no":
        yield (
            "/consent/able/alone",
            "The person may have decided under pressure.",
        )
    if answers.one("/consent/able/age_group") == "child" and (
        answers.one("/consent/able/guardian_agrees") != "yes"
        or answers.one("/consent/able/child_agrees") != "yes"
    ):
        yield (
            "/consent/able/guardian_agrees",
            "For a child, both the child and who answers for it should agree.",
        )
    kept = answers.chosen("/account/setting/kept_how")
    for way in (Recording.AUDIO, Recording.VIDEO, Recording.NOTES):
        if way in kept and consent.recordings[way] is not Answer.YES:
            yield (
                "/account/setting/kept_how",
                f"It was kept as {way}, to which no agreement is recorded.",
            )
    if consent.stands is Stands.NOT_RECORDED:
        yield (
            "/closing/again/consent_stands",
            "The person was not asked at the end whether the agreement still stands.",
        )
    if consent.stands is Stands.WITHDRAWN:
        yield (
            "/closing/again/consent_stands",
            "The person took their agreement back. Speak to the desk before you seal.",
        )


def _about_those_present(answers: _Answers) -> Iterator[_Finding]:
    roles = answers.chosen("/account/who/present/present_role")
    if "guard" in roles:
        yield "/account/who/present", "A guard or official was present."
    ties = answers.chosen("/account/who/interpreter/interpreter_tie")
    if ties & _NEAR_TO_A_PARTY:
        yield (
            "/account/who/interpreter/interpreter_tie",
            "The interpreter is connected with someone in this account.",
        )
    if answers.one("/account/who/interpreted") == "yes" and "interpreter" not in roles:
        yield (
            "/account/who/present",
            "There was an interpreter, but none is among those present.",
        )
    room = answers.chosen(f"{_GATE}gate_room")
    if answers.any_within(_PRIVATE) and (
        "other" in room or (roles & {"companion", "guard", "other"} and not room)
    ):
        yield (
            f"{_GATE}gate_room",
            "Someone else may have been present while sexual violence was spoken of.",
        )


def _about_course(answers: _Answers) -> Iterator[_Finding]:
    needs = answers.chosen("/closing/help/needs") - {"none"}
    heavy = answers.chosen("/account/about/topics") & {
        *("ill_treatment", "disappearance", "death"),
    }
    disclosed = bool(needs or heavy) or answers.any_within(_PRIVATE)
    if disclosed and answers.one("/closing/help/referral_offered") != "yes":
        yield "/closing/help/referral_offered", "No help is recorded as offered."
    minutes = _minutes(answers)
    if minutes > _LONG_SITTING and not answers.any_within("/closing/times/pause/"):
        yield (
            "/closing/times/pause",
            f"It lasted {minutes} minutes and no break is recorded.",
        )
    if answers.one("/preparation/before/told_before") == "yes" and not answers.one(
        "/preparation/before/earlier_reason"
    ):
        yield (
            "/preparation/before/earlier_reason",
            "The person has told this before, and why it was asked again is missing.",
        )
    if answers.one("/preparation/safety/go") in {"later", "no"}:
        yield "/preparation/safety/go", "The preparation said not to go ahead."
    if answers.one("/closing/leaving/safe_leaving") == "no" and not answers.one(
        "/closing/leaving/safe_plan"
    ):
        yield (
            "/closing/leaving/safe_plan",
            "It was not safe to leave, and what was arranged is missing.",
        )
    if answers.one("/closing/notes/shown") == "yes":
        yield (
            "/closing/notes/shown",
            "The person was shown or told what others had said.",
        )


def _minutes(answers: _Answers) -> int:
    """Count the minutes from start to end, 0 when either is not known.

    A sitting that runs past midnight counts into the next day.
    """
    start = _clock(answers.one("/account/setting/start_time"))
    end = _clock(answers.one("/closing/times/end_time"))
    if start is None or end is None:
        return 0
    passed = (end.hour - start.hour) * 60 + end.minute - start.minute
    return passed % (24 * 60)


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text[:5])
    except ValueError:
        return None


def _about_identity(answers: _Answers, values: Values) -> Iterator[_Finding]:
    """Look for the person's names where the desk reads."""
    names = {
        word.casefold()
        for place, value in answers.within("/identity/")
        if place.startswith("/identity/names/")
        or place.endswith(("/named_name", "/contact_detail", "/proof_number"))
        for word in _WORDS.findall(value)
        if len(word) >= _SHORTEST_NAME
    }
    if not names:
        return
    for part in ("preparation", "consent", "account", "closing"):
        for ref, value in values.get(part, {}).items():
            if names & {word.casefold() for word in _WORDS.findall(value)}:
                yield (
                    ref,
                    "A name of the part Identity may stand here, where others read it.",
                )
