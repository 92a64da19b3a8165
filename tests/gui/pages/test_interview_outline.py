from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from asking import find, fresh, settle
from intake.forms import Progress, Session
from intake.ui import plain
from intake.ui.pages.interview_outline import Outline
from intake.ui.pages.interview_places import Status, places_in, titles_of
from intake.ui.widgets.navigation import NavigationEntry


def shown(qtbot: QtBot, session: Session) -> Outline:
    outline = Outline()
    qtbot.addWidget(outline)
    places = list(places_in("account", session.root))
    titles = titles_of(places, {"account": "Account"})
    outline.show_places(places, titles, [("account", "Account", session.root)])
    outline.show()
    return outline


def test_each_place_is_named_and_marked_aloud(qtbot: QtBot) -> None:
    outline = shown(qtbot, fresh())
    outline.show_status(0, Status.WRONG, asked=True)
    outline.show_status(1, Status.EMPTY, asked=False)
    assert outline.entries[0].accessibleName() == "Arrest, something to correct"
    assert outline.entries[1].isHidden()
    with qtbot.waitSignal(outline.chosen) as chosen:
        outline.entries[0].click()
    assert chosen.args == [0]


def test_a_question_is_found_by_its_words_and_by_its_answer(qtbot: QtBot) -> None:
    session = fresh()
    session.answer(find(session, "first").ref, "Aynur")
    outline = shown(qtbot, session)
    outline.search.setText("aynur")
    with qtbot.waitSignal(outline.found) as found:
        QTest.keyClick(outline.search, Qt.Key.Key_Return)
    assert found.args is not None
    assert found.args[1] is find(session, "first")
    outline.search.setText("which count")
    outline.look_for()
    settle()
    hits = [
        entry
        for entry in outline.findChildren(NavigationEntry)
        if entry.accessibleName().startswith("Which count")
    ]
    assert len(hits) == 2
    outline.search.setText("zzz")
    outline.look_for()
    settle()
    assert any(
        label.text() == "Nothing found." for label in outline.findChildren(QLabel)
    )
    outline.search.clear()
    outline.look_for()
    assert not outline.entries[0].isHidden()


def test_a_page_is_found_by_its_title_and_the_search_can_be_left(
    qtbot: QtBot,
) -> None:
    outline = shown(qtbot, fresh())
    title = plain.button_text(outline.entries[1])
    outline.search.setText(title)
    with qtbot.waitSignal(outline.chosen) as chosen:
        QTest.keyClick(outline.search, Qt.Key.Key_Return)
    assert chosen.args == [1]
    assert not outline.entries[0].isVisible()
    QTest.keyClick(outline.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(outline.entries[0].isVisible)
    outline.search.setText("zzz")
    outline.look_for()
    assert not outline.entries[0].isVisible()
    outline.end_search()
    assert outline.entries[0].isVisible()
    assert outline.search.text() == ""


def test_the_progress_is_told_in_numbers(qtbot: QtBot) -> None:
    session = fresh()
    outline = shown(qtbot, session)
    places = list(places_in("account", session.root))
    told = [Progress(100, 40, 9), Progress(20, 1, 0)]
    outline.show_marks(places, (), told)
    said = [label.text() for label in outline.findChildren(QLabel)]
    assert "\u206841\u2069 of \u2068120\u2069 answered" in said
    outline.show_marks(places, {places[0].key}, told)
    said = [label.text() for label in outline.findChildren(QLabel)]
    assert any("\u20681\u2069 to check" in one for one in said)
    with qtbot.waitSignal(outline.check_wanted):
        outline.findChildren(NavigationEntry)[-1].click()
    outline.show_current(-1)
