"""Opening the vault for one command, and closing it whatever happens."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from intake.cli import passphrases
from intake.domain.errors import VaultMissing

if TYPE_CHECKING:
    from intake.app.opening import Opened


def now() -> datetime:
    """Tell the time, in the zone of this machine."""
    return datetime.now(UTC).astimezone()


def folder(arguments: argparse.Namespace) -> Path:
    """Give the vault's folder that the command names, or the usual one."""
    from intake.app import opening

    named: Path | None = arguments.folder
    return named or opening.default_folder()


@contextmanager
def unlocked(arguments: argparse.Namespace) -> "Iterator[Opened]":
    """Unlock the vault for the time of the command."""
    from intake.app import opening

    place = folder(arguments)
    if not opening.exists(place):
        raise VaultMissing
    opened = opening.unlock(place, passphrases.source(arguments).ask("Passphrase"))
    try:
        yield opened
    finally:
        opened.close()
