"""What a person agreed to, read from the consent form, and what follows from it.

The consent form of any protocol may ask in its own words; the names of these questions
are what the program goes by:

``consent_decision``          given, refused
``use_<purpose>``             no, without_identity, with_identity   (see Purpose)
``share_<recipient>``         no, without_identity, with_identity   (see Recipient)
``record_<kind>``             yes, no                               (see Recording)
``recontact``                 yes, no
``testify``                   yes, no, undecided
``retention``                 as_needed, until, ask
``retention_until``           a date (EDTF), where ``retention`` is until
``consent_conditions``        the person's own words
``consent_stands``            yes, changed, withdrawn (asked again at the end)

A question that was not asked, or not answered, is *not recorded*: that is never taken
for a yes, and told apart from a no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake.domain import dates
from intake.domain.errors import DateUnreadable


class Purpose(StrEnum):
    """What a testimony may be used for."""

    ANALYSIS = "analysis"
    ADVOCACY = "advocacy"
    PRESS = "press"
    JUSTICE = "justice"
    TRUTH = "truth"
    SEARCH = "search"
    RESEARCH = "research"
    ARCHIVE = "archive"


class Recipient(StrEnum):
    """Who, outside the organisation that took it, may be given a testimony."""

    UNITED_NATIONS = "united_nations"
    NATIONAL_COURTS = "national_courts"
    FOREIGN_COURTS = "foreign_courts"
    INTERNATIONAL_COURTS = "international_courts"
    TRUTH_COMMISSION = "truth_commission"
    ORGANISATIONS = "organisations"
    LAWYER = "lawyer"
    RESEARCHERS = "researchers"
    ARCHIVES = "archives"
    JOURNALISTS = "journalists"


class Recording(StrEnum):
    """How an interview may be kept."""

    NOTES = "notes"
    AUDIO = "audio"
    VIDEO = "video"
    PHOTO_PERSON = "photo_person"
    PHOTO_INJURIES = "photo_injuries"
    DOCUMENTS = "documents"


class Answer(StrEnum):
    """Yes, no, or nothing written down."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"
    NOT_RECORDED = "not recorded"


class Grant(StrEnum):
    """How far one use, or one recipient, was agreed to."""

    NOT_RECORDED = "not recorded"
    NO = "no"
    WITHOUT_IDENTITY = "without_identity"
    WITH_IDENTITY = "with_identity"


class Stands(StrEnum):
    """What the person said when asked again at the end."""

    NOT_RECORDED = "not recorded"
    YES = "yes"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person agreed to; every use and recipient has its grant.

    ``retention_until`` is the EDTF text as written, blank for no such limit;
    ``conditions`` are the person's own words, to be read before any release.
    """

    decision: Answer
    uses: Mapping[Purpose, Grant]
    shares: Mapping[Recipient, Grant]
    recordings: Mapping[Recording, Answer]
    recontact: Answer
    testify: Answer
    retention_until: str
    conditions: str
    stands: Stands


# From what allows least to what allows most.
_ANSWERS = (Answer.NO, Answer.UNDECIDED, Answer.NOT_RECORDED, Answer.YES)
_GRANTS = (Grant.NO, Grant.NOT_RECORDED, Grant.WITHOUT_IDENTITY, Grant.WITH_IDENTITY)
_STANDS = (Stands.WITHDRAWN, Stands.CHANGED, Stands.NOT_RECORDED, Stands.YES)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may leave the desk, and the sentence that says why."""

    allowed: bool
    reason: str


def consent_from(values: Mapping[str, str]) -> Consent:
    """Read the consent out of a form's answers.

    Keys are the names of questions, or their places ("/consent/uses/use_press"); what
    the program does not know is left aside. A value that is none of those above counts
    as not recorded.
    """
    named = {ref.rpartition("/")[2]: value.strip() for ref, value in values.items()}

    def answer(name: str) -> Answer:
        value = named.get(name, "")
        known = {Answer.YES, Answer.NO, Answer.UNDECIDED}
        return Answer(value) if value in known else Answer.NOT_RECORDED

    def grant(name: str) -> Grant:
        value = named.get(name, "")
        return Grant(value) if value in set(Grant) else Grant.NOT_RECORDED

    stands = named.get("consent_stands", "")
    decided = {"given": Answer.YES, "refused": Answer.NO}
    until = named.get("retention") == "until"
    return Consent(
        decision=decided.get(named.get("consent_decision", ""), Answer.NOT_RECORDED),
        uses={one: grant(f"use_{one}") for one in Purpose},
        shares={one: grant(f"share_{one}") for one in Recipient},
        recordings={one: answer(f"record_{one}") for one in Recording},
        recontact=answer("recontact"),
        testify=answer("testify"),
        retention_until=named.get("retention_until", "") if until else "",
        conditions=named.get("consent_conditions", ""),
        stands=Stands(stands) if stands in set(Stands) else Stands.NOT_RECORDED,
    )


