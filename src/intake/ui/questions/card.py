"""One question on the page: what is asked, the answer, what is the matter with it."""

from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake.domain.record import Missing
from intake.forms import Item, Kind, Validity, styling
from intake.forms.styling import Styled
from intake.ui import measure, plain, words
from intake.ui.direction import isolate
from intake.ui.questions.beside import Beside
from intake.ui.questions.editors import editor_for
from intake.ui.questions.hands import Hands
from intake.ui.questions.matrix import in_a_row, is_head
from intake.ui.questions.note import NoteField
from intake.ui.questions.reading import title
from intake.ui.tokens import Tone
from intake.ui.widgets.buttons import FoldButton, QuietButton
from intake.ui.widgets.card import Card
from intake.ui.widgets.chip import Chip
from intake.ui.widgets.flow import Flow, flow
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import ErrorText, Hint, Question, Second, Text

_QUESTION, _SECOND, _HINT, _SECOND_HINT, _BESIDE, _GUIDANCE = range(6)
_LOST, _ERROR, _MARKED, _NOTE = range(4)
_CHOOSING = (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE)


Made = TypeVar("Made", bound=QWidget)


class QuestionCard(Card):
    """A question with its editor.

    ``strict`` shows that an answer is still needed; before a page has been left once,
    an empty question is no fault. ``second`` is the language shown small below.
    """

    def __init__(self, item: Item, hands: Hands, parent: QWidget | None = None) -> None:
        """Build the card of *item*; what the person does goes to *hands*."""
        row = in_a_row(item)
        super().__init__(parent, bare=item.kind is Kind.NOTE or row)
        self.item = item
        self.strict = False
        self.second = ""
        self._hands = hands
        self._refused = ""
        self._stored = ""
        self._typed = ""
        self._named = ("", "")
        self._asked = _Stack(self)
        kind = Text if item.kind is Kind.NOTE or row else Question
        self._question = self._asked.part(_QUESTION, kind)
        self.editor = (
            None if item.kind is Kind.NOTE else editor_for(item, self._answered, hands)
        )
        if self.editor is not None:
            self.editor.hold = lambda text: self._hands.hold(self.item.ref, text)
        self._held = ""
        self._below = _Stack(self)
        self._lay_out(row=row)
        self.refresh()

    def _lay_out(self, *, row: bool) -> None:
        if row and self.editor is not None:
            line = QHBoxLayout()
            measure.gaps(line, spacing=14)
            line.addLayout(self._asked.layout, 2)
            line.addWidget(self.editor, 3)
            self.add(line)
        else:
            self.add(self._asked.layout)
            if self.editor is not None:
                self.add(self.editor)
        self.add(self._below.layout)

    # --- from the form

    def refresh(self) -> None:
        """Show the item as it is now; focus, cursor and fresh typing stay."""
        item = self.item
        show_if(self, item.relevant)
        if not item.relevant:
            return
        self._say_words()
        if self.editor is not None and not self._holds_refused():
            self._refused = ""
            self.editor.second = self.second
            self.editor.refresh(item)
        self._say_state()
        if item.note or self._below.has(_NOTE):
            self.note.show_note(item.note)
        self._name()

    def _holds_refused(self) -> bool:
        """Tell whether the field holds what the form refused, to be put right."""
        return bool(self._refused) and self.item.value == self._stored

    def _say_words(self) -> None:
        item = self.item
        named = bool(item.plain()) or is_head(item)
        asked = item.styled() if named else styling.written(title(item))
        if item.required and self.editor is not None:
            asked = styling.followed(asked, " *")
        self._question.show_styled(asked)
        second = item.styled("label", self.second) if self.second else ()
        hint = item.styled("hint")
        second_hint = item.styled("hint", self.second) if self.second else ()
        for rank, kind, lines in (
            (_SECOND, Second, second if second != item.styled() else ()),
            (_HINT, Hint, hint),
            (_SECOND_HINT, Second, second_hint if second_hint != hint else ()),
        ):
            said = bool(styling.plain(lines))
            if said or self._asked.has(rank):
                label = self._asked.part(rank, kind)
                label.show_styled(lines)
                show_if(label, said)
        if item.media or self._asked.has(_BESIDE):
            beside = self._asked.part(_BESIDE, self._make_beside)
            beside.show_media(item.media, title(item))
        if item.guidance:
            self._asked.part(_GUIDANCE, _Guidance).say(item.styled("guidance"))

    def _say_state(self) -> None:
        item = self.item
        lost = ", ".join(isolate(value) for value in item.lost)
        gone = self.tr(
            "Chosen before, and no longer offered: {values}. It is kept; choose again, "
            "or write a note why it holds."
        )
        self._say_line(_LOST, _Lost, gone.format(values=lost) if lost else "")
        error = self._error_text()
        self._say_line(_ERROR, _Error, error)
        wrong = bool(error)
        self.show_state("wrong" if wrong else "lost" if lost else "")
        if self.editor is not None:
            self.editor.mark("wrong" if wrong else "")
        if item.missing is not None or self._below.has(_MARKED):
            marked = self._below.part(_MARKED, self._make_marked)
            marked.show_reason(item.missing)

    def _say_line(self, rank: int, kind: type["_Line"], text: str) -> None:
        if text or self._below.has(rank):
            self._below.part(rank, kind).say(text)

    def _make_beside(self) -> Beside:
        return Beside(lambda name: self._hands.resource(self.item.ref, name))

    def _make_marked(self) -> "_Marked":
        return _Marked(lambda: self._hands.mark(self.item.ref, None))

    @property
    def note(self) -> "NoteField":
        """The note field, made when it is first needed."""
        return self._below.part(
            _NOTE,
            lambda: NoteField(
                self._noted,
                lambda text: self._hands.hold(self.item.ref, text, note=True),
            ),
        )

    def _error_text(self) -> str:
        item = self.item
        if self._refused:
            return self._refused
        match item.validity:
            case Validity.CONSTRAINT:
                return item.plain("message") or self.tr(
                    "This answer does not fit. Change it, or keep it and write a note "
                    "why it is right."
                )
            case Validity.REQUIRED if self.strict and item.missing is None:
                return item.plain("message") or self.tr(
                    "This still needs an answer, or a reason why there is none."
                )
            case _:
                return ""

    def _name(self) -> None:
        """Name the fields for a screen reader: question, hint, what is the matter."""
        if self.editor is None:
            return
        item = self.item
        name = title(item)
        if item.required:
            name = f"{name} ({self.tr('needs an answer')})"
        told = [item.plain("hint"), *self._below.texts()]
        if item.missing is not None:
            told.append(words.missing(item.missing))
        description = " ".join(part for part in told if part)
        if (name, description) != self._named or item.kind in _CHOOSING:
            self._named = (name, description)
            self.editor.name(name, description)

    # --- from the person

    def flush(self) -> None:
        """Store what is typed; what is not yet an answer goes into the note."""
        if self.editor is not None:
            self.editor.flush()
            loose = self._refused_text() or self.editor.loose()
            if loose and loose not in self.item.note:
                kept = self.tr("Typed, but not yet an answer: {text}")
                lines = [self.item.note, kept.format(text=loose)]
                self._hands.note(self.item.ref, "\n".join(filter(None, lines)))
        if self._below.has(_NOTE):
            self.note.flush()

    def hold_loose(self) -> None:
        """Keep what is typed and is no answer yet, until it is one or is gone."""
        loose = ""
        if self.editor is not None:
            loose = self._refused_text() or self.editor.loose()
        if loose != self._held:
            self._held = loose
            self._hands.hold(self.item.ref, loose)

    def take_focus(
        self, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason
    ) -> None:
        """Put the cursor into the answer; by Tab, a line is chosen whole."""
        target = self.editor if self.editor is not None else self
        target.setFocus(reason)

    def write_note(self) -> None:
        """Open the note and put the cursor into it."""
        self.note.open()

    def mark(self, missing: Missing | None) -> None:
        """Say why there is no answer."""
        self._hands.mark(self.item.ref, missing)

    def clear_answer(self) -> None:
        """Take the answer away."""
        self._answered("")

    def _refused_text(self) -> str:
        return self._typed if self._refused else ""

    def _answered(self, value: str) -> None:
        self._stored = self.item.value
        self._typed = value
        # Refused or stored, what the form says now stands under the answer.
        objection = self.editor.objection(value) if self.editor is not None else ""
        self._refused = objection or self._hands.answer(self.item.ref, value)
        self._say_state()
        self._name()

    def _noted(self, text: str) -> None:
        self._hands.note(self.item.ref, text)


