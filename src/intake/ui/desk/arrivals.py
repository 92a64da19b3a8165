"""What there is to say of what arrived, besides what became of each record."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from intake.app.desk.receiving import (
    FileFault,
    Outcome,
    Received,
    RecordResult,
    UnknownSender,
)
from intake.app.desk.waiting import Waiting
from intake.domain.errors import AgeNoMatch, SenderRevoked, SenderUnknown
from intake.domain.people import Trust
from intake.ui import plain, times
from intake.ui.desk import words
from intake.ui.direction import isolate
from intake.ui.times import counted
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.card import Card
from intake.ui.widgets.words import Hint, Section, Text

_MOST_NAMES = 8


def held_notice(sender: UnknownSender, page: QWidget) -> Banner:
    """Say on *page* that a bundle is held as its sender does not count, and where."""
    notice = Banner()
    # What speaks before it stands on a page would open as a window of its own.
    notice.setParent(page)
    match sender.trust:
        case Trust.REVOKED:
            why = QCoreApplication.translate(
                "arrivals",
                "{held}: this card was taken back.",
            )
        case Trust.CHANGED:
            why = QCoreApplication.translate(
                "arrivals",
                "{held}: there is another card under this name. Ask the person before "
                "you compare it.",
            )
        case _:
            why = QCoreApplication.translate(
                "arrivals",
                "{held}: this card was not compared yet.",
            )
    where = (
        QCoreApplication.translate(
            "arrivals", "Nothing is lost: what came lies here, sealed and unread."
        )
        if sender.held
        else QCoreApplication.translate(
            "arrivals", "Nothing is lost: what came stays on the stick."
        )
    )
    held = counted(
        sender.records,
        QCoreApplication.translate("arrivals", "{count} record from “{name}” is held"),
        QCoreApplication.translate(
            "arrivals", "{count} records from “{name}” are held"
        ),
        name=sender.card.name,
    )
    notice.warn(f"{why.format(held=held)} {where}")
    return notice


def still_missing(waiting: Sequence[Waiting]) -> list[tuple[str, str]]:
    """List the bundles that wait for nothing but their missing parts."""
    said = QCoreApplication.translate(
        "arrivals",
        "Part {missing} of {parts} has not come. What is here is kept, sealed; receive "
        "the other stick, in any order.",
    )
    return [
        (
            counted(
                each.records,
                QCoreApplication.translate("arrivals", "{count} record"),
                QCoreApplication.translate("arrivals", "{count} records"),
            ),
            said.format(
                missing=isolate(", ".join(times.number(n) for n in each.missing)),
                parts=isolate(times.number(each.parts)),
            ),
        )
        for each in waiting
        if each.missing
    ]


def is_foreign(fault: FileFault) -> bool:
    """Tell whether a file is fine but for others: an interviewer's receipt, say."""
    return fault.reason == str(AgeNoMatch())


def damaged(received: Received) -> list[tuple[str, str]]:
    """List the files that are truly bad; a held bundle has its own notice."""
    known = {str(AgeNoMatch()), str(SenderUnknown()), str(SenderRevoked())}
    return [
        (each.name, words.reason(each.reason))
        for each in received.files
        if each.reason not in known
    ]


def shortened(names: Sequence[str]) -> str:
    """Name some of many files, and say how many more there are."""
    said = ", ".join(isolate(name) for name in names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    if more <= 0:
        return said
    words_ = QCoreApplication.translate("arrivals", "{names} and {count} more")
    return words_.format(names=said, count=isolate(times.number(more)))


def summary(results: Sequence[RecordResult]) -> str:
    """Say in a line what became of everything."""
    said = []
    for outcome, one, many in (
        (
            Outcome.TAKEN_IN,
            QCoreApplication.translate("arrivals", "{count} record taken in"),
            QCoreApplication.translate("arrivals", "{count} records taken in"),
        ),
        (
            Outcome.ALREADY_HERE,
            QCoreApplication.translate("arrivals", "{count} already here"),
            QCoreApplication.translate("arrivals", "{count} already here"),
        ),
        (
            Outcome.SET_APART,
            QCoreApplication.translate("arrivals", "{count} set apart"),
            QCoreApplication.translate("arrivals", "{count} set apart"),
        ),
        (
            Outcome.DAMAGED,
            QCoreApplication.translate("arrivals", "{count} damaged"),
            QCoreApplication.translate("arrivals", "{count} damaged"),
        ),
        (
            Outcome.INCOMPLETE,
            QCoreApplication.translate("arrivals", "{count} incomplete"),
            QCoreApplication.translate("arrivals", "{count} incomplete"),
        ),
    ):
        count = sum(each.outcome is outcome for each in results)
        if count:
            said.append(counted(count, one, many))
    return ", ".join(said) + "." if said else ""


def listing(title: str, entries: Sequence[tuple[str, str]]) -> QWidget:
    """Show names with what there is to say of each."""
    card = Card()
    card.add(Section(title))
    for name, reason in entries:
        card.add(Text(name))
        if reason:
            card.add(Hint(reason))
        plain.spoken(card, title)
    return card
