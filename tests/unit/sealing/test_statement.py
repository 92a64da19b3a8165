"""A statement has one shape, and everything in it has bounds."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.canonical import encode
from intake.domain.errors import (
    NewerFormat,
    SealingError,
    StatementInvalid,
    TooLarge,
    WrongKind,
)
from intake.sealing import statement as statements
from intake.sealing.signatures import Kind
from intake.sealing.statement import (
    FileEntry,
    Segment,
    Statement,
    draft,
    manifest,
    of_part,
    parse,
    to_bytes,
)

EMPTY = hashlib.sha256(b"").hexdigest()
CARRIED = {
    Kind.RECORD: "record.json",
    Kind.BUNDLE: "records/" + "a" * 32 + "/account-" + "b" * 32 + ".age",
    Kind.PACK: "policy.json",
    Kind.RECEIPT: "receipt.json",
    Kind.RELEASE: "release.json",
    Kind.WITHDRAWAL: "withdrawal.json",
}
PATHS = {
    Kind.RECORD: [
        "record.json",
        "journal.jsonl",
        "custody.jsonl",
        "manifest-sha512.txt",
        "forms/account.xml",
        "forms/itemsets.csv",
        "submission/account.xml",
        "attachments/" + "a" * 64 + ".ogg",
    ],
    Kind.BUNDLE: [
        "records/" + "a" * 32 + f"/{what}-" + "b" * 32 + ".age"
        for what in ("account", "identity", "medium", "withdrawal")
    ],
    Kind.PACK: [
        "policy.json",
        "revocations.json",
        "questions.json",
        "cards/" + "a" * 64 + ".card",
        "protocols/main/protocol.json",
        "protocols/main/forms/account.xlsx",
        "receipts/" + "a" * 32 + ".age",
    ],
}


def entry(path: str, name: str = "1" * 32, *parts: int) -> FileEntry:
    """Make a file of one byte for each part, or an empty one."""
    segments = tuple(
        Segment(at, part, 1, "e" * 64) for at, part in enumerate(parts)
    ) or (Segment(0, 1, 0, EMPTY),)
    digest = segments[0].sha256 if len(segments) == 1 else "f" * 64
    return FileEntry(path, name, len(parts), digest, segments)


def sample(kind: Kind = Kind.RECORD, **changes: Any) -> Statement:  # noqa: ANN401 - whatever field
    made = Statement(
        kind=kind,
        id="1" * 32,
        signer="2" * 64,
        card=b'{"name":"Juniper"}',
        recipients=("3" * 64,),
        device="4" * 32,
        sequence=5,
        custody_entry=9,
        custody_head="6" * 64,
        day="2026-11-23",
        about={"record": "x"},
        files=(entry(CARRIED[kind]),),
    )
    return replace(made, **changes)


def altered(change: Callable[[dict[str, Any]], None]) -> bytes:
    value = json.loads(to_bytes(sample()))
    change(value)
    return encode(value)


@pytest.mark.parametrize("kind", CARRIED)
def test_comes_back_as_it_was(kind: Kind) -> None:
    made = sample(kind)
    assert parse(to_bytes(made), kind) == made


@pytest.mark.parametrize("kind", PATHS)
def test_takes_every_path_of_its_kind(kind: Kind) -> None:
    files = tuple(
        entry(path, f"{at:032x}") for at, path in enumerate(PATHS[kind], start=1)
    )
    assert parse(to_bytes(sample(kind, files=files)), kind).files == files


@pytest.mark.parametrize("wanted", Kind)
@pytest.mark.parametrize("found", CARRIED)
def test_no_kind_passes_for_another(found: Kind, wanted: Kind) -> None:
    data = to_bytes(sample(found))
    if found is wanted:
        assert parse(data, wanted).kind is wanted
        return
    with pytest.raises(WrongKind) as caught:
        parse(data, wanted)
    assert found.value.split("-")[1] in str(caught.value)


@pytest.mark.parametrize("found", CARRIED)
@pytest.mark.parametrize("wanted", CARRIED)
def test_no_kind_carries_the_files_of_another(found: Kind, wanted: Kind) -> None:
    if found is not wanted:
        with pytest.raises(StatementInvalid):
            to_bytes(sample(wanted, files=(entry(CARRIED[found]),)))


def test_a_newer_form_is_told_apart_from_a_damaged_one() -> None:
    with pytest.raises(NewerFormat):
        parse(altered(lambda v: v.update(type="intake-record-v2", new=[])), Kind.RECORD)
    for other in ("intake-record-v0", "intake-record-v01", "intake-sonnet-v2", "", 1):
        changed = altered(lambda v, other=other: v.update(type=other))  # type: ignore[misc]
        with pytest.raises(StatementInvalid):
            parse(changed, Kind.RECORD)


CHANGES: list[dict[str, Any]] = [
    {"id": "1" * 31},
    {"id": "A" * 32},
    {"id": "1" * 32 + "\n"},
    {"id": 1},
    {"signer": "2" * 63},
    {"recipients": ["3" * 64] * 2},
    {"recipients": "3" * 64},
    {"recipients": [3]},
    {"device": None},
    {"sequence": -1},
    {"sequence": 2**60},
    {"sequence": True},
    {"sequence": "5"},
    {"custody_head": ""},
    {"custody_entry": -1},
    {"custody_entry": "9"},
    {"day": "2026-02-30"},
    {"day": "20261123"},
    {"day": "2026-11-23\n"},
    {"day": "2026-W01-4"},
    {"about": []},
    {"card": "x"},
    {"card": {"name": "x" * 70_000}},
    {"files": {}},
    {"files": [1]},
    {"files": [{}]},
    {"manifest": "0" * 64},
    {"extra": 1},
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_field_has_its_shape(change: dict[str, Any]) -> None:
    with pytest.raises(StatementInvalid):
        parse(altered(lambda value: value.update(change)), Kind.RECORD)


@pytest.mark.parametrize(
    "change",
    [
        {"object": "x"},
        {"path": 1},
        {"path": "../x"},
        {"size": -1},
        {"size": 1},
        {"size": 2**50},
        {"size": False},
        {"sha256": "0" * 64},
        {"sha256": EMPTY.upper()},
        {"segments": []},
        {"segments": {}},
        {"extra": 1},
    ],
)
def test_every_field_of_a_file_has_its_shape(change: dict[str, Any]) -> None:
    with pytest.raises(StatementInvalid):
        parse(altered(lambda value: value["files"][0].update(change)), Kind.RECORD)


@pytest.mark.parametrize(
    "change",
    [
        {"index": 1},
        {"index": False},
        {"part": 0},
        {"part": 2},
        {"part": 10_000},
        {"size": 2**28 + 1},
        {"sha256": "x"},
        {"extra": 1},
    ],
)
def test_every_field_of_a_segment_has_its_shape(change: dict[str, Any]) -> None:
    def change_it(value: dict[str, Any]) -> None:
        value["files"][0]["segments"][0].update(change)

    with pytest.raises(StatementInvalid):
        parse(altered(change_it), Kind.RECORD)


@pytest.mark.parametrize(
    "field", ["about", "card", "day", "files", "manifest", "type", "recipients"]
)
def test_every_field_must_be_there(field: str) -> None:
    def drop(value: dict[str, Any]) -> None:
        del value[field]

    with pytest.raises(StatementInvalid):
        parse(altered(drop), Kind.RECORD)


def test_no_two_files_share_a_path_or_a_name() -> None:
    for files in (
        (entry("record.json"), entry("record.json", "2" * 32)),
        (entry("forms/a.xml"), entry("forms/A.xml", "2" * 32)),
        (entry("record.json"), entry("journal.jsonl")),
    ):
        with pytest.raises(StatementInvalid):
            to_bytes(sample(files=files))


def test_counts_have_bounds() -> None:
    with pytest.raises(TooLarge):
        parse(altered(lambda v: v.update(recipients=["3" * 64] * 65)), Kind.RECORD)
    with pytest.raises(TooLarge):
        parse(altered(lambda v: v.update(files=[0] * 20_001)), Kind.RECORD)
    with pytest.raises(TooLarge):
        parse(
            altered(lambda v: v["files"][0].update(segments=[0] * 10_001)), Kind.RECORD
        )
    with pytest.raises(TooLarge):
        parse(b" " * (statements.STATEMENT_LIMIT + 1), Kind.RECORD)


def test_parts_follow_one_another() -> None:
    path = "records/" + "a" * 32 + "/account-" + "b" * 32 + ".age"
    other = "records/" + "c" * 32 + "/account-" + "d" * 32 + ".age"
    good = (entry(path, "1" * 32, 1, 1, 2), entry(other, "2" * 32, 2, 3))
    made = parse(to_bytes(sample(Kind.BUNDLE, files=good)), Kind.BUNDLE)
    assert made.parts == 3
    assert [(e.object[0], s.index) for e, s in of_part(made, 2)] == [("1", 2), ("2", 0)]
    for bad in (
        (entry(path, "1" * 32, 2),),
        (entry(path, "1" * 32, 1, 3),),
        (entry(path, "1" * 32, 1, 2, 1),),
        (entry(path, "1" * 32, 1, 2), entry(other, "2" * 32, 1)),
    ):
        with pytest.raises(StatementInvalid):
            to_bytes(sample(Kind.BUNDLE, files=bad))


def test_a_statement_without_files_has_one_part() -> None:
    assert parse(to_bytes(sample(files=())), Kind.RECORD).parts == 1


def test_the_manifest_is_what_sha256sum_reads() -> None:
    made = sample(files=(entry("record.json", "1" * 32, 1, 1),))
    assert manifest(made).decode().splitlines() == [
        "e" * 64 + "  data/" + "1" * 32 + "/0000",
        "e" * 64 + "  data/" + "1" * 32 + "/0001",
    ]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"null", b"{", b"\xff", b'{"type": 1}', b"[" * 9999]
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(StatementInvalid):
        parse(data, Kind.RECORD)


def test_other_spellings_of_the_same_facts_are_refused() -> None:
    data = to_bytes(sample())
    for other in (data + b"\n", data.replace(b'":', b'": ', 1), b"\xef\xbb\xbf" + data):
        with pytest.raises(StatementInvalid):
            parse(other, Kind.RECORD)


def test_every_changed_bit_is_refused_or_read_as_another_statement() -> None:
    data, made = to_bytes(sample()), sample()
    for at in range(len(data) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        try:
            found = parse(bytes(changed), Kind.RECORD)
        except SealingError:
            continue
        assert found != made


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(json.loads(to_bytes(sample())))), JSON)
def test_a_strange_field_raises_only_our_errors(field: str, value: object) -> None:
    data = altered(lambda known: known.update({field: value}))
    try:
        found = parse(data, Kind.RECORD)
    except SealingError:
        return
    assert draft(found) == data


@given(JSON)
def test_a_strange_file_raises_only_our_errors(value: object) -> None:
    for place in ("path", "object", "sha256", "segments"):
        with pytest.raises(SealingError):
            parse(
                altered(lambda v, at=place: v["files"][0].update({at: value})),  # type: ignore[misc]
                Kind.RECORD,
            )


@given(st.binary(max_size=300))
def test_strange_bytes_raise_only_our_errors(data: bytes) -> None:
    with pytest.raises(SealingError):
        parse(data, Kind.RECORD)
