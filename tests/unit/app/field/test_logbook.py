"""What a record carries of the custody log of its laptop."""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts as desk_receipts
from intake.app.desk import receiving
from intake.app.field import interviewing, logbook, packs, receipts, sending
from intake.domain.custody import GENESIS, Entry, Link, first_untrue, left_out, unbroken
from intake.vault import custody
from kitchen import BEGUN, Kitchen, groups, sealed, strangers, told

READER = Path(__file__).parents[2] / "sealing" / "independent_reader.py"
LATER = BEGUN + timedelta(hours=2)


def handed_and_answered(kitchen: Kitchen) -> None:
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (made,) = desk_receipts.make(kitchen.desk, kitchen.stick, LATER)
    receipts.accept(kitchen.field, made.path, LATER)
    for path in kitchen.stick.iterdir():
        path.unlink()


def test_open_is_what_is_about_the_record_and_everything_else_is_closed(
    kitchen: Kitchen,
) -> None:
    other, mine = told(kitchen.field), told(kitchen.field)
    interviewing.discard(kitchen.field, other.id, BEGUN)
    lines = logbook.extract(kitchen.field, mine.id)
    assert {each.subject for each in lines if isinstance(each, Entry)} == {mine.id}
    assert len([each for each in lines if isinstance(each, Link)]) >= 2
    assert first_untrue(lines) is None
    assert lines[0].previous == GENESIS
    assert lines[-1].hash == custody.head(kitchen.field.vault)
    assert left_out(lines, mine.id) == ()
    assert other.id not in repr(lines)


def test_after_a_receipt_the_extract_begins_with_what_the_desk_has_seen(
    kitchen: Kitchen,
) -> None:
    first = sealed(kitchen.field)
    handed_and_answered(kitchen)
    seen = [each.sequence for each in custody.entries(kitchen.field.vault, first.id)]
    second = told(kitchen.field)
    start = logbook.extract(kitchen.field, second.id)[0].sequence
    assert seen[0] < start <= seen[-1]


def test_what_was_begun_earlier_is_open_from_its_beginning(kitchen: Kitchen) -> None:
    early = told(kitchen.field)
    sealed(kitchen.field)
    handed_and_answered(kitchen)
    lines = logbook.extract(kitchen.field, early.id)
    (begun, *_) = custody.entries(kitchen.field.vault, early.id)
    assert lines[0] == begun
    assert unbroken(lines) == begun.sequence


def test_another_desk_has_seen_nothing_yet(kitchen: Kitchen, tmp_path: Path) -> None:
    sealed(kitchen.field)
    handed_and_answered(kitchen)
    other = strangers(tmp_path / "other")
    made = desk_packs.make(other.desk, other.stick, LATER)
    compared = groups(other.desk.card.card.fingerprint)
    packs.accept(kitchen.field, made.path, LATER, compared)
    mine = told(kitchen.field)
    assert logbook.extract(kitchen.field, mine.id)[0].sequence == 1
    other.close()


def test_an_extract_never_grows_beyond_what_is_meant(kitchen: Kitchen) -> None:
    early = told(kitchen.field)
    for _ in range(4):
        told(kitchen.field)
    lines = logbook.extract(kitchen.field, early.id, most=3)
    assert isinstance(lines[0], Entry)
    assert unbroken(lines) == lines[-1].sequence - 2


def test_a_reader_written_from_the_formats_alone_follows_the_chain(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    wanted = ("ssh-keygen", "tar", "sha256sum", "sha512sum")
    if not all(map(shutil.which, wanted)):
        pytest.skip("a stock tool is not here")
    told(kitchen.field)
    mine = sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    secret = tmp_path / "key.txt"
    secret.write_text(kitchen.desk.keys.identity.secret_text())
    card, out = tmp_path / "sender.card", tmp_path / "out"
    card.write_bytes(kitchen.field.card.to_bytes())
    parts = sorted(kitchen.stick.glob("*-0*.age"))
    subprocess.run(
        [
            sys.executable,
            str(READER),
            str(secret),
            str(card),
            str(out),
            *map(str, parts),
        ],
        check=True,
    )
    assert (out / mine.id / "account" / "custody.jsonl").exists()
