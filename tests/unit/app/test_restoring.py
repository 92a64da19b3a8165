import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import backup, opening, preferences, restoring
from intake.app.field import interviewing
from intake.app.preferences import Preferences
from intake.domain.custody import Event
from intake.domain.errors import (
    Cancelled,
    PassphraseWrong,
    VaultError,
    VaultExists,
    VaultForeign,
    VaultMissing,
)
from intake.domain.record import InterviewState
from intake.vault import custody
from kitchen import ACCOUNT, BEGUN, PASSPHRASE, SENTENCE, Kitchen, sealed, ticking, told

LATER = BEGUN + timedelta(days=3)


def copied(kitchen: Kitchen) -> Path:
    """An interview under way and a sealed one, in a copy on the stick."""
    told(kitchen.field)
    sealed(kitchen.field)
    return backup.make(kitchen.field, kitchen.stick, PASSPHRASE, BEGUN).path


def test_a_vault_comes_back_whole_and_says_so_in_its_log(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    copy = copied(kitchen)
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    told_of: list[tuple[int, int]] = []
    done = restoring.restore(
        copy,
        tmp_path / "again",
        PASSPHRASE,
        LATER,
        lambda done, total: told_of.append((done, total)),
    )
    assert (done.findings, done.aside) == ((), None)
    rows = interviewing.listed(done.opened)
    assert len(rows) == 2
    kept = [row.id for row in rows if row.state is InterviewState.DRAFT]
    again = interviewing.resume(done.opened, kept[0], ticking(LATER))
    assert again.session(ACCOUNT).get("/data/words").value == SENTENCE
    last = custody.entries(done.opened.vault)[-1]
    assert (last.event, last.detail) == (Event.RECOVERED, (("from", "copy"),))
    done.opened.close()
    assert before == {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    assert told_of[-1][0] == told_of[-1][1] > 0


def test_what_is_here_is_put_aside_only_when_asked_and_never_written_over(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    copy, desk = copied(kitchen), tmp_path / "desk"
    kitchen.desk.close()
    held = {path.name for path in desk.iterdir()}
    with pytest.raises(VaultExists):
        restoring.restore(copy, desk, PASSPHRASE, LATER)
    assert {path.name for path in desk.iterdir()} == held
    done = restoring.restore(copy, desk, PASSPHRASE, LATER, aside=True)
    assert done.opened.name == "Cedar"
    done.opened.close()
    assert done.aside is not None
    aside = opening.unlock(done.aside, PASSPHRASE)
    assert aside.name == "North"
    aside.close()


def test_how_it_looks_comes_along_and_foreign_files_stand_in_the_way(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    copy, folder = copied(kitchen), tmp_path / "new"
    preferences.write(folder, Preferences(text_size=150))
    done = restoring.restore(copy, folder, PASSPHRASE, LATER)
    done.opened.close()
    assert preferences.read(folder).text_size == 150
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "letter.txt").write_text("mine")
    with pytest.raises(VaultForeign):
        restoring.restore(copy, strange, PASSPHRASE, LATER)
    assert [path.name for path in strange.iterdir()] == ["letter.txt"]


def test_what_goes_wrong_leaves_nothing_behind(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    copy, folder = copied(kitchen), tmp_path / "new"
    here = {path.name for path in tmp_path.iterdir()}

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        restoring.restore(copy, folder, PASSPHRASE, LATER, stop)
    with pytest.raises(PassphraseWrong):
        restoring.restore(copy, folder, "not this one", LATER)
    with pytest.raises(VaultMissing):
        restoring.restore(kitchen.stick, folder, PASSPHRASE, LATER)
    store = copy / "store"
    store.write_bytes(store.read_bytes()[:-4096])
    with pytest.raises(VaultError):
        restoring.restore(copy, folder, PASSPHRASE, LATER).opened.close()
    assert {path.name for path in tmp_path.iterdir()} == here


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not synced there")
def test_every_name_is_on_the_disk_before_the_vault_counts(
    kitchen: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, again = copied(kitchen), tmp_path / "again"
    plain, synced = os.fsync, set[int]()

    def noted(descriptor: int) -> None:
        if not again.exists():
            synced.add(os.fstat(descriptor).st_ino)
        plain(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    restoring.restore(copy, again, PASSPHRASE, LATER).opened.close()
    folders = {path for path in again.rglob("*") if path.is_dir()} | {again}
    wanted = {path for path in folders if path.name != "new"}
    assert len(wanted) > 2
    assert {path for path in wanted if path.stat().st_ino not in synced} == set()
