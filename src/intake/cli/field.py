"""The interviewer's commands: pack accept, interview, send, receipt accept.

`pack` and `receipt` have a deed for each desk; the coordinator's are in `cli.desk`,
which adds them to the parsers made here.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from intake.cli import passphrases, wording
from intake.cli.opening import now, tell_of_cards, unlocked
from intake.domain.errors import FileUnreadable

if TYPE_CHECKING:
    from intake.app.field.interviewing import Interview
    from intake.app.opening import Opened
    from intake.vault.interviews import Interview as Row


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add the commands of this module to the command line."""
    _add_interview(commands)

    send = commands.add_parser(
        "send",
        help="hand the sealed records over, on a stick",
        description="Write the sealed records that wait into DIR, read them back and "
        "compare. They stay here until the desk's receipt.",
    )
    send.add_argument("directory", type=Path, metavar="DIR")
    send.add_argument(
        "--only", nargs="+", metavar="ID", help="these interviews and no others"
    )
    send.add_argument(
        "--again",
        action="store_true",
        help="make a new bundle, also of what was signed into one before",
    )
    send.add_argument(
        "--part",
        nargs="+",
        metavar="NAME",
        help="write these parts of earlier bundles once more",
    )
    passphrases.add_option(send)
    send.set_defaults(handler=_send)


