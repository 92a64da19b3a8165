"""Fuzzes the readers by hand: python tests/fuzz/run.py --minutes 10 --only xpath.

Each reader is tried in a process of its own, with bounded memory, by turns. What it
does not survive is made small and put into its corpus, where the test run finds it.
Inputs that lead further are kept in a folder outside of the project (``--work``), so
that the next hunt begins where this one ended; ``--keep N`` puts the N most telling
small ones into the corpus.
"""

import argparse
import contextlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.hunting import Arc, Hunt, name_for, trial
from fuzz.registry import Reader, readers

_CURRENT = "current"
_LEADS = "leads"
# An input of the corpus, and the corpus of one reader, hold no more bytes than this.
_SMALL = 4_000
_ROOM = 40_000
_PATIENCE = 90.0


def say(text: str) -> None:
    """Write a line for the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Hunt as the command line asks; 1 when something was found."""
    options = _options()
    chosen = [readers()[name] for name in options.only or readers()]
    if options.worker:
        return _hunt(chosen[0], options)
    found = 0
    for reader in chosen:
        seconds = 60 * options.minutes / len(chosen)
        found += _watch(reader, seconds, options)
        if options.keep:
            _keep(reader, options.work / reader.name / _LEADS, options.keep)
    say(f"{found} findings")
    return 1 if found else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only", action="append", choices=sorted(readers()))
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=int, default=0, metavar="N")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "intake-fuzz"
    )
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


# --- the one that watches


def _watch(reader: Reader, seconds: float, options: argparse.Namespace) -> int:
    """Have *reader* hunted in other processes for *seconds*; count what was found."""
    folder = options.work / reader.name
    (folder / _LEADS).mkdir(parents=True, exist_ok=True)
    before = set(reader.kept())
    end = time.monotonic() + seconds
    seed = options.seed
    while (left := end - time.monotonic()) > 0:
        worker = subprocess.Popen(
            [
                *(sys.executable, "-X", "faulthandler", __file__, "--worker"),
                *("--only", reader.name, "--minutes", str(left / 60)),
                *("--seed", str(seed), "--work", str(options.work)),
            ]
        )
        how = _wait(worker, folder / _CURRENT, left)
        if how == "done":
            break
        seed += 1
        with contextlib.suppress(FileNotFoundError):
            data = (folder / _CURRENT).read_bytes()
            say(f"{reader.name}: {how} on {len(data)} bytes: {_put(reader, data)}")
    return len(set(reader.kept()) - before)


def _wait(worker: "subprocess.Popen[bytes]", current: Path, left: float) -> str:
    """Wait for *worker* and tell how it ended; end it when it hangs on one input."""
    latest = time.monotonic() + left + _PATIENCE
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = worker.wait(1)
            return "done" if status in (0, 1) else f"died ({status})"
        age = 0.0
        with contextlib.suppress(FileNotFoundError):
            age = time.time() - current.stat().st_mtime
        if age > _PATIENCE or time.monotonic() > latest:
            worker.kill()
            worker.wait()
            return "hung"


def _put(reader: Reader, data: bytes) -> Path:
    reader.corpus.mkdir(parents=True, exist_ok=True)
    path = reader.corpus / name_for(data)
    path.write_bytes(data)
    return path


# --- the one that hunts


def _hunt(reader: Reader, options: argparse.Namespace) -> int:
    """Hunt until the time is over; 1 when something was found."""
    _bound_memory(reader.megabytes)
    folder = options.work / reader.name
    end = time.monotonic() + 60 * options.minutes
    current = folder / _CURRENT
    chance = random.Random(options.seed)  # noqa: S311 - any chance will do
    # The input is on disk before it is tried, in case nobody comes back from it.
    hunt = Hunt(reader, chance, before=current.write_bytes)
    earlier = (one.read_bytes() for one in sorted((folder / _LEADS).glob("*")))
    told: set[str] = set()
    for _ in hunt.begin(earlier):
        if time.monotonic() > end:
            break
    while time.monotonic() < end:
        lead = hunt.go_on()
        if lead is not None:
            (folder / _LEADS / name_for(lead)).write_bytes(lead)
        for where in hunt.found.keys() - told:
            told.add(where)
            finding = hunt.found[where]
            say(f"{reader.name}: {_put(reader, finding.data)}\n{finding.told}")
    say(
        f"{reader.name}: {hunt.tried} inputs, {len(hunt.parents)} led further, "
        f"{len(hunt.reached)} arcs, {len(hunt.found)} findings"
    )
    current.unlink(missing_ok=True)
    return 1 if hunt.found else 0


def _bound_memory(megabytes: int) -> None:
    try:
        import resource  # noqa: PLC0415 - does not exist on Windows
    except ImportError:
        return
    most = megabytes * 2**20
    with contextlib.suppress(OSError, ValueError):  # macOS refuses it
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


# --- the corpus


def _keep(reader: Reader, leads: Path, most: int) -> None:
    """Put the *most* telling small leads into the corpus, those that add most first."""
    reached: set[Arc] = set()
    for data in (*reader.seeds(), *(one.read_bytes() for one in reader.kept())):
        trial(reader, data, reached)
    room = _ROOM - sum(one.stat().st_size for one in reader.kept())
    arcs: dict[bytes, set[Arc]] = {}
    for data in _small(leads):
        arcs[data] = set()
        trial(reader, data, arcs[data])
    for _ in range(most):
        if not arcs:
            break
        best = max(arcs, key=lambda data: len(arcs[data] - reached) / (len(data) + 50))
        new = arcs.pop(best) - reached
        if not new or len(best) > room:
            continue
        reached |= new
        room -= len(best)
        _put(reader, best)


def _small(leads: Path) -> Iterator[bytes]:
    for path in sorted(leads.glob("*")):
        if path.stat().st_size <= _SMALL:
            yield path.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
