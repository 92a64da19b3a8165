"""Keeping the process closed to others, and ending it so that memory is emptied."""

import contextlib
import ctypes
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

_SET_DUMPABLE = 4
_SWAPS = Path("/proc/swaps")
_DEVICES = Path("/sys/dev/block")
_IN_CLEAR = (
    "This computer may write parts of its memory, and so of what is open here, to the "
    "disk without encrypting them (swap). Nothing was lost; switch swap off, or have "
    "it encrypted, and switch hibernation off."
)


def harden() -> None:
    """Make files ours alone, and the memory of this process unreadable to others.

    No core dump, and on Linux no reading by other programs of the same person. What
    a system does not offer is left out.
    """
    os.umask(0o077)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on every system

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def swap_in_use(swaps: Path = _SWAPS, devices: Path = _DEVICES) -> str:
    """Warn, in a sentence, of memory that may reach a disk in clear; "" if none may.

    Only Linux tells: *swaps* lists what is in use, and *devices* what lies beneath
    each. Swap that is itself memory (zram) is none, nor is what lies on dm-crypt. Of
    hibernation, and of other systems, nothing is known here.
    """
    try:
        lines = swaps.read_text("utf-8", "replace").splitlines()[1:]
    except OSError:
        return ""
    places = [Path(line.split()[0]) for line in lines if line.strip()]
    safe = all(_keeps_secret(place, devices) for place in places)
    return "" if safe else _IN_CLEAR


def _keeps_secret(place: Path, devices: Path) -> bool:
    if place.name.startswith("zram"):
        return True
    try:
        found = place.stat()
    except (OSError, ValueError):
        return False
    number = found.st_rdev if stat.S_ISBLK(found.st_mode) else found.st_dev
    return _encrypted(devices / f"{os.major(number)}:{os.minor(number)}")


def _encrypted(device: Path) -> bool:
    """Whether a device is dm-crypt, or lies on nothing else."""
    try:
        if (device / "dm" / "uuid").read_text().startswith("CRYPT-"):
            return True
    except OSError:
        pass
    try:
        beneath = list((device / "slaves").iterdir())
    except OSError:
        return False
    return bool(beneath) and all(_encrypted(each) for each in beneath)


def command(arguments: Sequence[str] = ()) -> list[str]:
    """Tell how to start this program again as it was started, with *arguments*."""
    given = len(sys.argv) - 1
    start = sys.orig_argv[1 : len(sys.orig_argv) - given]
    return [sys.executable, *start, *arguments]


def replace_process(argv: Sequence[str]) -> NoReturn:
    """Become another process: nothing of an open vault stays in memory.

    Close the vault first. Where the system cannot replace a process (Windows), a new
    one is started and this one ends.
    """
    for stream in (sys.stdout, sys.stderr):
        # A window's process may have none.
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os.execv(argv[0], list(argv))  # noqa: S606 - no shell is the point
