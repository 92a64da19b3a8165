import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ending import killed
from intake.app import (
    backup,
    cards,
    opening,
    ownership,
    recovery,
    rotation,
    signing,
)
from intake.app.desk import library, receipts, receiving
from intake.app.desk import packs as desk_packs
from intake.app.field import finishing, interviewing, packs, sending
from intake.app.field import receipts as field_receipts
from intake.app.opening import Opened
from intake.domain.custody import Event
from intake.domain.errors import (
    AgeNoMatch,
    Cancelled,
    OldKeysNeeded,
    PackFromAnotherDesk,
    WrongDesk,
)
from intake.domain.record import InterviewState
from intake.sealing.card import follows
from intake.sealing.incoming import Reader
from intake.sealing.record import read_object
from intake.vault import custody, objects
from kitchen import (
    ACCOUNT,
    BEGUN,
    CHEAP,
    PASSPHRASE,
    Kitchen,
    groups,
    sealed,
    told,
)

LATER = BEGUN + timedelta(days=90)


@pytest.fixture
def stocked(kitchen: Kitchen) -> Kitchen:
    """A desk with two records, one of them with a picture, sealed to its first keys."""
    sealed(kitchen.field)
    interview = told(kitchen.field)
    picture = kitchen.stick / "gate.jpg"
    picture.write_bytes(b"\xff\xd8 not really a picture" * 1000)
    interview.attach(ACCOUNT, "/data/photo", picture)
    finishing.finish(kitchen.field, interview, LATER)
    finishing.seal(kitchen.field, interview.id, LATER)
    picture.unlink()
    send(kitchen)
    assert receiving.receive(kitchen.desk, [kitchen.stick], LATER).good
    return kitchen


def send(kitchen: Kitchen) -> None:
    sending.send(kitchen.field, kitchen.stick, LATER)


def sound(desk: Opened) -> bool:
    return all(
        finding.good
        for row in library.listed(desk)
        for finding in library.verify(desk, row, LATER)
    )


def today_only(desk: Opened) -> Reader:
    reader = signing.reader(desk)
    return Reader([desk.keys.identity], reader.fingerprints, reader.known)


def test_a_renewed_card_has_the_same_keys_and_is_signed_by_them(
    kitchen: Kitchen,
) -> None:
    before = kitchen.desk.card.card
    desk = rotation.renew_card(kitchen.desk, LATER)
    card = desk.card.card
    assert (card.serial, card.previous) == (2, before.fingerprint)
    assert card.recipient == before.recipient
    assert card.expires > before.expires
    assert follows(desk.card, before)
    assert ownership.cards(desk) == (card, before)
    folder = desk.vault.folder
    desk.close()
    again = opening.unlock(folder, PASSPHRASE)
    assert again.card == desk.card
    (*_, entry) = custody.entries(again.vault)
    assert entry.event is Event.CARD_RENEWED
    again.close()


def test_new_keys_are_others_and_the_card_is_signed_by_the_old(
    kitchen: Kitchen,
) -> None:
    before = kitchen.desk.card.card
    desk = rotation.rotate_keys(kitchen.desk, LATER)
    card = desk.card.card
    assert card.recipient != before.recipient
    assert card.ed25519 != before.ed25519
    assert follows(desk.card, before)
    folder = desk.vault.folder
    desk.close()
    again = opening.unlock(folder, PASSPHRASE)
    assert again.card == desk.card
    assert str(again.keys.identity.recipient) == card.recipient
    again.close()


@pytest.mark.parametrize("deed", [rotation.renew_card, rotation.rotate_keys])
def test_the_field_takes_the_next_pack_without_comparing_again(
    kitchen: Kitchen, deed: Callable[[Opened, datetime], Opened]
) -> None:
    old = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    desk = deed(kitchen.desk, LATER)
    made = desk_packs.make(desk, kitchen.stick, LATER)
    assert not packs.look(kitchen.field, made.path).needs_groups
    accepted = packs.accept(kitchen.field, made.path, LATER)
    assert accepted.card == desk.card.card
    with pytest.raises(PackFromAnotherDesk):
        packs.accept(kitchen.field, old.path, LATER)
    key = sealed(kitchen.field).id
    sending.send(kitchen.field, kitchen.stick, LATER)
    assert receiving.receive(desk, [kitchen.stick], LATER).good
    (answer,) = receipts.make(desk, kitchen.stick, LATER)
    field_receipts.accept(kitchen.field, answer.path, LATER)
    row = interviewing.find(kitchen.field, key)
    assert row.state is InterviewState.HANDED_OVER


def test_a_card_that_follows_nothing_known_is_compared_anew(kitchen: Kitchen) -> None:
    desk = rotation.rotate_keys(rotation.rotate_keys(kitchen.desk, LATER), LATER)
    made = desk_packs.make(desk, kitchen.stick, LATER)
    with pytest.raises(PackFromAnotherDesk):
        packs.accept(kitchen.field, made.path, LATER)
    compared = groups(desk.card.card.fingerprint)
    assert packs.accept(kitchen.field, made.path, LATER, compared).card.serial == 3