def narrower(one: Consent, other: Consent) -> Consent:
    """Give what both of two readings of one consent allow.

    Where a record tells it twice and not the same, the person is held to have agreed to
    no more than either says; conditions of both stand.
    """
    ends = [each for each in (one.retention_until, other.retention_until) if each]
    said = dict.fromkeys(each for each in (one.conditions, other.conditions) if each)

    def less(*answers: Answer) -> Answer:
        return min(answers, key=_ANSWERS.index)

    def fewer(*grants: Grant) -> Grant:
        return min(grants, key=_GRANTS.index)

    return Consent(
        decision=less(one.decision, other.decision),
        uses={each: fewer(one.uses[each], other.uses[each]) for each in Purpose},
        shares={
            each: fewer(one.shares[each], other.shares[each]) for each in Recipient
        },
        recordings={
            each: less(one.recordings[each], other.recordings[each])
            for each in Recording
        },
        recontact=less(one.recontact, other.recontact),
        testify=less(one.testify, other.testify),
        retention_until=min(ends, default=""),
        conditions="\n".join(said),
        stands=min(one.stands, other.stands, key=_STANDS.index),
    )


def may_release(
    consent: Consent,
    purpose: Purpose,
    recipient: Recipient,
    *,
    with_identity: bool,
    on: date | None = None,
) -> Decision:
    """Decide whether a testimony may go to *recipient* for *purpose*.

    Both must have been agreed to, and with the identity only if both were agreed to
    with it. *on* is the day of release, for consents that end.
    """
    if refusal := _refusal(consent, on):
        return Decision(allowed=False, reason=refusal)
    asked = (
        (consent.uses[purpose], _PURPOSES[purpose]),
        (consent.shares[recipient], _RECIPIENTS[recipient]),
    )
    for grant, words in asked:
        if grant is Grant.NOT_RECORDED:
            return Decision(
                allowed=False,
                reason=f"It is not recorded that the person agreed to {words}.",
            )
        if grant is Grant.NO:
            return Decision(
                allowed=False, reason=f"The person did not agree to {words}."
            )
        if with_identity and grant is Grant.WITHOUT_IDENTITY:
            return Decision(
                allowed=False,
                reason=f"The person agreed to {words} only without their identity.",
            )
    named = "with" if with_identity else "without"
    return Decision(
        allowed=True,
        reason=f"The person agreed to {_PURPOSES[purpose]} and to "
        f"{_RECIPIENTS[recipient]}, {named} their identity.",
    )


def _refusal(consent: Consent, on: date | None) -> str:
    """Say what forbids any release at all, if something does."""
    if consent.decision is Answer.NO:
        return "The person refused."
    if consent.decision is not Answer.YES:
        return "It is not recorded that the person agreed to anything."
    if consent.stands is Stands.WITHDRAWN:
        return "The person took their consent back at the end of the interview."
    if consent.retention_until and on:
        try:
            last = dates.span(consent.retention_until)[1]
        except DateUnreadable:
            return "The person set a last day, but what is written cannot be read."
        if last and on > last:
            return "The time for which the person agreed is over."
    return ""


_PURPOSES = {
    Purpose.ANALYSIS: "its use for the organisation's own work",
    Purpose.ADVOCACY: "its use in public reports",
    Purpose.PRESS: "its use in the press",
    Purpose.JUSTICE: "its use for criminal investigations and courts",
    Purpose.TRUTH: "its use for a truth commission or a claim for reparation",
    Purpose.SEARCH: "its use in searching for missing people",
    Purpose.RESEARCH: "its use for research",
    Purpose.ARCHIVE: "its keeping in an archive",
}
_RECIPIENTS = {
    Recipient.UNITED_NATIONS: "giving it to bodies of the United Nations",
    Recipient.NATIONAL_COURTS: "giving it to authorities of the country concerned",
    Recipient.FOREIGN_COURTS: "giving it to prosecutors and courts of other countries",
    Recipient.INTERNATIONAL_COURTS: "giving it to international courts",
    Recipient.TRUTH_COMMISSION: "giving it to a truth commission",
    Recipient.ORGANISATIONS: "giving it to other human-rights organisations",
    Recipient.LAWYER: "giving it to their lawyer",
    Recipient.RESEARCHERS: "giving it to researchers",
    Recipient.ARCHIVES: "giving it to an archive",
    Recipient.JOURNALISTS: "giving it to journalists",
}
