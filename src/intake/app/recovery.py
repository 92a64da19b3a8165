"""Bringing a desk back from sheets of paper, and showing beforehand that it works.

The seed of the desk's keys is split into sheets that several people keep. Some of them
together grow the same keys again, and the card proves it: it is made anew from what is
printed on a sheet, and its digits must be those printed beside it.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from intake import vault as store
from intake.app import cards, opening, witness
from intake.app.opening import DEVICE_BYTES, Identity, Opened
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.errors import GroupsWrong, SheetsOfAnotherDesk
from intake.domain.people import Role, digits
from intake.sealing import medium, qr, rotation, shares
from intake.sealing.card import SignedCard, make_card, matches
from intake.sealing.container import Writable
from intake.sealing.keys import derive
from intake.sealing.selftest import self_test
from intake.sealing.shares import Share
from intake.vault import Cost, custody, settings

WORDS = shares.WORDS
FEWEST, MOST = shares.FEWEST, shares.MOST
PACK_SERIAL = "pack serial"
_KEPT = "recovery"
_PAGE = """\
RECOVERY SHEET {number} of {of}

Desk     {name} ({role})
Digits   {digits}
Card     number {serial}, made on {made}{follows}

{needed} sheets of this set, together, bring the desk's keys back. Fewer tell nothing.

{words}

Keep this sheet where nobody else finds it, far from the other sheets and from the
desk. Do not photograph it, copy it, or type it into anything but Intake. If it is
lost, or somebody may have seen it, tell the desk. To bring the desk back, start
Intake on an empty machine and choose to restore from sheets.
"""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a sheet says of the desk besides the words; enough to make its card anew.

    ``made`` is the day of the card, ``serial`` its number, ``previous`` the
    fingerprint of the card it follows or "".
    """

    role: Role
    name: str
    made: date
    serial: int = 1
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to print: who it is of, which it is, and its words."""

    number: int
    of: int
    needed: int
    desk: Printed
    digits: str
    words: tuple[str, ...] = field(repr=False)

    def text(self) -> str:
        """Write the sheet in English; the windows draw it in their own language."""
        numbered = [
            f"{place:2}. {word:<10}" for place, word in enumerate(self.words, start=1)
        ]
        rows = (numbered[at : at + 4] for at in range(0, len(numbered), 4))
        previous = self.desk.previous
        return _PAGE.format(
            number=self.number,
            of=self.of,
            needed=self.needed,
            name=self.desk.name,
            role=self.desk.role.value,
            digits=self.digits,
            serial=self.desk.serial,
            made=self.desk.made.isoformat(),
            follows=f"\nFollows  {previous}" if previous else "",
            words="\n".join("  ".join(row).rstrip() for row in rows),
        )

    def matrix(self) -> tuple[tuple[bool, ...], ...]:
        """Give the words as a QR code: rows of dark (True) and light modules."""
        return qr.words_matrix(self.words)

    def svg(self) -> bytes:
        """Draw the QR code of the words as an SVG file."""
        return qr.words_svg(self.words)

    def png(self) -> bytes:
        """Draw the QR code of the words as a PNG file."""
        return qr.words_png(self.words)


@dataclass(frozen=True, slots=True)
class State:
    """The newest set of sheets; days are ISO, ``rehearsed`` is "" before the first.

    ``outdated`` sheets bring back keys, too, that were destroyed here since they were
    printed: a new set should be made and these burned. ``before`` is the day on which
    another set of this desk was rehearsed last, or "": that one is to be kept until
    this one is. ``number`` is what all sheets of the set begin with; None if unknown.
    """

    needed: int
    of: int
    printed: str
    rehearsed: str
    outdated: bool = False
    before: str = ""
    number: int | None = None


def sheets(
    opened: Opened, now: datetime, needed: int = 2, of: int = 3
) -> tuple[Sheet, ...]:
    """Split the desk's seed into *of* sheets, any *needed* of which bring it back.

    Every call makes a new set, which is to be rehearsed like the first; older sets go
    on working. Nothing is kept of the words but the number of the set. Raises
    SheetsNotThatMany, WrongDesk.
    """
    require_desk(opened)
    seed = opening.identity(opened.vault).seed
    made = shares.split(seed, needed, of)
    card, desk, before = opened.card.card, _printed(opened), state(opened)
    with store.transaction(opened.vault):
        today = now.date().isoformat()
        shown = (before.rehearsed or before.before) if before else ""
        _keep(opened, State(needed, of, today, "", before=shown, number=made[0].set))
        detail = {"needed": str(needed), "of": str(of)}
        custody.record(opened.vault, Event.SHEETS_MADE, card.fingerprint, detail, now)
    return tuple(
        Sheet(
            share.number, of, share.needed, desk, digits(card.fingerprint), share.words
        )
        for share in made
    )


def save(folder: Path, sheet: Sheet, page: bytes) -> Path:
    """Write *page*, a sheet as it is drawn for a printer (PDF), into *folder*.

    It goes there and nowhere else. Raises the errors of writing to a stick.
    """
    name = f"{sheet.digits.replace(' ', '')[:8]}-{sheet.number}.pdf"

    def fill(out: Writable) -> None:
        out.write(page)

    medium.write_file(folder, name, fill)
    return folder / name


def state(opened: Opened) -> State | None:
    """Tell of the newest set of sheets; None if none was ever made."""
    match settings.get(opened.vault, _KEPT):
        case {
            "needed": int(needed),
            "of": int(of),
            "printed": str(printed),
            "rehearsed": str(rehearsed_on),
            **rest,
        }:
            outdated = rest.get("outdated") is True
            before, number = rest.get("before"), rest.get("number")
            return State(
                needed,
                of,
                printed,
                rehearsed_on,
                outdated,
                before if isinstance(before, str) else "",
                number if isinstance(number, int) else None,
            )
        case _:
            return None


def rehearsed(opened: Opened) -> bool:
    """Tell whether somebody has shown that sheets of this desk work, of any set."""
    found = state(opened)
    return found is not None and (found.rehearsed or found.before) != ""


def read(text: str) -> Share:
    """Read the words of one sheet as they are typed: its number, how many are needed.

    Raises SheetWordUnknown, SheetCutShort, SheetMistyped, SheetForeign.
    """
    return shares.read(text)


def rehearse(opened: Opened, typed: Sequence[str], now: datetime) -> None:
    """Show that these sheets bring this desk back; nothing else is changed by it.

    Sheets of an older set show that the older set works, and nothing of the newest.
    Goes the way of ``restore`` up to the card, and raises what that raises.
    """
    require_desk(opened)
    seed = _combined(typed)
    groups = dict(enumerate(cards.own_digits(opened).split()))
    _prove(seed, _printed(opened), groups)
    today, before, share = now.date().isoformat(), state(opened), read(typed[0])
    if before is None:
        kept = _typed_in(share, len(typed), today)
    elif before.number in {None, share.set}:
        kept = replace(before, rehearsed=today)
    else:
        kept = replace(before, before=today)
    with store.transaction(opened.vault):
        _keep(opened, kept)
        custody.record(
            opened.vault, Event.REHEARSED, opened.card.card.fingerprint, {}, now
        )


def restore(
    folder: Path,
    passphrase: str,
    typed: Sequence[str],
    desk: Printed | Path,
    now: datetime,
    *,
    groups: Mapping[int, str] | None = None,
    cost: Cost | None = None,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> Opened:
    """Make the vault of a desk anew in *folder*, from the words of enough sheets.

    *desk* is what a sheet says beside the words, proved by three *groups* of the
    digits printed there; or a file of the desk's card, which proves itself. The new
    vault has the same keys and card, another device id, and nothing else: interviewers'
    cards are compared again, and records come from a backup or are sent again. Raises
    the errors of the sheets, GroupsWrong, CardInvalid, and those of ``create``;
    nothing is then made.
    """
    self_test()
    seed = _combined(typed)
    if isinstance(desk, Path):
        epoch, card = _prove_card(seed, cards.read(desk))
    else:
        epoch, card = _prove(seed, desk, groups or {})
    if card.card.role is Role.INTERVIEWER:
        raise SheetsOfAnotherDesk
    kept = Identity(seed, epoch, entropy(DEVICE_BYTES).hex(), card)
    shown = _typed_in(read(typed[0]), len(typed), now.date().isoformat())
    # No pack of the desk that was lost may be newer than one of this.
    facts: dict[str, Json] = {
        _KEPT: _facts(shown),
        PACK_SERIAL: int(now.timestamp()),
        witness.SINCE_BROUGHT_BACK: [],
    }
    return opening.settle(
        folder, passphrase, kept, now, Event.RECOVERED, cost, facts=facts
    )


def outdate(opened: Opened) -> None:
    """Note that older keys than the sheets' have been destroyed here."""
    before = state(opened)
    if before:
        _keep(opened, replace(before, outdated=True))


