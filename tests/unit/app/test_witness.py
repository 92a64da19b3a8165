"""Devices that contradict themselves: set back, copied, their clocks moved."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from intake.app import opening, witness
from intake.app.desk import library, receiving
from intake.app.desk import receipts as desk_receipts
from intake.app.field import finishing, receipts, sending
from intake.app.opening import Opened
from intake.domain.custody import Event
from intake.domain.devices import Oddity
from intake.vault import custody
from kitchen import BEGUN, PASSPHRASE, Kitchen, sealed, told

DAY = timedelta(days=1)


def seal(field: Opened, when: datetime) -> str:
    interview = told(field)
    finishing.finish(field, interview, when)
    finishing.seal(field, interview.id, when)
    return interview.id


def handed(kitchen: Kitchen, field: Opened, when: datetime) -> receiving.Received:
    """Seal one more record, bring it to the desk alone, and clear the stick."""
    key = seal(field, when)
    sending.send(field, kitchen.stick, when, only=[key])
    received = receiving.receive(kitchen.desk, [kitchen.stick], when)
    for path in kitchen.stick.iterdir():
        path.unlink()
    return received


def oddities(received: receiving.Received) -> set[Oddity]:
    return {each.oddity for record in received.records for each in record.doubts}


def copied(kitchen: Kitchen, tmp_path: Path) -> Path:
    """Copy the interviewer's vault as it is on the disk now."""
    return Path(
        shutil.copytree(
            kitchen.field.vault.folder,
            tmp_path / "copy",
            ignore=shutil.ignore_patterns("lock"),
        )
    )


def test_a_device_that_behaves_is_not_doubted(kitchen: Kitchen) -> None:
    for day in range(3):
        received = handed(kitchen, kitchen.field, BEGUN + day * DAY)
        assert received.good
        assert oddities(received) == set()
        assert received.doubts == ()
    (device,) = witness.known_devices(kitchen.desk.vault)
    assert (device.missing, device.forked) == ((), ())
    assert device.id == kitchen.field.device


def test_a_device_that_was_set_back_uses_its_numbers_twice(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    before = copied(kitchen, tmp_path)
    handed(kitchen, kitchen.field, BEGUN)
    older = opening.unlock(before, PASSPHRASE)
    received = handed(kitchen, older, BEGUN + DAY)
    older.close()
    (result,) = received.records
    assert result.outcome is receiving.Outcome.TAKEN_IN
    assert {Oddity.FORK, Oddity.LOG_CHANGED} <= oddities(received)
    row = library.find(kitchen.desk, result.number)
    assert any(
        "copied or set back" in each for each in library.doubts(kitchen.desk, row)
    )
    events = [each.event for each in custody.entries(kitchen.desk.vault, row.record)]
    assert Event.DOUBTED in events
    (device,) = witness.known_devices(kitchen.desk.vault)
    assert device.forked


def test_a_record_that_never_arrived_leaves_a_gap_until_it_comes(
    kitchen: Kitchen,
) -> None:
    late = sealed(kitchen.field)
    received = handed(kitchen, kitchen.field, BEGUN + DAY)
    assert received.good
    (gap,) = received.doubts
    assert gap.oddity is Oddity.GAP
    assert gap.numbers == (1,)
    (device,) = witness.known_devices(kitchen.desk.vault)
    assert device.missing == (1,)
    sending.send(kitchen.field, kitchen.stick, BEGUN + DAY, only=[late.id])
    later = receiving.receive(kitchen.desk, [kitchen.stick], BEGUN + DAY)
    assert later.doubts == ()
    (device,) = witness.known_devices(kitchen.desk.vault)
    assert device.missing == ()


def test_a_clock_that_was_moved_back_is_told(kitchen: Kitchen) -> None:
    handed(kitchen, kitchen.field, BEGUN + 9 * DAY)
    assert oddities(handed(kitchen, kitchen.field, BEGUN + DAY)) == {Oddity.CLOCK_BACK}


def test_numbers_that_went_back_are_told(kitchen: Kitchen, tmp_path: Path) -> None:
    before = copied(kitchen, tmp_path)
    seal(kitchen.field, BEGUN)  # numbers that the desk never sees
    seal(kitchen.field, BEGUN)
    handed(kitchen, kitchen.field, BEGUN)
    older = opening.unlock(before, PASSPHRASE)
    received = handed(kitchen, older, BEGUN + DAY)
    older.close()
    assert Oddity.WENT_BACK in oddities(received)


def test_a_desk_that_was_set_back_is_told_at_the_interviewers_end(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    for number in range(2):
        sealed(kitchen.field, f"sentence {number}")
    sending.send(kitchen.field, kitchen.stick, BEGUN)
    receiving.receive(kitchen.desk, [kitchen.stick], BEGUN)
    copy = Path(
        shutil.copytree(
            kitchen.desk.vault.folder,
            tmp_path / "desk copy",
            ignore=shutil.ignore_patterns("lock"),
        )
    )
    (first,) = desk_receipts.make(kitchen.desk, kitchen.stick, BEGUN)
    assert receipts.accept(kitchen.field, first.path, BEGUN).doubts == ()
    older = opening.unlock(copy, PASSPHRASE)
    (second,) = desk_receipts.make(older, kitchen.stick, BEGUN + DAY)
    older.close()
    taken = receipts.accept(kitchen.field, second.path, BEGUN + DAY)
    assert [each.oddity for each in taken.doubts] == [Oddity.FORK]
