from datetime import timedelta
from pathlib import Path

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from intake.app import cards
from intake.app.opening import Opened
from intake.ui.pages.my_card import CodePicture, MyCard
from kitchen import BEGUN, Kitchen
from seeing import button, press_in_dialog, rail, said, settle, show


def card_of(qtbot: QtBot, opened: Opened) -> MyCard:
    page = MyCard(opened, rail(), now=lambda: BEGUN + timedelta(hours=1))
    show(qtbot, page)
    return page


def test_it_shows_all_the_digits_and_until_when(qtbot: QtBot, apart: Kitchen) -> None:
    page = card_of(qtbot, apart.field)
    for group in cards.own_digits(apart.field).split():
        assert group in said(page)
    assert "This card is good until 23 May 2027." in said(page)
    assert "It holds no secret." in said(page)


def test_the_desk_reads_other_words(qtbot: QtBot, apart: Kitchen) -> None:
    assert "Your interviewers compare" in said(card_of(qtbot, apart.desk))


def test_card_and_picture_are_saved(qtbot: QtBot, apart: Kitchen) -> None:
    page = card_of(qtbot, apart.field)
    page.save_into(apart.stick)
    settle(qtbot)
    page.save_into(apart.stick, picture=True)
    settle(qtbot)
    assert "read back and compared" in said(page)
    assert {path.suffix for path in apart.stick.iterdir()} == {".card", ".svg"}


def test_a_folder_that_is_gone_is_said(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    page = card_of(qtbot, apart.field)
    page.save_into(tmp_path / "gone")
    settle(qtbot)
    assert "There is no such folder." in said(page)


def test_the_picture_is_dark_on_light_with_a_border(qtbot: QtBot) -> None:
    picture = CodePicture(((True, False), (False, True)))
    show(qtbot, picture)
    image = picture.grab().toImage()
    dark, light = QColor("black"), QColor("white")
    seen = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    assert seen == {dark.name(), light.name()}
    edge = {image.pixelColor(x, 1).name() for x in range(image.width())}
    assert edge == {light.name()}


def test_the_next_card_is_made_when_it_is_meant_and_then_shown(
    qtbot: QtBot, apart: Kitchen
) -> None:
    page = card_of(qtbot, apart.field)
    renewed: list[Opened] = []
    page.renewed.connect(renewed.append)
    press_in_dialog("keep")
    button(page, "Make the next card…").click()
    settle(qtbot)
    assert renewed == []
    press_in_dialog("go")
    button(page, "Make the next card…").click()
    settle(qtbot)
    (opened,) = renewed
    assert opened.card.card.serial == 2
    again = card_of(qtbot, opened)
    assert cards.own_digits(opened).split()[0] in said(again)


def test_a_card_that_ends_soon_says_so(qtbot: QtBot, apart: Kitchen) -> None:
    page = MyCard(apart.field, rail(), now=lambda: BEGUN + timedelta(days=170))
    show(qtbot, page)
    assert page.ending.isVisible()
    assert not card_of(qtbot, apart.field).ending.isVisible()
