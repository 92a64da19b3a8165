import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake.domain.errors import PassphrasesDiffer, PassphraseTooWeak
from intake.ui.pages.new_passphrase import NewPassphrase
from kitchen import PASSPHRASE
from seeing import MARKS, button, said, show


def fields(qtbot: QtBot) -> tuple[NewPassphrase, QLineEdit, QLineEdit]:
    made = NewPassphrase()
    show(qtbot, made)
    first, again = made.findChildren(QLineEdit)
    return made, first, again


def test_strength_is_shown_with_its_time_and_advice(qtbot: QtBot) -> None:
    made, first, _ = fields(qtbot)
    QTest.keyClicks(first, "password")
    qtbot.waitUntil(lambda: "Could be guessed" in said(made))
    assert "for seconds" in said(made)
    assert "Names and common words are tried first." in said(made)
    first.clear()
    QTest.keyClicks(first, PASSPHRASE)
    qtbot.waitUntil(lambda: "Strong" in said(made))
    assert "for centuries" in said(made)


def test_six_words_are_offered_and_they_are_strong(qtbot: QtBot) -> None:
    made, first, again = fields(qtbot)
    button(made, "Offer me six words").click()
    before = made.offered.text()
    assert len(before.split()) == 6
    button(made, "Draw other words").click()
    words = made.offered.text().translate(MARKS)
    assert words != before
    for edit in (first, again):
        QTest.keyClicks(edit, words)
    assert made.value() == words


def test_typing_the_words_that_are_offered_does_not_draw_others(qtbot: QtBot) -> None:
    page, first, _ = fields(qtbot)
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    page.offer.setFocus()
    QTest.keyClick(page.offer, Qt.Key.Key_Space)
    offered = page.offered.text().translate(MARKS)
    here = page.window().focusWidget()
    assert here is first
    QTest.keyClicks(here, offered)
    assert first.text() == offered
    assert page.offered.text().translate(MARKS) == offered


def test_weak_or_different_ones_are_refused(qtbot: QtBot) -> None:
    made, first, again = fields(qtbot)
    QTest.keyClicks(first, "qwerty")
    with pytest.raises(PassphraseTooWeak):
        made.value()
    first.clear()
    QTest.keyClicks(first, PASSPHRASE)
    QTest.keyClicks(again, PASSPHRASE + "s")
    with pytest.raises(PassphrasesDiffer):
        made.value()


def test_forgetting_leaves_nothing_on_the_screen(qtbot: QtBot) -> None:
    made, first, _ = fields(qtbot)
    button(made, "Offer me six words").click()
    QTest.keyClicks(first, PASSPHRASE)
    made.forget()
    assert made.first.text == ""
    assert made.offered.text() == ""
    assert "Strong" not in said(made)


def test_it_is_said_that_nobody_can_restore_it(qtbot: QtBot) -> None:
    made, _, _ = fields(qtbot)
    assert "Nobody can restore a forgotten passphrase" in said(made)
