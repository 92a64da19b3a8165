from pytestqt.qtbot import QtBot

from intake.app.field.sending import Sent
from intake.ui.pages.handed import HandedCard, still_to_write
from seeing import button, said


def test_what_is_damaged_here_is_named(qtbot: QtBot) -> None:
    left: list[bool] = []
    card = HandedCard(lambda: left.append(True))
    qtbot.addWidget(card)
    assert card.isHidden()
    sent = Sent("", 2, ("a.age",), 2000, damaged=("Juniper 3",))
    card.tell(sent)
    card.show()
    qtbot.wait(1)
    assert "2 records are on the stick" in said(card)
    assert "The sealed copy of Juniper 3 is damaged" in said(card)
    button(card, "All interviews").click()
    assert left == [True]


def test_what_needs_another_stick_is_counted_and_named(qtbot: QtBot) -> None:
    card = HandedCard(list)
    qtbot.addWidget(card)
    card.tell(Sent("", 1, ("a.age",), 2000, remaining=("b-0002.age",)))
    card.show()
    qtbot.wait(1)
    assert "The rest needs another stick" in said(card)
    assert "1 part found no room." in said(card)
    assert "b-0002.age" in said(card)


def test_where_nothing_was_begun_nothing_is_said() -> None:
    assert still_to_write(()) == ""
