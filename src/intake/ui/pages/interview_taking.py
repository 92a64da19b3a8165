"""Files on their way into the vault, off the window's thread, one for a question.

Encrypting happens on another thread; the answer is given on the window's own, because
only one thread may change an interview. Who turns the page in the meantime loses
nothing: the file belongs to the interview, not to the page.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject

from intake.domain.errors import Cancelled, IntakeError
from intake.forms import Item
from intake.ui.jobs import Job, Report
from intake.ui.pages.interview_model import InterviewModel
from intake.ui.pages.interview_route import is_gone


class Taking(QObject):
    """What is being taken in for one interview.

    ``ended`` is called with part and ref when a file is kept, stopped or has failed;
    ``failed`` before it with the error.
    """

    def __init__(
        self,
        model: InterviewModel,
        parent: QObject,
        *,
        kept: Callable[[], None],
        failed: Callable[[Exception], None],
        ended: Callable[[str, str], None],
    ) -> None:
        """Take in for *model*, as long as *parent* lives."""
        super().__init__(parent)
        self._model = model
        self._kept = kept
        self._failed = failed
        self._ended = ended
        self._under_way: list[_One] = []

    @property
    def busy(self) -> bool:
        """Whether anything is still on its way."""
        return bool(self._under_way)

    def job(self, item: Item) -> Job | None:
        """Return what is on its way to *item*."""
        return next((one.job for one in self._under_way if one.item is item), None)

    def begin(self, part: str, item: Item, deed: Callable[[Report], object]) -> str:
        """Start *deed*, whose result answers *item*; return why not, or ""."""
        if self.job(item) is not None:
            return QCoreApplication.translate(
                "upload", "A file is being taken in here. Wait for it, or press Stop."
            )
        one = _One(self, part, item, Job(deed))
        self._under_way.append(one)
        one.job.start()
        return ""

    def stop(self) -> None:
        """Ask everything under way to stop."""
        for one in self._under_way:
            one.job.cancel()

    def end(self, one: "_One", medium: object, error: Exception | None) -> None:
        """Answer with *medium*, or say what went wrong; both on the window's thread."""
        self._under_way.remove(one)
        one.deleteLater()
        if error is None and not is_gone(one.item):
            error = self._keep(one, medium)
        if error is None:
            self._kept()
        elif not isinstance(error, Cancelled):
            self._failed(error)
        self._ended(one.part, one.item.ref)

    def _keep(self, one: "_One", medium: object) -> Exception | None:
        try:
            self._model.keep_medium(one.part, one.item.ref, medium)
        except IntakeError as error:
            return error
        return None


class _One(QObject):
    """One file on its way."""

    def __init__(self, taking: Taking, part: str, item: Item, job: Job) -> None:
        super().__init__(taking)
        self._taking = taking
        self.part = part
        self.item = item
        self.job = job
        job.done.connect(self._done)
        job.failed.connect(self._fail)

    def _done(self, medium: object) -> None:
        self._taking.end(self, medium, None)

    def _fail(self, error: Exception) -> None:
        self._taking.end(self, None, error)
