"""The rules that the next pack carries: chosen from short lists, kept at once."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from intake.app.desk import packs
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.domain.policy import Policy, SealWhen
from intake.ui import measure, times
from intake.ui.times import counted
from intake.ui.tokens import GAP
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Toggle
from intake.ui.widgets.card import Card
from intake.ui.widgets.fields import DropDown, labelled
from intake.ui.widgets.words import Hint, Question

_MINUTES = (1, 2, 3, 5, 10, 15, 30)
_FIELD = 440
_LETTERS = 12
_DAYS = (1, 3, 7, 14, 30, 60, 90)
_CORRECTION = (1, 2, 3, 7, 14)


class PolicyCard(Card):
    """What the organisation decides for its interviewers' laptops."""

    changed = Signal(object)

    def __init__(self, opened: Opened) -> None:
        """Show the rules as they are."""
        super().__init__()
        self._opened = opened
        self._policy = packs.policy(opened)
        measure.gaps(self.body, margins=(22, 18, 22, 20), spacing=GAP)
        self.notice = Banner()
        self.seal = DropDown()
        self.correction = DropDown()
        self.minutes = DropDown()
        self.days = DropDown()
        self.erase = Toggle(self.tr("Allow a passphrase that erases"))
        self._warning = Banner()
        self._fill()
        self.add(Question(self.tr("Rules for the laptops")))
        self.add(Hint(self.tr("Kept at once; they travel with the next pack.")))
        self.add(self.notice)
        self.add(labelled(self.tr("A finished interview is sealed"), self.seal))
        self._days_after = labelled(self.tr("Days for corrections"), self.correction)
        self.add(self._days_after)
        self.add(labelled(self.tr("An idle laptop locks itself after"), self.minutes))
        self.add(
            labelled(
                self.tr("A draft is called old after"),
                self.days,
                self.tr("Old drafts are pointed out, never removed."),
            )
        )
        self.add(self.erase)
        self.add(self._warning)
        for choice in (self.seal, self.correction, self.minutes, self.days):
            shrink(choice)
            choice.activated.connect(lambda _: self._keep())
        self.erase.toggled.connect(lambda _: self._keep())
        self._follow()

    def _fill(self) -> None:
        policy = self._policy
        self.seal.put(
            [
                (SealWhen.AT_FINISH, self.tr("at once, when it is finished")),
                (SealWhen.ON_LOCK, self.tr("when the laptop is locked")),
                (SealWhen.AFTER_CORRECTION, self.tr("after some days for corrections")),
            ]
        )
        self.seal.choose(policy.seal)
        minutes = (self.tr("{count} minute"), self.tr("{count} minutes"))
        days = (self.tr("{count} day"), self.tr("{count} days"))
        _offer(self.minutes, _MINUTES, policy.lock_minutes, minutes)
        _offer(self.days, _DAYS, policy.draft_days, days)
        _offer(self.correction, _CORRECTION, max(policy.correction_days, 1), days)
        self.erase.setChecked(policy.erase_allowed)

    def _keep(self) -> None:
        seal = SealWhen(self.seal.value)
        corrected = seal is SealWhen.AFTER_CORRECTION
        wanted = replace(
            self._policy,
            seal=seal,
            correction_days=int(self.correction.value) if corrected else 0,
            lock_minutes=int(self.minutes.value),
            draft_days=int(self.days.value),
            erase_allowed=self.erase.isChecked(),
        )
        try:
            packs.set_policy(self._opened, wanted)
        except IntakeError as error:
            self.notice.error(error)
            return
        self._policy = wanted
        self.notice.clear()
        self._follow()
        self.changed.emit(wanted)

    def _follow(self) -> None:
        """Show what belongs to the present choices."""
        policy: Policy = self._policy
        self._days_after.setVisible(policy.seal is SealWhen.AFTER_CORRECTION)
        if policy.erase_allowed:
            self._warning.warn(
                self.tr(
                    "Each interviewer may then choose a second passphrase that "
                    "destroys everything on the laptop, drafts too, at once and "
                    "without a question. Copies on sticks stay. Somebody who is "
                    "forced to type may use it; somebody who mistypes may too."
                )
            )
        else:
            self._warning.clear()


def shrink(choice: DropDown) -> None:
    """Let a list of long words be narrower than they are, and never very wide."""
    choice.setSizeAdjustPolicy(
        QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    )
    choice.setMinimumContentsLength(_LETTERS)
    measure.size(choice, most_width=_FIELD)


def _offer(
    choice: DropDown, usual: Sequence[int], present: int, words: tuple[str, str]
) -> None:
    values = sorted({*usual, present})
    choice.put([(str(value), counted(value, *words)) for value in values])
    choice.choose(str(present))
    choice.setAccessibleDescription(times.number(present))
