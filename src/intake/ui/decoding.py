"""Has pictures of strangers decoded by a child: none is read where the keys are.

What comes back are dots and nothing else; they are counted before they are shown.
"""

from PySide6.QtGui import QImage

from intake.domain.errors import Cancelled
from intake.forms import child
from intake.ui.decoding_worker import LARGEST_FILE, SIZE, kind_of
from intake.ui.jobs import Report

_LONGEST = 30.0
_WORKER = "intake.ui.decoding_worker"


def may_be_picture(data: bytes) -> bool:
    """Tell whether it is worth asking: a kind that is read here, and not too large."""
    return bool(kind_of(data)) and len(data) <= LARGEST_FILE


def decoded(
    data: bytes,
    width: int,
    height: int,
    report: Report = lambda _done, _total: None,
) -> QImage | None:
    """Return the picture in *data*, no larger than *width* by *height* dots.

    PNG, JPEG, GIF, BMP and WebP, told by their first bytes. None when it is none of
    these, is damaged, takes too much time or memory, or no process can be started.
    It takes a moment: never wait for it on the window's thread. *report* is a job's.
    Raises Cancelled.
    """
    if not may_be_picture(data):
        return None

    def cancelled() -> bool:
        try:
            report(0, 0)
        except Cancelled:
            return True
        return False

    try:
        answer = child.ask(
            _WORKER,
            SIZE.pack(width, height) + data,
            seconds=_LONGEST,
            most=SIZE.size + 4 * width * height,
            cancelled=cancelled,
        )
    except OSError:
        return None
    return image_of(answer, width, height)


def image_of(answer: bytes, width: int, height: int) -> QImage | None:
    """Make an image of what a child said; None unless every length is right."""
    if len(answer) < SIZE.size:
        return None
    wide, high = SIZE.unpack(answer[: SIZE.size])
    dots = answer[SIZE.size :]
    if not (0 < wide <= width and 0 < high <= height and len(dots) == 4 * wide * high):
        return None
    # The copy keeps its own memory; the first image only looks into these bytes.
    return QImage(dots, wide, high, 4 * wide, QImage.Format.Format_RGBA8888).copy()
