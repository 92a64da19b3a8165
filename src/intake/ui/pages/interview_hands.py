"""What questions can do to the interview, and what is said when it did not work."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from intake.domain.errors import AnswerRefused, IntakeError
from intake.domain.record import Missing
from intake.forms import Item
from intake.ui import messages
from intake.ui.direction import isolate
from intake.ui.jobs import Job, Report
from intake.ui.pages.interview_model import InterviewModel
from intake.ui.pages.interview_taking import Taking
from intake.ui.widgets.dialog import Verb, ask


class PartHands:
    """The hands of the questions of one part.

    ``stored`` is called after each deed that is durable, ``failed`` with the error of
    one that is not, ``opened`` with the ref of an entry to show, ``gone_on`` with the
    ref of the question to move on from.
    """

    def __init__(
        self,
        model: InterviewModel,
        part: str,
        owner: QWidget,
        taking: Taking,
        *,
        stored: Callable[[], None],
        failed: Callable[[IntakeError], None],
        opened: Callable[[str], None],
        gone_on: Callable[[str], None],
    ) -> None:
        """Act on *part* of *model* for the page *owner*, files through *taking*."""
        self.part = part
        self._model = model
        self._owner = owner
        self._taking = taking
        self._stored = stored
        self._failed = failed
        self._opened = opened
        self._gone_on = gone_on

    def answer(self, ref: str, value: str) -> str:
        """Store an answer; return why it was refused, or ""."""
        return self._try(lambda: self._model.answer(self.part, ref, value or None))

    def mark(self, ref: str, missing: Missing | None) -> None:
        """Store why there is no answer."""
        self._try(lambda: self._model.mark(self.part, ref, missing))

    def note(self, ref: str, text: str) -> None:
        """Store a note."""
        self._try(lambda: self._model.note(self.part, ref, text))

    def hold(self, ref: str, text: str, *, note: bool = False) -> None:
        """Keep letters that are no answer yet."""
        try:
            self._model.hold(self.part, ref, text, note=note)
        except IntakeError as error:
            self._failed(error)

    def add(self, ref: str) -> None:
        """Add an entry to a repeat and open it."""
        if not self._try(lambda: self._model.add_repeat(self.part, ref)):
            self._opened(self._item(ref).children[-1].ref)

    def open(self, ref: str) -> None:
        """Show an entry of a repeat."""
        self._opened(ref)

    def remove(self, ref: str, title: str) -> None:
        """Take an entry out of a repeat once the person has confirmed."""
        translate = QCoreApplication.translate
        verb = translate("InterviewPage", "Remove {entry}").format(entry=isolate(title))
        text = translate(
            "InterviewPage",
            "Everything entered in it goes with it. While this interview is a draft, "
            "Ctrl Alt Z brings it back.",
        )
        keep = Verb("keep", translate("InterviewPage", "Keep it"))
        ways = [keep, Verb("remove", verb, "danger")]
        if ask(self._owner, f"{verb}?", text, ways) == "remove":
            self._try(lambda: self._model.remove_repeat(self.part, ref))

    def move(self, ref: str, to: int) -> None:
        """Give an entry of a repeat another position."""
        self._try(lambda: self._model.move_repeat(self.part, ref, to))

    def attach(self, ref: str, path: Path) -> str:
        """Begin to take a file in as the answer."""
        model, part = self._model, self.part
        return self._begin(ref, lambda report: model.take_in(part, path, report))

    def attach_drawn(self, ref: str, name: str, data: bytes) -> str:
        """Begin to take in what was made here."""
        model, part = self._model, self.part
        return self._begin(
            ref, lambda report: model.take_in_drawn(part, name, data, report)
        )

    def taking(self, ref: str) -> Job | None:
        """Return what is being taken in as the answer."""
        return self._taking.job(self._item(ref))

    def file_of(self, _ref: str, value: str) -> tuple[str, int]:
        """Return the name a file came with and its size, where they are known."""
        for medium in self._model.media:
            if medium.name == value:
                return medium.original, medium.size
        return value, 0

    def content(self, ref: str, most: int) -> bytes:
        """Return the file taken in, if it is small enough and whole."""
        if self.file_of(ref, self._item(ref).value)[1] > most:
            return b""
        try:
            return b"".join(self._model.play(self.part, ref))
        except IntakeError:
            return b""

    def resource(self, _ref: str, name: str) -> bytes:
        """Return a file that came with the form, or nothing."""
        try:
            return self._model.resource(self.part, name.rpartition("/")[2])
        except IntakeError:
            return b""

    def go_on(self, ref: str) -> None:
        """Move to the question after this one."""
        self._gone_on(ref)

    def _item(self, ref: str) -> Item:
        parts = self._model.parts
        session = next(part.session for part in parts if part.name == self.part)
        return session.get(ref)

    def _begin(self, ref: str, deed: Callable[[Report], object]) -> str:
        return self._taking.begin(self.part, self._item(ref), deed)

    def _try(self, deed: Callable[[], None]) -> str:
        try:
            deed()
        except AnswerRefused as error:
            return messages.sentence(error)
        except IntakeError as error:
            self._failed(error)
            return ""
        self._stored()
        return ""
