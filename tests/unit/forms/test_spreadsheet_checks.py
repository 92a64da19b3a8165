"""Each way a form can be wrong: where it is said to be, and how to mend it."""

import pytest
from pyxform.xls2xform import convert as pyxform_convert

from intake.forms.conversion_worker import convert_spreadsheet
from intake.forms.faults import Fault, FormFaulty

SETTINGS = """
| settings |
|          | form_id |
|          | trial   |
"""
CHOICES = """
| choices |
|         | list_name | name | label |
|         | yes_no    | yes  | Yes   |
|         | yes_no    | no   | No    |
"""


def survey(*rows: str, headings: str = "type | name | label") -> str:
    """Write a survey whose first row is line 4 of the file."""
    lines = "".join(f"| | {row} |\n" for row in rows)
    return f"\n| survey |\n| | {headings} |\n{lines}"


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(FormFaulty) as caught:
        convert_spreadsheet(text.encode())
    return caught.value.faults


# A form, the sheet, row and column of its one fault, and a word of how to mend it.
CATALOGUE = {
    "no survey": ("| surveys |\n| | type | name |\n| | text | a |\n" + CHOICES,
                  "survey", None, "", "“surveys”"),
    "survey without questions": ("| survey |\n| | type | name | label |\n",
                                 "survey", None, "", "one question a row"),
    "no type column": (survey("a | A", headings="name | label"),
                       "survey", 3, "type", "headings"),
    "two headings of one meaning": (
        survey("text | a | A | A", headings="type | name | label | caption"),
        "survey", 3, "caption", "Remove"),
    "the same heading twice": (
        survey("text | a | A | A", headings="type | name | label | label"),
        "survey", 3, "label", "Rename"),
    "no type": (survey(" | a | A"), "survey", 4, "type", "what kind"),
    "unknown type": (survey("texte | a | A"), "survey", 4, "type", "“text”"),
    "unheard-of type": (survey("zzz | a | A"), "survey", 4, "type", "Write a type"),
    "capital letters in a type": (
        survey("Select_One yes_no | a | A") + CHOICES,
        "survey", 4, "type", "“select_one yes_no”"),
    "no name": (survey("text | | A"), "survey", 4, "name", "short name"),
    "spaces in a name": (
        survey("text | first name | A"), "survey", 4, "name", "“first_name”"),
    "a name that begins with a digit": (
        survey("text | 1st | A"), "survey", 4, "name", "“q_1st”"),
    "the name meta": (survey("text | meta | A"), "survey", 4, "name", "another name"),
    "a name twice": (
        survey("text | a | A", "text | a | B"), "survey", 5, "name", "another name"),
    "no label": (survey("text | a |"), "survey", 4, "label", "words"),
    "guidance alone": (
        survey("text | a | | G", headings="type | name | label | guidance_hint"),
        "survey", 4, "label", "words"),
    "select without a list": (
        survey("select_one | a | A"), "survey", 4, "type", "“select_one yes_no”"),
    "select of an old spelling without a list": (
        survey("q select | a | A"), "survey", 4, "type", "“select_one yes_no”"),
    "select from a list that is not there": (
        survey("select_one yesno | a | A") + CHOICES,
        "survey", 4, "type", "“yes_no”"),
    "select without a choices sheet": (
        survey("select_one yes_no | a | A"), "survey", 4, "type", "choices"),
    "select from no file": (
        survey("select_one_from_file towns | a | A"), "survey", 4, "type", ".csv"),
    "external select without its sheet": (
        survey("select_one_external t | a | A | x=1",
               headings="type | name | label | choice_filter"),
        "survey", 4, "type", "external_choices"),
    "or_other with a filter": (
        survey("select_one yes_no or_other | a | A | name='yes'",
               headings="type | name | label | choice_filter") + CHOICES,
        "survey", 4, "choice_filter", "“other”"),
    "choice with a space": (
        survey("select_multiple l | a | A")
        + "| choices |\n| | list_name | name | label |\n| | l | so so | S |\n",
        "choices", 7, "name", "“so_so”"),
    "choice without a name": (
        survey("select_one l | a | A")
        + "| choices |\n| | list_name | name | label |\n| | l | | S |\n"
        "| | l | t | T |\n",
        "choices", 7, "name", "short name"),
    "choice twice": (
        survey("select_one l | a | A")
        + "| choices |\n| | list_name | name | label |\n| | l | x | X |\n"
        "| | l | x | Y |\n",
        "choices", 8, "name", "allow_choice_duplicates"),
    "no name column in choices": (
        survey("select_one l | a | A")
        + "| choices |\n| | list_name | label |\n| | l | X |\n",
        "choices", 6, "name", "headings"),
    "calculate without calculation": (
        survey("calculate | a | A"), "survey", 4, "calculate", "calculation"),
    "end without begin": (
        survey("text | a | A", "end_group | |"), "survey", 5, "type", "Remove"),
    "begin without end": (
        survey("begin_group | g | G", "text | a | A"),
        "survey", 4, "type", "“end group”"),
    "the wrong end": (
        survey("begin_group | g | G", "text | a | A", "end_repeat | |"),
        "survey", 6, "type", "“end group”"),
    "repeat named as the root": (
        survey("begin_repeat | data | G", "text | a | A", "end_repeat | |"),
        "survey", 4, "name", "another name"),
    "two repeats of one name": (
        survey("begin_repeat | r | R", "text | a | A", "end_repeat | |",
               "begin_group | g | G", "begin_repeat | r | R", "text | b | B",
               "end_repeat | |", "end_group | |"),
        "survey", 8, "name", "another name"),
    "unknown reference": (
        survey("text | name_1 | A |", "text | b | B | ${name_l} = 1",
               headings="type | name | label | relevant"),
        "survey", 5, "relevant", "“name_1”"),
    "reference in a label": (
        survey("text | a | Hello ${who}"), "survey", 4, "label", "name"),
    "reference that means two": (
        survey("begin_group | g | G |", "text | a | A |", "end_group | | |",
               "text | a | A |", "text | b | B | ${a} = 1",
               headings="type | name | label | relevant"),
        "survey", 8, "relevant", "its own name"),
    "reference written wrongly": (
        survey("text | a | A |", "text | b | B | ${ a } = 1",
               headings="type | name | label | relevant"),
        "survey", 5, "relevant", "nothing between"),
    "reference not closed": (
        survey("text | a | A |", "text | b | B | ${a = 1",
               headings="type | name | label | relevant"),
        "survey", 5, "relevant", "nothing between"),
    "root that is no name": (
        survey("text | a | A") + "| settings |\n| | form_id | name |\n| | t | a b |\n",
        "settings", 7, "name", "no spaces"),
    "range without sense": (
        survey("range | a | A | start=0 end=x step=1",
               headings="type | name | label | parameters"),
        "survey", 4, "parameters", "number"),
    "parameters not in pairs": (
        survey("range | a | A | from 1 to 3",
               headings="type | name | label | parameters"),
        "survey", 4, "parameters", "start=0"),
    "unknown parameter": (
        survey("text | a | A | columns=3",
               headings="type | name | label | parameters"),
        "survey", 4, "parameters", "rows"),
    "big image without image": (
        survey("text | a | A | b.png",
               headings="type | name | label | media::big-image"),
        "survey", 4, "media::big-image", "image"),
    "trigger that nobody sees": (
        survey("calculate | c | | 1 |", "text | b | B | 2 | ${c}",
               headings="type | name | label | calculation | trigger"),
        "survey", 4, "trigger", "answers"),
    "trigger that is no reference": (
        survey("text | a | A | |", "text | b | B | 2 | a",
               headings="type | name | label | calculation | trigger"),
        "survey", 5, "trigger", "${"),
    "entities": (
        survey("text | a | A | x", headings="type | name | label | save_to"),
        "survey", 4, "save_to", "Add the sheet “entities”"),
    "ticks on a range that has none": (
        survey("range | a | A | start=0 end=5 step=0.5 tick_interval=1 | rating",
               headings="type | name | label | parameters | appearance"),
        "survey", 4, "parameters", "“vertical”"),
    "a sheet of choices by a name almost right": (
        survey("select_one yes_no | a | A") + CHOICES.replace("choices", "choises"),
        "survey", 4, "type", "Rename the sheet “choises”"),
    "a name with a colon": (
        survey("text | a:b | A"), "survey", 4, "name", "“a_b”"),
    "a heading with a prefix that nobody declared": (
        survey("text | a | A | 1", headings="type | name | label | bind::foo:bar"),
        "survey", 3, "bind::foo:bar", "namespaces"),
    "a column of choices with such a prefix": (
        survey("select_one l | a | A")
        + "| choices |\n| | list_name | name | label | x:y |\n| | l | a | A | 1 |\n",
        "choices", 6, "x:y", "“x_y”"),
    "a loop over a choice that cannot be a name": (
        survey("begin loop over l | lo | L", "integer | n | N", "end loop | |")
        + "| choices |\n| | list_name | name | label |\n| | l | 3.5 | A |\n",
        "choices", 9, "name", "“q_3.5”"),
    "a loop over a choice without a name": (
        survey("begin loop over l | lo | L", "integer | n | N", "end loop | |")
        + "| choices |\n| | list_name | name | label |\n| | l | a | A |\n"
        "| | l | | B |\n",
        "choices", 10, "name", "short name"),
    "audit with a name": (
        survey("audit | log | |"), "survey", 4, "name", "blank"),
}  # fmt: skip


