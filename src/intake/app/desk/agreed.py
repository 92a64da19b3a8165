"""What was agreed, over all the forms of a record, and what the list shows of it."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from intake.app.opening import Opened
from intake.app.reading import answers
from intake.domain.canonical import Json
from intake.domain.consent import (
    Answer,
    Consent,
    Grant,
    Recipient,
    Stands,
    consent_from,
    narrower,
)
from intake.domain.errors import IntakeError
from intake.forms import FormFaulty, Item
from intake.forms.markup import name_of, parse
from intake.vault import records, transaction
from intake.vault.records import Row

CONSENT = "consent"
ASKED_AGAIN = "consent_stands"
# A form of consent has some hundred short answers.
_LONGEST = 1024 * 1024


def consent(parts: Iterable[tuple[str, Item]]) -> Consent:
    """Read the consent out of *parts*, each a name and the root of its form.

    The consent form holds it; whether it stands is asked again at the end, in
    whichever part that is.
    """
    values: dict[str, str] = {}
    for name, root in parts:
        values |= {
            ref: value
            for ref, value in answers(root)
            if name == CONSENT or ref.rpartition("/")[2] == ASKED_AGAIN
        }
    return consent_from(values)


def glance(files: Mapping[str, bytes]) -> Consent | None:
    """Take the consent from the answers as an account brought them, unasked.

    None if there is no consent form among *files*, or what is there cannot be read.
    Nothing is told again yet: that is done when the record is read, and what its
    journal leads to then takes the place of this. Until then a consent that was taken
    back in any part is taken back: only the protocol knows which part was asked last.
    """
    if f"submission/{CONSENT}.xml" not in files:
        return None
    values: dict[str, str] = {}
    taken_back = False
    for path, data in files.items():
        folder, _, name = path.partition("/")
        whole = name == f"{CONSENT}.xml"
        if folder != "submission" or not (whole or ASKED_AGAIN.encode() in data):
            continue
        if len(data) > _LONGEST:
            return None
        try:
            root = parse(data)
        except FormFaulty:
            return None
        for each in root.iter():
            name, said = name_of(each), each.text
            if not len(each) and said and (whole or name == ASKED_AGAIN):
                values[name] = said
                back = said.strip() == Stands.WITHDRAWN
                taken_back = taken_back or (name == ASKED_AGAIN and back)
    found = consent_from(values)
    return replace(found, stands=Stands.WITHDRAWN) if taken_back else found


def held_to(told: Consent, brought: Iterable[Mapping[str, bytes]]) -> Consent:
    """Give what the journals tell and the answers as they were *brought* both allow.

    They say the same, unless somebody made them differ, or another edition of the form
    engine did: the person is then held to the narrower.
    """
    for files in brought:
        found = glance(files)
        told = told if found is None else narrower(told, found)
    return told


def note(opened: Opened, row: Row, given: Consent) -> Row:
    """Keep with a row what the list shows of its consent, and return the row."""
    before = row.summary if isinstance(row.summary, dict) else {}
    noted = replace(row, summary={**before, CONSENT: brief(given)})
    if noted != row:
        records.update(opened.vault, noted)
    return noted


def forget(opened: Opened, row: Row) -> None:
    """Let the list say no more that anything was agreed in a record that is in doubt.

    A vault that takes nothing just now keeps what it had: whoever calls has worse to
    tell.
    """
    with contextlib.suppress(IntakeError), transaction(opened.vault):
        kept = records.get(opened.vault, row.number)
        if isinstance(kept.summary, dict) and CONSENT in kept.summary:
            rest = {**kept.summary}
            del rest[CONSENT]
            records.update(opened.vault, replace(kept, summary=rest))


def brief(given: Consent) -> Json:
    """Write what the list shows of a consent; ``noted`` reads it."""
    shares: dict[str, Json] = {
        recipient.value: grant.value
        for recipient, grant in given.shares.items()
        if grant in {Grant.WITH_IDENTITY, Grant.WITHOUT_IDENTITY}
    }
    return {
        "decision": given.decision.value,
        "stands": given.stands.value,
        "shares": shares,
    }


def noted(row: Row) -> Consent | None:
    """Give what was noted of a consent; None if nothing was, as of what is set apart.

    Only the decision, whether it stands and the recipients are in it.
    """
    short = row.summary.get(CONSENT) if isinstance(row.summary, dict) else None
    match short:
        case {"decision": decision, "stands": stands, "shares": dict(shares)}:
            decided = {Answer.YES: "given", Answer.NO: "refused"}
            values = {f"share_{name}": str(grant) for name, grant in shares.items()}
            values["consent_decision"] = next(
                (word for answer, word in decided.items() if answer == decision), ""
            )
            values["consent_stands"] = str(stands) if stands in set(Stands) else ""
            return consent_from(values)
        case _:
            return None


def recipients(given: Consent) -> tuple[tuple[Recipient, Grant], ...]:
    """List to whom a testimony may be given, in the fixed order of recipients."""
    return tuple(
        (recipient, grant)
        for recipient, grant in given.shares.items()
        if grant in {Grant.WITH_IDENTITY, Grant.WITHOUT_IDENTITY}
    )
