"""The only door by which data text reaches a label, a button, a tip or a reader.

Qt takes text that looks like HTML for HTML, and a name with ``<img src=…>`` in it
would load that file. Through this door every text stays the letters it is.
"""

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from intake.forms import styling
from intake.forms.styling import Line, Run, Styled
from intake.ui import look, tokens
from intake.ui.direction import END_ISOLATE, ISOLATE, isolate, of_text

# Down to which rank a heading is larger than the rest.
_LARGE = 3
_OPAQUE = 255


def label(widget: QLabel, text: str) -> None:
    """Show *text* in a label, as plain text and with its ampersands."""
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setText(text)


def styled(widget: QLabel, lines: Styled) -> None:
    """Show words in a label as their author stressed them.

    Letters are escaped, and the only marks are ours: bold, italic, underlined, larger,
    and a colour where it can be read on a card.
    """
    words = styling.plain(lines)
    if not styling.is_styled(lines):
        label(widget, words)
        widget.setAccessibleName("")
        return
    widget.setTextFormat(Qt.TextFormat.RichText)
    widget.setText("".join(map(_paragraph, lines)))
    spoken(widget, words)


def _paragraph(line: Line) -> str:
    runs = "".join(_run(run, line.heading) for run in line.runs)
    return f'<p style="margin:0;white-space:pre-wrap">{runs or "&nbsp;"}</p>'


def _run(run: Run, heading: int) -> str:
    # A question is heavy as a whole: what its author stressed must stand out from it.
    css = [f"font-weight:{700 if run.bold or heading else 400}"]
    if heading and heading <= _LARGE:
        css.append("font-size:large")
    if run.italic:
        css.append("font-style:italic")
    if run.underlined:
        css.append("text-decoration:underline")
    if colour := _readable(run.colour):
        css.append(f"color:{colour}")
    return f'<span style="{";".join(css)}">{html.escape(run.text)}</span>'


def _readable(colour: str) -> str:
    """Give a colour as ``#rrggbb``, "" for none or one too faint to read here."""
    wanted = QColor.fromString(colour)
    if not wanted.isValid() or wanted.alpha() != _OPAQUE:
        return ""
    ground = look.current().palette.surface
    enough = tokens.contrast(wanted.name(), ground) >= tokens.TEXT
    return wanted.name() if enough else ""


def button(widget: QAbstractButton, text: str) -> None:
    """Write *text* on a button; an ampersand is a letter, not a shortcut.

    On a page that runs the other way the text is isolated, or its last sign would
    stand before its first word.
    """
    shown = text.replace("&", "&&")
    layout = widget.layoutDirection()
    turned = of_text(text, layout) is not layout
    widget.setText(isolate(shown) if turned else shown)


def button_text(widget: QAbstractButton) -> str:
    """Read a button's words back as they were given to ``button``."""
    text = widget.text()
    if text.startswith(ISOLATE):
        # Only the pair around the whole: words may isolate a name of their own.
        depth = 0
        for place, sign in enumerate(text):
            depth += (sign == ISOLATE) - (sign == END_ISOLATE)
            if not depth:
                text = text[1:-1] if place == len(text) - 1 else text
                break
    return text.replace("&&", "&")


def tip(widget: QWidget | QAction, text: str) -> None:
    """Set a tool tip; it is escaped because tips have no plain format."""
    widget.setToolTip(tip_text(text))


def tip_text(text: str) -> str:
    """Escape *text* for a place that only takes a tip's rich text."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


def spoken(widget: QWidget, name: str, description: str = "") -> None:
    """Tell a screen reader what *widget* is called and what more there is to say."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(description)
