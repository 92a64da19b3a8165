"""How a terminal asks for a passphrase: a prompt or a file descriptor, no argument."""

import argparse
import getpass
import os
import sys
from dataclasses import dataclass

from intake.domain.errors import PassphraseMissing, PassphrasesDiffer
from intake.domain.people import GROUPS

LONGEST = 1024


@dataclass(slots=True)
class Passphrases:
    """Where the passphrases of this call come from, one after the other."""

    lines: list[str] | None

    def ask(self, prompt: str) -> str:
        """Give the next passphrase. Raises PassphraseMissing."""
        if self.lines is not None:
            if not self.lines:
                raise PassphraseMissing
            return self.lines.pop(0)
        if not sys.stdin.isatty():
            raise PassphraseMissing
        return getpass.getpass(prompt + ": ")

    def ask_new(self, prompt: str) -> str:
        """Give a new passphrase, typed twice at a prompt. Raises PassphrasesDiffer."""
        first = self.ask(prompt)
        if self.lines is None and self.ask("The same again") != first:
            raise PassphrasesDiffer
        return first


def add_option(parser: argparse.ArgumentParser) -> None:
    """Let a command read passphrases from a file descriptor."""
    parser.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        help="read passphrases from file descriptor N, one a line, instead of asking",
    )


def source(arguments: argparse.Namespace) -> Passphrases:
    """Read what the file descriptor holds, or prepare to ask."""
    number: int | None = arguments.passphrase_fd
    if number is None:
        return Passphrases(None)
    try:
        with os.fdopen(number, "rb", closefd=number > 2) as pipe:  # noqa: PLR2004 - 0 to 2 are the standard streams
            data = pipe.read(LONGEST * 4)
        text = data.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseMissing from error
    return Passphrases(text.splitlines())


def groups(text: str) -> dict[int, str]:
    """Read ``1=4071,5=9920,8=0013`` as 0-based groups of a card's digits."""
    found = {}
    for each in text.split(","):
        place, _, digits = each.strip().partition("=")
        if not (place.isdecimal() and 1 <= int(place) <= GROUPS):
            message = f"groups are counted from 1 to {GROUPS}"
            raise argparse.ArgumentTypeError(message)
        found[int(place) - 1] = digits.strip()
    return found
