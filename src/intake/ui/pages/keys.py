"""The page of keys, drawn from the table of shortcuts."""

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from intake.ui import measure, shortcuts, tokens
from intake.ui.widgets.dialog import Dialog, Verb
from intake.ui.widgets.page import Scroll
from intake.ui.widgets.words import Section, Strong, Text

_WIDTH, _HEIGHT = 640, 600


def show_keys(parent: QWidget) -> None:
    """Show every key and what it does, over *parent*, until it is closed."""
    dialog = keys_dialog(parent)
    dialog.exec()
    dialog.deleteLater()


def keys_dialog(parent: QWidget) -> Dialog:
    """Make the page of keys."""
    table = QWidget()
    grid = QGridLayout(table)
    measure.gaps(grid, margins=(0, 0, 18, 0), spacing=tokens.SMALL_GAP)
    grid.setHorizontalSpacing(measure.px(tokens.PAGE_GAP))
    line = 0
    group = ""
    for key in shortcuts.TABLE:
        if shortcuts.group(key) != group:
            group = shortcuts.group(key)
            grid.addWidget(Section(group), line, 0, 1, 2)
            line += 1
        keys = Strong(shortcuts.shown(key), wraps=False)
        # Keys are read from left to right on every keyboard.
        keys.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid.addWidget(Text(shortcuts.words(key)), line, 0)
        grid.addWidget(keys, line, 1, Qt.AlignmentFlag.AlignTrailing)
        line += 1
    grid.setColumnStretch(0, 1)
    scroll = Scroll(table)
    measure.size(scroll, least_width=320, least_height=240)
    dialog = Dialog(
        QCoreApplication.translate("keys", "Keys"),
        "",
        [Verb("close", QCoreApplication.translate("keys", "Close"))],
        parent,
        content=scroll,
    )
    room = parent.window().size()
    wanted = QSize(measure.px(_WIDTH), measure.px(_HEIGHT))
    dialog.resize(wanted.boundedTo(room))
    return dialog
