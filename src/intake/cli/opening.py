"""Opening the vault for one command, and closing it whatever happens."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from intake.cli import passphrases
from intake.domain.errors import SecurityKeyNeeded, VaultMissing

if TYPE_CHECKING:
    from intake.app.opening import Opened
    from intake.vault.hardware import Authenticator


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
    if not (place.is_dir() and opening.exists(place)):
        raise VaultMissing
    words = passphrases.source(arguments)
    opened, _ = come_in(place, words.ask("Passphrase"), words)
    try:
        yield opened
    finally:
        opened.close()


def tell_of_cards(opened: "Opened") -> None:
    """Say on standard error which cards in use are near or past their last day."""
    from intake.app import cards

    for said in cards.endings(opened, now()):
        sys.stderr.write(f"intake: {said}\n")


def come_in(
    place: Path, passphrase: str, words: passphrases.Passphrases
) -> "tuple[Opened, Authenticator | None]":
    """Unlock the vault, with the security key if the passphrase wants one."""
    from intake.app import opening, slots

    try:
        return opening.unlock(place, passphrase), None
    except SecurityKeyNeeded:
        key = slots.find_security_key(lambda: words.ask("PIN of the security key"))
        sys.stderr.write("Touch the security key.\n")
        return opening.unlock(place, passphrase, key), key
