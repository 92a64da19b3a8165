from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake.ui.look import Theme, current
from intake.ui.pages.look_card import LookCard
from intake.ui.widgets.page import Page
from intake.ui.window import Window


def look_card(qtbot: QtBot) -> tuple[Window, LookCard]:
    window = Window(lock=list, quick_exit=list)
    qtbot.addWidget(window)
    page = Page()
    card = LookCard(window)
    page.column.add(card)
    window.show_page(page)
    window.show()
    return window, card


def test_a_look_is_worn_at_once_and_told(qtbot: QtBot) -> None:
    _, card = look_card(qtbot)
    card.theme.choose(Theme.DARK)
    card.theme.activated.emit(1)
    card.way.choose("rtl")
    card.way.activated.emit(2)
    card.scale.choose("200")
    card.scale.activated.emit(5)
    card.contrast.click()
    look = current()
    assert (look.theme, look.mirrored, look.zoom) == (Theme.DARK, True, 200)
    assert look.contrast
    assert card.layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_the_zoom_keys_show_in_it(qtbot: QtBot, qapp: QApplication) -> None:
    window, card = look_card(qtbot)
    window.zoom(1)
    assert card.scale.value == "110"
