"""The keys of open drafts: one small file beside the database, so that they can die.

A database page lives on in its log, its checkpoints and the drive; a draft's key is
kept out of it, in a file that is replaced whole and whose old blocks are destroyed at
every change. The file is magic and entries of 76 bytes: nonce (12) and, under the
vault, draft id (16) and key (32) with their tag. Free entries are noise and the file
grows by 64 at a time, so that it does not tell how many drafts there are.
"""

import contextlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.domain.errors import DiskFailed, DiskFull, VaultDamaged
from intake.vault.disk import finish_replacing, read_bounded, replace_secret

KEY = 32
MAGIC = b"intake keys 1\r\n\x1a"
_ID = 16
_NONCE = 12
_ENTRY = _NONCE + _ID + KEY + 16
_STEP = 64
_MOST = 64 * 1024
_LIMIT = len(MAGIC) + _MOST * _ENTRY
_WHAT = "the keys of the open interviews"


@dataclass(slots=True)
class KeyFile:
    """The file and what it holds; ``sound`` is False when it could not be read."""

    path: Path
    wrapping: bytearray = field(repr=False)
    keys: dict[str, bytes] = field(default_factory=dict, repr=False)
    sound: bool = True

    def put(self, draft: str, key: bytes) -> None:
        """Keep a key, durably. Raises VaultDamaged, DiskFull or DiskFailed."""
        self._write({**self.keys, draft: key})

    def drop(self, drafts: set[str]) -> None:
        """Destroy keys, durably. Raises VaultDamaged, DiskFull or DiskFailed."""
        self._write({id_: k for id_, k in self.keys.items() if id_ not in drafts})

    def forget(self) -> None:
        """Drop what is in memory."""
        self.keys.clear()
        self.wrapping[:] = bytes(len(self.wrapping))

    def _write(self, keys: dict[str, bytes]) -> None:
        if not self.sound:
            # What could not be read is never written over.
            raise VaultDamaged(what=_WHAT)
        replace_secret(self.path, encode(keys, self.wrapping))
        self.keys = keys


def make(path: Path, wrapping: bytearray) -> KeyFile:
    """Make an empty file."""
    file = KeyFile(path, wrapping)
    file.drop(set())
    return file


def load(path: Path, wrapping: bytearray) -> KeyFile:
    """Read the file; one that cannot be read holds no keys and is not sound.

    What an interrupted change left beside it goes; if the disk refuses, this waits,
    for it locks nobody out.
    """
    with contextlib.suppress(DiskFull, DiskFailed):
        finish_replacing(path)
    data = read_bounded(path, _LIMIT) or b""
    try:
        return KeyFile(path, wrapping, decode(data, wrapping))
    except VaultDamaged:
        return KeyFile(path, wrapping, sound=False)


def encode(keys: dict[str, bytes], wrapping: bytes | bytearray) -> bytes:
    """Write the file's bytes. Raises VaultDamaged for more keys than it can hold."""
    if len(keys) > _MOST:
        raise VaultDamaged(what=_WHAT)
    cipher = ChaCha20Poly1305(wrapping)
    parts = [MAGIC]
    for draft, key in keys.items():
        nonce = secrets.token_bytes(_NONCE)
        parts.append(nonce + cipher.encrypt(nonce, bytes.fromhex(draft) + key, MAGIC))
    free = -len(keys) % _STEP if keys else _STEP
    parts.append(secrets.token_bytes(free * _ENTRY))
    return b"".join(parts)


def decode(data: bytes, wrapping: bytes | bytearray) -> dict[str, bytes]:
    """Read the file's bytes, passing over entries that do not open.

    Raises VaultDamaged if it is not such a file or was cut.
    """
    body = data[len(MAGIC) :]
    whole = len(body) % (_STEP * _ENTRY) == 0
    if not data.startswith(MAGIC) or not body or not whole or len(data) > _LIMIT:
        raise VaultDamaged(what=_WHAT)
    cipher = ChaCha20Poly1305(wrapping)
    keys: dict[str, bytes] = {}
    for at in range(0, len(body), _ENTRY):
        nonce, box = body[at : at + _NONCE], body[at + _NONCE : at + _ENTRY]
        try:
            opened = cipher.decrypt(nonce, box, MAGIC)
        except InvalidTag:
            continue
        keys[opened[:_ID].hex()] = opened[_ID:]
    return keys
