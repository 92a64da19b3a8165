"""From a look to what Qt draws with: fonts, palette, stylesheet, direction.

``apply`` puts a look in force for the whole program; the widgets on the screen are
restyled and rescaled where they stand, and keep focus and cursor.
"""

from string import Template

from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from intake.resources import resource
from intake.ui import look, measure, tokens
from intake.ui.look import Look

_fonts_loaded: list[int] = []


def load_fonts() -> None:
    """Load the fonts that ship with the program; without them Qt takes its own."""
    if _fonts_loaded:
        return
    folder = resource("fonts")
    files = sorted((*folder.glob("*.ttf"), *folder.glob("*.otf")))
    _fonts_loaded.extend(
        QFontDatabase.addApplicationFontFromData(file.read_bytes()) for file in files
    )


def font(size: int = tokens.BASE_TEXT, *, bold: bool = False) -> QFont:
    """Return the program's font at *size* (pixels at 100 %)."""
    made = QFont()
    made.setFamilies(list(tokens.FONTS))
    made.setPixelSize(measure.px(size))
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def colour(role: str) -> QColor:
    """Return the colour of a *role* in the present palette."""
    return QColor(getattr(look.current().palette, role))


def apply(application: QApplication, wanted: Look) -> None:
    """Put *wanted* in force everywhere."""
    look.keep(wanted)
    QLocale.setDefault(QLocale(wanted.language))
    application.setLayoutDirection(wanted.direction)
    application.setFont(font())
    application.setPalette(_palette(wanted.palette))
    application.setStyleSheet(stylesheet(wanted))
    for window in application.topLevelWidgets():
        measure.rescale(window)
        for widget in (window, *window.findChildren(QWidget)):
            redraw = getattr(widget, "look_changed", None)
            if redraw is not None:
                redraw()


def _palette(colours: tokens.Palette) -> QPalette:
    made = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, colours.page),
        (roles.WindowText, colours.ink),
        (roles.Base, colours.surface),
        (roles.AlternateBase, colours.page),
        (roles.Text, colours.ink),
        (roles.PlaceholderText, colours.muted),
        (roles.Button, colours.surface),
        (roles.ButtonText, colours.ink),
        (roles.ToolTipBase, colours.ink),
        (roles.ToolTipText, colours.surface),
        (roles.Highlight, colours.accent),
        (roles.HighlightedText, colours.on_accent),
        (roles.Link, colours.accent),
        (roles.Light, colours.surface),
        (roles.Mid, colours.line),
        (roles.Dark, colours.edge),
        (roles.Shadow, colours.line),
        (roles.Accent, colours.accent),
    ):
        made.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return made


