"""`intake vault recovery`: the sheets that bring a desk back."""

import argparse
from datetime import date
from pathlib import Path

from intake.cli import passphrases
from intake.cli.opening import come_in, folder, now, unlocked
from intake.cli.passphrases import Passphrases

NEW_PAGE = "\f"


def add_commands(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this module to the command line."""
    recovery = deeds.add_parser("recovery", help="the sheets that bring a desk back")
    steps = recovery.add_subparsers(dest="step", metavar="STEP", required=True)

    sheets = steps.add_parser(
        "sheets",
        help="make a set of sheets",
        description="Write a set of sheets, one a page, to be sent to a printer: "
        "intake vault recovery sheets | lp. Do not keep them in a file.",
    )
    sheets.add_argument("--needed", type=int, default=2, help="how many bring it back")
    sheets.add_argument("--of", type=int, default=3, help="how many to print")
    passphrases.add_option(sheets)
    sheets.set_defaults(handler=_sheets)

    rehearse = steps.add_parser(
        "rehearse",
        help="show once that the sheets work",
        description="Type the words of enough sheets, to show that they bring this "
        "desk back. After the passphrase comes one sheet a line.",
    )
    passphrases.add_option(rehearse)
    rehearse.set_defaults(handler=_rehearse)

    restore = steps.add_parser(
        "restore",
        help="make the desk's vault anew",
        description="Make the desk's vault anew from its sheets: the new passphrase, "
        "then one sheet a line. Name, day and digits stand on every sheet; or give "
        "the desk's card file.",
    )
    known = restore.add_mutually_exclusive_group(required=True)
    known.add_argument("--card", type=Path, metavar="FILE", help="the desk's card")
    known.add_argument("--made", type=_day, metavar="DAY", help="the day of its card")
    restore.add_argument(
        "--role", choices=("coordinator", "custodian"), default="coordinator"
    )
    restore.add_argument("--name", default="", help="the desk's pseudonym")
    restore.add_argument("--serial", type=int, default=1, help="the number of its card")
    restore.add_argument("--follows", default="", help="as printed; 64 signs")
    restore.add_argument(
        "--groups",
        metavar="N=DDDD,…",
        type=passphrases.groups,
        help="three groups of the digits, for instance 1=4071,5=9920,8=0013",
    )
    passphrases.add_option(restore)
    restore.set_defaults(handler=_restore)


def _sheets(arguments: argparse.Namespace) -> int:
    from intake.app import recovery

    with unlocked(arguments) as opened:
        made = recovery.sheets(opened, now(), arguments.needed, arguments.of)
    print(NEW_PAGE.join(sheet.text() for sheet in made), end="")
    return 0


def _rehearse(arguments: argparse.Namespace) -> int:
    from intake.app import recovery

    words = passphrases.source(arguments)
    opened, _ = come_in(folder(arguments), words.ask("Passphrase"), words)
    try:
        recovery.rehearse(opened, _typed(words), now())
        found = recovery.state(opened)
    finally:
        opened.close()
    print("These sheets bring this desk back. Put them away again, apart.")
    if found is not None and not found.rehearsed:
        print("They are of an older set. Nobody has rehearsed with the newest one yet.")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from intake.app import cards, opening, recovery
    from intake.domain.errors import PassphraseTooWeak
    from intake.domain.people import Role

    words = passphrases.source(arguments)
    new = words.ask_new("New passphrase")
    if not opening.strong_enough(new):
        raise PassphraseTooWeak
    whose: recovery.Printed | Path = arguments.card
    if arguments.card is None:
        whose = recovery.Printed(
            Role(arguments.role),
            arguments.name,
            arguments.made,
            arguments.serial,
            arguments.follows,
        )
    opened = recovery.restore(
        folder(arguments), new, _typed(words), whose, now(), groups=arguments.groups
    )
    print(f"{opened.name} is back, with the card it had. Its records are not: take")
    print("them from a backup, or ask for them to be sent again.")
    print(f"Card: {cards.own_digits(opened)}")
    opened.close()
    return 0


def _typed(words: Passphrases) -> list[str]:
    """Ask for as many sheets as the first one says are needed."""
    from intake.app import recovery

    typed = [words.ask("Words of a sheet")]
    needed = recovery.read(typed[0]).needed
    while len(typed) < needed:
        typed.append(words.ask(f"Words of sheet {len(typed) + 1} of {needed}"))
        recovery.read(typed[-1])
    return typed


def _day(text: str) -> date:
    return date.fromisoformat(text)
