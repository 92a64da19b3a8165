"""A security key made of software, that speaks CTAP2 as one on USB does.

Enough of the protocol for hmac-secret: getInfo, makeCredential, getAssertion, and the
key agreement and PIN token of clientPIN, in both versions of the PIN protocol. What it
hands out depends on a secret of its own, so each object is another key.
"""

import hashlib
import hmac
import secrets
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.ctap import STATUS, CtapDevice, CtapError
from fido2.ctap2.pin import PinProtocol, PinProtocolV1, PinProtocolV2
from fido2.hid import CAPABILITY, CTAPHID

ERR = CtapError.ERR


@dataclass
class SoftwareKey(CtapDevice):
    """One key. ``pin`` is "" for none; ``insists`` asks for it for everything."""

    extensions: tuple[str, ...] = ("hmac-secret",)
    protocols: tuple[int, ...] = (2, 1)
    pin: str = ""
    insists: bool = False
    touched: bool = True
    plugged: bool = True
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    credentials: dict[bytes, bytes] = field(default_factory=dict, repr=False)
    touches: int = 0

    def __post_init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._token = secrets.token_bytes(32)

    @property
    def capabilities(self) -> int:
        return CAPABILITY.CBOR

    @classmethod
    def list_devices(cls) -> Iterator[CtapDevice]:
        return iter(())

    def call(
        self,
        cmd: int,
        data: bytes = b"",
        event: Event | None = None,  # noqa: ARG002 - the library's own signature
        on_keepalive: Callable[[STATUS], None] | None = None,  # noqa: ARG002 - the same
    ) -> bytes:
        if not self.plugged:
            raise OSError(5, "the key is gone")
        assert cmd == CTAPHID.CBOR
        asked: dict[Any, Any] = cbor.decode(data[1:]) if data[1:] else {}  # type: ignore[assignment]
        try:
            said = self._answer(data[0], asked)
        except CtapError as error:
            return bytes([error.code])
        return b"\0" + (cbor.encode(said))

    def _answer(self, command: int, asked: dict[Any, Any]) -> dict[int, Any]:
        match command:
            case 0x04:
                return self._info()
            case 0x06:
                return self._client_pin(asked)
            case 0x01:
                self._check(asked[1], asked.get(8), asked.get(9), always=bool(self.pin))
                return self._make(asked)
            case 0x02:
                self._check(asked[2], asked.get(6), asked.get(7), always=self.insists)
                return self._assert(asked)
            case _:
                raise CtapError(ERR.INVALID_COMMAND)

    def _info(self) -> dict[int, Any]:
        return {
            1: ["FIDO_2_0", "FIDO_2_1"],
            2: list(self.extensions),
            3: bytes(16),
            4: {"clientPin": bool(self.pin), "pinUvAuthToken": True, "up": True},
            6: list(self.protocols),
        }

    def _client_pin(self, asked: dict[Any, Any]) -> dict[int, Any]:
        protocol = _protocol(asked[1])
        match asked[2]:
            case 0x02:
                numbers = self._private.public_key().public_numbers()
                x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
                return {1: {1: 2, 3: -25, -1: 1, -2: x, -3: y}}
            case 0x09:
                shared = self._shared(protocol, asked[3])
                typed = protocol.decrypt(shared, asked[6])
                if typed != hashlib.sha256(self.pin.encode()).digest()[:16]:
                    raise CtapError(ERR.PIN_INVALID)
                return {2: protocol.encrypt(shared, self._token)}
            case _:
                raise CtapError(ERR.INVALID_SUBCOMMAND)

    def _shared(self, protocol: PinProtocol, peer: dict[int, bytes]) -> bytes:
        x, y = (int.from_bytes(peer[place]) for place in (-2, -3))
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        assert isinstance(protocol, PinProtocolV1)
        return bytes(protocol.kdf(self._private.exchange(ec.ECDH(), public)))

    def _check(
        self,
        challenge: bytes,
        proof: bytes | None,
        version: int | None,
        *,
        always: bool,
    ) -> None:
        self._proven = False
        if proof is not None and version is not None:
            protocol = _protocol(version)
            if proof != protocol.authenticate(self._token, challenge):
                raise CtapError(ERR.PIN_AUTH_INVALID)
            self._proven = True
        elif always:
            raise CtapError(ERR.PUAT_REQUIRED)

    def _touch(self) -> None:
        if not self.touched:
            raise CtapError(ERR.USER_ACTION_TIMEOUT)
        self.touches += 1

    def _make(self, asked: dict[Any, Any]) -> dict[int, Any]:
        self._touch()
        credential = secrets.token_bytes(64)
        self.credentials[credential] = hmac.digest(self.secret, credential, "sha256")
        numbers = self._private.public_key().public_numbers()
        public = cbor.encode(
            {
                1: 2,
                3: -7,
                -1: 1,
                -2: numbers.x.to_bytes(32),
                -3: numbers.y.to_bytes(32),
            }
        )
        data = hashlib.sha256(asked[2]["id"].encode()).digest()
        kept = (asked.get(6) or {}).get("hmac-secret") and self.extensions
        data += bytes([0x41 | (0x80 if kept else 0)]) + struct.pack(">I", 1)
        data += bytes(16) + struct.pack(">H", len(credential)) + credential + public
        if kept:
            data += cbor.encode({"hmac-secret": True})
        return {1: "none", 2: data, 3: {}}

    def _assert(self, asked: dict[Any, Any]) -> dict[int, Any]:
        found = [each["id"] for each in asked[3] if each["id"] in self.credentials]
        if not found:
            raise CtapError(ERR.NO_CREDENTIALS)
        self._touch()
        wanted = asked[4]["hmac-secret"]
        protocol = _protocol(wanted.get(4, 1))
        shared = self._shared(protocol, wanted[1])
        if protocol.authenticate(shared, wanted[2]) != wanted[3]:
            raise CtapError(ERR.PIN_AUTH_INVALID)
        salt = protocol.decrypt(shared, wanted[2])
        # A real key computes other bytes when its PIN was given.
        random = self.credentials[found[0]] + bytes([self._proven])
        answer = protocol.encrypt(shared, hmac.digest(random, salt, "sha256"))
        data = hashlib.sha256(asked[1].encode()).digest()
        data += b"\x81" + struct.pack(">I", 1) + cbor.encode({"hmac-secret": answer})
        return {1: {"type": "public-key", "id": found[0]}, 2: data, 3: b""}


def _protocol(version: int) -> PinProtocol:
    return PinProtocolV2() if version == 2 else PinProtocolV1()
