from pytestqt.qtbot import QtBot

from intake.ui.widgets.icon import Icon


def test_an_icon_can_become_another(qtbot: QtBot) -> None:
    icon = Icon("info", "accent")
    qtbot.addWidget(icon)
    before = icon.grab().toImage()
    icon.show_icon("wrong", "error")
    assert icon.grab().toImage() != before
