"""A pack brings what the desk decided, to the one it is for, and never backwards."""

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.domain.canonical import Json, encode
from intake.domain.errors import (
    AgeNoMatch,
    CardInvalid,
    NotAPack,
    PackOlder,
    SealingError,
    SenderUnknown,
    SignatureInvalid,
    StatementInvalid,
    StickGone,
    WrongKind,
)
from intake.domain.policy import Policy, SealWhen
from intake.sealing.age import decrypt, encrypt
from intake.sealing.incoming import Reader, kind_of
from intake.sealing.outgoing import Item, Sender, Stamp, recipients, seal
from intake.sealing.pack import Contents, Look, file_name, look, make_pack, read_pack
from intake.sealing.receipt import Receipt, make_receipt
from intake.sealing.signatures import Kind

PROTOCOL = {
    "protocol.json": b"{}",
    "forms/account.xlsx": b"PK" * 500,
    "forms/identity.xml": b"<x/>",
}


@pytest.fixture
def contents(desk: Sender, custodian: Sender) -> Contents:
    return Contents(
        policy=Policy(SealWhen.ON_LOCK, 2, 9, 30, erase_allowed=True),
        cards=(desk.card, custodian.card),
        protocols={"main": PROTOCOL, "short": {"protocol.json": b"[]"}},
        revoked=("e" * 64,),
        receipts=(b"age-encryption.org/v1 one", b"age-encryption.org/v1 two"),
        questions={"asked": ["when"]},
    )


@pytest.fixture
def make(
    contents: Contents, desk: Sender, field: Sender, stamp: Stamp, tmp_path: Path
) -> Callable[..., Path]:
    def write(
        *,
        what: Contents = contents,
        serial: int = 5,
        sender: Sender = desk,
        sealed: bool = True,
        to: Sender = field,
    ) -> Path:
        path = tmp_path / file_name(stamp, sealed=sealed)
        with path.open("wb") as file:
            make_pack(
                file,
                what,
                serial=serial,
                stamp=stamp,
                sender=sender,
                to=to.card.card if sealed else None,
            )
        return path

    return write


@pytest.fixture
def in_field(field: Sender, desk: Sender, reading: Callable[..., Reader]) -> Reader:
    return reading(field, desk)


@pytest.mark.parametrize("sealed", [True, False])
def test_brings_everything(
    make: Callable[..., Path], contents: Contents, in_field: Reader, *, sealed: bool
) -> None:
    path = make(sealed=sealed)
    assert path.suffix == (".age" if sealed else ".tar")
    pack = read_pack(path, in_field)
    assert pack.contents == contents
    assert pack.serial == 5


def test_brings_as_little_as_a_policy(
    make: Callable[..., Path], in_field: Reader
) -> None:
    bare = Contents(policy=Policy())
    assert read_pack(make(what=bare), in_field).contents == bare


def test_the_first_pack_is_a_tar_that_anyone_can_list(
    make: Callable[..., Path],
) -> None:
    with tarfile.open(make(sealed=False)) as archive:
        assert archive.getnames()[:4] == [
            "statement.json",
            "statement.json.sig",
            "statement.json.mldsa65",
            "manifest-sha256.txt",
        ]


@pytest.mark.parametrize("sealed", [True, False])
def test_its_maker_is_shown_before_anything_is_believed(
    make: Callable[..., Path],
    field: Sender,
    desk: Sender,
    reading: Callable[..., Reader],
    *,
    sealed: bool,
) -> None:
    path, reader = make(sealed=sealed), reading(field)
    seen: Look = look(path, reader)
    assert seen.maker == desk.card
    assert not seen.checked.known
    assert (seen.serial, seen.sealed) == (5, sealed)
    with pytest.raises(SenderUnknown):
        read_pack(path, reader)


