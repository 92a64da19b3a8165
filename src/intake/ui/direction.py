"""Which way a language, a form's language name or a piece of text runs."""

import re
import unicodedata

from PySide6.QtCore import QLocale, Qt

_TAG = re.compile(r"\(([A-Za-z][A-Za-z0-9-]*)\)\s*$")

# Languages written from right to left that QLocale does not know or takes for
# another script.
_RIGHT_TO_LEFT = frozenset(
    (
        *("ar", "arc", "azb", "bal", "bcc", "bgn", "bqi", "ckb", "dv", "fa", "glk"),
        *("haz", "he", "khw", "ks", "lrc", "luz", "mzn", "nqo", "otk", "ota", "pnb"),
        *("prs", "ps", "sd", "sdh", "skr", "syr", "ug", "ur", "yi"),
    )
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("arab", "hebr", "syrc", "thaa", "nkoo", "adlm"))

_SCRIPT = 4

ISOLATE = "\u2068"
END_ISOLATE = "\u2069"


def tag(language: str) -> str:
    """Return the tag in a form's language name: ``Uyghur (ug)`` gives ``ug``.

    A name without brackets is its own tag.
    """
    found = _TAG.search(language)
    return found.group(1) if found else language.strip()


def without_tag(language: str) -> str:
    """Take the tag off a form's language name: ``Uyghur (ug)`` is Uyghur."""
    return language.removesuffix(f"({tag(language)})").strip() or language


def runs_right_to_left(language: str) -> bool:
    """Tell whether *language*, a tag or a form's name for it, runs to the left."""
    parts = tag(language).lower().replace("_", "-").split("-")
    scripts = [part for part in parts[1:] if len(part) == _SCRIPT and part.isalpha()]
    if scripts:
        return scripts[0] in _RIGHT_TO_LEFT_SCRIPTS
    if parts[0] in _RIGHT_TO_LEFT:
        return True
    locale = QLocale(parts[0])
    return (
        locale.language() is not QLocale.Language.C
        and locale.textDirection() is Qt.LayoutDirection.RightToLeft
    )


def of_language(language: str) -> Qt.LayoutDirection:
    """Return the layout direction of a language tag or a form's language name."""
    if runs_right_to_left(language):
        return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight


def of_questions(language: str) -> Qt.LayoutDirection | None:
    """Return the direction of a form's language, None for a form that names none."""
    if not language or tag(language).lower() == "default":
        return None
    return of_language(language)


def of_text(text: str, otherwise: Qt.LayoutDirection) -> Qt.LayoutDirection:
    """Return the direction of the first strong letter of *text*."""
    for letter in text:
        strength = unicodedata.bidirectional(letter)
        if strength == "L":
            return Qt.LayoutDirection.LeftToRight
        if strength in {"R", "AL"}:
            return Qt.LayoutDirection.RightToLeft
    return otherwise


def drawing(text: str, layout: Qt.LayoutDirection) -> int:
    """Return the flags to draw *text* with: at the start, running its own way.

    A painter would otherwise turn both the side and the text with its widget.
    """
    reverse = layout is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if reverse else Qt.AlignmentFlag.AlignLeft
    to_left = of_text(text, layout) is Qt.LayoutDirection.RightToLeft
    way = (
        Qt.TextFlag.TextForceRightToLeft
        if to_left
        else Qt.TextFlag.TextForceLeftToRight
    )
    place = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    return place.value | way.value


def isolate(value: object) -> str:
    """Wrap an inserted *value* so that it cannot turn the words around it."""
    return f"{ISOLATE}{value}{END_ISOLATE}"
