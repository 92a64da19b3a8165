"""A sealed record opens for its recipients, whole, or not at all."""

import hashlib
import io
import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from types import TracebackType
from typing import Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.domain.errors import (
    AgeNoMatch,
    Cancelled,
    ContentsAltered,
    SealingError,
    SenderUnknown,
    SignatureInvalid,
    StatementInvalid,
    TooLarge,
)
from intake.sealing import statement as statements
from intake.sealing.age import decrypt, encrypt
from intake.sealing.container import Member, write_end, write_member
from intake.sealing.incoming import Reader
from intake.sealing.outgoing import Item, Sender, Stamp, recipients
from intake.sealing.padding import padme
from intake.sealing.record import (
    About,
    Opened,
    Other,
    Portion,
    look,
    open_medium,
    open_object,
    read_object,
    seal_object,
)
from intake.sealing.signatures import Kind, Signatures, sign
from intake.sealing.statement import FileEntry

RECORD = "a" * 32
ABOUT = About(RECORD, 1, Portion.ACCOUNT)
FILES = {
    "record.json": b'{"id":"x"}',
    "forms/account.xml": b"<form/>" * 100,
    "submission/account.xml": b"<data/>",
    "journal.jsonl": b"",
    "attachments/" + "b" * 64 + ".ogg": bytes(range(256)) * 300,
}


def item(path: str, data: bytes) -> Item:
    return Item(path, len(data), lambda: io.BytesIO(data))


def items(files: dict[str, bytes]) -> list[Item]:
    return [item(path, data) for path, data in files.items()]


@pytest.fixture
def sealed(field: Sender, desk: Sender, stamp: Stamp) -> bytes:
    out = io.BytesIO()
    seal_object(
        out, items(FILES), ABOUT, stamp=stamp, sender=field, to=[desk.card.card]
    )
    return out.getvalue()


@pytest.fixture
def at_desk(field: Sender, desk: Sender, reading: Callable[..., Reader]) -> Reader:
    return reading(desk, field)


def opened(data: bytes, reader: Reader) -> tuple[Opened, dict[str, bytes]]:
    return read_object(io.BytesIO(data), reader)


def resealed(
    head: bytes,
    signatures: Signatures,
    manifest: bytes,
    data: list[tuple[str, bytes]],
    to: Sender,
) -> bytes:
    """Seal whatever one likes, as someone with a key for sealing can."""
    out = io.BytesIO()
    with encrypt(out, recipients([to.card.card])) as plain:
        for name, content in [
            ("statement.json", head),
            ("statement.json.sig", signatures.sshsig),
            ("statement.json.mldsa65", signatures.mldsa65),
            ("manifest-sha256.txt", manifest),
            *data,
            ("padding", b""),
        ]:
            write_member(plain, Member(name, len(content)), [content])
        write_end(plain)
    return out.getvalue()


def test_gives_back_every_file_to_its_recipient(sealed: bytes, at_desk: Reader) -> None:
    result, files = opened(sealed, at_desk)
    assert files == FILES
    assert result.about == ABOUT
    assert result.checked.known
    assert result.checked.statement.sequence == 7


