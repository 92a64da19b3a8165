from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asking import NOON, UYGHUR, Draft, converted, everything, find, settle
from intake.domain.errors import DiskFull
from intake.domain.record import Missing
from intake.ui import plain, theme
from intake.ui.look import Look
from intake.ui.pages.interview import InterviewPage
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.dates import DateEditor
from intake.ui.questions.text import AreaEditor, LineEditor
from intake.ui.window import Window
from kitchen import Kitchen, acquainted, begun
from seeing import MARKS

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    made = acquainted(tmp_path)
    yield made
    made.close()


def opened(qtbot: QtBot, draft: Draft | None = None) -> tuple[InterviewPage, Draft]:
    draft = draft or Draft(("account", everything()), ("closing", everything()))
    page = InterviewPage(draft, now=lambda: NOON)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    return page, draft


def card_of(page: InterviewPage, draft: Draft, name: str) -> QuestionCard:
    item = find(draft.session("account"), name)
    page.go_to_item("account", item)
    cards = [card for card in page.findChildren(QuestionCard) if card.item is item]
    return cards[-1]


def words_of(page: QWidget) -> str:
    settle()
    return "\n".join(
        label.text() for label in page.findChildren(QLabel) if label.isVisible()
    )


def test_an_answer_is_stored_and_the_foot_says_when(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    card = card_of(page, draft, "first")
    assert isinstance(card.editor, LineEditor)
    QTest.keyClicks(card.editor.field, "Aynur")
    QTest.keyClick(card.editor.field, Qt.Key.Key_Tab)
    assert card.item.value == "Aynur"
    assert "14:02:31" in page.below.saved.text()


def test_the_foot_says_that_all_is_saved_only_while_it_is(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    story = card_of(page, draft, "words")
    assert isinstance(story.editor, AreaEditor)
    ref = story.item.ref
    for letter in "They came":
        QTest.keyClicks(story.editor.area, letter)
        assert page.below.saved.text() == "Saving…"
    qtbot.waitUntil(lambda: "Saving" not in page.below.saved.text())
    assert story.item.value == "They came"
    assert "14:02:31" in page.below.saved.text()

    QTest.keyClicks(story.editor.area, " at night")
    qtbot.waitUntil(lambda: draft.held.get(("account", ref, False)) is not None)
    draft.fails = DiskFull()
    page.flush()
    assert "not saved" in page.below.saved.text()
    draft.fails = None
    QTest.keyClicks(story.editor.area, ".")
    assert "not saved" in page.below.saved.text()
    page.flush()
    assert "14:02:31" in page.below.saved.text()


def test_half_a_date_and_half_a_note_are_held_before_the_page_is_left(
    qtbot: QtBot,
) -> None:
    page, draft = opened(qtbot)
    day = card_of(page, draft, "day")
    assert isinstance(day.editor, DateEditor)
    QTest.keyClicks(day.editor.boxes.year, "2017")
    QTest.keyClick(day.editor.boxes.year, Qt.Key.Key_Tab)
    assert "2017" in draft.held["account", day.item.ref, False]
    assert day.item.note == ""
    day.write_note()
    QTest.keyClicks(day.note.area, "unsure")
    held = ("account", day.item.ref, True)
    qtbot.waitUntil(lambda: held in draft.held or day.item.note == "unsure")


def test_one_comes_back_to_the_sentence_one_was_in(qtbot: QtBot) -> None:
    draft = Draft(("account", everything()), ("closing", everything()))
    page, _ = opened(qtbot, draft)
    story = card_of(page, draft, "words")
    assert isinstance(story.editor, AreaEditor)
    QTest.keyClicks(story.editor.area, "They came")
    page.flush()
    part, ref, _language = draft.place
    assert (part, ref) == ("account", story.item.ref)
    page.hide()
    again = InterviewPage(draft, now=lambda: NOON, part=part, ref=ref)
    qtbot.addWidget(again)
    again.resize(1366, 768)
    again.show()
    again.activateWindow()
    QTest.qWaitForWindowActive(again)
    settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, " 1")
    again.flush()
    assert story.item.value == "They came 1"
    card = again.card
    assert card is not None
    top = card.mapTo(again.column, card.rect().topLeft()).y()
    assert 0 <= top < again.column.height()


def test_one_comes_back_to_the_line_at_its_end(qtbot: QtBot) -> None:
    draft = Draft(("account", everything()))
    first = find(draft.session("account"), "first")
    draft.answer("account", first.ref, "Aynur")
    page = InterviewPage(draft, now=lambda: NOON, part="account", ref=first.ref)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "a")
    page.flush()
    assert first.value == "Aynura"


