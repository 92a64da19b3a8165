"""What was condemned and is not gone yet, because the disk refused: told until it is.

What is due is tried again after every commit, at closing and at unlocking.
"""

from typing import TYPE_CHECKING

from intake.vault.disk import replacing

if TYPE_CHECKING:
    from intake.vault.vault import Vault

_KEY = "key"
_SAID = {
    _KEY: (
        "The key of an interview that is sealed or gone is not destroyed yet: the disk "
        "refused. Until it is, this laptop can still open what could be read before; "
        "nothing was lost. Free some room, lock and unlock again."
    ),
    "object": (
        "The removing of files is not finished: the disk refused. Free some room, "
        "lock and unlock again."
    ),
}


def still_there(vault: "Vault") -> tuple[str, ...]:
    """Tell of what should be gone, one sentence a kind; empty when nothing is due.

    Of a key file that cannot be read something else is told already.
    """
    listed = {
        kind
        for kind in _SAID
        if vault.row("SELECT 1 FROM dying WHERE kind = ?", kind) is not None
    }
    if not vault.keys.sound:
        listed.discard(_KEY)
    elif any(path.exists() for path in replacing(vault.keys.path)):
        listed.add(_KEY)
    return tuple(said for kind, said in _SAID.items() if kind in listed)
