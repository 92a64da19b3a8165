from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake.ui.widgets.showing import show_if


def test_a_part_is_hidden_and_shown_but_not_laid_out_early(qtbot: QtBot) -> None:
    page = QWidget()
    part = QWidget(page)
    qtbot.addWidget(page)
    show_if(part, True)
    page.show()
    assert part.isVisible()
    show_if(part, False)
    assert not part.isVisible()
    show_if(part, True)
    assert part.isVisible()
