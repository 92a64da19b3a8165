import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from intake.forms.styling import quoted, read, written
from intake.ui import plain
from intake.ui.widgets.buttons import Button

SNARE = '<img src="/etc/hostname"><b>Aynur & Co</b>'


def test_a_name_that_looks_like_html_stays_letters(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    plain.label(label, SNARE)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == SNARE


def test_stressed_words_are_drawn_and_their_letters_are_escaped(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    plain.styled(label, read(f"**now** {quoted(SNARE)}"))
    assert label.textFormat() is Qt.TextFormat.RichText
    assert "font-weight:700" in label.text()
    assert "<img" not in label.text()
    page = QTextDocument()
    page.setHtml(label.text())
    assert page.toPlainText() == f"now {SNARE}"
    assert label.accessibleName() == f"now {SNARE}"


def test_words_without_stress_stay_plain_text(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    plain.styled(label, read("**now**"))
    plain.styled(label, written(SNARE))
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == SNARE
    assert label.accessibleName() == ""


@pytest.mark.parametrize(
    ("colour", "shown"), [("#900", "#990000"), ("#fff", ""), ("nonsense", "")]
)
def test_a_colour_counts_where_it_can_be_read(
    qtbot: QtBot, colour: str, shown: str
) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    plain.styled(label, read(f'<span style="color:{colour}">**now**</span>'))
    assert label.text().count("color:") == bool(shown)
    assert shown in label.text()


def test_a_tip_is_escaped(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    plain.tip(widget, SNARE)
    assert "<img" not in widget.toolTip()
    assert "&lt;img" in widget.toolTip()
    plain.tip(widget, "")
    assert widget.toolTip() == ""


def test_an_ampersand_on_a_button_is_a_letter(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    plain.button(button, "Aynur & Co")
    assert button.text() == "Aynur && Co"
    assert button.shortcut().isEmpty()
    assert plain.button_text(button) == "Aynur & Co"


def test_a_text_that_runs_the_other_way_keeps_its_order(qtbot: QtBot) -> None:
    button = Button("Not answered…")
    page = QWidget()
    button.setParent(page)
    qtbot.addWidget(page)
    assert button.text() == "Not answered…"
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert button.text() == "\u2068Not answered…\u2069"
    assert plain.button_text(button) == "Not answered…"
    plain.button(button, "جاۋاب يوق…")
    assert button.text() == "جاۋاب يوق…"


def test_a_name_isolated_at_the_start_of_a_button_stays_so(qtbot: QtBot) -> None:
    button = Button("\u2068People 1\u2069: Age")
    page = QWidget()
    button.setParent(page)
    qtbot.addWidget(page)
    assert plain.button_text(button) == "\u2068People 1\u2069: Age"
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert plain.button_text(button) == "\u2068People 1\u2069: Age"


def test_a_reader_is_told_name_and_description(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    plain.spoken(widget, "Age", "In years")
    assert widget.accessibleName() == "Age"
    assert widget.accessibleDescription() == "In years"
