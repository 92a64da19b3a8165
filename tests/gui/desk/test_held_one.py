from dataclasses import replace
from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from intake.app.desk.waiting import Waiting, Why
from intake.domain.people import Trust
from intake.ui.desk.held_one import HeldCard, sentence, why
from intake.ui.tokens import Tone
from seeing import MARKS, said

HELD = Waiting(
    bundle="0123456789abcdef" * 2,
    statement="",
    sender="",
    why=Why.NOT_COMPARED,
    records=2,
    parts=3,
    here=(1, 2, 3),
    since=datetime(2026, 11, 23, tzinfo=UTC),
    size=1000,
)


def test_each_reason_has_its_words() -> None:
    found = {trust: why(HELD, trust) for trust in Trust}
    assert found[Trust.NOT_COMPARED] == ("Card not compared", Tone.WARNING)
    assert found[Trust.CHANGED] == ("Another card of this name", Tone.ERROR)
    assert found[Trust.REVOKED] == ("Card taken back", Tone.ERROR)
    assert found[Trust.COMPARED] == ("Ready to be read", Tone.ACCENT)
    part = replace(HELD, why=Why.INCOMPLETE, here=(2,))
    assert why(part, Trust.COMPARED) == ("Parts missing", Tone.WARNING)
    told = sentence(part, Trust.REVOKED, "Cedar").translate(MARKS)
    assert told.startswith("The card of Cedar was taken back.")
    assert "Part 1, 3 of 3 has not come." in told


def test_only_what_can_be_done_is_offered(qtbot: QtBot) -> None:
    card = HeldCard()
    qtbot.addWidget(card)
    card.show_bundle(HELD, Trust.CHANGED, "Said.")
    offered = (card.compare, card.allow, card.drop, card.open)
    assert [each.isVisibleTo(card) for each in offered] == [True, True, True, False]
    card.show_bundle(replace(HELD, here=(1,)), Trust.COMPARED, "Said.")
    assert [each.isVisibleTo(card) for each in offered] == [False, False, True, False]
    assert "Still to come: 0123456789abcdef0123-0002.age" in said(card)
    card.show_record("7", "Because.")
    assert [each.isVisibleTo(card) for each in offered] == [False, False, False, True]
    assert "Record 7 was set apart" in said(card)
