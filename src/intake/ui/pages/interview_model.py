"""What the interview page asks of an interview; the program's own fits as it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from intake.domain.record import InterviewState, Missing
from intake.forms import Problem, Session


class PartLike(Protocol):
    """One form of the interview, being filled."""

    @property
    def name(self) -> str:
        """The short name of the part."""

    @property
    def title(self) -> str:
        """Its title, as people read it."""

    @property
    def session(self) -> Session:
        """Its answers."""


class ProblemLike(Protocol):
    """A question that is missing or wrong, and the part it stands in."""

    @property
    def part(self) -> str:
        """The name of the part."""

    @property
    def problem(self) -> Problem:
        """What is the matter."""


class InterviewModel(Protocol):
    """A testimony being taken. Every deed is durable when it returns.

    Deeds raise the errors of ``domain.errors``: AnswerRefused when an answer cannot be
    of its question's type, DiskFull or DiskFailed when it could not be stored yet.
    """

    name: str
    state: InterviewState

    @property
    def parts(self) -> Sequence[PartLike]:
        """The forms of the interview, in order."""

    @property
    def languages(self) -> Sequence[str]:
        """Every language in which it can be asked, as the forms name them."""

    def set_language(self, language: str) -> None:
        """Ask in *language* from now on."""

    def answer(self, part: str, ref: str, value: str | None) -> None:
        """Store an answer."""

    def mark(self, part: str, ref: str, missing: Missing | None) -> None:
        """Store why there is no answer."""

    def note(self, part: str, ref: str, text: str) -> None:
        """Store a note."""

    def add_repeat(self, part: str, ref: str) -> None:
        """Add an entry to a repeat."""

    def remove_repeat(self, part: str, ref: str) -> None:
        """Take an entry out of a repeat."""

    def move_repeat(self, part: str, ref: str, to: int) -> None:
        """Give an entry of a repeat another position, counted from 1."""

    def undo(self) -> str | None:
        """Take the last deed back; name its part, None when there is nothing."""

    def redo(self) -> str | None:
        """Do again what was taken back; the same."""

    def attach(self, part: str, ref: str, path: Path) -> None:
        """Take a file in as the answer of a question."""

    def problems(self) -> Sequence[ProblemLike]:
        """List what is missing or wrong."""

    def remember_place(self, part: str, ref: str, language: str) -> None:
        """Keep where the person is."""
