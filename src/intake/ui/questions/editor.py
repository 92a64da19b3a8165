"""What every editor of an answer can do, and how typing becomes an answer."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from intake.forms import Item

PAUSE = 400
LONGEST = 2000
SOON = 250

TYPED = QEvent.Type(QEvent.registerEventType())
"""Rises from a field when somebody begins to type there, and when all is stored."""

Give = Callable[[str], object]


class Editor(QWidget):
    """Shows the answer of one item and gives what a person makes of it.

    ``give`` is called with the new value, once and only when it differs from the last
    one; ``hold`` with letters in the midst of typing. ``second`` is the language shown
    small beside the first, "" for none. The methods below
    are each editor's own.
    """

    def __init__(self, give: Give) -> None:
        """Keep the way out."""
        super().__init__()
        self.setProperty("role", "clear")
        self._give = give
        self._given = ""
        self.hold: Callable[[str], None] = lambda _text: None
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

    Who types without a pause is not waited for longer than LONGEST, and with *hold*
    what is typed is held durable within SOON of the first letter. ``typing`` is true
    from the first letter until the commit after the last; when it changes, a TYPED
    event rises through the widgets around.
    """

    def __init__(
        self,
        commit: Callable[[], None],
        parent: QObject,
        hold: Callable[[], object] | None = None,
    ) -> None:
        """Call *commit* after each pause, and *hold* in the midst of typing."""
        super().__init__(parent)
        self._commit = commit
        self._hold = hold
        self._timer = self._after(PAUSE, self.now)
        self._longest = self._after(LONGEST, self._store)
        self._soon = self._after(SOON, self._keep)
        self.waiting = False
        self.typing = False

    def _after(self, milliseconds: int, deed: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(deed)
        return timer

    def begin(self) -> None:
        """Something was typed."""
        self.waiting = True
        self._timer.start()
        for timer in (self._longest, self._soon):
            if not timer.isActive():
                timer.start()
        self._say(typing=True)

    def now(self) -> None:
        """Commit what waits."""
        for timer in (self._timer, self._longest, self._soon):
            timer.stop()
        self._store()
        self._say(typing=False)

    def _store(self) -> None:
        if self.waiting:
            self.waiting = False
            self._commit()

    def _keep(self) -> None:
        if self.waiting and self._hold is not None:
            self._hold()

    def _say(self, *, typing: bool) -> None:
        if typing is self.typing:
            return
        self.typing = typing
        around = self.parent()
        while around is not None:
            QCoreApplication.sendEvent(around, QEvent(TYPED))
            around = around.parent()
