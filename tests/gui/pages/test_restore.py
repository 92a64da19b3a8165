from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from intake.app import backup, cards, opening, recovery
from intake.app.opening import Opened
from intake.app.recovery import Sheet
from intake.ui import theme
from intake.ui.look import Look
from intake.ui.pages.restore import Restore, Step
from intake.ui.pages.restore_sheets import DeskStep
from intake.ui.widgets.page import Scroll
from kitchen import BEGUN, CHEAP, PASSPHRASE, Kitchen
from seeing import button, said, settle, show, type_into

NEW = "orchard velvet comet basin tulip window"
FROM_SHEETS: Callable[..., Opened] = partial(recovery.restore, cost=CHEAP)


def restoring(qtbot: QtBot, folder: Path) -> tuple[Restore, list[Opened]]:
    page = Restore(folder, from_sheets=FROM_SHEETS, now=lambda: BEGUN)
    back: list[Opened] = []
    page.restored.connect(back.append)
    show(qtbot, page)
    return page, back


def type_digits(step: DeskStep, digits: str) -> None:
    groups = digits.split()
    for field in step.code.findChildren(QLineEdit):
        place = int(field.accessibleName().removeprefix("Group ")) - 1
        field.clear()
        QTest.keyClicks(field, groups[place])


def give_sheets(page: Restore, sheets: tuple[Sheet, ...]) -> None:
    page.sheets_choice.setChecked(True)
    page.go_on()
    for sheet in sheets[:2]:
        page.sheets.words.words.setPlainText(" ".join(sheet.words))
        page.sheets.words.read()
    QTest.qWait(1)


def give_passphrase(page: Restore) -> None:
    QTest.qWait(1)
    edits = [
        each for each in page.new.findChildren(QLineEdit) if each.isVisibleTo(page)
    ]
    for edit in edits:
        QTest.keyClicks(edit, NEW)
    page.go_on()


def test_a_desk_comes_back_from_what_stands_on_its_sheets(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    sheets = recovery.sheets(apart.desk, BEGUN)
    page, back = restoring(qtbot, tmp_path / "again")
    page.go_on()
    assert "Choose one of the two." in said(page)
    give_sheets(page, sheets)
    assert "Which desk was it?" in said(page)
    page.go_on()
    assert "fill in everything below it" in said(page)
    desk = page.desk
    desk.name.setText("North")
    desk.day.setText(sheets[0].desk.made.isoformat())
    type_digits(desk, "0000 " * 10)
    page.go_on()
    give_passphrase(page)
    settle(qtbot)
    assert "they do not bring back the desk with these digits" in said(page)
    assert not opening.exists(tmp_path / "again")
    page.go_back()
    type_digits(desk, sheets[0].digits)
    page.go_on()
    page.go_on()
    settle(qtbot)
    assert "The desk North is back, with the card it had." in said(page)
    assert back == []
    button(page, "Open it").click()
    (opened,) = back
    assert opened.card.card == apart.desk.card.card
    opened.close()


def test_a_desk_comes_back_by_the_file_of_its_card(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    sheets = recovery.sheets(apart.desk, BEGUN)
    page, back = restoring(qtbot, tmp_path / "again")
    give_sheets(page, sheets)
    page.desk.take(cards.save(apart.desk, apart.stick))
    assert not page.desk.name.isVisible()
    page.go_on()
    give_passphrase(page)
    settle(qtbot)
    button(page, "Open it").click()
    assert [one.name for one in back] == ["North"]
    back[0].close()


def test_a_vault_comes_back_from_its_copy(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    copy = backup.make(apart.field, apart.stick, PASSPHRASE, BEGUN).path
    page, back = restoring(qtbot, tmp_path / "again")
    page.from_copy.setChecked(True)
    page.go_on()
    page.go_on()
    assert "Choose the folder of the copy first." in said(page)
    page.copy.take(copy)
    type_into(page.copy.passphrase, "not this one")
    page.go_on()
    settle(qtbot)
    assert "does not open the vault" in said(page)
    type_into(page.copy.passphrase, PASSPHRASE)
    page.go_on()
    settle(qtbot)
    assert "The vault of Cedar is here as it was" in said(page)
    assert page.copy.given().passphrase == ""
    button(page, "Open it").click()
    assert [one.name for one in back] == ["Cedar"]
    back[0].close()


def test_where_a_vault_is_already_it_says_that_it_is_kept_aside(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    copy = backup.make(apart.field, apart.stick, PASSPHRASE, BEGUN).path
    apart.field.close()
    page, _ = restoring(qtbot, tmp_path / "field")
    assert "A vault is here already. It is not lost" in said(page)
    page.copy.take(copy)
    type_into(page.copy.passphrase, PASSPHRASE)
    page.go_on()
    settle(qtbot)
    assert "What was here before lies in" in said(page)
    # Left without opening it, it is closed again.
    page.flush()
    opening.unlock(tmp_path / "field", PASSPHRASE).close()


def test_one_goes_back_step_by_step_and_out(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    page, _ = restoring(qtbot, tmp_path / "again")
    give_sheets(page, recovery.sheets(apart.desk, BEGUN))
    page.go_back()
    assert page.sheets.words.typed == ()
    page.go_back()
    with qtbot.waitSignal(page.left):
        page.go_back()


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("zoom", [100, 200])
def test_no_step_is_wider_than_an_old_laptops_screen(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, *, zoom: int, mirrored: bool
) -> None:
    theme.apply(qapp, Look(zoom=zoom, mirrored=mirrored))
    page, _ = restoring(qtbot, tmp_path / "again")
    (scroll,) = page.findChildren(Scroll)
    for step in Step:
        page.show_step(step)
        qtbot.wait(5)
        assert scroll.horizontalScrollBar().maximum() == 0, step
