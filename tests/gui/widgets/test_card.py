from PySide6.QtWidgets import QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot

from intake.ui.widgets.card import Card, Figures, row, rule
from intake.ui.widgets.words import Text


def test_a_card_holds_widgets_and_layouts_and_shows_its_state(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    card.add(Text("one"))
    card.add(row(Text("two"), None, rule()))
    inner = QVBoxLayout()
    card.add(inner)
    assert card.body.count() == 3
    card.show_state("wrong")
    assert card.property("state") == "wrong"


def test_figures_can_be_said_anew(qtbot: QtBot) -> None:
    figures = Figures([("2", "drafts", ""), ("5", "sealed", "closed here")])
    qtbot.addWidget(figures)
    figures.say([("3", "drafts", ""), ("4", "sealed", "closed here")])
    said = [label.text() for label in figures.findChildren(QLabel)]
    assert said == ["3", "drafts", "", "4", "sealed", "closed here"]
