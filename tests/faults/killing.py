"""Kills a process at random moments of each deed, and looks at what is left.

Run as a script (deed, rounds, seed) it plays so many rounds of one deed and prints the
count. Each deed runs in a forked child that is ended by SIGKILL; the parent then
opens the vaults as a person would and checks the invariants:

- no acknowledged answer is lost;
- a record is whole and can be opened somewhere until its receipt;
- nothing half-written is taken for whole.
"""

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Self

from intake.app import opening, signing
from intake.app.desk import library, receiving
from intake.app.desk import receipts as desk_receipts
from intake.app.field import finishing, interviewing, receipts, sending
from intake.app.opening import Opened
from intake.domain.record import InterviewState
from intake.sealing import delivery
from intake.sealing.record import read_object
from intake.vault import drafts, objects
from kitchen import ACCOUNT, BEGUN, PASSPHRASE, acquainted, begun, ticking, told

LATER = BEGUN + timedelta(hours=3)


class Broken(Exception):
    """An invariant does not hold."""


def demand(holds: object, what: str) -> None:
    if not holds:
        raise Broken(what)


class Scene:
    """Two vaults, a stick, and what is known of them."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        self.stick = folder / "stick"
        self.kills: dict[str, int] = {}
        acquainted(folder).close()

    def field(self) -> Opened:
        return opening.unlock(self.folder / "field", PASSPHRASE)

    def desk(self) -> Opened:
        return opening.unlock(self.folder / "desk", PASSPHRASE)

    def kill(
        self, name: str, longest: float, deed: Callable[[Callable[[int], None]], None]
    ) -> tuple[int, bool]:
        """Run *deed* in a child and kill it; give its last word and if it ended."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            try:
                deed(lambda number: _say(writer, number))
                _say(writer, -1)
                signal.pause()
            except BaseException as error:  # noqa: BLE001 - the child must say why
                os.write(2, f"child: {error!r}\n".encode())
            finally:
                os._exit(1)
        os.close(writer)
        first = os.read(reader, 4)
        time.sleep(self.chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        demand(os.WIFSIGNALED(status), f"{name}: the child came to its own end")
        self.kills[name] = self.kills.get(name, 0) + 1
        words = first + _rest(reader)
        os.close(reader)
        numbers = [
            int.from_bytes(words[at : at + 4], "big", signed=True)
            for at in range(0, len(words) - 3, 4)
        ]
        ended = -1 in numbers
        return max((each for each in numbers if each >= 0), default=0), ended


def _say(writer: int, number: int) -> None:
    os.write(writer, number.to_bytes(4, "big", signed=True))


def _rest(reader: int) -> bytes:
    words = b""
    while block := os.read(reader, 65536):
        words += block
    return words


def answering(scene: Scene, rounds: int) -> None:
    """Every answer that was acknowledged is there, and the journal is whole."""
    opened = scene.field()
    key = begun(opened).id
    opened.close()
    count = 0
    for _ in range(rounds):

        def deed(say: Callable[[int], None], start: int = count) -> None:
            field = scene.field()
            interview = interviewing.resume(field, key, ticking())
            say(start)
            for number in range(start + 1, start + 100_000):
                interview.answer(ACCOUNT, "/data/words", f"sentence {number}")
                say(number)

        count, _ = scene.kill("answering", 0.06, deed)
        opened = scene.field()
        demand(opened.vault.findings == (), f"answering: {opened.vault.findings}")
        session = interviewing.resume(opened, key, ticking()).session(ACCOUNT)
        value = session.get("/data/words").value
        stored = int(value.split()[1]) if value else 0
        demand(stored in {count, count + 1}, f"answering: {stored} after {count}")
        count = stored
        opened.close()


def sealing(scene: Scene, rounds: int) -> None:
    """Either the draft is whole, or the sealed record is and the draft is gone."""
    desk = scene.desk()
    for number in range(rounds):
        opened = scene.field()
        sentence = f"what was told in round {number}"
        interview = told(opened, sentence)
        finishing.finish(opened, interview, LATER)
        key = interview.id
        opened.close()

        def deed(say: Callable[[int], None], key: str = key) -> None:
            field = scene.field()
            say(0)
            finishing.seal(field, key, LATER)

        _, ended = scene.kill("sealing", 0.03, deed)
        opened = scene.field()
        row = interviewing.find(opened, key)
        if row.state is InterviewState.READY:
            demand(not ended, "sealing: acknowledged and undone")
            session = interviewing.resume(opened, key, ticking()).session(ACCOUNT)
            demand(session.get("/data/words").value == sentence, "sealing: draft")
            demand(objects.of_record(opened.vault, key) == (), "sealing: leftovers")
            finishing.seal(opened, key, LATER)
        demand(not drafts.has_key(opened.vault, key), "sealing: the key lives")
        (sealed,) = objects.of_record(opened.vault, key)
        with objects.open(opened.vault, sealed.id) as source:
            _, files = read_object(source, signing.reader(desk))
        demand(sentence.encode() in files["submission/account.xml"], "sealing: content")
        opened.close()
    desk.close()


def exporting(scene: Scene, rounds: int) -> None:
    """What has a bundle's name is whole; the sealed record stays where it was."""
    _seal_one_more(scene, send=False)
    desk = scene.desk()
    reader = signing.reader(desk)
    for _ in range(rounds):
        shutil.rmtree(scene.stick)
        scene.stick.mkdir()

        def deed(say: Callable[[int], None]) -> None:
            field = scene.field()
            say(0)
            sending.send(field, scene.stick, LATER)

        _, ended = scene.kill("exporting", 0.06, deed)
        seen = delivery.survey([scene.stick], reader)
        demand(seen.refused == (), "exporting: something looks like a bundle")
        for found in seen.bundles:
            delivered = delivery.read_bundle(found, reader, nowhere)
            whole = {outcome for _, outcome in delivered.objects}
            demand(whole == {delivery.Outcome.WHOLE}, "exporting: a part is not whole")
        demand(seen.bundles or not ended, "exporting: acknowledged and not there")
        opened = scene.field()
        demand(sending.waiting(opened), "exporting: the sealed record is gone")
        demand(opened.vault.findings == (), f"exporting: {opened.vault.findings}")
        opened.close()
    desk.close()


def importing(scene: Scene, rounds: int) -> None:
    """A record is in the library whole, or not at all; then it can be taken in."""
    for _ in range(rounds):
        shutil.rmtree(scene.stick)
        scene.stick.mkdir()
        opened = scene.field()
        interview = told(opened)
        finishing.finish(opened, interview, LATER)
        finishing.seal(opened, interview.id, LATER)
        sending.send(opened, scene.stick, LATER, only=[interview.id])
        opened.close()

        def deed(say: Callable[[int], None]) -> None:
            desk = scene.desk()
            say(0)
            receiving.receive(desk, [scene.stick], LATER)

        _, ended = scene.kill("importing", 0.06, deed)
        desk = scene.desk()
        demand(desk.vault.findings == (), f"importing: {desk.vault.findings}")
        rows = [row for row in library.listed(desk) if row.record == interview.id]
        demand(rows or not ended, "importing: acknowledged and not there")
        for row in rows:
            found = library.verify(desk, row, LATER)
            demand(all(each.good for each in found), "importing: not whole")
        demand(receiving.receive(desk, [scene.stick], LATER).good, "importing: again")
        desk.close()


def purging(scene: Scene, rounds: int) -> None:
    """A sealed copy is either there whole or gone for a record the desk holds."""
    for _ in range(rounds):
        shutil.rmtree(scene.stick)
        scene.stick.mkdir()
        _seal_one_more(scene)
        desk = scene.desk()
        made = desk_receipts.make(desk, scene.stick, LATER, again=True)
        held = {row.record: set(row.digests) for row in library.listed(desk)}
        desk.close()

        def deed(say: Callable[[int], None], path: Path = made[0].path) -> None:
            field = scene.field()
            say(0)
            receipts.accept(field, path, LATER)

        scene.kill("purging", 0.03, deed)
        made[0].path.unlink()
        opened = scene.field()
        for row in interviewing.listed(opened):
            mine = objects.of_record(opened.vault, row.id)
            if row.state is InterviewState.HANDED_OVER:
                demand(row.id in held, "purging: gone without a receipt")
                demand(mine == (), "purging: a copy stayed behind")
            elif row.state is InterviewState.SEALED:
                demand(mine, "purging: the sealed record is gone")
        demand(opened.vault.findings == (), f"purging: {opened.vault.findings}")
        opened.close()


def _seal_one_more(scene: Scene, *, send: bool = True) -> None:
    opened = scene.field()
    interview = told(opened)
    finishing.finish(opened, interview, LATER)
    finishing.seal(opened, interview.id, LATER)
    if send:
        sending.send(opened, scene.stick, LATER, only=[interview.id])
    opened.close()
    if send:
        desk = scene.desk()
        receiving.receive(desk, [scene.stick], LATER)
        desk.close()


class _Nowhere:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def write(self, data: bytes | memoryview, /) -> int:
        return len(data)


def nowhere(_parcel: object) -> _Nowhere:
    return _Nowhere()


DEEDS = {
    deed.__name__: deed for deed in (answering, sealing, exporting, importing, purging)
}


def main(deed: str, rounds: int, seed: int) -> None:
    """Play *rounds* of one deed and print the count."""
    folder = Path(tempfile.mkdtemp())
    try:
        chance = random.Random(seed)  # noqa: S311 - when to kill, not a secret
        scene = Scene(folder, chance)
        DEEDS[deed](scene, rounds)
        sys.stdout.write(json.dumps(scene.kills) + "\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