class _Line(QWidget):
    """A line with an icon that says what is the matter; hidden when nothing is."""

    icon, role = "wrong", "error"

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        line = QHBoxLayout(self)
        measure.gaps(line, spacing=6)
        self._label = ErrorText()
        self._label.setProperty("role", self.role)
        line.addWidget(Icon(self.icon, self.role), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._label, 1000)
        line.addStretch(1)

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, text: str) -> None:
        self._label.say(text)
        plain.spoken(self, text)
        show_if(self, bool(text))


class _Error(_Line):
    """What does not fit."""


class _Lost(_Line):
    """What was chosen and is no longer offered."""

    icon, role = "warning", "warning"


class _Marked(QWidget):
    """The reason why there is no answer, and the way to take it back."""

    def __init__(self, take_back: Callable[[], None]) -> None:
        super().__init__()
        self._chip = Chip("", Tone.QUIET)
        button = QuietButton(QCoreApplication.translate("QuestionCard", "Take back"))
        button.clicked.connect(take_back)
        Flow(self._chip, button, parent=self)

    def show_reason(self, missing: Missing | None) -> None:
        if missing is not None:
            self._chip.say(words.missing(missing), Tone.QUIET)
        show_if(self, missing is not None)


class _Guidance(QWidget):
    """What is only for the interviewer, folded away until wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        words_ = QCoreApplication.translate("QuestionCard", "For you, the interviewer")
        fold = FoldButton(words_, icon="info")
        fold.setCheckable(True)
        self._text = Hint()
        self._text.hide()
        fold.toggled.connect(self._text.setVisible)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=4)
        column.addWidget(flow(fold))
        column.addWidget(self._text)

    def say(self, lines: Styled) -> None:
        self._text.show_styled(lines)


class _Stack:
    """Parts one under another in a fixed order, each made when first needed."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self._parts: dict[int, QWidget] = {}
        self.layout = QVBoxLayout()
        measure.gaps(self.layout, spacing=6)

    def has(self, rank: int) -> bool:
        return rank in self._parts

    def part(self, rank: int, make: Callable[[], Made]) -> Made:
        found = self._parts.get(rank)
        if found is None:
            found = make()
            found.setParent(self._owner)
            self._parts[rank] = found
            place = sum(other < rank for other in self._parts)
            self.layout.insertWidget(place, found)
            if self._owner.isVisible():
                found.show()
        return cast("Made", found)

    def texts(self) -> list[str]:
        """Return what the lines in view say."""
        lines = (part for _, part in sorted(self._parts.items()))
        return [line.text for line in lines if isinstance(line, _Line)]
