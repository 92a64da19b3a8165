"""The head of the custody log, to be printed, read aloud, and looked for again."""

from intake.app.opening import Opened
from intake.domain.custody import Entry
from intake.domain.people import digits
from intake.vault import custody

GROUPS = 6


def head_digits(opened: Opened) -> str:
    """Give the newest entry of this vault's log as six groups of four digits.

    Written on paper today, they prove tomorrow that nothing before was changed.
    """
    return as_digits(custody.head(opened.vault))


def as_digits(head: str) -> str:
    """Write a hash of a custody log (64 hex) as six groups of four digits."""
    return " ".join(digits(head).split()[:GROUPS])


def find_head(opened: Opened, written: str) -> Entry | None:
    """Find the entry whose digits were once *written* down.

    None if there is no such entry: the log before it was changed, shortened or
    replaced, or the digits were misread.
    """
    wanted = "".join(each for each in written if each.isdecimal())
    for entry in custody.entries(opened.vault):
        if as_digits(entry.hash).replace(" ", "") == wanted:
            return entry
    return None