def test_locking_loses_no_keystroke(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    story = card_of(page, draft, "words")
    assert isinstance(story.editor, AreaEditor)
    QTest.keyClicks(story.editor.area, "They came at night")
    day = card_of(page, draft, "day")
    assert isinstance(day.editor, DateEditor)
    QTest.keyClicks(day.editor.boxes.year, "2017")
    page.flush()
    session = draft.session("account")
    assert find(session, "words").value == "They came at night"
    assert "2017" in find(session, "day").note


def test_next_and_back_walk_what_is_asked_and_end_at_the_check(qtbot: QtBot) -> None:
    page, _ = opened(qtbot, Draft(("account", everything())))
    titles = []
    for _ in range(6):
        titles.append(page.title)
        page.go_next()
    assert titles == [
        "Arrest",
        "Where he was held",
        "Where he was held (2)",
        "Meals",
        "Side by side",
        "People",
    ]
    assert "Check" in words_of(page)
    assert plain.button_text(page.below.next) == "Finish the interview"
    with qtbot.waitSignal(page.finish_wanted):
        page.below.next.click()
    page.go_back()
    assert page.title == "People"
    assert plain.button_text(page.below.next) == "Check"


def test_a_problem_leads_to_its_question(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    year = find(draft.session("account"), "year")
    draft.answer("account", year.ref, "1917")
    page.check()
    count = len(draft.problems())
    assert f"{count} to check\n" in words_of(page).translate(MARKS)
    assert f"· {count} to check" in words_of(page).translate(MARKS)
    page.check_view.links[1].click()
    assert page.title == "Arrest"
    assert page.card is not None
    assert page.card.item is year
    assert "still needs an answer" in words_of(page)


def test_an_entry_opens_on_its_own_page_and_leads_back(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    people = find(draft.session("account"), "people")
    page.go_to_item("account", people)
    page.open_entry(people.children[0].ref)
    assert page.title == "People"
    card = card_of(page, draft, "name")
    assert isinstance(card.editor, LineEditor)
    QTest.keyClicks(card.editor.field, "Aynur")
    page.go_next()
    assert page.title == "People"
    draft.add_repeat("account", people.ref)
    page.open_entry(people.children[1].ref)
    page.go_back()
    assert page.title == "People"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_note_reason_and_check_are_a_key_away(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    card = card_of(page, draft, "first")
    QTest.keyClick(page, Qt.Key.Key_M, CONTROL)
    assert card.note.area.hasFocus()
    QTest.keyClicks(card.note.area, "hesitated")
    page.flush()
    assert card.item.note == "hesitated"
    QTest.keyClick(page, Qt.Key.Key_N, CONTROL)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.actions()[3].trigger()
    menu.close()
    assert card.item.missing is Missing.REFUSED
    QTest.keyClick(page, Qt.Key.Key_G, CONTROL)
    assert page.outline.search.hasFocus()
    QTest.keyClick(page, Qt.Key.Key_K, CONTROL)
    assert "Check" in words_of(page)


def test_the_last_answer_is_taken_back_by_a_key(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    card = card_of(page, draft, "first")
    assert isinstance(card.editor, LineEditor)
    QTest.keyClicks(card.editor.field, "Aynur")
    page.flush()
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(page, Qt.Key.Key_Z, CONTROL | alt)
    assert card.item.value == ""
    assert card.editor.field.text() == ""
    QTest.keyClick(page, Qt.Key.Key_Y, CONTROL | alt)
    assert card.editor.field.text() == "Aynur"
    assert "Given again: the answer to" in words_of(page)
    QTest.keyClicks(card.editor.field, "!")
    page.flush()
    assert "Given again" not in words_of(page)


def test_what_is_taken_back_elsewhere_is_shown(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    draft.answer("account", find(draft.session("account"), "county").ref, "hotan")
    assert page.title == "Arrest"
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(page, Qt.Key.Key_Z, CONTROL | alt)
    assert page.title == "Side by side"
    assert "Taken back: the answer to" in words_of(page)
    QTest.keyClick(page, Qt.Key.Key_Z, CONTROL | alt)
    assert "nothing to take back" in words_of(page)


def test_another_language_turns_the_questions_and_keeps_the_place(
    qtbot: QtBot,
) -> None:
    page, draft = opened(qtbot)
    card_of(page, draft, "first")
    page.ask_in(UYGHUR)
    assert page.title == "يانمۇيان"
    assert page.column.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert page.layoutDirection() is Qt.LayoutDirection.LeftToRight
    page.show_second("English (en)")
    assert "First name" in words_of(page)


def test_a_question_is_shown_with_the_cursor_in_it(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    card_of(page, draft, "first")
    card = card_of(page, draft, "order")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert card.isAncestorOf(focused)
    qtbot.waitUntil(lambda: page.column.verticalScrollBar().value() > 0)
    assert not card.visibleRegion().isEmpty()


def test_a_full_disk_is_said_and_the_answer_stays_in_its_field(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    card = card_of(page, draft, "first")
    draft.fails = DiskFull()
    assert isinstance(card.editor, LineEditor)
    QTest.keyClicks(card.editor.field, "Aynur")
    page.flush()
    assert "disk is full" in words_of(page)
    assert "not saved" in page.below.saved.text()
    assert card.editor.field.text() == "Aynur"
    draft.fails = None
    QTest.keyClicks(card.editor.field, "!")
    page.flush()
    assert "disk is full" not in words_of(page)
    assert card.item.value == "Aynur!"


def test_the_place_is_remembered_and_opened_again(qtbot: QtBot) -> None:
    draft = Draft(("account", everything()))
    county = find(draft.session("account"), "county")
    page = InterviewPage(draft, now=lambda: NOON, part="account", ref=county.ref)
    qtbot.addWidget(page)
    assert page.title == "Side by side"
    assert draft.place[0] == "account"


@pytest.mark.parametrize(
    ("ref", "title"),
    [
        ("/data/arrest", "Arrest"),
        ("/data/held", "Where he was held"),
        ("/data/side/county", "Side by side"),
        ("/data/side/was_here_once", "Side by side"),
        ("/data/people[9]/name", "People"),
        ("/data/people[1]/name", "People"),
        ("/elsewhere", "Arrest"),
        ("", "Arrest"),
    ],
)
def test_it_opens_at_the_nearest_page_never_at_a_blank_one(
    qtbot: QtBot, ref: str, title: str
) -> None:
    draft = Draft(("account", everything()))
    root = draft.session("account").root.ref
    page = InterviewPage(
        draft, now=lambda: NOON, part="account", ref=ref.replace("/data", root)
    )
    qtbot.addWidget(page)
    assert page.title == title
    page.show()
    assert title in words_of(page)


def test_a_form_with_one_group_opens_at_that_group(qtbot: QtBot) -> None:
    form = converted(
        "| survey |\n| | type | name | label | relevant |\n"
        "| | begin_group | story | The story | |\n"
        "| | text | words | What happened? | |\n"
        "| | end_group |\n"
        "| | begin_group | later | Later | ${words} = 'x' |\n"
        "| | text | more | And then? | |\n"
        "| | end_group |\n"
    )
    for name in ("story", "later"):
        draft = Draft(("account", form))
        ref = find(draft.session("account"), name).ref
        page = InterviewPage(draft, now=lambda: NOON, part="account", ref=ref)
        qtbot.addWidget(page)
        page.show()
        assert "What happened?" in words_of(page)


def test_the_cursor_stands_in_the_first_question_not_in_the_search(
    qtbot: QtBot,
) -> None:
    window = Window(lock=lambda: None, quick_exit=lambda: None)
    qtbot.addWidget(window)
    before = QPushButton("Open Juniper 14")
    window.show_page(before)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    before.setFocus()
    draft = Draft(("account", everything()))
    page = InterviewPage(draft, now=lambda: NOON)
    window.show_page(page)
    settle()
    assert page.card is not None
    assert page.card.item is find(draft.session("account"), "when")
    focused = window.focusWidget()
    assert focused is not None
    assert page.card.isAncestorOf(focused)
    entry = page.outline.entries[1]
    entry.setFocus()
    entry.click()
    settle()
    focused = window.focusWidget()
    assert focused is not None
    assert page.card is not None
    assert page.card.isAncestorOf(focused)


def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot) -> None:
    page, _ = opened(qtbot, Draft(("account", everything())))
    unnamed = []
    for _ in range(7):
        for widget in page.findChildren(QWidget):
            if not (widget.isVisible() and widget.focusPolicy().value):
                continue
            heard = QAccessible.queryAccessibleInterface(widget)
            if not heard.text(QAccessible.Text.Name):
                unnamed.append((page.title, type(widget).__name__))
        page.go_next()
    assert unnamed == []


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("language", ["en", "ug"])
def test_no_page_grows_past_its_window(
    qtbot: QtBot, qapp: QApplication, zoom: int, language: str
) -> None:
    theme.apply(qapp, Look(zoom=zoom, language=language))
    draft = Draft(("account", everything()))
    draft.set_language(UYGHUR)
    page, _ = opened(qtbot, draft)
    for _ in range(7):
        assert (page.width(), page.height()) == (1366, 768)
        assert page.minimumSizeHint().height() <= 768
        assert page.minimumSizeHint().width() <= 1366
        page.go_next()


def test_the_programs_own_interview_fits_the_page(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    interview = begun(kitchen.field)
    page = InterviewPage(interview, now=lambda: NOON)
    qtbot.addWidget(page)
    page.show()
    for _ in range(60):
        page.go_next()
    assert "Check" in words_of(page)
    with qtbot.waitSignal(page.lock_wanted):
        page.above.lock.click()
    with qtbot.waitSignal(page.leave_wanted):
        page.above.leave.click()


def test_ctrl_f_goes_to_the_search_from_a_question_and_from_the_check(
    qtbot: QtBot,
) -> None:
    page, draft = opened(qtbot)
    card_of(page, draft, "words")
    for start in (page.go_next, page.check):
        start()
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_F, CONTROL)
        assert page.outline.search.hasFocus()


def test_another_language_leaves_the_cursor_where_it_was(qtbot: QtBot) -> None:
    page, draft = opened(qtbot)
    story = card_of(page, draft, "words")
    assert isinstance(story.editor, AreaEditor)
    QTest.keyClicks(story.editor.area, "They")
    page.ask_in(UYGHUR)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, " came")
    page.flush()
    assert find(draft.session("account"), "words").value == "They came"
