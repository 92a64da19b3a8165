from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.domain.errors import NoSuchRecord, VaultDamaged
from intake.domain.record import RecordState
from intake.vault import Vault, records, unlock
from intake.vault.records import Filter, Row


def some(now: datetime, number: int = 1, **facts: object) -> Row:
    row = Row(
        record=f"{number:032x}",
        version=1,
        state=RecordState.NEW,
        sender="aa" * 32,
        received=now,
        day="2026-11-23",
        account="bb" * 16,
        identity="",
        digests=("cc" * 32, "dd" * 32),
        summary={"place": "Kashgar"},
    )
    return replace(row, **facts)  # type: ignore[arg-type]


def found(vault: Vault, wanted: Filter) -> list[str]:
    return [row.number for row in records.all_rows(vault, wanted)]


def test_a_record_comes_back_under_its_number(
    vault: Vault, passphrase: str, now: datetime
) -> None:
    assert records.enter(vault, [(some(now), "words")]) == ["1"]
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert records.get(again, "1") == replace(some(now), number="1")
    again.close()


def test_what_is_here_already_is_passed_over(vault: Vault, now: datetime) -> None:
    first = [(some(now, 1), ""), (some(now, 2), "")]
    again = [*first, (some(now, 2, version=2), "")]

    assert records.enter(vault, first) == ["1", "2"]
    assert list(map(bool, records.enter(vault, again))) == [False, False, True]
    assert records.count(vault) == 3
    assert [row.version for row in records.versions(vault, f"{2:032x}")] == [2, 1]
    assert records.versions(vault, "00" * 16) == ()


def test_an_import_that_breaks_off_took_nothing_in(vault: Vault, now: datetime) -> None:
    def breaks_off() -> object:
        yield some(now), ""
        raise LookupError

    with pytest.raises(LookupError):
        records.enter(vault, breaks_off())  # type: ignore[arg-type]

    assert records.count(vault) == 0


def test_numbers_count_arrivals_and_are_never_given_twice(
    vault: Vault, now: datetime
) -> None:
    records.enter(vault, [(some(now, n), "") for n in (1, 2)])
    vault.run("DELETE FROM records WHERE number = 2")
    records.enter(vault, [(some(now, 3), "")])

    assert records.numbers(vault) == ("3", "1")
    with pytest.raises(NoSuchRecord):
        records.get(vault, "2")


def test_a_record_is_found_by_its_words_state_and_sender(
    vault: Vault, now: datetime
) -> None:
    records.enter(
        vault,
        [
            (some(now, 1), "Kashgar café winter"),
            (some(now, 2, state=RecordState.SET_APART), "Urumqi winter"),
            (some(now, 3, sender="ee" * 32), "ئۈرۈمچى قىش"),
        ],
    )

    assert found(vault, Filter()) == ["3", "2", "1"]
    assert found(vault, Filter(search="WINTER")) == ["2", "1"]
    assert found(vault, Filter(search="cafe win")) == ["1"]
    assert found(vault, Filter(search="winter cafe")) == ["1"]
    assert found(vault, Filter(search="win cafe")) == []
    assert found(vault, Filter(search="ئۈرۈم")) == ["3"]
    assert found(vault, Filter(state=RecordState.SET_APART, search="win")) == ["2"]
    assert found(vault, Filter(sender="ee" * 32)) == ["3"]
    assert records.count(vault, Filter(search="winter")) == 2
    assert records.numbers(vault, Filter(search="winter")) == ("2", "1")


def test_changed_words_replace_the_old(vault: Vault, now: datetime) -> None:
    records.enter(vault, [(some(now), "old words")])
    row = replace(records.get(vault, "1"), reason="because", summary=[1])

    records.update(vault, row, "new words")

    assert records.get(vault, "1") == row
    assert found(vault, Filter(search="new")) == ["1"]
    assert found(vault, Filter(search="old")) == []


def test_a_record_goes_through_its_states(vault: Vault, now: datetime) -> None:
    later = now + timedelta(hours=1)
    records.enter(vault, [(some(now), "")])

    records.set_state(vault, "1", RecordState.READ)
    records.set_receipted(vault, "1", later)

    row = records.get(vault, "1")
    assert (row.state, row.receipted) == (RecordState.READ, later)


@pytest.mark.parametrize("number", ["2", "0", "", "x", "-1", "1 ", "٣", "9" * 40])
def test_a_number_that_is_not_here_says_so(
    vault: Vault, now: datetime, number: str
) -> None:
    records.enter(vault, [(some(now), "")])

    with pytest.raises(NoSuchRecord):
        records.get(vault, number)
    with pytest.raises(NoSuchRecord):
        records.set_state(vault, number, RecordState.READ)
    with pytest.raises(NoSuchRecord):
        records.update(vault, replace(some(now), number=number))


def test_a_long_library_is_read_page_by_page(vault: Vault, now: datetime) -> None:
    records.enter(vault, [(some(now, n), "word") for n in range(25)])
    seen: list[str] = []
    before = ""
    while rows := records.page(vault, Filter(search="word"), before=before, size=10):
        assert len(rows) <= 10
        seen += [row.number for row in rows]
        before = seen[-1]

    assert seen == [str(number) for number in range(25, 0, -1)]


def test_a_state_that_makes_no_sense_is_damage(vault: Vault, now: datetime) -> None:
    records.enter(vault, [(some(now), "")])
    vault.run("UPDATE records SET state = 'lost'")

    with pytest.raises(VaultDamaged):
        records.get(vault, "1")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_anything_can_be_searched_for(vault: Vault, search: str) -> None:
    assert records.count(vault, Filter(search=search)) == 0
