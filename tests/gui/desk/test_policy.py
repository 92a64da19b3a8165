from pytestqt.qtbot import QtBot

from intake.app.desk import packs
from intake.domain.policy import Policy, SealWhen
from intake.ui.desk.policy import PolicyCard
from kitchen import Kitchen


def test_the_rules_are_shown_as_they_are_kept(kitchen: Kitchen, qtbot: QtBot) -> None:
    kept = Policy(
        seal=SealWhen.AFTER_CORRECTION,
        correction_days=4,
        lock_minutes=8,
        draft_days=21,
        erase_allowed=True,
    )
    packs.set_policy(kitchen.desk, kept)
    card = PolicyCard(kitchen.desk)
    qtbot.addWidget(card)
    assert card.seal.value == SealWhen.AFTER_CORRECTION
    values = (card.correction.value, card.minutes.value, card.days.value)
    assert values == ("4", "8", "21")
    assert card.erase.isChecked()


def test_changing_one_rule_leaves_the_others(kitchen: Kitchen, qtbot: QtBot) -> None:
    packs.set_policy(kitchen.desk, Policy(lock_minutes=8, draft_days=21))
    card = PolicyCard(kitchen.desk)
    qtbot.addWidget(card)
    card.days.choose("30")
    with qtbot.waitSignal(card.changed):
        card.days.activated.emit(card.days.currentIndex())
    assert packs.policy(kitchen.desk) == Policy(lock_minutes=8, draft_days=30)
