"""The ways into the vault: who else may come in, and with what.

Every change asks for the passphrase again, and for the security key that belongs to it:
an open vault does not know its own key. Nothing stored is rewritten.
"""

from collections.abc import Callable

from intake.app import opening
from intake.app.opening import Opened
from intake.domain.errors import PassphraseTooWeak
from intake.vault import hardware_fido2, ways
from intake.vault.directory import Way
from intake.vault.hardware import Authenticator
from intake.vault.slots import Kind

__all__ = ["Authenticator", "Kind", "Way"]


def listed(opened: Opened) -> tuple[Way, ...]:
    """List the ways in: a place to name each by, what it wants, what it is called."""
    return tuple(way for way in opened.vault.ways if way.kind is not Kind.ERASES)


def find_security_key(pin: Callable[[], str] | None = None) -> Authenticator:
    """Find the security key that is plugged in; *pin* asks for its PIN if it insists.

    Raises SecurityKeyMissing, SecurityKeyUnsupported.
    """
    return hardware_fido2.find(pin)


def add_passphrase(
    opened: Opened,
    own: str,
    new: str,
    name: str,
    authenticator: Authenticator | None = None,
) -> Way:
    """Let another passphrase open the vault too, as for a deputy.

    Raises PassphraseTooWeak, PassphraseWrong, PassphraseInUse, PassphrasesAlike,
    WaysFull, SecurityKeyNeeded, and the errors of security keys and the disk.
    """
    if not opening.strong_enough(new):
        raise PassphraseTooWeak
    return ways.add_passphrase(
        opened.vault, own, new, name, authenticator=authenticator
    )


def add_security_key(
    opened: Opened,
    own: str,
    passphrase: str,
    name: str,
    key: Authenticator,
    authenticator: Authenticator | None = None,
) -> Way:
    """Let a security *key* with a passphrase open the vault too; the key is touched.

    Raises as ``add_passphrase``, and SecurityKeyUnsuitable.
    """
    if not opening.strong_enough(passphrase):
        raise PassphraseTooWeak
    return ways.add_security_key(
        opened.vault, own, passphrase, name, key, authenticator=authenticator
    )


def require_security_key(
    opened: Opened, own: str, name: str, key: Authenticator
) -> Way:
    """Let one's passphrase open the vault only together with this security *key*.

    Raises PassphraseWrong, SecurityKeyNeeded if it is so already, and the errors of
    security keys and the disk.
    """
    return ways.require_security_key(opened.vault, own, name, key)


def remove(
    opened: Opened, own: str, place: int, authenticator: Authenticator | None = None
) -> None:
    """Close a way in, other than the one that *own* uses.

    Raises OwnWay, NoSuchWay, PassphraseWrong, SecurityKeyNeeded.
    """
    ways.remove(opened.vault, own, place, authenticator=authenticator)
