from pytestqt.qtbot import QtBot

from intake.ui.desk.outline import RecordOutline


def shown(qtbot: QtBot) -> RecordOutline:
    outline = RecordOutline()
    qtbot.addWidget(outline)
    outline.show_places([("about", "Overview", 0), ("account", "Account", 0)])
    return outline


def test_a_place_that_is_pressed_is_told_and_the_mark_waits(qtbot: QtBot) -> None:
    outline = shown(qtbot)
    outline.show_current("about")
    with qtbot.waitSignal(outline.chosen) as told:
        outline.entries["account"].click()
    assert told.args == ["account"]
    assert outline.entries["about"].isChecked()
    assert not outline.entries["account"].isChecked()


def test_other_places_keep_the_mark_where_it_was(qtbot: QtBot) -> None:
    outline = shown(qtbot)
    outline.show_current("account")
    outline.show_places([("about", "Overview", 0), ("account", "Account", 0)])
    assert outline.entries["account"].isChecked()
