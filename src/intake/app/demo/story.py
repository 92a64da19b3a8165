"""The whole way of a record, step by step, on real parts in a temporary folder."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from intake.app import cards, opening, recovery
from intake.app.demo import answers
from intake.app.desk import library, receiving
from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts as desk_receipts
from intake.app.field import (
    filling,
    finishing,
    interviewing,
    packs,
    protocols,
    receipts,
    sending,
)
from intake.app.opening import Opened
from intake.domain.people import Role, digits
from intake.resources import resource
from intake.vault import Cost

PASSPHRASE = "juniper lantern demo"  # noqa: S105 - printed, and thrown away with the vault
Told = Callable[[str, str, float], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the throwaway vaults and the folder that plays the stick lie."""

    root: Path

    @property
    def desk(self) -> Path:
        """The coordinator's vault."""
        return self.root / "desk"

    @property
    def field(self) -> Path:
        """The interviewer's vault."""
        return self.root / "field"

    @property
    def stick(self) -> Path:
        """The folder that plays the stick."""
        return self.root / "stick"


@contextmanager
def temporary_place() -> Iterator[Place]:
    """Make a folder for a demonstration and remove it afterwards."""
    root = Path(tempfile.mkdtemp(prefix="demo-"))
    place = Place(root)
    place.stick.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(root, ignore_errors=True)


def now() -> datetime:
    """Tell the time, in the zone of this machine."""
    return datetime.now(UTC).astimezone()


def telling() -> dict[str, filling.Value]:
    """Give the answers of the first fictional record, for the built-in protocol."""
    outline = json.loads(resource("forms/demo.json").read_text("utf-8"))
    return {**outline["common"], **outline["records"][0]["answers"]}


def typed_groups(fingerprint: str) -> dict[int, str]:
    """Give three groups of a card's digits, as its owner would read them aloud."""
    groups = digits(fingerprint).split()
    return {place: groups[place] for place in (1, 4, 8)}


def introduce(place: Place, cost: Cost | None = None) -> tuple[Opened, Opened]:
    """Make a desk and an interviewer who have compared each other's cards."""
    desk = opening.create(
        place.desk, PASSPHRASE, Role.COORDINATOR, "Northern office", now(), cost=cost
    )
    field = opening.create(
        place.field, PASSPHRASE, Role.INTERVIEWER, "Cedar", now(), cost=cost
    )
    saved = cards.save(field, place.stick)
    cards.accept(desk, saved, typed_groups(field.card.card.fingerprint), now())
    # No window takes records in before somebody has shown that the sheets work.
    sheets = recovery.sheets(desk, now())[:2]
    recovery.rehearse(desk, [" ".join(sheet.words) for sheet in sheets], now())
    return desk, field


def play(place: Place, form: Path | None, told: Told, cost: Cost | None = None) -> bool:
    """Play the main job and tell each step: its name, its result, its seconds.

    Returns whether every step came out as it should.
    """
    steps = _Steps(told)
    with steps.step("make a desk and an interviewer's vault, compare cards") as note:
        desk, field = introduce(place, cost)
        note(f"card {cards.own_digits(desk)}")
    try:
        with steps.step("make a pack and take it in") as note:
            protocols.ensure_built_in(desk)
            made = desk_packs.make(desk, place.stick, now())
            groups = typed_groups(desk.card.card.fingerprint)
            known = packs.accept(field, made.path, now(), groups)
            note(f"pack {known.serial} from {known.card.name}")
        return _one_record(place, form, desk, field, steps)
    finally:
        desk.close()
        field.close()


def _one_record(
    place: Place, form: Path | None, desk: Opened, field: Opened, steps: "_Steps"
) -> bool:
    with steps.step("begin an interview") as note:
        protocol = (
            protocols.from_form(field, form)
            if form
            else protocols.ensure_built_in(field)
        )
        interview = interviewing.begin(field, protocol, now)
        note(f"{interview.name}, {protocol.title}")
    with steps.step("fill it") as note:
        if form:
            given = answers.fill(interview)
        else:
            given = filling.fill(interview, telling(), Path()).taken
        note(f"{given} answers, each durable at once")
    with steps.step("finish it") as note:
        finishing.finish(field, interview, now())
        note("checked and closed")
    with steps.step("seal it") as note:
        finishing.seal(field, interview.id, now())
        note("this vault can no longer open it")
    with steps.step("send it") as note:
        sent = sending.send(field, place.stick, now())
        files = "1 file" if len(sent.files) == 1 else f"{len(sent.files)} files"
        note(f"{files}, {sent.size} bytes, read back and compared")
    with steps.step("receive it") as note:
        received = receiving.receive(desk, [place.stick], now())
        note(", ".join(each.outcome.value for each in received.records))
    with steps.step("verify it") as note:
        findings = [
            finding
            for row in library.listed(desk)
            for finding in library.verify(desk, row, now())
        ]
        good = bool(findings) and all(each.good for each in findings)
        note(f"{len(findings)} checks, {'all good' if good else 'NOT all good'}")
    with steps.step("read it") as note:
        record = library.read(desk, library.listed(desk)[0], now())
        forms = len(record.parts)
        note(f"{record.row.number}, {forms} form{'' if forms == 1 else 's'}")
    with steps.step("give a receipt and take it in") as note:
        answer = desk_receipts.make(desk, place.stick, now())
        taken = receipts.accept(field, answer[0].path, now())
        note(f"{len(taken.removed)} sealed copy removed here")
    return good and received.good and bool(taken.removed)


class _Steps:
    """Tells each step with the time it took."""

    def __init__(self, told: Told) -> None:
        self._told = told

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str], None]]:
        """Time one step; the block says how it came out."""
        results: list[str] = []
        begun = time.monotonic()
        yield results.append
        self._told(name, "; ".join(results), time.monotonic() - begun)
