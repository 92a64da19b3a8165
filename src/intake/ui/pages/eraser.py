"""The passphrase that erases: only where the organisation lets it be switched on."""

from intake.app import erasing, slots
from intake.app.desk import packs
from intake.app.opening import Opened
from intake.domain.errors import IntakeError, PassphrasesDiffer, PassphraseTooWeak
from intake.domain.people import Role
from intake.ui import plain
from intake.ui.pages.lines import marked
from intake.ui.pages.own import Find, Own
from intake.ui.pages.work import Work
from intake.ui.widgets.buttons import Button, DangerButton, PrimaryButton, QuietButton
from intake.ui.widgets.card import Card, deeds
from intake.ui.widgets.fields import FieldLabel
from intake.ui.widgets.passphrase import PassphraseField
from intake.ui.widgets.words import Hint, Question, Strong, Text


class EraserCard(Card):
    """Says what it does and what an examiner still sees, then asks for it twice."""

    def __init__(
        self, opened: Opened, work: Work, *, find: Find = slots.find_security_key
    ) -> None:
        """Say whether one is set; *work* does the deeds."""
        super().__init__()
        self._opened = opened
        self._work = work
        self.choose = Button(self.tr("Choose one…"))
        self.off = Button(self.tr("Switch it off…"))
        self.go = DangerButton(self.tr("Let this passphrase erase the vault"))
        self.end = PrimaryButton(self.tr("Switch it off"))
        self.keep = QuietButton(self.tr("Leave it as it is"))
        self.own = Own(opened, find=find)
        self.first = PassphraseField(self.tr("The passphrase that erases"))
        self.again = PassphraseField(self.tr("The same once more"))
        self._state = Strong()
        self.add(Question(self.tr("A passphrase that erases")))
        self.add(
            Text(
                self.tr(
                    "Typed where this vault is unlocked, it destroys the keys of "
                    "everything in it, at once and without a question, and says what "
                    "a wrong passphrase says. Nobody can bring it back."
                )
            )
        )
        for words in (
            self.tr(
                "An examiner still sees that there was a vault, how large it is, when "
                "it was last written, and that its beginning was overwritten."
            ),
            self.tr(
                "It is no help once somebody has copied the disk: they try the "
                "passphrase on their copy. Backups and sticks are not touched by it."
            ),
            self.tr(
                "In many places it is a crime to destroy what somebody demands to "
                "see, and whoever forces you may take it out on you. Ask your "
                "organisation before you rely on it."
            ),
        ):
            self.add(marked("warning", "warning", Hint(words)))
        self.add(self._state)
        self.add(deeds(self.choose, self.off, None))
        self._form = Card(bare=True)
        self._new = Card(bare=True)
        for label, field in (
            (self.tr("The passphrase that erases"), self.first),
            (self.tr("The same once more"), self.again),
        ):
            self._new.add(FieldLabel(label))
            self._new.add(field)
        self._new.add(
            Hint(
                self.tr(
                    "At least twelve letters, and so unlike your own that no slip "
                    "turns the one into the other."
                )
            )
        )
        for thing in (self.own, self._new):
            self._form.add(thing)
        self._form.add(deeds(self.keep, None, self.go, self.end))
        self.add(self._form)
        self.choose.clicked.connect(lambda: self._unfold(on=True))
        self.off.clicked.connect(lambda: self._unfold(on=False))
        self.keep.clicked.connect(self.fold)
        self.go.clicked.connect(self.switch_on)
        self.end.clicked.connect(self.switch_off)
        self.fold()

    def fold(self) -> None:
        """Forget what was typed and say how things stand."""
        for field in (self.first, self.again):
            field.forget()
        self.own.forget()
        self._form.hide()
        on = erasing.is_on(self._opened)
        self._state.say(
            self.tr("One is set here.") if on else self.tr("None is set here.")
        )
        said = self.tr("Choose another…") if on else self.tr("Choose one…")
        plain.button(self.choose, said)
        self.choose.setVisible(erasing.allowed(self._opened))
        self.off.setVisible(on)

    def _unfold(self, *, on: bool) -> None:
        self._work.banner.clear()
        for thing in (self.choose, self.off):
            thing.hide()
        self._new.setVisible(on)
        self.go.setVisible(on)
        self.end.setVisible(not on)
        self._form.show()
        self.own.setFocus()

    def switch_on(self) -> None:
        """Let the passphrase typed erase the vault from now on."""
        try:
            new = self._value()
        except IntakeError as error:
            self._work.banner.error(error)
            return
        opened, given = self._opened, self.own.given()
        self._work.do(
            self.tr("Keeping the passphrase that erases; this takes a few seconds"),
            lambda _report: given.use(
                lambda own, key: erasing.switch_on(opened, own, new, key)
            ),
            lambda _: self._done(
                self.tr(
                    "From now on this passphrase destroys the vault when it is typed "
                    "to unlock it."
                )
            ),
        )

    def switch_off(self) -> None:
        """Let no passphrase erase the vault any more."""
        opened, given = self._opened, self.own.given()
        self._work.do(
            self.tr("Switching it off; this takes a few seconds"),
            lambda _report: given.use(
                lambda own, key: erasing.switch_off(opened, own, key)
            ),
            lambda _: self._done(self.tr("No passphrase destroys this vault.")),
        )

    def _value(self) -> str:
        text = self.first.text
        if not text:
            self.first.setFocus()
            raise PassphraseTooWeak
        if text != self.again.text:
            self.again.setFocus()
            raise PassphrasesDiffer
        return text

    def _done(self, said: str) -> None:
        self.fold()
        self._work.banner.good(said)


def shown(opened: Opened) -> bool:
    """Tell whether there is anything to say of it: allowed here, or set before."""
    if erasing.is_on(opened):
        return True
    if opened.role is Role.INTERVIEWER:
        return erasing.allowed(opened)
    # A desk goes by the rules that it gives to others.
    return packs.policy(opened).erase_allowed
