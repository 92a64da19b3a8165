"""The rail by which a person moves between the pages of their role."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from intake.ui import icons, measure, plain, theme, tokens
from intake.ui.direction import drawing
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.page import Rail
from intake.ui.widgets.words import Small, Strong

_PAD = 12
_MARK = 18
_STEP = 16
_WRAP = Qt.TextFlag.TextWordWrap


class NavigationEntry(QPushButton):
    """One place to go; its words wrap rather than being cut."""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, indent: int = 0
    ) -> None:
        """Write *text* on it, *indent* steps in."""
        super().__init__(parent)
        plain.button(self, text)
        self._mark: tuple[str, str] | None = None
        self._indent = indent * _STEP
        self.setCheckable(True)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_mark(self, icon: str, role: str, words: str) -> None:
        """Show a mark before the words: an *icon* in the colour of *role*.

        A screen reader hears *words* after the name of the place.
        """
        plain.spoken(self, f"{plain.button_text(self)}, {words}")
        if self._mark != (icon, role):
            self._mark = (icon, role)
            self.update()

    def sizeHint(self) -> QSize:
        """One line if there is room."""
        width = self._metrics_width() + measure.px(_PAD) + self._lead()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine: the words wrap."""
        return QSize(measure.px(80), measure.px(tokens.TARGET))

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped words, at least a target's."""
        room = self.rect()
        words_width = width - measure.px(_PAD) - self._lead()
        room.setSize(QSize(max(1, words_width), 1 << 16))
        # As high as the words of the place where one is: those are bolder.
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        text = plain.button_text(self)
        words = QFontMetrics(font).boundingRect(room, _WRAP, text)
        return max(measure.px(tokens.TARGET), words.height() + measure.px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the words, and the ring when focused."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        corner = measure.px(tokens.FIELD_CORNER)
        whole = self.rect().adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        font = QFont(self.font())
        if self.isChecked():
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(whole, corner, corner)
            font.setWeight(QFont.Weight.DemiBold)
        elif self.underMouse():
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(whole, corner, corner)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), measure.px(tokens.RING)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole, corner, corner)
        elif self.isChecked():
            # A bar at the start says the same without colour.
            painter.setBrush(theme.colour("accent"))
            reverse = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            left = self.width() - measure.px(4) if reverse else 1
            painter.drawRoundedRect(
                left,
                measure.px(10),
                measure.px(3),
                self.height() - measure.px(20),
                1,
                1,
            )
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        pad, lead = measure.px(_PAD), self._lead()
        text = plain.button_text(self)
        flags = drawing(text, self.layoutDirection()) | _WRAP.value
        reverse = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        start, end = (pad, lead) if reverse else (lead, pad)
        painter.drawText(self.rect().adjusted(start, 0, -end, 0), flags, text)
        if self._mark is not None:
            name, role = self._mark
            side = measure.px(_MARK)
            at = measure.px(self._indent + _PAD - 3)
            left = self.width() - at - side if reverse else at
            # Beside the first line, however many follow.
            room = self.rect().adjusted(start, 0, -end, 0)
            words = painter.fontMetrics().boundingRect(room, _WRAP, text).height()
            # Lines of another script are higher than those of the font itself.
            line = words / max(1, words // painter.fontMetrics().lineSpacing())
            top = (self.height() - words + line - side) / 2
            box = QRectF(left, top, side, side)
            icons.paint(painter, name, box, theme.colour(role))
        painter.end()

    def _lead(self) -> int:
        mark = _MARK + 6 if self._mark is not None else 0
        return measure.px(_PAD + self._indent + mark)

    def _metrics_width(self) -> int:
        self.ensurePolished()
        return self.fontMetrics().horizontalAdvance(plain.button_text(self))


class NavigationRail(Rail):
    """Who works here, the places to go, and the lock that is always in view."""

    chosen = Signal(str)
    lock_wanted = Signal()

    def __init__(
        self,
        subtitle: str,
        entries: Sequence[tuple[str, str]],
        current: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Show *entries* of (key, words) under the name of the program."""
        super().__init__(parent=parent)
        self.head.addWidget(Strong("Intake"))
        self.head.addWidget(Small(subtitle))
        self.head.addSpacing(measure.px(tokens.SMALL_GAP))
        self.entries: dict[str, NavigationEntry] = {}
        for key, words in entries:
            entry = NavigationEntry(words)
            entry.clicked.connect(lambda _=False, key=key: self._go(key))
            self.entries[key] = entry
            self.list.addWidget(entry)
        self.list.addStretch(1)
        words = QCoreApplication.translate("NavigationRail", "Lock")
        lock = Button(f"{words}    Ctrl+L", icon="lock")
        plain.spoken(lock, words)
        lock.clicked.connect(self.lock_wanted)
        self.end.addWidget(lock)
        self.show_current(current)

    def show_current(self, key: str) -> None:
        """Mark the place where the person is."""
        self._current = key
        for name, entry in self.entries.items():
            entry.setChecked(name == key)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the place where the person is in view, however large the text."""
        super().showEvent(event)
        here = self.entries.get(self._current)
        if here is not None:
            QTimer.singleShot(0, here, lambda: self.middle.ensureWidgetVisible(here))

    def focus_here(self) -> None:
        """Put the focus on the place where the person is."""
        if self._current in self.entries:
            self.entries[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, key: str) -> None:
        self.show_current(self._current)
        self.chosen.emit(key)
