import pytest

from intake.ui import tokens

PALETTES = {
    "light": tokens.LIGHT,
    "dark": tokens.DARK,
    "light contrast": tokens.LIGHT_CONTRAST,
    "dark contrast": tokens.DARK_CONTRAST,
}


@pytest.mark.parametrize("name", PALETTES)
def test_every_pair_of_a_palette_can_be_told_apart(name: str) -> None:
    palette = PALETTES[name]
    for front, ground, least in tokens.PAIRS:
        wanted = 7 if "contrast" in name and least == tokens.TEXT else least
        reached = tokens.contrast(getattr(palette, front), getattr(palette, ground))
        assert reached >= wanted, (front, ground, reached)


def test_every_role_but_the_thin_line_meets_another() -> None:
    met = {role for pair in tokens.PAIRS for role in pair[:2]}
    assert set(tokens.Palette.__slots__) - met == {"line"}


def test_contrast_is_that_of_the_standard() -> None:
    assert tokens.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert tokens.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
