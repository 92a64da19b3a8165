import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.canonical import Json, decode, encode
from intake.domain.custody import (
    GENESIS,
    Entry,
    Event,
    Line,
    chain,
    closed,
    first_break,
    first_untrue,
    from_json,
    left_out,
    read_line,
    to_json,
    unbroken,
)
from intake.domain.errors import LogInvalid, NotCanonical


def log(length: int = 6) -> list[Entry]:
    entries: list[Entry] = []
    for number in range(length):
        subject = f"{number % 2:032x}"
        entries.append(
            chain(
                entries[-1] if entries else None,
                f"2026-11-23T09:00:{number:02}+00:00",
                list(Event)[number],
                subject,
                {"count": str(number)},
            )
        )
    return entries


def test_a_whole_log_is_true() -> None:
    entries = log()
    assert entries[0].previous == GENESIS
    assert first_break(entries) is None
    assert first_untrue(entries) is None
    assert first_break([]) is None


def test_an_entry_left_out_is_noticed_where_it_is_missing() -> None:
    for missing in range(5):
        entries = log()
        del entries[missing]
        assert first_break(entries) == missing + 1


def test_two_entries_changed_about_are_noticed() -> None:
    entries = log()
    entries[2], entries[3] = entries[3], entries[2]
    assert first_break(entries) == 3
    assert first_untrue(entries) is not None


def test_an_entry_that_was_put_in_is_noticed() -> None:
    entries = log()
    forged = chain(entries[2], "2026-11-23T09:00:03+00:00", Event.OPENED, "x", {})
    entries.insert(3, forged)
    assert first_break(entries) == 5


@given(
    st.integers(0, 5),
    st.sampled_from(["time", "subject", "previous", "hash", "sequence", "detail"]),
)
def test_every_changed_fact_is_noticed(place: int, name: str) -> None:
    entries = log()
    changed: dict[str, Any] = {"sequence": 99, "detail": (("count", "9"),)}
    value = changed.get(name, "f" * 64)
    entries[place] = replace(entries[place], **{name: value})
    assert first_break(entries) is not None
    assert first_untrue(entries) is not None


def test_an_extract_holds_the_entries_of_one_record_and_is_checked_by_itself() -> None:
    extract = [entry for entry in log() if entry.subject == f"{0:032x}"]
    assert first_untrue(extract) is None
    assert first_untrue(list(reversed(extract))) is not None
    assert first_untrue([extract[0], extract[0]]) is not None


def test_an_entry_comes_back_as_it_was_written() -> None:
    for entry in log():
        assert from_json(decode(encode(to_json(entry)))) == entry


@pytest.mark.parametrize(
    "change",
    [{"event": "forgotten"}, {"sequence": "1"}, {"detail": []}, {"time": None}],
)
def test_a_line_of_another_shape_is_refused(change: dict[str, Json]) -> None:
    line = to_json(log()[0])
    assert isinstance(line, dict)
    with pytest.raises(LogInvalid):
        from_json({**line, **change})
    with pytest.raises(LogInvalid):
        from_json([])


def test_closed_entries_keep_the_chain_and_tell_nothing() -> None:
    entries = log()
    for place in range(6):
        lines: list[Line] = [*entries]
        lines[place] = closed(entries[place])
        assert first_untrue(lines) is None
        assert lines[place].hash == entries[place].hash
        assert from_json(decode(encode(to_json(lines[place])))) == lines[place]
        shown = encode(to_json(lines[place]))
        assert entries[place].event.value.encode() not in shown
        assert entries[place].time.encode() not in shown


@given(st.integers(0, 5), st.sampled_from(["subject", "what", "previous", "sequence"]))
def test_every_change_of_a_closed_entry_is_noticed(place: int, name: str) -> None:
    entries = log()
    value: Any = 99 if name == "sequence" else "f" * 64
    lines: list[Line] = [*entries]
    lines[place] = replace(closed(entries[place]), **{name: value})
    last = lines[-1].hash
    assert first_untrue(lines) is not None or last != entries[-1].hash


@pytest.mark.parametrize(
    "change",
    [{"sequence": 0}, {"sequence": True}, {"what_sha256": "f"}, {"more": "x"}],
)
def test_a_link_of_another_shape_is_refused(change: dict[str, Json]) -> None:
    line = to_json(closed(log()[2]))
    assert isinstance(line, dict)
    with pytest.raises(LogInvalid):
        from_json({**line, **change})


def test_an_extract_says_from_where_it_has_no_gap() -> None:
    entries = log()
    assert unbroken(entries) == 1
    assert unbroken([entries[0], *entries[3:]]) == 4
    assert unbroken(entries[-1:]) == 6
    assert unbroken([]) == 0


def test_what_an_extract_keeps_closed_of_its_own_record_is_left_out() -> None:
    entries, mine = log(), f"{0:032x}"
    entries[0] = replace(entries[0], event=Event.CREATED)
    lines: list[Line] = [
        each if each.subject == mine else closed(each) for each in entries
    ]
    assert left_out(lines, mine) == ()
    lines[2] = closed(entries[2])
    assert left_out(lines, mine) == (3,)
    assert left_out(lines[2:], mine) == (3, 5)


def test_the_hash_of_a_closed_entry_is_that_of_its_canonical_line() -> None:
    for entry in log():
        link = closed(entry)
        assert link.hash == hashlib.sha256(encode(to_json(link))).hexdigest()
        assert link.hash == entry.hash


def test_a_line_is_read_as_its_canonical_json_says() -> None:
    for entry in log():
        for line in (entry, closed(entry)):
            data = encode(to_json(line))
            assert read_line(data) == from_json(decode(data)) == line


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b'"sequence":1', b'"sequence":0'),
        lambda data: data.replace(b'"sequence":1', b'"sequence":01'),
        lambda data: data.replace(b'"sequence":1', b'"sequence":9999999999999999'),
        lambda data: data + b"\n",
        lambda data: data.replace(b":", b": ", 1),
        lambda data: data.replace(b'"what_sha256":"', b'"what_sha256":"A'),
    ],
)
def test_a_closed_line_in_any_other_spelling_is_refused(
    change: Callable[[bytes], bytes],
) -> None:
    data = change(encode(to_json(closed(log()[0]))))
    with pytest.raises((LogInvalid, NotCanonical)):
        read_line(data)
