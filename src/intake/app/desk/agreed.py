"""What was agreed, over all the forms of a record, and what the list shows of it."""

from collections.abc import Iterable
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
)
from intake.forms import Item
from intake.vault import records
from intake.vault.records import Row

CONSENT = "consent"
ASKED_AGAIN = "consent_stands"


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


def note(opened: Opened, row: Row, given: Consent) -> Row:
    """Keep with a row what the list shows of its consent, and return the row."""
    shares: dict[str, Json] = {
        recipient.value: grant.value
        for recipient, grant in given.shares.items()
        if grant in {Grant.WITH_IDENTITY, Grant.WITHOUT_IDENTITY}
    }
    short: Json = {
        "decision": given.decision.value,
        "stands": given.stands.value,
        "shares": shares,
    }
    before = row.summary if isinstance(row.summary, dict) else {}
    noted = replace(row, summary={**before, "consent": short})
    if noted != row:
        records.update(opened.vault, noted)
    return noted


def noted(row: Row) -> Consent | None:
    """Give what was noted of a consent; None for a record that was not read yet.

    Only the decision, whether it stands and the recipients are in it.
    """
    short = row.summary.get("consent") if isinstance(row.summary, dict) else None
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
