"""Keeping the process closed to others, and ending it so that memory is emptied."""

import contextlib
import ctypes
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

_SET_DUMPABLE = 4


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
