from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from intake.ui.questions.pictures import Picture, read_picture, written

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


def made(width: int, height: int, kind: bytes = b"png") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    return written(image, kind)


def test_a_large_picture_is_read_small() -> None:
    for kind in (b"png", b"jpg", b"bmp"):
        image = read_picture(made(1600, 900, kind), 320, 200)
        assert image is not None
        assert (image.width(), image.height()) == (320, 180)
    small = read_picture(made(20, 10), 320, 200)
    assert small is not None
    assert small.width() == 20


def test_what_could_name_other_files_or_is_no_picture_is_not_read() -> None:
    assert read_picture(SVG, 320, 200) is None
    assert read_picture(b"", 320, 200) is None
    assert read_picture(made(20, 10)[:40], 320, 200) is None


@given(st.binary(max_size=200), st.integers(0, 60))
def test_a_damaged_picture_never_stops_the_program(noise: bytes, at: int) -> None:
    whole = made(16, 16)
    image = read_picture(whole[:at] + noise, 64, 64)
    assert image is None or image.width() <= 64


def test_a_picture_appears_and_goes(qtbot: QtBot) -> None:
    picture = Picture()
    qtbot.addWidget(picture)
    assert not picture.is_there
    assert picture.show_data(made(20, 10), "A map")
    assert picture.accessibleName() == "A map"
    assert not picture.show_data(b"", "")
