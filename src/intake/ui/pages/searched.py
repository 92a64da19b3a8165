"""What came of the desk's receipts, and which files of a stick were refused."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from intake.app.field.receipts import Taken
from intake.app.field.searching import Refused
from intake.ui import messages
from intake.ui.direction import isolate
from intake.ui.pages.lines import marked
from intake.ui.times import counted
from intake.ui.widgets.card import Card
from intake.ui.widgets.words import Hint, Strong, Text


def tell_taken(card: Card, done: Taken) -> None:
    """Write under what is on *card* which copies went, and which stayed and why."""
    for names, tone, words in (
        (
            done.removed,
            "good",
            QCoreApplication.translate(
                "searched", "At the desk, and the sealed copy here removed:"
            ),
        ),
        (
            done.kept,
            "warning",
            QCoreApplication.translate(
                "searched",
                "Not whole at the desk, so the copy stays. Hand over again:",
            ),
        ),
        (
            done.missing,
            "warning",
            QCoreApplication.translate(
                "searched",
                "These parts did not reach the desk. The next handing over writes "
                "them again:",
            ),
        ),
    ):
        if names:
            card.add(marked(tone, tone, Text(words)))
            card.add(Strong(", ".join(isolate(name) for name in names)))
    if done.before:
        one = QCoreApplication.translate(
            "searched", "{count} record was settled by an earlier receipt."
        )
        many = QCoreApplication.translate(
            "searched", "{count} records were settled by an earlier receipt."
        )
        card.add(Hint(counted(done.before, one, many)))
    for doubt in done.doubts:
        card.add(marked("warning", "warning", Text(str(doubt))))


def tell_refused(card: Card, refused: Sequence[Refused]) -> None:
    """Write under what is on *card* which files were refused; those of one fault once.

    Files of other people and other programs are not among them.
    """
    by_fault: dict[str, list[str]] = {}
    for each in refused:
        why = messages.sentence(each.error)
        by_fault.setdefault(why, []).append(isolate(each.name))
    line = QCoreApplication.translate("searched", "{files}: {fault}")
    for why, names in by_fault.items():
        words = line.format(files=", ".join(names), fault=why)
        card.add(marked("warning", "warning", Text(words)))
