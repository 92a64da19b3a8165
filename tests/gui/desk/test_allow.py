from pytestqt.qtbot import QtBot

from intake.domain.errors import ReasonMissing
from intake.ui.desk.allow import AllowCard


def test_the_reason_goes_with_the_decision(qtbot: QtBot) -> None:
    card = AllowCard()
    qtbot.addWidget(card)
    card.ask("Cedar")
    card.reason.setPlainText("  I spoke with her on Monday. ")
    with qtbot.waitSignal(card.given) as told:
        card.confirm.click()
    assert told.args == ["I spoke with her on Monday."]


def test_a_missing_reason_is_asked_for(qtbot: QtBot) -> None:
    card = AllowCard()
    qtbot.addWidget(card)
    card.ask("Cedar")
    card.say_wrong(ReasonMissing())
    assert card.wrong.isVisible()
    card.later.click()
    assert not card.isVisible()
