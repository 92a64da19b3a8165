"""The doors behind a seal: what somebody we know may have signed, and vault files.

Everything is signed and sealed here after it was altered, so that luck leads past the
signatures. An input holds parts, each headed by a line with ``=== `` and its path.
"""

import contextlib
import hashlib
import io
import json
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from fuzz.readers_sealing import person
from fuzz.registry import Reader
from intake.domain import custody
from intake.domain.canonical import Json, decode, encode
from intake.domain.custody import Event
from intake.domain.errors import IntakeError, NotCanonical, StatementInvalid
from intake.domain.people import Role
from intake.domain.policy import Policy
from intake.sealing import pack, receipt, record
from intake.sealing.bundle import Parcel, plan_bundle, write_bundle
from intake.sealing.container import (
    MANIFEST,
    MLDSA,
    PADDING,
    SSHSIG,
    STATEMENT,
    Member,
    write_end,
    write_member,
)
from intake.sealing.delivery import read_bundle, survey
from intake.sealing.incoming import Memory, Part, open_part, open_whole, unseal
from intake.sealing.incoming import Reader as Ours
from intake.sealing.outgoing import Item, Stamp, seal
from intake.sealing.signatures import Kind, sign
from intake.vault import Cost, header, keyfile, slots, ways

_CUT = b"\n=== "
_CARD, _MANIFEST = b'"@card"', b"@manifest"
_STAMP = Stamp("5" * 32, "d" * 32, 7, 9, "c" * 64, "2026-11-23")
_LIMIT = 1_000_000


