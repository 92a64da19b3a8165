"""The coordinator's commands: pack make, receive, held, library, receipt make."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intake.cli import field, original, passphrases, wording
from intake.cli.opening import now, tell_of_cards, unlocked

if TYPE_CHECKING:
    from intake.app.desk.library import ReadPart
    from intake.app.desk.waiting import Waiting

_UNREHEARSED = (
    "If this machine is lost, nothing opens what is sealed to this desk: nobody has "
    "rehearsed with its recovery sheets yet. See: intake vault recovery --help"
)


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add the commands of this module to the command line."""
    pack = commands.add_parser("pack", help="what the desk sends to interviewers")
    deeds = pack.add_subparsers(dest="deed", metavar="DEED", required=True)
    field.add_pack_accept(deeds)
    make = deeds.add_parser(
        "make",
        help="make a pack for interviewers",
        description="Write a pack into DIR. Without --to it is signed only, for an "
        "interviewer who compares this desk's card.",
    )
    make.add_argument("directory", type=Path, metavar="DIR")
    make.add_argument("--to", metavar="NAME", help="seal it to this interviewer")
    make.add_argument(
        "--form", type=Path, nargs="+", metavar="FILE", help="add these forms to it"
    )
    passphrases.add_option(make)
    make.set_defaults(handler=_pack_make)

    receive = commands.add_parser(
        "receive",
        help="take in what came on a stick",
        description="Take in bundles: each record that is whole and rightly signed "
        "goes into the library; each that is not is named with the reason.",
    )
    receive.add_argument("files", type=Path, nargs="+", metavar="FILE")
    receive.add_argument("--json", action="store_true", help="answer in JSON")
    passphrases.add_option(receive)
    receive.set_defaults(handler=_receive)

    _add_held(commands)

    library = commands.add_parser("library", help="the desk's records")
    deeds = library.add_subparsers(dest="deed", metavar="DEED", required=True)
    listing = deeds.add_parser("list", help="the records")
    listing.add_argument("--json", action="store_true", help="answer in JSON")
    passphrases.add_option(listing)
    listing.set_defaults(handler=_list)
    show = deeds.add_parser("show", help="read one")
    show.add_argument("record", metavar="NUMBER")
    show.add_argument("--language", metavar="L", help="questions in this language")
    show.add_argument("--json", action="store_true", help="answer in JSON")
    passphrases.add_option(show)
    show.set_defaults(handler=_show)
    verify = deeds.add_parser("verify", help="check records against their signatures")
    verify.add_argument("record", metavar="NUMBER", nargs="*")
    passphrases.add_option(verify)
    verify.set_defaults(handler=_verify)
    original.add_commands(deeds)

    receipt = commands.add_parser("receipt", help="the desk's answer to a bundle")
    deeds = receipt.add_subparsers(dest="deed", metavar="DEED", required=True)
    field.add_receipt_accept(deeds)
    answer = deeds.add_parser(
        "make",
        help="tell interviewers what arrived whole",
        description="Write a receipt into DIR for each interviewer who waits for one.",
    )
    answer.add_argument("directory", type=Path, metavar="DIR")
    answer.add_argument(
        "--again", action="store_true", help="also what was answered before"
    )
    passphrases.add_option(answer)
    answer.set_defaults(handler=_receipt_make)


