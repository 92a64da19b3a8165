from datetime import timedelta
from pathlib import Path

import pytest

from intake.app.desk import library, receiving
from intake.app.field import sending
from intake.domain.custody import Event
from intake.domain.errors import IntakeError, NoSuchRecord, WrongDesk
from intake.domain.record import RecordState
from intake.vault import custody, records
from intake.vault.records import Filter, Row
from kitchen import ACCOUNT, BEGUN, SENTENCE, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)


@pytest.fixture
def row(kitchen: Kitchen) -> Row:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    return library.listed(kitchen.desk)[0]


def original(kitchen: Kitchen, key: str) -> Path:
    return kitchen.desk.vault.folder / "objects" / key[:2] / key


def test_the_list_shows_what_was_noted_at_import(row: Row) -> None:
    assert library.text(row, "interviewer") == "Cedar"
    assert library.text(row, "title") == "A small form"
    assert library.text(row, "no such thing") == ""
    assert row.state is RecordState.NEW


def test_a_record_is_found_by_number_id_and_the_start_of_its_id(
    kitchen: Kitchen, row: Row
) -> None:
    for text in (row.number, row.record, row.record[:8]):
        assert library.find(kitchen.desk, text) == row
    for text in ("", row.record[:2], "no"):
        with pytest.raises(NoSuchRecord):
            library.find(kitchen.desk, text)


def test_a_record_is_found_by_a_word_of_the_account(kitchen: Kitchen, row: Row) -> None:
    assert library.listed(kitchen.desk, Filter(search="harvest")) == (row,)
    assert library.listed(kitchen.desk, Filter(search="winter")) == ()


def test_the_answers_are_read_in_the_language_they_were_asked_in(
    kitchen: Kitchen, row: Row
) -> None:
    (part,) = library.read(kitchen.desk, row, LATER).parts
    part.session.set_language("Uyghur (ug)")
    item = part.session.get("/data/kind")
    assert [choice.value for choice in item.choices] == ["seen", "told"]
    assert item.label != part.session.form.title
    assert SENTENCE.encode() in part.submission


def test_opening_a_record_is_noted_and_makes_it_read(
    kitchen: Kitchen, row: Row
) -> None:
    library.read(kitchen.desk, row, LATER)
    assert records.get(kitchen.desk.vault, row.number).state is RecordState.READ
    events = [each.event for each in custody.entries(kitchen.desk.vault, row.record)]
    assert events == [Event.RECEIVED, Event.OPENED]


def test_a_sound_record_verifies(kitchen: Kitchen, row: Row) -> None:
    findings = library.verify(kitchen.desk, row, LATER)
    assert findings
    assert all(each.good for each in findings)


def test_a_record_that_was_touched_on_the_desks_own_disk_does_not_verify(
    kitchen: Kitchen, row: Row
) -> None:
    path = original(kitchen, row.account)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 4
    path.write_bytes(bytes(whole))
    findings = library.verify(kitchen.desk, row, LATER)
    assert [each.good for each in findings] == [False]
    with pytest.raises(IntakeError):
        library.read(kitchen.desk, row, LATER)


def test_a_record_whose_file_was_cut_does_not_verify(
    kitchen: Kitchen, row: Row
) -> None:
    path = original(kitchen, row.account)
    path.write_bytes(path.read_bytes()[:-1])
    assert not all(each.good for each in library.verify(kitchen.desk, row, LATER))


def test_a_record_that_is_set_apart_says_why_when_it_is_verified(
    kitchen: Kitchen, row: Row
) -> None:
    records.set_state(kitchen.desk.vault, row.number, RecordState.SET_APART)
    apart = records.get(kitchen.desk.vault, row.number)
    (finding,) = library.verify(kitchen.desk, apart, LATER)
    assert not finding.good


def test_consent_that_was_not_asked_for_by_its_names_is_not_recorded(
    kitchen: Kitchen, row: Row
) -> None:
    consent = library.read(kitchen.desk, row, LATER).consent
    assert consent.decision == "not recorded"


def test_the_library_is_the_desks(kitchen: Kitchen) -> None:
    with pytest.raises(WrongDesk):
        library.listed(kitchen.field)


def test_the_part_is_named_as_in_the_protocol(kitchen: Kitchen, row: Row) -> None:
    record = library.read(kitchen.desk, row, LATER)
    assert [part.name for part in record.parts] == [ACCOUNT]
    assert record.identity_here
    assert record.about["name"] == library.text(row, "name")