def test_old_keys_open_what_was_sealed_to_them_before_and_after(
    stocked: Kitchen,
) -> None:
    key = sealed(stocked.field).id
    send(stocked)
    desk = rotation.rotate_keys(stocked.desk, LATER)
    assert receiving.receive(desk, [stocked.stick], LATER).good
    assert {row.record for row in library.listed(desk)} >= {key}
    assert sound(desk)
    assert rotation.waiting(desk) == 4


def test_sealing_again_changes_the_lock_and_nothing_that_was_signed(
    stocked: Kitchen,
) -> None:
    desk = stocked.desk
    rows = {row.number: row for row in library.listed(desk)}
    before = {
        number: library.read_piece(desk, row.account) for number, row in rows.items()
    }
    desk = rotation.rotate_keys(desk, LATER)
    for row in rows.values():
        with (
            objects.open(desk.vault, row.account) as source,
            pytest.raises(AgeNoMatch),
        ):
            read_object(source, today_only(desk))
    seen: list[tuple[int, int]] = []
    done = rotation.reseal(desk, LATER, lambda *step: seen.append(step))
    assert (done.records, done.files) == (2, 3)
    assert seen == [(0, 2), (1, 2), (2, 2)]
    assert rotation.waiting(desk) == 0
    for row in library.listed(desk):
        old = rows[row.number]
        assert row.account != old.account
        assert row.digests == old.digests
        with objects.open(desk.vault, row.account) as source:
            made, files = read_object(source, today_only(desk))
        first, first_files = before[row.number]
        assert files == first_files
        assert made.checked.head.data == first.checked.head.data
        assert made.checked.head.signatures == first.checked.head.signatures
        log = custody.entries(desk.vault, row.record)
        resealed = [dict(each.detail) for each in log if each.event is Event.RESEALED]
        stored = objects.get(desk.vault, row.account).sha256
        assert stored in {each["after"] for each in resealed}
        assert {each["before"] for each in resealed} <= set(row.digests)
    assert sound(desk)
    assert opening.check(desk) == ()
    assert rotation.reseal(desk, LATER) == rotation.Done(0, 0)


def test_a_picture_sealed_again_is_the_same_picture(stocked: Kitchen) -> None:
    desk = rotation.rotate_keys(stocked.desk, LATER)
    rotation.reseal(desk, LATER)
    rotation.destroy_old_keys(desk, LATER)
    (data,) = pictures(desk)
    assert data == b"\xff\xd8 not really a picture" * 1000


def pictures(desk: Opened) -> list[bytes]:
    found = []
    for row in library.listed(desk):
        record = library.read(desk, row, LATER)
        for attachment in record.attachments:
            out = Path(desk.vault.folder.parent / "picture")
            with out.open("wb") as file:
                library.write_attachment(desk, row, attachment, file)
            found.append(out.read_bytes())
    return found


def test_old_keys_are_kept_while_anything_here_needs_them(stocked: Kitchen) -> None:
    desk = rotation.rotate_keys(stocked.desk, LATER)
    with pytest.raises(OldKeysNeeded) as refused:
        rotation.destroy_old_keys(desk, LATER)
    assert refused.value.fields == {"count": 3}
    assert sound(desk)


def test_destroyed_keys_open_nothing_any_more(stocked: Kitchen) -> None:
    desk = stocked.desk
    old_seed = opening.identity(desk.vault).seed
    row = library.listed(desk)[0]
    with objects.open(desk.vault, row.account) as source:
        copied = source.read()
    late = sealed(stocked.field)
    send(stocked)
    desk = rotation.rotate_keys(desk, LATER)
    rotation.reseal(desk, LATER)
    rotation.destroy_old_keys(desk, LATER)

    assert ownership.earlier_identities(desk) == ()
    assert sound(desk)
    kept = opening.identity(desk.vault)
    assert (kept.seed != old_seed, kept.epoch) == (True, 0)
    stolen = stocked.stick / "stolen"
    stolen.write_bytes(copied)
    with stolen.open("rb") as source, pytest.raises(AgeNoMatch):
        read_object(source, signing.reader(desk))
    assert not receiving.receive(desk, [stocked.stick], LATER).good
    assert late.id not in {each.record for each in library.listed(desk)}
    folder = desk.vault.folder
    desk.close()
    again = opening.unlock(folder, PASSPHRASE)
    assert again.card == desk.card
    assert sound(again)
    assert old_seed.hex().encode() not in b"".join(
        bytes(str(each), "utf-8") for each in again.vault.rows("SELECT * FROM settings")
    )
    again.close()


