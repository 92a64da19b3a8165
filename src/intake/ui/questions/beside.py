"""What a form shows beside its words: pictures from memory, sounds and films by name.

A file that did not come with the form is no fault of the person who answers: a picture
that is not there is left out.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake.ui import measure
from intake.ui.direction import isolate
from intake.ui.questions.pictures import Picture
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import Small

Read = Callable[[str], bytes]


def picture_of(media: Mapping[str, str], read: Read) -> bytes:
    """Return the picture that *media* names, the large one first, or nothing."""
    for form in ("big-image", "image"):
        data = read(media[form]) if form in media else b""
        if data:
            return data
    return b""


class Beside(QWidget):
    """The media of one question."""

    def __init__(self, read: Read) -> None:
        """Get files of the form with *read*."""
        super().__init__()
        self.setProperty("role", "clear")
        self._read = read
        self._known: Mapping[str, str] | None = None
        self.picture = Picture()
        self.words = Small()
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        measure.gaps(line, spacing=6)
        line.addWidget(Icon("file", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1000)
        line.addStretch(1)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=6)
        column.addWidget(self.picture)
        column.addWidget(self._line)

    def show_media(self, media: Mapping[str, str], about: str) -> None:
        """Show what *media* names, *about* a question."""
        if media == self._known:
            return
        self._known = dict(media)
        there = self.picture.show_data(picture_of(media, self._read), about)
        show_if(self.picture, there)
        self.words.say(_told(media))
        show_if(self._line, bool(self.words.text()))
        show_if(self, there or bool(self.words.text()))


def _told(media: Mapping[str, str]) -> str:
    translate = QCoreApplication.translate
    sound = translate("beside", "A recording that is not played here: {name}")
    film = translate("beside", "A film that is not played here: {name}")
    return "\n".join(
        words.format(name=isolate(media[form].rpartition("/")[2]))
        for form, words in (("audio", sound), ("video", film))
        if form in media
    )
