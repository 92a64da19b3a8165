"""Places in an expression, counted as its author counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms import FormFaulty, convert, read_form
from intake.forms.authored import authored

SHEET = """
| survey |
| | type | name | label | relevant |
| | text | a | A | |
| | text | b | B | {} |
| settings |
| | form_id |
| | f |
"""


def told(relevant: str) -> str:
    made = convert(SHEET.format(relevant).encode(), "form.md")
    with pytest.raises(FormFaulty) as caught:
        read_form(made.xform, {}, made.rows)
    return str(caught.value.faults[0])


@pytest.mark.parametrize(
    ("relevant", "place"),
    [
        ("${a} == 'x'", 7),
        ("${a}='x' and nofunction(1)", 14),
        ("nofunction(${a})", 1),
        ("${a} = ${last-saved#a} and nofunction(1)", 28),
    ],
)
def test_counts_in_what_the_author_wrote(relevant: str, place: int) -> None:
    assert f"(character {place}" in told(relevant)


@pytest.mark.parametrize(
    ("source", "position", "place"),
    [
        (" /data/a  = 1", 10, 5),
        (" /data/a  = 1", 1, 0),
        ("not( ../b ='x') and  ../c = x", 16, 14),
        ("1 +  instance('__last-saved')/data/a  + x", 40, 22),
        (" /data/g/a + ../../b * 2", 23, 11),
        ("/data/a = 1", 8, 8),
    ],
)
def test_a_reference_is_as_long_as_it_was_written(
    source: str, position: int, place: int
) -> None:
    said = authored(f"Wrong (character {position + 1} of the expression).", source)
    assert said == f"Wrong (character {place + 1} of the expression)."


def test_words_without_a_place_stay() -> None:
    assert authored("Wrong at character 7.", " /data/a ") == "Wrong at character 7."


@pytest.mark.parametrize("relevant", ["not ${a}='x'", "${a}='y' and not ${a}='x'"])
def test_not_without_brackets_is_told_so(relevant: str) -> None:
    assert "Write not(…)" in told(relevant)


@given(st.text(" /.$ab'()_", max_size=60), st.integers(0, 80))
def test_any_place_gives_a_place(source: str, position: int) -> None:
    said = authored(f"(character {position + 1})", source)
    assert int(said.removeprefix("(character ").removesuffix(")")) >= 1
