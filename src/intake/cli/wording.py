"""How a command says a number, knows a language, and misses a file."""

from collections.abc import Iterable
from pathlib import Path

from intake.domain.errors import FileUnreadable
from intake.domain.people import Trust

_TRUST = {
    Trust.COMPARED: "compared",  # by its digits: face to face, or by a voice one knows
    Trust.REVOKED: "taken back",
    Trust.CHANGED: "another card under a known name",
    Trust.NOT_COMPARED: "not compared",
}


def trust(known: Trust) -> str:
    """Say how a card stands."""
    return _TRUST[known]


def count(number: int, word: str) -> str:
    """Say how many there are: ``1 record``, ``2 records``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def language(known: Iterable[str], wanted: str) -> str | None:
    """Find the language that a person means by its name or its code."""
    for name in known:
        code = name.rpartition("(")[2].rstrip(") ").casefold()
        if wanted.casefold() in {name.casefold(), code}:
            return name
    return None


def no_language(known: Iterable[str], wanted: str) -> str:
    """Say that there is no such language, and which there are."""
    only = ", ".join(known) or "none"
    return f"The form has no language “{wanted}”, only: {only}."


def a_file(path: Path) -> Path:
    """Give a file's *path* back. Raises FileUnreadable if there is none.

    Later a file that is gone means that its stick was pulled out.
    """
    if not path.is_file():
        raise FileUnreadable
    return path


def there(paths: Iterable[Path]) -> None:
    """Look whether files and folders are there. Raises FileUnreadable."""
    if not all(path.exists() for path in paths):
        raise FileUnreadable
