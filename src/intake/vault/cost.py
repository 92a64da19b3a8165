"""How much work one guess of the passphrase costs: Argon2id, measured on the machine.

Version 1.3 of RFC 9106, 16-byte salt, 32-byte result. A cost is chosen once, when a
vault is made, so that unlocking takes about a second, and travels in its header.
"""

import ctypes
import os
import sys
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from intake.domain.errors import MemoryShort

SALT = 16
_RESULT = 32
_MIB = 1024
_UNKNOWN_RAM = 2 * 1024 * _MIB


@dataclass(frozen=True, slots=True)
class Cost:
    """The three numbers of Argon2id: memory in KiB, passes, lanes."""

    memory_kib: int
    passes: int
    lanes: int


FLOOR = Cost(256 * _MIB, 3, 4)
START = Cost(512 * _MIB, 3, 4)
# A header may come from a stranger: more than this is not computed.
LIMIT = Cost(4 * 1024 * _MIB, 64, 16)


def sensible(cost: Cost) -> bool:
    """Whether *cost* is one that Argon2id allows and that we are willing to pay."""
    return (
        1 <= cost.passes <= LIMIT.passes
        and 1 <= cost.lanes <= LIMIT.lanes
        and 8 * cost.lanes <= cost.memory_kib <= LIMIT.memory_kib
    )


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Turn a passphrase into 32 bytes, slowly.

    Spaces around and runs of spaces are one, and letters that look the same are the
    same (NFKC), since a tired person types them so. Raises MemoryShort.
    """
    words = " ".join(unicodedata.normalize("NFKC", passphrase).split())
    try:
        return hash_secret_raw(
            words.encode("utf-8", "surrogatepass"),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=_RESULT,
            type=Type.ID,
        )
    except HashingError as error:
        raise MemoryShort(needed=cost.memory_kib // _MIB) from error


def seconds(cost: Cost) -> float:
    """Measure how long one guess takes here."""
    begun = time.perf_counter()
    stretch("", bytes(SALT), cost)
    return time.perf_counter() - begun


def calibrate(
    target: float = 1.0,
    *,
    measure: Callable[[Cost], float] = seconds,
    ram_kib: int | None = None,
) -> Cost:
    """Find the cost that takes about *target* seconds here, never under FLOOR.

    Memory grows first, to a quarter of the machine's at most; then passes.
    """
    ram = ram_kib or machine_memory_kib()
    most = max(FLOOR.memory_kib, min(LIMIT.memory_kib, ram // 4))
    first = Cost(min(START.memory_kib, most), START.passes, START.lanes)
    # The better of two, since the machine may be busy with something else.
    taken = max(min(measure(first), measure(first)), 0.001)
    wanted = int(first.memory_kib * target / taken)
    step = 64 * _MIB
    memory = min(most, max(FLOOR.memory_kib, wanted // step * step))
    passes = round(START.passes * wanted / memory)
    return Cost(memory, min(LIMIT.passes, max(FLOOR.passes, passes)), FLOOR.lanes)


def machine_memory_kib() -> int:
    """How much memory the machine has, in KiB; 2 GiB if it does not say."""
    if sys.platform == "win32":
        kilobytes = ctypes.c_ulonglong(0)
        told = ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory
        return kilobytes.value if told(ctypes.byref(kilobytes)) else _UNKNOWN_RAM
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    except (ValueError, OSError):
        return _UNKNOWN_RAM
