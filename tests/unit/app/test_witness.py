"""Devices that contradict themselves: set back, copied, their clocks moved."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from intake import vault as store
from intake.app import backup, cards, opening, recovery, restoring, witness
from intake.app.desk import library, receiving
from intake.app.desk import receipts as desk_receipts
from intake.app.field import finishing, interviewing, receipts, sending
from intake.app.opening import Opened
from intake.domain.canonical import Json
from intake.domain.custody import Entry, Event, chain
from intake.domain.devices import Numbered, Oddity
from intake.vault import custody, settings
from intake.vault.columns import packed
from kitchen import BEGUN, CHEAP, PASSPHRASE, Kitchen, groups, sealed, told

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


def written_anew(field: Opened, entries: Iterable[Entry]) -> None:
    """Put another log in the place of this laptop's, chained as it should be."""
    vault, last = field.vault, None
    with store.transaction(vault):
        vault.run("DELETE FROM custody")
        for each in entries:
            last = chain(last, each.time, each.event, each.subject, dict(each.detail))
            vault.run(
                "INSERT INTO custody VALUES (?, ?, ?, ?, ?, ?, ?)",
                last.sequence,
                last.time,
                last.event.value,
                last.subject,
                packed(dict(last.detail)),
                last.previous,
                last.hash,
            )
        assert last is not None
        vault.run(
            "UPDATE heads SET sequence = ?, hash = ? WHERE chain = ?",
            last.sequence,
            bytes.fromhex(last.hash),
            custody.CHAIN,
        )
    assert custody.is_sound(vault)


def test_entries_that_were_cut_out_after_they_were_seen_are_told(
    kitchen: Kitchen,
) -> None:
    field = kitchen.field
    gone = told(field)
    interviewing.discard(field, gone.id, BEGUN)
    assert oddities(handed(kitchen, field, BEGUN)) == set()
    rest = [each for each in custody.entries(field.vault) if each.subject != gone.id]
    written_anew(field, rest)
    assert Oddity.LOG_CHANGED in oddities(handed(kitchen, field, BEGUN + DAY))


def test_an_entry_given_another_subject_after_it_was_seen_is_told(
    kitchen: Kitchen,
) -> None:
    field = kitchen.field
    moved = told(field)
    assert oddities(handed(kitchen, field, BEGUN)) == set()
    written_anew(
        field,
        [
            replace(each, subject="f" * 32) if each.subject == moved.id else each
            for each in custody.entries(field.vault)
        ],
    )
    assert Oddity.LOG_CHANGED in oddities(handed(kitchen, field, BEGUN + DAY))


def test_what_only_a_bundle_vouched_for_cannot_be_cut_either(kitchen: Kitchen) -> None:
    """Discarded after its last record was sealed, and before the bundle was signed."""
    field, gone = kitchen.field, told(kitchen.field)
    key = seal(field, BEGUN)
    interviewing.discard(field, gone.id, BEGUN)
    before = custody.entries(field.vault)[:-1]
    sending.send(field, kitchen.stick, BEGUN, only=[key])
    assert receiving.receive(kitchen.desk, [kitchen.stick], BEGUN).good
    for path in kitchen.stick.iterdir():
        path.unlink()
    written_anew(field, before)
    assert Oddity.LOG_CHANGED in oddities(handed(kitchen, field, BEGUN + DAY))


def test_a_log_that_is_shorter_than_it_was_is_told(kitchen: Kitchen) -> None:
    field = kitchen.field
    for _ in range(20):
        interviewing.discard(field, told(field).id, BEGUN)
    assert oddities(handed(kitchen, field, BEGUN)) == set()
    written_anew(field, custody.entries(field.vault)[:3])
    assert Oddity.LOG_SHORTER in oddities(handed(kitchen, field, BEGUN + DAY))


def receipted(kitchen: Kitchen, when: datetime) -> None:
    (answer,) = desk_receipts.make(kitchen.desk, kitchen.stick, when)
    receipts.accept(kitchen.field, answer.path, when)
    answer.path.unlink()


def test_a_desk_that_forgot_says_once_that_nothing_vouches_for_what_was_before(
    kitchen: Kitchen,
) -> None:
    handed(kitchen, kitchen.field, BEGUN)
    receipted(kitchen, BEGUN)
    kitchen.desk.vault.run("DELETE FROM sightings")
    found = oddities(handed(kitchen, kitchen.field, BEGUN + DAY))
    assert found == {Oddity.LOG_APART, Oddity.GAP}
    assert oddities(handed(kitchen, kitchen.field, BEGUN + 2 * DAY)) == set()