def add_pack_accept(
    deeds: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add `pack accept`."""
    accept = deeds.add_parser(
        "accept",
        help="take in what the desk sent",
        description="Take a pack in. The first time, compare the desk's card: give "
        "three groups of its digits as the coordinator reads them.",
    )
    accept.add_argument("file", type=Path, metavar="FILE")
    accept.add_argument("--groups", metavar="N=DDDD,…", type=passphrases.groups)
    passphrases.add_option(accept)
    accept.set_defaults(handler=_pack_accept)


def add_receipt_accept(
    deeds: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add `receipt accept`."""
    accept = deeds.add_parser(
        "accept",
        help="take in the desk's receipt",
        description="Take a receipt in. The sealed copies that it names, and only "
        "those, are removed from this machine.",
    )
    accept.add_argument("file", type=Path, metavar="FILE")
    passphrases.add_option(accept)
    accept.set_defaults(handler=_receipt_accept)


def _add_interview(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    interview = commands.add_parser("interview", help="take an interview")
    deeds = interview.add_subparsers(dest="deed", metavar="DEED", required=True)

    new = deeds.add_parser("new", help="begin an interview")
    what = new.add_mutually_exclusive_group()
    what.add_argument("--form", type=Path, metavar="FILE", help="ask by this form file")
    what.add_argument("--protocol", metavar="ID", help="a protocol of the desk's pack")
    passphrases.add_option(new)
    new.set_defaults(handler=_new)

    fill = deeds.add_parser(
        "fill",
        help="give answers from a JSON file",
        description='Give answers: {"/data/group/question": value, …}. Entries of '
        "repeats carry their position, counted from 1: /data/person[2]/name. "
        'Choices of several are a list; {"missing": "refused"} says why there is no '
        'answer; {"file": "x.jpg"} attaches a file that lies beside the list.',
    )
    fill.add_argument("interview", metavar="ID")
    fill.add_argument("answers", type=Path, metavar="ANSWERS.json")
    fill.add_argument("--json", action="store_true", help="answer in JSON")
    passphrases.add_option(fill)
    fill.set_defaults(handler=_fill)

    show = deeds.add_parser("show", help="read a draft")
    show.add_argument("interview", metavar="ID")
    show.add_argument("--language", metavar="L", help="questions in this language")
    show.add_argument("--json", action="store_true", help="answer in JSON")
    passphrases.add_option(show)
    show.set_defaults(handler=_show)

    for name, told, handler in (
        ("finish", "check an interview, close it, and seal it if it is due", _finish),
        ("seal", "seal it: this machine can then not open it", _seal),
        ("salvage", "save what can be read of a damaged one in a new draft", _salvage),
    ):
        deed = deeds.add_parser(name, help=told, description=told.capitalize() + ".")
        deed.add_argument("interview", metavar="ID")
        passphrases.add_option(deed)
        deed.set_defaults(handler=handler)

    listing = deeds.add_parser("list", help="what is here, by code name")
    listing.add_argument("--json", action="store_true", help="answer in JSON")
    passphrases.add_option(listing)
    listing.set_defaults(handler=_list)


def _new(arguments: argparse.Namespace) -> int:
    from intake.app.field import interviewing, protocols
    from intake.domain.errors import NoSuchProtocol

    with unlocked(arguments) as opened:
        if arguments.form:
            protocol = protocols.from_form(opened, arguments.form)
        elif arguments.protocol:
            hits = [
                each
                for each in protocols.known(opened)
                if each.id == arguments.protocol
            ]
            if not hits:
                raise NoSuchProtocol
            protocol = hits[0]
        else:
            protocol = protocols.ensure_built_in(opened)
        interview = interviewing.begin(opened, protocol, now)
        print(f"{interview.id}  {interview.name}")
    return 0


def _fill(arguments: argparse.Namespace) -> int:
    from intake.app.field import filling

    try:
        answers = json.loads(arguments.answers.read_bytes())
    except OSError as error:
        raise FileUnreadable from error
    except (ValueError, RecursionError):
        sys.stderr.write("intake: The answers are not a readable JSON file.\n")
        return 2
    if not isinstance(answers, dict):
        sys.stderr.write("intake: The answers must be one JSON object.\n")
        return 2
    with unlocked(arguments) as opened:
        interview = _draft(opened, arguments.interview)
        done = filling.fill(interview, answers, arguments.answers.parent)
        interview.keep_counts()
    if arguments.json:
        refused = [{"ref": each.ref, "why": each.why} for each in done.refused]
        print(json.dumps({"taken": done.taken, "refused": refused}))
    else:
        print(f"{wording.count(done.taken, 'answer')} stored.")
        for each in done.refused:
            print(f"refused: {each.ref}: {each.why}")
    return 1 if done.refused else 0


def _show(arguments: argparse.Namespace) -> int:
    from intake.app.reading import lines, tree

    with unlocked(arguments) as opened:
        interview = _draft(opened, arguments.interview)
        if arguments.language:
            known = [
                each for part in interview.parts for each in part.session.form.languages
            ]
            language = wording.language(known, arguments.language)
            if language is None:
                sys.stderr.write(f"{wording.no_language(known, arguments.language)}\n")
                return 1
            interview.set_language(language)
        if arguments.json:
            print(
                json.dumps(
                    {
                        "id": interview.id,
                        "name": interview.name,
                        "state": interview.state,
                        "parts": {
                            part.name: tree(part.session.root)
                            for part in interview.parts
                        },
                    },
                    ensure_ascii=False,
                )
            )
            return 0
        print(f"{interview.name}: {interview.state}")
        for part in interview.parts:
            print(f"\n== {part.title}")
            for line in lines(part.session.root):
                print(line)
    return 0


def _finish(arguments: argparse.Namespace) -> int:
    from intake.app.field import finishing, packs

    with unlocked(arguments) as opened:
        interview = _draft(opened, arguments.interview)
        for each in finishing.blockers(interview):
            print(
                f"{'missing' if each.blocks else 'doubt'}: {each.ref}: {each.sentence}"
            )
        finishing.finish(opened, interview, now())
        print(f"{interview.name} is finished.")
        due = {row.id for row in finishing.due(opened, now())}
        if interview.id in due and packs.desk(opened):
            finishing.seal(opened, interview.id, now())
            print(f"{interview.name} is sealed; this machine cannot open it.")
    return 0


def _seal(arguments: argparse.Namespace) -> int:
    from intake.app.field import finishing
    from intake.domain.record import InterviewState

    with unlocked(arguments) as opened:
        row = _row(opened, arguments.interview)
        if row.state in {InterviewState.SEALED, InterviewState.HANDED_OVER}:
            print(f"{row.name} is sealed already.")
            return 0
        finishing.seal(opened, row.id, now())
        print(f"{row.name} is sealed; this machine cannot open it.")
    return 0


def _salvage(arguments: argparse.Namespace) -> int:
    from intake.app.field import salvaging

    with unlocked(arguments) as opened:
        row = _row(opened, arguments.interview)
        saved = salvaging.salvage(opened, row.id, now)
        print(f"{saved.interview.id}  {saved.interview.name}")
        print(saved.sentence)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from intake.app.field import interviewing

    with unlocked(arguments) as opened:
        rows = interviewing.listed(opened)
    if arguments.json:
        print(
            json.dumps(
                [
                    {
                        "id": row.id,
                        "name": row.name,
                        "state": row.state,
                        "begun": row.begun.isoformat(timespec="seconds"),
                        "to_check": row.to_check,
                    }
                    for row in rows
                ]
            )
        )
        return 0
    for row in rows:
        print(f"{row.id}  {row.name:<16}  {row.state:<14}  {row.begun:%Y-%m-%d}")
    return 0


def _send(arguments: argparse.Namespace) -> int:
    from intake.app.field import sending

    where = arguments.directory
    with unlocked(arguments) as opened:
        tell_of_cards(opened)
        if arguments.part:
            sent = sending.send_parts(opened, where, arguments.part, now())
        else:
            only = None
            if arguments.only:
                only = [_row(opened, each).id for each in arguments.only]
            again = arguments.again
            sent = sending.send(opened, where, now(), only=only, again=again)
    said = wording.count(sent.records, "record")
    print(f"{said}, {sent.size} bytes, read back and compared:")
    for name in sent.files:
        print(f"  {name}" + ("  (was there already)" if name in sent.kept else ""))
    if sent.remaining:
        print("No room for these parts; send again to another stick:")
        for name in sent.remaining:
            print(f"  {name}")
    return 1 if sent.remaining else 0


def _pack_accept(arguments: argparse.Namespace) -> int:
    from intake.app.field import packs
    from intake.domain.errors import CardNotCompared

    wording.a_file(arguments.file)
    with unlocked(arguments) as opened:
        try:
            desk = packs.accept(opened, arguments.file, now(), arguments.groups)
        except CardNotCompared:
            seen = packs.look(opened, arguments.file)
            print(f"This pack says it is from {seen.desk.name}.")
            print(
                "Ask the coordinator to read three groups of their card's digits, "
                "and give them: --groups 1=…,4=…,9=…"
            )
            raise
        tell_of_cards(opened)
        print(f"Working for {desk.card.name}; pack {desk.serial} of {desk.day}.")
    return 0


def _receipt_accept(arguments: argparse.Namespace) -> int:
    from intake.app.field import receipts

    wording.a_file(arguments.file)
    with unlocked(arguments) as opened:
        taken = receipts.accept(opened, arguments.file, now())
    for name in taken.removed:
        print(f"{name}: the desk has it; the sealed copy here was removed.")
    for name in taken.kept:
        print(f"{name}: the desk does not have all of it; the copy here stays.")
    if not (taken.removed or taken.kept):
        print("Nothing here waits for this receipt any more.")
    return 0


def _row(opened: "Opened", text: str) -> "Row":
    from intake.app.field import interviewing

    return interviewing.find(opened, text)


def _draft(opened: "Opened", text: str) -> "Interview":
    from intake.app.field import interviewing

    return interviewing.resume(opened, _row(opened, text).id, now)
