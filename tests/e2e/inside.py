"""Everything that the right passphrase brings out of a vault, for a search in it.

What is covered: every column of every table; every page of the database and of its
write-ahead log, decrypted by hand, with free pages and the slack of used ones; the
draft keys; every journal line that a draft key opens, wherever it stands; every object
in the folder that opens with the vault's identity or with a file key from a journal.
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from intake.app import opening
from intake.app.field import media
from intake.app.opening import Opened
from intake.domain.errors import SealingError
from intake.sealing import age
from intake.sealing.age.wrapping import Identity
from intake.vault import journal
from intake.vault.columns import text

# SQLCipher 4: AES-256-CBC by the page; each ends with its IV and an HMAC-SHA-512.
PAGE = 4096
_SALT = 16
_IV, _MAC = 16, 64
_LOG_HEAD, _FRAME_HEAD = 32, 24


def things(folder: Path, passphrase: str) -> Iterator[tuple[str, bytes]]:
    """Give whatever can be had, each with the name of where it was found."""
    opened = opening.unlock(folder, passphrase)
    try:
        yield from _tables(opened)
        yield "pages", pages(folder, bytes(opened.vault.store_key))
        for draft, key in opened.vault.keys.keys.items():
            yield "keys", key
            for line in journal.salvage(opened.vault, draft):
                yield "journal", line.data
        yield from _objects(folder, opened)
    finally:
        opened.close()


def pages(folder: Path, store_key: bytes) -> bytes:
    """Decrypt every page of the database and of its log, used or free."""
    key = store_key[:32]
    data = (folder / "store").read_bytes()
    found = [_page(key, data[at : at + PAGE], at) for at in range(0, len(data), PAGE)]
    log = folder / "store-wal"
    frames = log.read_bytes()[_LOG_HEAD:] if log.exists() else b""
    for at in range(_FRAME_HEAD, len(frames), _FRAME_HEAD + PAGE):
        first = frames[at - _FRAME_HEAD : at - _FRAME_HEAD + 4] == b"\0\0\0\1"
        found.append(_page(key, frames[at : at + PAGE], 0 if first else PAGE))
    return b"".join(found)


def _page(key: bytes, page: bytes, at: int) -> bytes:
    begin, end = (0 if at else _SALT), len(page) - _IV - _MAC
    if end - begin < _SALT:
        return b""
    decryptor = Cipher(AES256(key), CBC(page[end : end + _IV])).decryptor()
    return decryptor.update(page[begin:end]) + decryptor.finalize()


def _tables(opened: Opened) -> Iterator[tuple[str, bytes]]:
    named = opened.vault.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    for name in (text(row[0]) for row in named):
        for row in opened.vault.rows(f"SELECT * FROM {name}"):  # noqa: S608 - the vault's own names
            for value in row:
                data = value if isinstance(value, bytes) else str(value).encode()
                yield f"table {name}", data


def _objects(folder: Path, opened: Opened) -> Iterator[tuple[str, bytes]]:
    keys: list[Identity] = [opened.keys.identity]
    for draft in opened.vault.keys.keys:
        kept = media.read(journal.salvage(opened.vault, draft))
        keys += [age.FileKey(bytes.fromhex(each.file_key)) for each in kept]
    for path in (folder / "objects").rglob("*"):
        for key in keys if path.is_file() else ():
            try:
                with path.open("rb") as source:
                    yield "object", age.decrypt(source, [key]).read(1 << 24)
            except SealingError:
                continue
