"""Turns the bytes of one picture into dots, in a process of its own that may die of it.

It reads from standard input the size to keep within and the file, and writes to
standard output the size and the dots (red, green, blue, opacity: a byte each). By then
it can open no file, no socket and no program, where the system can see to that.
"""

import struct
import sys

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from intake.forms import restriction

SIZE = struct.Struct(">II")
LARGEST_FILE = 64 * 2**20
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
)
_KINDS = ("png", "jpeg", "gif", "bmp", "webp")
_MOST_DOTS = 200_000_000
_MOST_MEGABYTES = 256
_MEMORY = 3 * 2**29
_SECONDS = 20
_FILES = 64


def main() -> None:
    """Draw what comes in at standard input; write nothing if it is no picture."""
    restriction.limit(memory=_MEMORY, seconds=_SECONDS, files=_FILES, threads=True)
    load_readers()
    # Qt makes large pictures smaller with several threads, and waits for them.
    restriction.shut(threads=True)
    asked = sys.stdin.buffer.read(SIZE.size)
    data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    image = decode(data, *SIZE.unpack(asked))
    if image is not None:
        sys.stdout.buffer.write(SIZE.pack(image.width(), image.height()))
        sys.stdout.buffer.write(image.constBits())
        sys.stdout.buffer.flush()


def load_readers() -> None:
    """Load what reads each kind of picture, while files can still be opened."""
    nothing = QBuffer()  # it must outlive the readers
    nothing.open(QIODevice.OpenModeFlag.ReadOnly)
    for kind in _KINDS:
        _reader(nothing, kind).canRead()


def kind_of(data: bytes) -> str:
    """Tell the kind of picture by its first bytes; "" where it is none read here."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for start, kind in _STARTS if data.startswith(start)), "")


def decode(data: bytes, width: int, height: int) -> QImage | None:
    """Draw the picture in *data* no larger than *width* by *height* dots.

    None when it is no picture of a kind read here, is damaged or far too large.
    """
    kind = kind_of(data)
    if not kind or len(data) > LARGEST_FILE:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = _reader(buffer, kind)
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > _MOST_DOTS:
        return None
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
    return image.convertToFormat(QImage.Format.Format_RGBA8888)


def _reader(buffer: QBuffer, kind: str) -> QImageReader:
    """Make a reader of *kind* alone, whatever the bytes would rather be."""
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    return reader
