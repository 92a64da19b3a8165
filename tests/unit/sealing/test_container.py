"""The container is a tar that leaves nothing to interpretation."""

import hashlib
import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import (
    AgePayloadError,
    ContentsAltered,
    SealingError,
    TooLarge,
)
from intake.sealing.container import (
    Member,
    Members,
    header,
    space,
    write_end,
    write_member,
)

NAMES = [
    "statement.json",
    "statement.json.sig",
    "statement.json.mldsa65",
    "manifest-sha256.txt",
    "data/0123456789abcdef0123456789abcdef/0000",
    "data/0123456789abcdef0123456789abcdef/9999",
    "padding",
]
SIZES = [0, 1, 511, 512, 513, 1024, 4000]


def pack(contents: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    for name, data in contents:
        write_member(out, Member(name, len(data)), [data])
    write_end(out)
    return out.getvalue()


def unpack(data: bytes, *, names: int) -> list[tuple[str, bytes]]:
    members, found = Members(io.BytesIO(data)), []
    for _ in range(names):
        member = members.enter()
        content = b""
        while block := members.read(1000):
            content += block
        found.append((member.name, content))
    members.finish()
    return found


def sample() -> list[tuple[str, bytes]]:
    return [(name, os.urandom(n)) for name, n in zip(NAMES, SIZES, strict=True)]


def test_gives_back_what_was_written() -> None:
    contents = sample()
    assert unpack(pack(contents), names=len(contents)) == contents


def test_a_source_that_gives_one_byte_at_a_time_reads_the_same() -> None:
    class Drip(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(1, size or 0))

    members = Members(Drip(pack([("padding", b"abc")])))
    assert members.enter() == Member("padding", 3)
    assert b"".join(iter(lambda: members.read(8), b"")) == b"abc"
    members.finish()


def test_space_is_what_a_member_takes() -> None:
    for size in SIZES:
        out = io.BytesIO()
        write_member(out, Member("padding", size), [bytes(size)])
        assert len(out.getvalue()) == space(size)


def test_the_tar_module_reads_it() -> None:
    contents = sample()
    with tarfile.open(fileobj=io.BytesIO(pack(contents))) as archive:
        found = archive.getmembers()
        assert [(each.name, each.size) for each in found] == [
            (name, len(data)) for name, data in contents
        ]
        assert all(each.isreg() and each.mtime == 0 for each in found)


@pytest.mark.skipif(not shutil.which("tar"), reason="no tar here")
def test_stock_tar_unpacks_it(tmp_path: Path) -> None:
    contents = sample()
    subprocess.run(["tar", "-x"], cwd=tmp_path, input=pack(contents), check=True)
    for name, data in contents:
        assert (tmp_path / name).read_bytes() == data


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/statement.json",
        "../statement.json",
        "data/../statement.json",
        "data/0123456789abcdef0123456789abcdef/00000",
        "data/0123456789ABCDEF0123456789ABCDEF/0000",
        "data/0123456789abcdef0123456789abcdef/0000\n",
        "padding\n",
        "padding ",
        "Padding",
        "statement.json\u202e",
        "CON",
    ],
)
def test_has_no_header_for_another_name(name: str) -> None:
    with pytest.raises(ContentsAltered):
        header(Member(name, 1))


def test_has_no_header_for_a_size_that_tar_cannot_hold() -> None:
    assert header(Member("padding", 8**11 - 1))
    with pytest.raises(TooLarge):
        header(Member("padding", 8**11))


@pytest.mark.parametrize("given_size", [3, 5])
def test_refuses_to_write_a_member_of_another_size(given_size: int) -> None:
    with pytest.raises(ContentsAltered):
        write_member(io.BytesIO(), Member("padding", 4), [bytes(given_size)])


def test_refuses_links_and_other_kinds_of_member() -> None:
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.XHDTYPE):
        info = tarfile.TarInfo("padding")
        info.type = kind
        members = Members(io.BytesIO(info.tobuf() + bytes(1024)))
        with pytest.raises(ContentsAltered):
            members.enter()


def test_refuses_another_way_to_write_the_same_header() -> None:
    info = tarfile.TarInfo("padding")
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT):
        members = Members(io.BytesIO(info.tobuf(form) + bytes(1024)))
        with pytest.raises(ContentsAltered):
            members.enter()


def test_refuses_to_go_on_before_a_member_is_read() -> None:
    members = Members(io.BytesIO(pack([("padding", b"abc"), ("padding", b"")])))
    members.enter()
    with pytest.raises(ContentsAltered):
        members.enter()


def test_refuses_anything_after_the_end() -> None:
    with pytest.raises(ContentsAltered):
        unpack(pack([("padding", b"x")]) + b"\0", names=1)


def test_every_single_bit_matters() -> None:
    contents = [("statement.json", b"abc"), ("padding", bytes(10))]
    whole = pack(contents)
    for at in range(len(whole) * 8):
        altered = bytearray(whole)
        altered[at // 8] ^= 1 << at % 8
        try:
            found = unpack(bytes(altered), names=2)
        except SealingError:
            continue
        # Only the contents themselves are for the signed hashes to judge.
        assert [name for name, _ in found] == ["statement.json", "padding"]
        assert [len(data) for _, data in found] == [3, 10]
        assert found != contents


def test_every_length_short_of_the_whole_is_refused() -> None:
    whole = pack([("statement.json", b"abc"), ("padding", bytes(10))])
    for length in range(len(whole)):
        with pytest.raises(AgePayloadError):
            unpack(whole[:length], names=2)


@given(st.binary(max_size=3000))
def test_strange_bytes_raise_only_our_errors(data: bytes) -> None:
    with pytest.raises(SealingError):
        unpack(data, names=1)


@given(st.integers(0, 2047), st.binary(min_size=1, max_size=40))
def test_altered_bytes_raise_only_our_errors(at: int, new: bytes) -> None:
    whole = bytearray(pack([("padding", b"some content")]))
    whole[at : at + len(new)] = new
    try:
        found = unpack(bytes(whole), names=1)
    except SealingError:
        return
    assert found[0][0] == "padding"


def test_memory_stays_flat_over_a_large_member() -> None:
    size, digest = 64 * 1024 * 1024, hashlib.sha256()

    class Endless:
        def __init__(self) -> None:
            self.head = header(Member("padding", size))

        def read(self, wanted: int, /) -> bytes:
            given_now, self.head = self.head[:wanted], self.head[wanted:]
            return given_now or bytes(wanted)

    members = Members(Endless())
    members.enter()
    longest = 0
    while block := members.read(1024 * 1024):
        digest.update(block)
        longest = max(longest, len(block))
    assert longest <= 1024 * 1024
    assert digest.hexdigest() == hashlib.sha256(bytes(size)).hexdigest()
