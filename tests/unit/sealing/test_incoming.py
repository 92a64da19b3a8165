"""No list of one kind is believed as another, whoever signed it and however."""

import hashlib
import io
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import pytest

from intake.domain.errors import (
    AgeNoMatch,
    ContentsAltered,
    SealingError,
    SenderUnknown,
    SignatureInvalid,
    StatementInvalid,
    TooLarge,
    WrongKind,
)
from intake.sealing import statement as statements
from intake.sealing.container import (
    END,
    Member,
    header,
    write_end,
    write_member,
)
from intake.sealing.incoming import Memory, Part, Reader, kind_of, open_part, open_whole
from intake.sealing.outgoing import Head, Sender, Stamp, seal
from intake.sealing.signatures import Kind, sign
from intake.sealing.statement import FileEntry, Segment

KINDS = [kind for kind in Kind if kind is not Kind.CARD]


def plain(head: Head, padding: bytes = b"", data: tuple[bytes, ...] = ()) -> bytes:
    out = io.BytesIO()
    for name, content in [
        ("statement.json", head.data),
        ("statement.json.sig", head.signatures.sshsig),
        ("statement.json.mldsa65", head.signatures.mldsa65),
        ("manifest-sha256.txt", statements.manifest(head.statement)),
        *(
            (statements.member_name(entry, segment), content)
            for (entry, segment), content in zip(
                statements.of_part(head.statement, 1), data, strict=False
            )
        ),
        ("padding", padding),
    ]:
        write_member(out, Member(name, len(content)), [content])
    write_end(out)
    return out.getvalue()


@pytest.fixture
def make(desk: Sender, field: Sender, stamp: Stamp) -> Callable[[Kind], Head]:
    def build(kind: Kind) -> Head:
        return seal(
            io.BytesIO(),
            kind,
            [],
            about={},
            stamp=stamp,
            sender=field,
            to=[desk.card.card],
        ).head

    return build


@pytest.fixture
def at_desk(field: Sender, desk: Sender, reading: Callable[..., Reader]) -> Reader:
    return reading(desk, field)


def opened(data: bytes, kind: Kind, reader: Reader) -> Part:
    return open_part(io.BytesIO(data), kind, reader)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_opens_as_itself(
    make: Callable[[Kind], Head], at_desk: Reader, kind: Kind
) -> None:
    data = plain(make(kind))
    assert list(opened(data, kind, at_desk).pieces()) == []
    assert kind_of(io.BytesIO(data)) is kind


@pytest.mark.parametrize("wanted", Kind)
@pytest.mark.parametrize("found", KINDS)
def test_no_kind_opens_as_another(
    make: Callable[[Kind], Head], at_desk: Reader, found: Kind, wanted: Kind
) -> None:
    if found is not wanted:
        with pytest.raises(WrongKind):
            opened(plain(make(found)), wanted, at_desk)


@pytest.mark.parametrize("signed", Kind)
@pytest.mark.parametrize("named", KINDS)
def test_no_signature_under_one_kind_serves_another(
    make: Callable[[Kind], Head],
    field: Sender,
    at_desk: Reader,
    named: Kind,
    signed: Kind,
) -> None:
    head = make(named)
    other = sign(head.data, signed, field.keys.signing)
    for mixed in (
        other,
        replace(head.signatures, sshsig=other.sshsig),
        replace(head.signatures, mldsa65=other.mldsa65),
    ):
        data = plain(replace(head, signatures=mixed))
        if named is signed:
            assert opened(data, named, at_desk).checked.known
        else:
            with pytest.raises(SignatureInvalid):
                opened(data, named, at_desk)


def test_a_known_card_must_be_the_one_that_was_asked_for(
    make: Callable[[Kind], Head], desk: Sender, stranger: Sender
) -> None:
    muddled = Reader([], {desk.card.card.fingerprint}, lambda _: stranger.card.card)
    with pytest.raises(SignatureInvalid):
        opened(plain(make(Kind.RECEIPT)), Kind.RECEIPT, muddled)


def test_an_unknown_signer_is_verified_but_not_believed(
    make: Callable[[Kind], Head],
    field: Sender,
    desk: Sender,
    reading: Callable[..., Reader],
) -> None:
    part = opened(plain(make(Kind.RECEIPT)), Kind.RECEIPT, reading(desk))
    assert part.checked.signer == field.card.card
    with pytest.raises(SenderUnknown):
        part.checked.believed()


