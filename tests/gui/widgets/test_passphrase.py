from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from intake.ui.widgets.passphrase import PassphraseField


def made(qtbot: QtBot) -> tuple[PassphraseField, QLineEdit]:
    field = PassphraseField("Passphrase")
    qtbot.addWidget(field)
    field.show()
    return field, field.findChildren(QLineEdit)[0]


def test_taking_the_passphrase_leaves_nothing_to_undo(qtbot: QtBot) -> None:
    field, edit = made(qtbot)
    QTest.keyClicks(edit, "six plain words")
    with qtbot.waitSignal(edit.destroyed):
        assert field.take() == "six plain words"
    fresh = field.findChildren(QLineEdit)[0]
    assert field.text == ""
    fresh.undo()
    assert fresh.text() == ""


def test_it_is_shown_only_while_the_button_is_held(qtbot: QtBot) -> None:
    field, edit = made(qtbot)
    button = field.findChildren(QPushButton)[0]
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert edit.echoMode() is QLineEdit.EchoMode.Password


def test_caps_lock_is_told(qtbot: QtBot) -> None:
    field, edit = made(qtbot)
    QTest.keyClicks(edit, "A", Qt.KeyboardModifier.NoModifier)
    said = " ".join(label.text() for label in field.findChildren(QLabel))
    assert "Caps Lock is on" in said
    QTest.keyClicks(edit, "a", Qt.KeyboardModifier.NoModifier)
    said = " ".join(label.text() for label in field.findChildren(QLabel))
    assert "Caps Lock" not in said


def test_enter_submits_and_typing_tells(qtbot: QtBot) -> None:
    field, edit = made(qtbot)
    with qtbot.waitSignals([field.changed, field.submitted]):
        QTest.keyClicks(edit, "x")
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.accessibleName() == "Passphrase"
