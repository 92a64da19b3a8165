"""What a bundle has on a stick: a list of hashes beside its parts, and a last look.

The list is for a courier. Nobody's word is taken for what is on a stick: which hashes
are right, the one who wrote the parts says.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from intake.domain.errors import StickLies
from intake.sealing.container import Writable
from intake.sealing.medium import (
    DISK,
    Disk,
    as_stick_errors,
    open_file,
    read_back,
    write_file,
)
from intake.sealing.outgoing import Report, counting, unreported

ENDING = ".sha256"

_LIMIT = 4 * 1024 * 1024
_LINE = re.compile(r"^([0-9a-f]{64})  ([0-9a-f]{1,64}-[0-9]{1,9}\.age)$", re.MULTILINE)


def read_list(
    path: Path, known: Mapping[str, Collection[str]] | None = None
) -> dict[str, str]:
    """Read the list: names of parts, with their hashes.

    If it is given what is *known*, the hashes that a part was ever written with, by
    its name, other lines are passed by. Raises StickGone.
    """
    with as_stick_errors():
        if not path.is_file() or path.stat().st_size > _LIMIT:
            return {}
    with open_file(path) as file:
        text = file.read(_LIMIT).decode("ascii", "replace")
    return {
        name: sha256
        for sha256, name in _LINE.findall(text)
        if known is None or sha256 in known.get(name, ())
    }


def write_list(path: Path, listed: Mapping[str, str], disk: Disk = DISK) -> str:
    """Write the list, unless it lies there so already; return its own hash.

    Without any part there is no list, and no hash. Raises as ``medium.write_file``.
    """
    if not listed:
        with as_stick_errors():
            path.unlink(missing_ok=True)
        return ""
    lines = "".join(f"{listed[name]}  {name}\n" for name in sorted(listed)).encode()
    sha256 = hashlib.sha256(lines).hexdigest()

    def fill(out: Writable) -> None:
        out.write(lines)

    if not is_whole(path, len(lines), {sha256}, disk):
        write_file(path.parent, path.name, fill, disk=disk)
    return sha256


def seems_whole(path: Path, size: int) -> bool:
    """Tell whether a file of this size lies there. Raises StickGone."""
    with as_stick_errors():
        return path.is_file() and path.stat().st_size == size


def is_whole(
    path: Path, size: int, known: Collection[str], disk: Disk = DISK
) -> str | None:
    """Read a file and return its hash if it is one of those *known*, else None."""
    if not known or not seems_whole(path, size):
        return None
    found = read_back(path, disk=disk).sha256
    return found if found in known else None


def look_again(
    folder: Path,
    files: Mapping[str, str],
    report: Report = unreported,
    disk: Disk = DISK,
) -> None:
    """Read all *files*, names with hashes, from the medium after the last was written.

    A fake stick takes everything and lays what is too much over what it took first;
    each file alone was whole when it was compared. Raises StickLies, StickGone, and
    what *report* raises.
    """
    with as_stick_errors():
        total = sum((folder / name).stat().st_size for name in files)
    counted = counting(report, total)
    for name, sha256 in files.items():
        found = read_back(folder / name, counted=counted, disk=disk)
        if found.sha256 != sha256:
            raise StickLies


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files, whether they are there or not. Raises StickGone, StickReadOnly."""
    with as_stick_errors():
        for name in names:
            (folder / name).unlink(missing_ok=True)
