"""When the program locks by itself, and whether the system tells it to here."""

from intake.app import opening
from intake.app.desk import packs as desk_packs
from intake.app.field import packs
from intake.app.opening import Opened
from intake.domain.people import Role
from intake.ui.pages.lines import marked
from intake.ui.times import counted
from intake.ui.widgets.card import Card
from intake.ui.widgets.words import Question, Text
from intake.ui.window import Window


class LockingCard(Card):
    """Says what locks the vault; nothing here can be switched off."""

    def __init__(self, window: Window, opened: Opened) -> None:
        """Look how things are in *window* and the vault that *opened* is."""
        super().__init__()
        self.add(Question(self.tr("What locks this vault")))
        rules = desk_packs if opened.role is not Role.INTERVIEWER else packs
        idle = counted(
            rules.policy(opened).lock_minutes,
            self.tr("{count} minute without a key or a movement"),
            self.tr("{count} minutes without a key or a movement"),
        )
        heard = window.sleeping
        for works, words, lacking in (
            (True, self.tr("Ctrl\u00a0+\u00a0L, anywhere, also over a dialog"), ""),
            (True, idle, ""),
            (
                heard is not None and heard.hears_screen,
                self.tr("Locking the screen of this machine"),
                self.tr(
                    "Locking the screen does not lock the vault on this machine: "
                    "the system does not tell of it. Press Ctrl\u00a0+\u00a0L "
                    "before you go."
                ),
            ),
            (
                heard is not None and heard.hears_sleep,
                self.tr("Closing the lid, or sending the machine to sleep"),
                self.tr(
                    "Sleep does not lock the vault on this machine: the system does "
                    "not tell of it. Press Ctrl\u00a0+\u00a0L before you close the lid."
                ),
            ),
        ):
            if works:
                self.add(marked("good", "good", Text(words)))
            else:
                self.add(marked("warning", "warning", Text(lacking)))
        if opening.swap_warning():
            words = self.tr(
                "This computer may write parts of its memory to the disk in clear "
                "(swap). Switch swap off, or have it encrypted."
            )
            self.add(marked("warning", "warning", Text(words)))
