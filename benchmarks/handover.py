"""How fast records are sealed, handed over and taken in, beside a plain store and copy.

    python benchmarks/handover.py [--records N] [--folder PATH]
    python benchmarks/handover.py --large GIB

The first makes N small records and brings them from the laptop to the desk. The
second does the same with one recording of so many GiB, which lies on the disk as a
hole. Ratios are to plain SQLite and plain files in the same run.
"""

import argparse
import os
import resource
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from intake.app import cards, opening, recovery
from intake.app.desk import library, receiving
from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts as desk_receipts
from intake.app.field import (
    finishing,
    interviewing,
    packs,
    protocols,
    receipts,
    sending,
)
from intake.app.opening import Opened
from intake.domain.people import Role, digits
from intake.vault import Cost, settings

MIB, GIB = 1 << 20, 1 << 30
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
PASSPHRASE = "cedar lantern orbit mellow pocket river"  # noqa: S105 - opens a bench
FORM = Path(__file__).parents[1] / "tests" / "assets" / "small.xml"
SAID = "They came before the harvest and took him from the gate."


class Stopwatch:
    """Takes the time of named steps, and what they are a multiple of."""

    def __init__(self) -> None:
        """Begin a table."""
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a block."""
        begun = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - begun

    def say(self, name: str, count: int, beside: str, times: int = 1) -> None:
        """Print a step: each, how many a second, and how often *beside* fits in."""
        took, other = self.seconds[name] / count, self.seconds[beside] / count
        print(
            f"{name:34}{took * 1e3:10.2f} ms{1 / took:10.0f} /s"
            f"{took / (other * times):9.1f}x {beside}"
        )


class Waiting:
    """Another thread, which asks the vault for a small thing again and again."""

    def __init__(self, opened: Opened) -> None:
        """Begin to ask."""
        self.longest = 0.0
        self._opened = opened
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> Self:
        """Ask until the block ends."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ask no more."""
        self._stop.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._stop.wait(0.02):
            begun = time.perf_counter()
            settings.get(self._opened.vault, "identity")
            self.longest = max(self.longest, time.perf_counter() - begun)