def test_a_desk_that_was_brought_back_says_that_it_forgot_and_not_the_laptop(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    sheets = recovery.sheets(kitchen.desk, BEGUN)
    handed(kitchen, kitchen.field, BEGUN)
    receipted(kitchen, BEGUN)
    words = [" ".join(sheet.words) for sheet in sheets[:2]]
    card = cards.save(kitchen.desk, kitchen.stick)
    again = recovery.restore(
        tmp_path / "again", PASSPHRASE, words, card, BEGUN, cost=CHEAP
    )
    card.unlink()
    saved = cards.save(kitchen.field, kitchen.stick)
    cards.accept(again, saved, groups(kitchen.field.card.card.fingerprint), BEGUN)
    saved.unlink()
    back = replace(kitchen, desk=again)
    found = oddities(handed(back, kitchen.field, BEGUN + DAY))
    assert found == {Oddity.LOG_FORGOTTEN, Oddity.GAP}
    assert oddities(handed(back, kitchen.field, BEGUN + 2 * DAY)) == set()

    # A device that was met since has no such excuse.
    again.vault.run("DELETE FROM sightings")
    receipted(back, BEGUN + 2 * DAY)
    assert Oddity.LOG_APART in oddities(handed(back, kitchen.field, BEGUN + 3 * DAY))
    again.close()


def test_a_desk_brought_back_from_a_copy_forgot_what_came_after_the_copy(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    handed(kitchen, kitchen.field, BEGUN)
    copy = backup.make(kitchen.desk, tmp_path, PASSPHRASE, BEGUN).path
    handed(kitchen, kitchen.field, BEGUN + DAY)
    receipted(kitchen, BEGUN + DAY)
    folder = tmp_path / "again"
    again = restoring.restore(copy, folder, PASSPHRASE, BEGUN + DAY).opened
    back = replace(kitchen, desk=again)
    found = oddities(handed(back, kitchen.field, BEGUN + 2 * DAY))
    assert Oddity.LOG_FORGOTTEN in found
    assert Oddity.LOG_APART not in found
    assert oddities(handed(back, kitchen.field, BEGUN + 3 * DAY)) == set()
    again.close()


def test_of_devices_without_end_a_desk_that_was_brought_back_keeps_the_newest(
    kitchen: Kitchen,
) -> None:
    """Whoever is trusted may still make devices up, a new one for each record."""
    vault, most = kitchen.desk.vault, witness.MOST_MET
    own = kitchen.field.device
    settings.put(vault, witness.SINCE_BROUGHT_BACK, [])
    witness.remember(vault, [seen_on(own), seen_on("0" * 32)])
    older, newer = ([f"{turn}{at:031x}" for at in range(most - 1)] for turn in "ba")
    for made_up in (older, newer):
        witness.remember(vault, [seen_on(device) for device in made_up])
        witness.remember(vault, [seen_on(own)])
    kept = settings.get(vault, witness.SINCE_BROUGHT_BACK)
    assert kept == [*newer, own]


def seen_on(device: str) -> witness.Told:
    return witness.Told(device, Numbered(1, "a" * 64, BEGUN.date().isoformat()), 0, "")


def test_a_made_up_beginning_is_not_believed(kitchen: Kitchen) -> None:
    """The log is written anew, and said to have been seen up to its newest entry."""
    field = kitchen.field
    handed(kitchen, field, BEGUN)
    first = custody.entries(field.vault)[0]
    written_anew(field, [replace(first, subject="f" * 32)] * 90)
    seen: dict[str, Json] = {kitchen.desk.card.card.fingerprint: 89}
    settings.put(field.vault, "seen of the custody log", seen)
    assert Oddity.LOG_APART in oddities(handed(kitchen, field, BEGUN + DAY))


def test_a_day_that_has_not_come_is_told(kitchen: Kitchen) -> None:
    key = seal(kitchen.field, BEGUN + 40 * DAY)
    sending.send(kitchen.field, kitchen.stick, BEGUN + 40 * DAY, only=[key])
    received = receiving.receive(kitchen.desk, [kitchen.stick], BEGUN)
    assert oddities(received) == {Oddity.CLOCK_AHEAD}