def _add_held(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    held = commands.add_parser(
        "held", help="what waits for its missing parts, or for a decision"
    )
    deeds = held.add_subparsers(dest="deed", metavar="DEED", required=True)
    waits = deeds.add_parser("list", help="what waits, and for what")
    waits.add_argument("--json", action="store_true", help="answer in JSON")
    passphrases.add_option(waits)
    waits.set_defaults(handler=_held)
    allow = deeds.add_parser(
        "allow",
        help="let it in, once, for a reason that is kept",
        description="Let a held bundle (its id) or a record that is set apart (its "
        "number) in, although its sender does not count. The decision is logged.",
    )
    allow.add_argument("what", metavar="ID")
    allow.add_argument("--reason", required=True, metavar="WORDS")
    passphrases.add_option(allow)
    allow.set_defaults(handler=_allow)
    drop = deeds.add_parser("drop", help="remove the parts of a bundle, unread")
    drop.add_argument("what", metavar="ID")
    passphrases.add_option(drop)
    drop.set_defaults(handler=_drop)


def _pack_make(arguments: argparse.Namespace) -> int:
    from intake.app.desk import packs, senders
    from intake.app.field import protocols

    with unlocked(arguments) as opened:
        protocols.ensure_built_in(opened)
        for path in arguments.form or ():
            protocols.from_form(opened, path)
        tell_of_cards(opened)
        to = senders.find(opened, arguments.to) if arguments.to else None
        made = packs.make(opened, arguments.directory, now(), to)
    print(made.path)  # alone, for scripts
    return 0


def _receive(arguments: argparse.Namespace) -> int:
    from intake.app import recovery
    from intake.app.desk import receiving

    wording.there(arguments.files)
    with unlocked(arguments) as opened:
        tell_of_cards(opened)
        if not recovery.rehearsed(opened):
            sys.stderr.write(f"intake: {_UNREHEARSED}\n")
        done = receiving.receive(opened, arguments.files, now(), unrehearsed=True)
    if arguments.json:
        results = [
            {
                "record": each.record,
                "number": each.number,
                "outcome": each.outcome.value,
                "reason": each.reason,
                "doubts": [str(doubt) for doubt in each.doubts],
            }
            for each in done.records
        ]
        files = [{"file": each.name, "reason": each.reason} for each in done.files]
        waits = [
            {"bundle": each.bundle, "missing": list(each.missing), "why": each.why}
            for each in done.waiting
        ]
        told = {"records": results, "files": files, "waiting": waits}
        told["old"] = [
            {"bundle": each.bundle, "since": each.since.isoformat(timespec="seconds")}
            for each in done.old
        ]
        print(json.dumps({**told, "foreign": list(done.foreign)}))
    else:
        for each in done.records:
            reason = f": {each.reason}" if each.reason else ""
            print(f"{each.number or each.record}  {each.outcome}{reason}")
            for doubt in each.doubts:
                print(f"    {doubt}")
        for fault in done.files:
            print(f"{fault.name}: {fault.reason}")
        for name in done.foreign:
            print(f"{name}: This is nothing to receive here; it was left alone.")
        _print_waiting(done.waiting)
        for held in done.old:
            since = held.since.date().isoformat()
            print(f"{held.bundle}  has waited since {since}; it stays until you drop")
            print(f"    it: intake held drop {held.bundle}")
    return 0 if done.good else 1


def _held(arguments: argparse.Namespace) -> int:
    from intake.app.desk import waiting

    with unlocked(arguments) as opened:
        found = waiting.listed(opened)
    if arguments.json:
        print(
            json.dumps(
                [
                    {
                        "bundle": each.bundle,
                        "sender": each.sender,
                        "why": each.why,
                        "records": each.records,
                        "parts": each.parts,
                        "missing": list(each.missing),
                        "since": each.since.isoformat(timespec="seconds"),
                    }
                    for each in found
                ]
            )
        )
    elif found:
        _print_waiting(found)
    else:
        print("Nothing waits.")
    return 0


def _print_waiting(found: "Sequence[Waiting]") -> None:
    for each in found:
        parts = ", ".join(map(str, each.missing))
        lacking = f"; parts missing: {parts} of {each.parts}" if parts else ""
        print(f"{each.bundle}  waits for {each.why}{lacking}")


def _allow(arguments: argparse.Namespace) -> int:
    from intake.app.desk import senders

    with unlocked(arguments) as opened:
        done = senders.allow_once(opened, arguments.what, arguments.reason, now())
    for each in done.records:
        reason = f": {each.reason}" if each.reason else ""
        print(f"{each.number or each.record}  {each.outcome}{reason}")
    return 0 if done.good else 1


def _drop(arguments: argparse.Namespace) -> int:
    from intake.app.desk import waiting

    with unlocked(arguments) as opened:
        waiting.drop(opened, arguments.what, now())
    print("Dropped; nothing of it was read.")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from intake.app.desk import library

    with unlocked(arguments) as opened:
        rows = library.listed(opened)
    if arguments.json:
        print(
            json.dumps(
                [
                    {
                        "number": row.number,
                        "record": row.record,
                        "state": row.state,
                        "day": row.day,
                        "interviewer": library.text(row, "interviewer"),
                        "name": library.text(row, "name"),
                        "questionnaire": library.text(row, "title"),
                        "received": row.received.isoformat(timespec="seconds"),
                        "reason": row.reason,
                        "receipt": row.receipted is not None,
                    }
                    for row in rows
                ]
            )
        )
        return 0
    for row in rows:
        said = (library.text(row, each) for each in ("interviewer", "name", "title"))
        told = row.reason or "  ".join(each for each in said if each)
        print(f"{row.number}  {row.state:<14}  {row.day}  {told}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from intake.app.desk import library
    from intake.app.reading import lines, tree

    with unlocked(arguments) as opened:
        record = library.read(opened, library.find(opened, arguments.record), now())
        if arguments.language and not _spoken(record.parts, arguments.language):
            return 1
        if arguments.json:
            print(
                json.dumps(
                    {
                        "number": record.row.number,
                        "record": record.row.record,
                        "about": record.about,
                        "parts": {
                            part.name: tree(part.session.root) for part in record.parts
                        },
                        "attachments": [
                            {"name": each.name, "size": each.size}
                            for each in record.attachments
                        ],
                    },
                    ensure_ascii=False,
                )
            )
            return 0
        print(f"{record.row.number}  {record.row.state}  {record.row.day}")
        said = ("interviewer", "name", "title")
        print("  ".join(library.text(record.row, each) for each in said))
        for part in record.parts:
            print(f"\n== {part.title}")
            for line in lines(part.session.root):
                print(line)
        if record.attachments:
            print("\n== Attachments")
        for each in record.attachments:
            print(f"{each.name}  {each.size} bytes")
        print("\n== Custody")
        for entry in (*record.field_log, *record.desk_log):
            print(f"{entry.time}  {entry.event}")
    return 0


def _spoken(parts: "Sequence[ReadPart]", wanted: str) -> bool:
    """Read the questions in a language, or say that they are not written in it."""
    known = [each for part in parts for each in part.form.languages]
    language = wording.language(known, wanted)
    if language is None:
        sys.stderr.write(f"{wording.no_language(known, wanted)}\n")
        return False
    for part in parts:
        if language in part.form.languages:
            part.session.set_language(language)
    return True


def _verify(arguments: argparse.Namespace) -> int:
    from intake.app.desk import library

    bad = False
    with unlocked(arguments) as opened:
        if arguments.record:
            rows = [library.find(opened, each) for each in arguments.record]
        else:
            rows = list(library.listed(opened))
        for row in rows:
            findings = library.verify(opened, row, now())
            bad = bad or not all(each.good for each in findings)
            for each in findings:
                sign = "ok" if each.good else "WRONG"
                print(f"{row.number}  {sign:<5}  {each.what}  {each.detail}".rstrip())
    return 1 if bad else 0


def _receipt_make(arguments: argparse.Namespace) -> int:
    from intake.app.desk import receipts

    with unlocked(arguments) as opened:
        made = receipts.make(opened, arguments.directory, now(), again=arguments.again)
    for each in made:
        said = wording.count(each.records, "record")
        print(f"{each.path}  for {each.to.name}, {said}")
    return 0
