"""The interviewer's own words under an answer."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from intake.ui import measure
from intake.ui.questions.editor import Give, Pause
from intake.ui.widgets.fields import TextArea
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Small


class NoteField(QWidget):
    """The interviewer's own note under an answer; folded away while there is none."""

    def __init__(self, give: Give, hold: Give) -> None:
        """Give the note to *give* when typing pauses, to *hold* in between."""
        super().__init__()
        self.setProperty("role", "clear")
        self._give = give
        self._known = ""
        title = QCoreApplication.translate("QuestionCard", "Your note")
        self.area = TextArea(name=title, rows=2)
        column = QVBoxLayout(self)
        measure.gaps(column, margins=(0, 6, 0, 0), spacing=4)
        line = QHBoxLayout()
        measure.gaps(line, spacing=6)
        line.addWidget(Icon("note", "muted"))
        line.addWidget(Small(title, wraps=False), 1)
        column.addLayout(line)
        column.addWidget(self.area)
        self._pause = Pause(self._commit, self, lambda: hold(self.area.toPlainText()))
        self.area.textChanged.connect(self._typed)
        self.area.installEventFilter(self)
        self._showing = False

    def show_note(self, text: str) -> None:
        """Show the stored note."""
        if not self._pause.waiting and text != self.area.toPlainText():
            self._showing = True
            self.area.setPlainText(text)
            self._showing = False
        self._known = text
        if text:
            self.show()

    def open(self) -> None:
        """Unfold and take the cursor."""
        self.show()
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Give what is typed."""
        self._pause.now()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Give the note and fold away an empty one when the person moves on."""
        if event.type() == QEvent.Type.FocusOut:
            self._pause.now()
            inside = QApplication.activePopupWidget() is not None
            if not self.area.toPlainText() and not inside:
                self.hide()
        return False

    def _typed(self) -> None:
        if not self._showing:
            self._pause.begin()

    def _commit(self) -> None:
        text = self.area.toPlainText()
        if text != self._known:
            self._known = text
            self._give(text)
