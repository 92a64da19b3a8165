from pathlib import Path

from pytestqt.qtbot import QtBot

from intake.app import slots
from intake.ui.pages.restore_copy import CopyStep
from seeing import said, type_into


def test_a_key_is_asked_for_only_when_it_is_lacking(
    qtbot: QtBot, tmp_path: Path
) -> None:
    step = CopyStep(slots.find_security_key, covered=False)
    qtbot.addWidget(step)
    step.show()
    assert "kept beside this one" not in said(step)
    step.take(tmp_path)
    assert str(tmp_path) in said(step)
    assert not step.pin.isVisible()
    step.ask_for_key()
    type_into(step.pin.pin, "4711")
    assert step.given().pin == "4711"
    step.forget()
    assert step.given().pin == ""
