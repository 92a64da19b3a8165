from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from intake.app.desk import receipts as desk_receipts
from intake.app.field import receipts
from intake.ui.desk.receipts import ReceiptsPage
from intake.ui.desk.shell import RECEIPTS, DeskShell
from intake.ui.window import Window
from kitchen import BEGUN, Kitchen

LATER = BEGUN + timedelta(hours=3)
Settle = Callable[[], None]


def page_of(shell: DeskShell, window: Window, settle: Settle) -> ReceiptsPage:
    shell.go(RECEIPTS)
    settle()
    page = window.page
    assert isinstance(page, ReceiptsPage)
    return page


def test_who_waits_is_listed_with_how_many(
    arrived: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = page_of(shell, window, settle)
    model = page.table.model()
    assert [model.index(0, column).data() for column in (0, 1)] == ["Cedar", "2"]


def test_a_receipt_is_written_and_the_field_takes_it(
    arrived: Kitchen, shell: DeskShell, window: Window, settle: Settle, tmp_path: Path
) -> None:
    page = page_of(shell, window, settle)
    folder = tmp_path / "back"
    folder.mkdir()
    page.write(folder)
    settle()
    (made,) = list(folder.iterdir())
    assert len(receipts.accept(arrived.field, made, LATER).removed) == 2
    assert "Cedar" in page.work.banner.text
    assert page.empty.isVisible()
    assert not page.make.isEnabled()


def test_a_lost_receipt_is_made_again(
    arrived: Kitchen, shell: DeskShell, window: Window, settle: Settle, tmp_path: Path
) -> None:
    lost, found = tmp_path / "lost", tmp_path / "found"
    lost.mkdir()
    found.mkdir()
    desk_receipts.make(arrived.desk, lost, LATER)
    page = page_of(shell, window, settle)
    page.write(found, again=True)
    settle()
    (made,) = list(found.iterdir())
    assert len(receipts.accept(arrived.field, made, LATER).removed) == 2


def test_nobody_who_waits_is_said(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle, tmp_path: Path
) -> None:
    page = page_of(shell, window, settle)
    assert page.empty.isVisible()
    page.write(tmp_path, again=True)
    settle()
    assert page.work.banner.isVisible()
