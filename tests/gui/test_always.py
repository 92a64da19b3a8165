import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake.ui import always
from intake.ui.pages.keys import show_keys
from intake.ui.widgets.dialog import Verb, ask
from intake.ui.widgets.fields import DropDown
from intake.ui.widgets.files import choose_folder
from intake.ui.widgets.page import CentredPage, Page
from intake.ui.window import Window
from seeing import button

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def window(qtbot: QtBot, done: list[str]) -> Window:
    made = Window(
        lock=lambda: done.append("locked"), quick_exit=lambda: done.append("left")
    )
    qtbot.addWidget(made)
    made.show_page(Page())
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """Press a key in whatever is open above the window by then."""

    def now() -> None:
        above = always.above()
        assert above is not None
        QTest.keyClick(above, key, modifiers)

    QTimer.singleShot(20, now)


def test_it_locks_over_a_question_and_the_question_is_answered_with_no(
    qtbot: QtBot,
) -> None:
    done: list[str] = []
    page = window(qtbot, done)
    press(Qt.Key.Key_L, CONTROL)
    said = ask(page, "Remove?", "", [Verb("keep", "Keep"), Verb("go", "Go", "danger")])
    assert (said, done) == ("keep", ["locked"])
    assert always.above() is None


def test_it_locks_over_the_choice_of_a_folder_and_over_the_page_of_keys(
    qtbot: QtBot,
) -> None:
    done: list[str] = []
    page = window(qtbot, done)
    press(Qt.Key.Key_L, CONTROL)
    assert choose_folder(page, "Where to") is None
    press(Qt.Key.Key_Q, CONTROL | SHIFT)
    show_keys(page)
    assert done == ["locked", "left"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_it_locks_over_an_unfolded_list(qtbot: QtBot) -> None:
    done: list[str] = []
    page = window(qtbot, done)
    choice = DropDown(page.centralWidget())
    choice.put([("a", "One"), ("b", "Two")])
    choice.show()
    choice.showPopup()
    assert QApplication.activePopupWidget() is not None
    press(Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: done == ["locked"])
    assert always.above() is None


def test_without_anything_above_it_leaves_the_key_to_the_window(qtbot: QtBot) -> None:
    done: list[str] = []
    page = window(qtbot, done)
    QTest.keyClick(page, Qt.Key.Key_L, CONTROL)
    assert done == ["locked"]


@pytest.mark.parametrize("open_", [True, False])
def test_a_dialog_has_the_lock_where_something_is_open(
    qtbot: QtBot, *, open_: bool
) -> None:
    done: list[str] = []
    page = window(qtbot, done)
    if not open_:
        page.show_page(CentredPage())

    def look() -> None:
        above = always.above()
        assert isinstance(above, QWidget)
        if open_:
            button(above, "Lock").click()
        else:
            above.close()

    QTimer.singleShot(20, look)
    ask(page, "Remove?", "", [Verb("keep", "Keep")])
    assert done == (["locked"] if open_ else [])