def require_desk(opened: Opened) -> None:
    """Raise WrongDesk in an interviewer's vault."""
    if opened.role is Role.INTERVIEWER:
        opening.require(opened, Role.COORDINATOR)


def _combined(typed: Sequence[str]) -> bytes:
    return shares.combine([shares.read(text) for text in typed])


def _printed(opened: Opened) -> Printed:
    card = opened.card.card
    made = date.fromisoformat(card.created)
    return Printed(card.role, card.name, made, card.serial, card.previous)


def _prove(
    seed: bytes, desk: Printed, groups: Mapping[int, str]
) -> tuple[int, SignedCard]:
    """Make the card anew for each epoch until its digits are those on the sheet."""
    if len(groups) < cards.GROUPS_TO_TYPE:
        raise GroupsWrong
    for epoch in range(rotation.EPOCHS):
        card = make_card(
            derive(seed, epoch),
            desk.role,
            desk.name,
            desk.made,
            serial=desk.serial,
            previous=desk.previous,
        )
        if matches(card.card.fingerprint, groups):
            return epoch, card
    raise SheetsOfAnotherDesk


def _prove_card(seed: bytes, card: SignedCard) -> tuple[int, SignedCard]:
    epoch = rotation.epoch_of(seed, card.card)
    if epoch is None:
        raise SheetsOfAnotherDesk
    return epoch, card


def _typed_in(share: Share, count: int, today: str) -> State:
    """Know a set by the sheets that were typed in: so it is rehearsed."""
    return State(share.needed, count, "", today, number=share.set)


def _keep(opened: Opened, kept: State) -> None:
    settings.put(opened.vault, _KEPT, _facts(kept))


def _facts(kept: State) -> Json:
    return {
        "needed": kept.needed,
        "of": kept.of,
        "printed": kept.printed,
        "rehearsed": kept.rehearsed,
        "outdated": kept.outdated,
        "before": kept.before,
        "number": kept.number,
    }