@pytest.mark.parametrize("case", CATALOGUE)
def test_says_where_a_form_is_wrong_and_how_to_mend_it(case: str) -> None:
    text, sheet, row, column, mend = CATALOGUE[case]
    (fault,) = faults(text)
    assert (fault.sheet, fault.row, fault.column) == (sheet, row, column)
    assert mend in fault.mend
    assert fault.what.endswith(".")
    assert fault.mend.endswith((".", "?"))


# What we refuse although pyxform lets it pass, or makes something else of it.
_STRICTER = {
    "the same heading twice",
    "survey without questions",
    "external select without its sheet",
    # Here pyxform writes a form that is no XML.
    "a heading with a prefix that nobody declared",
    "a name with a colon",
}


@pytest.mark.parametrize("case", sorted(set(CATALOGUE) - _STRICTER))
def test_refuses_nothing_that_pyxform_would_take(case: str) -> None:
    with pytest.raises(Exception, match=r"."):
        pyxform_convert(CATALOGUE[case][0].encode(), file_type=".md")


def test_tells_every_fault_at_once_in_the_order_of_the_sheets() -> None:
    text = survey(
        "text | a b | A |",
        "begin_group | g | G |",
        "select_one nope | c | C | ${d} > 1",
        "integr | e | E |",
        "text | f | |",
        "text | a b | A |",
        headings="type | name | label | relevant",
    )
    text += "| choices |\n| | list_name | name | label |\n"
    text += "| | l | x | X |\n| | l | x | Y |\n"
    found = [(one.sheet, one.row, one.column) for one in faults(text)]
    assert found == [
        ("survey", 4, "name"),
        ("survey", 5, "type"),
        ("survey", 6, "type"),
        ("survey", 6, "relevant"),
        ("survey", 7, "type"),
        ("survey", 8, "label"),
        ("survey", 9, "name"),
        ("choices", 13, "name"),
    ]


