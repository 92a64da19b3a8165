"""The ways into the vault: passphrases and security keys, listed, added, removed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from intake.app import opening, slots
from intake.app.opening import Opened
from intake.app.slots import Kind, Way
from intake.domain.errors import IntakeError, SecurityKeyUnsupported
from intake.ui import measure, messages, plain, tokens
from intake.ui.direction import isolate
from intake.ui.pages.own import Find, Given
from intake.ui.pages.way_form import Asked, WayForm
from intake.ui.pages.work import Work
from intake.ui.widgets.buttons import Button, QuietButton
from intake.ui.widgets.card import Card, deeds, rule
from intake.ui.widgets.flow import flow
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.page import clear
from intake.ui.widgets.words import Hint, Question, Small, Strong, Text

_WIDE = 1000


class WaysCard(Card):
    """Lists the ways in and lets them be changed; ``changed`` after each change."""

    changed = Signal()

    def __init__(
        self,
        opened: Opened,
        work: Work,
        *,
        find: Find = slots.find_security_key,
    ) -> None:
        """List the ways into the vault that *opened* is; *work* does the deeds."""
        super().__init__()
        self._opened = opened
        self._work = work
        self._find = find
        self.form: WayForm | None = None
        self.change = Button(self.tr("Change the passphrase"))
        self.more = Button(self.tr("Add a passphrase"), icon="plus")
        self.require = Button(self.tr("Want a security key as well"))
        self.spare = Button(self.tr("Add a spare security key"))
        self._no_keys = Small()
        self._list, self._place = QVBoxLayout(), QVBoxLayout()
        for column in (self._list, self._place):
            measure.gaps(column, spacing=tokens.TINY)
        self.add(Question(self.tr("Who and what opens this vault")))
        self.add(
            Text(
                self.tr(
                    "Each of these opens it alone. A second passphrase may lie with a "
                    "deputy or in a safe; a security key is of use to nobody without "
                    "the passphrase that belongs to it."
                )
            )
        )
        self.add(self._list)
        self._deeds = flow(self.change, self.more, self.require, self.spare)
        self.add(deeds(self._deeds))
        self.add(self._no_keys)
        self.add(self._place)
        self.change.clicked.connect(self._ask_change)
        self.more.clicked.connect(self._ask_more)
        self.require.clicked.connect(self._ask_require)
        self.spare.clicked.connect(self._ask_spare)
        self.reload()
        self._see_keys()

    # --- what there is

    def reload(self) -> None:
        """List the ways anew."""
        clear(self._list)
        found = slots.listed(self._opened)
        for way in found:
            self._list.addWidget(rule())
            self._list.addLayout(self._line(way, alone=len(found) == 1))
        self._list.addWidget(rule())

    def _line(self, way: Way, *, alone: bool) -> QHBoxLayout:
        named = self._named(way)
        line = QHBoxLayout()
        measure.gaps(line, spacing=tokens.GAP)
        line.addWidget(Icon("lock", "muted"), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        measure.gaps(words, margins=(0, 6, 0, 6), spacing=0)
        words.addWidget(Strong(named))
        if way.kind is Kind.SECURITY_KEY:
            words.addWidget(Hint(self.tr("A passphrase together with a security key")))
        else:
            words.addWidget(Hint(self.tr("A passphrase")))
        line.addLayout(words, _WIDE)
        line.addStretch(1)
        if not alone:
            remove = QuietButton(self.tr("Remove…"), icon="remove")
            plain.spoken(remove, self.tr("Remove {name}").format(name=named))
            remove.clicked.connect(lambda: self.ask_remove(way))
            line.addWidget(remove, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def _named(self, way: Way) -> str:
        return way.name or self.tr("The first passphrase")

    def _see_keys(self) -> None:
        """Grey what needs security keys where nothing here can speak to them."""
        try:
            self._find(None)
            why = ""
        except SecurityKeyUnsupported as error:
            why = messages.sentence(error)
        except IntakeError:
            # None is plugged in now; one may be later.
            why = ""
        for button in (self.require, self.spare):
            button.setEnabled(not why)
            plain.spoken(button, plain.button_text(button), why)
        self._no_keys.say(why)
        self._no_keys.setVisible(bool(why))

    # --- the forms

    def _ask_change(self) -> None:
        asked = Asked(
            self.tr("Another passphrase in place of the old one"),
            self.tr(
                "Copies of the vault that were made before still open with the old one."
            ),
            self.tr("Change it"),
            own=self.tr("The passphrase so far"),
            new=True,
        )
        self._show(asked, self.change_passphrase)

    def _ask_more(self) -> None:
        asked = Asked(
            self.tr("One more passphrase"),
            self.tr("Whoever knows it can do everything here that you can."),
            self.tr("Add it"),
            name=self.tr("What it is called in this list"),
            new=True,
        )
        self._show(asked, self.add_passphrase)

    def _ask_require(self) -> None:
        asked = Asked(
            self.tr("Your passphrase only together with a security key"),
            self.tr(
                "From then on your passphrase alone opens nothing. If the key is lost "
                "or breaks, only another way in helps: add a spare one."
            ),
            self.tr("Want the key from now on"),
            name=self.tr("What the key is called in this list"),
            pin=True,
        )
        self._show(asked, self.require_key)

    def _ask_spare(self) -> None:
        asked = Asked(
            self.tr("A security key with a passphrase of its own"),
            self.tr(
                "Put in the new key and no other, before you tie your own passphrase "
                "to one. Whoever has it and knows its passphrase can do everything "
                "here that you can."
            ),
            self.tr("Add it"),
            name=self.tr("What the key is called in this list"),
            new=True,
            pin=True,
        )
        self._show(asked, self.add_key)

    def ask_remove(self, way: Way) -> None:
        """Ask for what it takes to close a way in."""
        named = isolate(self._named(way))
        asked = Asked(
            self.tr("Remove {name}?").format(name=named),
            self.tr(
                "It opens this vault no more. Show with another way in that you can "
                "still come in yourself."
            ),
            self.tr("Remove {name}").format(name=named),
            own=self.tr("The passphrase of a way that stays"),
            danger=True,
        )
        self._show(asked, lambda: self.remove(way))

    def _show(self, asked: Asked, deed: Callable[[], object]) -> None:
        self.fold()
        self._work.banner.clear()
        self.form = WayForm(self._opened, asked, find=self._find)
        self._place.addWidget(self.form)
        self.form.wanted.connect(deed)
        self.form.left.connect(self.fold)
        self._deeds.hide()
        self.form.show()
        self.form.begin()

    def fold(self) -> None:
        """Put the form away and forget what was typed into it."""
        if self.form is not None:
            self.form.forget()
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._deeds.show()

    # --- the deeds

    def change_passphrase(self) -> None:
        """Let the new passphrase open the vault instead of the old one."""
        opened = self._opened
        self._do(
            self.tr("Changing the passphrase; this takes a few seconds"),
            lambda given, _name, new: given.use(
                lambda own, key: opening.change_passphrase(
                    opened, own, new, authenticator=key
                )
            ),
            self.tr(
                "From now on the new passphrase opens this vault, the old one not."
            ),
        )

    def add_passphrase(self) -> None:
        """Let one more passphrase open the vault."""
        opened = self._opened
        self._do(
            self.tr("Adding a way in; this takes a few seconds"),
            lambda given, name, new: given.use(
                lambda own, key: slots.add_passphrase(opened, own, new, name, key)
            ),
            self.tr("From now on this passphrase opens the vault, too."),
        )

    def require_key(self) -> None:
        """Let one's passphrase open the vault only together with a security key."""
        opened = self._opened
        self._do(
            self.tr("Touch the security key when it blinks"),
            lambda given, name, _new: slots.require_security_key(
                opened, given.passphrase, name, given.key()
            ),
            self.tr(
                "From now on your passphrase opens this vault only together with "
                "this security key."
            ),
        )

    def add_key(self) -> None:
        """Let a security key with a passphrase of its own open the vault."""
        opened = self._opened
        self._do(
            self.tr("Touch the security key when it blinks"),
            lambda given, name, new: given.use(
                lambda own, key: slots.add_security_key(
                    opened, own, new, name, given.key(), key
                )
            ),
            self.tr(
                "From now on this security key opens the vault, too, together with "
                "its passphrase."
            ),
        )

    def remove(self, way: Way) -> None:
        """Close a way in."""
        opened, named = self._opened, self._named(way)
        self._do(
            self.tr("Removing a way in; this takes a few seconds"),
            lambda given, _name, _new: given.use(
                lambda own, key: slots.remove(opened, own, way.place, key)
            ),
            self.tr("{name} opens this vault no more.").format(name=isolate(named)),
        )

    def _do(
        self, what: str, deed: Callable[[Given, str, str], object], said: str
    ) -> None:
        form = self.form
        if form is None or self._work.busy:
            return
        wrong = form.check()
        if wrong is not None:
            self._work.banner.error(wrong)
            return
        given, name, new = form.own.given(), form.called, form.value()
        self._work.do(
            what,
            lambda _report: deed(given, name, new),
            lambda _: self._done(said),
        )

    def _done(self, said: str) -> None:
        self.fold()
        self.reload()
        self._work.banner.good(said)
        self.changed.emit()
