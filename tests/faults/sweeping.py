"""Lets every single write of a deed fail, one after another, and looks at what is left.

Run as a script under ``failing.so`` (deed, how many points at most or 0 for all, seed)
it prepares a scene once, counts the calls to the disk that the deed makes, and plays
the deed again for each of them and each fault: full disk, failing disk, read-only
disk, half a write, killed before, killed after, power cut with nothing or with any
part of what was not synced, reads that fail. What must hold afterwards:

- the deed ends well, or with one of our own sentences;
- no acknowledged answer is lost;
- a record is whole and can be opened somewhere until its receipt;
- nothing half-written is taken for whole;
- the vault opens again without findings, and the deed can be done then.
"""

import ctypes
import errno
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from faults import sweeping_ways
from faults.killing import LATER, Broken, demand, nowhere
from faults.sweeping_power import begin, cut
from faults.sweeping_scene import SAID, Deed, Scene, sound_desk, sound_field
from intake.app import signing
from intake.app.desk import library, receiving
from intake.app.desk import receipts as desk_receipts
from intake.app.field import finishing, interviewing, receipts, sending
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.domain.record import InterviewState
from intake.sealing import delivery
from intake.sealing.record import read_object
from intake.vault import drafts, objects
from kitchen import ACCOUNT, acquainted, begun, ticking, told

ANSWERS = 5
_FAIL, _SHORT, _KILL_BEFORE, _KILL_AFTER, _READS = range(5)


@dataclass(frozen=True)
class Fault:
    """What happens at the chosen call; with *stays* at all later ones too.

    With *cut* nothing that was not synced is left afterwards; with *torn* any part.
    """

    name: str
    code: int = 0
    how: int = _FAIL
    stays: bool = False
    cut: bool = False
    torn: bool = False


FAULTS = (
    Fault("disk full", errno.ENOSPC, stays=True),
    Fault("disk full for a moment", errno.ENOSPC),
    Fault("disk fails", errno.EIO),
    Fault("disk gone", errno.EIO, stays=True),
    Fault("read-only", errno.EROFS, stays=True),
    Fault("half a write", errno.ENOSPC, how=_SHORT),
    Fault("half a write, then full", errno.ENOSPC, how=_SHORT, stays=True),
    Fault("killed before", how=_KILL_BEFORE),
    Fault("killed after", how=_KILL_AFTER),
    Fault("power cut before", how=_KILL_BEFORE, cut=True),
    Fault("power cut after", how=_KILL_AFTER, cut=True),
    Fault("torn before", how=_KILL_BEFORE, cut=True, torn=True),
    Fault("torn after", how=_KILL_AFTER, cut=True, torn=True),
)
READING = (
    Fault("a read fails", errno.EIO, how=_READS),
    Fault("nothing can be read", errno.EIO, how=_READS, stays=True),
)


# --- the deeds


def _prepare_draft(scene: Scene) -> None:
    field = scene.field()
    scene.memory("key", begun(field).id)
    field.close()


def _answer(scene: Scene, field: Opened, say: Callable[[int], None]) -> None:
    interview = interviewing.resume(field, scene.memory("key"), ticking())
    for number in range(1, ANSWERS + 1):
        interview.answer(ACCOUNT, "/data/words", f"sentence {number}")
        say(number)


def _answers_are_there(scene: Scene, said: int, ended: bool) -> None:
    demand(ended == (said == ANSWERS), "ended without all answers")
    field = sound_field(scene)
    key = scene.memory("key")
    session = interviewing.resume(field, key, ticking()).session(ACCOUNT)
    value = session.get("/data/words").value
    stored = int(value.split()[1]) if value else 0
    demand(stored in {said, said + 1}, f"{stored} after {said}")
    _answer(scene, field, lambda _: None)
    field.close()


def _attach(scene: Scene, field: Opened, say: Callable[[int], None]) -> None:
    photo = scene.folder / "photo.jpg"
    interview = interviewing.resume(field, scene.memory("key"), ticking())
    interview.attach(ACCOUNT, "/data/photo", photo)
    say(1)


def _prepare_photo(scene: Scene) -> None:
    _prepare_draft(scene)
    (scene.folder / "photo.jpg").write_bytes(b"light and shadow" * 5000)


def _photo_is_there(scene: Scene, said: int, ended: bool) -> None:
    field = sound_field(scene)
    key = scene.memory("key")
    interview = interviewing.resume(field, key, ticking())
    value = interview.session(ACCOUNT).get("/data/photo").value
    demand(value or not ended, "acknowledged and not there")
    demand(bool(value) or said == 0, "acknowledged and not there")
    for each in objects.of_record(field.vault, key):
        objects.open(field.vault, each.id).close()
    if not value:
        _attach(scene, field, lambda _: None)
    field.close()


