"""A record, opened to be read: what was agreed, what was said, what happened to it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QWidget

from intake.app import cards
from intake.app.desk import library, paging
from intake.app.desk.library import Attachment, Finding, OpenRecord, ReadPart
from intake.app.desk.paging import Row as Stored
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.domain.record import RecordState
from intake.ui import measure, shortcuts, times, tokens
from intake.ui import words as states
from intake.ui.desk import about, answers, attachments, history
from intake.ui.desk.answers import Manner
from intake.ui.desk.apart import Apart
from intake.ui.desk.attachments import AttachmentCard
from intake.ui.desk.library import taken
from intake.ui.desk.outline import RecordOutline
from intake.ui.direction import isolate
from intake.ui.pages.interview_strips import LanguageChoice
from intake.ui.pages.work import Work
from intake.ui.shortcuts import Key
from intake.ui.times import counted
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Button, QuietButton, Toggle
from intake.ui.widgets.card import Card
from intake.ui.widgets.card import row as line
from intake.ui.widgets.chip import Chip
from intake.ui.widgets.page import Page, clear
from intake.ui.widgets.words import Hint, Question, Small, Strong, Title

ABOUT, FILES, LOG = "about", "files", "log"


class RecordPage(Page):
    """One record; the outline leads to its parts, the bar back to the library."""

    left = Signal()
    lock_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        number: str,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Open record *number*, as soon as the page is shown."""
        self._outline = RecordOutline()
        super().__init__(rail=self._outline, bar=True)
        self._opened = opened
        self._number = number
        self._now = now
        self._record: OpenRecord | None = None
        self._manner = Manner()
        self._place = ABOUT
        self._marks: dict[str, QWidget] = {}
        self._findings: Sequence[Finding] = ()
        self._images: dict[str, QImage] = {}
        self._outline.chosen.connect(self.go)
        self._outline.lock_wanted.connect(self.lock_wanted)
        self.work = Work(self)
        self.languages: LanguageChoice | None = None
        self._build_bar()
        self.column.add(self.work.banner)
        self.column.add(self.work.line)
        self._body = Card(bare=True)
        measure.gaps(self._body.body, spacing=tokens.GAP)
        self.column.add(self._body, 1)
        shortcuts.bind(self, Key.BACK, self.left.emit)
        self._begin()

    @property
    def record(self) -> OpenRecord | None:
        """What is shown, once it is open."""
        return self._record

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the way back, not at the lock."""
        super().showEvent(event)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Open nothing more; what is open dies with the page."""
        self.work.line.stop()

    # --- the bar

    def _build_bar(self) -> None:
        self.back = QuietButton(self.tr("Library"), icon="back")
        self.back.clicked.connect(self.left)
        self._title = Strong("", wraps=False)
        self._chip = Chip("")
        self._chip.hide()
        self._who = Small(wraps=False)
        for thing in (self.back, self._title, self._chip, self._who):
            self.bar.add(thing)
        self.bar.gap()
        words_ = self.tr("Record {number}")
        self._title.say(words_.format(number=isolate(self._number)))

    def _show_head(self, found: Stored) -> None:
        word, tone = states.state(found.state)
        self._chip.say(word, tone)
        self._chip.show()
        at = self._now()
        day = taken(library.text(found, "begun") or found.day, at)
        self._who.say(
            self.tr("{name} · taken {day}").format(
                name=isolate(self._sender(found)), day=isolate(day)
            )
        )

    def _sender(self, found: Stored) -> str:
        for known in cards.known(self._opened):
            if known.card.fingerprint == found.sender:
                return known.card.name
        return library.text(found, "interviewer") or self.tr("not known")

    # --- opening

    def _begin(self) -> None:
        try:
            found = paging.row(self._opened, self._number)
        except IntakeError as error:
            self.work.banner.error(error)
            return
        self._show_head(found)
        if found.state is RecordState.SET_APART:
            self._outline.show_places([(ABOUT, self.tr("Overview"), 0)])
            self._outline.show_current(ABOUT)
            self._body.add(Title(self.tr("Set apart")))
            self.apart = Apart(
                self._opened, found, self._sender(found), self.work, self._now
            )
            self.apart.let_in.connect(self._reopen)
            self._body.add(self.apart)
            self._body.body.addStretch(1)
            return
        opened, now = self._opened, self._now
        self.work.do(
            self.tr("Opening the record"),
            lambda _report: library.read(opened, found, now()),
            self._show,
        )

    def _reopen(self) -> None:
        clear(self._body.body)
        self._begin()

    def _show(self, record: OpenRecord) -> None:
        self._record = record
        self._show_head(record.row)
        spoken = dict.fromkeys(
            name for part in record.parts for name in part.session.languages
        )
        if len(spoken) > 1:
            current = record.parts[0].session.language if record.parts else ""
            self.languages = LanguageChoice(tuple(spoken), current)
            self.languages.asked_in.connect(self._ask_in)
            self.languages.second_wanted.connect(self._second)
            self.bar.add(self.languages)
            shortcuts.bind(self, Key.SECOND_LANGUAGE, self.languages.turn_second)
        self._show_outline()
        self.go(ABOUT)

    def _show_outline(self) -> None:
        record = self._record
        if record is None:
            return
        places = [(ABOUT, self.tr("Overview"), 0)]
        for part in record.parts:
            places.append((part.name, part.title, 0))
            groups = list(answers.groups_of(part, self._manner))
            if len(groups) > 1 or (groups and groups[0].title != part.title):
                places += [(_key(part, group.ref), group.title, 1) for group in groups]
        if record.attachments:
            count = isolate(times.number(len(record.attachments)))
            words_ = self.tr("Attachments ({count})").format(count=count)
            places.append((FILES, words_, 0))
        places.append((LOG, self.tr("What happened to it"), 0))
        self._outline.show_places(places)

    # --- places

    def go(self, key: str) -> None:
        """Show a place of the outline; a group is scrolled to within its part."""
        wanted = key.partition(":")[0]
        if wanted != self._place or not self._marks:
            self._place = wanted
            self._draw()
        self._outline.show_current(key)
        self.work.banner.clear()
        mark = self._marks.get(key)
        if mark is not None:
            QTimer.singleShot(0, mark, lambda: self._to_top(mark))

    def _to_top(self, mark: QWidget) -> None:
        content = self.column.widget()
        bar = self.column.verticalScrollBar()
        if content is not None and not mark.isHidden():
            top = mark.mapTo(content, mark.rect().topLeft()).y()
            bar.setValue(max(0, top - measure.px(tokens.GAP)))

    def _draw(self) -> None:
        record = self._record
        if record is None:
            return
        clear(self._body.body)
        self._marks = {}
        match self._place:
            case place if place == ABOUT:
                self._draw_about(record)
            case place if place == FILES:
                self._draw_files(record)
            case place if place == LOG:
                self._draw_log(record)
            case _:
                for part in record.parts:
                    if part.name == self._place:
                        self._draw_part(part)

    def _add(self, thing: QWidget, key: str = "") -> None:
        self._body.add(thing)
        if key:
            self._marks[key] = thing

    def _draw_about(self, record: OpenRecord) -> None:
        self._add(Title(self.tr("Overview")), ABOUT)
        if not record.identity_here:
            notice = Banner()
            notice.info(
                self.tr(
                    "The identity is sealed to the custodian; this desk cannot open it."
                )
            )
            self._add(notice)
        for doubt in library.doubts(self._opened, record.row):
            notice = Banner()
            notice.warn(doubt)
            self._add(notice)
        self._add(about.facts(record, self._sender(record.row), self._now()))
        self._add(self._verifying())
        self._add(about.agreed(record.consent))
        self._body.body.addStretch(1)

    def _verifying(self) -> Card:
        card = Card()
        card.add(Question(self.tr("Is it what was sealed?")))
        if not self._findings:
            card.add(
                Hint(
                    self.tr(
                        "Checks every signature, every file and the log again, from "
                        "the sealed copy as it came."
                    )
                )
            )
        else:
            banner = Banner()
            if all(each.good for each in self._findings):
                banner.good(self.tr("Everything fits: it is what was sealed."))
            else:
                banner.error(
                    self.tr(
                        "Something does not fit. Do not use this record; ask the "
                        "interviewer to hand it over again."
                    )
                )
            card.add(banner)
            card.add(about.found(self._findings))
        self.verify = Button(self.tr("Verify"), icon="check")
        self.verify.clicked.connect(self._verify)
        card.add(line(self.verify, None))
        return card

    def _verify(self) -> None:
        record, opened, now = self._record, self._opened, self._now
        if record is None:
            return
        self.work.do(
            self.tr("Checking the record"),
            lambda _report: library.verify(opened, record.row, now()),
            self._verified,
        )

    def _verified(self, findings: Sequence[Finding]) -> None:
        self._findings = findings
        self._draw()
        self.verify.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw_part(self, part: ReadPart) -> None:
        self._add(Title(part.title), part.name)
        groups = list(answers.groups_of(part, self._manner))
        for group in groups:
            card = answers.card_of(part, group, self._manner)
            self._add(card, _key(part, group.ref))
        if not groups:
            self._add(Hint(self.tr("Nothing was answered in this part.")))
        aside = answers.set_aside(part)
        if aside is not None:
            self._add(aside)
        empty = answers.unanswered(part)
        if empty:
            said = counted(
                empty,
                self.tr("Show {count} question without an answer"),
                self.tr("Show {count} questions without an answer"),
            )
            toggle = Toggle(said)
            toggle.setChecked(self._manner.everything)
            toggle.toggled.connect(self._everything)
            self._add(toggle)
        self._body.body.addStretch(1)

    def _draw_files(self, record: OpenRecord) -> None:
        listed = attachments.listing(record, self._show_picture)
        for number, thing in enumerate(listed):
            self._add(thing, "" if number else FILES)
            if isinstance(thing, AttachmentCard):
                image = self._images.get(thing.attachment.sha256)
                if image is not None:
                    thing.show_picture(image)
        self._body.body.addStretch(1)

    def _show_picture(self, attachment: Attachment, card: AttachmentCard) -> None:
        record, opened = self._record, self._opened
        if record is None:
            return

        def shown(image: QImage) -> None:
            self._images[attachment.sha256] = image
            card.show_picture(image)

        self.work.do(
            self.tr("Opening the picture"),
            lambda report: attachments.load(opened, record, attachment, report),
            shown,
        )

    def _draw_log(self, record: OpenRecord) -> None:
        self._add(Title(self.tr("What happened to it")), LOG)
        self._add(
            Hint(
                self.tr(
                    "Each line is chained to the one before. Where the chain does not "
                    "fit what this desk has seen of the laptop before, the record "
                    "says so under its doubts."
                )
            )
        )
        self._add(history.heads(self._opened, record))
        self._body.body.addWidget(history.table(record, self._now()), 1)

    # --- how it is read

    def _ask_in(self, language: str) -> None:
        if self._record is None:
            return
        for part in self._record.parts:
            if language in part.session.languages:
                part.session.set_language(language)
        if self.languages is not None:
            self.languages.show_current(language)
        self._again()

    def _second(self, language: str) -> None:
        self._manner = replace(self._manner, second=language)
        self._again()

    def _everything(self, wanted: bool) -> None:  # noqa: FBT001 - a toggle's signal
        self._manner = replace(self._manner, everything=wanted)
        self._again()

    def _again(self) -> None:
        place = self.column.verticalScrollBar().value()
        self._draw()
        self._show_outline()
        self._outline.show_current(self._place)
        bar = self.column.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(place))


def _key(part: ReadPart, ref: str) -> str:
    return f"{part.name}:{ref}"
