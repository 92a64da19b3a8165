"""What is known before anything is unlocked: language and looks.

The only file beside the vault that can be read without a passphrase, so it holds
nothing else. A damaged or strange one is read as far as it makes sense.
"""

import contextlib
import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from intake.domain.errors import DiskFailed
from intake.vault.disk import disk_errors, read_bounded, replace
from intake.vault.folder import SETTINGS

_LIMIT = 4096
_TAG = 35
_SIZES = range(50, 401)
_THEMES = ("light", "dark")
_DIRECTIONS = ("", "ltr", "rtl")


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the windows look and speak.

    ``language`` is a tag, "" for the system's; ``text_size`` a percentage; ``theme``
    "light" or "dark"; ``contrast`` whether it is high; ``direction`` "ltr" or "rtl",
    "" for that of the language.
    """

    language: str = ""
    text_size: int = 100
    theme: str = "light"
    contrast: bool = False
    direction: str = ""


def read(folder: Path) -> Preferences:
    """Read what is kept in the vault's folder; what makes no sense is the default."""
    kept: object = None
    with contextlib.suppress(DiskFailed, ValueError, RecursionError):
        kept = json.loads(read_bounded(folder / SETTINGS, _LIMIT) or b"null")
    found = Preferences()
    if not isinstance(kept, dict):
        return found
    language, size = kept.get("language"), kept.get("text_size")
    theme, contrast = kept.get("theme"), kept.get("contrast")
    if isinstance(language, str) and len(language) <= _TAG and language.isprintable():
        found = dataclasses.replace(found, language=language)
    if type(size) is int and size in _SIZES:
        found = dataclasses.replace(found, text_size=size)
    if isinstance(theme, str) and theme in _THEMES:
        found = dataclasses.replace(found, theme=theme)
    if isinstance(contrast, bool):
        found = dataclasses.replace(found, contrast=contrast)
    direction = kept.get("direction")
    if isinstance(direction, str) and direction in _DIRECTIONS:
        found = dataclasses.replace(found, direction=direction)
    return found


def write(folder: Path, preferences: Preferences) -> None:
    """Keep them, for us alone to read. Raises DiskFull or DiskFailed."""
    with disk_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps(dataclasses.asdict(preferences), indent=1, sort_keys=True)
    replace(folder / SETTINGS, text.encode() + b"\n")
