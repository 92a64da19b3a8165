from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake.app import recovery
from intake.ui import theme
from intake.ui.desk.sheets import SheetsCard
from intake.ui.look import Look
from intake.ui.pages.work import Work
from intake.ui.widgets.page import Page
from kitchen import BEGUN, Kitchen
from seeing import button, said

Settle = Callable[[], None]


def card(qtbot: QtBot, kitchen: Kitchen) -> SheetsCard:
    page = Page()
    qtbot.addWidget(page)
    work = Work(page)
    made = SheetsCard(work)
    for thing in (work.banner, work.line, made):
        page.column.add(thing)
    page.resize(1000, 800)
    page.show()
    made.show_set(recovery.sheets(kitchen.desk, BEGUN, 2, 2))
    return made


def test_one_goes_from_sheet_to_sheet_and_hides_them(
    qtbot: QtBot, kitchen: Kitchen, settle: Settle
) -> None:
    shown = card(qtbot, kitchen)
    assert "2 sheets, here until you leave this page" in said(shown)
    button(shown, "Copy them by hand").click()
    settle()
    assert "Recovery sheet 1 of 2" in said(shown)
    assert not button(shown, "The sheet before").isEnabled()
    button(shown, "The next sheet").click()
    settle()
    assert "Recovery sheet 2 of 2" in said(shown)
    assert not button(shown, "The next sheet").isEnabled()
    button(shown, "Hide it").click()
    assert "Recovery sheet" not in said(shown)
    gone: list[bool] = []
    shown.gone.connect(lambda: gone.append(True))
    shown.done.click()
    assert gone == [True]
    assert not shown.isVisible()


@pytest.mark.parametrize("zoom", [100, 200, 250])
def test_a_sheet_fits_the_page_at_every_size(
    qtbot: QtBot, kitchen: Kitchen, settle: Settle, qapp: QApplication, *, zoom: int
) -> None:
    theme.apply(qapp, Look(zoom=zoom))
    shown = card(qtbot, kitchen)
    shown.show_sheet(0)
    settle()
    page = shown.window()
    assert isinstance(page, Page)
    assert page.column.horizontalScrollBar().maximum() == 0


def test_a_folder_that_is_not_there_is_said_and_nothing_is_lost(
    qtbot: QtBot, kitchen: Kitchen, settle: Settle, tmp_path: Path
) -> None:
    shown = card(qtbot, kitchen)
    shown.write(tmp_path / "gone")
    settle()
    page = shown.window()
    assert "There is no such folder." in said(page)
    assert shown.isVisible()
