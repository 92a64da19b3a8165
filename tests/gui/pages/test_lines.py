from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake.ui.pages.lines import marked
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Text


def test_the_mark_stands_at_the_start_beside_the_first_line(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    words = Text("A sentence that says what it is about. " * 6)
    held.setLayout(marked("info", "accent", words))
    held.resize(500, 300)
    held.show()
    icon = held.findChildren(Icon)[0]
    assert icon.x() < words.x()
    assert icon.y() <= words.y() + words.fontMetrics().height()
