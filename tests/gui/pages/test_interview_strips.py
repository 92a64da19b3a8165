from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from asking import ENGLISH, UYGHUR, Asking, find, fresh
from intake.ui import plain
from intake.ui.pages.interview_strips import LanguageChoice, Reasons, SavedLine
from intake.ui.questions.card import QuestionCard


def test_both_languages_are_chosen_from_one_button(qtbot: QtBot) -> None:
    choice = LanguageChoice([ENGLISH, UYGHUR], ENGLISH)
    qtbot.addWidget(choice)
    choice.fill()
    actions = choice.menu_.actions()
    with qtbot.waitSignal(choice.asked_in) as asked:
        next(one for one in actions if one.text() == "Uyghur").trigger()
    assert asked.args == [UYGHUR]
    with qtbot.waitSignal(choice.second_wanted) as second:
        choice.turn_second()
    assert second.args == [UYGHUR]
    with qtbot.waitSignal(choice.second_wanted) as second:
        choice.turn_second()
    assert second.args == [""]
    assert "English" in choice.accessibleName()


def test_one_language_leaves_nothing_to_choose(qtbot: QtBot) -> None:
    choice = LanguageChoice([ENGLISH], ENGLISH)
    qtbot.addWidget(choice)
    assert choice.isHidden()


def test_it_says_when_all_was_saved(qtbot: QtBot) -> None:
    line = SavedLine()
    qtbot.addWidget(line)
    assert line.text() == "Every answer is saved"
    line.saved_at(datetime(2026, 11, 23, 14, 2, 31, tzinfo=UTC))
    assert "14:02:31" in line.text()
    line.not_saved()
    assert "not saved" in line.text()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_reason_is_chosen_and_an_answer_is_taken_away_first(qtbot: QtBot) -> None:
    session = fresh()
    card = QuestionCard(find(session, "first"), Asking(session))
    button = QWidget()
    qtbot.addWidget(card)
    qtbot.addWidget(button)
    reasons = Reasons(button)
    reasons.offer(card, button)
    reasons.hide()
    words = [action.text() for action in reasons.actions()]
    assert words[0] == "First name"
    assert words[2:6] == [
        "Not asked",
        "Refused",
        "Does not know",
        "Not safe to record",
    ]
    reasons.actions()[3].trigger()
    assert str(card.item.missing) == "refused"
    reasons.offer(card, button)
    reasons.actions()[-1].trigger()
    assert str(card.item.missing) == "None"
    session.answer(card.item.ref, "Aynur")
    reasons.offer(card, button)
    assert not reasons.actions()[3].isEnabled()
    reasons.actions()[-1].trigger()
    assert card.item.value == ""
    reasons.hide()


def test_languages_are_called_without_their_tags_unless_they_are_called_alike(
    qtbot: QtBot,
) -> None:
    choice = LanguageChoice(["English (en)", "Chinese (zh-Hans)"], "English (en)")
    qtbot.addWidget(choice)
    assert plain.button_text(choice) == "English"
    alike = ["Chinese (zh-Hans)", "Chinese (zh-Hant)"]
    other = LanguageChoice(alike, alike[1])
    qtbot.addWidget(other)
    assert plain.button_text(other) == "Chinese (zh-Hant)"
