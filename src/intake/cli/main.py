"""The program from a terminal: one command a deed.

Nothing heavy is imported before the command is known, so that `intake --help` answers
at once; Qt is never imported here.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from intake import __version__
from intake.domain.errors import IntakeError

Handler = Callable[[argparse.Namespace], int]

PAGE = """\
intake: take testimony offline, seal it, and hand it over.

Without a command, the window opens. With one, the same deed is done here:

  To look at a questionnaire
    intake forms check FILE…         say whether it can be used, or every fault in it
    intake forms show FILE           the questions, as text

  To begin
    intake vault create              make the encrypted store of this machine
    intake vault check               look for damage
    intake vault passphrase          change the passphrase
    intake vault backup DIR          make a second copy, and prove it
    intake vault slots               who else may come in, and with what
    intake vault erase-passphrase    one that destroys, where that is allowed
    intake card                      show, save or compare a card

  As an interviewer
    intake pack accept FILE          take in what the desk sent
    intake interview new             begin an interview
    intake interview fill ID FILE    give answers from a JSON file
    intake interview show ID         read a draft
    intake interview finish ID       check it, close it, and seal it if that is the rule
    intake interview seal ID         seal it: this machine can then not open it
    intake interview salvage ID      save what can be read of a damaged one
    intake interview list            what is here, by code name
    intake send DIR                  hand the sealed records over, on a stick
    intake receipt accept FILE       take in the desk's receipt; only now copies go

  At the desk
    intake pack make DIR             make a pack for interviewers
    intake receive FILE…             take in what came on a stick
    intake held list                 what waits for its rest, or for your decision
    intake held allow ID             let it in for a reason; drop removes it unread
    intake library list              the records
    intake library show NUMBER       read one
    intake library verify            check records against their signatures
    intake library original NUMBER DIR   one as it was sealed, for an expert to check
    intake card --revoke NAME        take a card back, with its keys and all its line
    intake receipt make DIR          tell interviewers what arrived whole
    intake vault recovery sheets     print the sheets that bring the desk back
    intake vault recovery rehearse   show once that they do
    intake vault recovery restore    bring the desk back from them
    intake vault keys renew          a new card in time; rotate makes new keys

  To try it
    intake demo                      a throwaway desk and vault, with fictional records
    intake demo --headless           the whole way of a record, without a window

Every command explains itself: intake interview fill --help

The store lies in your data folder; --vault DIR names another. Passphrases are asked
for at the terminal, or read with --passphrase-fd N, one a line; never given as an
argument. The program never uses a network. It exits with 0 when all is well, 1 when
something was refused or found wrong, 2 when the command was not understood.
"""


class Page(argparse.ArgumentParser):
    """A parser whose help is the page above."""

    def format_help(self) -> str:
        """Give the page."""
        return PAGE


def parser() -> argparse.ArgumentParser:
    """Build the whole command line."""
    from intake.cli import (
        demo,
        desk,
        field,
        forms,
        vault,
    )

    top = Page(prog="intake")
    top.add_argument("--version", action="version", version=f"intake {__version__}")
    top.add_argument("--vault", type=Path, metavar="DIR", dest="folder")
    commands = top.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=argparse.ArgumentParser
    )
    for room in (forms, vault, field, desk, demo):
        room.add_commands(commands)
    return top


def run(arguments: Sequence[str]) -> int:
    """Do what the *arguments* ask and return the exit status."""
    parsed = parser().parse_args(arguments)
    handler: Handler | None = getattr(parsed, "handler", None)
    if handler is None:
        sys.stderr.write("intake: which one? See --help.\n")
        return 2
    try:
        status = handler(parsed)
        sys.stdout.flush()
    except IntakeError as error:
        sys.stderr.write(f"intake: {error}\n")
        # A form that is refused names every fault.
        sys.stderr.writelines(f"  {each}\n" for each in getattr(error, "faults", ()))
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("intake: Stopped. Nothing was left half done.\n")
        return 1
    except BrokenPipeError:
        # Who reads along has heard enough, as `head` does; the end writes nothing more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status
