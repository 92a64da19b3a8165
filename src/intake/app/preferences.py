"""How the windows look and speak for this person; kept beside the vault, unlocked.

It is the vault's own small file: the only thing readable before the passphrase.
"""

from intake.vault.preferences import Preferences, read, write

__all__ = ["Preferences", "read", "write"]
