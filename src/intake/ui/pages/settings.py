"""Settings: how the windows look, the passphrase, and two things to check."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.app import opening
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.ui import measure, plain, times, tokens
from intake.ui.direction import isolate
from intake.ui.look import Look, Theme, current
from intake.ui.pages.new_passphrase import NewPassphrase
from intake.ui.pages.work import Work
from intake.ui.widgets.buttons import Button, PrimaryButton, QuietButton, Toggle
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.fields import DropDown, FieldLabel
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.passphrase import PassphraseField
from intake.ui.widgets.words import Hint, Question, Text
from intake.ui.window import Window

_WAYS = {"": None, "ltr": False, "rtl": True}
_FIELD = 300


class Settings(Page):
    """What a person may change; for both desks."""

    def __init__(self, window: Window, opened: Opened, rail: NavigationRail) -> None:
        """Show what is set for *window* and the vault that *opened* is."""
        super().__init__(rail=rail)
        self._window = window
        self._opened = opened
        self.heading(self.tr("Settings"))
        self.language = DropDown()
        self.way = DropDown()
        self.scale = DropDown()
        self.theme = DropDown()
        self.contrast = Toggle(self.tr("High contrast"))
        self.change = Button(self.tr("Change the passphrase"))
        self.check = Button(self.tr("Check the vault"))
        self.do_change = PrimaryButton(self.tr("Change it"))
        hold = (self.change, self.check, self.do_change)
        self.work = Work(self, hold)
        self.checking = Work(self, hold)
        for card in (
            self._made_look(),
            self._made_passphrase(),
            self._made_check(),
            self._made_offline(),
        ):
            self.column.add(card)
        self.column.rest()
        self.show_look()
        window.look_changed_to.connect(self.show_look)

    # --- the look

    def _made_look(self) -> Card:
        self.language.put([("en", "English")])
        self.way.put(
            [
                ("", self.tr("As the language does")),
                ("ltr", self.tr("From left to right")),
                ("rtl", self.tr("From right to left")),
            ]
        )
        self.scale.put([(str(zoom), _percent(zoom)) for zoom in tokens.ZOOMS])
        self.theme.put([(Theme.LIGHT, self.tr("Light")), (Theme.DARK, self.tr("Dark"))])
        card = Card()
        card.add(Question(self.tr("Language and look")))
        for label, field in (
            (self.tr("Language of the program"), self.language),
            (self.tr("Pages run"), self.way),
            (self.tr("Size of everything"), self.scale),
            (self.tr("Colours"), self.theme),
        ):
            card.add(FieldLabel(label))
            card.add(row(field, None))
            measure.size(field, least_width=_FIELD)
            plain.spoken(field, label)
            field.activated.connect(self._wear)
        card.add(self.contrast)
        self.contrast.toggled.connect(self._wear)
        card.add(
            Hint(
                self.tr(
                    "The questions are asked in the languages of their form; choose "
                    "those in the interview. Ctrl\u00a0+ and Ctrl\u00a0- change the "
                    "size anywhere."
                )
            )
        )
        return card

    def show_look(self, _look: Look | None = None) -> None:
        """Show the look in force."""
        worn = current()
        self.language.choose(worn.language)
        ways = {way: key for key, way in _WAYS.items()}
        self.way.choose(ways[worn.mirrored])
        self.scale.choose(str(worn.zoom))
        self.theme.choose(worn.theme)
        before = self.contrast.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.contrast.setChecked(worn.contrast)
        self.contrast.blockSignals(before)

    def _wear(self) -> None:
        self._window.wear(
            Look(
                theme=Theme(self.theme.value),
                contrast=self.contrast.isChecked(),
                zoom=int(self.scale.value or current().zoom),
                language=self.language.value or current().language,
                mirrored=_WAYS[self.way.value],
            )
        )

    # --- the passphrase

    def _made_passphrase(self) -> Card:
        card = Card()
        card.add(Question(self.tr("Passphrase")))
        card.add(self.work.banner)
        self.old = PassphraseField(self.tr("The passphrase so far"))
        self.new = NewPassphrase()
        self.fields = QWidget()
        column = QVBoxLayout(self.fields)
        measure.gaps(column, spacing=tokens.SMALL_GAP)
        column.addWidget(FieldLabel(self.tr("The passphrase so far")))
        column.addWidget(self.old)
        column.addWidget(self.new)
        self.do_change.clicked.connect(self.change_passphrase)
        self.new.submitted.connect(self.change_passphrase)
        keep = QuietButton(self.tr("Keep the old one"))
        keep.clicked.connect(self._fold)
        column.addLayout(row(keep, None, self.do_change))
        self.fields.hide()
        card.add(self.fields)
        card.add(row(self.change, None))
        card.add(self.work.line)
        self.change.clicked.connect(self._unfold)
        return card

    def _unfold(self) -> None:
        self.work.banner.clear()
        self.fields.show()
        self.change.hide()
        self.old.setFocus()
        self.column.reveal(self.fields)

    def _fold(self) -> None:
        self.old.forget()
        self.new.forget()
        self.fields.hide()
        self.change.show()
        self.change.setFocus()

    def change_passphrase(self) -> None:
        """Let the new passphrase open the vault instead of the old one."""
        try:
            new = self.new.value()
        except IntakeError as error:
            self.work.banner.error(error)
            self.column.reveal(self.work.banner)
            return
        opened, old = self._opened, self.old.text
        self.work.do(
            self.tr("Changing the passphrase; this takes a few seconds"),
            lambda _report: opening.change_passphrase(opened, old, new),
            self._changed,
        )

    def _changed(self, _result: object) -> None:
        self._fold()
        self.work.banner.good(
            self.tr("From now on the new passphrase opens this vault, the old one not.")
        )

    # --- what can be checked

    def _made_check(self) -> Card:
        card = Card()
        card.add(Question(self.tr("Is the vault whole?")))
        card.add(
            Text(
                self.tr(
                    "Reads every page of the store and the log of what happened, and "
                    "looks for damage."
                )
            )
        )
        card.add(self.checking.banner)
        card.add(self.checking.line)
        card.add(row(self.check, None))
        self.check.clicked.connect(self.check_vault)
        return card

    def check_vault(self) -> None:
        """Look for damage and say what was found."""
        opened = self._opened
        self.checking.do(
            self.tr("Checking the vault"),
            lambda _report: opening.check(opened),
            self._checked,
        )

    def _checked(self, findings: tuple[str, ...]) -> None:
        if not findings:
            self.checking.banner.good(self.tr("Everything in the vault is whole."))
            return
        found = " ".join(isolate(one) for one in findings)
        words = self.tr("Make a copy of the vault's folder before you go on. {found}")
        self.checking.banner.warn(words.format(found=found))

    def _made_offline(self) -> Card:
        card = Card()
        card.add(Question(self.tr("How do I know that it stays offline?")))
        for text in (
            self.tr(
                "The program holds no part that could use a network: not for updates, "
                "not for statistics, not for help."
            ),
            self.tr(
                "See for yourself: switch the network off, and everything works the "
                "same. Or ask the system which programs use the network while this "
                "one runs; on Linux, “ss -tupan” lists them, and this one is not among "
                "them."
            ),
        ):
            card.add(Text(text))
        return card


def _percent(zoom: int) -> str:
    return isolate(f"{times.number(zoom)} %")