def test_any_card_of_ones_own_may_be_the_one_named(
    make: Callable[[Kind], Head], desk: Sender, field: Sender
) -> None:
    data = plain(make(Kind.RECORD))
    cards = {field.card.card.fingerprint: field.card.card}
    both = {"0" * 64, desk.card.card.fingerprint}
    assert opened(data, Kind.RECORD, Reader([], both, cards.get)).checked.known
    for fingerprints in (set(), {"0" * 64}):
        with pytest.raises(AgeNoMatch):
            opened(data, Kind.RECORD, Reader([], fingerprints, cards.get))


def test_padding_is_silence(make: Callable[[Kind], Head], at_desk: Reader) -> None:
    head = make(Kind.RECORD)
    assert not list(opened(plain(head, bytes(5000)), Kind.RECORD, at_desk).pieces())
    for noise in (b"x", bytes(4999) + b"x", b"x" + bytes(600)):
        part = opened(plain(head, noise), Kind.RECORD, at_desk)
        with pytest.raises(ContentsAltered):
            list(part.pieces())


def test_a_list_of_one_part_is_all_that_a_whole_takes(
    make: Callable[[Kind], Head], field: Sender, at_desk: Reader
) -> None:
    digest = "e" * 64
    segments = tuple(Segment(at, at + 1, 1, digest) for at in range(2))
    entry = FileEntry("record.json", "1" * 32, 2, digest, segments)
    statement = replace(make(Kind.RECORD).statement, files=(entry,))
    data = statements.to_bytes(statement)
    head = Head(statement, data, sign(data, Kind.RECORD, field.keys.signing))
    part = opened(plain(head, data=(b"x",)), Kind.RECORD, at_desk)
    with pytest.raises(StatementInvalid):
        open_whole(part, Memory(1000))


def test_a_file_whose_segments_fit_but_whose_whole_does_not_is_refused(
    make: Callable[[Kind], Head], field: Sender, at_desk: Reader
) -> None:
    halves = (b"one", b"two")
    for digest, sound in (
        (hashlib.sha256(b"onetwo").hexdigest(), True),
        ("0" * 64, False),
    ):
        segments = tuple(
            Segment(at, 1, 3, hashlib.sha256(half).hexdigest())
            for at, half in enumerate(halves)
        )
        entry = FileEntry("record.json", "1" * 32, 6, digest, segments)
        statement = replace(make(Kind.RECORD).statement, files=(entry,))
        data = statements.to_bytes(statement)
        head = Head(statement, data, sign(data, Kind.RECORD, field.keys.signing))
        part = opened(plain(head, data=halves), Kind.RECORD, at_desk)
        memory = Memory(1000)
        if sound:
            open_whole(part, memory)
            assert memory.files() == {"record.json": b"onetwo"}
        else:
            with pytest.raises(ContentsAltered):
                open_whole(part, memory)


def test_the_four_texts_come_in_their_order(
    make: Callable[[Kind], Head], at_desk: Reader
) -> None:
    head = make(Kind.RECORD)
    texts = [
        ("statement.json", head.data),
        ("statement.json.sig", head.signatures.sshsig),
        ("statement.json.mldsa65", head.signatures.mldsa65),
        ("manifest-sha256.txt", b""),
        ("padding", b""),
    ]
    for at in range(len(texts) - 1):
        swapped = [*texts]
        swapped[at : at + 2] = swapped[at + 1], swapped[at]
        for order in (swapped, texts[:at] + texts[at + 1 :]):
            out = io.BytesIO()
            for name, content in order:
                write_member(out, Member(name, len(content)), [content])
            write_end(out)
            with pytest.raises(SealingError):
                list(opened(out.getvalue(), Kind.RECORD, at_desk).pieces())


@pytest.mark.parametrize("size", [16 * 1024 * 1024 + 1, 8**11 - 1])
def test_a_list_that_claims_to_be_huge_is_refused_unread(
    at_desk: Reader, size: int
) -> None:
    data = header(Member("statement.json", size)) + END
    with pytest.raises(TooLarge):
        opened(data, Kind.RECORD, at_desk)
    with pytest.raises(TooLarge):
        kind_of(io.BytesIO(data))


def test_memory_takes_no_more_than_it_was_told() -> None:
    entry = FileEntry("record.json", "1" * 32, 11, "0" * 64, ())
    with pytest.raises(TooLarge):
        Memory(10)(entry)
    assert isinstance(Memory(11)(entry), nullcontext)
