"""Lookups in lists: found through an index, always the same as row by row."""

from __future__ import annotations

import pytest

from intake.forms.xpath import expression, parse
from intake.forms.xpath.indexing import depends_on_context, lookup
from intake.forms.xpath.syntax import Path
from unit.forms.xpath.surveyed import Survey

LETTERS = "instance('letters')/root/item"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (f"{LETTERS}[name = 'b']/label", "Beth"),
        (f"{LETTERS}[name = /data/answer]/label", "Beth"),
        (f"{LETTERS}[name = current()/../answer]/label", "Beth"),
        (f"{LETTERS}['b' = name]/label", "Beth"),
        (f"{LETTERS}[group = 1][2]/label", "Beth"),
        (f"{LETTERS}[group = '1' and name != 'a']/label", "Beth"),
        (f"{LETTERS}[name != 'a' and group = '1']/label", "Beth"),
        (f"{LETTERS}[group = '1'][position() = 2]/label", "Beth"),
        (f"{LETTERS}[group = '1'][last()]/label", "Beth"),
        (f"{LETTERS}[group = '1' and position() = 2]/label", "Beth"),
        (f"{LETTERS}[2][group = '1']/label", "Beth"),
        (f"count({LETTERS}[group = '1'])", "2"),
        (f"count({LETTERS}[group = 1.0])", "2"),
        (f"count({LETTERS}[nothing = ''])", "0"),
        (f"count({LETTERS})", "3"),
        (f"{LETTERS}[name = 'z']/label", ""),
        (f"{LETTERS}[contains(label, 'eth')]/name", "b"),
        (f"{LETTERS}[name = substr(label, 0, 1)]/label", ""),
        ("instance('nowhere')/root/item[name = 'b']/label", ""),
    ],
)
def test_looks_things_up_in_a_list(source: str, value: str) -> None:
    survey = Survey()
    assert survey.text(source, survey.flag) == value


def test_finds_the_rows_of_several_values_in_the_order_of_the_list() -> None:
    survey = Survey()
    survey.flag.text, survey.answer.text = "c", "a"
    for values in ("/data/flag | /data/answer", "(/data/flag | /data/answer)"):
        found = expression(f"{LETTERS}[name = {values}]/label").nodes(survey.at())
        assert [node.text for node in found] == ["Aleph", "Gimel"]


def test_a_hidden_answer_looks_up_what_is_blank() -> None:
    survey = Survey()
    survey.answer.relevant = False
    assert survey.number(f"count({LETTERS}[name = /data/answer])") == 0


def test_an_answer_that_changed_is_looked_up_anew() -> None:
    survey = Survey()
    label = expression(f"{LETTERS}[name = /data/answer]/label")
    assert label.string(survey.at()) == "Beth"
    survey.answer.text = "c"
    assert label.string(survey.at()) == "Gimel"


@pytest.mark.parametrize(
    ("source", "column"),
    [
        (f"{LETTERS}[name = 'b']", "name"),
        (f"{LETTERS}[/data/a = name]", "name"),
        (f"{LETTERS}[label != 'x' and group = /data/a]/label", "group"),
        (f"{LETTERS}[name = 'b'][2]", "name"),
        (f"{LETTERS}[name = concat(/data/a, 'b')]", "name"),
    ],
)
def test_sees_a_condition_that_an_index_can_answer(source: str, column: str) -> None:
    path = parse(source)
    assert isinstance(path, Path)
    found = lookup(path)
    assert found is not None
    assert (found.identifier, found.item, found.column) == ("letters", "item", column)


@pytest.mark.parametrize(
    "source",
    [
        LETTERS,
        f"{LETTERS}[name != 'b']",
        f"{LETTERS}[name = label]",
        f"{LETTERS}[name = position()]",
        f"{LETTERS}[name = 'b' and position() = 1]",
        f"{LETTERS}[name = 'b' or group = 1]",
        f"{LETTERS}[1][name = 'b']",
        "instance('letters')//item[name = 'b']",
        "instance(/data/a)/root/item[name = 'b']",
        "/data/item[name = 'b']",
    ],
)
def test_leaves_other_conditions_to_be_held_against_every_row(source: str) -> None:
    path = parse(source)
    assert isinstance(path, Path)
    assert lookup(path) is None


@pytest.mark.parametrize(
    ("source", "depends"),
    [
        ("1 + 'a'", False),
        ("/data/a", False),
        ("current()/../a", False),
        ("$a", False),
        ("-(/data/a) = /data/b or /data/c | /data/d", False),
        ("(/data/a)[name]", False),
        ("name", True),
        ("../a", True),
        ("position()", True),
        ("concat('a', string())", True),
        ("1 + name", True),
        ("-name", True),
        ("/data/a = name", True),
        ("/data/a | name", True),
        ("name[1]", True),
    ],
)
def test_tells_what_changes_with_the_row(source: str, depends: bool) -> None:
    assert depends_on_context(parse(source)) is depends