def main() -> None:
    """Run what is asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--large", type=int, default=0, metavar="GIB")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        field, desk = _acquainted(folder)
        print(f"load of the machine at the start: {os.getloadavg()[0]:.1f}")
        if options.large:
            _large(field, desk, folder, options.large)
        else:
            _small(field, desk, folder, options.records)
        field.close()
        desk.close()


def _acquainted(folder: Path) -> tuple[Opened, Opened]:
    """Make both vaults, with a cheap passphrase, and let them know each other."""
    cheap = Cost(8, 1, 1)
    (folder / "stick").mkdir()
    field, desk = (
        opening.create(folder / role, PASSPHRASE, role, role.title(), NOW, cost=cheap)
        for role in (Role.INTERVIEWER, Role.COORDINATOR)
    )
    card = cards.save(field, folder / "stick")
    cards.accept(desk, card, _groups(field), NOW)
    pack = desk_packs.make(desk, folder / "stick", NOW)
    packs.accept(field, pack.path, NOW, _groups(desk))
    sheets = recovery.sheets(desk, NOW)[:2]
    recovery.rehearse(desk, [" ".join(sheet.words) for sheet in sheets], NOW)
    return field, desk


def _groups(opened: Opened) -> dict[int, str]:
    groups = digits(opened.card.card.fingerprint).split()
    return {place: groups[place] for place in (0, 4, 9)}


def _small(field: Opened, desk: Opened, folder: Path, count: int) -> None:
    watch, stick = Stopwatch(), folder / "stick"
    protocol = protocols.from_form(field, FORM)
    begun = [interviewing.begin(field, protocol, lambda: NOW) for _ in range(count)]
    with watch.step("answer, durable"):
        for each in begun:
            each.answer("account", "/data/words", SAID)
    for each in begun:
        finishing.finish(field, each, NOW)
    with watch.step("seal"):
        for each in begun:
            finishing.seal(field, each.id, NOW)
    with watch.step("send"):
        sent = sending.send(field, stick, LATER)
    before = _peak()
    with Waiting(desk) as other, watch.step("receive"):
        received = receiving.receive(desk, [stick], LATER)
    if not received.good or len(library.listed(desk)) != count:
        message = "not all were taken in"
        raise SystemExit(message)
    grown = _peak() - before
    with watch.step("receive again"):
        receiving.receive(desk, [stick], LATER)
    with watch.step("make a receipt"):
        made = desk_receipts.make(desk, stick, LATER)
    with watch.step("take the receipt, purge"):
        receipts.accept(field, made[0].path, LATER)
    _plain(watch, folder, count, sent.size // count)
    print(f"{count} records of {sent.size // count} bytes on the stick")
    watch.say("answer, durable", count, "plain SQLite commit")
    for name in ("seal", "send", "receive", "receive again"):
        watch.say(name, count, "plain file, synced")
    watch.say("make a receipt", count, "plain SQLite commit")
    watch.say("take the receipt, purge", count, "plain SQLite commit")
    print(f"while receiving, memory grew by {grown:.0f} MiB to {_peak():.0f} MiB;")
    print(f"the longest another thread waited was {other.longest * 1e3:.0f} ms")


def _plain(watch: Stopwatch, folder: Path, count: int, size: int) -> None:
    """Do what a careful but open program would: commit a row, sync a file."""
    store = sqlite3.connect(folder / "plain", isolation_level=None)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute("CREATE TABLE said (words TEXT)")
    with watch.step("plain SQLite commit"):
        for _ in range(count):
            store.execute("INSERT INTO said VALUES (?)", (SAID,))
    store.close()
    data = os.urandom(size)
    (folder / "files").mkdir()
    with watch.step("plain file, synced"):
        for number in range(count):
            with (folder / "files" / str(number)).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())


def _large(field: Opened, desk: Opened, folder: Path, gibibytes: int) -> None:
    watch, stick = Stopwatch(), folder / "stick"
    source = folder / "recording.wav"
    with source.open("wb") as file:
        file.truncate(gibibytes * GIB)
    protocol = protocols.from_form(field, FORM)
    interview = interviewing.begin(field, protocol, lambda: NOW)
    interview.answer("account", "/data/words", SAID)
    deeds: dict[str, Callable[[], object]] = {
        "attach": lambda: interview.attach("account", "/data/photo", source),
        "finish": lambda: finishing.finish(field, interview, NOW),
        "seal": lambda: finishing.seal(field, interview.id, NOW),
        "send": lambda: sending.send(field, stick, LATER),
        "receive": lambda: receiving.receive(desk, [stick], LATER),
    }
    print(f"one recording of {gibibytes} GiB")
    for name, deed in deeds.items():
        with watch.step(name):
            deed()
        rate = gibibytes * GIB / watch.seconds[name] / 1e6
        took = f"{watch.seconds[name]:8.1f} s{rate:8.0f} MB/s"
        print(f"{name:10}{took}, peak {_peak():.0f} MiB")
        source.unlink(missing_ok=True)
    with watch.step("copied"):
        _copied(stick, folder / "copy")
    rate = gibibytes * GIB / watch.seconds["copied"] / 1e6
    print(
        f"beside: a plain copy, synced {watch.seconds['copied']:8.1f} s{rate:8.0f} MB/s"
    )
    parts = sorted(path.stat().st_size for path in stick.glob("*-*.age"))
    print(f"{len(parts)} parts, the largest of {parts[-1] / MIB:.0f} MiB")
    (row,) = library.listed(desk)
    good = all(each.good for each in library.verify(desk, row, LATER))
    print("verified at the desk: " + ("sound" if good else "NOT SOUND"))
    print(f"peak {_peak():.0f} MiB")


def _copied(source: Path, target: Path) -> None:
    """Copy the files of a stick, and see that they are on the disk."""
    target.mkdir()
    for path in source.glob("*-*.age"):
        with path.open("rb") as file, (target / path.name).open("wb") as out:
            shutil.copyfileobj(file, out, MIB)
            out.flush()
            os.fsync(out.fileno())
    shutil.rmtree(target)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
