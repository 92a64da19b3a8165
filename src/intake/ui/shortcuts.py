"""Every key that does something, in one table: bound from it, explained from it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from intake.ui.marking import QT_TRANSLATE_NOOP

_CONTEXT = "shortcuts"
_MODIFIER = re.compile(r"(Ctrl|Alt|Shift)\+")


class Key(StrEnum):
    """What a key is for."""

    LOCK = "lock"
    QUICK_EXIT = "quick exit"
    HELP = "help"
    LARGER = "larger"
    SMALLER = "smaller"
    USUAL_SIZE = "usual size"
    NEXT = "next"
    BACK = "back"
    FIND = "find"
    NOTE = "note"
    NOT_ANSWERED = "not answered"
    UNDO = "undo"
    REDO = "redo"
    CHECK = "check"
    SECOND_LANGUAGE = "second language"
    CHOOSE = "choose"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table; ``keys`` without ``bound`` are explained but bound by Qt."""

    keys: tuple[str, ...]
    group: str
    words: str
    bound: bool = True


_ANYWHERE = QT_TRANSLATE_NOOP("shortcuts", "Anywhere")
_INTERVIEW = QT_TRANSLATE_NOOP("shortcuts", "In an interview")
_QUESTION = QT_TRANSLATE_NOOP("shortcuts", "In a question")

TABLE: dict[Key, Entry] = {
    Key.LOCK: Entry(("Ctrl+L",), _ANYWHERE, QT_TRANSLATE_NOOP("shortcuts", "Lock")),
    Key.QUICK_EXIT: Entry(
        ("Ctrl+Shift+Q",),
        _ANYWHERE,
        QT_TRANSLATE_NOOP("shortcuts", "Lock and close at once, without a question"),
    ),
    Key.HELP: Entry(
        ("F1",), _ANYWHERE, QT_TRANSLATE_NOOP("shortcuts", "Show the keys")
    ),
    Key.LARGER: Entry(
        ("Ctrl++",), _ANYWHERE, QT_TRANSLATE_NOOP("shortcuts", "Larger text")
    ),
    Key.SMALLER: Entry(
        ("Ctrl+-",), _ANYWHERE, QT_TRANSLATE_NOOP("shortcuts", "Smaller text")
    ),
    Key.USUAL_SIZE: Entry(
        ("Ctrl+0",), _ANYWHERE, QT_TRANSLATE_NOOP("shortcuts", "Text of the usual size")
    ),
    Key.NEXT: Entry(
        ("Ctrl+Enter", "Ctrl+Return"),
        _INTERVIEW,
        QT_TRANSLATE_NOOP("shortcuts", "Go to the next page"),
    ),
    Key.BACK: Entry(
        ("Ctrl+Backspace",),
        _INTERVIEW,
        QT_TRANSLATE_NOOP("shortcuts", "Go back a page"),
    ),
    Key.FIND: Entry(
        ("Ctrl+F", "Ctrl+G"),
        _INTERVIEW,
        QT_TRANSLATE_NOOP("shortcuts", "Find a question or an answer"),
    ),
    Key.NOTE: Entry(
        ("Ctrl+M",),
        _INTERVIEW,
        QT_TRANSLATE_NOOP("shortcuts", "Write a note on the question"),
    ),
    Key.NOT_ANSWERED: Entry(
        ("Ctrl+N",),
        _INTERVIEW,
        QT_TRANSLATE_NOOP("shortcuts", "Say why the question has no answer"),
    ),
    Key.SECOND_LANGUAGE: Entry(
        ("Ctrl+E",),
        _INTERVIEW,
        QT_TRANSLATE_NOOP("shortcuts", "Show or hide the second language"),
    ),
    Key.CHECK: Entry(
        ("Ctrl+K",),
        _INTERVIEW,
        QT_TRANSLATE_NOOP("shortcuts", "Check the whole interview"),
    ),
    Key.UNDO: Entry(
        ("Ctrl+Alt+Z",),
        _INTERVIEW,
        QT_TRANSLATE_NOOP("shortcuts", "Take back the last answer"),
    ),
    Key.REDO: Entry(
        ("Ctrl+Alt+Y",),
        _INTERVIEW,
        QT_TRANSLATE_NOOP("shortcuts", "Give again what was taken back"),
    ),
    Key.CHOOSE: Entry(
        ("1", "9"),
        _QUESTION,
        QT_TRANSLATE_NOOP("shortcuts", "Choose the first to the ninth answer"),
        bound=False,
    ),
    Key.MOVE: Entry(
        ("Alt+Up", "Alt+Down"),
        _QUESTION,
        QT_TRANSLATE_NOOP("shortcuts", "Move an entry of an order up or down"),
        bound=False,
    ),
}


def bind(owner: QWidget, key: Key, deed: Callable[[], object]) -> None:
    """Let *key* do *deed* while *owner* or something in it has the focus."""
    for keys in TABLE[key].keys:
        shortcut = QShortcut(QKeySequence(keys), owner)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)


def bind_everywhere(owner: QWidget, key: Key, deed: Callable[[], object]) -> None:
    """Let *key* do *deed* whatever has the focus in *owner*'s window."""
    for keys in TABLE[key].keys:
        shortcut = QShortcut(QKeySequence(keys), owner)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(deed)


def words(key: Key) -> str:
    """Say in words what a key does."""
    return QCoreApplication.translate(_CONTEXT, TABLE[key].words)


def shown(key: Key) -> str:
    """Write the keys as they are read."""
    entry = TABLE[key]
    keys = entry.keys[:1] if entry.bound else entry.keys
    return " … ".join(_MODIFIER.sub(r"\1 ", one) for one in keys)


def group(key: Key) -> str:
    """Say where a key works."""
    return QCoreApplication.translate(_CONTEXT, TABLE[key].group)
