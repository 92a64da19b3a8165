from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from intake.ui import jobs
from intake.ui.questions.pictures import Picture, written

PATIENCE = 30_000  # a child takes its time on a busy machine


def made(width: int, height: int, kind: bytes = b"png") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    return written(image, kind)


def shown(qtbot: QtBot) -> Picture:
    picture = Picture()
    qtbot.addWidget(picture)
    picture.show()
    return picture


def test_a_picture_appears_and_goes(qtbot: QtBot) -> None:
    picture = shown(qtbot)
    assert not picture.is_there
    assert picture.show_data(made(20, 10), "A map")
    assert picture.accessibleName() == "A map"
    qtbot.waitUntil(lambda: picture.is_there, timeout=PATIENCE)
    assert picture.pixmap().width() == 20
    assert picture.show_data(made(20, 10), "A map")
    assert not picture.show_data(b"", "")
    assert not picture.is_there


@pytest.mark.parametrize("kind", [b"png", b"jpg", b"bmp"])
def test_a_large_picture_is_shown_small(qtbot: QtBot, kind: bytes) -> None:
    picture = shown(qtbot)
    assert picture.show_data(made(1600, 900, kind), "A map")
    qtbot.waitUntil(lambda: picture.is_there, timeout=PATIENCE)
    assert (picture.pixmap().width(), picture.pixmap().height()) == (320, 180)


def test_what_turns_out_to_be_no_picture_hides(qtbot: QtBot) -> None:
    picture = shown(qtbot)
    cut = made(20, 10)[:40]
    assert picture.show_data(cut, "A map")
    qtbot.waitUntil(picture.isHidden, timeout=PATIENCE)
    assert not picture.is_there
    assert not picture.show_data(cut, "A map")


def test_the_last_picture_asked_for_is_the_one_that_is_shown(qtbot: QtBot) -> None:
    picture = shown(qtbot)
    assert picture.show_data(made(20, 10), "The first")
    assert picture.show_data(made(30, 10), "The second")
    qtbot.waitUntil(lambda: not jobs.under_way(), timeout=PATIENCE)
    assert picture.pixmap().width() == 30


def test_a_picture_that_is_gone_before_it_comes_troubles_nobody(qtbot: QtBot) -> None:
    picture = Picture()
    assert picture.show_data(made(20, 10), "A map")
    with qtbot.waitSignal(picture.destroyed):
        picture.deleteLater()
    qtbot.waitUntil(lambda: not jobs.under_way(), timeout=PATIENCE)


def test_the_windows_decode_no_picture_themselves() -> None:
    ui = Path(__file__).parents[3] / "src" / "intake" / "ui"
    makers = ("QImageReader", "QMovie", "QPixmap(data", "loadFromData", "fromData")
    found = {
        file.name
        for file in ui.rglob("*.py")
        if any(maker in file.read_text(encoding="utf-8") for maker in makers)
    }
    assert found == {"decoding_worker.py"}
