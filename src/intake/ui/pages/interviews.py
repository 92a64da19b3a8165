"""The list of interviews: what is on this laptop, and what of it can be read here."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from intake.app import opening
from intake.app.field import finishing, interviewing, packs
from intake.app.opening import Opened
from intake.domain.errors import IntakeError, KeyStillThere
from intake.domain.record import InterviewState
from intake.ui import direction, measure, messages, plain, times, words
from intake.ui.direction import isolate
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets.buttons import Button, DangerButton, PrimaryButton
from intake.ui.widgets.card import Card, Figures, row
from intake.ui.widgets.dialog import Verb, ask
from intake.ui.widgets.empty import EmptyState
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.table import Cell, Column, PagedRows, Row, Table
from intake.ui.widgets.words import Hint, Strong

_LEAST_TABLE = 230


class InterviewsPage(Page):
    """Every interview by its code name; a row opens the draft, if it is one."""

    begin_wanted = Signal()
    open_wanted = Signal(str)
    hand_over_wanted = Signal()
    desk_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """List what the vault holds."""
        super().__init__(rail=rail, wide=True)
        self._opened = opened
        self._now = now
        self._rows: dict[str, interviewing.Listed] = {}
        self._listed: Sequence[Row] = ()
        self.begin = PrimaryButton(self.tr("New interview"), icon="plus")
        self.begin.clicked.connect(self.begin_wanted)
        self.heading(self.tr("Interviews"), self.begin)
        self._figures = Figures(self._tiles(()))
        self._model = PagedRows(
            (
                Column(self.tr("Name"), 170),
                Column(self.tr("State"), 160),
                Column(self.tr("Language"), 190),
                Column(self.tr("Begun"), 130),
                Column(self.tr("Last answer"), 150),
                Column(self.tr("To check"), 100),
            ),
            lambda: len(self._listed),
            lambda first, size: self._listed[first : first + size],
        )
        self.table = Table(self._model, self.tr("Interviews"))
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._show_chosen(now.row())
        )
        measure.size(self.table, least_height=_LEAST_TABLE)
        self._empty = self._made_empty()
        self.chosen = _Chosen()
        self.chosen.open.clicked.connect(lambda: self._open(self.chosen.key))
        self.chosen.seal.clicked.connect(self._seal)
        self.chosen.discard.clicked.connect(self._discard)
        self.chosen.hand_over.clicked.connect(self.hand_over_wanted)
        self.work = Work(self, (self.begin, self.table, self.chosen))
        self.notice = self.work.banner
        self.notice.taken.connect(self.desk_wanted)
        for thing in (self.notice, self.work.line, self._figures):
            self.column.add(thing)
        self.column.add(self.table, 1)
        self.column.add(self._empty, 1)
        self.column.add(self.chosen)
        self.reload()
        self._tell()

    def _made_empty(self) -> QWidget:
        self.begin_first = PrimaryButton(self.tr("New interview"), icon="plus")
        self.begin_first.clicked.connect(self.begin_wanted)
        return EmptyState(
            self.tr("No interviews yet"),
            self.tr(
                "Each interview will stand here under a code name, so that the list "
                "tells nobody who came."
            ),
            icon="note",
            button=self.begin_first,
        )

    def reload(self) -> None:
        """Read the list anew, keeping the row that was chosen."""
        before = self.chosen.key
        rows = interviewing.listed(self._opened)
        self._rows = {row.id: row for row in rows}
        self._listed = [self._row(row) for row in rows]
        self._model.reload()
        for thing in (self._figures, self.table, self.begin):
            thing.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._figures.say(self._tiles(rows))
        keys = [row.key for row in self._listed]
        if before in keys:
            self.table.selectRow(keys.index(before))
        else:
            self.chosen.show_row(None, policy_seals=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Choose the first row, so that its deeds are in view."""
        super().showEvent(event)
        if self._listed and not self.chosen.key:
            self.table.selectRow(0)

    def say_sealed(self, names: Sequence[str]) -> None:
        """Say which interviews were sealed while the person was elsewhere."""
        listed = ", ".join(isolate(name) for name in names)
        said = self.tr("Sealed: {names}. This laptop cannot open what it sealed.")
        self.notice.good(said.format(names=listed))
        self.reload()

    def say_not_sealed(self, name: str, why: IntakeError) -> None:
        """Say that an interview which was due could not be sealed, and why."""
        said = self.tr("{name} could not be sealed and is still readable here. {why}")
        why_said = messages.sentence(why)
        self.notice.error(said.format(name=isolate(name), why=why_said))
        self.reload()

    def say_key_lingers(self, name: str) -> None:
        """Say that an interview is sealed while its readable copy has its key yet."""
        said = self.tr("{name} is sealed, but its key is not destroyed yet. {why}")
        why_said = messages.sentence(KeyStillThere())
        self.notice.error(said.format(name=isolate(name), why=why_said))
        self.reload()

    def _tiles(
        self, rows: Sequence[interviewing.Listed]
    ) -> tuple[tuple[str, str, str], ...]:
        def many(*states: InterviewState) -> int:
            return sum(row.state in states for row in rows)

        drafts = many(InterviewState.DRAFT, InterviewState.READY)
        return (
            (
                times.number(drafts),
                self.tr("draft on this laptop")
                if drafts == 1
                else self.tr("drafts on this laptop"),
                self.tr("Only drafts can be read here"),
            ),
            (
                times.number(many(InterviewState.SEALED)),
                self.tr("sealed, waiting for a stick"),
                self.tr("This laptop cannot open what is sealed"),
            ),
            (
                times.number(many(InterviewState.HANDED_OVER)),
                self.tr("handed over"),
                self.tr("Receipts checked; copies removed"),
            ),
        )

    # --- rows

    def _row(self, found: interviewing.Listed) -> Row:
        at = self._now()
        open_here = found.state in {InterviewState.DRAFT, InterviewState.READY}
        word, tone = words.state(found.state)
        spoken = ", ".join(direction.without_tag(name) for name in found.languages)
        to_check = times.number(found.to_check) if found.to_check else self.tr("none")
        return Row(
            found.id,
            (
                Cell(found.name),
                Cell(word, tone),
                Cell(spoken),
                Cell(times.day(found.begun, at)),
                Cell(times.moment(found.changed, at) if open_here else "", quiet=True),
                Cell(to_check if open_here else "", quiet=not found.to_check),
            ),
        )

    def _show_chosen(self, number: int) -> None:
        key = self._listed[number].key if 0 <= number < len(self._listed) else ""
        self.chosen.show_row(
            self._rows.get(key), policy_seals=packs.desk(self._opened) is not None
        )

    def _open(self, key: str) -> None:
        row = self._rows.get(key)
        if row is None or self.work.busy:
            return
        if row.state in {InterviewState.DRAFT, InterviewState.READY}:
            self.open_wanted.emit(key)
        else:
            self.chosen.show_row(row, policy_seals=True)

    # --- deeds

    def _seal(self) -> None:
        found = self._rows[self.chosen.key]
        opened, now = self._opened, self._now
        self.work.do(
            self.tr("Sealing {name}").format(name=isolate(found.name)),
            lambda report: finishing.seal(opened, found.id, now(), report),
            lambda _: self._sealed(found.name),
            self._failed,
        )

    def _sealed(self, name: str) -> None:
        words = self.tr("{name} is sealed. This laptop cannot open it.")
        self.notice.good(words.format(name=isolate(name)))
        self.reload()

    def _failed(self, error: Exception) -> None:
        self.notice.error(error)
        self.reload()

    def _discard(self) -> None:
        found = self._rows[self.chosen.key]
        name = isolate(found.name)
        verb = self.tr("Discard {name}").format(name=name)
        text = counted(
            found.answered,
            self.tr(
                "Its {count} answer, its notes and its recordings are destroyed. "
                "Nobody can bring them back, and the desk never gets them."
            ),
            self.tr(
                "Its {count} answers, its notes and its recordings are destroyed. "
                "Nobody can bring them back, and the desk never gets them."
            ),
        )
        ways = [Verb("keep", self.tr("Keep it")), Verb("discard", verb, "danger")]
        if ask(self, f"{verb}?", text, ways) != "discard":
            return
        try:
            interviewing.discard(self._opened, found.id, self._now())
        except IntakeError as error:
            self.notice.error(error)
        else:
            said = self.tr("{name} is gone. Nothing else was touched.")
            self.notice.info(said.format(name=name))
        self.reload()

    # --- what the person should know

    def _tell(self) -> None:
        damaged = opening.findings(self._opened)
        old = self._old_drafts()
        if damaged:
            self.notice.warn(
                self.tr(
                    "Something in the vault does not look right: {found} Make a copy "
                    "of its folder, then check the vault in Settings."
                ).format(found=" ".join(isolate(each) for each in damaged))
            )
        elif old:
            self.notice.warn(
                counted(
                    len(old),
                    self.tr(
                        "{count} draft is older than {days} days. Finish it and seal "
                        "it, or discard it."
                    ),
                    self.tr(
                        "{count} drafts are older than {days} days. Finish and seal "
                        "them, or discard them."
                    ),
                    days=times.number(packs.policy(self._opened).draft_days),
                )
            )
        elif packs.desk(self._opened) is None:
            self.notice.info(
                self.tr(
                    "This laptop does not know the desk yet. Interviews can be taken; "
                    "sealing them needs the pack from your coordinator."
                )
            )
            self.notice.offer(self.tr("Take in the pack"))

    def _old_drafts(self) -> tuple[interviewing.Listed, ...]:
        most = timedelta(days=packs.policy(self._opened).draft_days)
        now = self._now()
        return tuple(
            row
            for row in self._rows.values()
            if row.state is InterviewState.DRAFT and now - row.begun > most
        )


