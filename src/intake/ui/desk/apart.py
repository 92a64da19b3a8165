"""A record that was set apart: why, what can be done, and doing it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal

from intake.app.desk import senders, setapart
from intake.app.desk.paging import Row
from intake.app.opening import Opened
from intake.domain.errors import ReasonMissing
from intake.ui import measure, times, tokens
from intake.ui.desk import about, words
from intake.ui.desk.allow import AllowCard
from intake.ui.pages.work import Work
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.card import Card, row, rule
from intake.ui.widgets.flow import flow
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Question, Section, Text


class Apart(Card):
    """Explains the record and offers to look again or to let it in; then ``let_in``."""

    let_in = Signal()

    def __init__(
        self,
        opened: Opened,
        found: Row,
        who: str,
        work: Work,
        now: Callable[[], datetime],
    ) -> None:
        """Explain *found*, which came from *who*; *work* does the deeds."""
        super().__init__(bare=True)
        measure.gaps(self.body, spacing=tokens.GAP)
        self._opened = opened
        self._found = found
        self._work = work
        self._now = now
        self.again = Button(self.tr("Look again"), icon="check")
        self.decide = Button(self.tr("Let it in once…"))
        self.allow = AllowCard()
        self.again.clicked.connect(self._look_again)
        self.decide.clicked.connect(lambda: self.allow.ask(who))
        self.allow.given.connect(self._allow)
        self.add(_explained(found, who, now()))
        self.add(flow(self.again, self.decide))
        self.add(self.allow)

    def _look_again(self) -> None:
        opened, found, now = self._opened, self._found, self._now
        self._work.do(
            self.tr("Checking the record"),
            lambda _report: setapart.look_again(opened, found, now()),
            lambda _: self.let_in.emit(),
        )

    def _allow(self, reason: str) -> None:
        opened, found, now = self._opened, self._found, self._now
        if not reason:
            self.allow.say_wrong(ReasonMissing())
            return
        self._work.do(
            self.tr("Checking the record"),
            lambda _report: senders.allow_once(opened, found.number, reason, now()),
            lambda _: self.let_in.emit(),
        )


def _explained(found: Row, who: str, at: datetime) -> Card:
    """Explain a record that was set apart, and what can be done about it."""
    card = Card()
    card.add(Question(QCoreApplication.translate("apart", "Why it is set apart")))
    card.add(Text(words.reason(found.reason)))
    card.add(
        about.grid(
            (
                (QCoreApplication.translate("apart", "Came from"), who),
                (
                    QCoreApplication.translate("apart", "Received here"),
                    times.moment(found.received, at),
                ),
                (QCoreApplication.translate("apart", "Id"), found.record),
            )
        )
    )
    card.add(rule())
    card.add(Section(QCoreApplication.translate("apart", "What can be done")))
    for line in (
        QCoreApplication.translate(
            "apart",
            "Tell the interviewer. No receipt is given for this record, so their own "
            "copy stays where it is.",
        ),
        QCoreApplication.translate(
            "apart",
            "If it is sealed anew and handed over again, it is received beside this "
            "one; this one is kept, untouched, as it came.",
        ),
        QCoreApplication.translate(
            "apart",
            "If only the sender's card stood against it and now counts, look again. If "
            "the card was taken back, letting it in is a decision with a reason.",
        ),
    ):
        card.add(row(Icon("info", "muted"), Text(line)))
    return card
