"""Keys that work whatever is open: over a dialog, over a list that is unfolded.

The shortcuts of a window sleep while something is open above it. What a person under
stress must be able to do at once may not, so these keys are looked for there, too.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from intake.ui import shortcuts
from intake.ui.shortcuts import Key

_MOST_ABOVE = 20


class Always(QObject):
    """Does a deed at its key while anything lies above the window."""

    def __init__(
        self, deeds: Mapping[Key, Callable[[], object]], parent: QObject
    ) -> None:
        """Listen for the keys of *deeds*; installed on the application."""
        super().__init__(parent)
        self._deeds = [
            (QKeySequence(keys), deed)
            for key, deed in deeds.items()
            for keys in shortcuts.TABLE[key].keys
        ]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the key where no shortcut of the window would hear it."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if above() is None:
            return False
        pressed = QKeySequence(event.keyCombination())
        for keys, deed in self._deeds:
            if pressed == keys:
                deed()
                return True
        return False


def above() -> QWidget | None:
    """Give what is open above the window: the last list or dialog."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget()


def close_above() -> None:
    """Close every list and dialog the way that changes nothing."""
    for _ in range(_MOST_ABOVE):
        thing = above()
        if thing is None:
            return
        thing.close()
