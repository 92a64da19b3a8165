"""Finishing and sealing one interview: what is missing, what will happen, the end."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from intake.app.field import finishing, packs
from intake.app.field.finishing import Blocker
from intake.app.field.interviewing import Interview
from intake.app.opening import Opened
from intake.domain.errors import IntakeError, NoPackYet, NoSuchQuestion
from intake.domain.policy import SealWhen
from intake.domain.protocol import Audience
from intake.domain.record import InterviewState
from intake.ui import plain, times
from intake.ui.direction import isolate
from intake.ui.pages.lines import marked
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import Hint, Question, Strong, Text


class SealPage(Page):
    """Closes *interview* and seals it; a fault leads back to its question."""

    question_wanted = Signal(str, str)
    list_wanted = Signal()
    hand_over_wanted = Signal()
    desk_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        interview: Interview,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Show what is missing, or what will happen."""
        super().__init__(rail=rail, foot=True)
        self._opened = opened
        self._interview = interview
        self._now = now
        self._titles = {part.name: part.title for part in interview.parts}
        self._draft = interview.state is InterviewState.DRAFT
        self.heading(self.tr("Finish {name}").format(name=isolate(interview.name)))
        found = finishing.blockers(interview) if self._draft else ()
        missing = [each for each in found if each.blocks]
        doubtful = [each for each in found if not each.blocks]
        self.links: list[LinkButton] = []
        self.seal = PrimaryButton(self._verb(), icon="seal")
        self.back = Button(
            self.tr("Back to the interview")
            if self._draft
            else self.tr("All interviews"),
            icon="back",
        )
        self.back.clicked.connect(self._go_back)
        self.work = Work(self, (self.seal, self.back))
        self.work.banner.taken.connect(self.desk_wanted)
        self.column.add(self.work.banner)
        self.column.add(self.work.line)
        if missing:
            title = counted(
                len(missing),
                self.tr("{count} thing stands in the way"),
                self.tr("{count} things stand in the way"),
            )
            hint = self.tr("Every answer is kept. Each of these leads back:")
            self.column.add(self._list(title, hint, missing, "warning"))
        if doubtful:
            title = self.tr("Look at this once more")
            hint = self.tr("It does not keep the interview from being finished.")
            self.column.add(self._list(title, hint, doubtful, "info"))
        if not missing:
            self.column.add(self._what_will_happen())
        self.seal.clicked.connect(self.finish)
        show_if(self.seal, not missing)
        self.column.rest()
        self.foot.add(self.back)
        self.foot.gap()
        self.foot.add(self.seal)

    def finish(self) -> None:
        """Close the interview, and seal it if that is the rule."""
        if self.work.busy:
            return
        opened, interview = self._opened, self._interview
        try:
            if interview.state is InterviewState.DRAFT:
                interview.keep_counts()
                finishing.finish(opened, interview, self._now())
        except IntakeError as error:
            self.work.banner.error(error)
            return
        if self._draft and not self._seals_now():
            self._show_result(
                self.tr("Finished"),
                self.tr(
                    "Nothing in it changes any more. Until it is sealed it can still "
                    "be read on this laptop."
                ),
                sealed=False,
            )
            return
        self.work.do(
            self.tr("Sealing {name}").format(name=isolate(interview.name)),
            lambda report: finishing.seal(opened, interview.id, self._now(), report),
            lambda _: self._show_result(
                self.tr("Sealed. This laptop cannot open it."),
                self.tr(
                    "The copy that could be read here is gone for good. {name} "
                    "waits to be handed over on a stick."
                ).format(name=isolate(interview.name)),
                sealed=True,
            ),
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        self.work.banner.error(error)
        if isinstance(error, NoPackYet):
            self.work.banner.offer(self.tr("Take in the pack"))
        plain.button(self.back, self.tr("All interviews"))

    def _go_back(self) -> None:
        if self._interview.state is InterviewState.DRAFT:
            self.question_wanted.emit("", "")
        else:
            self.list_wanted.emit()

    def _seals_now(self) -> bool:
        desk = packs.desk(self._opened)
        return desk is not None and desk.policy.seal is SealWhen.AT_FINISH

    def _verb(self) -> str:
        if not self._draft:
            return self.tr("Seal")
        return self.tr("Finish and seal") if self._seals_now() else self.tr("Finish")

    def _list(self, title: str, hint: str, found: Sequence[Blocker], icon: str) -> Card:
        order = list(self._titles)
        card = Card()
        card.add(Question(title))
        card.add(Hint(hint))
        part, sentence = "", ""
        for each in sorted(
            found, key=lambda one: (order.index(one.part), one.sentence)
        ):
            if each.part != part:
                part, sentence = each.part, ""
                card.add(Strong(self._titles[part]))
            if each.sentence != sentence:
                sentence = each.sentence
                tone = "warning" if icon == "warning" else "accent"
                card.add(marked(icon, tone, Text(sentence)))
            link = LinkButton(isolate(self._label(each) or self._titles[part]))
            plain.spoken(link, plain.button_text(link), sentence)
            link.clicked.connect(
                lambda _=False, each=each: self.question_wanted.emit(
                    each.part, each.ref
                )
            )
            self.links.append(link)
            card.add(row(link, None))
        return card

    def _label(self, blocker: Blocker) -> str:
        try:
            label = self._interview.session(blocker.part).get(blocker.ref).plain()
        except (NoSuchQuestion, StopIteration):
            return ""
        return " ".join(label.split())

    def _what_will_happen(self) -> Card:
        card = Card()
        card.add(Question(self.tr("What will happen")))
        if self._draft:
            card.add(
                Text(self.tr("Nothing in the interview can be changed after this."))
            )
        for sentence in self._recipients():
            card.add(Text(sentence))
        if self._draft and packs.desk(self._opened) and not self._seals_now():
            card.add(Hint(self._when()))
        return card

    def _recipients(self) -> list[str]:
        desk = packs.desk(self._opened)
        if desk is None:
            return [
                self.tr(
                    "This laptop does not know the desk yet, so it cannot be sealed "
                    "before you have taken in the pack from your coordinator. It can "
                    "be finished, and is kept as it is."
                )
            ]
        said = [
            self.tr(
                "It is sealed to {desk}. This laptop cannot open it then; only they "
                "can."
            ).format(desk=isolate(desk.card.name))
        ]
        private = any(
            part.audience is Audience.CUSTODIAN for part in self._interview.parts
        )
        if private and desk.custodian.fingerprint != desk.card.fingerprint:
            said.append(
                self.tr(
                    "Names and contacts are sealed apart, to {custodian} alone."
                ).format(custodian=isolate(desk.custodian.name))
            )
        return said

    def _when(self) -> str:
        rules = packs.policy(self._opened)
        if rules.seal is SealWhen.ON_LOCK:
            return self.tr("It is sealed when you lock.")
        return counted(
            rules.correction_days,
            self.tr("It is sealed by itself after {count} day, or when you choose."),
            self.tr("It is sealed by itself after {count} days, or when you choose."),
        )

    def _show_result(self, title: str, text: str, *, sealed: bool) -> None:
        while (item := self.column.body.takeAt(1)) is not None:
            thing = item.widget()
            if thing is not None:
                thing.hide()
                thing.deleteLater()
        card = Card()
        card.add(marked("seal" if sealed else "good", "good", Question(title)))
        card.add(Text(text))
        self.column.add(card)
        to_list = PrimaryButton(self.tr("All interviews"))
        to_list.clicked.connect(self.list_wanted)
        to_desk = Button(self.tr("Hand over"), icon="stick")
        to_desk.clicked.connect(self.hand_over_wanted)
        show_if(to_desk, sealed)
        self.column.rest()
        for thing in (self.back, self.seal):
            thing.hide()
        for thing in (to_desk, to_list):
            self.foot.add(thing)
        plain.spoken(self, title, text)
        to_list.setFocus()
