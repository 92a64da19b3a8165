"""Parts that come on different days, and those that nobody may read yet."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app.desk import library, receiving, senders, waiting
from intake.app.desk import receipts as desk_receipts
from intake.app.desk.receiving import Outcome
from intake.app.desk.waiting import Why
from intake.app.field import receipts, sending
from intake.domain.custody import Event
from intake.domain.errors import Cancelled, NothingHeld
from intake.vault import custody
from kitchen import BEGUN, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)
SMALL = 64 * 1024


@pytest.fixture
def sticks(kitchen: Kitchen, tmp_path: Path) -> Sequence[Path]:
    """Three sticks, each with one part of a bundle of seven records."""
    for number in range(7):
        sealed(kitchen.field, f"sentence {number}")
    sent = sending.send(kitchen.field, kitchen.stick, LATER, part_size=2 * SMALL)
    found = []
    for number, name in enumerate(sent.files):
        stick = tmp_path / f"stick {number}"
        stick.mkdir()
        (kitchen.stick / name).rename(stick / name)
        found.append(stick)
    assert len(found) == 3
    return found


def outcomes(received: receiving.Received) -> list[Outcome]:
    return [each.outcome for each in received.records]


def test_parts_from_three_sticks_on_three_days_become_whole(
    kitchen: Kitchen, sticks: Sequence[Path]
) -> None:
    first = receiving.receive(kitchen.desk, [sticks[2]], LATER)
    assert not first.good
    second = receiving.receive(kitchen.desk, [sticks[0]], LATER + timedelta(days=2))
    (left,) = second.waiting
    assert left.missing == (2,)
    assert left.missing_files == (next(sticks[1].glob("*.age")).name,)
    assert set(left.here) <= {1, 3}
    last = receiving.receive(kitchen.desk, [sticks[1]], LATER + timedelta(days=3))
    assert set(outcomes(last)) <= {Outcome.TAKEN_IN, Outcome.ALREADY_HERE}
    assert last.waiting == ()
    rows = library.listed(kitchen.desk)
    assert len(rows) == 7
    for row in rows:
        assert all(each.good for each in library.verify(kitchen.desk, row, LATER))
    assert waiting.places(kitchen.desk) == {}


def test_the_same_part_twice_is_kept_once(
    kitchen: Kitchen, sticks: Sequence[Path]
) -> None:
    receiving.receive(kitchen.desk, [sticks[1]], LATER)
    (before,) = waiting.listed(kitchen.desk)
    receiving.receive(kitchen.desk, [sticks[1]], LATER + timedelta(days=1))
    assert waiting.listed(kitchen.desk) == (before,)


def test_a_damaged_part_is_not_kept(kitchen: Kitchen, sticks: Sequence[Path]) -> None:
    (part,) = sticks[1].iterdir()
    data = bytearray(part.read_bytes())
    data[-5000] ^= 1
    part.write_bytes(bytes(data))
    receiving.receive(kitchen.desk, [sticks[1]], LATER)
    assert all(2 not in each.here for each in waiting.listed(kitchen.desk))


def test_what_waits_can_be_dropped_on_purpose(
    kitchen: Kitchen, sticks: Sequence[Path]
) -> None:
    receiving.receive(kitchen.desk, [sticks[1]], LATER)
    (left,) = waiting.listed(kitchen.desk)
    waiting.drop(kitchen.desk, left.bundle, LATER)
    assert waiting.listed(kitchen.desk) == ()
    events = [each.event for each in custody.entries(kitchen.desk.vault, left.bundle)]
    assert events[-1] is Event.DROPPED
    with pytest.raises(NothingHeld):
        waiting.drop(kitchen.desk, left.bundle, LATER)


def test_what_waits_long_is_told_and_stays_whatever_the_clock_says(
    kitchen: Kitchen, sticks: Sequence[Path], tmp_path: Path
) -> None:
    receiving.receive(kitchen.desk, [sticks[1]], LATER)
    assert waiting.old(kitchen.desk, LATER + timedelta(days=13)) == ()
    empty = tmp_path / "empty"
    empty.mkdir()
    received = receiving.receive(
        kitchen.desk, [empty], LATER + timedelta(days=400), unrehearsed=True
    )
    (old,) = received.old
    assert old.why is Why.INCOMPLETE
    assert old in received.waiting
    assert waiting.places(kitchen.desk)
    waiting.drop(kitchen.desk, old.bundle, LATER)
    assert waiting.places(kitchen.desk) == {}


def test_the_receipt_tells_the_missing_parts_and_they_are_sent_again(
    kitchen: Kitchen, sticks: Sequence[Path], tmp_path: Path
) -> None:
    receiving.receive(kitchen.desk, [sticks[0], sticks[2]], LATER)
    answer = tmp_path / "answer"
    answer.mkdir()
    (made,) = desk_receipts.make(kitchen.desk, answer, LATER)
    taken = receipts.accept(kitchen.field, made.path, LATER)
    assert taken.missing == (next(sticks[1].iterdir()).name,)
    lost = tmp_path / "found again"
    lost.mkdir()
    names = taken.missing
    sent = sending.send_parts(kitchen.field, lost, names, LATER)
    assert sent.files == names
    last = receiving.receive(kitchen.desk, [lost], LATER)
    assert last.waiting == ()
    assert len(library.listed(kitchen.desk)) == 7


def test_a_stopped_receiving_keeps_what_waited(
    kitchen: Kitchen, sticks: Sequence[Path]
) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    receiving.receive(kitchen.desk, [sticks[1]], LATER)
    before = waiting.listed(kitchen.desk)
    with pytest.raises(Cancelled):
        receiving.receive(kitchen.desk, [sticks[0]], LATER, stop)
    assert waiting.listed(kitchen.desk) == before


def test_a_revoked_senders_bundle_waits_for_a_decision(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, LATER)
    received = receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (held,) = received.revoked
    assert held.held
    assert library.listed(kitchen.desk) == ()
    (left,) = waiting.listed(kitchen.desk)
    assert left.why is Why.REVOKED
    reason = "Cedar told us by phone that this is hers"
    done = senders.allow_once(kitchen.desk, held.bundle, reason, LATER)
    assert outcomes(done) == [Outcome.TAKEN_IN]
    (row,) = library.listed(kitchen.desk)
    assert library.allowed_because(row) == reason
    assert library.read(kitchen.desk, row, LATER).row.record == row.record
    assert len(library.doubts(kitchen.desk, row)) == 2
    events = [each.event for each in custody.entries(kitchen.desk.vault, held.bundle)]
    assert Event.ALLOWED in events
    assert waiting.listed(kitchen.desk) == ()
