"""What is on a disk after the power went: what was synced, and any part of the rest.

``failing.so`` keeps each file and each folder as it was when it was last synced, by the
number of its inode; ``begin`` gives it what was there at the start. ``cut`` then turns
a scene into what a power cut may leave of it: nothing of what was not synced, or of
every page of 4096 bytes either the old, the new, or half of each.
"""

import ctypes
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

PAGE = 4096


@dataclass(frozen=True)
class _Names:
    """A folder's list: the inode of each file, and of each folder in it."""

    files: dict[str, str]
    folders: dict[str, str]


def begin(place: Path, kept: Path) -> None:
    """Take all of *place* for synced, and have the library keep what is from now on."""
    kept.mkdir()
    for folder in (place, *(each for each in place.rglob("*") if each.is_dir())):
        names = "".join(
            f"{'d' if each.is_dir() else 'f'}{each.stat().st_ino} {each.name}\n"
            for each in folder.iterdir()
        )
        (kept / f"d{folder.stat().st_ino}").write_text(names)
    for each in place.rglob("*"):
        if each.is_file():
            shutil.copyfile(each, kept / f"f{each.stat().st_ino}")
    shim = ctypes.CDLL(None)
    shim.fault_within(str(place).encode())
    shim.fault_keep(str(kept).encode())


def cut(place: Path, kept: Path, chance: random.Random | None = None) -> None:
    """Leave of *place* what a power cut leaves; with *chance* some of the rest too."""
    now = {str(each.stat().st_ino): each for each in place.rglob("*") if each.is_file()}
    after = place.with_name(place.name + ".after")
    _folder(place, str(place.stat().st_ino), after, _Left(kept, now, chance))
    shutil.rmtree(place)
    after.rename(place)


@dataclass(frozen=True)
class _Left:
    """What was synced, what was written, and the chance that decides between them."""

    kept: Path
    now: dict[str, Path]
    chance: random.Random | None

    def names(self, place: Path | None, inode: str) -> _Names:
        """The list of a folder: the synced one, or perhaps the present one."""
        listed = self.kept / f"d{inode}"
        synced = listed.read_text() if listed.exists() else ""
        present = place is not None and place.is_dir()
        if place is not None and present and self.chance and self.chance.random() < 0.5:
            lines = [
                f"{'d' if each.is_dir() else 'f'}{each.stat().st_ino} {each.name}"
                for each in place.iterdir()
            ]
        else:
            lines = synced.splitlines()
        pairs = [line.split(" ", 1) for line in lines]
        return _Names(
            {name: mark[1:] for mark, name in pairs if mark[0] == "f"},
            {name: mark[1:] for mark, name in pairs if mark[0] == "d"},
        )

    def content(self, inode: str) -> bytes:
        """The bytes of a file: the synced ones, or pages of both."""
        path = self.kept / f"f{inode}"
        old = path.read_bytes() if path.exists() else b""
        if self.chance is None or inode not in self.now:
            return old
        return torn(old, self.now[inode].read_bytes(), self.chance)


def _folder(place: Path | None, inode: str, after: Path, left: _Left) -> None:
    after.mkdir(mode=0o700)
    names = left.names(place, inode)
    for name, number in names.files.items():
        (after / name).write_bytes(left.content(number))
    for name, number in names.folders.items():
        _folder(place / name if place else None, number, after / name, left)


def torn(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """Mix two states of a file, page by page: the old, the new, or half of each."""
    if old == new:
        return old
    size = chance.choice((len(old), len(new)))
    pages: list[bytes] = []
    for at in range(0, size, PAGE):
        one = old[at : at + PAGE].ljust(PAGE, b"\0")
        two = new[at : at + PAGE].ljust(PAGE, b"\0")
        half = chance.randrange(0, PAGE, 512)
        pages.append(chance.choice((one, two, one[:half] + two[half:])))
    return b"".join(pages)[:size]