def _prepare_told(scene: Scene) -> None:
    field = scene.field()
    scene.memory("key", told(field, SAID).id)
    field.close()


def _finish(scene: Scene, field: Opened, say: Callable[[int], None]) -> None:
    interview = interviewing.resume(field, scene.memory("key"), ticking())
    finishing.finish(field, interview, LATER)
    say(1)


def _finished_or_not(scene: Scene, said: int, ended: bool) -> None:
    field = sound_field(scene)
    key = scene.memory("key")
    row = interviewing.find(field, key)
    demand(row.state in {InterviewState.DRAFT, InterviewState.READY}, "which state")
    demand(row.state is InterviewState.READY or not (said or ended), "finish undone")
    session = interviewing.resume(field, key, ticking()).session(ACCOUNT)
    demand(session.get("/data/words").value == SAID, "the answer is lost")
    if row.state is InterviewState.DRAFT:
        _finish(scene, field, lambda _: None)
    field.close()


def _discard(scene: Scene, field: Opened, say: Callable[[int], None]) -> None:
    interviewing.discard(field, scene.memory("key"), LATER)
    say(1)


def _discarded_or_not(scene: Scene, said: int, ended: bool) -> None:
    field = sound_field(scene)
    key = scene.memory("key")
    rows = [row for row in interviewing.listed(field) if row.id == key]
    demand(not (rows and (ended or said)), "discarded and still listed")
    if rows:
        session = interviewing.resume(field, key, ticking()).session(ACCOUNT)
        demand(session.get("/data/words").value == SAID, "half discarded")
        _discard(scene, field, lambda _: None)
    demand(not drafts.has_key(field.vault, key), "the key lives")
    field.close()


def _prepare_finished(scene: Scene) -> None:
    field = scene.field()
    interview = told(field, SAID)
    finishing.finish(field, interview, LATER)
    scene.memory("key", interview.id)
    field.close()


def _seal(scene: Scene, field: Opened, say: Callable[[int], None]) -> None:
    finishing.seal(field, scene.memory("key"), LATER)
    say(1)


def _draft_or_sealed(scene: Scene, said: int, ended: bool) -> None:
    field, desk, key = sound_field(scene), scene.desk(), scene.memory("key")
    row = interviewing.find(field, key)
    if row.state is InterviewState.READY:
        demand(not (said or ended), "acknowledged and undone")
        session = interviewing.resume(field, key, ticking()).session(ACCOUNT)
        demand(session.get("/data/words").value == SAID, "the draft is lost")
        demand(objects.of_record(field.vault, key) == (), "leftovers")
        finishing.seal(field, key, LATER)
    demand(not drafts.has_key(field.vault, key), "the key lives")
    (sealed,) = objects.of_record(field.vault, key)
    with objects.open(field.vault, sealed.id) as source:
        _, files = read_object(source, signing.reader(desk))
    demand(SAID.encode() in files["submission/account.xml"], "content")
    field.close()
    desk.close()


def _prepare_sealed(scene: Scene) -> None:
    _prepare_finished(scene)
    field = scene.field()
    finishing.seal(field, scene.memory("key"), LATER)
    field.close()


def _send(scene: Scene, field: Opened, say: Callable[[int], None]) -> None:
    sending.send(field, scene.stick, LATER)
    say(1)


def _bundle_is_whole(scene: Scene, said: int, ended: bool) -> None:
    field, desk = sound_field(scene), scene.desk()
    reader = signing.reader(desk)
    seen = delivery.survey([scene.stick], reader)
    kinds = [each for each in seen.refused if each.path.suffix == ".age"]
    demand(kinds == [], "something looks like a bundle")
    for found in seen.bundles:
        delivered = delivery.read_bundle(found, reader, nowhere)
        whole = {outcome for _, outcome in delivered.objects}
        demand(whole == {delivery.Outcome.WHOLE}, "a part is not whole")
    demand(seen.bundles or not (said or ended), "acknowledged and not there")
    demand(len(seen.bundles) < 2, "two bundles of one deed")
    _still_sealed(scene, field)
    again = sending.send(field, scene.stick, LATER)
    demand(again.remaining == (), "not all was sent the second time")
    demand(receiving.receive(desk, [scene.stick], LATER).good, "not taken in")
    field.close()
    desk.close()


