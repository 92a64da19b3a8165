from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from asking import Asking, converted, find, fresh, settle
from intake.ui import plain
from intake.ui.questions.series import SeriesCard, cut, title_of

TOLD_ALOUD = """
| survey |              |      |                 |             |           |
|        | type         | name | label           | calculation | read_only |
|        | begin_repeat | told | Told            |             |           |
|        | note         | read | Read this aloud |             |           |
|        | calculate    | sum  |                 | 1 + 1       |           |
|        | text         | seen | Seen            |             | yes       |
|        | end_repeat   |      |                 |             |           |
"""
WITHIN = """
| survey |              |          |          |
|        | type         | name     | label    |
|        | begin_repeat | house    | House    |
|        | begin_repeat | person   | Person   |
|        | text         | name     | Name     |
|        | end_repeat   |          |          |
|        | end_repeat   |          |          |
"""


def test_entries_are_listed_by_name_and_opened(qtbot: QtBot) -> None:
    session = fresh()
    people = find(session, "people")
    hands = Asking(session)
    card = SeriesCard(people, hands)
    hands.after = card.refresh
    qtbot.addWidget(card)
    assert title_of(people.children[0]) == "People"
    words = [plain.button_text(button) for button in card.findChildren(QPushButton)]
    assert [word for word in words if word] == ["Add", "Nothing entered yet", "Remove"]
    session.answer(find(session, "name").ref, "Aynur")
    card.refresh()
    card.add_button.click()
    settle()
    words = [plain.button_text(button) for button in card.findChildren(QPushButton)]
    assert [word for word in words if word] == [
        *("Add", "1. Aynur", "Remove", "2. Nothing entered yet", "Remove"),
    ]
    opening = [
        button
        for button in card.findChildren(QPushButton)
        if plain.button_text(button) == "2. Nothing entered yet"
    ]
    opening[0].click()
    assert hands.done == [f"open {people.children[1].ref}"]
    card.flush()
    card.take_focus()


def test_adding_begins_with_the_entry_that_waits_empty(qtbot: QtBot) -> None:
    session = fresh()
    people = find(session, "people")
    hands = Asking(session)
    card = SeriesCard(people, hands)
    qtbot.addWidget(card)
    card.add_button.click()
    assert hands.done == [f"open {people.children[0].ref}"]
    assert people.count == 1
    session.answer(find(session, "name").ref, "Aynur")
    card.add_button.click()
    assert people.count == 2


def test_an_entry_that_asks_nothing_waits_for_nobody(qtbot: QtBot) -> None:
    session = fresh(converted(TOLD_ALOUD))
    told = find(session, "told")
    hands = Asking(session)
    card = SeriesCard(told, hands)
    qtbot.addWidget(card)
    card.add_button.click()
    card.add_button.click()
    assert hands.done == []
    assert told.count == 3


def test_an_entry_whose_own_list_was_emptied_waits_to_be_filled(qtbot: QtBot) -> None:
    session = fresh(converted(WITHIN))
    houses = find(session, "house")
    session.remove_repeat(find(session, "person").children[0].ref)
    hands = Asking(session)
    card = SeriesCard(houses, hands)
    qtbot.addWidget(card)
    card.add_button.click()
    assert hands.done == [f"open {houses.children[0].ref}"]
    assert houses.count == 1


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
    assert hands.done == ["remove People"]
    assert people.count == 0


def test_entries_move_by_button_and_by_key(qtbot: QtBot) -> None:
    session = fresh()
    people = find(session, "people")
    hands = Asking(session)
    for name in ("Aynur", "Erkin", "Gül"):
        if people.children[-1].children[0].value:
            session.add_repeat(people.ref)
        session.answer(people.children[-1].children[0].ref, name)
    card = SeriesCard(people, hands)
    qtbot.addWidget(card)
    card.show()
    card.activateWindow()
    QTest.qWaitForWindowActive(card)
    down = {
        button.accessibleName(): button
        for button in card.findChildren(QPushButton)
        if button.accessibleName().endswith("down")
    }
    assert len(down) == 3
    assert not down["Move \u2068Gül\u2069 down"].isEnabled()
    down["Move \u2068Aynur\u2069 down"].click()
    settle()
    assert [title_of(each) for each in people.children] == ["Erkin", "Aynur", "Gül"]
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert plain.button_text(focused) == "2. Aynur"
    QTest.keyClick(focused, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle()
    assert [title_of(each) for each in people.children] == ["Erkin", "Gül", "Aynur"]
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    QTest.keyClick(focused, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(focused, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [title_of(each) for each in people.children] == ["Erkin", "Aynur", "Gül"]


def test_a_long_answer_is_no_title_and_is_cut_in_the_list(qtbot: QtBot) -> None:
    session = fresh()
    people = find(session, "people")
    told = "They came in the night, before the harvest, and took him.\nThen it rained."
    session.answer(find(session, "name").ref, told)
    card = SeriesCard(people, Asking(session))
    qtbot.addWidget(card)
    assert title_of(people.children[0]) == "People"
    session.add_repeat(people.ref)
    card.refresh()
    assert [title_of(each) for each in people.children] == ["People 1", "People 2"]
    words = [plain.button_text(button) for button in card.findChildren(QPushButton)]
    assert "1. They came in the night, before the harv…" in words
    assert cut("one\ntwo") == "one…"
    assert cut(" one ") == "one"


def test_the_cursor_comes_to_the_first_entry_and_enter_makes_no_second(
    qtbot: QtBot,
) -> None:
    session = fresh()
    people = find(session, "people")
    hands = Asking(session)
    card = SeriesCard(people, hands)
    qtbot.addWidget(card)
    card.show()
    card.activateWindow()
    QTest.qWaitForWindowActive(card)
    card.take_focus()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert hands.done == [f"open {people.children[0].ref}"]
    assert people.count == 1
