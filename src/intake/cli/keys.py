"""`intake vault keys`: a new card, new keys, the archive sealed to them."""

import argparse
from typing import TYPE_CHECKING

from intake.cli import passphrases
from intake.cli.opening import now, unlocked

if TYPE_CHECKING:
    from intake.app.opening import Opened


def add_commands(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this module to the command line."""
    keys = deeds.add_parser("keys", help="renew the card, change the keys")
    steps = keys.add_subparsers(dest="step", metavar="STEP", required=True)
    for name, handler, words in (
        ("renew", _renew, "a new card with the same keys, signed by them"),
        ("rotate", _rotate, "new keys and their card, signed by the keys before"),
        ("reseal", _reseal, "seal the library to the new keys"),
        ("destroy-old", _destroy, "forget the old keys; nothing brings them back"),
    ):
        step = steps.add_parser(name, help=words, description=words.capitalize() + ".")
        passphrases.add_option(step)
        step.set_defaults(handler=handler)


def _renew(arguments: argparse.Namespace) -> int:
    from intake.app import rotation

    with unlocked(arguments) as opened:
        _show(rotation.renew_card(opened, now()))
    return 0


def _rotate(arguments: argparse.Namespace) -> int:
    from intake.app import rotation

    with unlocked(arguments) as opened:
        _show(rotation.rotate_keys(opened, now()))
        left = rotation.waiting(opened)
    print(f"{left} stored files are sealed to the old keys: make a pack for everybody,")
    print("then seal them again. Print new recovery sheets.")
    return 0


def _reseal(arguments: argparse.Namespace) -> int:
    from intake.app import rotation

    with unlocked(arguments) as opened:
        done = rotation.reseal(opened, now())
    print(f"Sealed again: {done.files} files of {done.records} records.")
    return 0


def _destroy(arguments: argparse.Namespace) -> int:
    from intake.app import rotation

    with unlocked(arguments) as opened:
        rotation.destroy_old_keys(opened, now())
    print("The old keys are gone. Sheets and backups of before still hold them:")
    print("make new ones, and burn the old.")
    return 0


def _show(opened: "Opened") -> None:
    from intake.app import cards

    print(f"Card number {opened.card.card.serial}, until {opened.card.card.expires}")
    print(cards.own_digits(opened))
