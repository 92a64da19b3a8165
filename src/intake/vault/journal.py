"""The journal of a draft: every answer a line, durable before the cursor moves on.

A line is encrypted under a key derived from the draft's, with draft and sequence
bound to it, and its hash covers the hash before it: SHA-256 of previous hash, draft,
sequence and ciphertext. The newest hash is kept apart in ``heads``.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.domain.errors import VaultDamaged
from intake.vault import drafts
from intake.vault.columns import blob, number
from intake.vault.vault import Vault, transaction

_NONCE = 12
_START = bytes(32)
_WHAT = "the journal of an interview"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line: its number from 1, when it was written, and what the app gave."""

    sequence: int
    time: datetime
    data: bytes = field(repr=False)


def append(
    vault: Vault, draft: str, lines: Sequence[bytes], now: datetime
) -> tuple[int, ...]:
    """Add lines to a draft's journal; durable on return. Returns their numbers.

    *now* keeps its time zone. Raises AlreadySealed when the draft's key is gone,
    DiskFull or DiskFailed, and then none of the lines is there.
    """
    cipher = _cipher(vault, draft)
    time = now.isoformat().encode()
    stamp = len(time).to_bytes(1) + time
    written: list[int] = []
    with transaction(vault):
        sequence, previous = _head(vault, draft)
        for data in lines:
            sequence += 1
            nonce = secrets.token_bytes(_NONCE)
            bound = _bound(draft, sequence)
            box = nonce + cipher.encrypt(nonce, stamp + data, bound)
            previous = hashlib.sha256(previous + bound + box).digest()
            vault.run(
                "INSERT INTO journal VALUES (?, ?, ?, ?)",
                draft,
                sequence,
                box,
                previous,
            )
            written.append(sequence)
        if written:
            vault.run(
                "INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT (chain)"
                " DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash",
                draft,
                sequence,
                previous,
            )
    return tuple(written)


def read(vault: Vault, draft: str) -> tuple[JournalLine, ...]:
    """Read the whole journal, proving its chain.

    Raises VaultDamaged when a line is missing, altered or out of place: then
    ``salvage`` gives what can still be read; AlreadySealed when the key is gone.
    """
    cipher = _cipher(vault, draft)
    with vault.guard:
        sound = is_sound(vault, draft)
        lines = tuple(_lines(vault, draft, cipher))
    if not sound or None in lines:
        raise VaultDamaged(what=_WHAT)
    return tuple(line for line in lines if line)


def length(vault: Vault, draft: str) -> int:
    """Tell how many lines the journal should have: the highest number of any."""
    last, _ = _head(vault, draft)
    row = vault.row("SELECT max(sequence) FROM journal WHERE draft = ?", draft)
    return max(last, number(row[0]) if row and row[0] is not None else 0)


def salvage(vault: Vault, draft: str) -> tuple[JournalLine, ...]:
    """Read every line that still opens, in order, whatever lies between."""
    return tuple(line for line in _lines(vault, draft, _cipher(vault, draft)) if line)


def is_sound(vault: Vault, draft: str) -> bool:
    """Whether every line is there and in its place; needs no key."""
    with vault.guard:
        last, digest = _head(vault, draft)
        rows = vault.rows(
            "SELECT sequence, box, hash FROM journal WHERE draft = ? ORDER BY sequence",
            draft,
        )
    previous = _START
    for expected, (sequence, box, kept) in enumerate(rows, start=1):
        bound = _bound(draft, expected)
        previous = hashlib.sha256(previous + bound + blob(box)).digest()
        if sequence != expected or kept != previous:
            return False
    return len(rows) == last and previous == digest


def _lines(
    vault: Vault, draft: str, cipher: ChaCha20Poly1305
) -> Iterator[JournalLine | None]:
    rows = vault.rows(
        "SELECT sequence, box FROM journal WHERE draft = ? ORDER BY sequence", draft
    )
    for sequence, box in rows:
        yield _open(cipher, draft, number(sequence), blob(box))


def _open(
    cipher: ChaCha20Poly1305, draft: str, sequence: int, box: bytes
) -> JournalLine | None:
    try:
        opened = cipher.decrypt(box[:_NONCE], box[_NONCE:], _bound(draft, sequence))
        size = opened[0] + 1
        time = datetime.fromisoformat(opened[1:size].decode())
    except (InvalidTag, ValueError, IndexError):
        return None
    return JournalLine(sequence, time, opened[size:])


def _head(vault: Vault, draft: str) -> tuple[int, bytes]:
    row = vault.row("SELECT sequence, hash FROM heads WHERE chain = ?", draft)
    return (number(row[0]), blob(row[1])) if row else (0, _START)


def _bound(draft: str, sequence: int) -> bytes:
    return b"intake journal v1" + bytes.fromhex(draft) + sequence.to_bytes(8)


def _cipher(vault: Vault, draft: str) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(drafts.derive(vault, draft, "journal"))
