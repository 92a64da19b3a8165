"""A short check at every start that this machine seals and signs as it should.

Known answers, made once by this package and opened by other age programs before they
were written down here: a processor, a library or an installation that computes
anything else is caught before it touches testimony.
"""

import hashlib
import io
from collections.abc import Callable

from intake.domain.errors import (
    AgeMacError,
    AgeNoMatch,
    AgePayloadError,
    SealingError,
    SelfTestFailed,
    SignatureInvalid,
)
from intake.sealing.age import (
    FileKey,
    Identity,
    ScryptIdentity,
    X25519Identity,
    dearmor,
    decrypt,
    encrypt,
)
from intake.sealing.age.payload import CHUNK, EncryptingWriter, payload_cipher
from intake.sealing.keys import Keys, derive
from intake.sealing.signatures import Kind, sign, verify

_MESSAGE = b"What is sealed here opens here.\n"
_SEED = bytes(range(32))
_PASSPHRASE = "six plain words lie in here"  # noqa: S105 - opens the example below

# SHA-256 of what the seed above must grow to; a change would orphan every paper share.
_RECIPIENT = "cb27f444e5d5435dd40bd6229030878237e637811dcd53b14de7b3a89eaeb699"
_ED25519 = "6f88ac99bf255233db44ed047ba1181fcab2a5dad829d313048483f5c95a8347"
_MLDSA65 = "ecc5dc40f0ac21a7deec92aa71753edb1434d237df3d02da0d08a65f88fa035b"
# SHA-256 of the SSH signature of the message as a record.
_SSHSIG = "2636efaf760f0820483416d7e6a54d48932e3167f12c368ffeb491f9c463e4e9"
# SHA-256 of two chunks and a byte of zeros, sealed under 00…0f with nonce 00…0f.
_PAYLOAD = "34746a3e6fb1b59f570eb5987cbe6a535742854b7611443d0175729666cc0a73"


def self_test() -> None:
    """Seal, open, refuse, derive, sign and verify, in some 20 ms.

    Raises SelfTestFailed, which names what went wrong.
    """
    keys = derive(_SEED)
    checks = {
        "keys": _check_keys,
        "opening": _check_opening,
        "sealing": _check_sealing,
        "signing": _check_signing,
    }
    for what, check in checks.items():
        try:
            sound = check(keys)
        except SealingError as error:
            raise SelfTestFailed(what=what) from error
        if not sound:
            raise SelfTestFailed(what=what)


def _check_keys(keys: Keys) -> bool:
    return (
        _sha256(str(keys.identity.recipient).encode("ascii")) == _RECIPIENT
        and keys.signing.ed25519.hex() == _ED25519
        and _sha256(keys.signing.mldsa65) == _MLDSA65
    )


def _check_opening(keys: Keys) -> bool:
    """Open one file a kind of recipient, and none with a bit turned or a wrong key."""
    examples: tuple[tuple[bytes, Identity], ...] = (
        (_TO_X25519, X25519Identity(_SEED)),
        (_TO_PASSPHRASE, ScryptIdentity(_PASSPHRASE)),
        (_TO_HYBRID, keys.identity),
    )
    stranger = derive(bytes(32)).identity
    for text, identity in examples:
        sealed = dearmor(io.BytesIO(text)).read()
        if _open(sealed, identity) != _MESSAGE:
            return False
        altered = sealed[:-1] + bytes((sealed[-1] ^ 1,))
        if not (
            _refused(AgePayloadError, _open, altered, identity)
            and _refused(AgeNoMatch, _open, sealed, stranger)
            and _refused(AgeMacError, _open, sealed, FileKey(bytes(16)))
        ):
            return False
    return True


def _check_sealing(keys: Keys) -> bool:
    """Write a payload with a known answer, and a file that must open again."""
    payload = io.BytesIO()
    cipher = payload_cipher(_SEED[:16], _SEED[:16])
    with EncryptingWriter(payload, cipher) as chunks:
        chunks.write(bytes(2 * CHUNK + 1))
    file = io.BytesIO()
    with encrypt(file, [keys.identity.recipient]) as writer:
        writer.write(_MESSAGE)
    return (
        _sha256(payload.getvalue()) == _PAYLOAD
        and _open(file.getvalue(), keys.identity) == _MESSAGE
    )


