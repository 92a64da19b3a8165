"""The files of a record: listed, and pictures shown from memory alone.

Nothing is written to disk. A picture is drawn by a child that can touch nothing, told
by its first bytes, never by its name: a drawing kind such as SVG could ask for other
files, and is never drawn.
"""

import io
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from intake.app.desk import library
from intake.app.desk.library import Attachment, OpenRecord
from intake.app.opening import Opened
from intake.ui import measure, plain, times
from intake.ui.decoding import decoded
from intake.ui.direction import isolate
from intake.ui.jobs import Report
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.words import Hint, Question, Small, Strong, selectable

LARGEST_SHOWN = 32_000_000
_LARGEST_SIDE = 2400
_GROUP = 8

Show = Callable[[Attachment, "AttachmentCard"], None]


class AttachmentCard(Card):
    """One file: its name, size and fingerprint, and its picture if it is one."""

    def __init__(self, attachment: Attachment, show: Show) -> None:
        """List the file; *show* is asked to open it."""
        super().__init__()
        self.attachment = attachment
        self._picture = Picture()
        self._picture.hide()
        self._remark = Hint()
        self._remark.hide()
        self.show_button = Button(self.tr("Show here"), icon="eye")
        plain.spoken(
            self.show_button,
            self.tr("Show {name} here").format(name=isolate(attachment.original)),
        )
        self.show_button.clicked.connect(lambda: show(attachment, self))
        drawable = pictured(attachment.original)
        fits = attachment.size <= LARGEST_SHOWN
        self.show_button.setVisible(drawable and fits)
        name = Strong(attachment.original)
        selectable(name)
        mark = Small(fingerprint(attachment.sha256))
        selectable(mark)
        self.add(row(name, None, Small(times.size(attachment.size), wraps=False)))
        self.add(mark)
        self.add(self._remark)
        self.add(row(self.show_button, None))
        self.add(self._picture)
        if drawable and not fits:
            self.say(self.tr("Too large to be shown here."))
        elif not drawable:
            self.say(self.tr("This kind of file is only listed, never opened here."))

    def show_picture(self, image: QImage) -> None:
        """Show *image* below, or say that it is none."""
        if image.isNull():
            self.say(self.tr("This is not a picture that can be shown here."))
            return
        self.show_button.hide()
        self._picture.put(image, self.attachment.original)
        self._picture.show()

    def say(self, text: str) -> None:
        """Say something about the file."""
        self._remark.say(text)
        self._remark.show()


class Picture(QLabel):
    """A picture as wide as its place, never larger than it is."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__()
        self._whole = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def put(self, image: QImage, name: str) -> None:
        """Show *image*, called *name*."""
        self._whole = QPixmap.fromImage(image)
        plain.spoken(self, name)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture to its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._whole.isNull():
            return
        width = min(self._whole.width(), max(self.width(), measure.px(200)))
        fitted = self._whole.scaledToWidth(
            width, Qt.TransformationMode.SmoothTransformation
        )
        self.setPixmap(fitted)
        self.setFixedHeight(fitted.height())


def listing(record: OpenRecord, show: Show) -> list[QWidget]:
    """Return a heading and a card for each attachment of *record*."""
    heading = Question(QCoreApplication.translate("attachments", "Attachments"))
    return [heading, *(AttachmentCard(each, show) for each in record.attachments)]


def load(
    opened: Opened, record: OpenRecord, attachment: Attachment, report: Report
) -> QImage:
    """Open a picture into memory; an empty image if it is none.

    It takes a moment: never wait for it on the window's thread. Raises the errors of a
    damaged object.
    """
    clear = io.BytesIO()
    library.write_attachment(opened, record.row, attachment, clear)
    return draw(clear.getvalue(), report)


def draw(data: bytes, report: Report = lambda _done, _total: None) -> QImage:
    """Have a picture drawn by a child, made smaller if it is very large.

    An empty image if it is none. Never call it on the window's thread.
    """
    return decoded(data, _LARGEST_SIDE, _LARGEST_SIDE, report) or QImage()


def pictured(name: str) -> bool:
    """Tell whether a name promises a picture; its bytes decide when it is shown."""
    ending = name.lower().rpartition(".")[2]
    return ending in {"png", "jpg", "jpeg", "gif", "bmp", "webp"}


def fingerprint(sha256: str) -> str:
    """Write a SHA-256 in groups that can be read aloud."""
    return " ".join(sha256[at : at + _GROUP] for at in range(0, len(sha256), _GROUP))