def _prepare_sent(scene: Scene) -> None:
    _prepare_sealed(scene)
    field = scene.field()
    sending.send(field, scene.stick, LATER)
    field.close()


def _receive(scene: Scene, desk: Opened, say: Callable[[int], None]) -> None:
    received = receiving.receive(desk, [scene.stick], LATER)
    if received.good:
        say(1)


def _taken_in_or_not(scene: Scene, said: int, _ended: bool) -> None:
    desk, field, key = sound_desk(scene), scene.field(), scene.memory("key")
    rows = [row for row in library.listed(desk) if row.record == key]
    demand(rows or not said, "acknowledged and not there")
    demand(len(rows) < 2, "taken in twice")
    for row in rows:
        good = all(each.good for each in library.verify(desk, row, LATER))
        demand(good, "not whole")
    _still_sealed(scene, field)
    demand(receiving.receive(desk, [scene.stick], LATER).good, "not the second time")
    demand(_strays(desk) == set(), f"strays: {_strays(desk)}")
    field.close()
    desk.close()


def _prepare_received(scene: Scene) -> None:
    _prepare_sent(scene)
    desk = scene.desk()
    receiving.receive(desk, [scene.stick], LATER)
    desk.close()


def _answer_back(scene: Scene, desk: Opened, say: Callable[[int], None]) -> None:
    desk_receipts.make(desk, scene.stick, LATER)
    say(1)


def _receipt_is_whole(scene: Scene, said: int, ended: bool) -> None:
    desk, field = sound_desk(scene), sound_field(scene)
    demand(ended == bool(said), "ended without a receipt")
    (made,) = desk_receipts.make(desk, scene.stick, LATER, again=True)
    _still_sealed(scene, field)
    demand(receipts.accept(field, made.path, LATER).removed, "the receipt does nothing")
    field.close()
    desk.close()


def _prepare_answered(scene: Scene) -> None:
    _prepare_received(scene)
    desk = scene.desk()
    (made,) = desk_receipts.make(desk, scene.stick, LATER)
    scene.memory("receipt", made.path.name)
    desk.close()


def _purge(scene: Scene, field: Opened, say: Callable[[int], None]) -> None:
    receipts.accept(field, scene.stick / scene.memory("receipt"), LATER)
    say(1)


def _purged_or_not(scene: Scene, said: int, ended: bool) -> None:
    field, desk, key = sound_field(scene), scene.desk(), scene.memory("key")
    row = interviewing.find(field, key)
    held = {each.record for each in library.listed(desk)}
    demand(key in held, "the desk does not have it")
    if row.state is InterviewState.SEALED:
        demand(not (said or ended), "acknowledged and not purged")
        _still_sealed(scene, field)
        _purge(scene, field, lambda _: None)
    demand(objects.of_record(field.vault, key) == (), "a copy stayed behind")
    demand(_strays(field) == set(), "a file stayed behind")
    field.close()
    desk.close()


DEEDS = {
    **sweeping_ways.DEEDS,
    "answer": Deed(_prepare_draft, False, _answer, _answers_are_there),
    "media": Deed(_prepare_photo, False, _attach, _photo_is_there),
    "finish": Deed(_prepare_told, False, _finish, _finished_or_not),
    "discard": Deed(_prepare_told, False, _discard, _discarded_or_not),
    "seal": Deed(_prepare_finished, False, _seal, _draft_or_sealed),
    "export": Deed(_prepare_sealed, False, _send, _bundle_is_whole),
    "import": Deed(_prepare_sent, True, _receive, _taken_in_or_not),
    "receipt": Deed(_prepare_received, True, _answer_back, _receipt_is_whole),
    "purge": Deed(_prepare_answered, False, _purge, _purged_or_not),
}


# --- what must hold everywhere


def _still_sealed(scene: Scene, field: Opened) -> None:
    """The sealed record is here, to the last byte."""
    key = scene.memory("key")
    demand(interviewing.find(field, key).state is InterviewState.SEALED, "state")
    (sealed,) = objects.of_record(field.vault, key)
    with objects.open(field.vault, sealed.id) as source:
        demand(len(source.read()) == sealed.size, "the sealed record is cut")


def _strays(opened: Opened) -> set[str]:
    """Find files in the vault that no row tells of."""
    folder = opened.vault.folder / "objects"
    lying = {path.name for path in folder.rglob("*") if path.is_file()}
    rows = opened.vault.rows("SELECT id FROM objects")
    return lying - {str(row[0]) for row in rows}


