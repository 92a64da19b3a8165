"""What tests of the deeds begin with: cheap vaults, a small form, a desk that is known.

The cost of a passphrase is lowered by an argument here and nowhere else.
"""

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from intake.app import cards, opening, recovery
from intake.app.desk import packs as desk_packs
from intake.app.field import finishing, interviewing, packs, protocols
from intake.app.field.interviewing import Interview
from intake.app.opening import Opened
from intake.domain.people import Role, digits
from intake.domain.protocol import Audience, Part, Protocol
from intake.vault import Cost

CHEAP = Cost(8, 1, 1)
PASSPHRASE = "cedar lantern orbit mellow pocket river"
FORM = Path(__file__).parent / "assets" / "small.xml"
BEGUN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ACCOUNT = "account"
NAME = "Aynur of the upper mill"
SENTENCE = "They came before the harvest and took him from the gate."


Call = Callable[..., tuple[int, str, str]]
"""Runs a command and gives its status and what it said, out and err."""


@dataclass(frozen=True)
class Kitchen:
    """An interviewer and a desk who may know each other, and a folder for a stick."""

    field: Opened
    desk: Opened
    stick: Path

    def close(self) -> None:
        self.field.close()
        self.desk.close()


def ticking(begun: datetime = BEGUN) -> Callable[[], datetime]:
    """A clock that moves on by a second each time it is asked."""
    state = [begun]

    def clock() -> datetime:
        state[0] += timedelta(seconds=1)
        return state[0]

    return clock


def groups(fingerprint: str) -> dict[int, str]:
    """Three groups as their owner reads them aloud."""
    all_groups = digits(fingerprint).split()
    return {place: all_groups[place] for place in (0, 4, 9)}


def strangers(folder: Path) -> Kitchen:
    """Make both vaults; neither knows the other."""
    stick = folder / "stick"
    stick.mkdir(parents=True)
    field = opening.create(
        folder / "field", PASSPHRASE, Role.INTERVIEWER, "Cedar", BEGUN, cost=CHEAP
    )
    desk = opening.create(
        folder / "desk", PASSPHRASE, Role.COORDINATOR, "North", BEGUN, cost=CHEAP
    )
    return Kitchen(field, desk, stick)


def acquainted(folder: Path) -> Kitchen:
    """Give both vaults, cards compared, the first pack handed over, and rehearsed.

    They are made once and copied for each test.
    """
    shutil.copytree(_acquaintance(), folder, dirs_exist_ok=True)
    field, desk = (
        opening.unlock(folder / name, PASSPHRASE) for name in ("field", "desk")
    )
    return Kitchen(field, desk, folder / "stick")


@functools.cache
def _acquaintance() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="acquainted-"))
    atexit.register(shutil.rmtree, folder)
    introduced(folder).close()
    return folder


def introduced(folder: Path) -> Kitchen:
    """Make both vaults and do the same from the beginning: other people, other keys."""
    kitchen = strangers(folder)
    meet(kitchen)
    rehearse(kitchen.desk)
    return kitchen


def rehearse(desk: Opened) -> None:
    """Show that the desk can be brought back, as must be done before it takes in."""
    sheets = recovery.sheets(desk, BEGUN)[:2]
    recovery.rehearse(desk, [" ".join(sheet.words) for sheet in sheets], BEGUN)


def meet(kitchen: Kitchen) -> None:
    """Compare both cards and hand a pack over."""
    saved = cards.save(kitchen.field, kitchen.stick)
    cards.accept(
        kitchen.desk, saved, groups(kitchen.field.card.card.fingerprint), BEGUN
    )
    made = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    packs.accept(
        kitchen.field, made.path, BEGUN, groups(kitchen.desk.card.card.fingerprint)
    )


def begun(opened: Opened) -> Interview:
    """Begin an interview by the small form."""
    protocol = protocols.from_form(opened, FORM)
    return interviewing.begin(opened, protocol, ticking())


def told(opened: Opened, sentence: str = SENTENCE) -> Interview:
    """Begin an interview and give what it cannot be finished without."""
    interview = begun(opened)
    interview.answer(ACCOUNT, "/data/words", sentence)
    return interview


def told_with_identity(opened: Opened) -> Interview:
    """Begin an interview of two parts by the small form, one for the custodian."""
    form = protocols.from_form(opened, FORM).parts[0].form
    parts = (
        Part("identity", "Who", form, Audience.CUSTODIAN, required=True),
        Part(ACCOUNT, "What", form, Audience.DESK, required=True),
    )
    protocol = Protocol("two-parts", "Two parts", "1", parts)
    interview = interviewing.begin(opened, protocol, ticking())
    interview.answer("identity", "/data/words", NAME)
    interview.answer(ACCOUNT, "/data/words", SENTENCE)
    return interview


def seal(opened: Opened, interview: Interview) -> None:
    """Finish and seal an interview."""
    finishing.finish(opened, interview, BEGUN + timedelta(hours=1))
    finishing.seal(opened, interview.id, BEGUN + timedelta(hours=1, minutes=1))


def sealed(opened: Opened, sentence: str = SENTENCE) -> Interview:
    """Take an interview to its seal."""
    interview = told(opened, sentence)
    seal(opened, interview)
    return interview
