from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from intake.ui import tokens
from intake.ui.widgets.navigation import NavigationEntry, NavigationRail

LONG = "Questions from the desk that wait for an answer"


def test_a_place_is_chosen_and_lock_is_always_there(qtbot: QtBot) -> None:
    rail = NavigationRail(
        "Interviewer: Cedar", [("list", "Interviews"), ("hand", "Hand over")], "list"
    )
    qtbot.addWidget(rail)
    rail.show()
    with qtbot.waitSignal(rail.chosen) as chosen:
        rail.entries["hand"].click()
    assert chosen.args == ["hand"]
    assert rail.entries["list"].isChecked()
    rail.show_current("hand")
    assert rail.entries["hand"].isChecked()
    with qtbot.waitSignal(rail.lock_wanted):
        rail.findChildren(QPushButton)[-1].click()


def test_a_long_name_wraps_and_is_not_cut(qtbot: QtBot) -> None:
    entry = NavigationEntry(LONG)
    entry.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.addWidget(entry)
    entry.show()
    assert entry.heightForWidth(180) > tokens.TARGET
    assert entry.heightForWidth(900) == tokens.TARGET
    assert entry.sizeHint().height() >= tokens.TARGET
    assert not entry.grab().isNull()


def test_the_place_where_one_is_can_be_seen_however_low_it_stands(
    qtbot: QtBot,
) -> None:
    places = [(str(number), f"Place {number}") for number in range(12)]
    rail = NavigationRail("Desk: North", places, "11")
    qtbot.addWidget(rail)
    rail.resize(232, 300)
    rail.show()
    qtbot.wait(5)
    here = rail.entries["11"]
    view = rail.middle.viewport()
    bottom = here.mapTo(view, here.rect().bottomLeft()).y()
    assert bottom <= view.height()
    rail.focus_here()
    assert rail.window().focusWidget() is here
