import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from intake.ui.idle import WARNING_SECONDS
from intake.ui.look import current
from intake.ui.sleeping import Sleeping
from intake.ui.widgets.buttons import PrimaryButton
from intake.ui.widgets.card import Card
from intake.ui.widgets.page import Page
from intake.ui.widgets.words import Question
from intake.ui.window import Window

CONTROL = Qt.KeyboardModifier.ControlModifier


class Draft(Page):
    def __init__(self) -> None:
        super().__init__()
        self.flushed = 0

    def flush(self) -> None:
        self.flushed += 1


def window(qtbot: QtBot, done: list[str]) -> Window:
    made = Window(
        lock=lambda: done.append("locked"), quick_exit=lambda: done.append("left")
    )
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


def test_the_title_names_nobody(qtbot: QtBot) -> None:
    assert window(qtbot, []).windowTitle() == "Intake"


def test_locking_flushes_the_page_first(qtbot: QtBot) -> None:
    done: list[str] = []
    made = window(qtbot, done)
    page = Draft()
    made.show_page(page)
    QTest.keyClick(made, Qt.Key.Key_L, CONTROL)
    assert page.flushed == 1
    assert done == ["locked"]


class Broken(Page):
    def flush(self) -> None:
        raise KeyError


def test_a_page_that_breaks_while_it_stores_stops_neither_lock_nor_exit(
    qtbot: QtBot, qapp: QApplication
) -> None:
    done: list[str] = []
    made = window(qtbot, done)
    made.show_page(Broken())
    made.idle.start(WARNING_SECONDS)
    qapp.clipboard().setText("a name")
    made.lock()
    made.leave_at_once()
    assert done == ["locked", "left"]
    assert qapp.clipboard().text() == ""


def test_the_page_of_the_lock_takes_the_place_of_one_that_breaks(qtbot: QtBot) -> None:
    after = Draft()
    made = Window(lock=lambda: made.show_page(after), quick_exit=lambda: None)
    qtbot.addWidget(made)
    made.show_page(Broken())
    made.lock()
    assert made.page is after


def test_what_a_page_cannot_store_is_said_when_another_is_asked_for(
    qtbot: QtBot,
) -> None:
    made = window(qtbot, [])
    made.show_page(Broken())
    with pytest.raises(KeyError):
        made.show_page(Draft())
    assert isinstance(made.page, Broken)


def test_quick_exit_hides_flushes_and_empties_the_clipboard(
    qtbot: QtBot, qapp: QApplication
) -> None:
    done: list[str] = []
    made = window(qtbot, done)
    page = Draft()
    made.show_page(page)
    qapp.clipboard().setText("a name")
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(made, Qt.Key.Key_Q, CONTROL | shift)
    assert not made.isVisible()
    assert page.flushed == 1
    assert qapp.clipboard().text() == ""
    assert done == ["left"]


def test_a_page_that_is_left_is_flushed_and_thrown_away(qtbot: QtBot) -> None:
    made = window(qtbot, [])
    page = Draft()
    made.show_page(page)
    with qtbot.waitSignal(page.destroyed):
        made.show_page(Draft())
    assert isinstance(made.page, Draft)


def test_the_zoom_keys_change_the_look_and_tell_of_it(qtbot: QtBot) -> None:
    made = window(qtbot, [])
    made.show_page(Page())
    told: list[int] = []
    made.look_changed_to.connect(lambda look: told.append(look.zoom))
    QTest.keyClick(made, Qt.Key.Key_Plus, CONTROL)
    QTest.keyClick(made, Qt.Key.Key_Plus, CONTROL)
    QTest.keyClick(made, Qt.Key.Key_Minus, CONTROL)
    QTest.keyClick(made, Qt.Key.Key_0, CONTROL)
    assert told == [110, 125, 110, 100]
    assert current().zoom == 100


def test_an_idle_machine_warns_then_locks(qtbot: QtBot) -> None:
    done: list[str] = []
    made = window(qtbot, done)
    page = Draft()
    made.show_page(page)
    made.idle.start(WARNING_SECONDS + 1)
    made.idle.second()
    assert made.notice.isVisible()
    assert "20" in made.notice.text
    for _ in range(WARNING_SECONDS):
        made.idle.second()
    assert done == ["locked"]
    assert page.flushed == 1


def test_an_unforeseen_error_is_said_calmly_and_without_data(qtbot: QtBot) -> None:
    made = window(qtbot, [])
    made.take_exception(KeyError("Aynur"))
    qtbot.waitUntil(made.notice.isVisible)
    labels = " ".join(label.text() for label in made.notice.findChildren(QLabel))
    assert "saved" in labels
    assert "Aynur" not in labels


def test_sleep_and_a_locked_screen_lock_it(qtbot: QtBot) -> None:
    done: list[str] = []
    made = window(qtbot, done)
    sleeping = Sleeping(made)
    made.lock_on_sleep(sleeping)
    sleeping.screen(False)
    sleeping.sleep(False)
    assert done == []
    sleeping.screen(True)
    sleeping.sleep(True)
    assert done == ["locked", "locked"]


def test_what_gets_the_cursor_is_in_view_even_when_it_was_only_just_made(
    qtbot: QtBot,
) -> None:
    window = Window(lock=lambda: None, quick_exit=lambda: None)
    qtbot.addWidget(window)
    page = Page()
    for _ in range(12):
        card = Card()
        card.add(Question("Where to"))
        page.column.add(card)
    window.show_page(page)
    window.resize(900, 500)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    made = PrimaryButton("The next sheet")
    page.column.add(made)
    made.setFocus()
    qtbot.waitUntil(lambda: not made.visibleRegion().isEmpty())
    assert page.column.verticalScrollBar().value() > 0
