"""Security keys on USB, by CTAP2 and its extension hmac-secret.

The library fido2 speaks to them; without it there are none. The credential is not
stored on the key, so a key that is found tells nobody what it opens. The key's PIN is
asked for only if it insists, since a key computes other bytes with a PIN than without:
the vault has a passphrase of its own.
"""

import contextlib
import secrets
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from intake.domain.errors import (
    SecurityKeyMissing,
    SecurityKeyRefused,
    SecurityKeyUnsuitable,
    SecurityKeyUnsupported,
    SecurityKeyWrong,
)
from intake.vault import hardware

if TYPE_CHECKING:
    from fido2.ctap import CtapDevice
    from fido2.ctap2.base import Ctap2
    from fido2.ctap2.pin import ClientPin

_Answer = TypeVar("_Answer")

_NOT_CTAP = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    struct.error,
)
_PARTY = "intake"
_EXTENSION = "hmac-secret"
_ES256 = {"type": "public-key", "alg": -7}
_WRONG = {"NO_CREDENTIALS", "INVALID_CREDENTIAL"}
_ASKS_FOR_PIN = {"PUAT_REQUIRED", "PIN_REQUIRED"}
_REFUSED = {
    "USER_ACTION_TIMEOUT",
    "ACTION_TIMEOUT",
    "OPERATION_DENIED",
    "KEEPALIVE_CANCEL",
    "TIMEOUT",
    "PIN_INVALID",
    "PIN_BLOCKED",
    "PIN_AUTH_INVALID",
    "PIN_AUTH_BLOCKED",
    "PIN_POLICY_VIOLATION",
    "UV_BLOCKED",
    "UV_INVALID",
    *_ASKS_FOR_PIN,
}


def find(pin: Callable[[], str] | None = None) -> "SecurityKey":
    """Find what is plugged in; *pin* is asked for the PIN of a key that insists.

    Raises SecurityKeyMissing, SecurityKeyUnsupported.
    """
    try:
        from fido2.hid import CtapHidDevice  # noqa: PLC0415 - may not be installed
    except ImportError as error:
        raise SecurityKeyUnsupported from error
    with _errors():
        devices = list(CtapHidDevice.list_devices())
    if not devices:
        raise SecurityKeyMissing
    return SecurityKey(devices, pin)


class SecurityKey:
    """The keys that are plugged in, as one: an ``hardware.Authenticator``."""

    def __init__(
        self, devices: "Sequence[CtapDevice]", pin: Callable[[], str] | None = None
    ) -> None:
        """Use these devices: the first one to enrol, any of them to open."""
        self._devices = devices
        self._pin = pin

    def enrol(self) -> bytes:
        """Make a credential; the key waits to be touched."""
        from fido2.ctap2.base import Ctap2  # noqa: PLC0415 - slow to load
        from fido2.ctap2.pin import ClientPin  # noqa: PLC0415 - slow to load

        with _errors():
            ctap = Ctap2(self._devices[0])
            if _EXTENSION not in ctap.info.extensions:
                raise SecurityKeyUnsuitable
            made = self._insisting(
                ctap,
                ClientPin.PERMISSION.MAKE_CREDENTIAL,
                lambda challenge, proof, version: ctap.make_credential(
                    challenge,
                    {"id": _PARTY, "name": _PARTY},
                    {"id": secrets.token_bytes(16), "name": _PARTY},
                    [_ES256],
                    extensions={_EXTENSION: True},
                    pin_uv_param=proof,
                    pin_uv_protocol=version,
                ),
            )
            data, kept = made.auth_data.credential_data, made.auth_data.extensions
            if data is None or not (kept or {}).get(_EXTENSION):
                raise SecurityKeyUnsuitable
            return bytes(data.credential_id)

    def secret(self, credential: bytes, salt: bytes) -> bytes:
        """Compute the 32 bytes of a credential and a salt, on whichever key has it."""
        for device in self._devices:
            with contextlib.suppress(SecurityKeyWrong), _errors():
                return self._secret(device, credential, salt)
        raise SecurityKeyWrong

    def _secret(self, device: "CtapDevice", credential: bytes, salt: bytes) -> bytes:
        from fido2.ctap2.base import Ctap2  # noqa: PLC0415 - slow to load
        from fido2.ctap2.pin import ClientPin  # noqa: PLC0415 - slow to load

        ctap = Ctap2(device)
        protocol = ClientPin(ctap).protocol
        told = ctap.client_pin(protocol.VERSION, ClientPin.CMD.GET_KEY_AGREEMENT)
        message, shared = protocol.encapsulate(told[ClientPin.RESULT.KEY_AGREEMENT])
        sealed = protocol.encrypt(shared, salt)
        asked: dict[int, object] = {
            1: message,
            2: sealed,
            3: protocol.authenticate(shared, sealed),
        }
        if protocol.VERSION > 1:
            asked[4] = protocol.VERSION
        given = self._insisting(
            ctap,
            ClientPin.PERMISSION.GET_ASSERTION,
            lambda challenge, proof, version: ctap.get_assertion(
                _PARTY,
                challenge,
                [{"type": "public-key", "id": credential}],
                {_EXTENSION: asked},
                pin_uv_param=proof,
                pin_uv_protocol=version,
            ),
        )
        answer = (given.auth_data.extensions or {}).get(_EXTENSION)
        if not isinstance(answer, bytes):
            raise SecurityKeyUnsuitable
        secret = bytes(protocol.decrypt(shared, answer))
        if len(secret) != hardware.SECRET:
            raise SecurityKeyUnsuitable
        return secret

    def _insisting(
        self,
        ctap: "Ctap2",
        permission: "ClientPin.PERMISSION",
        ask: Callable[[bytes, bytes | None, int | None], _Answer],
    ) -> _Answer:
        """Ask without a PIN, and with one if the key insists."""
        from fido2.ctap import CtapError  # noqa: PLC0415 - slow to load
        from fido2.ctap2.pin import ClientPin  # noqa: PLC0415 - slow to load

        challenge = secrets.token_bytes(32)
        try:
            return ask(challenge, None, None)
        except CtapError as error:
            if error.code.name not in _ASKS_FOR_PIN or self._pin is None:
                raise
        client = ClientPin(ctap)
        token = client.get_pin_token(self._pin(), permission, _PARTY)
        proof = client.protocol.authenticate(token, challenge)
        return ask(challenge, proof, client.protocol.VERSION)


@contextlib.contextmanager
def _errors() -> Iterator[None]:
    """Raise ours for what the key and the way to it say."""
    from fido2.ctap import CtapError  # noqa: PLC0415 - slow to load
    from fido2.hid import ConnectionFailure  # noqa: PLC0415 - slow to load

    try:
        yield
    except CtapError as error:
        name = error.code.name
        if name in _WRONG:
            raise SecurityKeyWrong from error
        if name in _REFUSED:
            raise SecurityKeyRefused from error
        raise SecurityKeyUnsuitable from error
    except (ConnectionFailure, OSError) as error:
        raise SecurityKeyMissing from error
    except _NOT_CTAP as error:
        # What it said is not CTAP2, or a PIN no key can have.
        raise SecurityKeyUnsuitable from error
