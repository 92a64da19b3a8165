"""An editor for files: choose one or drop it here; the page takes it into the vault."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake.forms import Item
from intake.ui import measure, plain
from intake.ui.decoding_worker import LARGEST_FILE
from intake.ui.direction import isolate
from intake.ui.jobs import Job
from intake.ui.questions.drawing import METHODS, Drawing
from intake.ui.questions.editor import Editor, Give
from intake.ui.questions.hands import Hands
from intake.ui.questions.pictures import Picture
from intake.ui.widgets.buttons import Button, QuietButton
from intake.ui.widgets.dialog import Verb, ask
from intake.ui.widgets.files import choose_file
from intake.ui.widgets.flow import flow
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.progress import Meter
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import ErrorText, Hint, Small, Text

_ENDINGS = {
    "image": "*.jpg *.jpeg *.png *.gif *.tif *.tiff *.webp *.heic *.bmp",
    "audio": "*.wav *.mp3 *.m4a *.ogg *.oga *.flac *.aac *.amr *.opus",
    "video": "*.mp4 *.mov *.avi *.mkv *.webm *.3gp *.m4v",
}


def size_text(size: int) -> str:
    """Say how large a file is, in the reader's digits."""
    form = QLocale.DataSizeFormat.DataSizeTraditionalFormat
    return QLocale().formattedDataSize(size, 1, form)


