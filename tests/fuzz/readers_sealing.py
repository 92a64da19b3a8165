"""The doors of sealing for raw bytes: age files, containers, keys, cards, signatures.

Behind a signature luck leads nowhere: what lies there is in ``readers_sealing_signed``.
"""

import io
import secrets
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from fuzz.registry import Reader
from intake.domain.errors import IntakeError
from intake.domain.people import Role
from intake.sealing import shares
from intake.sealing.age import (
    HybridIdentity,
    HybridRecipient,
    Identity,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    X25519Recipient,
    armor,
    dearmor,
    decrypt,
    decrypt_seekable,
    encrypt,
)
from intake.sealing.card import days_left, follows, make_card, read_card
from intake.sealing.container import Member, Members, write_end, write_member
from intake.sealing.incoming import kind_of
from intake.sealing.keys import derive
from intake.sealing.outgoing import Sender
from intake.sealing.signatures import Kind, Signatures, sign, verify

DAY = date(2026, 11, 23)
_X25519 = X25519Identity(bytes([7]) * 32)
_HYBRID = HybridIdentity.from_seed(bytes([8]) * 32)
_WORDS = "six plain words"
# The cost of a passphrase is bounded by its own test; here it would only cost time.
_FACTOR = 6
_SAID = b"They came before the harvest."


@cache
def person(number: int, role: Role = Role.INTERVIEWER) -> Sender:
    """Give somebody with real keys."""
    keys = derive(bytes([number]) * 32)
    return Sender(make_card(keys, role, "Juniper", DAY), keys)


# --- age files


def read_age(data: bytes) -> None:
    """Open an age file from its start and from any place: both say the same."""
    keys: list[Identity] = [_X25519, _HYBRID, ScryptIdentity(_WORDS, _FACTOR)]
    found = decrypt(io.BytesIO(data), keys).read()
    seeking = decrypt_seekable(io.BytesIO(data), keys)
    seeking.seek(len(found) // 2)
    if seeking.read() != found[len(found) // 2 :]:
        message = "two readers read two things"
        raise AssertionError(message)


def read_armored(data: bytes) -> None:
    """Open an age file that is written as text."""
    decrypt(dearmor(io.BytesIO(data)), [_X25519]).read()


def _age_files() -> Iterable[bytes]:
    for to in (
        [_X25519.recipient],
        [_HYBRID.recipient],
        [_X25519.recipient, X25519Identity(bytes([9]) * 32).recipient],
        [ScryptRecipient(_WORDS, 2)],
    ):
        out = io.BytesIO()
        with encrypt(out, to) as writer:
            writer.write(_SAID)
        yield out.getvalue()


def _armored() -> Iterable[bytes]:
    for data in (b"", _SAID):
        out = io.BytesIO()
        with armor(out) as text, encrypt(text, [_X25519.recipient]) as writer:
            writer.write(data)
        yield out.getvalue()


_AGE_WORDS = (
    *(b"age-encryption.org/v1\n", b"\n-> X25519 ", b"\n-> scrypt ", b"\n--- ", b"\n"),
    *(
        b"\n-> mlkem768x25519 ",
        b"\n-> grease a b c\n\n",
        b" 22\n",
        b"AAAA",
        b"=",
        b"\r",
    ),
    *(b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"-----END AGE ENCRYPTED FILE-----"),
)


# --- containers


def read_container(data: bytes) -> None:
    """Read every member to its end."""
    members = Members(io.BytesIO(data))
    while members.enter().name != "padding":
        while members.read(1000):
            pass
    while members.read(1000):
        pass
    members.finish()
    kind_of(io.BytesIO(data))


def _containers() -> Iterable[bytes]:
    for files in (
        {"statement.json": b'{"type":"intake-record-v1"}', "padding": bytes(10)},
        {
            "statement.json": b'{"type":"intake-pack-v1"}',
            "statement.json.sig": b"x" * 300,
            "statement.json.mldsa65": b"y" * 512,
            "manifest-sha256.txt": b"",
            "data/" + "0" * 32 + "/0001": _SAID,
            "padding": b"",
        },
    ):
        out = io.BytesIO()
        for name, data in files.items():
            write_member(out, Member(name, len(data)), [data])
        write_end(out)
        yield out.getvalue()


# --- cards and keys


def read_a_card(data: bytes) -> None:
    """Read a card, and ask of it what the program asks."""
    signed = read_card(data)
    days_left(signed.card, DAY)
    follows(signed, signed.card)
    if signed.to_bytes() != data:
        message = "read, but written otherwise"
        raise AssertionError(message)


def _cards() -> Iterable[bytes]:
    first = person(1)
    yield first.card.to_bytes()
    keys = derive(bytes([2]) * 32)
    yield make_card(
        keys,
        Role.COORDINATOR,
        "\u0626\u06c7\u064a",
        DAY,
        serial=2,
        previous=first.card.card.fingerprint,
        previous_keys=first.keys,
    ).to_bytes()


def read_key(data: bytes) -> None:
    """Read a line as each kind of key; one that is read is written the same."""
    text = data.decode("utf-8", "replace")
    kinds: tuple[tuple[Callable[[str], object], Callable[[object], str]], ...] = (
        (X25519Recipient.parse, str),
        (HybridRecipient.parse, str),
        (X25519Identity.parse, lambda one: one.secret_text()),  # type: ignore[attr-defined]
        (HybridIdentity.parse, lambda one: one.secret_text()),  # type: ignore[attr-defined]
    )
    errors = []
    for parse, written in kinds:
        try:
            found = parse(text)
        except IntakeError as error:
            errors.append(error)
            continue
        if written(found).lower() != text.strip().lower():
            message = "read, but written otherwise"
            raise AssertionError(message)
    if len(errors) == len(kinds):
        raise errors[0]


def _keys() -> Iterable[bytes]:
    for one in (_X25519, _HYBRID):
        yield str(one.recipient).encode()
        yield one.secret_text().encode()


# --- sheets


def read_sheets(data: bytes) -> None:
    """Read a line for each sheet and put them together."""
    lines = data.decode("utf-8", "replace").split("\n")
    shares.combine([shares.read(line) for line in lines[: shares.MOST]])


@cache
def _sheets() -> tuple[bytes, ...]:
    made = shares.split(bytes(range(32)), 2, 3)
    lines = [" ".join(share.words) for share in made]
    return tuple("\n".join(each).encode() for each in (lines[:2], lines, lines[:1]))


# --- signatures

_STATEMENT = b'{"type":"intake-record-v1"}'
_END = b"-----END SSH SIGNATURE-----\n"


def read_signatures(data: bytes) -> None:
    """Verify both signatures, the SSH one up to its last line."""
    before, end, mldsa = data.partition(_END)
    public = person(1).keys.signing
    made = Signatures(before + end, mldsa)
    verify(_STATEMENT, Kind.RECORD, made, public.ed25519, public.mldsa65)


def _signatures() -> Iterable[bytes]:
    made = sign(_STATEMENT, Kind.RECORD, person(1).keys.signing)
    yield made.sshsig + made.mldsa65
    yield made.sshsig + secrets.token_bytes(10)


READERS = (
    Reader("age", read_age, _age_files, _AGE_WORDS),
    Reader("age-armor", read_armored, _armored, _AGE_WORDS),
    Reader("container", read_container, _containers),
    Reader("card", read_a_card, _cards),
    Reader("key", read_key, _keys),
    Reader(
        "sheets",
        read_sheets,
        _sheets,
        (b"academic", b"acid", b"zero", b"acad", b"\n", b" ", b"\xe2\x80\x83"),
    ),
    Reader("signatures", read_signatures, _signatures),
)
