"""Long work on the page: what is being done, how far, how long yet, and a way out."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from intake.domain.errors import Cancelled
from intake.ui import measure, plain, tokens
from intake.ui.direction import isolate
from intake.ui.jobs import Job
from intake.ui.widgets.buttons import QuietButton
from intake.ui.widgets.words import Small, Text

_SCALE = 1000
_MINUTE = 60
_TELLING = 3


class Meter(QProgressBar):
    """A thin bar that says how much of something is there."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Start at nothing; *name* is what a screen reader calls it."""
        super().__init__(parent)
        self.setTextVisible(False)
        self.setRange(0, _SCALE)
        plain.spoken(self, name)

    def fill(self, done: int, total: int) -> None:
        """Show *done* of *total*; nothing of nothing is empty."""
        self.setRange(0, _SCALE)
        self.setValue(done * _SCALE // total if total else 0)


class ProgressLine(QWidget):
    """A job's progress, hidden until it follows one and again when the job has ended.

    ``finished`` carries the job's result, ``failed`` its error, ``stopped`` nothing:
    the person stopped it and nothing was left half done.
    """

    finished = Signal(object)
    failed = Signal(Exception)
    stopped = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, clock: Callable[[], float] = monotonic
    ) -> None:
        """Start hidden; *clock* counts seconds, to tell how long yet."""
        super().__init__(parent)
        self.setProperty("role", "clear")
        self._clock = clock
        self._begun = 0.0
        self._job: Job | None = None
        self._what = Text()
        self._left = Small()
        self._meter = Meter("")
        self._stop = QuietButton(QCoreApplication.translate("ProgressLine", "Stop"))
        self._stop.clicked.connect(self.stop)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.TINY)
        column.addWidget(self._what)
        line = QHBoxLayout()
        measure.gaps(line, spacing=tokens.GAP)
        line.addWidget(self._meter, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._stop)
        column.addLayout(line)
        column.addWidget(self._left)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def follow(self, job: Job, what: str) -> None:
        """Start *job* and show its progress, saying *what* is being done."""
        self._job = job
        self._begun = self._clock()
        self._what.say(what)
        self._left.say("")
        self._stop.setEnabled(True)
        plain.spoken(self._meter, what)
        self._meter.setRange(0, 0)
        job.progressed.connect(self._progressed)
        job.done.connect(self._done)
        job.failed.connect(self._failed)
        self.show()
        job.start()

    def stop(self) -> None:
        """Ask the job to stop at its next step."""
        if self._job is not None:
            self._stop.setEnabled(False)
            self._left.say(QCoreApplication.translate("ProgressLine", "Stopping…"))
            self._job.cancel()

    def _progressed(self, done: int, total: int) -> None:
        if total <= 0:
            return
        self._meter.fill(done, total)
        passed = self._clock() - self._begun
        if done and passed >= _TELLING and self._stop.isEnabled():
            self._left.say(time_left(passed * (total - done) / done))

    def _done(self, result: object) -> None:
        self._end()
        self.finished.emit(result)

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self.stopped.emit()
        else:
            self.failed.emit(error)

    def _end(self) -> None:
        self._job = None
        self.hide()


def time_left(seconds: float) -> str:
    """Say how long yet, in steps a person plans by."""
    if seconds < _MINUTE:
        return QCoreApplication.translate("ProgressLine", "Less than a minute left")
    minutes = round(seconds / _MINUTE)
    words = QCoreApplication.translate("ProgressLine", "About {minutes} min left")
    return words.format(minutes=isolate(minutes))
