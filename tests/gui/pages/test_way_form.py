from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.domain.errors import PassphraseTooWeak
from intake.ui.pages.way_form import Asked, WayForm
from intake.ui.widgets.buttons import DangerButton
from kitchen import Kitchen


def form(qtbot: QtBot, kitchen: Kitchen, asked: Asked) -> WayForm:
    made = WayForm(kitchen.field, asked)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_asks_for_nothing_that_is_not_needed(qtbot: QtBot, apart: Kitchen) -> None:
    asked = Asked("Remove it?", "It goes.", "Remove it", danger=True)
    made = form(qtbot, apart, asked)
    assert not made.name.isVisible()
    assert not made.new.isVisible()
    assert made.check() is None
    assert made.value() == ""
    assert isinstance(made.go, DangerButton)


def test_it_says_what_stands_against_going_on_and_forgets_what_was_typed(
    qtbot: QtBot, apart: Kitchen
) -> None:
    asked = Asked("One more", "", "Add it", name="Its name", new=True)
    made = form(qtbot, apart, asked)
    made.begin()
    QTest.keyClicks(made.name, "  The   safe ")
    assert made.called == "The safe"
    assert isinstance(made.check(), PassphraseTooWeak)
    made.forget()
    assert made.called == ""
