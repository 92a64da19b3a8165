from pytestqt.qtbot import QtBot

from intake.ui.pages.locking_card import LockingCard
from intake.ui.sleeping import Sleeping
from intake.ui.window import Window
from kitchen import Kitchen
from seeing import said


def locking(qtbot: QtBot, kitchen: Kitchen, *, hears: bool | None) -> str:
    window = Window(lock=list, quick_exit=list)
    qtbot.addWidget(window)
    if hears is not None:
        sleeping = Sleeping(window)
        sleeping.hears_screen = sleeping.hears_sleep = hears
        window.lock_on_sleep(sleeping)
    card = LockingCard(window, kitchen.field)
    qtbot.addWidget(card)
    return said(card)


def test_it_says_what_works_on_this_machine(qtbot: QtBot, apart: Kitchen) -> None:
    text = locking(qtbot, apart, hears=True)
    assert "minutes without a key or a movement" in text
    assert "Locking the screen of this machine" in text
    assert "does not tell of it" not in text


def test_it_says_what_does_not(qtbot: QtBot, apart: Kitchen) -> None:
    for hears in (False, None):
        text = locking(qtbot, apart, hears=hears)
        assert text.count("the system does not tell of it") == 2
