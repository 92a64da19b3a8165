import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from ending import killed
from intake.app import backup, opening
from intake.app.desk import library, receiving
from intake.app.field import interviewing, sending
from intake.domain.custody import Event
from intake.domain.errors import (
    Cancelled,
    NotAFolder,
    PassphraseWrong,
    StickFull,
    StickGone,
    StickLies,
)
from intake.vault import custody, objects
from kitchen import (
    ACCOUNT,
    BEGUN,
    PASSPHRASE,
    SENTENCE,
    Kitchen,
    sealed,
    ticking,
    told,
)

LATER = BEGUN + timedelta(days=2)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_backup_is_a_vault_with_all_that_was_there(kitchen: Kitchen) -> None:
    sealed_id = sealed(kitchen.field).id
    draft = told(kitchen.field).id
    made = backup.make(kitchen.field, kitchen.stick, PASSPHRASE, LATER)
    assert (made.objects, made.drafts, made.findings) == (1, 1, ())
    copy = opening.unlock(made.path, PASSPHRASE)
    assert copy.card == kitchen.field.card
    session = interviewing.resume(copy, draft, ticking()).session(ACCOUNT)
    assert session.get("/data/words").value == SENTENCE
    assert len(objects.of_record(copy.vault, sealed_id)) == 1
    assert opening.check(copy) == ()
    copy.close()


def test_the_vault_goes_on_and_remembers_when_it_was_copied(kitchen: Kitchen) -> None:
    assert backup.last(kitchen.field) == ""
    backup.make(kitchen.field, kitchen.stick, PASSPHRASE, LATER)
    assert backup.last(kitchen.field) == "2026-11-25"
    (*_, entry) = custody.entries(kitchen.field.vault)
    assert entry.event is Event.BACKED_UP
    told(kitchen.field)
    assert opening.check(kitchen.field) == ()


def test_a_copied_library_is_verified_record_by_record(kitchen: Kitchen) -> None:
    for _ in range(3):
        sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    made = backup.make(kitchen.desk, kitchen.stick, PASSPHRASE, LATER)
    copy = opening.unlock(made.path, PASSPHRASE)
    rows = library.listed(copy)
    assert len(rows) == made.objects == 3
    for row in rows:
        assert all(each.good for each in library.verify(copy, row, LATER))
    copy.close()


def test_nothing_on_the_stick_is_written_over(kitchen: Kitchen) -> None:
    (kitchen.stick / "photo.jpg").write_bytes(b"sea")
    first = backup.make(kitchen.field, kitchen.stick, PASSPHRASE, LATER)
    before = contents(kitchen.stick)
    second = backup.make(kitchen.field, kitchen.stick, PASSPHRASE, LATER)
    assert first.path != second.path
    after = contents(kitchen.stick)
    assert {name: after[name] for name in before} == before


def test_a_wrong_passphrase_copies_nothing(kitchen: Kitchen) -> None:
    before = contents(kitchen.stick)
    with pytest.raises(PassphraseWrong):
        backup.make(kitchen.field, kitchen.stick, "another", LATER)
    assert contents(kitchen.stick) == before


def test_a_place_that_is_no_place_is_refused(kitchen: Kitchen) -> None:
    for place in (
        kitchen.stick / "nowhere",
        kitchen.field.vault.folder,
        kitchen.field.vault.folder / "objects",
    ):
        with pytest.raises(NotAFolder):
            backup.make(kitchen.field, place, PASSPHRASE, LATER)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.95])
def test_stopping_leaves_nothing_and_the_vault_goes_on(
    kitchen: Kitchen, share: float
) -> None:
    sealed(kitchen.field)
    before = contents(kitchen.stick)

    def report(done: int, total: int) -> None:
        if done > share * total:
            raise Cancelled

    with pytest.raises(Cancelled):
        backup.make(kitchen.field, kitchen.stick, PASSPHRASE, LATER, report)
    assert contents(kitchen.stick) == before
    assert backup.last(kitchen.field) == ""
    told(kitchen.field)
    assert opening.check(kitchen.field) == ()


