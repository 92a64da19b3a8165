import contextlib
import errno
import hashlib
import os
import sys
from pathlib import Path

import pytest

from intake.domain.errors import DiskFailed, VaultDamaged
from intake.vault import Vault, objects, transaction, unlock
from intake.vault.vault import after_commit

RECORD = "ab" * 16
DATA = bytes(range(256)) * 10_000


def stored(vault: Vault, data: bytes = DATA, kind: str = "medium") -> str:
    object_id = objects.new_id()
    with objects.writer(
        vault, object_id, kind=kind, record=RECORD, about={"name": "1"}
    ) as file:
        file.write(data)
    return object_id


def files(vault: Vault) -> set[str]:
    return {
        path.name for path in (vault.folder / "objects").rglob("*") if path.is_file()
    }


def test_a_file_closed_whole_becomes_an_object(vault: Vault, passphrase: str) -> None:
    object_id = stored(vault)
    vault.close()

    again = unlock(vault.folder, passphrase)
    known = objects.get(again, object_id)
    assert known == objects.Object(
        object_id,
        "medium",
        RECORD,
        len(DATA),
        hashlib.sha256(DATA).hexdigest(),
        {"name": "1"},
    )
    with objects.open(again, object_id) as file:
        assert file.read() == DATA
    place = again.folder / "objects" / object_id[:2] / object_id
    assert place.read_bytes() == DATA
    if sys.platform != "win32":
        assert place.stat().st_mode & 0o077 == 0
    again.close()


def test_small_pieces_and_an_empty_file_are_hashed_right(vault: Vault) -> None:
    object_id, empty = objects.new_id(), stored(vault, b"")
    with objects.writer(vault, object_id, kind="medium", record=RECORD) as file:
        for place in range(0, len(DATA), 999):
            assert file.write(DATA[place : place + 999]) <= 999
            if place % 7 == 0:
                objects.sync(file)

    assert objects.get(vault, object_id).sha256 == hashlib.sha256(DATA).hexdigest()
    assert objects.get(vault, empty).size == 0
    with objects.open(vault, empty) as file:
        assert file.read() == b""


def test_a_file_broken_off_leaves_nothing(vault: Vault) -> None:
    with (
        contextlib.suppress(LookupError),
        objects.writer(vault, objects.new_id(), kind="medium", record=RECORD) as file,
    ):
        file.write(DATA)
        raise LookupError

    assert files(vault) == set()
    assert objects.of_record(vault, RECORD) == ()


def test_an_object_of_an_undone_transaction_is_swept_away(
    vault: Vault, passphrase: str
) -> None:
    with contextlib.suppress(LookupError), transaction(vault):
        object_id = stored(vault)
        with objects.open(vault, object_id) as file:
            assert file.read() == DATA
        raise LookupError
    assert objects.of_record(vault, RECORD) == ()
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert files(again) == set()
    again.close()


def test_objects_of_a_record_are_listed_by_kind(vault: Vault) -> None:
    one, two = stored(vault), stored(vault, kind="account")

    assert {found.id for found in objects.of_record(vault, RECORD)} == {one, two}
    assert [found.id for found in objects.of_record(vault, RECORD, "account")] == [two]
    assert objects.of_record(vault, "cd" * 16) == ()


def test_removed_objects_are_gone_file_and_all(vault: Vault) -> None:
    one, two = stored(vault), stored(vault)

    objects.remove(vault, [one])

    assert files(vault) == {two}
    with pytest.raises(VaultDamaged):
        objects.open(vault, one)
    objects.remove(vault, [one, objects.new_id()])


def test_a_removal_that_is_undone_removes_nothing(vault: Vault) -> None:
    object_id = stored(vault)
    with contextlib.suppress(LookupError), transaction(vault):
        objects.remove(vault, [object_id])
        raise LookupError

    with objects.open(vault, object_id) as file:
        assert file.read() == DATA


