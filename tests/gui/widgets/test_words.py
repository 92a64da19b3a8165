from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake.forms.styling import read
from intake.ui import theme, tokens
from intake.ui.look import Look
from intake.ui.widgets.words import Question, Text, selectable


def test_no_line_is_longer_than_can_be_read(qtbot: QtBot) -> None:
    text = Text("word " * 200)
    qtbot.addWidget(text)
    text.show()
    letter = text.fontMetrics().averageCharWidth()
    assert text.maximumWidth() == letter * tokens.LINE_CHARACTERS
    assert text.heightForWidth(300) > text.heightForWidth(600)


def test_a_question_is_larger_and_grows_with_the_zoom(
    qtbot: QtBot, qapp: QApplication
) -> None:
    question = Question("When?")
    qtbot.addWidget(question)
    question.show()
    before = question.fontMetrics().height()
    theme.apply(qapp, Look(zoom=200))
    question.ensurePolished()
    assert question.fontMetrics().height() > 1.8 * before


def test_words_keep_to_the_start_of_a_mirrored_page(qtbot: QtBot) -> None:
    text = Text("Juniper 14")
    qtbot.addWidget(text)
    text.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert text.alignment() & Qt.AlignmentFlag.AlignRight
    text.centre()
    assert text.alignment() & Qt.AlignmentFlag.AlignHCenter


def test_a_text_can_be_marked_when_asked(qtbot: QtBot) -> None:
    text = Text("1234")
    qtbot.addWidget(text)
    selectable(text)
    assert text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_words_that_follow_styled_ones_are_read_out_themselves(qtbot: QtBot) -> None:
    text = Text()
    qtbot.addWidget(text)
    text.show_styled(read("**Stop**"))
    assert text.accessibleName() == "Stop"
    text.say("Go on")
    assert (text.accessibleName(), text.text()) == ("", "Go on")
