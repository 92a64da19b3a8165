"""Finds the place that a path means, from the place where it is written."""

from __future__ import annotations

import re

# No path of a real form is a tenth as long.
LONGEST = 4000

_PREDICATE = re.compile(r"\[[^\[\]]*\]")
_CURRENT = re.compile(r"^current\(\s*\)\s*/\s*")


def absolute(path: str, context: str) -> str:
    """Make *path* absolute and generic: no predicates, no ``..``, no spaces.

    *context* is the absolute path of the node it is relative to.
    """
    path = path.strip()[:LONGEST]
    while (bare := _PREDICATE.sub("", path)) != path:
        path = bare
    path = _CURRENT.sub("", path)
    steps = [] if path.startswith("/") else context.strip("/").split("/")
    for step in (one.strip() for one in path.strip("/").split("/")):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/" + "/".join(steps)
