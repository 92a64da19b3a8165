"""What every editor of an answer can do, and how typing becomes an answer."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from intake.forms import Item

PAUSE = 400
LONGEST = 2000

Give = Callable[[str], object]


class Editor(QWidget):
    """Shows the answer of one item and gives what a person makes of it.

    ``give`` is called with the new value, once and only when it differs from the last
    one. ``second`` is the language shown small beside the first, "" for none. The
    methods below are each editor's own.
    """

    def __init__(self, give: Give) -> None:
        """Keep the way out."""
        super().__init__()
        self.setProperty("role", "clear")
        self._give = give
        self._given = ""
        self.second = ""

    def refresh(self, item: Item) -> None:
        """Show the item as it is now; what is being typed is left alone."""
        raise NotImplementedError

    def flush(self) -> None:
        """Give what is typed and not yet given."""

    def objection(self, _value: str) -> str:
        """Return why the form should not even be asked to take a value, or ""."""
        return ""

    def loose(self) -> str:
        """Return what is typed but is not yet an answer, so that it can be kept."""
        return ""

    def name(self, name: str, description: str) -> None:
        """Tell a screen reader what the fields are called."""
        raise NotImplementedError

    def mark(self, state: str) -> None:
        """Draw the edges of the fields for "" or "wrong"."""

    def give(self, value: str) -> None:
        """Give *value* if it is another than the last."""
        if value != self._given:
            self._given = value
            self._give(value)

    def knows(self, value: str) -> None:
        """Take *value* as given: it came from the form itself."""
        self._given = value


class Pause(QObject):
    """Waits until nobody has typed for a moment, then commits; ``now`` does at once.

    Who types without a pause is not waited for longer than LONGEST.
    """

    def __init__(self, commit: Callable[[], None], parent: QObject) -> None:
        """Call *commit* after each pause."""
        super().__init__(parent)
        self._commit = commit
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.now)
        self._longest = QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.setInterval(LONGEST)
        self._longest.timeout.connect(self.now)
        self.waiting = False

    def begin(self) -> None:
        """Something was typed."""
        if not self.waiting:
            self._longest.start()
        self.waiting = True
        self._timer.start()

    def now(self) -> None:
        """Commit what waits."""
        self._timer.stop()
        self._longest.stop()
        if self.waiting:
            self.waiting = False
            self._commit()
