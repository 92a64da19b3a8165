"""A receipt says what the desk keeps; nothing else lets the field let go."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.domain.errors import (
    AgeNoMatch,
    SealingError,
    SenderUnknown,
    SignatureInvalid,
    StatementInvalid,
    WrongKind,
)
from intake.sealing.incoming import Reader
from intake.sealing.outgoing import Item, Sender, Stamp, seal
from intake.sealing.receipt import (
    Came,
    Line,
    Receipt,
    Verdict,
    make_receipt,
    read_receipt,
)
from intake.sealing.signatures import Kind

RECEIPT = Receipt(
    lines=(
        Line("1" * 32, "2" * 64, ("3" * 64, "4" * 64), Verdict.STORED),
        Line("5" * 32, "", (), Verdict.SET_APART),
        Line("6" * 32, "7" * 64, ("8" * 64,), Verdict.INCOMPLETE),
    ),
    bundles=(Came("9" * 32, "a" * 64, (2, 5)), Came("b" * 32, "c" * 64)),
    revoked=("d" * 64,),
)


@pytest.fixture
def sealed(desk: Sender, field: Sender, stamp: Stamp) -> bytes:
    out = io.BytesIO()
    make_receipt(out, RECEIPT, stamp=stamp, sender=desk, to=field.card.card)
    return out.getvalue()


@pytest.fixture
def in_field(field: Sender, desk: Sender, reading: Callable[..., Reader]) -> Reader:
    return reading(field, desk)


def test_says_what_it_was_told_to_say(sealed: bytes, in_field: Reader) -> None:
    checked, receipt = read_receipt(io.BytesIO(sealed), in_field)
    assert receipt == RECEIPT
    assert checked.statement.kind is Kind.RECEIPT


def test_an_empty_one_is_one(
    desk: Sender, field: Sender, stamp: Stamp, in_field: Reader
) -> None:
    out = io.BytesIO()
    make_receipt(out, Receipt(()), stamp=stamp, sender=desk, to=field.card.card)
    assert read_receipt(io.BytesIO(out.getvalue()), in_field)[1] == Receipt(())


def test_only_a_known_desk_is_believed(
    sealed: bytes, field: Sender, reading: Callable[..., Reader]
) -> None:
    with pytest.raises(SenderUnknown):
        read_receipt(io.BytesIO(sealed), reading(field))


def test_only_its_receiver_opens_it(
    sealed: bytes, stranger: Sender, desk: Sender, reading: Callable[..., Reader]
) -> None:
    with pytest.raises(AgeNoMatch):
        read_receipt(io.BytesIO(sealed), reading(stranger, desk))


def test_a_forged_one_is_refused(
    desk: Sender, field: Sender, stranger: Sender, stamp: Stamp, in_field: Reader
) -> None:
    out = io.BytesIO()
    forger = Sender(desk.card, stranger.keys)
    make_receipt(out, RECEIPT, stamp=stamp, sender=forger, to=field.card.card)
    with pytest.raises(SignatureInvalid):
        read_receipt(io.BytesIO(out.getvalue()), in_field)


LINE = RECEIPT.lines[0]


@pytest.mark.parametrize(
    "receipt",
    [
        replace(RECEIPT, lines=(replace(LINE, record="x"),)),
        replace(RECEIPT, lines=(replace(LINE, statement_sha256="2" * 63),)),
        replace(RECEIPT, lines=(replace(LINE, objects=("",)),)),
        replace(RECEIPT, bundles=(Came("9" * 31, "a" * 64),)),
        replace(RECEIPT, bundles=(Came("9" * 32, ""),)),
        replace(RECEIPT, bundles=(Came("9" * 32, "a" * 64, (0,)),)),
        replace(RECEIPT, revoked=("D" * 64,)),
    ],
)
def test_the_maker_refuses_what_no_reader_takes(
    desk: Sender, field: Sender, stamp: Stamp, receipt: Receipt
) -> None:
    with pytest.raises(StatementInvalid):
        make_receipt(
            io.BytesIO(), receipt, stamp=stamp, sender=desk, to=field.card.card
        )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'{"bundles":[],"records":[],"revoked":[] }',
        b'{"bundles":[],"more":1,"records":[],"revoked":[]}',
        b'{"bundles":[],"records":[{"objects":[],"record":"'
        + b"1" * 32
        + b'","statement_sha256":"","verdict":"lost"}],"revoked":[]}',
    ],
)
def test_strange_contents_are_refused(
    desk: Sender, field: Sender, stamp: Stamp, in_field: Reader, data: bytes
) -> None:
    out = io.BytesIO()
    item = Item("receipt.json", len(data), lambda: io.BytesIO(data))
    seal(
        out,
        Kind.RECEIPT,
        [item],
        about={},
        stamp=stamp,
        sender=desk,
        to=[field.card.card],
    )
    with pytest.raises(StatementInvalid):
        read_receipt(io.BytesIO(out.getvalue()), in_field)


@pytest.mark.parametrize(
    "kind", [k for k in Kind if k not in {Kind.CARD, Kind.RECEIPT}]
)
def test_no_other_kind_passes_for_one(
    desk: Sender, field: Sender, stamp: Stamp, in_field: Reader, kind: Kind
) -> None:
    out = io.BytesIO()
    seal(out, kind, [], about={}, stamp=stamp, sender=desk, to=[field.card.card])
    with pytest.raises(WrongKind):
        read_receipt(io.BytesIO(out.getvalue()), in_field)


def test_one_without_its_file_is_refused(
    desk: Sender, field: Sender, stamp: Stamp, in_field: Reader
) -> None:
    out = io.BytesIO()
    seal(
        out,
        Kind.RECEIPT,
        [],
        about={},
        stamp=stamp,
        sender=desk,
        to=[field.card.card],
    )
    with pytest.raises(StatementInvalid):
        read_receipt(io.BytesIO(out.getvalue()), in_field)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2000), st.integers(0, 60_000))
def test_strange_bytes_raise_only_our_errors(
    sealed: bytes, in_field: Reader, data: bytes, at: int
) -> None:
    at %= len(sealed)
    for strange in (data, sealed[:at] + data, sealed[:at] + data + sealed[at + 1 :]):
        if strange != sealed:
            with pytest.raises(SealingError):
                read_receipt(io.BytesIO(strange), in_field)