def _check_signing(keys: Keys) -> bool:
    """Sign as a record: it verifies as one, and as nothing else."""
    made = sign(_MESSAGE, Kind.RECORD, keys.signing)
    public = keys.signing.ed25519, keys.signing.mldsa65
    verify(_MESSAGE, Kind.RECORD, made, *public)
    return (
        _sha256(made.sshsig) == _SSHSIG
        and _refused(SignatureInvalid, verify, _MESSAGE, Kind.PACK, made, *public)
        and _refused(SignatureInvalid, verify, b"", Kind.RECORD, made, *public)
    )


def _open(sealed: bytes, identity: Identity) -> bytes:
    return decrypt(io.BytesIO(sealed), [identity]).read()


def _refused(
    error: type[SealingError], deed: Callable[..., object], *arguments: object
) -> bool:
    try:
        deed(*arguments)
    except error:
        return True
    return False


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


_TO_X25519 = b"""\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB4ZTU4YmFpTXdBMnpVRVFy
YXNHaGpVNjg1dTl0a05VQWt5SDk5dU52QUVVCllMR1p4ZzNUMklaV0twSXdzbW5C
ZTczaDVhSTYzdWVnc2oxS09xMzRvaGcKLS0tIEsxVzlOamp5ZVVGcTluTU83anBU
K0NCdGNUS1gxeVVmdU0zcTZ4ckx0QWcKwDrnRXdp/4/z4mcLewVOoepJ/Sg/0wnr
lnYn7gdLTx8gbL7O7UE5wjIACb1YlKkZyOHK6iOeiuB89ASdIgfhSw==
-----END AGE ENCRYPTED FILE-----
"""
_TO_PASSPHRASE = b"""\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBSTVRKTmR4R3czdGJ3N3Yz
NnZDZjVBIDEwCmF3Ynhrbmo1dzh0TnRGczJ2M0EzZEt6NmQ1Z1owbW9rRkFoNUsy
dU1nV0kKLS0tIDh5ZXZwZWJQTmdnSEN1VmFVRkJITnk5R1RsSzh5U1ZQYko3WnQ1
RndUVEUKDjv71u7a8kF2johyoXqUUDRaHwhmdeOG9nxfXCp8z55/yiwBS68jRyWv
xe8acLqA2riSiLRFagGhFXh0BeSlWQ==
-----END AGE ENCRYPTED FILE-----
"""
_TO_HYBRID = b"""\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IG1sa2VtNzY4eDI1NTE5IDRTUTRqaWQz
N3dNT2NuelJoTndXb2NZUmMrWmlEaHJ5c2ZpaWtwdk1ZYjVBTllDNnVFbDc3SnpD
VEZaR09ZdkZqUkRuTVF6Q000TTlNRmdwMkZXMmI4L2ZnMEIxTnhBczRnVnVTcFNC
dTQ3VjFtdm9JZ1A0THRRYjZ3emJxOEl3b3ZGZzdGRy94SjZRcFpEL21zWXFzT3NC
dTBJTEFXVjcwVVN0dmtGNVJZcXd6Q3FwUURraXR0Y2VrSXdoYVlrdHU4SkR5eXh5
eHViWmo5UmM4TWVFei9CSE84WXlJelB5MkxJdmNibHoxNXZuM3h5Mk5paHlRb2lH
K0pmVXIrK3A1MFFoSmQwT214dnZ6aWhYd0duMzRNTkZndHdNNVo2VGxvUDhwdURH
U1NYOHVXZ1NYM01RR3NmeWhRT3hZb0wxL1J2NWh1aHFqVkdvOENqeUVncHphdnpK
eGp3ZEtnR2ZPVkRNM0wvN3lRZHNtZE5TdUtPeW5LdEVwQzlVdmMyQ3dKTjIvNnlX
OVEvSTRDMWVxdGdsQUJGeVNEOVFoNTNITXV5MmdYd0IxakpTY3loSWxub05ISkY0
REpEeWFMYSsydXVPOXh0alBJUGNMUCtwcDE0THpQaWVyNnBPbXh4dTRsTWhUK3Bu
eWhlN2tIeGFOdWFtMDN0WGVQYXVERkl6S1dkaTVuMC9wVWNVTTJOQzZMNkpYYXFE
SExLa1QwVVgraWdjR1JYUmY2NnJVdDB4TnZUVXVtSktpZzk1NUlRbm5Lb1AwTlVT
eVlGdHZEaFZDMlB5MXVjSGg0Z0RsSEdLU0U4U0JGeWtLWmpCT2lXSjBrenZiTURz
WFpwSnZ3NWh2dWl4K3hvd044WWx4VlNmNE1nYlZaa2RNelZ4c3p1UGxGdmFBT00z
NW14ajZINTdJRmJacUlMcmZ6Y25sNjNwSy9VYktsUzBFNFRudkZwZVozak9ySTVp
NkVOVmVjOUFWODlsU211ZW5ObS9nS2dVVDFLMmVQdnFPamsydGlSQjVHMWpHbkZJ
emJUWXNzaEliSnFYd052aC9oTEthWFBsS0ZsL3I3R3ZvaDM5WVd5VzZXYmNqanF1
dXFYOG5rc3YyVHRjY1FHdzFZbHhQTGpGSUV0K1NjazhKSHFzY0hhdFhCYzNiaEI4
VEovZmZIQ1RNQUx1eXBBZTcrckdJanoyM1RSYnozOVh1dnl0a202WTBWdENQK2pB
Z3lKSmNKWk1LTkZkM1ZkVWs3cDFZdzZ2RENpMjFwZWFnK1BuUGxmeFVhSzMyM3gy
d0UzbWRndlRobTlQQ3ZJalRrdXdJZk1LYjlDdG1hdFRNK0gvcUdJYy82a0tKc2xx
ZFlaRjdES0xVUVI1TFl6YnUybS93Um84ZU1wL2c2TjFxZ3BvdU5ldU9UbWx0b1F5
dnZkeHQ5MndxU3BCa2FteGlmcXpYYlNzdkFwY0krVFJvSHRwdTR5OUh4eWpCcjVY
NUhGV1R6bDY5UDJGNWdkVEdrUk9JbkErUnNvZXZlTEpUU2xHZXRHbjl1MmhvVWxo
cUhUMHRVUEVBd3l4ZGdPcmU5bk1XRDJxNVkvcTM3emx0cFJQT3R0VzVTVjFVT0c3
bmNhRDdQL29WQW05SkRSVEV5clRKUFlISE55YjRZN0ljOERmRXFrRTFQaUJCNFh6
amRZQTVuZmIxQXovZGZMbURscUE0Nm1KNnlRNVJvUWdjMkIxZjV2TzgvM3FHbWM2
TlFJNDh2U1ZkRkdNM1VHY01tZUJsaXFaTXhURzUvZ1cwdktyWmlQNjI3cjZCSVNw
UG9DU0xpZXBkc3ZDL01pN25jeE12aERpSUZwUUIrUTFKQ3dpODA5NGhrNktTb0Fv
MzBla1JMck1Ya3dGeDVXM3hQVlY4dGk4UGhDN09IVjR5TFAvNVRVbTNIZnZGdmY3
NVk3T0JpMGhqb281dmlqMWprSnRsUHdZMXBtcHJkbG1sZ2JMM05xUjBQc3RVQQpu
aks4QktyUHRpa1ZBK1JWUHVVMFd1ZW42S3lIeHkwRzVSZ3RSRUh3aFpzCi0tLSA4
ODBHbWNjV1kzK0pQdEZVMk0ySU53ZUNkbFAzMGw1Z2YrRUVoNXVpR0tvCh7ZYtGo
TWkmnQZi8CTSNLQF1zdMdMjcZwb6PDhd6CrzRpJE8iPMflrib2iJ+oGNoxg5/3+0
cmFiXO1I8zV1C1k=
-----END AGE ENCRYPTED FILE-----
"""
