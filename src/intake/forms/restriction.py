"""Shuts a process in before it reads a stranger's bytes: what it may use and touch.

``limit`` bounds memory, time and files with what POSIX has. ``shut`` closes the doors
with what Linux has: Landlock (no file but under the paths named) and a seccomp filter
(no call of the system but the few that computing needs: no socket, no file opened for
writing, no other program). Where a system lacks one of them, the others still hold.
The numbers are those of the kernel's own headers, linux/landlock.h and linux/seccomp.h.
"""

import contextlib
import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass

_NO_NEW_PRIVILEGES = 38
_SET_DUMPABLE = 4
_SET_SECCOMP, _FILTER = 22, 2

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# How many rights over files each version knows; a later one than the last is the last.
_RIGHTS = (0, 13, 14, 15, 15, 16)
_WITH_NETWORK, _WITH_SCOPES = 4, 6

_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_REFUSE = 0x00050000
_LOAD, _EQUALS, _ANY_BIT, _GIVE = 0x20, 0x15, 0x45, 0x06
_CALL, _KIND, _FIRST, _THIRD = 0, 4, 16, 32
_NEW_THREAD = 0x00010000
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | 0o20000000


# The mark of each kind of processor that is known here.
_MARKS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# The calls that are let by, by their numbers on each; -1 where there is none.
_COMPUTING = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "poll": (7, -1),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "readv": (19, 65),
    "writev": (20, 66),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "nanosleep": (35, 101),
    "getpid": (39, 172),
    "exit": (60, 93),
    "uname": (63, 160),
    "fcntl": (72, 25),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "set_tid_address": (218, 96),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "ppoll": (271, 73),
    "set_robust_list": (273, 99),
    "eventfd2": (290, 19),
    "getrandom": (318, 278),
    "membarrier": (324, 283),
    "rseq": (334, 293),
}
# What finding a file needs besides; reading only.
_LOOKING = {
    "stat": (4, -1),
    "lstat": (6, -1),
    "access": (21, -1),
    "getcwd": (79, 17),
    "readlink": (89, -1),
    "getdents64": (217, 61),
    "newfstatat": (262, 79),
    "readlinkat": (267, 78),
    "faccessat": (269, 48),
    "statx": (332, 291),
    "faccessat2": (439, 439),
}
_OPENING = (257, 56)
_CLONE, _CLONE3 = (56, 220), (435, 435)


@dataclass(frozen=True, slots=True)
class Shut:
    """Which doors this system let itself be shut: over files, and over its calls."""

    files: bool
    calls: bool


def limit(*, memory: int, seconds: int, files: int, threads: bool = False) -> None:
    """Bound memory (bytes of address space), processor time and open files.

    No file may grow, and no core is dumped. Without *threads* no thread or process may
    be started, either; the system counts those of a person, not of a process, so
    nothing between none and all can be said. What a system refuses is left out.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - does not exist on Windows

    bounds = [
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, files),
    ]
    if not threads:
        bounds.append((resource.RLIMIT_NPROC, 0))
    for what, most in bounds:
        # macOS refuses some of these; the parent's clock still runs.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def shut(reads: Sequence[str] | None = None, *, threads: bool = False) -> Shut:
    """Shut the doors for good: no socket, no program, no writing, no file.

    Files under *reads* may still be opened for reading; with None, none at all. Call
    it before the first thread starts: each thread is shut in by the one that made it.
    """
    if not sys.platform.startswith("linux"):
        return Shut(files=False, calls=False)
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
        if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
            return Shut(
                files=_bar_files(system, reads or ()),
                calls=_bar_calls(system, reading=reads is not None, threads=threads),
            )
    return Shut(files=False, calls=False)


def _bar_files(system: ctypes.CDLL, reads: Sequence[str]) -> bool:
    """Let Landlock refuse every path but those under *reads*; tell whether it does."""
    version = system.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return False
    words = [(1 << _RIGHTS[min(version, len(_RIGHTS) - 1)]) - 1]
    if version >= _WITH_NETWORK:
        words.append(0b11)  # to bind and to connect
    if version >= _WITH_SCOPES:
        words.append(0b11)  # sockets without a path, and signals to others
    asked = struct.pack(f"={len(words)}Q", *words)
    rules = system.syscall(_CREATE_RULESET, asked, ctypes.c_size_t(len(asked)), 0)
    if rules < 0:
        return False
    try:
        for path in reads:
            _let_read(system, rules, path)
        return bool(system.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _let_read(system: ctypes.CDLL, rules: int, path: str) -> None:
    with contextlib.suppress(OSError):  # some of Python's places do not exist
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        folder = os.path.isdir(path)  # noqa: PTH112 - the kernel takes text
        rights = _READ_FILE | (_READ_FOLDER if folder else 0)
        rule = struct.pack("=Qi", rights, place)
        system.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0)
        os.close(place)


class _Program(ctypes.Structure):
    """A filter as the kernel takes it: how many steps, and where they are."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def _bar_calls(system: ctypes.CDLL, *, reading: bool, threads: bool) -> bool:
    """Let seccomp refuse every call but the few that are needed; tell if it does."""
    if platform.machine() not in _MARKS or sys.maxsize < 2**32:
        return False
    steps = _steps(platform.machine(), reading=reading, threads=threads)
    held = ctypes.create_string_buffer(b"".join(steps))
    program = _Program(len(steps), ctypes.addressof(held))
    # As long as pointers are: a call with a varying number of arguments cuts nothing.
    there = ctypes.c_ulong(ctypes.addressof(program))
    return bool(system.prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), there, 0, 0) == 0)


def _steps(machine: str, *, reading: bool, threads: bool) -> list[bytes]:
    which = list(_MARKS).index(machine)
    allow, refuse = _step(_GIVE, _ALLOW), _step(_GIVE, _REFUSE | errno.EPERM)
    steps = [
        _step(_LOAD, _KIND),
        _step(_EQUALS, _MARKS[machine], 1, 0),
        _step(_GIVE, _KILL),
        _step(_LOAD, _CALL),
    ]
    for numbers in (_COMPUTING | _LOOKING if reading else _COMPUTING).values():
        if numbers[which] >= 0:
            steps += [_step(_EQUALS, numbers[which], 0, 1), allow]
    if reading:
        steps += [
            _step(_EQUALS, _OPENING[which], 0, 4),
            _step(_LOAD, _THIRD),
            _step(_ANY_BIT, _WRITES, 0, 1),
            refuse,
            allow,
        ]
    if threads:
        steps += [
            # Its flags lie in memory, where no filter sees them; the C library then
            # takes the older call.
            _step(_EQUALS, _CLONE3[which], 0, 1),
            _step(_GIVE, _REFUSE | errno.ENOSYS),
            _step(_EQUALS, _CLONE[which], 0, 3),
            _step(_LOAD, _FIRST),
            _step(_ANY_BIT, _NEW_THREAD, 0, 1),
            allow,
        ]
    return [*steps, refuse]


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)
