"""Counts places in an expression as its author wrote it, before it was converted.

Where an author writes ``${town}``, the XForm has a path with a space on either side.
"""

from __future__ import annotations

import re

_PATH = re.compile(
    r" (?P<saved>instance\('__last-saved'\)(?=/))?"
    r"(?:current\(\)/|\.\./|/)(?:[\w.:-]+/|\.\./)*(?P<name>[^\W\d][\w.:-]*) "
)
_PLACE = re.compile(r"\(character (\d+)")


def authored(what: str, source: str) -> str:
    """Give *what*, said of the converted *source*, with the author's counts."""
    return _PLACE.sub(
        lambda found: f"(character {_place(source, int(found[1]) - 1) + 1}", what
    )


def _place(source: str, position: int) -> int:
    longer = 0
    for path in _PATH.finditer(source):
        if path.start() >= position:
            break
        if position < path.end():
            return path.start() - longer
        saved = len("last-saved#") if path["saved"] else 0
        longer += len(path[0]) - saved - len(path["name"]) - len("${}")
    return position - longer
