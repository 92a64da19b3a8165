"""No part of a page is shown as a window of its own before it has its place.

Such a window flashes, and takes the focus from the one that a person types into.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake.app.desk import packs as desk_packs
from intake.ui.jobs import under_way
from intake.ui.pages.field import FieldPages
from intake.ui.pages.from_desk import FromDesk
from intake.ui.pages.interview import InterviewPage
from intake.ui.window import Window
from kitchen import BEGUN, Kitchen, acquainted, strangers, told
from seeing import button, settle


class Flashes(QObject):
    """Remembers every window that is shown, but for the program's one."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        shown = thing if event.type() == QEvent.Type.Show else None
        window = isinstance(shown, QWidget) and shown.isWindow()
        if window and not isinstance(thing, Window):
            self.seen.append(type(thing).__name__)
        return False


@pytest.fixture
def flashes(qapp: QApplication) -> Iterator[Flashes]:
    made = Flashes()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    made = acquainted(tmp_path_factory.mktemp("vaults"))
    yield made
    made.close()


def test_every_page_of_the_interviewer_is_born_in_the_window(
    qtbot: QtBot, kitchen: Kitchen, flashes: Flashes
) -> None:
    window = Window(lock=lambda: None, quick_exit=lambda: None)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    pages = FieldPages(window, kitchen.field)
    for place in ("interviews", "hand over", "from the desk", "card", "settings"):
        pages.go(place)
    pages.show_from_desk(first=True)
    others = strangers(kitchen.stick / "others")
    made = desk_packs.make(others.desk, others.stick, BEGUN)
    others.close()
    from_desk = window.page
    assert isinstance(from_desk, FromDesk)
    from_desk.look_at(made.path)
    settle(qtbot)
    pages.show_new_interview()
    qtbot.waitUntil(lambda: not under_way(), timeout=60_000)
    pages.open_interview(told(kitchen.field).id)
    interview = window.findChildren(InterviewPage)[-1]
    interview.check()
    interview.go_next()
    button(window, "Finish and seal").click()
    settle(qtbot)
    assert flashes.seen == []
    assert window.isActiveWindow()
