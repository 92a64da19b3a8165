"""What a record carries of this laptop's custody log, so that others can vouch for it.

The entries about the record are open; every other one since what the desk has seen is
closed to a link. So the desk can follow the chain from the entries it knows to the
newest, and see that none was changed, cut away or left out in between.
"""

from intake.app.field import packs
from intake.app.opening import Opened
from intake.domain.canonical import Json
from intake.domain.custody import Event, Line, closed
from intake.vault import custody, settings

MOST = 256
_SEEN = "seen of the custody log"


def extract(opened: Opened, record: str, most: int = MOST) -> tuple[Line, ...]:
    """Give the lines that travel with the account of *record*, up to the newest entry.

    They begin with what the desk's receipts vouch for or with the record's own first
    entry, whichever is earlier; never more than *most* of those in a row, and before
    them only the record's own.
    """
    own = custody.entries(opened.vault, record)
    newest = custody.newest(opened.vault, 1)
    if not newest:
        return ()
    before = min([_seen(opened), *(each.sequence - 1 for each in own)])
    run = custody.newest(opened.vault, min(newest[0].sequence - before, most))
    early = [each for each in own if each.sequence < run[0].sequence]
    return (
        *early,
        *(each if each.subject == record else closed(each) for each in run),
    )


def note_seen(opened: Opened, record: str) -> None:
    """Remember, when the desk has *record*, up to where it has seen this log.

    That is the last entry about the record before it was sealed: the account has it.
    """
    own = custody.entries(opened.vault, record)
    ends = [each.sequence for each in own if each.event is Event.SEALED]
    inside = [each.sequence for each in own if ends and each.sequence < ends[-1]]
    known = packs.desk(opened)
    if known is None or not inside:
        return
    number: Json = max(inside[-1], _seen(opened))
    seen = settings.get(opened.vault, _SEEN)
    by_desk = seen if isinstance(seen, dict) else {}
    settings.put(opened.vault, _SEEN, {**by_desk, known.card.fingerprint: number})


def _seen(opened: Opened) -> int:
    """Tell up to which entry the desk of today has seen this log; 0 for nothing."""
    known, seen = packs.desk(opened), settings.get(opened.vault, _SEEN)
    if known is None or not isinstance(seen, dict):
        return 0
    today = known.card.fingerprint
    numbers = (
        number
        for desk, number in seen.items()
        if isinstance(number, int) and packs.speaks_for(opened, today, desk)
    )
    return max(numbers, default=0)