def test_its_serial_only_rises(make: Callable[..., Path], in_field: Reader) -> None:
    path = make(serial=5)
    assert read_pack(path, in_field, newest=4).serial == 5
    for newest in (5, 6):
        with pytest.raises(PackOlder):
            read_pack(path, in_field, newest=newest)


def test_opens_for_its_receiver_only(
    make: Callable[..., Path],
    stranger: Sender,
    desk: Sender,
    reading: Callable[..., Reader],
) -> None:
    with pytest.raises(AgeNoMatch):
        read_pack(make(), reading(stranger, desk))


def test_sealed_again_to_another_it_is_refused(
    make: Callable[..., Path],
    field: Sender,
    stranger: Sender,
    desk: Sender,
    reading: Callable[..., Reader],
) -> None:
    path = make()
    plain = decrypt(io.BytesIO(path.read_bytes()), [field.keys.identity]).read()
    with (
        path.open("wb") as file,
        encrypt(file, recipients([stranger.card.card])) as again,
    ):
        again.write(plain)
    with pytest.raises(AgeNoMatch):
        read_pack(path, reading(stranger, desk))
    # Nor can its seal be taken off to pass it to everybody.
    path.write_bytes(plain)
    with pytest.raises(StatementInvalid):
        read_pack(path, reading(stranger, desk))


def test_a_signed_pack_cannot_be_passed_off_as_sealed(
    make: Callable[..., Path], field: Sender, in_field: Reader
) -> None:
    path = make(sealed=False)
    plain = path.read_bytes()
    with path.open("wb") as file, encrypt(file, recipients([field.card.card])) as again:
        again.write(plain)
    with pytest.raises(AgeNoMatch):
        read_pack(path, in_field)


def test_signed_by_another_in_the_desks_name_it_is_refused(
    make: Callable[..., Path], desk: Sender, stranger: Sender, in_field: Reader
) -> None:
    path = make(sender=Sender(desk.card, stranger.keys))
    for read in (look, read_pack):
        with pytest.raises(SignatureInvalid):
            read(path, in_field)


def _build(path: Path, files: dict[str, bytes], desk: Sender, stamp: Stamp) -> None:
    with path.open("wb") as file:
        seal(
            file,
            Kind.PACK,
            [
                Item(name, len(data), lambda data=data: io.BytesIO(data))  # type: ignore[misc]
                for name, data in files.items()
            ],
            about={"serial": 1},
            stamp=stamp,
            sender=desk,
            to=[],
        )


POLICY: dict[str, Json] = {
    "seal": "at finish",
    "correction_days": 0,
    "lock_minutes": 5,
    "draft_days": 14,
    "erase_allowed": False,
}


@pytest.mark.parametrize(
    "change",
    [
        {"seal": "never"},
        {"seal": 1},
        {"correction_days": -1},
        {"correction_days": 0.5},
        {"lock_minutes": 0},
        {"lock_minutes": 2000},
        {"draft_days": True},
        {"erase_allowed": 1},
        {"more": 1},
    ],
)
def test_a_strange_policy_is_refused(
    tmp_path: Path,
    desk: Sender,
    stamp: Stamp,
    in_field: Reader,
    change: dict[str, Json],
) -> None:
    policy = json.dumps({**POLICY, **change}, sort_keys=True, separators=(",", ":"))
    files = {
        "policy.json": policy.encode(),
        "revocations.json": encode({"revoked": []}),
    }
    _build(tmp_path / "x.tar", files, desk, stamp)
    with pytest.raises(StatementInvalid):
        read_pack(tmp_path / "x.tar", in_field)


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({"policy.json": None}, StatementInvalid),
        ({"revocations.json": None}, StatementInvalid),
        ({"revocations.json": b"{}"}, StatementInvalid),
        ({"revocations.json": b'{"revoked":["x"]}'}, StatementInvalid),
        ({"questions.json": b"{ }"}, StatementInvalid),
        ({"protocols/main/forms/a.xml": b"x"}, StatementInvalid),
        ({"cards/" + "a" * 64 + ".card": b"{}"}, CardInvalid),
    ],
)
def test_strange_files_are_refused(
    tmp_path: Path,
    desk: Sender,
    stamp: Stamp,
    in_field: Reader,
    files: dict[str, bytes | None],
    error: type[SealingError],
) -> None:
    whole = {
        "policy.json": encode(POLICY),
        "revocations.json": encode({"revoked": []}),
        **files,
    }
    _build(
        tmp_path / "x.tar",
        {name: data for name, data in whole.items() if data is not None},
        desk,
        stamp,
    )
    with pytest.raises(error):
        read_pack(tmp_path / "x.tar", in_field)


