"""New keys for the desk: made, the archive sealed to them, the old ones destroyed."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from intake.app import ownership, recovery, rotation
from intake.app.opening import Opened
from intake.app.rotation import Done
from intake.ui import measure, times, tokens
from intake.ui.pages.lines import marked
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets.buttons import Button, DangerButton, LinkButton
from intake.ui.widgets.card import Card, deeds, row, rule
from intake.ui.widgets.dialog import Verb, ask
from intake.ui.widgets.words import Hint, Question, Section, Text


class KeysCard(Card):
    """Leads through a change of keys; ``renewed`` carries the vault as it is then."""

    renewed = Signal(object)
    packs_wanted = Signal()
    sheets_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        work: Work,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Say how things stand; *work* does the deeds."""
        super().__init__()
        self._opened = opened
        self._work = work
        self._now = now
        self.change = Button(self.tr("Make new keys…"))
        self.pack = LinkButton(self.tr("What we send"), icon="stick")
        self.sheets = LinkButton(self.tr("Recovery sheets"), icon="file")
        self.seal = Button(self.tr("Seal the archive again"), icon="seal")
        self.forget_old = DangerButton(self.tr("Destroy the old keys…"))
        self._left = Hint()
        self._sheets_hint = Hint()
        self.add(Question(self.tr("New keys, now and then")))
        self.add(
            Text(
                self.tr(
                    "Whoever copies sticks on their way and one day takes this machine "
                    "could read them all with the keys that are here. New keys limit "
                    "that to the time since, once the old ones are destroyed. After a "
                    "seizure this does not help: then a desk begins anew."
                )
            )
        )
        self.add(deeds(self.change, None))
        self._steps = Card(bare=True)
        for number, thing in enumerate(
            (
                self._step(
                    self.tr("Tell the field"),
                    Hint(
                        self.tr(
                            "Make a pack for everybody. Until they have taken it in, "
                            "they seal to the old keys; wait for what is under way."
                        )
                    ),
                    self.pack,
                ),
                self._step(self.tr("Seal the archive again"), self._left, self.seal),
                self._step(
                    self.tr("Destroy the old keys"),
                    Hint(
                        self.tr(
                            "What was sealed to them and has not come in can then be "
                            "opened by nobody."
                        )
                    ),
                    self.forget_old,
                ),
            )
        ):
            if number:
                self._steps.body.addWidget(rule())
            self._steps.body.addLayout(thing)
        self.add(self._steps)
        self._after = Card(bare=True)
        self._after.add(marked("warning", "warning", self._sheets_hint))
        self._after.add(row(self.sheets, None))
        self._sheets_hint.say(
            self.tr(
                "The recovery sheets and copies made before still hold keys that were "
                "destroyed here: make new ones, and burn the old."
            )
        )
        self.add(self._after)
        self.change.clicked.connect(self._ask_change)
        self.pack.clicked.connect(self.packs_wanted)
        self.sheets.clicked.connect(self.sheets_wanted)
        self.seal.clicked.connect(self.seal_again)
        self.forget_old.clicked.connect(self._ask_destroy)
        self._show_stage()
        QTimer.singleShot(0, self, self._count)

    def _step(self, title: str, hint: Hint, button: Button) -> QVBoxLayout:
        column = QVBoxLayout()
        measure.gaps(column, margins=(0, 6, 0, 6), spacing=tokens.TINY)
        column.addWidget(Section(title))
        column.addWidget(hint)
        column.addLayout(row(button, None))
        return column

    @property
    def has_old(self) -> bool:
        """Whether keys before those of today are still here."""
        return bool(ownership.earlier_identities(self._opened))

    def _show_stage(self) -> None:
        old = self.has_old
        self.change.setVisible(not old)
        self._steps.setVisible(old)
        found = recovery.state(self._opened)
        self._after.setVisible(found is not None and found.outdated)

    def _count(self) -> None:
        """Count what only the old keys open; a large archive takes a while."""
        if not self.has_old or self._work.busy:
            return
        opened = self._opened
        self.forget_old.setEnabled(False)
        self._work.do(
            self.tr("Looking through the archive"),
            lambda _report: rotation.waiting(opened),
            self._counted,
        )

    def _counted(self, left: int) -> None:
        self.forget_old.setEnabled(not left)
        self.seal.setEnabled(bool(left))
        if left:
            self._left.say(
                counted(
                    left,
                    self.tr("{count} stored file is sealed to the old keys alone."),
                    self.tr("{count} stored files are sealed to the old keys alone."),
                )
            )
        else:
            self._left.say(self.tr("Everything here is sealed to the new keys."))

    # --- the deeds

    def _ask_change(self) -> None:
        verb = self.tr("Make new keys")
        text = self.tr(
            "The desk gets new keys and a new card that the old keys sign; "
            "interviewers take it with the next pack, without comparing again. The "
            "old keys stay until you destroy them."
        )
        ways = [Verb("keep", self.tr("Not now")), Verb("go", verb, "primary")]
        if ask(self, f"{verb}?", text, ways) == "go":
            self.change_keys()

    def change_keys(self) -> None:
        """Make new keys and their card."""
        opened, now = self._opened, self._now
        self._work.do(
            self.tr("Making new keys"),
            lambda _report: rotation.rotate_keys(opened, now()),
            self.renewed.emit,
        )

    def seal_again(self) -> None:
        """Seal the archive to the new keys."""
        opened, now = self._opened, self._now
        self._work.do(
            self.tr("Sealing the archive to the new keys"),
            lambda report: rotation.reseal(opened, now(), report),
            self._sealed,
        )

    def _sealed(self, done: Done) -> None:
        said = counted(
            done.records,
            self.tr("{count} record is sealed to the new keys now."),
            self.tr("{count} records are sealed to the new keys now."),
        )
        self._work.banner.good(said)
        self._counted(0)

    def _ask_destroy(self) -> None:
        verb = self.tr("Destroy the old keys")
        text = self.tr(
            "Nothing brings them back here. What an interviewer sealed to them and "
            "has not handed over yet can then be opened by nobody. Has everybody "
            "taken the pack in, and has everything come?"
        )
        ways = [Verb("keep", self.tr("Keep them")), Verb("go", verb, "danger")]
        if ask(self, f"{verb}?", text, ways) == "go":
            self.destroy_old()

    def destroy_old(self) -> None:
        """Forget the old keys for good; the person has confirmed it."""
        opened, now = self._opened, self._now
        self._work.do(
            self.tr("Destroying the old keys"),
            lambda _report: rotation.destroy_old_keys(opened, now()),
            lambda _: self._destroyed(),
        )

    def _destroyed(self) -> None:
        self._show_stage()
        self._work.banner.good(
            self.tr("The old keys are gone. Make new recovery sheets now.")
        )
