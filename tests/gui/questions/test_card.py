from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from asking import UYGHUR, Asking, converted, find, fresh
from intake.domain.record import Missing
from intake.forms import Session
from intake.ui import plain
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.dates import DateEditor
from intake.ui.questions.numbers import NumberEditor
from intake.ui.questions.text import LineEditor
from intake.ui.widgets.words import Question

CASCADE = """
| survey |
| | type | name | label | choice_filter |
| | select_one region | region | Region |
| | select_one town | town | Town | region = ${region} |

| choices |
| | list_name | name | label | region |
| | region | a | A |
| | region | b | B |
| | town | one | One | a |
| | town | two | Two | b |
"""


def card_of(qtbot: QtBot, session: Session, name: str) -> tuple[QuestionCard, Asking]:
    hands = Asking(session)
    page = QWidget()
    card = QuestionCard(find(session, name), hands, page)

    def refresh() -> None:
        # The page lives as long as the hands that refresh its card.
        assert page is not None
        card.refresh()

    hands.after = refresh
    QVBoxLayout(page).addWidget(card)
    qtbot.addWidget(page)
    page.show()
    return card, hands


def words_of(card: QuestionCard) -> str:
    return "\n".join(
        label.text() for label in card.findChildren(QLabel) if label.isVisible()
    )


STRESSED = """
| survey |
| | type | name | label | hint |
| | text | who | **Who** came? | _Slowly_, please. |
| | text | when | ## Then ${who} | |
"""


def test_a_card_shows_words_as_the_author_stressed_them(qtbot: QtBot) -> None:
    session = fresh(converted(STRESSED))
    session.answer(find(session, "who").ref, "*A*")
    asked = {}
    for name in ("who", "when"):
        card, _ = card_of(qtbot, session, name)
        (asked[name],) = card.findChildren(Question)
        assert card.editor is not None
    assert asked["who"].accessibleName() == "Who came?"
    assert asked["when"].accessibleName() == "Then *A*"
    assert "font-size:large" in asked["when"].text()


def test_a_card_shows_question_hint_and_that_an_answer_is_needed(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, fresh(), "when")
    said = words_of(card)
    assert "When was he arrested? *" in said
    assert "A season or a year is an answer too." in said
    assert "Do not press" not in said
    fold = [
        button
        for button in card.findChildren(QPushButton)
        if "interviewer" in plain.button_text(button)
    ]
    fold[0].click()
    assert "Do not press for a day." in words_of(card)


def test_what_does_not_fit_is_said_in_words_with_an_icon(qtbot: QtBot) -> None:
    session = fresh()
    card, _ = card_of(qtbot, session, "year")
    assert isinstance(card.editor, NumberEditor)
    QTest.keyClicks(card.editor.field, "1917")
    card.flush()
    assert card.item.value == "1917"
    assert "can't come before the arrest" in words_of(card)
    assert card.property("state") == "wrong"
    heard = QAccessible.queryAccessibleInterface(card.editor.field)
    assert "sentence read" in heard.text(QAccessible.Text.Name)
    assert "can't come before" in heard.text(QAccessible.Text.Description)


def test_what_is_refused_stays_in_the_field_and_in_the_note(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, fresh(), "year")
    assert isinstance(card.editor, NumberEditor)
    QTest.keyClicks(card.editor.field, "99999999999")
    card.flush()
    assert card.item.value == ""
    assert card.editor.field.text() == "99999999999"
    assert "too large" in words_of(card)
    assert "99999999999" in card.item.note
    card.flush()
    assert card.item.note.count("99999999999") == 1
    card.editor.field.clear()
    QTest.keyClicks(card.editor.field, "2018")
    card.flush()
    assert card.item.value == "2018"
    assert not card.property("state")


def test_half_a_date_is_kept_in_the_note(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, fresh(), "day")
    assert isinstance(card.editor, DateEditor)
    QTest.keyClicks(card.editor.boxes.year, "2017")
    card.flush()
    assert card.item.value == ""
    assert "2017" in card.item.note


def test_a_missing_answer_is_told_only_once_the_page_was_left(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, fresh(), "when")
    assert not card.property("state")
    card.strict = True
    card.refresh()
    assert card.property("state") == "wrong"
    card.mark(Missing.UNKNOWN)
    assert not card.property("state")
    assert "Does not know" in words_of(card)
    take_back = [
        button
        for button in card.findChildren(QPushButton)
        if plain.button_text(button) == "Take back"
    ]
    take_back[0].click()
    assert card.item.missing is None


def test_a_note_is_written_and_kept(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, fresh(), "first")
    card.write_note()
    QTest.keyClicks(card.note.area, "He hesitated.")
    card.flush()
    assert card.item.note == "He hesitated."
    again, _ = card_of(qtbot, fresh(), "first")
    assert not any(label.text() == "Your note" for label in again.findChildren(QLabel))


def test_a_choice_that_is_no_longer_offered_is_kept_with_a_warning(
    qtbot: QtBot,
) -> None:
    session = fresh(converted(CASCADE))
    session.answer(find(session, "region").ref, "a")
    session.answer(find(session, "town").ref, "one")
    session.answer(find(session, "region").ref, "b")
    card, _ = card_of(qtbot, session, "town")
    assert card.property("state") == "lost"
    assert "\u2068one\u2069" in words_of(card)


def test_the_second_language_stands_small_below(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, fresh(), "first")
    card.second = UYGHUR
    card.refresh()
    assert "ئىسمى" in words_of(card)
    card.second = ""
    card.refresh()
    assert "ئىسمى" not in words_of(card)


def test_a_question_that_is_not_asked_is_hidden(qtbot: QtBot) -> None:
    session = fresh()
    card, _ = card_of(qtbot, session, "who")
    assert card.isHidden()
    session.answer(find(session, "how").ref, "told")
    card.refresh()
    assert not card.isHidden()
    assert isinstance(card.editor, LineEditor)
    card.take_focus()
    QTest.keyClicks(card.editor.field, "a neighbour")
    card.flush()
    card.clear_answer()
    assert card.item.value == ""


def test_a_note_of_the_form_is_words_alone(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, fresh(), "intro")
    assert card.editor is None
    assert words_of(card) == "Take your time."
    card.take_focus()
    card.flush()