def stylesheet(wanted: Look) -> str:
    """Write the stylesheet of a look: roles are properties, sizes follow the zoom."""
    scale = wanted.zoom / 100
    values = {
        name: getattr(wanted.palette, name) for name in tokens.Palette.__slots__
    } | {
        name: str(max(1, round(size * scale)))
        for name, size in {
            "base": tokens.BASE_TEXT,
            "question": tokens.QUESTION_TEXT,
            "title": tokens.TITLE_TEXT,
            "figure": tokens.FIGURE_TEXT,
            "hint_text": tokens.HINT_TEXT,
            "small": tokens.SMALL_TEXT,
            "corner": tokens.FIELD_CORNER,
            "card": tokens.CARD_CORNER,
            "chip": tokens.TARGET // 3,
            "pad": 11,
            "button_pad": 17,
            "quiet_pad": 11,
            "gap": tokens.SMALL_GAP,
            "inner": tokens.TARGET - 2,
            "focused": tokens.TARGET - 2 * tokens.RING,
            "header": 44,
            "bar": 12,
            "thumb": 28,
            "meter": 6,
            "knob": 18,
        }.items()
    }
    # Where lines are ink, a bar on a ground of ink could not be read.
    ground = wanted.palette.quiet_soft if wanted.contrast else wanted.palette.line
    values["meter_ground"] = ground
    values["pad_focused"] = str(int(values["pad"]) - 1)
    values["button_focused"] = str(int(values["button_pad"]) - 1)
    values["half_bar"] = str(max(2, int(values["bar"]) // 2 - 2))
    knob = int(values["knob"])
    values["half_knob"] = str(knob // 2 + 2)
    values["knob_over"] = str((knob + 4 - int(values["meter"])) // 2)
    values["half_meter"] = str(max(1, int(values["meter"]) // 2))
    return Template(_SHEET).substitute(values)


# The roles are dynamic properties set by ui.widgets; Qt picks the rules by them.
_SHEET = """
QWidget { color: $ink; font-size: ${base}px; }
QMainWindow, QDialog, QWidget[role="page"] { background: $page; }
QScrollArea { background: transparent; border: none; }
QWidget[role="clear"] { background: transparent; }
QFrame[role="rail"] { background: $rail; border: none; }
QFrame[role="bar"] { background: $surface; border: none;
  border-bottom: 1px solid $line; }
QFrame[role="foot"] { background: $surface; border: none;
  border-top: 1px solid $line; }
QFrame[role="line"] { background: $line; border: none; }

QFrame[role="card"] { background: $surface; border: 1px solid $line;
  border-radius: ${card}px; }
QFrame[role="card"][state="wrong"] { border: 2px solid $error; }
QFrame[role="card"][state="lost"] { border: 2px solid $warning; }
QFrame[role="plain-card"] { background: transparent; border: none; }

QLabel { background: transparent; border: none; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="question"] { font-size: ${question}px; font-weight: 600; }
QLabel[role="figure"] { font-size: ${figure}px; font-weight: 600; }
QLabel[role="prose"] { font-size: ${question}px; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="hint"] { font-size: ${hint_text}px; color: $muted; }
QLabel[role="second"] { font-size: ${hint_text}px; color: $muted; }
QLabel[role="small"] { font-size: ${small}px; color: $muted; }
QLabel[role="section"] { font-size: ${small}px; font-weight: 600; color: $muted; }
QLabel[role="error"] { font-size: ${hint_text}px; color: $error; }
QLabel[role="warning"] { font-size: ${hint_text}px; color: $warning; }
QLabel[role="good"] { font-size: ${hint_text}px; color: $good; }

QLabel[role="chip"] { font-size: ${small}px; font-weight: 600;
  border-radius: ${chip}px; padding: 0 ${pad}px; }
QLabel[role="chip"][tone="accent"] { color: $accent; background: $accent_soft; }
QLabel[role="chip"][tone="warning"] { color: $warning; background: $warning_soft; }
QLabel[role="chip"][tone="error"] { color: $error; background: $error_soft; }
QLabel[role="chip"][tone="good"] { color: $good; background: $good_soft; }
QLabel[role="chip"][tone="quiet"] { color: $quiet; background: $quiet_soft; }

QFrame[role="banner"] { border-radius: ${corner}px; border: 1px solid $line; }
QFrame[role="banner"] QLabel { color: $ink; }
QFrame[role="banner"][tone="accent"] { background: $accent_soft;
  border-color: $accent; }
QFrame[role="banner"][tone="warning"] { background: $warning_soft;
  border-color: $warning; }
QFrame[role="banner"][tone="error"] { background: $error_soft;
  border-color: $error; }
QFrame[role="banner"][tone="good"] { background: $good_soft; border-color: $good; }

QPushButton { background: $surface; color: $ink; border: 1px solid $edge;
  border-radius: ${corner}px; padding: 0 ${button_pad}px;
  min-height: ${inner}px; outline: none; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${button_focused}px;
  min-height: ${focused}px; }
QPushButton:disabled { color: $muted; border-color: $line; background: $page; }
QPushButton[role="plain"]:checked { background: $accent; color: $on_accent;
  border: 1px solid $accent; font-weight: 600; }
QPushButton[role="plain"]:checked:focus { border: 2px solid $ink; }
QPushButton[role="primary"] { background: $accent; color: $on_accent;
  border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $ink; border-color: $ink;
  color: $surface; }
QPushButton[role="primary"]:focus { border: 2px solid $accent; }
QPushButton[role="primary"]:disabled { background: $line; color: $muted;
  border-color: $line; }
QPushButton[role="danger"] { color: $error; border-color: $error; }
QPushButton[role="danger"]:hover { background: $error_soft; }
QPushButton[role="danger"]:focus { border: 2px solid $error; }
QPushButton[role="quiet"] { background: transparent; color: $muted;
  border: 1px solid transparent; padding: 0 ${quiet_pad}px; }
QPushButton[role="quiet"]:hover { background: $hover; color: $ink; }
QPushButton[role="quiet"]:disabled { color: $edge; }
QPushButton[role="quiet"]:focus { border: 2px solid $accent;
  padding: 0 ${pad_focused}px; }
QPushButton[role="fold"] { background: transparent; color: $muted;
  border: 1px solid transparent; padding: 0 3px; }
QPushButton[role="fold"]:hover { background: $hover; color: $ink; }
QPushButton[role="fold"]:focus { border: 2px solid $accent; padding: 0 2px; }
QPushButton[role="quiet"]:checked { color: $ink; background: $accent_soft; }
QPushButton[role="link"] { background: transparent; color: $accent;
  border: 1px solid transparent; padding: 0 ${gap}px; text-align: left; }
QPushButton[role="link"]:hover { background: $accent_soft; }
QPushButton[role="link"]:focus { border: 2px solid $accent; }
QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit, QTextEdit, QComboBox { background: $surface; color: $ink;
  border: 1px solid $edge; border-radius: ${corner}px; padding: 0 ${pad}px;
  selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $muted; }
QLineEdit, QComboBox { min-height: ${inner}px; }
QTextEdit { padding: ${gap}px; }
QLineEdit:focus, QComboBox:focus { border: 2px solid $accent;
  padding: 0 ${pad_focused}px; min-height: ${focused}px; }
QTextEdit:focus { border: 2px solid $accent; }
QLineEdit:read-only, QTextEdit:read-only { background: $page; }
QLineEdit:disabled, QTextEdit:disabled, QComboBox:disabled { background: $page;
  color: $muted; border-color: $line; }
QLineEdit[state="wrong"], QTextEdit[state="wrong"], QComboBox[state="wrong"] {
  border: 2px solid $error; padding: 0 ${pad_focused}px;
  min-height: ${focused}px; }
QTextEdit[state="wrong"] { padding: ${gap}px; }
QLineEdit[state="wrong"]:focus, QTextEdit[state="wrong"]:focus,
QComboBox[state="wrong"]:focus { border-color: $accent; }
QLineEdit[role="digits"] { font-family: "Noto Sans Mono", "DejaVu Sans Mono",
  monospace; padding: 0; }
QComboBox::drop-down { border: none; width: ${thumb}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView, QListView { background: $surface; color: $ink;
  border: 1px solid $edge; border-radius: ${corner}px; outline: none;
  padding: 3px; selection-background-color: $accent_soft; selection-color: $ink; }
QListView::item { min-height: ${inner}px; padding: 0 ${gap}px; border: none;
  border-radius: ${corner}px; color: $ink; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $accent_soft; color: $ink; }
QListView:focus { border: 2px solid $accent; padding: 2px; }

QTableView { background: $surface; color: $ink; border: 1px solid $line;
  border-radius: ${card}px; gridline-color: transparent; outline: none;
  selection-background-color: $accent_soft; selection-color: $ink; }
QTableView:focus { border: 2px solid $accent; }
QTableView QTableCornerButton::section { background: $surface; border: none; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: $muted; border: none;
  border-bottom: 1px solid $line; padding: 0 ${pad}px; font-size: ${small}px;
  font-weight: 600; min-height: ${header}px; }

QSlider { min-height: ${inner}px; }
QSlider::groove:horizontal { background: $meter_ground; height: ${meter}px;
  border-radius: ${half_meter}px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: ${half_meter}px; }
QSlider::handle:horizontal { background: $accent; border: 2px solid $surface;
  width: ${knob}px; height: ${knob}px; margin: -${knob_over}px 0;
  border-radius: ${half_knob}px; }
QSlider::handle:horizontal:focus { border: 2px solid $ink; }
QSlider[state="unset"]::handle:horizontal { background: $surface;
  border: 2px solid $edge; }
QSlider[state="unset"]::handle:horizontal:focus { border: 2px solid $accent; }
QSlider[state="unset"]::sub-page:horizontal { background: $meter_ground; }
QSlider::groove:vertical { background: $meter_ground; width: ${meter}px;
  border-radius: ${half_meter}px; }
QSlider::add-page:vertical { background: $accent; border-radius: ${half_meter}px; }
QSlider::handle:vertical { background: $accent; border: 2px solid $surface;
  width: ${knob}px; height: ${knob}px; margin: 0 -${knob_over}px;
  border-radius: ${half_knob}px; }
QSlider::handle:vertical:focus { border: 2px solid $ink; }
QSlider[state="unset"]::handle:vertical { background: $surface;
  border: 2px solid $edge; }
QSlider[state="unset"]::handle:vertical:focus { border: 2px solid $accent; }
QSlider[state="unset"]::add-page:vertical { background: $meter_ground; }

QProgressBar { background: $meter_ground; border: none; border-radius: ${half_meter}px;
  min-height: ${meter}px; max-height: ${meter}px; }
QProgressBar::chunk { background: $accent; border-radius: ${half_meter}px; }

QMenu { background: $surface; color: $ink; border: 1px solid $edge;
  padding: ${gap}px; }
QMenu::item { padding: ${gap}px ${button_pad}px; border-radius: ${corner}px; }
QMenu::item:disabled { color: $muted; font-size: ${small}px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QToolTip { background: $ink; color: $surface; border: none;
  padding: ${gap}px; font-size: ${small}px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: ${bar}px; margin: 2px; }
QScrollBar:horizontal { height: ${bar}px; margin: 2px; }
QScrollBar::handle { background: $edge; border-radius: ${half_bar}px; }
QScrollBar::handle:vertical { min-height: ${thumb}px; }
QScrollBar::handle:horizontal { min-width: ${thumb}px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