class UploadEditor(Editor):
    """A file as an answer."""

    def __init__(self, item: Item, give: Give, hands: Hands) -> None:
        """Show the answer of *item*; *hands* take files in and name them."""
        super().__init__(give)
        self._item = item
        self._hands = hands
        self._kind = item.parameters.get("mediatype", "").partition("/")[0]
        self._readonly = False
        self._asked = ""
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self.picture = Picture()
        self._build_file()
        self._build_progress()
        self.refused = ErrorText()
        self.choose = Button(self._verb(), icon="plus")
        self.choose.clicked.connect(self._ask)
        self.drawing = Drawing(item, hands) if METHODS & set(item.appearance) else None
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=6)
        column.addWidget(self.picture)
        column.addWidget(self._file)
        column.addWidget(self._progress)
        if self.drawing is not None:
            column.addWidget(self.drawing)
        column.addWidget(flow(self.choose))
        column.addWidget(self.refused)
        self._hint = Hint(self._advice())
        column.addWidget(self._hint)
        for part in (self.picture, self._file, self._progress, self.refused):
            part.hide()
        self.setFocusProxy(self.choose)

    def _build_file(self) -> None:
        self._file = QWidget()
        line = QHBoxLayout(self._file)
        measure.gaps(line, spacing=10)
        line.addWidget(Icon("file", "accent"))
        self.shown = Text(wraps=False)
        line.addWidget(self.shown)
        self.size_ = Small(wraps=False)
        line.addWidget(self.size_)
        remove = QCoreApplication.translate("upload", "Take away")
        self.remove = QuietButton(remove, icon="remove")
        self.remove.clicked.connect(self._take_away)
        line.addWidget(self.remove)
        line.addStretch(1)

    def _build_progress(self) -> None:
        self._progress = QWidget()
        self.meter = Meter(QCoreApplication.translate("upload", "Taken in so far"))
        self.stop = QuietButton(QCoreApplication.translate("upload", "Stop"))
        self.stop.clicked.connect(self._stop)
        self._how_far = Small()
        column = QVBoxLayout(self._progress)
        measure.gaps(column, spacing=4)
        column.addWidget(self._how_far)
        line = QHBoxLayout()
        measure.gaps(line)
        line.addWidget(self.meter, 1)
        line.addWidget(self.stop)
        column.addLayout(line)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now, and how far a file on its way is."""
        self.knows(item.value)
        self._readonly = item.readonly
        job = self._hands.taking(item.ref)
        if job is not self._job:
            self._follow(job)
        busy = job is not None
        there = bool(item.value) and not busy
        show_if(self._progress, busy)
        show_if(self._file, there)
        if there:
            name, size = self._hands.file_of(item.ref, item.value)
            self.shown.say(isolate(name))
            self.size_.say(size_text(size) if size else "")
        free = not item.value and not busy
        show_if(self.choose, free)
        show_if(self._hint, free)
        if self.drawing is not None:
            show_if(self.drawing, free)
            self.drawing.setDisabled(item.readonly)
        if not free:
            self.refused.hide()
        self.choose.setDisabled(item.readonly)
        self.remove.setDisabled(item.readonly)
        first = self.stop if busy else self.remove if item.value else self.choose
        self.setFocusProxy(first)
        if item.value != self._asked:
            self._asked = item.value
            # After the page is there: a picture takes longer than a line.
            QTimer.singleShot(0, self, self._show_picture)

    def name(self, name: str, description: str) -> None:
        """Name the buttons after the question."""
        plain.spoken(self.choose, f"{self._verb()}: {name}", description)
        words = plain.button_text(self.remove)
        plain.spoken(self.remove, f"{words}: {self.shown.text()}", name)
        if self.drawing is not None:
            self.drawing.name(name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this machine, where there is none yet."""
        urls = event.mimeData().urls()
        free = not self._given and self._job is None and not self._readonly
        if len(urls) == 1 and urls[0].isLocalFile() and free:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file dropped."""
        self._attach(Path(event.mimeData().urls()[0].toLocalFile()))

    # --- taking in

    def _ask(self) -> None:
        endings = _ENDINGS.get(self._kind, "")
        names = f"{self._verb()} ({endings} {endings.upper()})" if endings else ""
        path = choose_file(self, self._verb(), names)
        if path is not None:
            self._attach(path)

    def _attach(self, path: Path) -> None:
        refused = self._hands.attach(self._item.ref, path)
        self.refused.say(refused)
        self.refused.setVisible(bool(refused))
        words = QCoreApplication.translate("upload", "Taking in {name} ({size})…")
        size = size_text(path.stat().st_size) if path.exists() else ""
        self._how_far.say(words.format(name=isolate(path.name), size=isolate(size)))
        self.refresh(self._item)

    def _follow(self, job: Job | None) -> None:
        self._job = job
        if job is None:
            return
        self.stop.setEnabled(True)
        self.meter.setRange(0, 0)
        if not self._how_far.text():
            self._how_far.say(QCoreApplication.translate("upload", "Taking it in…"))
        job.progressed.connect(self._progressed)

    def _progressed(self, done: int, total: int) -> None:
        self.meter.fill(done, total)

    def _stop(self) -> None:
        if self._job is not None:
            self.stop.setEnabled(False)
            self._job.cancel()

    # --- what is there

    def _show_picture(self) -> None:
        ref, value = self._item.ref, self._asked
        data = b""
        if value and self._kind in {"image", ""}:
            data = self._hands.content(ref, LARGEST_FILE)
        there = self.picture.show_data(data, self.shown.text())
        self.picture.setVisible(there)

    def _take_away(self) -> None:
        translate = QCoreApplication.translate
        verb = translate("upload", "Take {name} away").format(name=self.shown.text())
        text = translate(
            "upload",
            "The question is then not answered. While this interview is a draft, "
            "Ctrl Alt Z brings the file back.",
        )
        keep = Verb("keep", translate("upload", "Keep it"))
        if ask(self, f"{verb}?", text, [keep, Verb("take", verb, "danger")]) == "take":
            self.give("")

    # --- words

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

    def _advice(self) -> str:
        translate = QCoreApplication.translate
        sealed = translate(
            "upload",
            "It is sealed into this interview as it is. The file where it came "
            "from stays there; remove it yourself if it puts anyone at risk.",
        )
        match self._kind:
            case "audio" | "video":
                how = translate(
                    "upload",
                    "Record with another device, then add the file here.",
                )
                return f"{how} {sealed}"
            case "image" if self.drawing is None:
                how = translate(
                    "upload",
                    "Take the picture with a camera, then add the file here.",
                )
                return f"{how} {sealed}"
            case _:
                return sealed
