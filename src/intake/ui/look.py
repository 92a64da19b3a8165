"""How the windows look for this person: theme, contrast, text size, language.

The look in force is kept here, so a widget can ask for it while it paints and no
widget needs to be handed it.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt

from intake.ui import direction, tokens


class Theme(StrEnum):
    """Paper by day, slate by night."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """What a person chose; ``zoom`` is per cent, ``language`` a tag as ``ug``.

    ``mirrored`` forces the direction of the layout; None leaves it to the language.
    """

    theme: Theme = Theme.LIGHT
    contrast: bool = False
    zoom: int = 100
    language: str = "en"
    mirrored: bool | None = None

    @property
    def palette(self) -> tokens.Palette:
        """The colours of this look."""
        match self.theme, self.contrast:
            case Theme.LIGHT, False:
                return tokens.LIGHT
            case Theme.LIGHT, _:
                return tokens.LIGHT_CONTRAST
            case Theme.DARK, False:
                return tokens.DARK
            case _:
                return tokens.DARK_CONTRAST

    @property
    def direction(self) -> Qt.LayoutDirection:
        """Which way the pages run."""
        if self.mirrored is None:
            return direction.of_language(self.language)
        if self.mirrored:
            return Qt.LayoutDirection.RightToLeft
        return Qt.LayoutDirection.LeftToRight

    def zoomed(self, step: int) -> int:
        """Return the zoom *step* places up or down the scale, within its ends."""
        nearest = min(tokens.ZOOMS, key=lambda zoom: abs(zoom - self.zoom))
        place = tokens.ZOOMS.index(nearest) + step
        return tokens.ZOOMS[max(0, min(len(tokens.ZOOMS) - 1, place))]


# One program wears one look; asked for at every stroke, so it must cost nothing.
_worn = [Look()]


def current() -> Look:
    """Return the look in force."""
    return _worn[0]


def keep(look: Look) -> None:
    """Put *look* in force; ``theme.apply`` calls this before it redraws."""
    _worn[0] = look
