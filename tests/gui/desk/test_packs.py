from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake.app.desk import packs as desk_packs
from intake.app.field import packs, protocols
from intake.domain.policy import SealWhen
from intake.ui.desk.packs import PacksPage
from intake.ui.desk.shell import PACKS, DeskShell
from intake.ui.widgets.digits import DigitsLine
from intake.ui.widgets.words import Text
from intake.ui.window import Window
from kitchen import BEGUN, FORM, Kitchen, groups

Settle = Callable[[], None]

FAULTY = """| survey |
| | type | name | label |
| | select_one nowhere | kind | Which kind? |
"""


def page_of(shell: DeskShell, window: Window, settle: Settle) -> PacksPage:
    shell.go(PACKS)
    settle()
    page = window.page
    assert isinstance(page, PacksPage)
    return page


def texts(page: PacksPage) -> str:
    labels = page.findChildren(Text)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_a_first_pack_holds_the_built_in_questionnaire_and_shows_the_digits_to_read_out(
    apart: Kitchen, window: Window, settle: Settle, tmp_path: Path
) -> None:
    page = page_of(DeskShell(window, apart.desk), window, settle)
    going = [each.id for each in protocols.known(apart.desk)]
    assert going == [protocols.BUILT_IN]
    assert not page.built_in.isVisible()
    page.write(apart.stick)
    settle()
    (digits,) = page.findChildren(DigitsLine)
    assert digits.isVisible()
    (made,) = list(apart.stick.iterdir())
    known = packs.accept(
        apart.field, made, BEGUN, groups(apart.desk.card.card.fingerprint)
    )
    assert known.card.name == "North"


def test_a_pack_for_one_interviewer_is_sealed(
    prepared: Kitchen, shell: DeskShell, window: Window, settle: Settle, tmp_path: Path
) -> None:
    page = page_of(shell, window, settle)
    page.receiver.choose(prepared.field.card.card.fingerprint)
    folder = tmp_path / "sealed"
    folder.mkdir()
    page.write(folder)
    settle()
    (made,) = list(folder.iterdir())
    assert made.suffix == ".age"
    assert packs.accept(prepared.field, made, BEGUN).serial == 2
    (digits,) = page.findChildren(DigitsLine)
    assert not digits.isVisible()


def test_an_own_form_goes_along(
    prepared: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = page_of(shell, window, settle)
    page.take_form(FORM)
    settle()
    assert "A small form" in texts(page)
    known = [each.title for each in protocols.known(prepared.desk)]
    assert "A small form" in known


def test_faults_of_a_form_are_listed_with_their_place_and_mend(
    prepared: Kitchen, shell: DeskShell, window: Window, settle: Settle, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text(FAULTY)
    page = page_of(shell, window, settle)
    page.take_form(bad)
    settle()
    shown = texts(page)
    assert "nowhere" in shown
    assert "row" in shown
    assert len(protocols.known(prepared.desk)) == 1


def test_a_stick_that_is_gone_is_said_where_the_deed_began(
    prepared: Kitchen, shell: DeskShell, window: Window, settle: Settle, tmp_path: Path
) -> None:
    page = page_of(shell, window, settle)
    page.write(tmp_path / "no such stick")
    settle()
    assert page.work.banner.isVisible()
    assert page.make.isEnabled()


def test_rules_are_kept_at_once(
    prepared: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = page_of(shell, window, settle)
    rules = page.policy
    rules.seal.choose(SealWhen.AFTER_CORRECTION)
    rules.seal.activated.emit(rules.seal.currentIndex())
    rules.correction.choose("3")
    rules.correction.activated.emit(rules.correction.currentIndex())
    rules.minutes.choose("10")
    rules.minutes.activated.emit(rules.minutes.currentIndex())
    rules.erase.click()
    kept = desk_packs.policy(prepared.desk)
    assert kept.seal is SealWhen.AFTER_CORRECTION
    assert kept.correction_days == 3
    assert kept.lock_minutes == 10
    assert kept.erase_allowed


def test_allowing_to_erase_says_plainly_what_it_means(
    prepared: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = page_of(shell, window, settle)
    page.policy.erase.click()
    assert "destroys everything" in texts(page)
    page.policy.erase.click()
    assert "destroys everything" not in texts(page)


def test_preparing_can_be_stopped_and_begun_again(
    apart: Kitchen,
    window: Window,
    settle: Settle,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As in a program that has just begun: nothing was converted by it before.
    monkeypatch.setattr(protocols, "_CONVERTED", {})
    DeskShell(window, apart.desk).go(PACKS)
    page = window.page
    assert isinstance(page, PacksPage)
    qtbot.waitUntil(lambda: page.work.busy)
    page.work.line.stop()
    settle()
    assert protocols.known(apart.desk) == ()
    assert page.built_in.isVisible()
    assert page.built_in.isEnabled()
