from datetime import datetime, timedelta, timezone

import pytest

from intake.domain.custody import GENESIS, Event, first_break
from intake.domain.errors import VaultDamaged
from intake.vault import Vault, custody, transaction, unlock

RECORD = "ab" * 16


def test_entries_are_chained_and_come_back(
    vault: Vault, passphrase: str, now: datetime
) -> None:
    assert custody.head(vault) == GENESIS
    first = custody.record(vault, Event.CREATED, RECORD, {}, now)
    second = custody.record(vault, Event.SEALED, "cd" * 16, {"objects": "2"}, now)
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert custody.entries(again) == (first, second)
    assert custody.entries(again, RECORD) == (first,)
    assert custody.newest(again, 1) == (second,)
    assert custody.head(again) == second.hash
    assert first_break(custody.entries(again)) is None
    assert custody.is_sound(again)
    again.close()


def test_times_are_utc_to_the_second(vault: Vault, now: datetime) -> None:
    east = now.astimezone(timezone(timedelta(hours=5, minutes=45)))

    entry = custody.record(vault, Event.CREATED, RECORD, {}, east)

    assert entry.time == "2026-11-23T09:30:15+00:00"


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE custody SET subject = 'other' WHERE sequence = 1400",
        "UPDATE custody SET event = 'nonsense' WHERE sequence = 1400",
        "UPDATE custody SET detail = x'5b5d' WHERE sequence = 1400",
        "DELETE FROM custody WHERE sequence = 1400",
        "DELETE FROM custody WHERE sequence > 1400",
        "DELETE FROM custody",
        "DELETE FROM heads",
        "UPDATE heads SET sequence = 1400",
    ],
)
def test_a_log_that_was_altered_is_noticed(
    vault: Vault, now: datetime, harm: str
) -> None:
    with transaction(vault):
        for _ in range(1500):
            custody.record(vault, Event.VERIFIED, RECORD, {}, now)
    assert custody.is_sound(vault)
    assert custody.is_sound(vault, 200)

    vault.run(harm)

    assert not custody.is_sound(vault)
    assert not custody.is_sound(vault, 200)


def test_an_entry_that_makes_no_sense_is_damage(vault: Vault, now: datetime) -> None:
    custody.record(vault, Event.VERIFIED, RECORD, {}, now)
    vault.run("UPDATE custody SET event = 'nonsense'")

    with pytest.raises(VaultDamaged):
        custody.entries(vault)


def test_the_device_counts_and_never_repeats(vault: Vault, passphrase: str) -> None:
    drawn = [custody.next_sequence(vault) for _ in range(3)]
    vault.close()
    again = unlock(vault.folder, passphrase)

    assert [*drawn, custody.next_sequence(again)] == [1, 2, 3, 4]
    again.close()


def test_several_are_chained_in_order(vault: Vault, now: datetime) -> None:
    deeds: list[custody.Deed] = [
        (Event.RECEIVED, f"{number:032x}", {}) for number in range(5)
    ]
    made = custody.record_all(vault, deeds, now)
    assert [each.subject for each in made] == [subject for _, subject, _ in deeds]
    assert custody.record_all(vault, [], now) == []
    assert custody.is_sound(vault)


def test_a_clock_that_was_set_back_is_written_down(vault: Vault, now: datetime) -> None:
    custody.record(vault, Event.OPENED, "a", {}, now)
    custody.record(vault, Event.OPENED, "b", {}, now - timedelta(minutes=1))
    custody.record(vault, Event.OPENED, "c", {}, now - timedelta(hours=1))
    custody.record(vault, Event.OPENED, "d", {}, now - timedelta(hours=1))
    events = [each.event for each in custody.entries(vault)]
    moved = Event.CLOCK_MOVED
    assert events == [Event.OPENED, Event.OPENED, moved, Event.OPENED, Event.OPENED]
    (entry,) = custody.entries(vault, custody.CLOCK)
    assert dict(entry.detail)["before"] == custody.entries(vault)[1].time
