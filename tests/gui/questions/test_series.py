from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
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
    assert [word for word in words if word] == [
        *("Add", "1. Aynur", "Remove", "2. People 2", "Remove"),
    ]
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
