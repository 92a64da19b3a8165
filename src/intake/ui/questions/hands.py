"""What a person can do with a question: the one way out of every question widget."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from intake.domain.record import Missing
from intake.forms import Choice
from intake.ui.jobs import Job


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

    def hold(self, ref: str, text: str, *, note: bool = False) -> None:
        """Keep letters that are no answer, or *note*, yet; "" forgets them."""

    def add(self, ref: str) -> None:
        """Add an entry to a repeat and open it."""

    def open(self, ref: str) -> None:
        """Show an entry of a repeat."""

    def remove(self, ref: str, title: str) -> None:
        """Take an entry out of a repeat, once the person has confirmed."""

    def move(self, ref: str, to: int) -> None:
        """Give an entry of a repeat another position, counted from 1."""

    def attach(self, ref: str, path: Path) -> str:
        """Begin to take a file in as the answer."""

    def attach_drawn(self, ref: str, name: str, data: bytes) -> str:
        """Begin to take in as the answer what was made here and lies on no disk."""

    def taking(self, ref: str) -> Job | None:
        """Return what is being taken in as the answer, to show how far it is."""

    def file_of(self, ref: str, value: str) -> tuple[str, int]:
        """Return the name under which the person knows a file, and its bytes."""

    def content(self, ref: str, most: int) -> bytes:
        """Return the file taken in, if it has no more than *most* bytes."""

    def resource(self, ref: str, name: str) -> bytes:
        """Return a file that came with the form, or nothing where it did not."""

    def go_on(self, ref: str) -> None:
        """Move to the question after this one."""


def label_of(choices: Iterable[Choice], value: str) -> str:
    """Return the words of a chosen value, or the value where it is no longer there."""
    return next((each.plain for each in choices if each.value == value), value)
