"""Choosing a passphrase: how long it would hold, six words to take, typed twice."""

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.app import opening
from intake.domain.errors import PassphrasesDiffer, PassphraseTooWeak
from intake.ui import measure, plain, tokens
from intake.ui.direction import isolate
from intake.ui.marking import QT_TRANSLATE_NOOP
from intake.ui.pages.lines import marked
from intake.ui.tokens import Tone
from intake.ui.widgets.buttons import QuietButton
from intake.ui.widgets.card import row
from intake.ui.widgets.chip import Chip
from intake.ui.widgets.fields import FieldLabel
from intake.ui.widgets.passphrase import PassphraseField
from intake.ui.widgets.progress import Meter
from intake.ui.widgets.words import Hint, Question, Small

_CONTEXT = "NewPassphrase"
_FULL = 18
_PAUSE = 120

_HOLDS = {
    "seconds": QT_TRANSLATE_NOOP("NewPassphrase", "It would hold for seconds."),
    "hours": QT_TRANSLATE_NOOP("NewPassphrase", "It would hold for hours."),
    "days": QT_TRANSLATE_NOOP("NewPassphrase", "It would hold for days."),
    "months": QT_TRANSLATE_NOOP("NewPassphrase", "It would hold for months."),
    "years": QT_TRANSLATE_NOOP("NewPassphrase", "It would hold for years."),
    "centuries": QT_TRANSLATE_NOOP("NewPassphrase", "It would hold for centuries."),
}
_ADVICE = (
    QT_TRANSLATE_NOOP(
        "NewPassphrase", "Add words that have nothing to do with each other."
    ),
    QT_TRANSLATE_NOOP("NewPassphrase", "Dates are tried first."),
    QT_TRANSLATE_NOOP("NewPassphrase", "Names and common words are tried first."),
    QT_TRANSLATE_NOOP("NewPassphrase", "Repeating letters or words adds nothing."),
    QT_TRANSLATE_NOOP("NewPassphrase", "Rows of letters or numbers add nothing."),
    QT_TRANSLATE_NOOP("NewPassphrase", "Neighbouring keys add nothing."),
)


class NewPassphrase(QWidget):
    """Two fields for a new passphrase; ``value`` gives it once it is good."""

    submitted = Signal()

    def __init__(self, label: str = "") -> None:
        """Start empty, called *label*; nothing is offered until asked for."""
        super().__init__()
        self.setProperty("role", "clear")
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.SMALL_GAP)
        self.offered = Question()
        self._remark = Hint(
            self.tr("Drawn at random. Learn them, and type them below, twice.")
        )
        self.offer = QuietButton(self.tr("Offer me six words"))
        self.offer.clicked.connect(self._draw)
        for thing in (self.offered, self._remark):
            column.addWidget(thing)
            thing.hide()
        column.addLayout(row(self.offer, None))
        named = label or self.tr("Passphrase")
        self.first = PassphraseField(named)
        self.first.changed.connect(self._typed)
        column.addWidget(FieldLabel(named))
        column.addWidget(self.first)
        self._meter = Meter(self.tr("How well it holds"))
        self._chip = Chip("")
        self._told = Small()
        column.addWidget(self._meter)
        column.addLayout(row(self._chip, self._told))
        self._chip.hide()
        self.again = PassphraseField(self.tr("The same once more"))
        column.addWidget(FieldLabel(self.tr("The same once more")))
        column.addWidget(self.again)
        self.first.submitted.connect(self.again.setFocus)
        self.again.submitted.connect(self.submitted)
        column.addLayout(
            marked(
                "warning",
                "warning",
                Hint(
                    self.tr(
                        "Nobody can restore a forgotten passphrase: not your "
                        "organisation, not the makers of this program."
                    )
                ),
            )
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._weigh)
        self.setFocusProxy(self.first)

    def value(self) -> str:
        """Return the passphrase. Raises PassphraseTooWeak or PassphrasesDiffer."""
        text = self.first.text
        if not opening.strong_enough(text):
            self.first.setFocus()
            raise PassphraseTooWeak
        if text != self.again.text:
            self.again.setFocus()
            raise PassphrasesDiffer
        return text

    def forget(self) -> None:
        """Throw away what was typed and offered."""
        for field in (self.first, self.again):
            field.forget()
        self.offered.say("")
        for thing in (self.offered, self._remark):
            thing.hide()
        self._pause.stop()
        self._weigh()

    def _draw(self) -> None:
        self.offered.say(isolate(opening.offer_passphrase()))
        for thing in (self.offered, self._remark):
            thing.show()
        plain.button(self.offer, self.tr("Draw other words"))
        # Whoever types them now must not press this button with every space.
        self.first.setFocus()

    def _typed(self) -> None:
        self._pause.start()

    def _weigh(self) -> None:
        text = self.first.text
        weighed = opening.weigh(text)
        self._chip.setVisible(bool(text))
        if not text:
            self._meter.fill(0, _FULL)
            self._told.say("")
            return
        good = opening.strong_enough(text)
        self._meter.fill(min(_FULL, max(1, round(weighed.guesses_log10))), _FULL)
        if good:
            self._chip.say(self.tr("Strong"), Tone.GOOD)
        else:
            self._chip.say(self.tr("Could be guessed"), Tone.WARNING)
        told = [_HOLDS[weighed.seconds_text], *weighed.advice]
        said = [QCoreApplication.translate(_CONTEXT, words) for words in told]
        self._told.say(" ".join(isolate(words) for words in said))
