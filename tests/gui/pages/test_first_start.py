from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from intake.app import opening
from intake.app.opening import Opened
from intake.domain.people import Role
from intake.ui.pages.first_start import FirstStart
from kitchen import BEGUN, CHEAP, PASSPHRASE
from seeing import button, said, settle, show

MAKE = partial(opening.create, cost=CHEAP)


def first_start(qtbot: QtBot, folder: Path) -> tuple[FirstStart, list[Opened]]:
    page = FirstStart(folder, make=MAKE)
    made: list[Opened] = []
    page.made.connect(made.append)
    show(qtbot, page)
    return page, made


def edits(page: FirstStart) -> list[QLineEdit]:
    return [
        each
        for each in page.passphrase.findChildren(QLineEdit)
        if each.isVisibleTo(page)
    ]


def type_twice(page: FirstStart, first: str, second: str) -> None:
    for edit, words in zip(edits(page), (first, second), strict=True):
        edit.clear()
        QTest.keyClicks(edit, words)


def to_passphrase(page: FirstStart, name: str = "Larch") -> None:
    page.interview.setChecked(True)
    page.go_on()
    page.name.setText(name)
    page.go_on()


def test_makes_a_vault_of_the_role_and_name(qtbot: QtBot, tmp_path: Path) -> None:
    page, made = first_start(qtbot, tmp_path / "vault")
    page.coordinate.setChecked(True)
    page.go_on()
    page.name.setText("  Northern   office ")
    page.go_on()
    type_twice(page, PASSPHRASE, PASSPHRASE)
    page.go_on()
    assert "Making the vault" in said(page)
    settle(qtbot)
    assert [(one.role, one.name) for one in made] == [
        (Role.COORDINATOR, "Northern office")
    ]
    assert edits(page)[0].text() == ""
    made[0].close()
    opening.unlock(tmp_path / "vault", PASSPHRASE).close()


def test_a_pseudonym_is_offered_and_can_be_another(
    qtbot: QtBot, tmp_path: Path
) -> None:
    page, _ = first_start(qtbot, tmp_path)
    offered: set[str] = set()
    for _ in range(20):
        page.interview.setChecked(True)
        if not offered:
            page.go_on()
        button(page, "Offer another").click()
        offered.add(page.name.text())
    assert len(offered) > 5


def test_a_role_and_a_name_are_needed(qtbot: QtBot, tmp_path: Path) -> None:
    page, _ = first_start(qtbot, tmp_path)
    page.go_on()
    assert "Choose one of the two" in said(page)
    page.interview.setChecked(True)
    page.go_on()
    page.name.setText("   ")
    page.go_on()
    assert "Write a pseudonym" in said(page)
    page.name.setText("a\u202eb")
    page.go_on()
    assert "Write a pseudonym" in said(page)


def test_a_weak_passphrase_is_refused_and_nothing_typed_is_lost(
    qtbot: QtBot, tmp_path: Path
) -> None:
    page, made = first_start(qtbot, tmp_path)
    to_passphrase(page)
    type_twice(page, "password1", "password1")
    page.go_on()
    assert "could be guessed" in said(page)
    type_twice(page, PASSPHRASE, "cedar lantern")
    page.go_on()
    assert "differ" in said(page)
    assert [edit.text() for edit in edits(page)] == [PASSPHRASE, "cedar lantern"]
    assert made == []


def test_going_back_keeps_what_was_typed(qtbot: QtBot, tmp_path: Path) -> None:
    page, _ = first_start(qtbot, tmp_path)
    to_passphrase(page)
    type_twice(page, PASSPHRASE, "")
    page.go_back()
    assert page.name.text() == "Larch"
    page.go_back()
    assert page.interview.isChecked()
    page.go_on()
    page.go_on()
    assert edits(page)[0].text() == PASSPHRASE
    page.go_back()
    page.go_back()
    with qtbot.waitSignal(page.quit_wanted):
        page.go_back()


def test_a_folder_that_is_taken_is_said_and_the_passphrase_is_still_there(
    qtbot: QtBot, tmp_path: Path
) -> None:
    MAKE(tmp_path, PASSPHRASE, Role.INTERVIEWER, "Elm", BEGUN).close()
    page, made = first_start(qtbot, tmp_path)
    to_passphrase(page)
    type_twice(page, PASSPHRASE, PASSPHRASE)
    page.go_on()
    settle(qtbot)
    assert "already holds something" in said(page)
    assert edits(page)[1].text() == PASSPHRASE
    assert page.on.isEnabled()
    assert made == []


def test_the_keyboard_alone_is_enough(qtbot: QtBot, tmp_path: Path) -> None:
    page, made = first_start(qtbot, tmp_path / "vault")
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    QTest.keyClick(page.interview, Qt.Key.Key_Space)
    QTest.keyClick(page.interview, Qt.Key.Key_Down)
    assert page.coordinate.isChecked()
    assert not page.interview.isChecked()
    QTest.keyClick(page.coordinate, Qt.Key.Key_Up)
    QTest.keyClick(page.interview, Qt.Key.Key_Return)
    assert page.name.isVisibleTo(page)
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    for edit in edits(page):
        QTest.keyClicks(edit, PASSPHRASE)
        QTest.keyClick(edit, Qt.Key.Key_Return)
    settle(qtbot)
    assert [one.role for one in made] == [Role.INTERVIEWER]
    made[0].close()


def test_going_back_forgets_the_passphrase_whole_and_nothing_scrolls_for_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    page, _ = first_start(qtbot, tmp_path / "vault")
    page.interview.setChecked(True)
    page.go_on()
    page.go_on()
    button(page, "Offer me six words").click()
    type_twice(page, "dragon2017", "dragon")
    qtbot.wait(200)
    page.go_on()
    qtbot.wait(10)
    (scroll,) = page.findChildren(QScrollArea)
    assert scroll.verticalScrollBar().maximum() == 0
    page.go_back()
    page.go_on()
    qtbot.wait(10)
    assert [edit.text() for edit in edits(page)] == ["", ""]
