"""The rail of a record: its parts and their groups, its files, what happened to it."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal

from intake.ui import measure, plain, tokens
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.navigation import NavigationEntry
from intake.ui.widgets.page import Rail, clear


class RecordOutline(Rail):
    """Where one is in a record; ``chosen`` carries the key of a place."""

    chosen = Signal(str)
    lock_wanted = Signal()

    def __init__(self) -> None:
        """Start without a place."""
        super().__init__(tokens.RAIL_WIDTH)
        self.entries: dict[str, NavigationEntry] = {}
        self._current = ""
        words = self.tr("Lock")
        lock = Button(f"{words}    Ctrl+L", icon="lock")
        plain.spoken(lock, words)
        lock.clicked.connect(self.lock_wanted)
        self.end.addWidget(lock)

    def show_places(self, places: Sequence[tuple[str, str, int]]) -> None:
        """Show *places*: each a key, its words, and how many steps in it stands."""
        clear(self.list)
        self.entries = {}
        for key, words, depth in places:
            entry = NavigationEntry(words, indent=depth)
            entry.clicked.connect(lambda _=False, key=key: self._press(key))
            self.entries[key] = entry
            self.list.addWidget(entry)
        self.list.addStretch(1)
        self.show_current(self._current)

    def show_current(self, key: str) -> None:
        """Mark where the person is."""
        self._current = key
        for name, entry in self.entries.items():
            entry.setChecked(name == key)
        current = self.entries.get(key)
        if current is not None:
            QTimer.singleShot(0, self, lambda: self._reveal(key))

    def _press(self, key: str) -> None:
        self.show_current(self._current)
        self.chosen.emit(key)

    def _reveal(self, key: str) -> None:
        entry = self.entries.get(key)
        if entry is not None:
            self.middle.ensureWidgetVisible(entry, 0, measure.px(tokens.PAGE_GAP))
