from pytestqt.qtbot import QtBot

from intake.ui.pages.waiting import Waiting
from intake.ui.widgets.progress import Meter


def test_it_is_hidden_until_there_is_something_to_wait_for(qtbot: QtBot) -> None:
    waiting = Waiting("Opening…")
    qtbot.addWidget(waiting)
    assert waiting.isHidden()
    assert waiting.accessibleName() == "Opening…"
    assert waiting.findChildren(Meter)[0].maximum() == 0
