"""Long work off the window's thread: one deed, its progress, its end."""

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from intake.domain.errors import Cancelled

Report = Callable[[int, int], None]

# A job is kept here until its end was told, so that it never dies on a foreign thread.
_under_way: set["Job"] = set()


class Job(QObject):
    """One deed under way: start it once, cancel it any time.

    The deed is given a report to call between its steps with what is done and the
    total. It ends with exactly one of ``done`` and ``failed``, both on the thread
    that made the job; a stopped deed fails with ``Cancelled``.
    """

    progressed = Signal(object, object)
    done = Signal(object)
    failed = Signal(Exception)

    def __init__(
        self, deed: Callable[[Report], object], parent: QObject | None = None
    ) -> None:
        """Keep the *deed*; nothing runs yet."""
        super().__init__(parent)
        self._deed = deed
        self._stop = Event()
        self._ended = Event()

    def start(self, pool: QThreadPool | None = None) -> None:
        """Begin on a thread of *pool*, or of the program's own pool."""
        _under_way.add(self)
        # Last of all who listen: it counts as under way until each was told.
        self.done.connect(self._forget)
        self.failed.connect(self._forget)
        (pool or QThreadPool.globalInstance()).start(self._run)

    def cancel(self) -> None:
        """Ask the deed to stop at its next step."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for the deed to end, as locking does; tell whether it has."""
        return self._ended.wait(seconds)

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        # Byte counts pass 2^31, so the signal carries Python's own integers.
        self.progressed.emit(done, total)

    def _run(self) -> None:
        try:
            result = self._deed(self._report)
        except Exception as error:  # noqa: BLE001 - shown on the window's thread
            self._end()
            self.failed.emit(error)
        else:
            self._end()
            self.done.emit(result)

    def _end(self) -> None:
        self._ended.set()

    def _forget(self) -> None:
        # Not at once: nothing may die in the midst of its own signal.
        QTimer.singleShot(0, lambda: _under_way.discard(self))


def under_way() -> tuple[Job, ...]:
    """Return the jobs that were started and whose end was not told yet."""
    return tuple(_under_way)
