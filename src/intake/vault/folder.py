"""The names in the vault folder, and which of them are ours."""

import re

HEADERS = ("header-1", "header-2")
STORE = "store"
KEYS = "keys"
OBJECTS = "objects"
RESERVE = "reserve"
LOCK = "lock"
SETTINGS = "settings.json"
# Present from the first step of making a vault until the last: what lies beside it
# without a header was never a vault.
UNFINISHED = "unfinished"

# What may lie in a folder that has no vault yet: language and theme are chosen before.
STRAY = frozenset({SETTINGS, SETTINGS + ".new", LOCK})

_OURS = re.compile(
    r"(header-[12]|keys)(\.new|\.old)?|store(-wal|-shm|-journal)?|objects|reserve"
)


def belongs(name: str) -> bool:
    """Whether a file of this name is part of a vault's secrets or data."""
    return _OURS.fullmatch(name) is not None
