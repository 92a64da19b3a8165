"""Locks by itself when nobody is there, and says so twenty seconds before."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

WARNING_SECONDS = 20

_SIGNS_OF_LIFE = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.InputMethod,
        QEvent.Type.TabletMove,
    )
)


class IdleWatch(QObject):
    """Counts the seconds since the last key or movement.

    ``warned`` carries the seconds left until the lock, each second, and 0 when
    somebody is there again; ``expired`` says that it is time to lock.
    """

    warned = Signal(int)
    expired = Signal()

    def __init__(self, parent: QObject) -> None:
        """Watch nothing until started."""
        super().__init__(parent)
        self._limit = 0
        self._passed = 0
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.second)

    def start(self, seconds: int) -> None:
        """Lock after *seconds* without a sign of life; 0 never does."""
        self._limit = seconds
        self._passed = 0
        if seconds:
            self._tick.start()
        else:
            self._tick.stop()

    def stop(self) -> None:
        """Watch no longer: the vault is locked."""
        self._tick.stop()
        self._passed = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin to count anew at a sign of life; installed on the application."""
        if self._passed and event.type() in _SIGNS_OF_LIFE:
            was_warned = self._left() <= WARNING_SECONDS
            self._passed = 0
            if was_warned:
                self.warned.emit(0)
        return False

    def second(self) -> None:
        """Count a second."""
        self._passed += 1
        left = self._left()
        if left <= 0:
            self.stop()
            self.expired.emit()
        elif left <= WARNING_SECONDS:
            self.warned.emit(left)

    def _left(self) -> int:
        return self._limit - self._passed
