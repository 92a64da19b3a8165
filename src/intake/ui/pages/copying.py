"""A second copy of the vault: written, read back, and opened once before it counts."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from intake.app import backup
from intake.app.backup import Made
from intake.app.opening import Opened
from intake.app.slots import find_security_key
from intake.domain.people import Role
from intake.ui import times
from intake.ui.direction import isolate
from intake.ui.pages.lines import marked
from intake.ui.pages.own import Find, Own
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets import files
from intake.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from intake.ui.widgets.card import Card, deeds
from intake.ui.widgets.page import clear
from intake.ui.widgets.words import Hint, Question, Strong, Text


class CopyCard(Card):
    """Offers to copy the vault into a folder or onto a stick."""

    def __init__(
        self,
        opened: Opened,
        work: Work,
        *,
        now: Callable[[], datetime] = times.now,
        find: Find = find_security_key,
    ) -> None:
        """Tell when the last copy was made; *work* makes the next."""
        super().__init__()
        self._opened = opened
        self._work = work
        self._now = now
        self._folder: Path | None = None
        self.choose = Button(self.tr("Make a copy…"), icon="stick")
        self.go = PrimaryButton(self.tr("Copy and check"))
        self.keep = QuietButton(self.tr("Not now"))
        self.own = Own(opened, find=find)
        self._state, self._place = Hint(), Strong()
        self._result = Card(bare=True)
        self.add(Question(self.tr("A second copy")))
        self.add(Text(self._what_for()))
        self.add(self._state)
        self.add(deeds(self.choose, None))
        self._asked = asked = Card(bare=True)
        asked.add(self._place)
        asked.add(
            Hint(
                self.tr(
                    "The copy is opened with your passphrase and read to its end "
                    "before it counts. That takes as long as the copying, or longer."
                )
            )
        )
        asked.add(self.own)
        asked.add(deeds(self.keep, None, self.go))
        self.add(asked)
        self.add(self._result)
        self.choose.clicked.connect(self._choose)
        self.go.clicked.connect(self.make)
        self.own.submitted.connect(self.make)
        self.keep.clicked.connect(self.fold)
        self.fold()
        self.reload()

    def _what_for(self) -> str:
        if self._opened.role is Role.INTERVIEWER:
            return self.tr(
                "If this laptop is lost, so is what was not handed over yet. A copy "
                "opens with the same passphrase. What is unfinished today can be read "
                "in it for as long as it exists: keep it apart, and destroy it when "
                "what was in it is sealed and handed over."
            )
        return self.tr(
            "The recovery sheets bring back the keys of this desk, not its records. "
            "A copy holds both and opens with the same passphrase. Keep it in another "
            "place, and destroy the old one when a newer is there."
        )

    def reload(self) -> None:
        """Tell when the last copy was made."""
        last = backup.last(self._opened)
        if last:
            said = self.tr("The last copy was made {day}.")
            day = times.iso_day(last, self._now())
            self._state.say(said.format(day=isolate(day)))
        else:
            self._state.say(self.tr("No copy of this vault was made yet."))

    def _choose(self) -> None:
        folder = files.choose_folder(self, self.tr("Where the copy goes"))
        if folder is not None:
            self.ask(folder)

    def ask(self, folder: Path) -> None:
        """Ask for the passphrase to copy into *folder*."""
        self._folder = folder
        self._work.banner.clear()
        self._result.hide()
        said = self.tr("Into a new folder within {place}")
        self._place.say(said.format(place=isolate(folder)))
        self.choose.hide()
        self._asked.show()
        self.own.reload()
        self.own.setFocus()

    def fold(self) -> None:
        """Forget the passphrase and offer to begin."""
        self.own.forget()
        self._asked.hide()
        self._result.hide()
        self.choose.show()

    def make(self) -> None:
        """Copy the vault and prove the copy."""
        folder, opened, now = self._folder, self._opened, self._now
        if folder is None or self._work.busy:
            return
        given = self.own.given()
        self._work.do(
            self.tr("Copying, reading back and opening the copy"),
            lambda report: given.use(
                lambda own, key: backup.make(
                    opened, folder, own, now(), report, authenticator=key
                )
            ),
            self._made,
        )

    def _made(self, made: Made) -> None:
        self.fold()
        self.reload()
        clear(self._result.body)
        title = self.tr("The copy is there and was opened: {name}")
        line = Text(title.format(name=isolate(made.path.name)))
        self._result.add(marked("good", "good", line))
        said = counted(
            made.objects,
            self.tr("{count} stored file, {size}."),
            self.tr("{count} stored files, {size}."),
            size=times.size(made.size),
        )
        self._result.add(Hint(said))
        if made.drafts:
            words = counted(
                made.drafts,
                self.tr(
                    "{count} interview in it is not sealed, and never will be there: "
                    "destroy this copy once it is sealed here."
                ),
                self.tr(
                    "{count} interviews in it are not sealed, and never will be there: "
                    "destroy this copy once they are sealed here."
                ),
            )
            self._result.add(marked("warning", "warning", Text(words)))
        if made.findings:
            found = " ".join(isolate(one) for one in made.findings)
            words = self.tr("The vault itself is damaged, and so is the copy: {found}")
            line = Text(words.format(found=found))
            self._result.add(marked("wrong", "error", line))
        self._result.show()
