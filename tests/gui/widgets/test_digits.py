from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from intake.ui.widgets.digits import CodeDigits, DigitsLine


def test_typed_groups_are_read_in_any_script_and_move_on(qtbot: QtBot) -> None:
    code = CodeDigits([1, 4], 10)
    qtbot.addWidget(code)
    code.show()
    code.activateWindow()
    QTest.qWaitForWindowActive(code)
    first, second = code.findChildren(QLineEdit)
    first.setFocus()
    QTest.keyClicks(first, "1234")
    assert second.hasFocus()
    with qtbot.waitSignal(code.complete):
        for digit in "٥٦٧٨":
            second.insert(digit)
            second.textEdited.emit(second.text())
    assert code.typed == {1: "1234", 4: "5678"}
    assert code.is_complete
    code.clear()
    assert not code.is_complete


def test_digits_that_were_wrong_are_typed_over(qtbot: QtBot) -> None:
    code = CodeDigits([1, 4], 10)
    qtbot.addWidget(code)
    code.show()
    code.activateWindow()
    QTest.qWaitForWindowActive(code)
    first, second = code.findChildren(QLineEdit)
    first.setFocus()
    QTest.keyClicks(first, "1234")
    QTest.keyClicks(second, "5678")
    code.setFocus()
    QTest.keyClicks(first, "4321")
    assert second.hasFocus()
    QTest.keyClicks(second, "8765")
    assert code.typed == {1: "4321", 4: "8765"}


def test_digits_run_from_left_to_right_on_every_page(qtbot: QtBot) -> None:
    line = DigitsLine("1234 5678 9012")
    qtbot.addWidget(line)
    assert line.layoutDirection() is Qt.LayoutDirection.LeftToRight
    said = [label.text() for label in line.findChildren(QLabel)]
    assert said == ["1", "1234", "2", "5678", "3", "9012"]
    assert line.accessibleName() == "1234 5678 9012"


def test_every_group_has_its_number_and_the_first_box_takes_the_cursor(
    qtbot: QtBot,
) -> None:
    code = CodeDigits([1, 4], 10)
    qtbot.addWidget(code)
    code.show()
    code.activateWindow()
    QTest.qWaitForWindowActive(code)
    said = [label.text() for label in code.findChildren(QLabel)]
    assert [each for each in said if each.isdigit()] == [str(n) for n in range(1, 11)]
    code.setFocus()
    assert code.findChildren(QLineEdit)[0].hasFocus()