def test_several_epochs_are_sealed_again_at_once(stocked: Kitchen) -> None:
    desk = rotation.rotate_keys(stocked.desk, LATER)
    packs.accept(stocked.field, desk_packs.make(desk, stocked.stick, LATER).path, LATER)
    sealed(stocked.field)
    send(stocked)
    receiving.receive(desk, [stocked.stick], LATER)
    desk = rotation.renew_card(rotation.rotate_keys(desk, LATER), LATER)
    assert rotation.reseal(desk, LATER).files == 4
    rotation.destroy_old_keys(desk, LATER)
    assert sound(desk)
    rotation.destroy_old_keys(desk, LATER)


@pytest.mark.parametrize("steps", [0, 1])
def test_stopped_between_two_records_each_is_whole(
    stocked: Kitchen, steps: int
) -> None:
    desk = rotation.rotate_keys(stocked.desk, LATER)

    def report(done: int, _total: int) -> None:
        if done > steps:
            raise Cancelled

    with pytest.raises(Cancelled):
        rotation.reseal(desk, LATER, report)
    assert sound(desk)
    rotation.reseal(desk, LATER)
    assert rotation.waiting(desk) == 0
    assert sound(desk)


def test_sheets_of_before_bring_the_desk_back_and_are_said_to_be_outdated(
    stocked: Kitchen, tmp_path: Path
) -> None:
    made = recovery.sheets(stocked.desk, BEGUN)
    typed = [" ".join(sheet.words) for sheet in made[:2]]
    desk = rotation.rotate_keys(stocked.desk, LATER)
    recovery.rehearse(desk, typed, LATER)
    rotation.reseal(desk, LATER)
    rotation.destroy_old_keys(desk, LATER)
    state = recovery.state(desk)
    assert state is not None
    assert state.outdated
    recovery.rehearse(desk, typed, LATER)
    card = cards.save(desk, stocked.stick)
    again = recovery.restore(
        tmp_path / "again", PASSPHRASE, typed, card, LATER, cost=CHEAP
    )
    assert str(again.keys.identity.recipient) == desk.card.card.recipient
    again.close()
    fresh = recovery.sheets(desk, LATER)
    state = recovery.state(desk)
    assert state is not None
    assert not state.outdated
    assert fresh[0].desk.serial == 2
    words = [" ".join(sheet.words) for sheet in fresh[1:]]
    last = recovery.restore(
        tmp_path / "last",
        PASSPHRASE,
        words,
        fresh[1].desk,
        LATER,
        groups=groups(desk.card.card.fingerprint),
        cost=CHEAP,
    )
    assert last.card.card == desk.card.card
    last.close()


def test_a_backup_after_sealing_again_is_whole(stocked: Kitchen) -> None:
    desk = rotation.rotate_keys(stocked.desk, LATER)
    rotation.reseal(desk, LATER)
    made = backup.make(desk, stocked.stick, PASSPHRASE, LATER)
    assert made.findings == ()
    copy = opening.unlock(made.path, PASSPHRASE)
    assert sound(copy)
    copy.close()


def test_an_interviewers_new_card_travels_with_the_next_bundle(
    kitchen: Kitchen,
) -> None:
    field = rotation.renew_card(kitchen.field, LATER)
    key = sealed(field).id
    sending.send(field, kitchen.stick, LATER)
    assert receiving.receive(kitchen.desk, [kitchen.stick], LATER).good
    (row,) = library.listed(kitchen.desk)
    assert row.sender == field.card.card.fingerprint
    (answer,) = receipts.make(kitchen.desk, kitchen.stick, LATER)
    field_receipts.accept(field, answer.path, LATER)
    assert interviewing.find(field, key).state is InterviewState.HANDED_OVER


def test_only_a_desk_changes_its_keys(kitchen: Kitchen) -> None:
    for deed in (rotation.rotate_keys, rotation.reseal):
        with pytest.raises(WrongDesk):
            deed(kitchen.field, LATER)
    with pytest.raises(WrongDesk):
        rotation.destroy_old_keys(kitchen.field, LATER)


def test_killed_at_any_write_each_record_has_its_old_lock_or_its_new_one(
    stocked: Kitchen, tmp_path: Path
) -> None:
    rotation.rotate_keys(stocked.desk, LATER)
    folder = stocked.desk.vault.folder
    stocked.desk.close()
    shutil.copytree(folder, tmp_path / "kept")
    points = 0
    while killed(
        lambda: opening.unlock(folder, PASSPHRASE),
        lambda desk: rotation.reseal(desk, LATER),
        points,
    ):
        points += 3
        desk = opening.unlock(folder, PASSPHRASE)
        assert opening.findings(desk) == ()
        assert sound(desk)
        rotation.reseal(desk, LATER)
        rotation.destroy_old_keys(desk, LATER)
        assert sound(desk)
        assert len(list(stored(desk))) == 3
        desk.close()
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "kept", folder)
    assert points > 20


def stored(desk: Opened) -> Iterator[Path]:
    place = desk.vault.folder / "objects"
    return (path for path in place.rglob("*") if path.is_file())
