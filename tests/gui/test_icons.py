import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from intake.resources import resource
from intake.ui import icons

NAMES = sorted(file.stem for file in resource("icons").glob("*.svg"))


def drawn(name: str, *, mirrored: bool = False) -> QImage:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    ink = QColor("#98201B")
    icons.paint(painter, name, QRectF(0, 0, 40, 40), ink, mirrored=mirrored)
    painter.end()
    return image


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_ink_it_is_given(name: str) -> None:
    image = drawn(name)
    solid = {
        image.pixelColor(x, y).name()
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert "#98201b" in solid


def test_an_arrow_turns_with_the_page_and_a_clock_does_not() -> None:
    assert drawn("back", mirrored=True) != drawn("back")
    assert drawn("clock", mirrored=True) == drawn("clock")


def test_a_button_icon_leaves_room_towards_the_words() -> None:
    size = icons.button_size()
    assert size.width() > size.height()
    assert not icons.icon("lock", "ink", 2.0).isNull()
