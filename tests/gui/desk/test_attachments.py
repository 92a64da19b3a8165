from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from intake.ui.desk import attachments


def encoded(kind: str, width: int = 20) -> bytes:
    image = QImage(width, 10, QImage.Format.Format_RGB32)
    image.fill(0)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind.encode())
    assert writer.write(image)
    return bytes(data.data())


def test_pictures_of_known_kinds_are_drawn() -> None:
    for kind in ("PNG", "JPG", "BMP"):
        assert attachments.draw(encoded(kind)).width() == 20


def test_a_very_large_picture_is_drawn_smaller() -> None:
    assert attachments.draw(encoded("PNG", 5000)).width() == 2400


def test_a_drawing_that_could_ask_for_other_files_is_never_drawn() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    assert attachments.draw(svg).isNull()
    assert attachments.draw(b"<?xml version='1.0'?>" + svg).isNull()


def test_what_is_no_picture_after_all_is_an_empty_image() -> None:
    assert attachments.draw(encoded("PNG")[:40]).isNull()
    assert attachments.draw(b"BM and no more").isNull()


def test_a_fingerprint_is_written_in_groups() -> None:
    assert attachments.fingerprint("0123456789abcdef") == "01234567 89abcdef"


def test_only_endings_of_pictures_promise_one() -> None:
    assert attachments.pictured("Gate.JPG")
    assert not attachments.pictured("drawing.svg")
    assert not attachments.pictured("letter.pdf")
