"""Writes the name of a stranger's file so that it can be shown in a sentence."""

from pathlib import Path

_LONGEST = 80


def shown(path: Path) -> str:
    """Give a file's name so that it can neither break a line nor turn it round."""
    name = "".join(
        each if each.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for each in path.name
    )
    return name if len(name) <= _LONGEST else name[:_LONGEST] + "…"