def test_progress_runs_once_from_nothing_to_all(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    seen: list[tuple[int, int]] = []
    backup.make(
        kitchen.field,
        kitchen.stick,
        PASSPHRASE,
        LATER,
        lambda done, total: seen.append((done, total)),
    )
    assert seen == sorted(seen)
    assert len({total for _, total in seen}) == 1
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize("spoiled", ["store", "keys", "objects", "header-"])
def test_a_stick_that_forgets_after_it_was_read_back_is_found_out(
    kitchen: Kitchen, spoiled: str
) -> None:
    sealed(kitchen.field)
    told(kitchen.field)
    before = contents(kitchen.stick)

    def report(_done: int, _total: int) -> None:
        for path in kitchen.stick.rglob("*"):
            name = path.relative_to(kitchen.stick).as_posix()
            if "/header-2" in name and not name.endswith(".unfinished"):
                _spoil(kitchen.stick, spoiled)

    with pytest.raises(StickLies):
        backup.make(kitchen.field, kitchen.stick, PASSPHRASE, LATER, report)
    assert contents(kitchen.stick) == before


def _spoil(stick: Path, spoiled: str) -> None:
    for path in stick.rglob("*"):
        if path.is_file() and f"/{spoiled}" in path.as_posix().split("unfinished")[-1]:
            data = bytearray(path.read_bytes())
            for place in range(0, len(data), max(1, len(data) // 64)):
                data[place] |= 0x55
            path.write_bytes(data)


def test_damage_that_was_there_before_is_copied_and_said(kitchen: Kitchen) -> None:
    first, second = (sealed(kitchen.field).id for _ in range(2))
    vault = kitchen.field.vault
    (spoiled,), (lost,) = (objects.of_record(vault, key) for key in (first, second))
    paths = [vault.folder / "objects" / key[:2] / key for key in (spoiled.id, lost.id)]
    data = bytearray(paths[0].read_bytes())
    data[500] ^= 1
    paths[0].write_bytes(data)
    paths[1].unlink()
    made = backup.make(kitchen.field, kitchen.stick, PASSPHRASE, LATER)
    assert made.objects == 1
    assert sorted(each.split()[-1] for each in made.findings) == ["altered.", "cut."]


def test_a_stick_too_small_is_said_before_anything_is_written(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    kitchen.field.vault.run("UPDATE objects SET size = ?", 10**17)
    before = contents(kitchen.stick)
    with pytest.raises(StickFull):
        backup.make(kitchen.field, kitchen.stick, PASSPHRASE, LATER)
    assert contents(kitchen.stick) == before


def test_a_stick_pulled_meanwhile_is_said_and_the_vault_goes_on(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)

    def report(done: int, total: int) -> None:
        if done > total // 3:
            shutil.rmtree(kitchen.stick, ignore_errors=True)

    with pytest.raises(StickGone):
        backup.make(kitchen.field, kitchen.stick, PASSPHRASE, LATER, report)
    assert not kitchen.stick.exists()
    assert backup.last(kitchen.field) == ""
    assert opening.check(kitchen.field) == ()


def test_killed_at_any_write_nothing_is_taken_for_a_backup(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    folder, points = kitchen.field.vault.folder, 0
    kitchen.field.close()
    while killed(
        lambda: opening.unlock(folder, PASSPHRASE),
        lambda field: backup.make(field, kitchen.stick, PASSPHRASE, LATER),
        points,
    ):
        points += 1
        field = opening.unlock(folder, PASSPHRASE)
        assert opening.check(field) == ()
        field.close()
        for path in kitchen.stick.iterdir():
            if path.is_dir() and not path.name.endswith(".unfinished"):
                copy = opening.unlock(path, PASSPHRASE)
                assert opening.check(copy) == ()
                copy.close()
            if path.is_dir():
                shutil.rmtree(path)
    assert points > 20
