from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from asking import UYGHUR, find, fresh, settle
from intake.forms import Conversion, convert, read_form
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


def test_a_second_language_is_shown_and_searched(qtbot: QtBot) -> None:
    item = find(fresh(), "county")
    editor = LongList(item, lambda _: None)
    qtbot.addWidget(editor)
    editor.second = UYGHUR
    editor.refresh(item)
    assert "قەشقەر" in str(editor.model.data(editor.model.index(0, 0)))
    editor.search.setText("خوتەن")
    assert [each.value for each in editor.model.found] == ["hotan"]
    editor.second = ""
    editor.refresh(item)
    assert editor.model.rowCount() == 0  # the words typed are not of this language


def test_fifty_thousand_choices_are_narrowed_to_the_right_ones(qtbot: QtBot) -> None:
    lines = "\n".join(f"v{n},Village {n}" for n in range(50_000))
    form = read_form(
        converted_with_list().xform, {"villages.csv": f"name,label\n{lines}\n".encode()}
    )
    session = fresh(form)
    item = find(session, "village")
    editor = LongList(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    editor.refresh(item)
    assert len(editor.model.found) == 50_000
    laid_out = editor.model.rowCount()
    assert laid_out < 50_000
    editor.model.fetchMore(QModelIndex())
    assert editor.model.rowCount() > laid_out
    assert editor.model.canFetchMore(QModelIndex())
    editor.search.setText("village 4999")
    assert len(editor.model.found) == 15
    QTest.keyClick(editor.search, Qt.Key.Key_Return)
    assert item.value == "v4999"


def converted_with_list() -> Conversion:
    table = (
        "| survey |\n| | type | name | label | appearance |\n"
        "| | select_one_from_file villages.csv | village | Which? | minimal |\n"
    )
    return convert(table.encode(), "form.md")