def test_a_card_under_anothers_name_is_refused(
    tmp_path: Path, desk: Sender, stamp: Stamp, in_field: Reader
) -> None:
    files = {
        "policy.json": encode(POLICY),
        "revocations.json": encode({"revoked": []}),
        "cards/" + "a" * 64 + ".card": desk.card.to_bytes(),
    }
    _build(tmp_path / "x.tar", files, desk, stamp)
    with pytest.raises(CardInvalid):
        read_pack(tmp_path / "x.tar", in_field)


def test_the_maker_refuses_what_no_reader_takes(
    make: Callable[..., Path], contents: Contents
) -> None:
    for wrong in (
        replace(contents, protocols={"main": {"forms/a.xml": b"x"}}),
        replace(contents, protocols={"../x": {"protocol.json": b"x"}}),
        replace(contents, protocols={"x": {"protocol.json": b"", "forms/../y": b""}}),
        replace(contents, revoked=("x",)),
        replace(contents, policy=Policy(lock_minutes=0)),
    ):
        with pytest.raises(StatementInvalid):
            make(what=wrong)
    with pytest.raises(StatementInvalid):
        make(serial=0)


def test_a_receipt_is_no_pack_and_says_so(
    tmp_path: Path, desk: Sender, field: Sender, stamp: Stamp, in_field: Reader
) -> None:
    path = tmp_path / "x.age"
    with path.open("wb") as file:
        make_receipt(file, Receipt(()), stamp=stamp, sender=desk, to=field.card.card)
    with pytest.raises(WrongKind) as caught:
        read_pack(path, in_field)
    assert "receipt, not a pack" in str(caught.value)


def test_what_a_file_says_it_is_can_be_asked(
    make: Callable[..., Path], field: Sender
) -> None:
    with make(sealed=False).open("rb") as file:
        assert kind_of(file) is Kind.PACK
    with make().open("rb") as file:
        assert kind_of(decrypt(file, [field.keys.identity])) is Kind.PACK
    with pytest.raises(SealingError):
        kind_of(io.BytesIO(b"x" * 2000))


def test_a_pack_that_is_not_there_is_a_stick_gone(
    tmp_path: Path, in_field: Reader
) -> None:
    with pytest.raises(StickGone):
        look(tmp_path / "none", in_field)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2000), st.integers(0, 60_000), st.booleans())
def test_strange_bytes_raise_only_our_errors(
    make: Callable[..., Path],
    in_field: Reader,
    tmp_path: Path,
    data: bytes,
    at: int,
    sealed: bool,
) -> None:
    whole = make(sealed=sealed).read_bytes()
    at %= len(whole)
    path = tmp_path / "strange"
    for strange in (data, whole[:at] + data, whole[:at] + data + whole[at + 1 :]):
        if strange != whole:
            path.write_bytes(strange)
            with pytest.raises(SealingError):
                read_pack(path, in_field)


@pytest.mark.parametrize("data", [b"", b"root:x:0:0\n", b"{}", b"statement.jsonx" * 99])
def test_a_file_of_another_kind_is_said_to_be_no_pack(
    data: bytes, in_field: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "letter"
    path.write_bytes(data)
    with pytest.raises(NotAPack):
        look(path, in_field)
