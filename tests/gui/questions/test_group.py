from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from asking import UYGHUR, Asking, converted, find, fresh, settle
from intake.forms import Session
from intake.ui import plain, theme
from intake.ui.look import Look
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.choosing import OneOfLines
from intake.ui.questions.group import GroupView
from intake.ui.questions.series import SeriesCard
from intake.ui.questions.text import LineEditor


def view_of(qtbot: QtBot, session: Session, group: str) -> tuple[GroupView, Asking]:
    hands = Asking(session)
    view = GroupView(find(session, group).children, hands)
    hands.after = lambda: view.refresh(session.changed)
    qtbot.addWidget(view)
    view.resize(800, 900)
    view.show()
    return view, hands


def test_an_answer_shows_what_depends_on_it_and_keeps_focus(qtbot: QtBot) -> None:
    session = fresh()
    view, _ = view_of(qtbot, session, "arrest")
    view.activateWindow()
    QTest.qWaitForWindowActive(view)
    who, how = (
        view.card_of(find(session, "who").ref),
        view.card_of(find(session, "how").ref),
    )
    assert isinstance(who, QuestionCard)
    assert isinstance(how, QuestionCard)
    assert who.isHidden()
    assert isinstance(how.editor, OneOfLines)
    how.editor.cards["saw"].setFocus()
    QTest.keyClicks(how.editor.cards["saw"], "2")
    assert not who.isHidden()
    assert how.editor.cards["told"].hasFocus()
    assert isinstance(who.editor, LineEditor)
    QTest.keyClicks(who.editor.field, "a neighbour")
    QTest.keyClicks(how.editor.cards["told"], "1")
    assert who.isHidden()
    view.flush()
    session.answer(find(session, "how").ref, "told")
    assert find(session, "who").value == "a neighbour"


def test_questions_stand_side_by_side_where_the_form_wants(qtbot: QtBot) -> None:
    session = fresh()
    view, _ = view_of(qtbot, session, "side")
    first, family = (
        view.card_of(find(session, name).ref) for name in ("first", "family")
    )
    assert first is not None
    assert family is not None
    assert first.geometry().top() == family.geometry().top()
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: first.geometry().left() > family.geometry().left())


def test_large_text_puts_them_one_below_another_and_loses_nothing(
    qtbot: QtBot, qapp: QApplication
) -> None:
    session = fresh()
    view, _ = view_of(qtbot, session, "side")
    first = view.card_of(find(session, "first").ref)
    assert isinstance(first, QuestionCard)
    assert isinstance(first.editor, LineEditor)
    QTest.keyClicks(first.editor.field, "Aynur")
    theme.apply(qapp, Look(zoom=200))
    settle()
    assert find(session, "first").value == "Aynur"
    one, other = (view.card_of(find(session, name).ref) for name in ("first", "family"))
    assert one is not None
    assert other is not None
    assert one is not first
    assert other.geometry().top() > one.geometry().top()


def test_a_table_is_one_sheet_without_its_doubled_title(qtbot: QtBot) -> None:
    session = fresh()
    view, _ = view_of(qtbot, session, "meals")
    assert len(view.cards) == 3
    view.take_focus()
    assert view.card_around(view.cards[1]) is view.cards[1]
    assert view.card_around(None) is None


def test_a_repeat_among_questions_is_a_list(qtbot: QtBot) -> None:
    session = fresh()
    view = GroupView([find(session, "people")], Asking(session))
    qtbot.addWidget(view)
    assert isinstance(view.cards[0], SeriesCard)
    session.answer(find(session, "name").ref, "Aynur")
    view.refresh(session.changed)
    buttons = view.cards[0].findChildren(QPushButton)
    words = [plain.button_text(button) for button in buttons]
    assert "Aynur" in words


def test_the_second_language_and_strictness_reach_every_card(qtbot: QtBot) -> None:
    session = fresh()
    view, _ = view_of(qtbot, session, "arrest")
    view.show_second(UYGHUR)
    view.be_strict()
    assert all(card.second == UYGHUR and card.strict for card in view.questions())


def test_five_hundred_questions_are_built_and_shown(qtbot: QtBot) -> None:
    lines = "\n".join(f"| | text | q{n} | Question {n} |" for n in range(500))
    form = converted(f"| survey |\n| | type | name | label |\n{lines}\n")
    session = fresh(form)
    view = GroupView(session.root.children, Asking(session))
    qtbot.addWidget(view)
    assert len(list(view.questions())) == 500
    assert len(view.findChildren(QWidget)) < 3000


def test_a_group_in_which_nothing_is_asked_has_no_heading(qtbot: QtBot) -> None:
    form = converted(
        "| survey |\n|  | type | name | label |\n|  | text | told | What happened? |\n"
    )
    session = fresh(form)
    assert find(session, "meta").children
    view = GroupView(session.root.children, Asking(session))
    qtbot.addWidget(view)
    view.show()
    said = [label.text() for label in view.findChildren(QLabel)]
    assert "What happened?" in said
    assert "Meta" not in said