def doubts(text: str) -> list[tuple[str, int | None, str]]:
    return [tuple(one[:3]) for one in convert_spreadsheet(text.encode())["warnings"]]


# A form that loads, and the place of its one doubt.
DOUBTS = {
    "no form_id": (survey("text | a | A"), "settings", None, "form_id"),
    "a heading almost right": (
        survey("text | a | A | 1", headings="type | name | label | relevent")
        + SETTINGS,
        "survey", 3, "relevent"),
    "a hint on a group": (
        survey("begin_group | g | G | H", "text | a | A |", "end_group | | |",
               headings="type | name | label | hint") + SETTINGS,
        "survey", 4, "hint"),
    "a language without a code": (
        survey("text | a | A", headings="type | name | label::French") + SETTINGS,
        "survey", 3, "label::French"),
    "names that differ in capitals": (
        survey("text | a | A", "text | A | A") + SETTINGS, "survey", 5, "name"),
    "a choice without a label": (
        survey("select_one l | a | A") + SETTINGS
        + "| choices |\n| | list_name | name | label |\n| | l | x | |\n",
        "choices", 11, "label"),
    "a choice of no list": (
        survey("select_one l | a | A") + SETTINGS
        + "| choices |\n| | list_name | name | label |\n| | l | x | X |\n"
        "| | | y | Y |\n",
        "choices", 12, "list_name"),
    "the same choice twice over": (
        survey("select_one l | a | A") + SETTINGS
        + "| choices |\n| | list_name | name | label |\n| | l | x | X |\n"
        "| | l | x | X |\n",
        "choices", 12, "name"),
    "a district of two provinces": (
        survey("text | p | P |", "select_one l | a | A | p=${p}",
               headings="type | name | label | choice_filter") + SETTINGS
        + "| choices |\n| | list_name | name | label | p |\n| | l | x | X | 1 |\n"
        "| | l | x | X | 2 |\n",
        "choices", 13, "name"),
    "a sheet almost named right": (
        survey("text | a | A") + SETTINGS + "| choice |\n| | list_name | name |\n",
        "choice", None, ""),
    "a repeat without a label": (
        survey("begin_repeat | r | ", "text | a | A", "end_repeat | |") + SETTINGS,
        "survey", 4, "label"),
}  # fmt: skip


@pytest.mark.parametrize("case", DOUBTS)
def test_lets_a_doubtful_form_load_and_says_what_is_doubtful(case: str) -> None:
    text, *place = DOUBTS[case]
    assert doubts(text) == [tuple(place)]


def test_passes_over_disabled_rows() -> None:
    text = survey(
        "text | a | A | ",
        "textt | a | A | yes",
        headings="type | name | label | disabled",
    )
    assert set(convert_spreadsheet(text.encode())["rows"]) == {"/data/a"}
