"""What the interview page asks of an interview; the program's own fits as it is."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from intake.domain.record import InterviewState, Missing
from intake.forms import Problem, Session
from intake.ui.jobs import Report


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


class MediumLike(Protocol):
    """A file taken in."""

    @property
    def name(self) -> str:
        """The answer that stands for it."""

    @property
    def original(self) -> str:
        """The name it came with."""

    @property
    def size(self) -> int:
        """How many bytes it has."""


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

    def hold(self, part: str, ref: str, text: str, *, note: bool = False) -> None:
        """Keep letters that are no answer, or *note*, yet; "" forgets them."""

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

    @property
    def media(self) -> Sequence[MediumLike]:
        """The files taken in."""

    def take_in(self, part: str, path: Path, report: Report) -> object:
        """Encrypt a file for *part*; from any thread. What it gives is to be kept."""

    def take_in_drawn(
        self, part: str, name: str, data: bytes, report: Report
    ) -> object:
        """Encrypt what was made here; the same."""

    def keep_medium(self, part: str, ref: str, medium: Any) -> None:  # noqa: ANN401 - each interview's own
        """Make what was taken in the answer of a question."""

    def play(self, part: str, ref: str) -> Iterable[bytes]:
        """Give the file that answers a question, block by block."""

    def resource(self, part: str, name: str) -> bytes:
        """Give a file that came with the form, nothing where there is none."""

    def problems(self) -> Sequence[ProblemLike]:
        """List what is missing or wrong."""

    def remember_place(self, part: str, ref: str, language: str) -> None:
        """Keep where the person is."""
