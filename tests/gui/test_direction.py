import pytest
from PySide6.QtCore import Qt

from intake.ui import direction

LEFT = Qt.LayoutDirection.LeftToRight
RIGHT = Qt.LayoutDirection.RightToLeft


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("Uyghur (ug)", RIGHT),
        ("ئۇيغۇرچە (ug)", RIGHT),
        ("English (en)", LEFT),
        ("ar", RIGHT),
        ("fa-IR", RIGHT),
        ("ckb", RIGHT),
        ("kk", LEFT),
        ("kk-Arab", RIGHT),
        ("ug-Latn", LEFT),
        ("ug-Cyrl", LEFT),
        ("zh-Hans", LEFT),
        ("default", LEFT),
        ("", LEFT),
    ],
)
def test_a_language_runs_its_way(language: str, way: Qt.LayoutDirection) -> None:
    assert direction.of_language(language) is way


def test_the_tag_stands_in_the_brackets() -> None:
    assert direction.tag("Uyghur (ug)") == "ug"
    assert direction.tag("Kurdish (Sorani) (ckb)") == "ckb"
    assert direction.tag("English") == "English"
    assert direction.without_tag("Kurdish (Sorani) (ckb)") == "Kurdish (Sorani)"
    assert direction.without_tag("English") == "English"
    assert direction.without_tag("(en)") == "(en)"


def test_a_form_without_a_language_follows_the_page() -> None:
    assert direction.of_questions("") is None
    assert direction.of_questions("default") is None
    assert direction.of_questions("Uyghur (ug)") is RIGHT


def test_a_text_runs_as_its_first_letter() -> None:
    assert direction.of_text("12. قەشقەر", LEFT) is RIGHT
    assert direction.of_text("… Kashgar قەشقەر", RIGHT) is LEFT
    assert direction.of_text("2017", RIGHT) is RIGHT


def test_drawing_keeps_to_the_start_and_reads_its_own_way() -> None:
    flags = direction.drawing("Juniper 14.", RIGHT)
    assert flags & Qt.AlignmentFlag.AlignRight.value
    assert flags & Qt.TextFlag.TextForceLeftToRight.value


def test_an_inserted_value_is_isolated() -> None:
    assert direction.isolate(12) == "\u206812\u2069"
