"""Pictures from memory: what a form shows, what was attached, what is being drawn.

They come from strangers, so a child reads them; here only dots arrive.
"""

from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QThreadPool
from PySide6.QtGui import QImage, QImageWriter, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from intake.domain.errors import Cancelled
from intake.ui import measure, plain
from intake.ui.decoding import decoded, may_be_picture
from intake.ui.jobs import Job, Report

_WIDTH, _HEIGHT = 320, 200
_AT_ONCE = 2


def written(image: QImage, kind: bytes = b"png") -> bytes:
    """Return *image* as the bytes of a file that says not who made it, nor when."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(kind)).write(image)
    return bytes(buffer.data().data())


class Picture(QLabel):
    """A picture shown small; nothing at all where there is none.

    It comes a moment after it was asked for, and hides if it was none after all.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        width: int = _WIDTH,
        height: int = _HEIGHT,
    ) -> None:
        """Start without a picture, at most *width* by *height* at 100 %."""
        super().__init__(parent)
        self._bounds = (width, height)
        self._data = b""
        self._whole: QImage | None = None
        self._job: Job | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    @property
    def is_there(self) -> bool:
        """Whether there is a picture to see."""
        return not self.pixmap().isNull()

    def show_data(self, data: bytes, name: str) -> bool:
        """Show the picture in *data*, *name* to a screen reader.

        Tell whether there is one, or may be one in a moment.
        """
        plain.spoken(self, name)
        if data != self._data:
            self._data, self._whole = data, None
            self._stop()
            self.clear()
            if may_be_picture(data):
                self._ask()
        return self.is_there or self._job is not None

    def look_changed(self) -> None:
        """Draw at the present zoom."""
        if self._whole is not None:
            self._draw(self._whole)
            self._ask()

    def _ask(self) -> None:
        """Have the picture decoded at the present size, off the window's thread."""
        self._stop()
        data, (width, height) = self._data, self._size()

        def decode(report: Report) -> tuple[bytes, QImage | None]:
            return data, decoded(data, width, height, report)

        self._job = Job(decode)
        self._job.done.connect(self._take)
        self._job.failed.connect(self._fail)
        self._job.start(_pool())

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _take(self, result: tuple[bytes, QImage | None]) -> None:
        data, image = result
        if data != self._data:
            return  # another was asked for meanwhile
        self._job = None
        if image is None:
            self.hide()
        else:
            self._whole = image
            self._draw(image)

    def _fail(self, error: Exception) -> None:
        # One that was stopped has its successor.
        if not isinstance(error, Cancelled):
            self._job = None
            self.hide()

    def _size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        width, height = self._bounds
        return round(measure.px(width) * ratio), round(measure.px(height) * ratio)

    def _draw(self, whole: QImage) -> None:
        width, height = self._size()
        if whole.width() > width or whole.height() > height:
            whole = whole.scaled(
                QSize(width, height),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        pixels = QPixmap.fromImage(whole)
        pixels.setDevicePixelRatio(self.devicePixelRatioF())
        self.setPixmap(pixels)


@cache
def _pool() -> QThreadPool:
    """Give the threads that wait for children: few, and none that a deed waits for."""
    pool = QThreadPool()
    pool.setMaxThreadCount(_AT_ONCE)
    return pool
