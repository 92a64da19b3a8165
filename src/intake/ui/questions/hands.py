"""What a person can do with a question: the one way out of every question widget."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from intake.domain.record import Missing
from intake.forms import Choice


class Hands(Protocol):
    """The page's side of a question. ``ref`` names the place in the part shown.

    ``answer`` and its like return a reason when the answer was refused, or "" when it
    is stored.
    """

    def answer(self, ref: str, value: str) -> str:
        """Store an answer; "" clears it."""

    def mark(self, ref: str, missing: Missing | None) -> None:
        """Store why there is no answer."""

    def note(self, ref: str, text: str) -> None:
        """Store the interviewer's note."""

    def add(self, ref: str) -> None:
        """Add an entry to a repeat and open it."""

    def open(self, ref: str) -> None:
        """Show an entry of a repeat."""

    def remove(self, ref: str, title: str) -> None:
        """Take an entry out of a repeat, once the person has confirmed."""

    def move(self, ref: str, to: int) -> None:
        """Give an entry of a repeat another position, counted from 1."""

    def attach(self, ref: str, path: Path) -> str:
        """Take a file in as the answer."""

    def file_name(self, ref: str, value: str) -> str:
        """Return the name under which the person knows a file taken in."""

    def go_on(self, ref: str) -> None:
        """Move to the question after this one."""


def label_of(choices: Iterable[Choice], value: str) -> str:
    """Return the words of a chosen value, or the value where it is no longer there."""
    return next((each.label for each in choices if each.value == value), value)