def test_a_missing_or_cut_file_is_damage(vault: Vault) -> None:
    one, two = stored(vault), stored(vault)
    (vault.folder / "objects" / one[:2] / one).unlink()
    (vault.folder / "objects" / two[:2] / two).write_bytes(DATA[:-1])

    for object_id in (one, two, objects.new_id()):
        with pytest.raises(VaultDamaged):
            objects.open(vault, object_id)


def test_what_is_not_an_id_never_reaches_a_path(vault: Vault) -> None:
    with pytest.raises(VaultDamaged):
        objects.open(vault, "../../header-1")
    with (
        pytest.raises(VaultDamaged),
        objects.writer(vault, "../../header-3", kind="x", record=RECORD),
    ):
        pass
    assert not (vault.folder / "header-3").exists()


def test_the_same_id_is_not_written_twice(vault: Vault) -> None:
    object_id = stored(vault)

    with (
        pytest.raises(VaultDamaged),
        objects.writer(vault, object_id, kind="x", record=RECORD),
    ):
        pass

    with objects.open(vault, object_id) as file:
        assert file.read() == DATA


def test_a_disk_that_takes_nothing_says_so(vault: Vault) -> None:
    new = vault.folder / "objects" / "new"
    new.rmdir()

    with (
        pytest.raises(DiskFailed),
        objects.writer(vault, objects.new_id(), kind="x", record=RECORD),
    ):
        pass
    new.mkdir()


def in_the_way(vault: Vault, object_id: str) -> Path:
    """Put something where the folder of an object should be."""
    place = vault.folder / "objects" / object_id[:2]
    place.write_bytes(b"")
    return place


def test_a_file_that_could_not_be_moved_after_the_commit_is_kept(
    vault: Vault, passphrase: str
) -> None:
    object_id = objects.new_id()
    obstacle = in_the_way(vault, object_id)

    with objects.writer(vault, object_id, kind="medium", record=RECORD) as file:
        file.write(DATA)

    with objects.open(vault, object_id) as kept:
        assert kept.read() == DATA
    # Nothing is moved at closing either.
    vault.close()
    obstacle.unlink()
    again = unlock(vault.folder, passphrase)
    assert again.findings == ()
    assert (obstacle / object_id).read_bytes() == DATA
    assert list((vault.folder / "objects" / "new").iterdir()) == []
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not synced there")
def test_the_old_name_goes_only_when_the_new_one_is_on_the_disk(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut may keep either folder as it was when it was synced last."""
    object_id, plain, seen = objects.new_id(), os.fsync, list[tuple[bool, bool]]()
    new = vault.folder / "objects" / "new" / object_id
    home = vault.folder / "objects" / object_id[:2]

    def noted(descriptor: int) -> None:
        if home.exists() and os.path.samestat(os.fstat(descriptor), home.stat()):
            seen.append((new.exists(), (home / object_id).exists()))
        plain(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    with objects.writer(vault, object_id, kind="medium", record=RECORD) as file:
        file.write(DATA)

    assert seen == [(True, True)]
    assert (new.exists(), (home / object_id).exists()) == (False, True)


def refusing(monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    """Let the system give no file a second name."""

    def refused(*_names: str) -> None:
        raise error

    monkeypatch.setattr(os, "link", refused)


def on_windows(number: int, told: int) -> OSError:
    """Make an error as it is there: the system's own number beside the common one."""
    error = OSError(number, "")
    error.__dict__["winerror"] = told
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EIO, ""),
        OSError(errno.ENOSPC, ""),
        OSError(errno.EROFS, ""),
        on_windows(errno.EACCES, 23),
        on_windows(errno.EINVAL, 1117),
    ],
    ids=str,
)
def test_a_file_that_a_failing_disk_gives_no_second_name_is_not_moved(
    vault: Vault,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    error: OSError,
) -> None:
    """A move may be lost by half; the file is read where it is, and settles later."""
    with monkeypatch.context() as failing:
        refusing(failing, error)
        object_id = stored(vault)
        new = vault.folder / "objects" / "new" / object_id
        settled = vault.folder / "objects" / object_id[:2] / object_id
        assert (new.exists(), settled.exists()) == (True, False)
        with objects.open(vault, object_id) as file:
            assert file.read() == DATA
        vault.close()
    again = unlock(vault.folder, passphrase)
    assert again.findings == ()
    assert (new.exists(), settled.read_bytes()) == (False, DATA)
    again.close()


