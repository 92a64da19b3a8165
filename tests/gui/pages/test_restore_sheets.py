from datetime import date

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake.app.recovery import Printed
from intake.domain.people import Role
from intake.ui.pages.restore_sheets import DeskStep


def test_a_renewed_card_asks_which_one_it_follows(qtbot: QtBot) -> None:
    step = DeskStep()
    qtbot.addWidget(step)
    step.show()
    step.name.setText(" North  office ")
    step.day.setText("٢٠٢٦-٠٥-٠١")
    assert step.desk() is None
    for field in step.code.findChildren(QLineEdit):
        QTest.keyClicks(field, "1234")
    assert step.desk() == Printed(Role.COORDINATOR, "North office", date(2026, 5, 1))
    step.serial.setText("2")
    assert step.follows.isVisible()
    assert step.desk() is None
    step.follows.setText("AB" * 16 + " " + "cd" * 16)
    found = step.desk()
    assert isinstance(found, Printed)
    assert (found.serial, found.previous) == (2, "ab" * 16 + "cd" * 16)
    step.day.setText("in May")
    assert step.desk() is None
