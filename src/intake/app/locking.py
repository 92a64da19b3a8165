"""Putting the vault away: what is due is sealed, the files are closed, memory goes.

Locking replaces the process, so that nothing of an open vault stays in memory; a fresh
one shows the unlock page.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from intake.app.opening import Opened
from intake.app.reports import Report, silent
from intake.domain.errors import IntakeError, KeyStillThere
from intake.domain.people import Role
from intake.vault import process


@dataclass(frozen=True, slots=True)
class Refused:
    """An interview that was due, could not be sealed, and stays as it was."""

    name: str
    why: IntakeError


@dataclass(frozen=True, slots=True)
class Due:
    """What came of sealing what was due: code names, and those refused with why.

    ``lingering`` are sealed as well, but the disk did not let the key of the readable
    copy be destroyed yet; KeyStillThere has the sentence for it.
    """

    sealed: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    lingering: tuple[str, ...] = ()


def seal_due(
    opened: Opened, now: datetime, report: Report = silent, *, locking: bool = True
) -> Due:
    """Seal what the organisation wants sealed by now, each interview by itself.

    What cannot be sealed, because the desk is not known yet or the disk refuses, stays
    as it was and is tried again next time. Raises Cancelled between two interviews.
    """
    if opened.role is not Role.INTERVIEWER:
        return Due()
    # The form engine with it is not needed to ask for a passphrase.
    from intake.app.field import finishing  # noqa: PLC0415 - said above

    rows = finishing.due(opened, now, locking=locking)
    names: list[str] = []
    refused: list[Refused] = []
    lingering: list[str] = []
    for place, row in enumerate(rows):
        report(place, len(rows))
        try:
            finishing.seal(opened, row.id, now)
        except KeyStillThere:
            lingering.append(row.name)
        except IntakeError as error:
            refused.append(Refused(row.name, error))
        else:
            names.append(row.name)
    return Due(tuple(names), tuple(refused), tuple(lingering))


def put_away(opened: Opened, now: datetime) -> None:
    """Seal what is due on locking, then close the vault."""
    try:
        seal_due(opened, now)
    finally:
        opened.close()


def restart(arguments: Sequence[str]) -> NoReturn:
    """Become a fresh process of this program, started with *arguments*."""
    process.replace_process(process.command(arguments))


def end() -> NoReturn:
    """End the process at once, without waiting for anything that is under way.

    What is durable stays so: an open vault outlives this as it does a power cut.
    """
    os._exit(0)
