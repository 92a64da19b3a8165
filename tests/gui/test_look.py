from PySide6.QtCore import Qt

from intake.ui import look, tokens
from intake.ui.look import Look, Theme


def test_each_theme_and_contrast_has_its_palette() -> None:
    assert Look().palette is tokens.LIGHT
    assert Look(theme=Theme.DARK).palette is tokens.DARK
    assert Look(contrast=True).palette is tokens.LIGHT_CONTRAST
    assert Look(theme=Theme.DARK, contrast=True).palette is tokens.DARK_CONTRAST


def test_the_language_turns_the_pages_unless_forced() -> None:
    assert Look(language="ug").direction is Qt.LayoutDirection.RightToLeft
    assert Look(language="kk").direction is Qt.LayoutDirection.LeftToRight
    assert Look(mirrored=True).direction is Qt.LayoutDirection.RightToLeft
    assert (
        Look(language="ug", mirrored=False).direction is Qt.LayoutDirection.LeftToRight
    )


def test_zoom_stays_on_the_scale() -> None:
    assert Look(zoom=100).zoomed(1) == 110
    assert Look(zoom=100).zoomed(-1) == 100
    assert Look(zoom=250).zoomed(1) == 250
    assert Look(zoom=199).zoomed(-1) == 175


def test_the_look_in_force_can_be_asked_for() -> None:
    look.keep(Look(zoom=150))
    assert look.current().zoom == 150
