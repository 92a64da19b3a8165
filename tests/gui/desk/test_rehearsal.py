from collections.abc import Callable

from pytestqt.qtbot import QtBot

from intake.app import recovery
from intake.ui.desk.rehearsal import RehearsalCard
from intake.ui.pages.work import Work
from intake.ui.widgets.page import Page
from kitchen import BEGUN, Kitchen
from seeing import button

Settle = Callable[[], None]


def test_stopping_forgets_what_was_typed(
    qtbot: QtBot, kitchen: Kitchen, settle: Settle
) -> None:
    first, second, _ = recovery.sheets(kitchen.desk, BEGUN)
    page = Page()
    qtbot.addWidget(page)
    work = Work(page)
    card = RehearsalCard(kitchen.desk, work, lambda: BEGUN)
    for thing in (work.banner, work.line, card):
        page.column.add(thing)
    page.show()
    done: list[bool] = []
    card.rehearsed.connect(lambda: done.append(True))
    button(page, "Begin the rehearsal").click()
    card.words.words.setPlainText(" ".join(first.words))
    card.words.take.click()
    button(page, "Stop").click()
    assert card.words.typed == ()
    button(page, "Begin the rehearsal").click()
    for sheet in (second, first):
        card.words.words.setPlainText(" ".join(sheet.words))
        card.words.take.click()
    settle()
    assert done == [True]
    assert not card.words.isVisible()
