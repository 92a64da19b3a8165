"""Handing over: which sealed records leave, to whom, on what; proved to be there."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStorageInfo, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout

from intake.app.field import packs, sending
from intake.app.field.sending import Sent
from intake.app.opening import Opened
from intake.domain.people import digits
from intake.ui import measure, plain, times, tokens
from intake.ui.direction import isolate
from intake.ui.pages.handed import HandedCard, still_to_write
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets import files
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Button, PrimaryButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.choices import CheckCard, RadioCard
from intake.ui.widgets.digits import DigitsLine
from intake.ui.widgets.empty import EmptyState
from intake.ui.widgets.flow import flow
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page, clear
from intake.ui.widgets.words import Hint, Question, Strong, Text

_STICKS = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


class HandOver(Page):
    """Writes sealed records to a stick or folder, read back and compared."""

    desk_wanted = Signal()
    list_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
        send: Callable[..., Sent] = sending.send,
    ) -> None:
        """List what is sealed and waits; *send* is the deed."""
        super().__init__(rail=rail, foot=True)
        self._opened = opened
        self._now = now
        self._deed = send
        self.folder: Path | None = None
        self.records: dict[str, CheckCard] = {}
        self._waiting = sending.waiting(opened)
        self.heading(self.tr("Hand over"))
        self.send = PrimaryButton(self.tr("Hand over"), icon="stick")
        self.send.clicked.connect(self.go)
        self.choose = Button(self.tr("Another folder…"))
        self.choose.clicked.connect(self._choose)
        self.look = Button(self.tr("Look for sticks again"))
        self.look.clicked.connect(self.show_sticks)
        self._leaving = Card()
        self._to = Card()
        self._where = Card()
        hold = (self.send, self._leaving, self._where)
        self.work = Work(self, hold)
        self.work.banner.taken.connect(self.desk_wanted)
        self.column.add(self.work.banner)
        # Beside what is held, never in it: a Stop that is held stops nothing.
        self.column.add(self.work.line)
        self.rest = Banner()
        self.column.add(self.rest)
        self._result = HandedCard(self.list_wanted.emit)
        self.column.add(self._result)
        self._sum = Text()
        self._sticks = QVBoxLayout()
        self._places = QButtonGroup(self)
        desk = packs.desk(opened)
        if not self._waiting:
            self.foot.hide()
            self._show_nothing()
        elif desk is None:
            self.foot.hide()
            self.work.banner.info(
                self.tr(
                    "This laptop does not know the desk yet. Take in the pack from "
                    "your coordinator first."
                )
            )
            self.work.banner.offer(self.tr("Take in the pack"))
        else:
            self._show_records(desk)
        self.column.rest()

    def _show_nothing(self) -> None:
        button = PrimaryButton(self.tr("All interviews"))
        button.clicked.connect(self.list_wanted)
        self.column.add(
            EmptyState(
                self.tr("Nothing waits to be handed over"),
                self.tr(
                    "Sealed interviews stand here until they leave for the desk on a "
                    "stick."
                ),
                icon="stick",
                button=button,
            ),
            1,
        )

    def _show_records(self, desk: packs.Desk) -> None:
        at = self._now()
        self._leaving.add(Question(self.tr("What is leaving")))
        for found in self._waiting:
            sent = sending.exported(found)
            words = self.tr("Sealed {day}").format(
                day=isolate(times.day(found.changed, at))
            )
            if sent is not None:
                words = self.tr("Handed over {day}; waits for the receipt").format(
                    day=isolate(times.day(sent, at))
                )
            record = CheckCard(found.name, second=words)
            record.setChecked(sent is None)
            record.toggled.connect(self._count)
            self.records[found.id] = record
            self._leaving.add(record)
        self._leaving.add(self._sum)
        self._to.add(Question(self.tr("To whom")))
        self._to.add(Strong(desk.card.name))
        self._to.add(row(DigitsLine(digits(desk.card.fingerprint)), None))
        compared = self.tr(
            "You compared these digits {day}. Only this desk can open it."
        )
        self._to.add(Hint(compared.format(day=isolate(times.day(desk.compared, at)))))
        self._where.add(Question(self.tr("Where to")))
        measure.gaps(self._sticks, spacing=tokens.SMALL_GAP)
        self._where.add(self._sticks)
        self._where.add(flow(self.choose, self.look))
        for card in (self._leaving, self._to, self._where):
            self.column.add(card)
        self._say_rest()
        self.foot.gap()
        self.foot.add(self.send)
        self.show_sticks()
        self._count()

    # --- where to

    def show_sticks(self) -> None:
        """Look for sticks, and offer them with the folder chosen before."""
        found = sticks()
        if self.folder is not None and self.folder not in [path for path, _ in found]:
            found.append((self.folder, ""))
        clear(self._sticks)
        if not found:
            self._sticks.addWidget(
                Hint(
                    self.tr(
                        "No stick is in sight. Put one in and look again, or choose "
                        "a folder."
                    )
                )
            )
        for path, free in found:
            place = RadioCard(_name(path), second=self._described(path, free))
            self._places.addButton(place)
            self._sticks.addWidget(place)
            place.toggled.connect(
                lambda on, path=path: self.choose_folder(path) if on else None
            )
            if path == self.folder:
                place.setChecked(True)
        self._count()

    def _described(self, path: Path, free: str) -> str:
        if not free:
            return isolate(path)
        return self.tr("{place} · {size} free").format(
            place=isolate(path), size=isolate(free)
        )

    def choose_folder(self, folder: Path) -> None:
        """Hand over into *folder*."""
        self.folder = folder
        self._count()

    def _choose(self) -> None:
        folder = files.choose_folder(self, self.tr("Where to"))
        if folder is not None:
            self.folder = folder
            self.show_sticks()

    # --- handing over

    def chosen(self) -> tuple[str, ...]:
        """Return the ids of the records that are marked to leave."""
        return tuple(key for key, box in self.records.items() if box.isChecked())

    def _count(self) -> None:
        keys = self.chosen()
        rows = [each for each in self._waiting if each.id in keys]
        size = sending.size_of(self._opened, rows)
        self._sum.say(
            counted(
                len(rows),
                self.tr("{count} record, {size}"),
                self.tr("{count} records, {size}"),
                size=times.size(size),
            )
            if rows
            else self.tr("Nothing is marked to leave.")
        )
        plain.button(
            self.send,
            counted(
                len(rows),
                self.tr("Hand over {count} record"),
                self.tr("Hand over {count} records"),
            )
            if rows
            else self.tr("Hand over"),
        )
        if not self.work.busy:
            self.send.setEnabled(bool(rows) and self.folder is not None)

    def go(self) -> None:
        """Write what is marked, read it back and compare."""
        folder, keys = self.folder, self.chosen()
        if folder is None or not keys or self.work.busy:
            return
        opened, now, send = self._opened, self._now, self._deed
        self._result.hide()
        self.work.do(
            self.tr("Writing to the stick, reading it back and comparing"),
            lambda report: send(opened, folder, now(), report, keys),
            self._sent,
        )

    def _sent(self, sent: Sent) -> None:
        done = self._result.tell(sent)
        if not sent.remaining:
            said = self.tr("Handed over now; waits for the receipt")
            for key in self.chosen():
                self.records[key].second = said
                self.records[key].setChecked(False)
        self._say_rest()
        self.column.reveal(self._result)
        done.setFocus()

    def _say_rest(self) -> None:
        """Say what of an earlier handing over is on no stick yet."""
        rest = still_to_write(sending.begun(self._opened))
        if rest:
            self.rest.warn(rest)
        else:
            self.rest.clear()


def sticks() -> list[tuple[Path, str]]:
    """Find the sticks in this machine: where each is, and how much is free on it."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        usable = volume.isValid() and volume.isReady() and not volume.isReadOnly()
        if usable and f"{path}/".startswith(_STICKS):
            found.append((Path(path), times.size(volume.bytesAvailable())))
    return found


def _name(path: Path) -> str:
    return path.name or str(path)
