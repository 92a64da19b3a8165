from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from asking import Asking, find, fresh, settle
from intake.ui import plain
from intake.ui.questions.series import SeriesCard, title_of


def test_entries_are_listed_by_name_and_opened(qtbot: QtBot) -> None:
    session = fresh()
    people = find(session, "people")
    hands = Asking(session)
    card = SeriesCard(people, hands)
    hands.after = card.refresh
    qtbot.addWidget(card)
    assert title_of(people.children[0]) == "People 1"
    session.answer(find(session, "name").ref, "Aynur")
    card.refresh()
    card.add_button.click()
    settle()
    words = [plain.button_text(button) for button in card.findChildren(QPushButton)]
    assert words == ["Add", "1. Aynur", "Remove", "2. People 2", "Remove"]
    opening = [
        button
        for button in card.findChildren(QPushButton)
        if plain.button_text(button) == "2. People 2"
    ]
    opening[0].click()
    assert hands.done == [f"open {people.children[1].ref}"]
    card.flush()
    card.take_focus()


def test_an_entry_can_be_removed(qtbot: QtBot) -> None:
    session = fresh()
    people = find(session, "people")
    hands = Asking(session)
    card = SeriesCard(people, hands, titled=False)
    hands.after = card.refresh
    qtbot.addWidget(card)
    remove = [
        button
        for button in card.findChildren(QPushButton)
        if plain.button_text(button) == "Remove"
    ]
    remove[0].click()
    assert hands.done == ["remove People 1"]
    assert people.count == 0
