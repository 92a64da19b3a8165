import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from intake.ui import theme
from intake.ui.look import Look
from intake.ui.widgets.buttons import PrimaryButton
from intake.ui.widgets.card import Card
from intake.ui.widgets.page import CentredPage, Page, Rail, clear
from intake.ui.widgets.words import Hint, Question, Small, Text

UYGHUR = "ئۇنىڭ قولغا ئېلىنغان ۋاقتى ۋە جايى"


@pytest.mark.parametrize("zoom", [100, 200, 250])
@pytest.mark.parametrize("words", ["When was he arrested, and where?", UYGHUR])
def test_a_page_never_grows_past_its_window(
    qtbot: QtBot, qapp: QApplication, zoom: int, words: str
) -> None:
    theme.apply(qapp, Look(zoom=zoom))
    rail = Rail()
    for _ in range(40):
        rail.list.addWidget(Text(words))
    page = Page(rail=rail, bar=True, foot=True)
    page.bar.add(Text(words, wraps=False))
    page.heading(words)
    for _ in range(20):
        card = Card()
        card.add(Question(words * 3))
        page.column.add(card)
    page.foot.add(Small(words, wraps=False))
    page.foot.gap()
    page.foot.add(PrimaryButton(words[:8]))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    assert (page.width(), page.height()) == (1366, 768)
    assert page.minimumSizeHint().height() <= 768
    assert page.foot.geometry().bottom() == 767
    assert page.column.verticalScrollBar().maximum() > 0
    assert page.column.horizontalScrollBar().maximum() == 0
    assert rail.width() <= 1366 / 3


def test_the_column_stands_in_the_middle(qtbot: QtBot) -> None:
    page = Page()
    page.column.add(Card())
    qtbot.addWidget(page)
    page.resize(1600, 700)
    page.show()
    content = page.column.content
    left = content.mapTo(page, content.rect().topLeft()).x()
    assert abs(left - (1600 - left - content.width())) <= 20


def test_a_column_brings_a_thing_into_view(qtbot: QtBot) -> None:
    page = Page()
    cards = [Card() for _ in range(40)]
    for card in cards:
        card.add(Text("x"))
        page.column.add(card)
    page.column.rest()
    qtbot.addWidget(page)
    page.resize(600, 400)
    page.show()
    qtbot.waitUntil(lambda: page.column.verticalScrollBar().maximum() > 0)
    page.column.reveal(cards[-1])
    qtbot.waitUntil(lambda: page.column.verticalScrollBar().value() > 0)


def test_a_centred_page_holds_one_card(qtbot: QtBot) -> None:
    page = CentredPage()
    page.add(Text("Unlock"))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.flush()
    middle = page.card.mapTo(page, page.card.rect().center())
    assert abs(middle.x() - 500) < 12
    assert abs(middle.y() - 350) < 12


def test_a_layout_is_cleared_with_all_it_holds(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    text = Text("gone")
    inner = QVBoxLayout()
    inner.addWidget(text)
    card.add(inner)
    with qtbot.waitSignal(text.destroyed):
        clear(card.body)
    assert card.body.count() == 0


def test_a_page_that_fits_does_not_scroll(qtbot: QtBot) -> None:
    page = Page()
    page.heading("Recovery sheets")
    for _ in range(4):
        card = Card()
        card.add(Question("If this machine is taken"))
        card.add(
            Hint("Nobody can open what was sealed, unless the keys come back. " * 3)
        )
        page.column.add(card)
    page.column.rest()
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    assert page.column.verticalScrollBar().maximum() == 0
    page.resize(1366, 400)
    assert page.column.verticalScrollBar().maximum() > 0
