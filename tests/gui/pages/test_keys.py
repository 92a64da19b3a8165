from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from intake.ui import shortcuts
from intake.ui.pages.keys import keys_dialog


def test_the_page_of_keys_shows_the_whole_table(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = keys_dialog(window)
    said = {label.text() for label in dialog.findChildren(QLabel)}
    for key in shortcuts.TABLE:
        assert shortcuts.words(key) in said
        assert shortcuts.shown(key) in said
