"""Finds the files that belong to a form, where authors put them: beside it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from intake.forms.external import once

if TYPE_CHECKING:
    from pathlib import Path

# One file, and all files of one form; pictures for a whole questionnaire fit well.
LARGEST = 64 * 2**20
LARGEST_ALL = 256 * 2**20
MOST = 5000

_ADDRESS = re.compile(r"jr://[\w-]+/([^<>\"'\s][^<>\"']*)")
_PULLED = re.compile(r"""\bpulldata\(\s*(['"])([^'"<>]+)\1""")
_SEARCHED = re.compile(r"""\bsearch\(\s*(['"])([^'"<>]+)\1""")
_PLAIN = re.compile(r"[^/\\\x00-\x1f:]{1,200}")
_QUERIED = re.compile(r"""\bquery="instance\(""")


def named_files(xform: bytes) -> frozenset[str]:
    """Give the plain names of all files that a form asks for: lists, pictures, sounds.

    These are what ``jr://`` addresses, ``pulldata()``, ``search()`` and
    ``select_one_external`` name. A name that could lead out of a folder is left out.
    """
    text = html.unescape(xform.decode("utf-8", errors="replace"))
    found = {once(name.rpartition("/")[2].strip()) for name in _ADDRESS.findall(text)}
    for pattern in (_PULLED, _SEARCHED):
        found |= {_with_ending(name) for _, name in pattern.findall(text)}
    if _QUERIED.search(text):
        found.add("itemsets.csv")
    return frozenset(
        name
        for name in found
        if _PLAIN.fullmatch(name) and not name.startswith(".") and name != "last-saved"
    )


def companions(form: Path, xform: bytes) -> dict[str, bytes]:
    """Read the files that the form at *form* names, from beside it.

    They are looked for in the folder ``<form>-media``, as ODK names it, then in the
    form's own folder. What is not there, or is no plain file, or is larger than 64 MiB,
    is left out, and so is what comes after 256 MiB: reading the form then warns of
    lists that are missing. Raises OSError if a file that is there cannot be read.
    """
    found: dict[str, bytes] = {}
    total = 0
    for name in sorted(named_files(xform))[:MOST]:
        for folder in (form.with_name(f"{form.stem}-media"), form.parent):
            file = folder / name
            if not file.is_file() or file.is_symlink():
                continue
            size = file.stat().st_size
            if size <= LARGEST and total + size <= LARGEST_ALL:
                found[name] = file.read_bytes()
                total += size
            break
    return found


def _with_ending(name: str) -> str:
    return name if name.lower().endswith(".csv") else f"{name}.csv"
