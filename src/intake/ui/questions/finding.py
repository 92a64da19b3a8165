"""An editor for long lists of choices: type a part of it, then choose.

Chosen entries stand above the list, so that one sees them whatever is searched.
Letters that look alike in different keyboards are taken for each other, and accents
need not be typed.
"""

import re
import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QVBoxLayout

from intake.forms import Choice, Item, Kind
from intake.ui import measure, plain, theme
from intake.ui.direction import isolate
from intake.ui.questions.choosing import with_second
from intake.ui.questions.editor import Editor, Give
from intake.ui.questions.hands import label_of
from intake.ui.widgets.buttons import QuietButton
from intake.ui.widgets.fields import SearchField
from intake.ui.widgets.flow import Flow
from intake.ui.widgets.words import Small

_SHOWN = 6
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670\u0483-\u0489]+")
# Arabic-script letters typed differently on Uyghur, Persian and Arabic keyboards.
_ALIKE = tuple(zip("يىكھہةۀه", "ییکەەەەە", strict=True))
_AT_ONCE = 200

Index = QModelIndex | QPersistentModelIndex


def search_key(text: str) -> str:
    """Return *text* as it is compared: without case, accents and twin letters."""
    if text.isascii():
        return text.lower()
    key = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    for letter, twin in _ALIKE:
        key = key.replace(letter, twin)
    return key


class FoundChoices(QAbstractListModel):
    """The choices that hold what was typed."""

    def __init__(self, parent: QObject) -> None:
        """Begin with none."""
        super().__init__(parent)
        self._all: tuple[Choice, ...] = ()
        self._keys: list[str] = []
        self._seconds: tuple[Choice, ...] = ()
        self._ready = 0
        self.found: Sequence[Choice] = ()
        self.seconds: dict[str, str] = {}
        self.chosen: tuple[str, ...] = ()

    def put(self, choices: tuple[Choice, ...], seconds: tuple[Choice, ...]) -> None:
        """Offer *choices*, with the same in a second language beside them."""
        self._all, self._seconds, self._keys = choices, seconds, []
        self.seconds = {each.value: each.plain for each in seconds}
        self.narrow("")

    def _all_keys(self) -> list[str]:
        """Return what is searched in, made when somebody first types."""
        if not self._keys:
            second = self.seconds.get
            lines = (
                f"{each.plain or each.value} {second(each.value, '')}".replace(
                    "\n", " "
                )
                for each in self._all
            )
            # All of a long list at once: ten times faster than line by line.
            self._keys = search_key("\n".join(lines)).split("\n")
        return self._keys

    def narrow(self, typed: str) -> None:
        """Keep the choices that hold every word typed, best beginnings first."""
        words = search_key(typed).split()
        self.beginResetModel()
        self.found = self._found(words) if words and self._all else self._all
        self._ready = min(len(self.found), _AT_ONCE)
        self.endResetModel()

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there is more than was laid out so far."""
        return not parent.isValid() and self._ready < len(self.found)

    def fetchMore(self, _parent: Index) -> None:
        """Lay out some more, when somebody scrolls as far."""
        more = min(_AT_ONCE, len(self.found) - self._ready)
        self.beginInsertRows(QModelIndex(), self._ready, self._ready + more - 1)
        self._ready += more
        self.endInsertRows()

    def _found(self, words: list[str]) -> list[Choice]:
        first, *rest = words
        hits = [
            (key, each)
            for key, each in zip(self._all_keys(), self._all, strict=True)
            if first in key and all(word in key for word in rest)
        ]
        begin = [each for key, each in hits if key.startswith(first)]
        return begin + [each for key, each in hits if not key.startswith(first)]

    def rowCount(self, parent: Index | None = None) -> int:
        """Tell how many of those found are laid out."""
        return 0 if parent is not None and parent.isValid() else self._ready

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the words of a choice."""
        if not index.isValid():
            return None
        choice = self.found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            second = self.seconds.get(choice.value, "")
            return with_second(choice.plain or choice.value, second)
        if role == Qt.ItemDataRole.FontRole and choice.value in self.chosen:
            return theme.font(bold=True)
        return None


class LongList(Editor):
    """One or several of many choices."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the choices of *item*."""
        super().__init__(give)
        self._single = item.kind is Kind.SELECT_ONE
        self._choices: tuple[Choice, ...] = ()
        self._seconds: tuple[Choice, ...] = ()
        self._values: tuple[str, ...] = ()
        self._readonly = False
        self.search = SearchField(
            QCoreApplication.translate("finding", "Type a part of it")
        )
        self.list = QListView()
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.model = FoundChoices(self)
        self.list.setModel(self.model)
        self._count = Small()
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=6)
        self._chosen = Flow()
        column.addLayout(self._chosen)
        for part in (self.search, self.list, self._count):
            column.addWidget(part)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.list.activated.connect(lambda index: self._take(index.row()))
        self.setFocusProxy(self.search)
        measure.size(self.list, height=_SHOWN * 40 + 8)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self._readonly = item.readonly
        choices = item.choices
        seconds = item.choices_in(self.second) if self.second else ()
        if choices is not self._choices or seconds is not self._seconds:
            self._choices, self._seconds = choices, seconds
            self.model.put(choices, seconds)
            self._narrow(self.search.text())
        self.knows(item.value)
        values = (item.value,) if self._single else tuple(item.value.split())
        values = tuple(value for value in values if value)
        if values != self._values or self._chosen.count() != len(values):
            self._values = values
            self._show_chosen()
        self.search.setReadOnly(item.readonly)

    def name(self, name: str, description: str) -> None:
        """Name search and list."""
        plain.spoken(self.search, name, description)
        plain.spoken(self.list, name, description)

    def mark(self, state: str) -> None:
        """Draw the edge."""
        self.search.mark(state)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Go into the list with the arrow down; take the first found with Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.model.found:
                self.list.setFocus()
                self.list.setCurrentIndex(self.model.index(0, 0))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.search.text() and self.model.found:
                    self._take(0)
                return True
        return False

    def _narrow(self, typed: str) -> None:
        self.model.narrow(typed)
        found, whole = len(self.model.found), len(self._choices)
        words = QCoreApplication.translate("finding", "{found} of {whole}")
        self._count.say(words.format(found=isolate(found), whole=isolate(whole)))

    def _take(self, row: int) -> None:
        if self._readonly or not 0 <= row < len(self.model.found):
            return
        value = self.model.found[row].value
        if self._single:
            self._values = (value,)
        elif value in self._values:
            self._values = tuple(one for one in self._values if one != value)
        else:
            self._values = (*self._values, value)
        self._tell()

    def _put_back(self, value: str) -> None:
        self._values = tuple(one for one in self._values if one != value)
        self._tell()

    def _tell(self) -> None:
        if len(self._values) > 1:
            order = {each.value: place for place, each in enumerate(self._choices)}
            last = len(order)
            self._values = tuple(
                sorted(self._values, key=lambda value: order.get(value, last))
            )
        self._show_chosen()
        self.give(" ".join(self._values))

    def _show_chosen(self) -> None:
        while (item := self._chosen.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for value in self._values:
            label = label_of(self._choices, value)
            button = QuietButton(label, icon="close")
            button.setCheckable(True)
            button.setChecked(True)
            words = QCoreApplication.translate("finding", "Take away {choice}")
            plain.spoken(button, words.format(choice=isolate(label)))
            button.setDisabled(self._readonly)
            button.clicked.connect(lambda _=False, value=value: self._put_back(value))
            self._chosen.addWidget(button)
        self.model.chosen = self._values
        self.list.viewport().update()
