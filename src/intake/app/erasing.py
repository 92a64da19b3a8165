"""A passphrase that erases: off, unless the organisation lets it be switched on.

Typed where the vault is unlocked, it destroys the vault's keys and answers what a
wrong passphrase answers. docs/threat-model.md says what an examiner can still see and
why this is no help once the disk has been copied; in many places it is a crime.
"""

from intake.app.field import packs
from intake.app.opening import Opened
from intake.domain.errors import EraseNotAllowed
from intake.domain.people import Role
from intake.vault import ways
from intake.vault.hardware import Authenticator
from intake.vault.slots import Kind


def allowed(opened: Opened) -> bool:
    """Tell whether it may be switched on: by the desk's pack, or at a desk itself."""
    at_a_desk = opened.role is not Role.INTERVIEWER
    return at_a_desk or packs.policy(opened).erase_allowed


def is_on(opened: Opened) -> bool:
    """Tell whether a passphrase erases this vault."""
    return any(way.kind is Kind.ERASES for way in opened.vault.ways)


def switch_on(
    opened: Opened,
    own: str,
    passphrase: str,
    authenticator: Authenticator | None = None,
) -> None:
    """Let *passphrase* erase the vault from now on, in place of any before it.

    Raises EraseNotAllowed, PassphraseWrong, PassphrasesAlike when a slip could turn
    one into the other, PassphraseTooWeak for a short one, WaysFull.
    """
    if not allowed(opened):
        raise EraseNotAllowed
    ways.set_eraser(opened.vault, own, passphrase, authenticator=authenticator)


def switch_off(
    opened: Opened, own: str, authenticator: Authenticator | None = None
) -> None:
    """Let no passphrase erase the vault any more. Raises PassphraseWrong."""
    ways.set_eraser(opened.vault, own, None, authenticator=authenticator)
