"""Pictures from memory: what a form shows, what was attached, what is being drawn.

Only plain picture formats are read, told by their content; a drawing that could name
other files is not.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from intake.ui import measure, plain

LARGEST_FILE = 64 * 1024 * 1024
_READ = frozenset((b"png", b"jpeg", b"jpg", b"gif", b"bmp", b"webp", b"tiff", b"tif"))
_WIDTH, _HEIGHT = 320, 200
_MOST_MEGABYTES = 256


def read_picture(data: bytes, width: int, height: int) -> QImage | None:
    """Return the picture in *data*, no larger than *width* by *height* pixels.

    None when it is none that is read here, is damaged, or would take too much memory.
    """
    if not data or len(data) > LARGEST_FILE:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAllocationLimit(_MOST_MEGABYTES)
    if bytes(reader.format().data()).lower() not in _READ:
        return None
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > width or size.height() > height):
        # Turned pictures swap their sides, so both bounds hold for either.
        side = max(width, height)
        reader.setScaledSize(
            size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        )
    image = reader.read()
    if image.isNull():
        return None
    if image.width() > width or image.height() > height:
        image = image.scaled(
            QSize(width, height),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image


def written(image: QImage, kind: bytes = b"png") -> bytes:
    """Return *image* as the bytes of a file that says not who made it, nor when."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(kind)).write(image)
    return bytes(buffer.data().data())


class Picture(QLabel):
    """A picture shown small; nothing at all where there is none."""

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
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    @property
    def is_there(self) -> bool:
        """Whether there is a picture to see."""
        return not self.pixmap().isNull()

    def show_data(self, data: bytes, name: str) -> bool:
        """Show the picture in *data*, *name* to a screen reader; tell if it is one."""
        plain.spoken(self, name)
        if data != self._data:
            self._data = data
            self.look_changed()
        return self.is_there

    def look_changed(self) -> None:
        """Draw at the present zoom."""
        ratio = self.devicePixelRatioF()
        width, height = (round(measure.px(one) * ratio) for one in self._bounds)
        image = read_picture(self._data, width, height)
        if image is None:
            self.clear()
            return
        image.setDevicePixelRatio(ratio)
        self.setPixmap(QPixmap.fromImage(image))
