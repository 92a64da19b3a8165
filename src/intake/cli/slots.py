"""`intake vault slots` and `erase-passphrase`: who else comes in, and what erases."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.cli import passphrases
from intake.cli.opening import come_in, folder

if TYPE_CHECKING:
    from intake.app.opening import Opened
    from intake.vault.hardware import Authenticator


@dataclass(frozen=True, slots=True)
class _Inside:
    """An open vault, and what it was opened with."""

    opened: "Opened"
    own: str
    key: "Authenticator | None"
    words: passphrases.Passphrases


def add_commands(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this module to the command line."""
    slots = deeds.add_parser(
        "slots",
        help="the ways into the vault",
        description="List the ways into the vault, or change them. After one's own "
        "passphrase comes the new one.",
    )
    choice = slots.add_mutually_exclusive_group()
    choice.add_argument(
        "--add", metavar="NAME", help="let another passphrase open it too"
    )
    choice.add_argument(
        "--add-key", metavar="NAME", help="let a security key and a passphrase open it"
    )
    choice.add_argument(
        "--require-key",
        metavar="NAME",
        help="let one's own passphrase open it only with a security key",
    )
    choice.add_argument(
        "--remove", type=int, metavar="N", help="close the way of this number"
    )
    passphrases.add_option(slots)
    slots.set_defaults(handler=_slots)

    erase = deeds.add_parser(
        "erase-passphrase",
        help="a passphrase that destroys the vault",
        description="Let a second passphrase destroy the vault when it is typed to "
        "unlock it. What it cannot do, and what the law may make of it, is in the "
        "guide: read that first. After one's own passphrase comes the new one.",
    )
    erase.add_argument("--off", action="store_true", help="let none destroy it")
    passphrases.add_option(erase)
    erase.set_defaults(handler=_erase)


def _slots(arguments: argparse.Namespace) -> int:
    from intake.app import slots

    with _inside(arguments) as inside:
        opened, own, key, words = inside.opened, inside.own, inside.key, inside.words
        if arguments.add is not None:
            new = words.ask_new("New passphrase")
            slots.add_passphrase(opened, own, new, arguments.add, key)
        elif arguments.add_key is not None:
            new = words.ask_new("Passphrase beside the security key")
            fresh = _security_key(words)
            slots.add_security_key(opened, own, new, arguments.add_key, fresh, key)
        elif arguments.require_key is not None:
            fresh = _security_key(words)
            slots.require_security_key(opened, own, arguments.require_key, fresh)
        elif arguments.remove is not None:
            slots.remove(opened, own, arguments.remove - 1, key)
        for way in slots.listed(opened):
            what = way.kind.name.replace("_", " ").lower()
            print(f"{way.place + 1}\t{what}\t{way.name or '-'}")
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    from intake.app import erasing

    with _inside(arguments) as inside:
        if arguments.off:
            erasing.switch_off(inside.opened, inside.own, inside.key)
            print("No passphrase destroys this vault.")
        else:
            new = inside.words.ask_new("Passphrase that destroys")
            erasing.switch_on(inside.opened, inside.own, new, inside.key)
            print("This passphrase destroys the vault when it is typed to unlock it.")
            print("Backups are not touched by it.")
    return 0


@contextmanager
def _inside(arguments: argparse.Namespace) -> Iterator[_Inside]:
    words = passphrases.source(arguments)
    own = words.ask("Passphrase")
    opened, key = come_in(folder(arguments), own, words)
    try:
        yield _Inside(opened, own, key, words)
    finally:
        opened.close()


def _security_key(words: passphrases.Passphrases) -> "Authenticator":
    from intake.app import slots

    found = slots.find_security_key(lambda: words.ask("PIN of the security key"))
    sys.stderr.write("Touch the security key, twice.\n")
    return found
