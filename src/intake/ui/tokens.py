"""Every colour and measure of the windows, named for its role and nowhere else.

A palette gives each role one colour. ``PAIRS`` lists which roles meet on the screen
and the contrast they must keep (WCAG 2.2 AA: 4.5 for text, 3 for edges and marks;
the high-contrast palettes keep 7 for text). Measures are pixels at 100 %; ``measure``
scales them.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Palette:
    """One colour a role, each written ``#RRGGBB``."""

    page: str
    surface: str
    rail: str
    hover: str
    ink: str
    muted: str
    line: str
    edge: str
    accent: str
    accent_soft: str
    on_accent: str
    warning: str
    warning_soft: str
    error: str
    error_soft: str
    good: str
    good_soft: str
    quiet: str
    quiet_soft: str


LIGHT = Palette(
    page="#F5F4F0",
    surface="#FFFFFF",
    rail="#ECEAE4",
    hover="#F0EFEA",
    ink="#1E2A31",
    muted="#56646D",
    line="#D8D5CC",
    edge="#7E8888",
    accent="#1C5D6B",
    accent_soft="#E2EEEF",
    on_accent="#FFFFFF",
    warning="#7A4F00",
    warning_soft="#FFF3D6",
    error="#98201B",
    error_soft="#FCEAE8",
    good="#1E6A3B",
    good_soft="#E4F2E8",
    quiet="#4C5860",
    quiet_soft="#E9E7E1",
)

DARK = Palette(
    page="#151A1D",
    surface="#1E2529",
    rail="#1A2023",
    hover="#283136",
    ink="#E7E9E4",
    muted="#A9B5BA",
    line="#38434A",
    edge="#7F8E95",
    accent="#84C7D3",
    accent_soft="#1F3C43",
    on_accent="#0E2126",
    warning="#F0C36B",
    warning_soft="#3B2E10",
    error="#F5A49D",
    error_soft="#452321",
    good="#93D5A9",
    good_soft="#1B3826",
    quiet="#C0C9CC",
    quiet_soft="#2E383D",
)

LIGHT_CONTRAST = Palette(
    page="#FFFFFF",
    surface="#FFFFFF",
    rail="#FFFFFF",
    hover="#E6E6E6",
    ink="#000000",
    muted="#1F1F1F",
    line="#000000",
    edge="#000000",
    accent="#00364A",
    accent_soft="#DDF3FA",
    on_accent="#FFFFFF",
    warning="#4A2F00",
    warning_soft="#FFF0C4",
    error="#7A0400",
    error_soft="#FFE9E6",
    good="#003D18",
    good_soft="#DFF6E6",
    quiet="#1F1F1F",
    quiet_soft="#EDEDED",
)

DARK_CONTRAST = Palette(
    page="#000000",
    surface="#000000",
    rail="#000000",
    hover="#2A2A2A",
    ink="#FFFFFF",
    muted="#EDEDED",
    line="#FFFFFF",
    edge="#FFFFFF",
    accent="#FFE04D",
    accent_soft="#2E2800",
    on_accent="#000000",
    warning="#FFD37A",
    warning_soft="#2E2000",
    error="#FFB3AB",
    error_soft="#3A0A07",
    good="#9CF0B8",
    good_soft="#06290F",
    quiet="#EDEDED",
    quiet_soft="#222222",
)

TEXT = 4.5
MARK = 3.0

_BACKGROUNDS = ("page", "surface", "rail", "hover")
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, ground, TEXT) for ink in ("ink", "muted") for ground in _BACKGROUNDS),
    *(("accent", ground, TEXT) for ground in _BACKGROUNDS),
    *(("error", ground, TEXT) for ground in _BACKGROUNDS),
    *(("edge", ground, MARK) for ground in ("page", "surface", "hover")),
    *((tone, ground, TEXT) for tone in ("good", "warning") for ground in _BACKGROUNDS),
    ("on_accent", "accent", TEXT),
    ("on_accent", "error", TEXT),
    ("ink", "accent_soft", TEXT),
    ("accent", "accent_soft", TEXT),
    ("warning", "warning_soft", TEXT),
    ("ink", "warning_soft", TEXT),
    ("error", "error_soft", TEXT),
    ("ink", "error_soft", TEXT),
    ("good", "good_soft", TEXT),
    ("ink", "good_soft", TEXT),
    ("quiet", "quiet_soft", TEXT),
    ("surface", "ink", TEXT),
)


class Tone(StrEnum):
    """What a chip or a banner says besides its words; names a pair of roles."""

    ACCENT = "accent"
    WARNING = "warning"
    ERROR = "error"
    GOOD = "good"
    QUIET = "quiet"


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2)."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - constants of the sRGB curve

    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# --- measures, in pixels at 100 %

TINY = 4
SMALL_GAP = 8
GAP = 14
WIDE_GAP = 22
PAGE_GAP = 32

FIELD_CORNER = 8
CARD_CORNER = 10
TARGET = 40
RING = 2

BASE_TEXT = 15
QUESTION_TEXT = 17
TITLE_TEXT = 22
FIGURE_TEXT = 30
HINT_TEXT = 14
SMALL_TEXT = 13

ICON = 20
LINE_CHARACTERS = 75
COLUMN_WIDTH = 756
RAIL_WIDTH = 286
NAVIGATION_WIDTH = 232

ZOOMS = (100, 110, 125, 150, 175, 200, 225, 250)

FONTS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC", "sans-serif")
DIGIT_FONTS = ("Noto Sans Mono", "DejaVu Sans Mono", "monospace")
