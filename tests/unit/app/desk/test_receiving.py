import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import cards
from intake.app.desk import library, receiving
from intake.app.desk import packs as desk_packs
from intake.app.desk.receiving import Outcome
from intake.app.field import finishing, packs, sending
from intake.domain.custody import Event
from intake.domain.errors import (
    Cancelled,
    RecordSetApart,
    RecoveryNotRehearsed,
    WrongDesk,
)
from intake.domain.people import Trust
from intake.domain.record import RecordState
from intake.vault import custody, records
from kitchen import (
    ACCOUNT,
    BEGUN,
    SENTENCE,
    Kitchen,
    groups,
    introduced,
    rehearse,
    sealed,
    strangers,
    told,
)

LATER = BEGUN + timedelta(hours=2)


@pytest.fixture
def sent(kitchen: Kitchen) -> Kitchen:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    return kitchen


def parts(stick: Path) -> list[Path]:
    return sorted(stick.glob("*-0*.age"))


def test_a_record_is_taken_in_and_read_with_its_answers(sent: Kitchen) -> None:
    received = receiving.receive(sent.desk, [sent.stick], LATER)
    assert received.good
    (result,) = received.records
    assert result.outcome is Outcome.TAKEN_IN
    record = library.read(sent.desk, library.find(sent.desk, result.number), LATER)
    answers = {part.name: part.session for part in record.parts}
    assert answers[ACCOUNT].get("/data/words").value == SENTENCE
    assert record.row.state is RecordState.READ
    assert [each.event for each in record.field_log] == [Event.CREATED, Event.FINISHED]
    assert [each.event for each in record.desk_log] == [Event.RECEIVED, Event.OPENED]


def test_the_same_stick_twice_changes_nothing(sent: Kitchen) -> None:
    receiving.receive(sent.desk, [sent.stick], LATER)
    before = library.listed(sent.desk)
    again = receiving.receive(sent.desk, [sent.stick], LATER)
    assert [each.outcome for each in again.records] == [Outcome.ALREADY_HERE]
    assert library.listed(sent.desk) == before


def test_a_stick_with_nothing_for_us_is_not_called_good(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"a picture of the sea")
    received = receiving.receive(kitchen.desk, [tmp_path / "holiday.jpg"], LATER)
    assert received.foreign == ("holiday.jpg",)
    assert not received.good


def test_a_bundle_that_was_touched_is_refused_and_leaves_nothing(
    sent: Kitchen,
) -> None:
    (part,) = parts(sent.stick)
    whole = part.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 40)):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        part.write_bytes(bytes(damaged))
        received = receiving.receive(sent.desk, [part], LATER)
        assert not received.good
        assert library.listed(sent.desk) == ()
    part.write_bytes(whole)
    assert receiving.receive(sent.desk, [part], LATER).good


def test_a_stranger_is_held_until_the_card_is_compared(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    other = strangers(tmp_path / "other")
    shutil.rmtree(other.stick)
    made = Kitchen(other.field, kitchen.desk, kitchen.stick)

    pack = desk_packs.make(made.desk, made.stick, BEGUN)
    packs.accept(made.field, pack.path, BEGUN, groups(made.desk.card.card.fingerprint))
    sealed(made.field)
    sending.send(made.field, made.stick, LATER)
    held = receiving.receive(made.desk, [made.stick], LATER)
    (unknown,) = held.unknown
    assert unknown.card == made.field.card.card
    assert unknown.trust is Trust.CHANGED  # another "Cedar" is known here
    assert library.listed(made.desk) == ()
    cards.compare(
        made.desk, unknown.card.fingerprint, groups(unknown.card.fingerprint), LATER
    )
    shutil.rmtree(made.stick)
    made.stick.mkdir()
    # The bundle was held; the stick is not needed any more.
    assert receiving.receive(made.desk, [made.stick], LATER).good
    other.close()


def test_a_stopped_import_leaves_neither_records_nor_files(sent: Kitchen) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        receiving.receive(sent.desk, [sent.stick], LATER, stop)
    assert library.listed(sent.desk) == ()
    left = [
        path
        for path in (sent.desk.vault.folder / "objects").rglob("*")
        if path.is_file()
    ]
    assert left == []


def test_an_attachment_comes_out_as_it_went_in(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(b"light and shadow" * 5000)
    interview = told(kitchen.field)
    interview.attach(ACCOUNT, "/data/photo", photo)
    finishing.finish(kitchen.field, interview, LATER)
    finishing.seal(kitchen.field, interview.id, LATER)
    sending.send(kitchen.field, kitchen.stick, LATER)
    (result,) = receiving.receive(kitchen.desk, [kitchen.stick], LATER).records
    row = library.find(kitchen.desk, result.number)
    (attachment,) = library.read(kitchen.desk, row, LATER).attachments
    assert attachment.original == "gate.jpg"
    out = tmp_path / "out"
    with out.open("wb") as sink:
        library.write_attachment(kitchen.desk, row, attachment, sink)
    assert out.read_bytes() == photo.read_bytes()


def test_a_bundle_for_another_desk_is_named_as_such(
    sent: Kitchen, tmp_path: Path
) -> None:
    other = introduced(tmp_path / "other")
    received = receiving.receive(other.desk, parts(sent.stick), LATER)
    (fault,) = received.files
    assert "someone else" in fault.reason
    other.close()


def test_receiving_is_the_desks_deed(sent: Kitchen) -> None:
    with pytest.raises(WrongDesk):
        receiving.receive(sent.field, [sent.stick], LATER)


def test_a_record_that_is_set_apart_is_not_read(sent: Kitchen) -> None:
    receiving.receive(sent.desk, [sent.stick], LATER)
    (row,) = library.listed(sent.desk)

    records.set_state(sent.desk.vault, row.number, RecordState.SET_APART)
    with pytest.raises(RecordSetApart):
        library.read(sent.desk, library.find(sent.desk, row.number), LATER)
    events = [each.event for each in custody.entries(sent.desk.vault, row.record)]
    assert events == [Event.RECEIVED]


def test_nothing_is_taken_in_before_the_sheets_were_rehearsed(
    sent: Kitchen, tmp_path: Path
) -> None:
    apart = strangers(tmp_path / "other")
    with pytest.raises(RecoveryNotRehearsed):
        receiving.receive(apart.desk, [sent.stick], LATER)
    taken = receiving.receive(apart.desk, [sent.stick], LATER, unrehearsed=True)
    assert taken.files
    rehearse(apart.desk)
    assert receiving.receive(apart.desk, [sent.stick], LATER) == taken
    apart.close()
