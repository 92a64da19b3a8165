"""An answer in the words a person reads: labels, dates, files; never raw codes."""

from collections.abc import Iterator

from PySide6.QtCore import QDate, QLocale

from intake.forms import Item, Kind
from intake.ui import look
from intake.ui.questions.dates import short_clock
from intake.ui.questions.hands import label_of

_CONTAINERS = (Kind.ROOT, Kind.GROUP, Kind.REPEAT, Kind.INSTANCE)
_ASKED = frozenset(Kind) - {*_CONTAINERS, Kind.NOTE, Kind.VALUE}


def title(item: Item) -> str:
    """Return what a question or a group is called: its label, or its name in words."""
    if label := item.plain():
        return label
    if item.kind is Kind.GROUP and item.children:
        # A table's title is written by the converter as a note before its rows.
        first = item.children[0]
        if first.kind is Kind.NOTE and is_generated(first) and first.label:
            return first.plain()
    name = item.ref.rpartition("/")[2].partition("[")[0]
    return name.replace("_", " ").strip().capitalize()


def is_generated(item: Item) -> bool:
    """Tell whether the converter made *item*, as it does for the title of a table."""
    return item.ref.rpartition("/")[2].startswith("generated_")


def walk(item: Item) -> Iterator[Item]:
    """Yield the relevant questions under *item*, itself included, in order."""
    if not item.relevant:
        return
    if item.kind in _CONTAINERS:
        for child in item.children:
            yield from walk(child)
    elif item.kind in _ASKED:
        yield item


def said(item: Item) -> str:
    """Return the answer of *item* as it is read, "" when there is none."""
    value = item.value
    if not value:
        return ""
    if item.kind in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK):
        values = [value] if item.kind is Kind.SELECT_ONE else value.split()
        comma = ", "
        return comma.join(label_of(item.choices, one) for one in values)
    locale = QLocale(look.current().language)
    match item.type:
        case "date":
            return _day(locale, value)
        case "time":
            return short_clock(value)
        case "dateTime":
            day, _, clock = value.partition("T")
            return f"{_day(locale, day)}, {short_clock(clock)}"
        case _:
            return value


def _day(locale: QLocale, value: str) -> str:
    day = QDate.fromString(value, "yyyy-MM-dd")
    if not day.isValid():
        return value
    return locale.toString(day, "d MMMM yyyy")
