from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from asking import UYGHUR, find, fresh, settle
from intake.ui import plain
from intake.ui.questions.finding import LongList, search_key


def test_twin_letters_case_and_accents_are_taken_for_each_other() -> None:
    assert search_key("Ürümçi") == search_key("urumci")
    assert search_key("خوتەنلىك") == search_key("خوتهنلیک")


def test_typing_a_part_and_enter_takes_the_first_found(qtbot: QtBot) -> None:
    given: list[str] = []
    item = find(fresh(), "county")
    editor = LongList(item, given.append)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.show()
    QTest.keyClicks(editor.search, "qeshq")
    assert [each.value for each in editor.model.found] == ["kashgar"]
    QTest.keyClick(editor.search, Qt.Key.Key_Return)
    assert given == ["kashgar"]


def test_several_stand_above_and_can_be_put_back(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "counties")
    editor = LongList(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.show()
    for row in (2, 0):
        editor.list.clicked.emit(editor.model.index(row, 0))
    assert item.value == "kashgar aksu"
    editor.refresh(item)
    settle()
    chosen = editor.findChildren(QPushButton)
    assert [plain.button_text(button) for button in chosen] == [
        "Kashgar (Qeshqer)",
        "Aksu",
    ]
    chosen[0].click()
    assert item.value == "aksu"
    editor.list.clicked.emit(editor.model.index(2, 0))
    assert item.value == ""


def test_arrow_down_goes_into_the_list_in_any_language(qtbot: QtBot) -> None:
    session = fresh()
    session.set_language(UYGHUR)
    item = find(session, "county")
    given: list[str] = []
    editor = LongList(item, given.append)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.show()
    editor.activateWindow()
    QTest.qWaitForWindowActive(editor)
    editor.search.setFocus()
    editor.search.setText("خوته")
    QTest.keyClick(editor.search, Qt.Key.Key_Down)
    assert editor.list.hasFocus()
    QTest.keyClick(editor.list, Qt.Key.Key_Return)
    assert given == ["hotan"]
    editor.name("قايسى ناھىيە؟", "")
    editor.mark("wrong")
    assert editor.list.accessibleName() == "قايسى ناھىيە؟"
