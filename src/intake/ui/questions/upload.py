"""An editor for files: choose one or drop it here; the page takes it into the vault."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake.forms import Item
from intake.ui import measure, plain
from intake.ui.questions.editor import Editor, Give
from intake.ui.widgets.buttons import Button, QuietButton
from intake.ui.widgets.files import choose_file
from intake.ui.widgets.flow import flow
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Hint, Text

_ENDINGS = {
    "image": "*.jpg *.jpeg *.png *.gif *.tif *.tiff *.webp *.heic *.bmp",
    "audio": "*.wav *.mp3 *.m4a *.ogg *.oga *.flac *.aac *.amr *.opus",
    "video": "*.mp4 *.mov *.avi *.mkv *.webm *.3gp *.m4v",
}


class UploadEditor(Editor):
    """A file as an answer."""

    def __init__(
        self,
        item: Item,
        give: Give,
        attach: Callable[[Path], object],
        name_of: Callable[[str], str],
    ) -> None:
        """Show the answer of *item*; *attach* takes a file, *name_of* names it."""
        super().__init__(give)
        self._attach = attach
        self._name_of = name_of
        self._kind = item.parameters.get("mediatype", "").partition("/")[0]
        self._readonly = False
        self.setAcceptDrops(True)
        self._file = QWidget()
        line = QHBoxLayout(self._file)
        measure.gaps(line, spacing=10)
        line.addWidget(Icon("file", "accent"))
        self.shown = Text(wraps=False)
        line.addWidget(self.shown)
        remove = QCoreApplication.translate("upload", "Take away")
        self.remove = QuietButton(remove, icon="remove")
        self.remove.clicked.connect(lambda: self.give(""))
        line.addWidget(self.remove)
        line.addStretch(1)
        self.choose = Button(self._verb(), icon="plus")
        self.choose.clicked.connect(self._ask)
        self._hint = Hint(
            QCoreApplication.translate(
                "upload",
                "It is sealed into this interview as it is. The file where it came "
                "from stays there; remove it yourself if it puts anyone at risk.",
            )
        )
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=6)
        column.addWidget(self._file)
        column.addWidget(flow(self.choose))
        column.addWidget(self._hint)
        self._file.hide()
        self.setFocusProxy(self.choose)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.knows(item.value)
        self._readonly = item.readonly
        self._file.setVisible(bool(item.value))
        self.shown.say(self._name_of(item.value) if item.value else "")
        self.choose.setVisible(not item.value)
        self.choose.setDisabled(item.readonly)
        self.setFocusProxy(self.remove if item.value else self.choose)
        self.remove.setDisabled(item.readonly)

    def name(self, name: str, description: str) -> None:
        """Name the buttons after the question."""
        plain.spoken(self.choose, f"{self._verb()}: {name}", description)
        words = plain.button_text(self.remove)
        plain.spoken(self.remove, f"{words}: {self.shown.text()}", name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this machine."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile() and not self._readonly:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file dropped."""
        self._attach(Path(event.mimeData().urls()[0].toLocalFile()))

    def _ask(self) -> None:
        endings = _ENDINGS.get(self._kind, "")
        names = f"{self._verb()} ({endings} {endings.upper()})" if endings else ""
        path = choose_file(self, self._verb(), names)
        if path is not None:
            self._attach(path)

    def _verb(self) -> str:
        match self._kind:
            case "image":
                return QCoreApplication.translate("upload", "Add a picture…")
            case "audio":
                return QCoreApplication.translate("upload", "Add a recording…")
            case "video":
                return QCoreApplication.translate("upload", "Add a video…")
            case _:
                return QCoreApplication.translate("upload", "Add a file…")