def _cut(data: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    for part in (b"\n" + data).split(_CUT)[1:]:
        name, _, content = part.partition(b"\n")
        parts[name.decode("utf-8", "replace")] = content
    return parts


def _join(parts: Mapping[str, bytes]) -> bytes:
    return b"\n".join(b"=== " + n.encode() + b"\n" + each for n, each in parts.items())


def _reader() -> Ours:
    desk, field = person(2, Role.COORDINATOR), person(1)
    cards = {each.card.card.fingerprint: each.card.card for each in (desk, field)}
    return Ours([desk.keys.identity], set(cards), cards.get)


def _sealed(kind: Kind, parts: Mapping[str, bytes], *, to_desk: bool = True) -> bytes:
    """Sign and seal files, as anyone might who has a card that we compared."""
    files = {path: data for path, data in parts.items() if path != "about"}
    try:
        about = decode(parts.get("about", b"{}"))
    except NotCanonical as error:
        raise StatementInvalid from error
    if not isinstance(about, dict):
        raise StatementInvalid
    out = io.BytesIO()
    seal(
        out,
        kind,
        [_item(path, data) for path, data in files.items()],
        about=about,
        stamp=_STAMP,
        sender=person(1),
        to=[person(2, Role.COORDINATOR).card.card] if to_desk else [],
    )
    return out.getvalue()


def _item(path: str, data: bytes) -> Item:
    return Item(path, len(data), lambda: io.BytesIO(data))


# --- statements


def read_statement(data: bytes) -> None:
    """Sign an altered statement, put what follows behind it, and read all of it."""
    parts = _cut(data)
    text = parts.pop("statement", b"").replace(_CARD, person(1).card.to_bytes().strip())
    lines = _listed(text)
    text = text.replace(_MANIFEST, hashlib.sha256(lines).hexdigest().encode())
    for kind in Kind:
        if kind.encode() in text:
            break
    made = sign(text, kind, person(1).keys.signing)
    out = io.BytesIO()
    for name, content in {
        STATEMENT: text,
        SSHSIG: made.sshsig,
        MLDSA: made.mldsa65,
        MANIFEST: lines,
        **parts,
        PADDING: b"",
    }.items():
        with contextlib.suppress(IntakeError):
            write_member(out, Member(name, len(content)), [content])
    write_end(out)
    opened = open_part(io.BytesIO(out.getvalue()), kind, _reader())
    if kind is Kind.RECORD:
        record.about_of(opened.checked.statement)
    _drain(opened)


def _drain(part: Part) -> None:
    for _ in part.pieces():
        pass


def _listed(text: bytes) -> bytes:
    """Write the list that goes with a statement, however strange that is."""
    lines: list[str] = []
    try:
        for entry in json.loads(text)["files"]:
            lines.extend(
                f"{each['sha256']}  data/{entry['object']}/{number:04d}\n"
                for number, each in enumerate(entry["segments"])
            )
        return "".join(lines).encode()
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""


def _statements() -> Iterable[bytes]:
    desk = person(2, Role.COORDINATOR)
    about: dict[str, Json] = {
        "others": [],
        "portion": "account",
        "record": "a" * 32,
        "version": 1,
    }
    kinds: tuple[tuple[Kind, dict[str, Json], str], ...] = (
        (Kind.RECORD, about, "journal.jsonl"),
        (Kind.PACK, {"serial": 3}, "policy.json"),
        (Kind.RECEIPT, {}, "receipt.json"),
    )
    for kind, told, path in kinds:
        out = io.BytesIO()
        made = seal(
            out,
            kind,
            [_item(path, b"{}")],
            about=told,
            stamp=_STAMP,
            sender=person(1),
            to=[desk.card.card],
        )
        fields = json.loads(made.head.data)
        fields["card"], fields["manifest"] = "@card", "@manifest"
        (entry,) = fields["files"]
        name = f"data/{entry['object']}/0000"
        yield _join({"statement": encode(fields), name: b"{}"})


_STATEMENT_WORDS = (
    *(_CARD, _MANIFEST, b'"files":[', b'"segments":[', b'"part":2', b'"index":1'),
    *(b"intake-record-v1", b"intake-bundle-v1", b"intake-pack-v1", b"intake-record-v9"),
    *(b"\n=== data/", b"\n=== ", b"null", b"[]", b"{}", b"true", b'"recipients":[]'),
    *(b"../", b"con", b"0" * 32, b"0" * 64, b'"part_size":512', b"intake-receipt-v1"),
)


# --- packs, receipts, records


def read_pack(data: bytes) -> None:
    """Read a pack, sealed or signed only, and look at it first."""
    parts = _cut(data)
    made = _sealed(Kind.PACK, parts, to_desk="open" not in parts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack"
        path.write_bytes(made)
        pack.look(path, _reader())
        pack.read_pack(path, _reader())


def _packs() -> Iterable[bytes]:
    card = person(2, Role.COORDINATOR).card
    contents = pack.Contents(
        policy=Policy(),
        cards=(card,),
        protocols={"main": {"protocol.json": b"{}", "forms/account.xml": b"<x/>"}},
        revoked=("e" * 64,),
        receipts=(b"age-encryption.org/v1 one",),
        questions={"asked": ["when"]},
    )
    files = pack._files(contents)  # noqa: SLF001 - what the program itself would seal
    about = {"about": encode({"serial": 3})}
    yield _join({**about, **files})
    small = {path: each for path, each in files.items() if "cards" not in path}
    yield _join({**about, **small})
    yield _join({**about, **small, "open": b""})


def read_receipt(data: bytes) -> None:
    """Read a receipt of somebody known."""
    receipt.read_receipt(io.BytesIO(_sealed(Kind.RECEIPT, _cut(data))), _reader())


def _receipts() -> Iterable[bytes]:
    lines = (
        receipt.Line("1" * 32, "2" * 64, ("3" * 64,), receipt.Verdict.STORED),
        receipt.Line("5" * 32, "", (), receipt.Verdict.SET_APART),
    )
    made = receipt.Receipt(
        lines, (receipt.Came("9" * 32, "a" * 64, (2, 5)),), ("d" * 64,)
    )
    out = io.BytesIO()
    desk = person(2, Role.COORDINATOR)
    receipt.make_receipt(out, made, stamp=_STAMP, sender=person(1), to=desk.card.card)
    memory = Memory(_LIMIT)

    open_whole(
        open_part(
            unseal(io.BytesIO(out.getvalue()), _reader()), Kind.RECEIPT, _reader()
        ),
        memory,
    )
    yield _join(memory.files())


def read_bundled(data: bytes) -> None:
    """Bring altered objects, one that was begun among them, by a stick."""
    parts = _cut(data)
    loads = []
    for number, content in enumerate(parts.values()):
        sha256 = hashlib.sha256(content).hexdigest()
        parcel = Parcel(f"{number:032x}", "account", sha256[:32], len(content), sha256)
        loads.append((parcel, lambda content=content: io.BytesIO(content)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = plan_bundle(
            loads[:4],
            stamp=_STAMP,
            sender=person(1),
            to=person(2, Role.COORDINATOR).card.card,
            part_size=32 * 1024,
        )
        write_bundle(folder, plan)
        # The altered bytes themselves, as one more file and in the place of a part.
        (folder / "strange").write_bytes(data)
        if data.startswith(b"age"):
            (folder / plan.part_name(1)).write_bytes(data)
        for found in survey([folder], _reader()).bundles:
            delivered = read_bundle(found, _reader(), _Kept)
            if not delivered.objects and loads:
                raise StatementInvalid


class _Kept:
    """Takes an object, opens it as a record at its end, and keeps nothing."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel
        self._data = io.BytesIO()

    def __enter__(self) -> io.BytesIO:
        return self._data

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            with contextlib.suppress(IntakeError):
                record.read_object(io.BytesIO(self._data.getvalue()), _reader())


def _bundles() -> Iterable[bytes]:
    yield _join({"1": b"age-encryption.org/v1\n-> X25519 ", "2": b"second"})
    yield b"age-encryption.org/v1\n"


# --- custody extracts


def read_extract(data: bytes) -> None:
    """Read the lines of an extract and judge them as the desk does."""
    lines = [custody.from_json(decode(each)) for each in data.splitlines()]
    for line in lines:
        if encode(custody.to_json(line)) not in data.splitlines():
            message = "read, but written otherwise"
            raise AssertionError(message)
    custody.first_untrue(lines)
    custody.unbroken(lines)
    custody.left_out(lines, "a" * 32)


def _extracts() -> Iterable[bytes]:
    entries: list[custody.Entry] = []
    for number, event in enumerate((Event.CREATED, Event.FINISHED, Event.SEALED)):
        time = f"2026-11-23T09:00:0{number}+00:00"
        last = entries[-1] if entries else None
        entries.append(custody.chain(last, time, event, "a" * 32, {"why": "said"}))
    lines: list[custody.Line] = [*entries[:2], custody.closed(entries[2])]
    yield b"\n".join(encode(custody.to_json(line)) for line in lines)


# --- files of a vault


def read_header(data: bytes) -> None:
    """Read a header with the checksum it should have, and how its slots are tried."""
    body = data[:-32]
    for copy in (data, body + hashlib.sha256(body).digest()):
        with contextlib.suppress(IntakeError):
            for slot in header.decode(copy).slots:
                slots.terms_of(slot)
    header.decode(data)


@cache
def _headers() -> tuple[bytes, ...]:
    made = ways.first(bytes(32), "cedar lantern orbit mellow", Cost(8, 1, 1))
    return (header.encode(made),)


def read_keys(data: bytes) -> None:
    """Read the file with the keys of the open interviews."""
    keyfile.decode(data, bytes(32))


def _key_files() -> Iterable[bytes]:
    yield keyfile.encode({}, bytes(32))
    yield keyfile.encode({"a" * 32: bytes(32), "b" * 32: bytes(32)}, bytes(32))


_JSON_WORDS = (b'"', b"{}", b"[]", b"null", b",", b'":', b"\n=== ", b"0" * 64, b"../")

READERS = (
    Reader("statement", read_statement, _statements, _STATEMENT_WORDS),
    Reader("pack", read_pack, _packs, (*_JSON_WORDS, b"\n=== cards/", b"\n=== open\n")),
    Reader("receipt", read_receipt, _receipts, (*_JSON_WORDS, b'"set apart"')),
    Reader(
        "bundle", read_bundled, _bundles, (b"\n=== 3\n", b"age-encryption.org/v1\n")
    ),
    Reader("extract", read_extract, _extracts, (*_JSON_WORDS, b"+00:00", b"Z", b"\n")),
    Reader("vault-header", read_header, _headers),
    Reader("vault-keys", read_keys, _key_files),
)
