from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from intake.domain import devices
from intake.domain.custody import Entry, Event, chain
from intake.domain.devices import Doubt, Numbered, Oddity


def one(sequence: int, day: int = 1, digest: str = "") -> Numbered:
    return Numbered(sequence, digest or f"hash {sequence}", f"2026-11-{day:02}")


def oddities(known: list[Numbered], arrived: Numbered) -> list[Oddity]:
    return [each.oddity for each in devices.doubts(known, [arrived])[arrived]]


def test_rising_numbers_on_rising_days_are_not_odd() -> None:
    assert oddities([one(1, 1), one(2, 3)], one(3, 3)) == []


def test_the_same_statement_again_is_not_odd() -> None:
    assert oddities([one(1), one(2)], one(2)) == []


def test_a_late_stick_is_not_odd() -> None:
    assert oddities([one(1, 1), one(5, 4)], one(3, 2)) == []


def test_a_number_used_twice_is_told() -> None:
    assert oddities([one(1), one(2)], one(2, digest="another")) == [Oddity.FORK]


def test_two_that_arrive_together_under_one_number_are_both_told() -> None:
    first, second = one(2, digest="a"), one(2, digest="b")
    found = devices.doubts([], [first, second])
    assert [each.oddity for each in found[first]] == [Oddity.FORK]
    assert [each.oddity for each in found[second]] == [Oddity.FORK]


def test_a_lower_number_on_a_later_day_went_back() -> None:
    assert oddities([one(1, 1), one(9, 4)], one(5, 6)) == [Oddity.WENT_BACK]


def test_a_higher_number_on_an_earlier_day_means_a_clock_that_moved() -> None:
    assert oddities([one(1, 5)], one(2, 3)) == [Oddity.CLOCK_BACK]


def test_what_was_known_is_not_told_again() -> None:
    assert oddities([one(1, 5), one(2, 3)], one(2, 3)) == []


def test_missing_numbers_lie_between_those_that_came() -> None:
    assert devices.missing([2, 5, 6]) == (1, 3, 4)
    assert devices.missing([2, 5, 6], after=5) == ()
    assert devices.missing([]) == ()


@given(st.sets(st.integers(1, 2**53), max_size=20), st.integers(0, 100))
def test_however_wildly_a_device_counts_little_is_listed(
    numbers: set[int], after: int
) -> None:
    found = devices.missing(numbers, after)
    assert len(found) <= 50
    assert not numbers.intersection(found)
    assert list(found) == sorted(set(found))
    assert all(after < each < max(numbers) for each in found)


def test_an_entry_with_another_hash_differs() -> None:
    known = {3: {"a"}, 4: {"b", "c"}}
    assert devices.differing(known, {3: "a", 4: "c", 9: "new"}) == ()
    assert devices.differing(known, {3: "x", 4: "y"}) == (3, 4)


def logged(*times: str) -> list[Entry]:
    found: list[Entry] = []
    for time in times:
        last = found[-1] if found else None
        found.append(chain(last, time, Event.OPENED, "a" * 32, {}))
    return found


def test_a_log_that_runs_backwards_is_told_beyond_two_minutes() -> None:
    assert devices.backward(logged("2026-11-23T10:00:00+00:00")) == ()
    times = ["2026-11-23T10:00:00+00:00", "2026-11-23T09:59:00+00:00"]
    assert devices.backward(logged(*times)) == ()
    assert devices.backward(logged(*times, "2026-11-23T09:00:00+00:00")) == (3,)


TIMES = st.text(max_size=30) | st.sampled_from(
    ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00+23:59"]
)


@given(st.lists(TIMES, max_size=5))
def test_whatever_a_log_calls_a_time_costs_nothing(times: list[str]) -> None:
    assert len(devices.backward(logged(*times))) < max(1, len(times))


def test_numbers_are_written_as_people_do() -> None:
    assert devices.ranges((5, 3, 6, 7, 9)) == "3, 5 to 7, 9"
    assert devices.ranges(()) == ""


def test_a_doubt_says_its_numbers_and_is_kept() -> None:
    doubt = Doubt(Oddity.GAP, (3, 4, 5))
    assert "3 to 5" in str(doubt)
    assert devices.from_json(doubt.to_json()) == doubt
    assert devices.from_json({"oddity": "of another program", "numbers": []}) is None
    assert devices.from_json("nothing") is None


def test_half_a_year_between_two_entries_is_told() -> None:
    first, near = "2026-01-01T09:00:00+00:00", "2026-06-01T09:00:00+00:00"
    far = "2026-12-30T09:00:00+00:00"
    assert devices.leaps(logged(first, near)) == ()
    assert devices.leaps(logged(first, near, far)) == (3,)


def test_a_day_beyond_tomorrow_is_ahead() -> None:
    today = date(2026, 11, 23)
    assert not devices.is_ahead("2026-11-24", today)
    assert devices.is_ahead("2026-11-25", today)
