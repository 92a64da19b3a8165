from pytestqt.qtbot import QtBot

from intake.ui.widgets.buttons import PrimaryButton
from intake.ui.widgets.empty import EmptyState


def test_an_empty_place_says_what_will_stand_there(qtbot: QtBot) -> None:
    button = PrimaryButton("New interview")
    empty = EmptyState(
        "No interviews yet", "What you begin stands here.", icon="note", button=button
    )
    qtbot.addWidget(empty)
    assert empty.title.text() == "No interviews yet"
    assert empty.isAncestorOf(button)
