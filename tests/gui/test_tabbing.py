from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake.ui import tabbing
from intake.ui.widgets.fields import TextArea
from intake.ui.widgets.page import CentredPage, Page
from intake.ui.widgets.passphrase import PassphraseField
from seeing import rail


def focused() -> QWidget | None:
    return QApplication.focusWidget()


def shown(qtbot: QtBot, page: QWidget) -> None:
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)


def test_tab_follows_the_layout_and_not_the_order_of_making(qtbot: QtBot) -> None:
    page = Page(bar=True, foot=True)
    last, second, first = QPushButton("3"), TextArea(), QLineEdit()
    hidden, gone = QPushButton("no"), QPushButton("off")
    bar, foot = QPushButton("bar"), QPushButton("foot")
    page.foot.add(foot)
    page.bar.add(bar)
    line = QHBoxLayout()
    line.addWidget(first)
    line.addWidget(QLabel("words"))
    line.addWidget(second)
    page.column.add(line)
    for each in (hidden, gone, last):
        page.column.add(each)
    hidden.hide()
    gone.setEnabled(False)
    shown(qtbot, page)
    assert list(tabbing.in_order(page)) == [bar, first, second, last, foot]
    first.setFocus()
    seen = []
    for _ in range(5):
        widget = focused()
        assert widget is not None
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        seen.append(focused())
    assert seen == [second, last, foot, bar, first]
    QTest.keyClick(first, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert focused() is bar


def test_what_is_put_on_the_page_later_is_met_where_it_stands(qtbot: QtBot) -> None:
    page = Page()
    column = QVBoxLayout()
    page.column.add(column)
    first, last = QLineEdit(), QLineEdit()
    column.addWidget(first)
    column.addWidget(last)
    shown(qtbot, page)
    between = QLineEdit()
    column.insertWidget(1, between)
    qtbot.wait(1)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert focused() is between


def test_one_goes_on_from_what_is_no_stop_itself(qtbot: QtBot) -> None:
    page = Page()
    first, words, last = QLineEdit(), QLabel("words"), QLineEdit()
    words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    for each in (first, words, last):
        page.column.add(each)
    shown(qtbot, page)
    words.setFocus()
    assert tabbing.step(page, forward=True)
    assert focused() is last
    words.setFocus()
    assert tabbing.step(page, forward=False)
    assert focused() is first
    assert not tabbing.step(QWidget(), forward=True)


def test_what_vanishes_or_is_held_leaves_the_cursor_beside_it(qtbot: QtBot) -> None:
    page = Page(rail=rail(), foot=True)
    first, goes, after = QPushButton("1"), QPushButton("2"), QPushButton("3")
    foot = QPushButton("foot")
    for each in (first, goes, after):
        page.column.add(each)
    page.foot.add(foot)
    shown(qtbot, page)
    goes.setFocus()
    goes.hide()
    assert focused() is after
    after.setEnabled(False)
    assert focused() is foot
    foot.setEnabled(False)
    assert focused() is first  # what is left nearby, and not the rail


def test_a_passphrase_can_be_shown_without_a_mouse(qtbot: QtBot) -> None:
    page = CentredPage()
    field, other = PassphraseField("Passphrase"), QPushButton("on")
    page.add(field)
    page.add(other)
    shown(qtbot, page)
    field.setFocus()
    edit = focused()
    assert isinstance(edit, QLineEdit)
    QTest.keyClicks(edit, "cedar")
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    show = focused()
    assert isinstance(show, QPushButton)
    QTest.keyPress(show, Qt.Key.Key_Space)
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    QTest.keyRelease(show, Qt.Key.Key_Space)
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyPress(show, Qt.Key.Key_Space)
    QTest.keyClick(show, Qt.Key.Key_Tab)
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    assert focused() is other
