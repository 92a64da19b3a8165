"""`intake library original`: a record's sealed originals, for an expert to check."""

import argparse
from pathlib import Path

from intake.cli import passphrases
from intake.cli.opening import now, unlocked


def add_commands(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command of this module to those of the library."""
    original = deeds.add_parser(
        "original",
        help="write one's sealed originals, for an expert to check",
        description="Write the sealed originals of a record into a folder in DIR, with "
        "what was signed, the signer's public keys and a page that says how to check "
        "them without this program. No secret key is written.",
    )
    original.add_argument("record", metavar="NUMBER")
    original.add_argument("directory", type=Path, metavar="DIR")
    passphrases.add_option(original)
    original.set_defaults(handler=_original)


def _original(arguments: argparse.Namespace) -> int:
    from intake.app.desk import library, originals

    with unlocked(arguments) as opened:
        row = library.find(opened, arguments.record)
        made = originals.write(opened, row, arguments.directory, now())
    for name in made.files:
        print(made.folder / name)
    return 0
