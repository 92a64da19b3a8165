"""The age v1 file format, read and written on ``cryptography`` alone.

The format is C2SP age.md (https://c2sp.org/age); any age program opens what is written
here. Testimony is sealed to hybrid post-quantum recipients only.
"""

from intake.sealing.age.armor import armor, dearmor
from intake.sealing.age.files import (
    FileKey,
    decrypt,
    decrypt_seekable,
    encrypt,
    new_file_key,
)
from intake.sealing.age.flow import Sink, Source
from intake.sealing.age.hybrid import HybridIdentity, HybridRecipient
from intake.sealing.age.passphrase import ScryptIdentity, ScryptRecipient
from intake.sealing.age.payload import DecryptingReader, EncryptingWriter
from intake.sealing.age.seeking import SeekingReader
from intake.sealing.age.wrapping import Identity, Recipient
from intake.sealing.age.x25519 import X25519Identity, X25519Recipient

__all__ = [
    "DecryptingReader",
    "EncryptingWriter",
    "FileKey",
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "Recipient",
    "ScryptIdentity",
    "ScryptRecipient",
    "SeekingReader",
    "Sink",
    "Source",
    "X25519Identity",
    "X25519Recipient",
    "armor",
    "dearmor",
    "decrypt",
    "decrypt_seekable",
    "encrypt",
    "new_file_key",
]
