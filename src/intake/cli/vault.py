"""`intake vault` and `intake card`: the store of this machine, and whose it is."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from intake.cli import keys, passphrases, recovery, slots, wording
from intake.cli.opening import come_in, folder, now, tell_of_cards, unlocked

if TYPE_CHECKING:
    from intake.app.opening import Opened


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add the commands of this module to the command line."""
    vault = commands.add_parser("vault", help="the encrypted store of this machine")
    deeds = vault.add_subparsers(dest="deed", metavar="DEED", required=True)

    create = deeds.add_parser(
        "create",
        help="make the store",
        description="Make the encrypted store of this machine, for one person or desk.",
    )
    create.add_argument(
        "--role", required=True, choices=("interviewer", "coordinator", "custodian")
    )
    create.add_argument("--name", required=True, help="a pseudonym, not a real name")
    create.add_argument(
        "--offer", action="store_true", help="only offer six words as a passphrase"
    )
    passphrases.add_option(create)
    create.set_defaults(handler=_create)

    check = deeds.add_parser(
        "check",
        help="look for damage",
        description="Look for damage, and show the six groups of digits with which "
        "the custody log ends today.",
    )
    check.add_argument(
        "--head", metavar="DIGITS", help="find digits that were once written down"
    )
    passphrases.add_option(check)
    check.set_defaults(handler=_check)

    change = deeds.add_parser(
        "passphrase",
        help="change the passphrase",
        description="Change the passphrase. The old one is asked for, then the new.",
    )
    passphrases.add_option(change)
    change.set_defaults(handler=_passphrase)

    backup = deeds.add_parser(
        "backup",
        help="make a second copy",
        description="Copy the vault into a new folder within DIR, and prove the copy "
        "by opening it. To restore it, give its folder to --vault.",
    )
    backup.add_argument("place", type=Path, metavar="DIR")
    passphrases.add_option(backup)
    backup.set_defaults(handler=_backup)

    slots.add_commands(deeds)
    recovery.add_commands(deeds)
    keys.add_commands(deeds)

    card = commands.add_parser(
        "card",
        help="show, save or compare a card",
        description="Show this vault's card as 40 digits; save it, or compare another.",
    )
    choice = card.add_mutually_exclusive_group()
    choice.add_argument("--save", type=Path, metavar="DIR", help="write the card here")
    choice.add_argument(
        "--qr", action="store_true", help="show the digits as a QR code"
    )
    choice.add_argument("--list", action="store_true", help="list the cards known here")
    choice.add_argument("--accept", type=Path, metavar="FILE", help="take in a card")
    choice.add_argument(
        "--revoke",
        metavar="NAME",
        help="take a card back, by its name or the beginning of its fingerprint: what "
        "comes from it, from its keys or from cards before and after it stays out",
    )
    card.add_argument("--reason", metavar="WORDS", help="why it is taken back")
    card.add_argument(
        "--groups",
        metavar="N=DDDD,…",
        type=passphrases.groups,
        help="three groups of the card's digits as its owner reads them, "
        "for instance 1=4071,5=9920,8=0013",
    )
    passphrases.add_option(card)
    card.set_defaults(handler=_card)


def _create(arguments: argparse.Namespace) -> int:
    from intake.app import opening
    from intake.domain.errors import PassphraseTooWeak
    from intake.domain.people import Role

    if arguments.offer:
        print(opening.offer_passphrase())
        return 0
    new = passphrases.source(arguments).ask_new("New passphrase")
    if not opening.strong_enough(new):
        raise PassphraseTooWeak
    opened = opening.create(
        folder(arguments), new, Role(arguments.role), arguments.name, now()
    )
    print(f"Made a vault for {arguments.name}, {arguments.role}.")
    print(_digits(opened))
    opened.close()
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from intake.app import custody, opening

    with unlocked(arguments) as opened:
        findings = opening.check(opened)
        head = custody.head_digits(opened)
        found = custody.find_head(opened, arguments.head) if arguments.head else None
    for each in findings:
        print(each)
    if not findings:
        print("The vault is sound.")
    print(f"The log ends with {head}; written down, this proves later that")
    print("nothing up to today was changed.")
    swap = opening.swap_warning()
    if swap:
        sys.stderr.write(f"intake: {swap}\n")
    if arguments.head and found is None:
        print("The log holds no entry of those digits: it was changed, shortened or")
        print("replaced since they were written down, or they were misread.")
        return 1
    if found is not None:
        print(f"What was written down is entry {found.sequence} of {found.time}.")
    return 1 if findings else 0


def _passphrase(arguments: argparse.Namespace) -> int:
    from intake.app import opening
    from intake.domain.errors import PassphraseTooWeak

    words = passphrases.source(arguments)
    old = words.ask("Present passphrase")
    new = words.ask_new("New passphrase")
    if not opening.strong_enough(new):
        raise PassphraseTooWeak
    opening.change_passphrase(folder(arguments), old, new)
    print("The new passphrase opens the vault; the old one no longer does.")
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from intake.app import backup

    words = passphrases.source(arguments)
    passphrase = words.ask("Passphrase")
    opened, key = come_in(folder(arguments), passphrase, words)
    try:
        made = backup.make(
            opened, arguments.place, passphrase, now(), authenticator=key
        )
    finally:
        opened.close()
    print(made.path)
    print(f"Copied and opened: {made.objects} stored files, {made.size} bytes.")
    for each in made.findings:
        print(each)
    if made.drafts:
        print(
            f"{made.drafts} interviews in it are not sealed, and never will be there: "
            "destroy this copy when they are."
        )
    return 1 if made.findings else 0


def _card(arguments: argparse.Namespace) -> int:
    from intake.app import cards
    from intake.domain.errors import CardNotCompared
    from intake.domain.people import Trust, digits

    with unlocked(arguments) as opened:
        tell_of_cards(opened)
        if arguments.save:
            print(cards.save(opened, arguments.save))
        elif arguments.qr:
            for row in cards.own_qr(opened):
                print("".join("██" if dark else "  " for dark in row))
        elif arguments.list:
            for each in cards.known(opened):
                follows = each.trust is Trust.COMPARED and not each.typed
                stands = f"counts {each.how}" if follows else wording.trust(each.trust)
                print(f"{each.card.name}\t{each.card.role}\t{stands}")
                print(f"  {digits(each.card.fingerprint)}")
        elif arguments.revoke:
            _revoke(opened, arguments.revoke, arguments.reason or "")
        elif arguments.accept:
            wording.a_file(arguments.accept)
            if not arguments.groups:
                print(f"{wording.trust(cards.look(opened, arguments.accept).trust)}")
                raise CardNotCompared
            card = cards.accept(opened, arguments.accept, arguments.groups, now())
            print(f"Compared: {card.name}, {card.role}.")
        else:
            print(f"{opened.name}, {opened.role}, until {opened.card.card.expires}")
            print(_digits(opened))
    return 0


def _revoke(opened: "Opened", name: str, reason: str) -> None:
    from intake.app.desk import senders
    from intake.domain.errors import ReasonMissing
    from intake.domain.people import digits

    if not reason.strip():
        raise ReasonMissing
    fallen = senders.revoke(opened, senders.find_card(opened, name), now(), reason)
    for each in fallen:
        print(f"Taken back: {digits(each)}")
    print("Make packs for everybody, so that the field hears of it.")


def _digits(opened: "Opened") -> str:
    from intake.app import cards

    return f"Card: {cards.own_digits(opened)}"
