from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from asking import Asking, converted, find, fresh
from intake.ui.decoding import decoded
from intake.ui.questions.drawing import Drawing

FORM = """
| survey |
| | type | name | label | appearance |
| | image | sign | Sign here | signature |
"""


def made(qtbot: QtBot) -> tuple[Drawing, Asking]:
    session = fresh(converted(FORM))
    hands = Asking(session)
    drawing = Drawing(find(session, "sign"), hands)
    qtbot.addWidget(drawing)
    drawing.show()
    return drawing, hands


def stroke(drawing: Drawing, *points: tuple[int, int]) -> None:
    first, *rest = (QPoint(*point) for point in points)
    QTest.mousePress(drawing.sheet, Qt.MouseButton.LeftButton, pos=first)
    for point in rest:
        QTest.mouseMove(drawing.sheet, point)
    QTest.mouseRelease(drawing.sheet, Qt.MouseButton.LeftButton, pos=first)


def test_a_signature_is_kept_without_touching_the_disk(qtbot: QtBot) -> None:
    drawing, hands = made(qtbot)
    assert not drawing.keep.isEnabled()
    stroke(drawing, (20, 20), (80, 90), (120, 30))
    stroke(drawing, (40, 60))
    assert len(drawing.sheet.lines) == 2
    drawing.back.click()
    assert len(drawing.sheet.lines) == 1
    drawing.name("Sign here")
    drawing.keep.click()
    assert hands.done == ["sign=drawing.png"]
    image = decoded(hands.files["drawing.png"], 2000, 2000)
    assert image is not None
    assert image.pixelColor(1100, 470).lightness() > 250
    dark = any(image.pixelColor(x, 2 * 20).lightness() < 100 for x in range(20, 80))
    assert dark
    assert drawing.sheet.lines == []


def test_an_empty_sheet_can_not_be_kept(qtbot: QtBot) -> None:
    drawing, hands = made(qtbot)
    stroke(drawing, (20, 20), (80, 90))
    drawing.wipe.click()
    assert not drawing.keep.isEnabled()
    assert hands.done == []


def test_a_tiny_line_is_a_dot(qtbot: QtBot) -> None:
    drawing, _ = made(qtbot)
    empty = drawing.sheet.to_png()
    stroke(drawing, (50, 50))
    assert drawing.sheet.to_png() != empty
