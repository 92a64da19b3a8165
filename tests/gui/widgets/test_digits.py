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


def test_digits_run_from_left_to_right_on_every_page(qtbot: QtBot) -> None:
    line = DigitsLine("1234 5678 9012")
    qtbot.addWidget(line)
    assert line.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert [label.text() for label in line.findChildren(QLabel)] == [
        "1234",
        "5678",
        "9012",
    ]
    assert line.accessibleName() == "1234 5678 9012"
