from pytestqt.qtbot import QtBot

from asking import find, fresh
from intake.ui.questions.small import TriggerEditor


def test_ticking_says_ok_and_unticking_takes_it_back(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "read")
    editor = TriggerEditor(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.card.click()
    assert item.value == "OK"
    editor.refresh(item)
    editor.card.click()
    assert item.value == ""
    editor.name("I have read this to them", "")
    assert editor.card.accessibleName() == "I have read this to them"
