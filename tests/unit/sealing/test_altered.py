"""No altered bit and no lost end of anything sealed or signed goes unnoticed.

Every sealed thing is altered at a stride, and with ``--faults-all`` in every byte and
cut at every length; the number of trials is printed then.
"""

import faulthandler
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake.domain.errors import ContentsAltered, SealingError
from intake.domain.policy import Policy
from intake.sealing.bundle import Parcel, plan_bundle, write_bundle
from intake.sealing.card import read_card
from intake.sealing.delivery import survey
from intake.sealing.digest import Digest
from intake.sealing.incoming import Reader
from intake.sealing.listing import read_list, write_list
from intake.sealing.outgoing import Item, Sender, Stamp
from intake.sealing.pack import Contents, make_pack, read_pack
from intake.sealing.receipt import Receipt, make_receipt, read_receipt
from intake.sealing.record import About, Portion, read_object, seal_object

Read = Callable[[bytes], object]
Readers = Callable[..., Reader]


@dataclass(frozen=True)
class Sweep:
    """Alters bytes: each or some of them, by the options of the run."""

    every: bool
    say: Callable[[str], None]

    def altered(self, whole: bytes, name: str) -> Iterator[bytes]:
        """Give copies with one bit of one byte changed, then copies cut short."""
        if self.every:
            # Ten thousands of trials take longer than a test that hangs may.
            faulthandler.cancel_dump_traceback_later()
        flips = range(0, len(whole), 1 if self.every else 61)
        cuts = range(0, len(whole), 1 if self.every else 1501)
        for at in flips:
            changed = bytearray(whole)
            changed[at] ^= 1 << at % 8
            yield bytes(changed)
        for length in cuts:
            yield whole[:length]
        if self.every:
            self.say(
                f"\n{name} of {len(whole)} bytes: {len(flips)} flipped bits and "
                f"{len(cuts)} lengths, all noticed"
            )

    def all_refused(self, whole: bytes, read: Read, name: str) -> None:
        """See that *read* takes the whole and refuses every altered copy."""
        read(whole)
        for data in self.altered(whole, name):
            with pytest.raises(SealingError):
                read(data)
        with pytest.raises(SealingError):
            read(whole + b"\0")


@pytest.fixture
def sweep(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Sweep:
    def say(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(text)

    return Sweep(bool(request.config.getoption("--faults-all")), say)


@pytest.fixture
def stick(tmp_path: Path, field: Sender, desk: Sender, stamp: Stamp) -> Path:
    """Write a small bundle of one part; the folder holds it and its list."""
    data = b"sealed by somebody" * 50
    parcel = Parcel("a" * 32, "account", "b" * 32, len(data), _sha256(data))
    loads = [(parcel, lambda: io.BytesIO(data))]
    plan = plan_bundle(loads, stamp=stamp, sender=field, to=desk.card.card)
    write_bundle(tmp_path, plan)
    return tmp_path


def _sha256(data: bytes) -> str:
    digest = Digest()
    digest.update(data)
    return digest.hexdigest()


def test_a_volume_that_was_altered_or_cut_is_refused(
    stick: Path, field: Sender, desk: Sender, reading: Readers, sweep: Sweep
) -> None:
    (path,) = stick.glob("*.age")
    reader = reading(desk, field)

    def read(data: bytes) -> None:
        path.write_bytes(data)
        found = survey([path], reader)
        if not found.bundles:
            assert len(found.refused) + len(found.foreign) == 1
            raise ContentsAltered

    whole = path.read_bytes()
    read(whole)
    for data in sweep.altered(whole, "a volume"):
        with pytest.raises(ContentsAltered):
            read(data)


def test_a_list_of_hashes_is_put_right(stick: Path, sweep: Sweep) -> None:
    (path,) = stick.glob("*.sha256")
    whole, listed = path.read_bytes(), read_list(path)
    known = {name: {sha256} for name, sha256 in listed.items()}
    for data in sweep.altered(whole, "a list of hashes"):
        path.write_bytes(data)
        # What a changed line says is never believed; at most the last line's end lacks.
        assert read_list(path, known) == {} or data == whole[:-1]
        write_list(path, listed)
        assert path.read_bytes() == whole


@pytest.mark.parametrize("sealed", [True, False])
def test_a_pack_that_was_altered_or_cut_is_refused(
    field: Sender,
    desk: Sender,
    stamp: Stamp,
    reading: Readers,
    tmp_path: Path,
    sweep: Sweep,
    *,
    sealed: bool,
) -> None:
    out = io.BytesIO()
    to = field.card.card if sealed else None
    contents = Contents(policy=Policy(), cards=())
    make_pack(out, contents, serial=1, stamp=stamp, sender=desk, to=to)
    path, reader = tmp_path / "pack", reading(field, desk)

    def read(data: bytes) -> None:
        path.write_bytes(data)
        read_pack(path, reader)

    sweep.all_refused(out.getvalue(), read, "a pack")


def test_a_receipt_that_was_altered_or_cut_is_refused(
    field: Sender, desk: Sender, stamp: Stamp, reading: Readers, sweep: Sweep
) -> None:
    out = io.BytesIO()
    make_receipt(out, Receipt(()), stamp=stamp, sender=desk, to=field.card.card)
    reader = reading(field, desk)
    sweep.all_refused(
        out.getvalue(), lambda data: read_receipt(io.BytesIO(data), reader), "a receipt"
    )


def test_a_record_that_was_altered_or_cut_is_refused(
    field: Sender, desk: Sender, stamp: Stamp, reading: Readers, sweep: Sweep
) -> None:
    out = io.BytesIO()
    item = Item("journal.jsonl", 3, lambda: io.BytesIO(b"{}\n"))
    about = About("a" * 32, 1, Portion.ACCOUNT)
    seal_object(out, [item], about, stamp=stamp, sender=field, to=[desk.card.card])
    reader = reading(desk, field)
    sweep.all_refused(
        out.getvalue(), lambda data: read_object(io.BytesIO(data), reader), "a record"
    )


def test_a_card_that_was_altered_or_cut_is_refused(field: Sender, sweep: Sweep) -> None:
    sweep.all_refused(field.card.to_bytes(), read_card, "a card")
