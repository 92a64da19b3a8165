"""A sentence that nobody ever said, and a search for it in every disguise.

The words are drawn anew for each run and each of them is looked for by itself, so that
half a sentence counts too: in UTF-8, UTF-16 and UTF-32, percent- and base64-encoded, as
hex, as JSON and XML escapes, and inside whatever can be unpacked: zlib, gzip, bzip2, xz
and the members of zip files, begun at any offset, three deep. Not covered: a raw
deflate stream outside a zip file, and anything that was encrypted.
"""

import base64
import bz2
import lzma
import os
import re
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_UYGHUR = "ئابپتجچخدرزسشغفقكلمنھوۋېىي"
_LETTERS = 9
_WINDOW = 16 << 20
_OVERLAP = 1 << 16
_UNPACKED = 4 << 20
_DEPTH = 3
_ZLIB = re.compile(
    b"|".join(
        re.escape(bytes((first, second)))
        for first in range(0x08, 0x79, 0x10)
        for second in range(256)
        if (first * 256 + second) % 31 == 0 and not second & 0x20
    )
)
_ZIP = re.compile(rb"PK\x03\x04.{4}\x08\x00.{16}(..)(..)", re.DOTALL)


class _Unpacker(Protocol):
    """What every kind of decompressor can do."""

    def decompress(self, data: memoryview, max_length: int, /) -> bytes:
        """Unpack as much as asked for."""


@dataclass(frozen=True, slots=True)
class Canary:
    """Words to be typed, and the bytes by which they would be known."""

    words: tuple[str, ...]
    needles: Mapping[str, bytes]

    @property
    def sentence(self) -> str:
        """Give the words as one sentence, Latin and Uyghur mixed."""
        return " ".join(self.words)

    def within(self, data: bytes) -> set[str]:
        """Name every disguise in which a word stands in *data*."""
        return set(_within(self.needles, data, _DEPTH))

    def in_files(self, paths: Iterable[Path]) -> set[str]:
        """Name every file that holds a word, in its content or in its name."""
        found = set()
        for path in paths:
            named = self.within(os.fsencode(path))
            held = {how for block in _blocks(path) for how in self.within(block)}
            found |= {f"{path}: {how}" for how in named | held}
        return found


def drawn() -> Canary:
    """Draw the words of this run."""
    words = tuple(
        "".join(secrets.choice(letters) for _ in range(_LETTERS))
        for letters in (_LATIN, _UYGHUR, _LATIN, _UYGHUR)
    )
    needles = {
        f"word {place} in {name}": needle
        for place, word in enumerate(words, start=1)
        for name, needle in disguises(word).items()
    }
    return Canary(words, needles)


def disguises(word: str) -> dict[str, bytes]:
    """Give every form in which a word is looked for."""
    plain = word.encode()
    found = {
        name: word.encode(name)
        for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    }
    found |= {
        "percent": "".join(
            each if each.isascii() else quote(each) for each in word
        ).encode(),
        "json": "".join(
            each if each.isascii() else f"\\u{ord(each):04x}" for each in word
        ).encode(),
        "xml": "".join(
            each if each.isascii() else f"&#{ord(each)};" for each in word
        ).encode(),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
    }
    for encoding in ("utf-8", "utf-16-le"):
        data = word.encode(encoding)
        for shift in range(3):
            # What stands before and after in the same 24 bits is not ours to know.
            begun = -shift % 3
            whole = data[begun : begun + (len(data) - begun) // 3 * 3]
            found[f"base64 {encoding} {shift}"] = base64.b64encode(whole)
            found[f"base64url {encoding} {shift}"] = base64.urlsafe_b64encode(whole)
    return found


def _within(needles: Mapping[str, bytes], data: bytes, depth: int) -> Iterator[str]:
    for name, needle in needles.items():
        if needle in data:
            yield name
    if depth:
        for kind, unpacked in _unpacked(data):
            for name in _within(needles, unpacked, depth - 1):
                yield f"{kind}, {name}"


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    view = memoryview(data)  # a slice of bytes would be copied each time
    for kind, at, unpacker in _begun(data):
        try:
            unpacked = unpacker.decompress(view[at:], _UNPACKED)
        except (zlib.error, OSError, lzma.LZMAError, ValueError):
            continue
        if unpacked:
            yield kind, unpacked


def _begun(data: bytes) -> Iterator[tuple[str, int, _Unpacker]]:
    for match in _ZLIB.finditer(data):
        yield "zlib", match.start(), zlib.decompressobj()
    for match in re.finditer(rb"\x1f\x8b\x08", data):
        yield "gzip", match.start(), zlib.decompressobj(16 + zlib.MAX_WBITS)
    for match in re.finditer(rb"BZh[1-9]1AY&SY", data):
        yield "bzip2", match.start(), bz2.BZ2Decompressor()
    for match in re.finditer(rb"\xfd7zXZ\x00", data):
        yield "xz", match.start(), lzma.LZMADecompressor()
    for match in _ZIP.finditer(data):
        name, more = (int.from_bytes(each, "little") for each in match.groups())
        yield "zip", match.end() + name + more, zlib.decompressobj(-zlib.MAX_WBITS)


def _blocks(path: Path) -> Iterator[bytes]:
    """Read a file in windows that overlap; what is gone or not ours is passed over."""
    try:
        with path.open("rb") as file:
            tail = b""
            while block := file.read(_WINDOW):
                yield tail + block
                tail = block[-_OVERLAP:]
    except OSError:
        return


def files(*places: Path, since: float = 0, but: Path | None = None) -> Iterator[Path]:
    """Walk every regular file below *places* that was changed *since* (epoch).

    What lies below the folder *but* is passed over.
    """
    for place in places:
        for folder, inner, names in os.walk(place):
            inner[:] = [each for each in inner if Path(folder, each) != but]
            for name in names:
                path = Path(folder, name)
                try:
                    facts = path.lstat()
                except OSError:
                    continue
                changed = max(facts.st_mtime, facts.st_ctime) >= since
                if changed and path.is_file() and not path.is_symlink():
                    yield path
