"""A recovery sheet on paper: drawn in memory, a page of A4 as a PDF."""

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QIODevice,
    QMarginsF,
    QRectF,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from intake.app.recovery import Sheet
from intake.ui import times, tokens
from intake.ui import words as states
from intake.ui.direction import isolate

# Lengths are in points, 72 an inch; A4 within these margins is 483 by 730 of them.
_POINTS = 72
_MARGIN = 56
_TITLE, _TEXT, _SMALL, _WORD = 22, 11, 10, 13
_SIDE = 150
_COLUMNS = 3
_LINE = 25
_GAP = 16


def pdf(sheet: Sheet) -> bytes:
    """Draw *sheet* as a file for a printer."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(held)
    writer.setCreator("Intake")
    writer.setTitle("Intake")
    writer.setResolution(_POINTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Point)
    painter = QPainter(writer)
    painter.setLayoutDirection(QGuiApplication.layoutDirection())
    paint(painter, QRectF(0, 0, writer.width(), writer.height()), sheet)
    painter.end()
    held.close()
    return bytes(held.data().data())


def whose(sheet: Sheet) -> str:
    """Name the desk a sheet is of, and what it does."""
    return f"{isolate(sheet.desk.name)} · {states.role(sheet.desk.role)}"


def numbered(sheet: Sheet) -> str:
    """Say which sheet of the set it is."""
    said = QCoreApplication.translate("sheet", "Recovery sheet {number} of {of}")
    return said.format(
        number=isolate(times.number(sheet.number)), of=isolate(times.number(sheet.of))
    )


def carded(sheet: Sheet) -> str:
    """Say by which card the desk is known, with its day as it will be typed."""
    said = QCoreApplication.translate("sheet", "Card number {serial}, made {day}")
    serial, day = times.number(sheet.desk.serial), sheet.desk.made.isoformat()
    return said.format(serial=isolate(serial), day=isolate(day))


def together(sheet: Sheet) -> str:
    """Say how many sheets bring the desk back."""
    said = QCoreApplication.translate(
        "sheet",
        "{needed} sheets of this set, together, bring the desk's keys back. Fewer "
        "tell nothing.",
    )
    return said.format(needed=isolate(times.number(sheet.needed)))


def care() -> str:
    """Say how a sheet is to be kept."""
    return QCoreApplication.translate(
        "sheet",
        "Keep this sheet where nobody else finds it, far from the other sheets and "
        "from the desk. Do not photograph it, copy it, or type it into anything but "
        "Intake. If it is lost, or somebody may have seen it, tell the desk. To bring "
        "the desk back, start Intake on an empty machine and choose “Bring back what "
        "was lost”.",
    )


def paint(painter: QPainter, page: QRectF, sheet: Sheet) -> None:
    """Draw a sheet into *page*, whose unit is a point."""
    ink = QColor(tokens.LIGHT_CONTRAST.ink)
    painter.setPen(QPen(ink, 1))
    top = _line(painter, page, page.top(), numbered(sheet), _font(_TITLE, bold=True))
    top += _GAP
    beside = QRectF(page)
    beside.setWidth(page.width() - _SIDE - _GAP)
    code = QRectF(page.right() - _SIDE, top, _SIDE, _SIDE)
    if painter.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        beside.moveRight(page.right())
        code.moveLeft(page.left())
    _code(painter, code, sheet, ink)
    below = top + _SIDE
    for text, font in (
        (whose(sheet), _font(_TEXT, bold=True)),
        (carded(sheet), _font(_TEXT)),
    ):
        top = _line(painter, beside, top, text, font) + 4
    groups = sheet.digits.split()
    for part in (groups[:5], groups[5:]):
        shown = isolate("  ".join(part))
        top = _line(painter, beside, top, shown, _mono(_WORD)) + 2
    if sheet.desk.previous:
        said = QCoreApplication.translate("sheet", "It follows the card {card}")
        for place in (0, 32):
            piece = isolate(sheet.desk.previous[place : place + 32])
            text = piece if place else said.format(card=piece)
            top = _line(painter, beside, top, text, _mono(_SMALL - 2))
    top = max(top, below) + _GAP
    top = _line(painter, page, top, together(sheet), _font(_TEXT, bold=True)) + _GAP
    top = _words(painter, QRectF(page.left(), top, page.width(), 0), sheet) + _GAP
    _line(painter, page, top, care(), _font(_SMALL))


def _line(painter: QPainter, page: QRectF, top: float, text: str, font: QFont) -> float:
    """Write *text*, broken where it must be; give where it ends."""
    painter.setFont(font)
    room = QRectF(page.left(), top, page.width(), page.bottom() - top)
    flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
    wrapped = flags.value | Qt.TextFlag.TextWordWrap.value
    taken: QRectF = painter.boundingRect(room, wrapped, text)
    painter.drawText(room, wrapped, text)
    return taken.bottom()


def _words(painter: QPainter, room: QRectF, sheet: Sheet) -> float:
    """Write the numbered words in columns that are read downwards, left to right."""
    rows = -(-len(sheet.words) // _COLUMNS)
    width = room.width() / _COLUMNS
    painter.setFont(_mono(_WORD))
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    for place, word in enumerate(sheet.words):
        along, down = divmod(place, rows)
        box = QRectF(
            room.left() + along * width, room.top() + down * _LINE, width, _LINE
        )
        flags = (middle | Qt.AlignmentFlag.AlignLeft).value
        painter.drawText(
            box,
            flags | Qt.TextFlag.TextForceLeftToRight.value,
            f"{place + 1:2}. {word}",
        )
    return room.top() + rows * _LINE


def _code(painter: QPainter, box: QRectF, sheet: Sheet, ink: QColor) -> None:
    squares = sheet.matrix()
    step = box.width() / len(squares)
    for down, line in enumerate(squares):
        for along, dark in enumerate(line):
            if dark:
                painter.fillRect(
                    QRectF(
                        box.left() + along * step, box.top() + down * step, step, step
                    ),
                    ink,
                )


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(list(tokens.FONTS))
    font.setPixelSize(size)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _mono(size: int) -> QFont:
    font = _font(size)
    font.setFamilies(list(tokens.DIGIT_FONTS))
    return font
