"""Fictional records in several languages, so that a demonstration is not empty."""

import json
from collections.abc import Mapping
from pathlib import Path

from intake.app.demo import story
from intake.app.demo.story import Place, now
from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts as desk_receipts
from intake.app.desk import receiving
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
from intake.domain.protocol import Protocol
from intake.resources import resource
from intake.vault import Cost

LIBRARY, SEALED, DRAFT = "library", "sealed", "draft"


def stock(place: Place, cost: Cost | None = None) -> None:
    """Fill a throwaway desk and field vault, and lock both.

    Some records are at the desk and answered, some are sealed and wait, some are
    drafts; a bundle that the desk has not taken in lies on the stick.
    """
    desk, field = story.introduce(place, cost)
    try:
        protocol = protocols.ensure_built_in(desk)
        made = desk_packs.make(desk, place.stick, now())
        groups = story.typed_groups(desk.card.card.fingerprint)
        packs.accept(field, made.path, now(), groups)
        outline = json.loads(resource("forms/demo.json").read_text("utf-8"))
        by_end: dict[str, list[Mapping[str, filling.Value]]] = {}
        for record in outline["records"]:
            answers = {**outline["common"], **record["answers"]}
            by_end.setdefault(record["until"], []).append(answers)
        for told in by_end[LIBRARY]:
            _take(field, protocol, told, seal=True)
        sending.send(field, place.stick, now())
        receiving.receive(desk, [place.stick], now())
        (receipt,) = desk_receipts.make(desk, place.stick, now())
        receipts.accept(field, receipt.path, now())
        for told in by_end[SEALED]:
            _take(field, protocol, told, seal=True)
        sending.send(field, place.stick, now())
        for told in by_end[DRAFT]:
            _take(field, protocol, told, seal=False)
    finally:
        desk.close()
        field.close()


def _take(
    field: Opened,
    protocol: Protocol,
    answers: Mapping[str, filling.Value],
    *,
    seal: bool,
) -> None:
    interview = interviewing.begin(field, protocol, now)
    filling.fill(interview, answers, Path())
    interview.keep_counts()
    if seal:
        finishing.finish(field, interview, now())
        finishing.seal(field, interview.id, now())
