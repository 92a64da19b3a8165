from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from asking import UYGHUR, Draft, everything, find
from intake.domain.record import Missing
from intake.ui import plain
from intake.ui.pages.interview_check import CheckView


def test_each_problem_is_a_link_to_its_question(qtbot: QtBot) -> None:
    draft = Draft(("account", everything()))
    session = draft.session("account")
    draft.answer("account", find(session, "year").ref, "1917")
    gone: list[str] = []
    view = CheckView(draft.parts, draft.problems(), lambda _part, ref: gone.append(ref))
    qtbot.addWidget(view)
    words = [plain.button_text(link) for link in view.links]
    assert words == [
        "When was he arrested?",
        "In which year was the sentence read?",
        "\u2068People\u2069: Age",
    ]
    assert "can't come before" in view.links[1].accessibleDescription()
    view.links[1].click()
    assert gone == [find(session, "year").ref]


def test_everything_can_be_read_back(qtbot: QtBot) -> None:
    draft = Draft(("account", everything()), ("closing", everything()))
    session = draft.session("account")
    draft.answer("account", find(session, "first").ref, "<b>Aynur</b>")
    draft.mark("account", find(session, "family").ref, Missing.UNSAFE)
    draft.note("account", find(session, "family").ref, "He looked away.")
    view = CheckView(draft.parts, (), lambda _part, _ref: None)
    qtbot.addWidget(view)
    buttons = view.told.findChildren(QPushButton)
    buttons[0].click()
    said = [label.text() for label in view.findChildren(QLabel)]
    assert "<b>Aynur</b>" in said
    assert "Not safe to record" in said
    assert "Note: \u2068He looked away.\u2069" in said
    assert "Nothing is answered here." in said


def test_what_is_read_back_runs_as_its_language_does(qtbot: QtBot) -> None:
    draft = Draft(("account", everything()))
    session = draft.session("account")
    draft.answer("account", find(session, "first").ref, "Aynur")
    session.set_language(UYGHUR)
    view = CheckView(draft.parts, (), lambda _part, _ref: None)
    qtbot.addWidget(view)
    view.told.findChildren(QPushButton)[0].click()
    (answer,) = [each for each in view.findChildren(QLabel) if each.text() == "Aynur"]
    assert answer.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert view.told.layoutDirection() is Qt.LayoutDirection.LeftToRight
