import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import locking
from intake.app.desk import packs as desk_packs
from intake.app.field import finishing, interviewing, packs
from intake.app.locking import Due
from intake.domain.errors import NoPackYet, VaultDamaged
from intake.domain.policy import Policy, SealWhen
from intake.domain.record import InterviewState
from intake.vault import objects
from kitchen import ACCOUNT, BEGUN, Kitchen, told

LATER = BEGUN + timedelta(hours=2)


def states(kitchen: Kitchen) -> list[InterviewState]:
    return [row.state for row in interviewing.listed(kitchen.field)]


def finished(kitchen: Kitchen) -> None:
    finishing.finish(kitchen.field, told(kitchen.field), BEGUN + timedelta(hours=1))


def seal_on_lock(kitchen: Kitchen) -> None:
    desk_packs.set_policy(kitchen.desk, Policy(seal=SealWhen.ON_LOCK))
    made = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    packs.accept(kitchen.field, made.path, BEGUN)


def test_what_is_due_on_locking_is_sealed_then_and_not_before(kitchen: Kitchen) -> None:
    seal_on_lock(kitchen)
    finished(kitchen)
    assert locking.seal_due(kitchen.field, LATER, locking=False) == Due()
    assert states(kitchen) == [InterviewState.READY]
    assert len(locking.seal_due(kitchen.field, LATER).sealed) == 1
    assert states(kitchen) == [InterviewState.SEALED]


def test_putting_away_seals_and_closes(kitchen: Kitchen) -> None:
    finished(kitchen)
    names = states(kitchen)
    assert names == [InterviewState.READY]
    locking.put_away(kitchen.field, LATER)
    assert kitchen.field.vault.closed


def test_a_draft_stays_a_draft(kitchen: Kitchen) -> None:
    told(kitchen.field)
    assert locking.seal_due(kitchen.field, LATER) == Due()
    assert states(kitchen) == [InterviewState.DRAFT]


def test_without_a_desk_nothing_is_lost(apart: Kitchen) -> None:
    finished(apart)
    (refused,) = locking.seal_due(apart.field, LATER).refused
    assert refused.name == interviewing.listed(apart.field)[0].name
    assert isinstance(refused.why, NoPackYet)
    assert states(apart) == [InterviewState.READY]


def test_one_that_cannot_be_sealed_keeps_none_of_the_others(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(b"light and shadow")
    interview = told(kitchen.field)
    interview.attach(ACCOUNT, "/data/photo", photo)
    finishing.finish(kitchen.field, interview, BEGUN)
    finished(kitchen)
    (medium,) = interview.media
    objects.place(kitchen.field.vault, medium.object).unlink()
    done = locking.seal_due(kitchen.field, LATER)
    assert [each.name for each in done.refused] == [interview.name]
    assert isinstance(done.refused[0].why, VaultDamaged)
    assert len(done.sealed) == 1
    assert sorted(states(kitchen)) == [InterviewState.READY, InterviewState.SEALED]


def test_one_whose_key_the_disk_keeps_is_sealed_and_not_refused(
    kitchen: Kitchen,
) -> None:
    finished(kitchen)
    obstacle = kitchen.field.vault.folder / "keys.new"
    obstacle.mkdir()
    (row,) = interviewing.listed(kitchen.field)
    done = locking.seal_due(kitchen.field, LATER)
    assert done == Due(lingering=(row.name,))
    assert states(kitchen) == [InterviewState.SEALED]
    obstacle.rmdir()


def test_the_desk_has_nothing_to_seal(kitchen: Kitchen) -> None:
    assert locking.seal_due(kitchen.desk, LATER) == Due()


def test_progress_is_told_for_each(kitchen: Kitchen) -> None:
    finished(kitchen)
    finished(kitchen)
    steps: list[tuple[int, int]] = []
    locking.seal_due(kitchen.field, LATER, lambda *step: steps.append(step))
    assert steps == [(0, 2), (1, 2)]


@pytest.mark.skipif(sys.platform == "win32", reason="no exec there")
def test_restarting_is_a_fresh_process_and_ending_waits_for_nobody(
    tmp_path: Path,
) -> None:
    script = tmp_path / "program.py"
    script.write_text(
        "import os, sys, threading, time\n"
        "from intake.app import locking\n"
        "print(os.getpid(), *sys.argv[1:], flush=True)\n"
        "if 'again' in sys.argv:\n"
        "    threading.Thread(target=time.sleep, args=(600,)).start()\n"
        "    locking.end()\n"
        "locking.restart(['again'])\n"
    )
    source = Path(__file__).parents[3] / "src"
    told = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    first, second = told.stdout.splitlines()
    assert second == f"{first} again"
