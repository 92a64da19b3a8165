"""Pictures of strangers: read by a shut child, of which only dots are believed."""

import json
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter

from intake.domain.errors import Cancelled
from intake.ui import decoding_worker
from intake.ui.decoding import decoded, image_of, may_be_picture
from intake.ui.decoding_worker import SIZE, decode, kind_of

# The smallest GIF there is, by its specification: a screen of one dot, one colour.
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
SEEN = QColor(10, 120, 200)


def made(width: int, height: int, kind: bytes = b"png") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(SEEN)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind)).write(image)
    return bytes(data.data())


def chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def hollow(side: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to *side* by *side* dots."""
    packer = zlib.compressobj(1)
    line = bytes(1 + 4 * side)
    packed = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", [b"png", b"jpeg", b"bmp", b"webp"])
def test_a_child_draws_each_kind_as_large_as_asked(kind: bytes) -> None:
    image = decoded(made(1600, 900, kind), 320, 200)
    assert image is not None
    assert (image.width(), image.height()) == (320, 180)
    there = image.pixelColor(160, 90)
    for one in (QColor.red, QColor.green, QColor.blue):
        assert abs(one(there) - one(SEEN)) < 8


def test_a_child_draws_a_gif_and_makes_nothing_larger() -> None:
    image = decoded(GIF, 320, 200)
    assert image is not None
    assert (image.width(), image.height()) == (1, 1)


def test_see_through_stays_see_through() -> None:
    image = decoded(hollow(64), 64, 64)
    assert image is not None
    assert image.pixelColor(1, 1) == QColor(Qt.GlobalColor.transparent)


def test_a_picture_that_is_large_for_several_threads_is_drawn() -> None:
    image = decoded(made(4000, 3000), 2400, 2400)
    assert image is not None
    assert (image.width(), image.height()) == (2400, 1800)


def test_a_small_file_that_unpacks_to_a_wall_is_no_picture() -> None:
    data = hollow(9000)
    assert len(data) < 2 * 2**20
    assert decoded(data, 320, 200) is None


@pytest.mark.parametrize(
    "data", [b"", SVG, b"<?xml version='1.0'?>" + SVG, b"II*\0" + bytes(64), b"no"]
)
def test_other_kinds_are_not_even_asked_about(data: bytes) -> None:
    assert not may_be_picture(data)
    assert decoded(data, 320, 200) is None


def test_a_picture_cut_short_is_none() -> None:
    assert decoded(made(20, 10)[:40], 320, 200) is None


# What a broken picture makes Qt grumble about is no failure of ours.
@pytest.mark.qt_log_level_fail("CRITICAL")
def test_one_kind_is_never_read_as_another() -> None:
    png = made(20, 10)
    assert decode(b"BM" + png, 64, 64) is None
    assert decode(b"\xff\xd8\xff" + png, 64, 64) is None


# What a broken picture makes Qt grumble about is no failure of ours.
@pytest.mark.qt_log_level_fail("CRITICAL")
@given(
    st.sampled_from(
        [made(16, 16, kind) for kind in (b"png", b"jpeg", b"bmp", b"webp")]
    ),
    st.binary(max_size=200),
    st.integers(0, 80),
)
def test_any_bytes_give_a_picture_or_none(whole: bytes, noise: bytes, at: int) -> None:
    for data in (noise, whole[:at] + noise, whole[:at] + noise + whole[at + 4 :]):
        image = decode(data, 64, 64)
        assert image is None or (kind_of(data) and image.width() <= 64)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.binary(max_size=300))
def test_a_child_that_lies_is_not_believed(wide: int, high: int, dots: bytes) -> None:
    image = image_of(SIZE.pack(wide, high) + dots, 64, 64)
    assert image is None or len(dots) == 4 * image.width() * image.height()
    assert image_of(dots[:7], 64, 64) is None


@settings(max_examples=20)
@given(st.integers(1, 8), st.integers(1, 8))
def test_what_a_child_says_is_taken_when_every_length_is_right(
    wide: int, high: int
) -> None:
    image = image_of(SIZE.pack(wide, high) + bytes(4 * wide * high), 8, 8)
    assert image is not None
    assert image_of(SIZE.pack(wide, high) + bytes(4 * wide * high), 8, high - 1) is None


def test_it_can_be_cancelled() -> None:
    def stopped(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        decoded(made(20, 10), 64, 64, stopped)


def test_where_no_process_starts_there_is_no_picture(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    assert decoded(made(20, 10), 64, 64) is None


PROBE = """
import json, os, socket, sys
from intake.ui import decoding_worker

def probe(data, width, height):
    told = {}
    for name, deed in {
        "open a socket": lambda: socket.socket(socket.AF_UNIX),
        "read a file": lambda: open(sys.argv[1]).read(),
        "write a file": lambda: open(sys.argv[1] + ".fresh", "w"),
        "start a process": lambda: os.fork() or os._exit(0),
    }.items():
        try:
            deed()
            told[name] = True
        except OSError:
            told[name] = False
    told["draw"] = decode(data, width, height) is not None
    os.write(1, json.dumps(told).encode())

decode, decoding_worker.decode = decoding_worker.decode, probe
decoding_worker.main()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux has the doors")
@pytest.mark.parametrize("kind", [b"png", b"jpeg", b"bmp", b"webp", b"gif"])
def test_a_picture_is_decoded_where_no_file_and_no_socket_can_be_opened(
    tmp_path: Path, kind: bytes
) -> None:
    (tmp_path / "header").write_text("cedar lantern orbit")
    ask = "from intake.forms.restriction import shut; print(shut().calls)"
    held = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True)
    if held.stdout != b"True\n":
        pytest.skip("this kernel refuses the filter")

    ran = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path / "header")],
        input=SIZE.pack(64, 64) + (GIF if kind == b"gif" else made(640, 480, kind)),
        check=True,
        capture_output=True,
    )

    told = json.loads(ran.stdout)
    assert told.pop("draw") is True
    assert {deed for deed, done in told.items() if done} == set()
    assert list(tmp_path.iterdir()) == [tmp_path / "header"]


@pytest.mark.skipif(not Path("/proc/self/maps").is_file(), reason="needs /proc")
def test_only_the_readers_of_these_kinds_are_loaded() -> None:
    code = (
        "from pathlib import Path; from intake.ui import decoding_worker as one; "
        "one.load_readers(); print(Path('/proc/self/maps').read_text())"
    )
    maps = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout
    assert "libqwebp" in maps
    assert "libqsvg" not in maps
    assert "libqtiff" not in maps
    assert decoding_worker.LARGEST_FILE == 64 * 2**20
