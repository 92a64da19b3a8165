"""An editor for long lists of choices: type a part of it, then choose.

Chosen entries stand above the list, so that one sees them whatever is searched.
Letters that look alike in different keyboards are taken for each other, and accents
need not be typed.
"""

import unicodedata

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
from intake.ui.questions.editor import Editor, Give
from intake.ui.questions.hands import label_of
from intake.ui.widgets.buttons import QuietButton
from intake.ui.widgets.fields import SearchField
from intake.ui.widgets.flow import Flow
from intake.ui.widgets.words import Small

_SHOWN = 6
# Arabic-script letters typed differently on Uyghur, Persian and Arabic keyboards.
_ALIKE = str.maketrans("يىكھہةۀه", "ییکەەەەە")

Index = QModelIndex | QPersistentModelIndex


def search_key(text: str) -> str:
    """Return *text* as it is compared: without case, accents and twin letters."""
    parts = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(one for one in parts if not unicodedata.combining(one))
    return bare.translate(_ALIKE)


class FoundChoices(QAbstractListModel):
    """The choices that hold what was typed."""

    def __init__(self, parent: QObject) -> None:
        """Begin with none."""
        super().__init__(parent)
        self._all: list[tuple[str, Choice]] = []
        self.found: list[Choice] = []
        self.chosen: tuple[str, ...] = ()

    def put(self, choices: tuple[Choice, ...]) -> None:
        """Offer *choices*."""
        self._all = [(search_key(each.label), each) for each in choices]
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """Keep the choices that hold every word typed, best beginnings first."""
        words = search_key(typed).split()
        self.beginResetModel()
        hits = [
            (key, each) for key, each in self._all if all(word in key for word in words)
        ]
        if words:
            hits.sort(key=lambda hit: not hit[0].startswith(words[0]))
        self.found = [each for _, each in hits]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Tell how many were found."""
        return 0 if parent is not None and parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the words of a choice."""
        if not index.isValid():
            return None
        choice = self.found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.label or choice.value
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
        if item.choices != self._choices:
            self._choices = item.choices
            self.model.put(item.choices)
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
        order = {each.value: place for place, each in enumerate(self._choices)}
        kept = sorted(self._values, key=lambda value: order.get(value, len(order)))
        self._values = tuple(kept)
        self._show_chosen()
        self.give(" ".join(kept))

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