# --- the sweep


def _play(scene: Scene, deed: Deed, at: int, fault: Fault) -> tuple[str, int, int]:
    """Do the deed in a child whose disk fails; give its end, last word, and calls."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os._exit(_suffer(scene, deed, at, fault, writer))
    os.close(writer)
    said = 0
    calls = 0
    words = _rest(reader)
    for start in range(0, len(words) - 7, 8):
        word = int.from_bytes(words[start : start + 8], "big", signed=True)
        said, calls = (said, -word) if word < 0 else (word, calls)
    os.close(reader)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        demand(os.WTERMSIG(status) == signal.SIGKILL, "ended by another signal")
        return "killed", said, calls
    ends = {0: "well", 10: "sentence"}
    code = os.WEXITSTATUS(status)
    demand(code in ends, "an error that is not ours, or none where one is due")
    return ends[code], said, calls


def _suffer(scene: Scene, deed: Deed, at: int, fault: Fault, writer: int) -> int:
    shim = ctypes.CDLL(None)
    shim.fault_count.restype = ctypes.c_long

    def say(number: int) -> None:
        os.write(writer, number.to_bytes(8, "big", signed=True))

    try:
        opened = scene.desk() if deed.desk else scene.field()
        scene.remember()
        shim.fault_within(str(scene.folder).encode())
        if fault.cut:
            begin(scene.folder, _kept(scene))
        shim.fault_arm(ctypes.c_long(at), fault.code, fault.how, int(fault.stays))
        try:
            deed.do(scene, opened, say)
        except IntakeError:
            return 10
        finally:
            shim.fault_disarm()
            say(-int(shim.fault_count()))
    except BaseException:  # noqa: BLE001 - the child must say why
        traceback.print_exc()
        return 11
    return 0


def _kept(scene: Scene) -> Path:
    return scene.folder.with_name("kept")


def _rest(reader: int) -> bytes:
    words = b""
    while block := os.read(reader, 65536):
        words += block
    return words


def _points(
    writes: int, reads: int, most: int, chance: random.Random
) -> Iterator[tuple[int, Fault]]:
    """Give every call with every fault, or with *most* some of each kind."""
    every = [(at, fault) for at in range(1, writes + 1) for fault in FAULTS]
    reading = [(at, fault) for at in range(1, reads + 1) for fault in READING]
    if most == 0:
        yield from every
        yield from reading
        return
    cuts = [each for each in every if each[1].cut]
    others = [each for each in every if not each[1].cut]
    for kind, share in ((others, 1 / 2), (cuts, 1 / 3), (reading, 1 / 6)):
        yield from chance.sample(kind, min(len(kind), round(most * share)))


def sweep(name: str, most: int, seed: int, folder: Path) -> dict[str, int]:
    """Play one deed at about *most* points, or with 0 at all; count the ends."""
    chance = random.Random(seed)  # noqa: S311 - which points, not a secret
    deed, counts = DEEDS[name], {"well": 0, "sentence": 0, "killed": 0}
    template = folder / "template"
    acquainted(template).close()
    deed.prepare(Scene(template))
    trial = Scene(folder / "trial")
    _afresh(template, trial)
    _, _, writes = _play(trial, deed, 0, FAULTS[0])
    _afresh(template, trial)
    _, _, reads = _play(trial, deed, 0, READING[0])
    demand(writes > 0, "the disk was never asked")
    cuts = 0
    for at, fault in _points(writes, reads, most, chance):
        _afresh(template, trial)
        try:
            end, said, _ = _play(trial, deed, at, fault)
            if fault.cut and end == "killed":
                cuts += 1
                cut(trial.folder, _kept(trial), chance if fault.torn else None)
            deed.look(trial, said, end == "well")
        except (Broken, IntakeError, ValueError, OSError) as error:
            of = reads if fault in READING else writes
            message = f"{name}: {fault.name} at call {at} of {of}: {error!r}"
            raise Broken(message) from error
        counts[end] += 1
    return {"writes": writes, "reads": reads, **counts, "cuts": cuts}


def _afresh(template: Path, trial: Scene) -> None:
    shutil.rmtree(trial.folder, ignore_errors=True)
    shutil.rmtree(_kept(trial), ignore_errors=True)
    shutil.copytree(template, trial.folder)


def main(name: str, most: int, seed: int) -> None:
    """Sweep one deed and print the counts."""
    folder = Path(tempfile.mkdtemp())
    try:
        sys.stdout.write(json.dumps(sweep(name, most, seed, folder)) + "\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
