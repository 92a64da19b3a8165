"""The field for a passphrase: shown only while a button is held, gone after use.

A line edit keeps its text in its undo history even after it was emptied, so the
field is thrown away and a new one put in its place each time its text is taken.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from intake.ui import measure, plain, tokens
from intake.ui.direction import isolate
from intake.ui.widgets.buttons import QuietButton
from intake.ui.widgets.words import Small


class PassphraseField(QWidget):
    """A passphrase as it is typed; ``take`` hands it over and forgets it."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Start empty; *name* is what a screen reader calls it."""
        super().__init__(parent)
        self.setProperty("role", "clear")
        self._name = name
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.TINY)
        self._keyboard = Small()
        column.addWidget(self._keyboard)
        self._line = QHBoxLayout()
        measure.gaps(self._line)
        column.addLayout(self._line)
        self._show = QuietButton(
            QCoreApplication.translate("PassphraseField", "Hold to show"), icon="eye"
        )
        # A click leaves the cursor in the field; Tab and Space do the same as a click.
        self._show.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._show.pressed.connect(self._reveal)
        self._show.released.connect(self._hide)
        self._edit = self._fresh()
        self._line.addWidget(self._edit, 1)
        self._line.addWidget(self._show)
        self.setFocusProxy(self._edit)
        self._caps = False
        QGuiApplication.inputMethod().localeChanged.connect(self._tell)
        self._tell()

    @property
    def text(self) -> str:
        """What is typed so far, to weigh its strength."""
        return self._edit.text()

    def take(self) -> str:
        """Return the passphrase and forget it: a fresh, empty field takes its place."""
        text = self._edit.text()
        self.forget()
        return text

    def forget(self) -> None:
        """Throw away what was typed."""
        had_focus = self._edit.hasFocus()
        old, self._edit = self._edit, self._fresh()
        self._line.replaceWidget(old, self._edit)
        self.setFocusProxy(self._edit)
        old.deleteLater()
        if had_focus:
            self._edit.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice from the letters typed whether Caps Lock is on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            letter = event.text()
            if event.key() == Qt.Key.Key_CapsLock:
                self._caps = False
                self._tell()
            elif letter.isalpha() and letter.lower() != letter.upper():
                shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._caps = letter.isupper() is not shifted
                self._tell()
        return False

    def _fresh(self) -> QLineEdit:
        edit = QLineEdit()
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        edit.setDragEnabled(False)
        edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        plain.spoken(edit, self._name)
        edit.textChanged.connect(self.changed)
        edit.returnPressed.connect(self.submitted)
        edit.installEventFilter(self)
        return edit

    def _reveal(self) -> None:
        self._edit.setEchoMode(QLineEdit.EchoMode.Normal)

    def _hide(self) -> None:
        self._edit.setEchoMode(QLineEdit.EchoMode.Password)

    def _tell(self) -> None:
        locale = QGuiApplication.inputMethod().locale()
        told = []
        if locale.language() != QLocale.Language.C:
            words = QCoreApplication.translate(
                "PassphraseField", "Keyboard: {language}"
            )
            told.append(words.format(language=isolate(locale.nativeLanguageName())))
        if self._caps:
            told.append(
                QCoreApplication.translate("PassphraseField", "Caps Lock is on")
            )
        self._keyboard.say(" · ".join(told))
        self._keyboard.setVisible(bool(told))