class _Chosen(Card):
    """What can be done with the row that is chosen, and what cannot, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self._name = Strong()
        self._hint = Hint()
        self.open = Button(self.tr("Open"))
        self.seal = Button(self.tr("Seal now"), icon="seal")
        self.hand_over = Button(self.tr("Hand over"), icon="stick")
        self.discard = DangerButton(self.tr("Discard…"))
        self.add(self._name)
        self.add(self._hint)
        self.add(row(self.open, self.seal, self.hand_over, None, self.discard))
        self.hide()

    def show_row(
        self, found: interviewing.Listed | None, *, policy_seals: bool
    ) -> None:
        """Show what can be done with *found*; None hides it."""
        self.key = found.id if found else ""
        self.setVisible(found is not None)
        if found is None:
            return
        draft = found.state is InterviewState.DRAFT
        ready = found.state is InterviewState.READY
        sealed = found.state is InterviewState.SEALED
        self._name.say(found.name)
        match found.state:
            case InterviewState.DRAFT:
                said = self.tr("A draft. It can be read and changed on this laptop.")
            case InterviewState.READY:
                said = self.tr(
                    "Finished. Until it is sealed, it is kept on this laptop readable."
                )
            case InterviewState.SEALED:
                said = self.tr(
                    "This laptop cannot open it. It waits to be handed over."
                )
            case _:
                said = self.tr("The desk has it, and the copy here was removed.")
        self._hint.say(said)
        self.open.setVisible(draft)
        self.seal.setVisible(ready)
        self.seal.setEnabled(policy_seals)
        self.hand_over.setVisible(sealed)
        self.discard.setVisible(draft or ready)
        for button in (self.open, self.seal, self.hand_over, self.discard):
            verb = plain.button_text(button)
            plain.spoken(button, f"{verb}: {found.name}")
