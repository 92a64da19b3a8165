from datetime import UTC, datetime, timedelta, timezone

import pytest

from intake.domain.errors import VaultDamaged
from intake.vault.columns import blob, moment, number, packed, text, unpacked, when


def test_times_are_kept_to_the_microsecond_and_sort_as_texts() -> None:
    east = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    utc = datetime(2025, 12, 31, 23, 0, 0, 7, tzinfo=UTC)

    assert when(moment(east)) == east
    assert when(moment(utc)) == utc
    assert moment(east) < moment(utc)


def test_what_is_of_another_kind_is_damage() -> None:
    for read, wrong in ((text, 1), (number, "1"), (blob, "b"), (when, "soon")):
        with pytest.raises(VaultDamaged):
            read(wrong)
    for wrong_json in (b"{", b"\xff", "{}", None, b'{"a":1,"a":1}'):
        with pytest.raises(VaultDamaged):
            unpacked(wrong_json)


def test_facts_come_back() -> None:
    assert unpacked(packed({"b": [1], "a": None})) == {"a": None, "b": [1]}
    assert (text("a"), number(1), blob(b"c")) == ("a", 1, b"c")
