"""The interviews on this laptop, known by code names that say nothing."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.domain.canonical import Json
from intake.domain.errors import NoSuchInterview, VaultDamaged
from intake.domain.record import InterviewState
from intake.resources import resource
from intake.vault.columns import moment, number, packed, text, unpacked, when
from intake.vault.store import Row
from intake.vault.vault import Vault, transaction

_COLUMNS = (
    "id, name, state, protocol, languages, begun, changed, answered, to_check, about"
)
_NUMBERS = 99


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview as the list shows it.

    ``id`` is 32 hex; ``name`` a code name, "Juniper 14"; ``protocol`` what the app
    needs to find its forms again; ``answered`` and ``to_check`` are counts; ``about``
    holds what else the app keeps: no answers, since it outlives them.
    """

    id: str
    name: str
    state: InterviewState
    protocol: Json
    languages: tuple[str, ...]
    begun: datetime
    changed: datetime
    answered: int = 0
    to_check: int = 0
    about: Json = None


def add(vault: Vault, interview: Interview) -> None:
    """Keep a new interview. Its id and name must be new here."""
    with transaction(vault):
        vault.run(
            f"INSERT INTO interviews ({_COLUMNS})"  # noqa: S608 - constant
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            interview.id,
            interview.name,
            interview.state.value,
            packed(interview.protocol),
            packed(list(interview.languages)),
            moment(interview.begun),
            moment(interview.changed),
            interview.answered,
            interview.to_check,
            packed(interview.about),
        )


def update(vault: Vault, interview: Interview) -> None:
    """Put the interview's present facts in place of the old. Raises NoSuchInterview."""
    with transaction(vault):
        touched = vault.run(
            "UPDATE interviews SET name = ?, state = ?, protocol = ?, languages = ?,"
            " begun = ?, changed = ?, answered = ?, to_check = ?, about = ?"
            " WHERE id = ?",
            interview.name,
            interview.state.value,
            packed(interview.protocol),
            packed(list(interview.languages)),
            moment(interview.begun),
            moment(interview.changed),
            interview.answered,
            interview.to_check,
            packed(interview.about),
            interview.id,
        )
        if not touched:
            raise NoSuchInterview


def get(vault: Vault, interview_id: str) -> Interview:
    """Find an interview by its id. Raises NoSuchInterview."""
    row = vault.row(
        f"SELECT {_COLUMNS} FROM interviews WHERE id = ?",  # noqa: S608 - constant
        interview_id,
    )
    if row is None:
        raise NoSuchInterview
    return _interview(row)


def all_interviews(vault: Vault) -> tuple[Interview, ...]:
    """List every interview, the one last changed first."""
    rows = vault.rows(
        f"SELECT {_COLUMNS} FROM interviews ORDER BY changed DESC, id"  # noqa: S608 - constant
    )
    return tuple(_interview(row) for row in rows)


def remove(vault: Vault, interview_id: str) -> None:
    """Take an interview off the list. Raises NoSuchInterview.

    Its key, journal and files are destroyed by ``drafts`` and ``objects``.
    """
    with transaction(vault, freeing=True):
        if not vault.run("DELETE FROM interviews WHERE id = ?", interview_id):
            raise NoSuchInterview


def new_name(
    vault: Vault, choose: Callable[[Sequence[str]], str] = secrets.choice
) -> str:
    """Draw a code name that was never given here, and never give it again.

    A plant and a number, both at random, so that a name tells nothing of the person
    nor of how many came before.
    """
    listed = resource("wordlists/plants.txt").read_text("utf-8").split()
    with transaction(vault):
        given = {text(name) for (name,) in vault.rows("SELECT name FROM names")}
        first = 1
        free: list[str] = []
        while not free:
            numbers = range(first, first + _NUMBERS)
            drawn = (f"{plant} {number}" for plant in listed for number in numbers)
            free = [name for name in drawn if name not in given]
            first += _NUMBERS
        name = choose(free)
        vault.run("INSERT INTO names VALUES (?)", name)
    return name


def _interview(row: Row) -> Interview:
    id_, name, state, protocol, languages, begun, changed, answered, check, about = row
    spoken = unpacked(languages)
    try:
        stands = InterviewState(text(state))
    except ValueError as error:
        raise VaultDamaged(what="the list of interviews") from error
    return Interview(
        text(id_),
        text(name),
        stands,
        unpacked(protocol),
        tuple(str(tag) for tag in spoken) if isinstance(spoken, list) else (),
        when(begun),
        when(changed),
        number(answered),
        number(check),
        unpacked(about),
    )