def test_tells_its_own_hash_and_size(
    field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    out = io.BytesIO()
    told = seal_object(
        out, items(FILES), ABOUT, stamp=stamp, sender=field, to=[desk.card.card]
    )
    assert told.size == len(out.getvalue())
    assert told.sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    result, _ = opened(out.getvalue(), at_desk)
    assert result.checked.head.sha256 == told.head.sha256


def test_opens_for_each_of_several_recipients_and_for_nobody_else(
    field: Sender,
    desk: Sender,
    custodian: Sender,
    stamp: Stamp,
    reading: Callable[..., Reader],
) -> None:
    out = io.BytesIO()
    to = [desk.card.card, custodian.card.card]
    seal_object(out, items(FILES), ABOUT, stamp=stamp, sender=field, to=to)
    for person in (desk, custodian):
        assert opened(out.getvalue(), reading(person, field))[1] == FILES
    with pytest.raises(AgeNoMatch):
        opened(out.getvalue(), reading(field, field))


def test_is_never_sealed_to_nobody(field: Sender, stamp: Stamp) -> None:
    with pytest.raises(ValueError, match="always"):
        seal_object(io.BytesIO(), [], ABOUT, stamp=stamp, sender=field, to=[])


def test_the_length_says_little(sealed: bytes, desk: Sender) -> None:
    plain = decrypt(io.BytesIO(sealed), [desk.keys.identity]).read()
    assert padme(len(plain)) <= len(plain) + 511
    assert padme(len(plain) - 511) <= len(plain)


def test_an_unknown_signer_is_told_apart_and_shown(
    sealed: bytes, field: Sender, desk: Sender, reading: Callable[..., Reader]
) -> None:
    reader = reading(desk)
    with pytest.raises(SenderUnknown) as caught:
        opened(sealed, reader)
    assert caught.value.fields["fingerprint"] == field.card.card.fingerprint
    checked, about = look(io.BytesIO(sealed), reader)
    assert not checked.known
    assert checked.signer == field.card.card
    assert about == ABOUT


def test_one_who_signs_with_their_own_keys_in_anothers_name_is_refused(
    field: Sender, desk: Sender, stranger: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    forged = Sender(field.card, stranger.keys)
    out = io.BytesIO()
    seal_object(
        out, items(FILES), ABOUT, stamp=stamp, sender=forged, to=[desk.card.card]
    )
    with pytest.raises(SignatureInvalid):
        opened(out.getvalue(), at_desk)


def test_one_that_carries_another_card_than_its_signers_is_refused(
    field: Sender,
    desk: Sender,
    stranger: Sender,
    stamp: Stamp,
    reading: Callable[..., Reader],
) -> None:
    out = io.BytesIO()
    told = seal_object(
        out, items(FILES), ABOUT, stamp=stamp, sender=field, to=[desk.card.card]
    )
    mixed = replace(told.head.statement, card=stranger.card.to_bytes())
    data = statements.to_bytes(mixed)
    signatures = sign(data, Kind.RECORD, field.keys.signing)
    forged = resealed(data, signatures, statements.manifest(mixed), [], desk)
    with pytest.raises(SignatureInvalid):
        opened(forged, reading(desk))


@pytest.mark.parametrize("broken", ["sshsig", "mldsa65"])
def test_both_signatures_must_hold(
    sealed: bytes, desk: Sender, field: Sender, at_desk: Reader, broken: str
) -> None:
    checked, _ = look(io.BytesIO(sealed), at_desk)
    head = checked.head
    other = sign(b"something else", Kind.RECORD, field.keys.signing)
    mixed = (
        replace(head.signatures, sshsig=other.sshsig)
        if broken == "sshsig"
        else replace(head.signatures, mldsa65=other.mldsa65)
    )
    manifest = statements.manifest(head.statement)
    with pytest.raises(SignatureInvalid):
        opened(resealed(head.data, mixed, manifest, [], desk), at_desk)


def test_no_sink_is_asked_before_the_signatures_hold(
    field: Sender, desk: Sender, stranger: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    out = io.BytesIO()
    forged = Sender(field.card, stranger.keys)
    seal_object(
        out, items(FILES), ABOUT, stamp=stamp, sender=forged, to=[desk.card.card]
    )
    asked: list[FileEntry] = []

    def sink(entry: FileEntry) -> nullcontext[io.BytesIO]:
        asked.append(entry)
        return nullcontext(io.BytesIO())

    with pytest.raises(SignatureInvalid):
        open_object(io.BytesIO(out.getvalue()), at_desk, sink)
    assert not asked


def test_what_was_sent_to_someone_else_and_sealed_again_is_refused(
    sealed: bytes,
    field: Sender,
    desk: Sender,
    custodian: Sender,
    reading: Callable[..., Reader],
) -> None:
    plain = decrypt(io.BytesIO(sealed), [desk.keys.identity]).read()
    out = io.BytesIO()
    with encrypt(out, recipients([custodian.card.card])) as again:
        again.write(plain)
    with pytest.raises(AgeNoMatch):
        opened(out.getvalue(), reading(custodian, field))


def test_data_that_does_not_fit_the_list_is_refused(
    sealed: bytes, desk: Sender, at_desk: Reader
) -> None:
    checked, _ = look(io.BytesIO(sealed), at_desk)
    head, statement = checked.head, checked.statement
    listed = statements.manifest(statement)
    good = [
        (statements.member_name(entry, segment), FILES[entry.path])
        for entry, segment in statements.of_part(statement, 1)
    ]

    def build(data: list[tuple[str, bytes]]) -> bytes:
        return resealed(head.data, head.signatures, listed, data, desk)

    assert opened(build(good), at_desk)[1] == FILES
    name, content = good[-1]
    flipped = content[:-1] + bytes([content[-1] ^ 1])
    for bad in (
        good[:-1],
        good[1:],
        [*good, good[0]],
        [*good, ("data/" + "0" * 32 + "/0000", b"")],
        good[::-1],
        [good[1], good[0], *good[2:]],
        [*good[:-1], (name, content[:-1])],
        [*good[:-1], (name, content + b"x")],
        [*good[:-1], (name, flipped)],
    ):
        with pytest.raises(ContentsAltered):
            opened(build(bad), at_desk)
    with pytest.raises(ContentsAltered):
        opened(
            resealed(head.data, head.signatures, listed[:-1] + b" ", good, desk),
            at_desk,
        )


class Watched(io.BytesIO):
    """A file that remembers how it was left."""

    left: str = "open"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.left = "kept" if kind is None else "dropped"


@pytest.mark.parametrize("cut", [1, 17, 600])
def test_nothing_is_kept_when_the_very_end_is_missing(
    field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader, cut: int
) -> None:
    out = io.BytesIO()
    large = {"record.json": os.urandom(3_000_000), "journal.jsonl": b"x"}
    seal_object(
        out, items(large), ABOUT, stamp=stamp, sender=field, to=[desk.card.card]
    )
    for end, fate in ((None, "kept"), (-cut, "dropped")):
        files: list[Watched] = []

        def sink(_: FileEntry, kept: list[Watched] = files) -> Watched:
            kept.append(Watched())
            return kept[-1]

        source = io.BytesIO(out.getvalue()[:end])
        if end is None:
            open_object(source, at_desk, sink)
        else:
            with pytest.raises(SealingError):
                open_object(source, at_desk, sink)
        assert {file.left for file in files} == {fate}
        assert large["record.json"].startswith(files[0].getvalue()[:1000])


def test_a_file_that_changes_while_it_is_sealed_is_refused(
    field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    for contents in ([b"one", b"two"], [b"one", b"on"], [b"on"], [b"ones"]):
        queue = list(contents)
        changing = Item(
            "record.json",
            3,
            lambda left=queue: io.BytesIO(left.pop(0)),  # type: ignore[misc]
        )
        out = io.BytesIO()
        with pytest.raises(ContentsAltered):
            seal_object(
                out, [changing], ABOUT, stamp=stamp, sender=field, to=[desk.card.card]
            )
        with pytest.raises(SealingError):
            opened(out.getvalue(), at_desk)


def test_stopping_leaves_nothing_that_opens(
    field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    out = io.BytesIO()
    seen: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        seen.append((done, total))
        if done > total // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        seal_object(
            out,
            items(FILES),
            ABOUT,
            stamp=stamp,
            sender=field,
            to=[desk.card.card],
            report=report,
        )
    assert seen[-1][1] == 2 * sum(map(len, FILES.values()))
    with pytest.raises(SealingError):
        opened(out.getvalue(), at_desk)


@pytest.mark.parametrize(
    "path",
    [
        "../record.json",
        "/record.json",
        "forms/../record.json",
        "forms/con.xml",
        "forms/.hidden.xml",
        "forms/a b.xml",
        "forms/a.xml\n",
        "forms/\u202exml.exe",
        "attachments/" + "B" * 64 + ".ogg",
        "attachments/" + "b" * 64,
        "attachments\\x.ogg",
        "Record.json",
        "submission/x.exe",
        "",
    ],
)
def test_strange_paths_are_refused_on_both_sides(
    field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader, path: str
) -> None:
    out = io.BytesIO()
    with pytest.raises(StatementInvalid):
        seal_object(
            out,
            [item(path, b"x")],
            ABOUT,
            stamp=stamp,
            sender=field,
            to=[desk.card.card],
        )
    assert not out.getvalue()
    # The same from an insider whose program does not refuse.
    honest = seal_object(
        io.BytesIO(),
        [item("record.json", b"x")],
        ABOUT,
        stamp=stamp,
        sender=field,
        to=[desk.card.card],
    ).head.statement
    entry = replace(honest.files[0], path=path)
    data = statements.draft(replace(honest, files=(entry,)))
    signatures = sign(data, Kind.RECORD, field.keys.signing)
    members = [(f"data/{entry.object}/0000", b"x")]
    listed = statements.manifest(honest)
    with pytest.raises(StatementInvalid):
        opened(resealed(data, signatures, listed, members, desk), at_desk)


def test_duplicate_paths_are_refused(field: Sender, desk: Sender, stamp: Stamp) -> None:
    for paths in (
        ["record.json", "record.json"],
        ["forms/a.xml", "forms/A.xml"],
    ):
        with pytest.raises(StatementInvalid):
            seal_object(
                io.BytesIO(),
                [item(path, b"x") for path in paths],
                ABOUT,
                stamp=stamp,
                sender=field,
                to=[desk.card.card],
            )


def test_more_than_memory_is_meant_to_hold_is_refused(
    sealed: bytes, at_desk: Reader
) -> None:
    with pytest.raises(TooLarge):
        read_object(io.BytesIO(sealed), at_desk, limit=1000)


def test_a_medium_sealed_as_captured_opens_against_its_name(
    desk: Sender, at_desk: Reader
) -> None:
    sound = os.urandom(200_000)
    out = io.BytesIO()
    with encrypt(out, recipients([desk.card.card])) as captured:
        captured.write(sound)
    sealed = out.getvalue()
    named = Other(
        "e" * 32,
        Portion.MEDIUM,
        len(sealed),
        hashlib.sha256(sealed).hexdigest(),
        len(sound),
        hashlib.sha256(sound).hexdigest(),
    )
    played = io.BytesIO()
    open_medium(io.BytesIO(sealed), at_desk, named, played)
    assert played.getvalue() == sound
    for wrong in (
        replace(named, size=named.size + 1),
        replace(named, sha256="0" * 64),
        replace(named, plain_size=named.plain_size - 1),
        replace(named, plain_size=named.plain_size + 1),
        replace(named, plain_sha256="0" * 64),
    ):
        with pytest.raises(ContentsAltered):
            open_medium(io.BytesIO(sealed), at_desk, wrong, io.BytesIO())


def test_the_account_names_what_belongs_to_it(
    field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    others = (
        Other("1" * 32, Portion.IDENTITY, 5000, "2" * 64),
        Other("3" * 32, Portion.MEDIUM, 7000, "4" * 64, 6000, "5" * 64),
    )
    about = About(RECORD, 3, Portion.ACCOUNT, others)
    out = io.BytesIO()
    seal_object(
        out, items(FILES), about, stamp=stamp, sender=field, to=[desk.card.card]
    )
    assert opened(out.getvalue(), at_desk)[0].about == about


@pytest.mark.parametrize(
    "about",
    [
        About(RECORD, 0, Portion.ACCOUNT),
        About("A" * 32, 1, Portion.ACCOUNT),
        About(
            RECORD, 1, Portion.IDENTITY, (Other("1" * 32, Portion.MEDIUM, 1, "2" * 64),)
        ),
        About(
            RECORD,
            1,
            Portion.ACCOUNT,
            (Other("1" * 32, Portion.MEDIUM, 1, "2" * 64),) * 2,
        ),
        About(RECORD, 1, Portion.ACCOUNT, (Other("1", Portion.MEDIUM, 1, "2" * 64),)),
        About(
            RECORD, 1, Portion.ACCOUNT, (Other("1" * 32, Portion.MEDIUM, -1, "2" * 64),)
        ),
    ],
)
def test_a_muddled_account_of_what_belongs_is_refused(
    field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader, about: About
) -> None:
    out = io.BytesIO()
    with pytest.raises(StatementInvalid):
        seal_object(out, [], about, stamp=stamp, sender=field, to=[desk.card.card])
    with pytest.raises(SealingError):
        opened(out.getvalue(), at_desk)


def test_a_large_file_streams_in_segments(
    field: Sender,
    desk: Sender,
    stamp: Stamp,
    at_desk: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("intake.sealing.outgoing.SEGMENT_SIZE", 1000)
    data = os.urandom(3500)
    out = io.BytesIO()
    told = seal_object(
        out,
        [item("record.json", data), item("journal.jsonl", data[:2000])],
        ABOUT,
        stamp=stamp,
        sender=field,
        to=[desk.card.card],
    )
    sizes = [[s.size for s in file.segments] for file in told.head.statement.files]
    assert sizes == [[1000, 1000, 1000, 500], [1000, 1000]]
    files = opened(out.getvalue(), at_desk)[1]
    assert files == {"record.json": data, "journal.jsonl": data[:2000]}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2000), st.integers(0, 100_000))
def test_strange_bytes_raise_only_our_errors(
    sealed: bytes, at_desk: Reader, data: bytes, at: int
) -> None:
    at %= len(sealed)
    for strange in (data, sealed[:at] + data, sealed[:at] + data + sealed[at + 1 :]):
        if strange != sealed:
            with pytest.raises(SealingError):
                opened(strange, at_desk)
