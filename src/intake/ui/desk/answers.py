"""A part of a record to read: questions quiet, answers plain, an account as text.

Everything runs the way its own language does: a question by the language it was asked
in, an answer by its first letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.app.desk.library import ReadPart
from intake.domain import dates
from intake.domain.errors import DateUnreadable
from intake.forms import Item, Kind
from intake.ui import direction, look, measure, plain, tokens, words
from intake.ui.direction import isolate
from intake.ui.questions.reading import said, title, walk
from intake.ui.widgets.card import Card, rule
from intake.ui.widgets.words import (
    Hint,
    Question,
    Second,
    Section,
    Small,
    Strong,
    Text,
    selectable,
)

_PROSE = frozenset(("narrative", "multiline"))
_NARRATIVE = "narrative"
_SHORT = 60
_MARGINS = (22, 18, 22, 20)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a part is read: a ``second`` language small below, what has no answer too."""

    second: str = ""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are read together; ``ref`` is their place in the form."""

    ref: str
    title: str
    items: tuple[Item, ...]


def groups_of(part: ReadPart, manner: Manner) -> Iterator[Group]:
    """Yield the groups of *part* in which there is something to read.

    Questions that stand in no group come under the title of the part.
    """
    loose: list[Item] = []

    def gathered() -> Iterator[Group]:
        if any(_is_shown(item, manner) for item in loose):
            yield Group(loose[0].ref, part.title, tuple(loose))
        loose.clear()

    for item in part.session.root.children:
        if item.kind not in (Kind.GROUP, Kind.REPEAT):
            loose.append(item)
            continue
        yield from gathered()
        if _is_shown(item, manner):
            inner = (item,) if item.kind is Kind.REPEAT else item.children
            yield Group(item.ref, title(item), tuple(inner))
    yield from gathered()


def card_of(part: ReadPart, group: Group, manner: Manner) -> Card:
    """Show a group of questions with their answers."""
    card = Card()
    measure.gaps(card.body, margins=_MARGINS, spacing=tokens.GAP)
    # The card runs as its questions do, whatever way the page around it runs.
    card.setLayoutDirection(direction.of_language(part.session.language))
    card.add(Question(group.title))
    for item in group.items:
        for block in _blocks(part, item, manner, depth=0):
            card.add(block)
    plain.spoken(card, group.title)
    return card


def _is_shown(item: Item, manner: Manner) -> bool:
    return any(
        manner.everything or one.value or one.missing or one.note or one.lost
        for one in walk(item)
    )


def unanswered(part: ReadPart) -> int:
    """Count the questions of *part* that have neither an answer nor a reason."""
    return sum(
        not item.value and item.missing is None for item in walk(part.session.root)
    )


def _blocks(
    part: ReadPart, item: Item, manner: Manner, depth: int
) -> Iterator[QWidget]:
    if not item.relevant:
        return
    match item.kind:
        case Kind.GROUP:
            inner = [
                block
                for child in item.children
                for block in _blocks(part, child, manner, depth + 1)
            ]
            if inner:
                if item.label:
                    yield Section(item.plain())
                yield from inner
        case Kind.REPEAT:
            yield from _series(part, item, manner, depth)
        case Kind.NOTE | Kind.VALUE | Kind.ROOT | Kind.INSTANCE:
            return
        case _:
            if (
                item.value
                or item.missing
                or item.note
                or item.lost
                or manner.everything
            ):
                yield _answer(part, item, manner)


def _series(
    part: ReadPart, series: Item, manner: Manner, depth: int
) -> Iterator[QWidget]:
    if not series.children:
        return
    if series.label and depth:
        yield Section(series.plain())
    for number, entry in enumerate(series.children):
        prose = [one for one in walk(entry) if _NARRATIVE in one.appearance]
        if any(one.value for one in prose):
            yield _passage(part, entry, manner)
            continue
        inner = [
            block
            for child in entry.children
            for block in _blocks(part, child, manner, depth + 1)
        ]
        if inner:
            if number:
                yield rule()
            yield Strong(_entry_title(entry, number))
            yield from inner


def _passage(part: ReadPart, entry: Item, manner: Manner) -> QWidget:
    """Show a stretch of an account: the words large, who and how small around them."""
    frame, column = _frame()
    texts = [item for item in walk(entry) if _NARRATIVE in item.appearance]
    others = [item for item in walk(entry) if item not in texts]
    before = [item for item in others if item.field.order < texts[0].field.order]
    after = [item for item in others if item not in before]
    speaker = [read(item) for item in before if item.value and not item.note]
    if speaker:
        column.addWidget(Small(" · ".join(speaker)))
    before = [item for item in before if item.note or not item.value]
    for item in before:
        _add_beside(column, part, item, manner)
    for number, item in enumerate(texts):
        if number and item.value:
            column.addWidget(Small(item.plain()))
        if item.value:
            _add_prose(column, item)
        else:
            _add_beside(column, part, item, manner)
    for item in after:
        _add_beside(column, part, item, manner)
    return frame


def _add_prose(column: QVBoxLayout, item: Item) -> None:
    for paragraph in item.value.split("\n"):
        if paragraph.strip():
            column.addWidget(_prose(paragraph))
    if item.note:
        column.addWidget(_note(item))


def _add_beside(
    column: QVBoxLayout, part: ReadPart, item: Item, manner: Manner
) -> None:
    """Add a short answer on the line of its question, if there is something to say."""
    if item.value or item.missing or item.note:
        column.addWidget(_beside(item))
    elif manner.everything:
        column.addWidget(_answer(part, item, manner))


def _entry_title(entry: Item, number: int) -> str:
    """Name an entry of a repeat: by its own label, its first answer, or its number."""
    general = entry.parent.plain() if entry.parent is not None else ""
    own = entry.plain()
    if own and own != general:
        return own
    first = next((read(item) for item in walk(entry) if item.value), "")
    return first or f"{general} {number + 1}".strip()


def _beside(item: Item) -> QWidget:
    """Show a short answer on the line of its question."""
    frame, column = _frame()
    asked = isolate(title(item))
    answer = isolate(read(item) or _reason(item))
    column.addWidget(Small(f"{asked} {answer}"))
    if item.note:
        column.addWidget(_note(item))
    return frame


def _answer(part: ReadPart, item: Item, manner: Manner) -> QWidget:
    frame, column = _frame()
    language = part.session.language
    column.addWidget(Hint(title(item)))
    if manner.second and manner.second != language:
        other = item.plain("label", manner.second)
        if other and other != item.plain():
            column.addWidget(_running(Second(other), manner.second))
    text = read(item)
    if item.value:
        long = bool(_PROSE & set(item.appearance))
        column.addWidget(_prose(text) if long else _said(text))
        selectable(_last(column))
    elif item.missing is not None:
        column.addWidget(Hint(_reason(item)))
    elif not item.lost:
        column.addWidget(Hint(QCoreApplication.translate("answers", "No answer")))
    if item.lost:
        gone = QCoreApplication.translate(
            "answers", "Chosen too, but the list does not offer it any more: {values}"
        )
        values = isolate(", ".join(item.lost))
        column.addWidget(Hint(gone.format(values=values)))
    if item.note:
        column.addWidget(_note(item))
    plain.spoken(frame, item.plain(), text or _reason(item))
    return frame


def read(item: Item) -> str:
    """Give an answer in words: labels for choices, a remembered date as it is said."""
    text = said(item)
    if item.kind is Kind.TRIGGER and text:
        return QCoreApplication.translate("answers", "Confirmed")
    if item.kind is Kind.UPLOAD and text:
        return QCoreApplication.translate("answers", "A file; see Attachments")
    if "partial-date" in item.appearance and look.current().language == "en":
        try:
            return dates.english(text)
        except DateUnreadable:
            return text
    return text


def set_aside(part: ReadPart) -> Card | None:
    """Show what was said but does not count: nothing a witness said disappears."""
    found = [
        (title(item), item.kept)
        for item in _leaves(part.session.root)
        if item.kept and not item.relevant
    ]
    found += [(each.label or each.ref, each.value) for each in part.session.unplaced]
    if not found:
        return None
    card = Card()
    card.setLayoutDirection(direction.of_language(part.session.language))
    card.add(Question(QCoreApplication.translate("answers", "Said, but not counted")))
    card.add(
        Hint(
            QCoreApplication.translate(
                "answers",
                "These answers were given before another answer changed. They do not "
                "count, and nothing of them is in what leaves the desk.",
            )
        )
    )
    for asked, answer in found:
        frame, column = _frame()
        column.addWidget(Hint(asked))
        column.addWidget(_said(answer))
        card.add(frame)
    return card


def _leaves(item: Item) -> Iterator[Item]:
    if item.kind in (Kind.ROOT, Kind.GROUP, Kind.REPEAT, Kind.INSTANCE):
        for child in (*item.children, *item.parked):
            yield from _leaves(child)
    elif item.kind not in (Kind.NOTE, Kind.VALUE):
        yield item


def _said(text: str) -> Text:
    """Show an answer; a short one stays beside its question in any script."""
    label = Text(text)
    return label if len(text) < _SHORT else _running(label, "")


def _prose(text: str) -> Text:
    label = Prose(text)
    selectable(label)
    return _running(label, "")


def _note(item: Item) -> Text:
    words_ = QCoreApplication.translate("answers", "Note: {note}").format(
        note=isolate(item.note)
    )
    return _running(Small(words_), "")


def _reason(item: Item) -> str:
    return words.missing(item.missing) if item.missing is not None else ""


def _running(label: Text, language: str) -> Text:
    """Let a label run the way its *language* does, or else its own first letter."""
    if language:
        way = direction.of_language(language)
    else:
        way = direction.of_text(label.text(), look.current().direction)
    label.setLayoutDirection(way)
    return label


def _frame() -> tuple[QWidget, QVBoxLayout]:
    frame = QWidget()
    frame.setProperty("role", "clear")
    column = QVBoxLayout(frame)
    measure.gaps(column, spacing=tokens.TINY)
    return frame, column


def _last(column: QVBoxLayout) -> Text:
    item = column.itemAt(column.count() - 1)
    widget = item.widget() if item is not None else None
    return widget if isinstance(widget, Text) else Text()


class Prose(Text):
    """A paragraph of somebody's words, a size larger than what stands around it."""

    role = "prose"