@pytest.mark.parametrize(
    "error",
    [
        *(
            OSError(number, "")
            for number in (
                errno.EPERM,
                errno.ENOTSUP,
                errno.EOPNOTSUPP,
                errno.ENOSYS,
                errno.EACCES,
                errno.EMLINK,
            )
        ),
        on_windows(errno.EINVAL, 1),
        on_windows(errno.EINVAL, 50),
    ],
    ids=str,
)
def test_where_there_are_no_second_names_a_file_is_moved(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    refusing(monkeypatch, error)
    object_id = stored(vault)
    new = vault.folder / "objects" / "new" / object_id
    assert not new.exists()
    with objects.open(vault, object_id) as file:
        assert file.read() == DATA


def test_what_lies_in_the_place_of_a_file_gives_way_to_it(vault: Vault) -> None:
    object_id = objects.new_id()
    settled = vault.folder / "objects" / object_id[:2] / object_id
    with objects.writer(vault, object_id, kind="medium", record=RECORD) as file:
        file.write(DATA)
        settled.parent.mkdir()
        settled.write_bytes(b"left by nobody knows whom")

    assert files(vault) == {object_id}
    assert settled.read_bytes() == DATA
    assert not (vault.folder / "objects" / "new" / object_id).exists()


def test_a_file_with_both_its_names_after_a_crash_loses_the_old_one(
    vault: Vault, passphrase: str
) -> None:
    object_id = stored(vault)
    settled = objects.place(vault, object_id)
    new = vault.folder / "objects" / "new" / object_id
    new.hardlink_to(settled)
    vault.close()
    again = unlock(vault.folder, passphrase)
    assert (new.exists(), settled.read_bytes()) == (False, DATA)
    again.close()


def test_a_file_that_could_not_be_moved_goes_to_its_place_at_the_next_commit(
    vault: Vault,
) -> None:
    object_id = objects.new_id()
    obstacle = in_the_way(vault, object_id)
    with objects.writer(vault, object_id, kind="medium", record=RECORD) as file:
        file.write(DATA)
    obstacle.unlink()

    with transaction(vault):
        pass

    assert (obstacle / object_id).read_bytes() == DATA


def test_whoever_interrupts_after_the_commit_does_not_lose_the_file(
    vault: Vault,
) -> None:
    object_id = objects.new_id()
    left = [KeyboardInterrupt()]

    def interrupted() -> None:
        if left:
            raise left.pop()

    def write() -> None:
        with objects.writer(vault, object_id, kind="medium", record=RECORD) as file:
            file.write(DATA)
            after_commit(vault, interrupted)

    in_the_way(vault, object_id)
    with pytest.raises(KeyboardInterrupt):
        write()

    with objects.open(vault, object_id) as kept:
        assert kept.read() == DATA


def test_what_is_buried_comes_off_the_list_at_once(vault: Vault) -> None:
    one, two = stored(vault), stored(vault)

    objects.remove(vault, [one, two])

    assert vault.rows("SELECT * FROM dying") == []


def test_what_cannot_be_buried_stays_on_the_list_until_it_is(vault: Vault) -> None:
    one, two = sorted((stored(vault), stored(vault)))
    place = vault.folder / "objects" / one[:2] / one
    place.unlink()
    place.mkdir()

    objects.remove(vault, [one, two])

    assert files(vault) == set()
    assert vault.rows("SELECT id FROM dying") == [(one,)]
    place.rmdir()
    with transaction(vault):
        pass
    assert vault.rows("SELECT id FROM dying") == []
