import struct
import zlib
from xml.etree import ElementTree as ET

from intake.sealing import qr

FINGERPRINT = "5b" * 32


def test_the_code_is_square_and_has_its_three_corners() -> None:
    rows = qr.matrix(FINGERPRINT)
    assert len(rows) == 25
    assert {len(row) for row in rows} == {25}
    for down, across in ((0, 0), (0, 18), (18, 0)):
        corner = [row[across : across + 7] for row in rows[down : down + 7]]
        assert all(corner[0])
        assert all(corner[6])
        assert corner[3] == (True, False, True, True, True, False, True)


def test_another_fingerprint_is_another_code() -> None:
    assert qr.matrix(FINGERPRINT) == qr.matrix(FINGERPRINT)
    assert qr.matrix(FINGERPRINT) != qr.matrix("5c" * 32)


def test_the_picture_is_the_matrix() -> None:
    data = qr.png(FINGERPRINT)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    assert (width, height, depth, colour) == (33 * 8, 33 * 8, 1, 0)
    at = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[at - 4 : at])
    raw = zlib.decompress(data[at + 4 : at + 4 + length])
    line = len(raw) // height
    for y, row in enumerate(qr.matrix(FINGERPRINT)):
        packed = raw[(y + 4) * 8 * line :][1:line]
        for x, dark in enumerate(row):
            pixel = packed[x + 4]  # eight pixels a module: one byte
            assert pixel == (0 if dark else 0xFF)


def test_the_drawing_is_sound_and_holds_nothing_but_shapes() -> None:
    root = ET.fromstring(qr.svg(FINGERPRINT))  # noqa: S314 - our own output
    assert root.get("width") == root.get("height") == str(33 * 8)
    assert {part.tag.rpartition("}")[2] for part in root.iter()} == {"svg", "g", "path"}


def test_the_words_of_a_sheet_are_one_code_in_each_way_of_drawing() -> None:
    words = ["academic", "zero"] * 16 + ["yoga"]
    rows = qr.words_matrix(words)
    assert {len(row) for row in rows} == {len(rows)}
    assert rows != qr.words_matrix(words[::-1])
    assert qr.words_png(words)[:8] == b"\x89PNG\r\n\x1a\n"
    root = ET.fromstring(qr.words_svg(words))  # noqa: S314 - our own output
    assert root.get("width") == str((len(rows) + 8) * 8)
    assert b"academic" not in qr.words_svg(words).lower()
