"""Choices looked up in a CSV file by search(), and in itemsets.csv by a query."""

from __future__ import annotations

import pytest

from intake.forms import Session
from intake.forms.searching import (
    closing,
    queried,
    read_search,
    searched,
    split_arguments,
)
from intake.forms.xpath import Expression, expression
from unit.forms.building import session

CSV = b"name,label,region\nelm,Elm,north\noak,Oak,south\nholm,Holm oak,north\n"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("'f'", ["'f'"]),
        (
            "'f', 'a,b', concat(1, 2), x[1, 2]",
            ["'f'", "'a,b'", "concat(1, 2)", "x[1, 2]"],
        ),
        ("", [""]),
        ("a,,b", ["a", "", "b"]),
        ('"a\'b", c', ['"a\'b"', "c"]),
        ("')', (", ["')'", "("]),
    ],
)
def test_takes_arguments_apart_at_their_own_commas(text: str, parts: list[str]) -> None:
    assert split_arguments(text) == parts


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("search('a') w4", 11),
        ("search(')') x", 11),
        ("search(a(b)) x", 12),
        ("search(", 7),
    ],
)
def test_finds_where_a_call_ends(text: str, end: int) -> None:
    assert closing(text, len("search")) == end


@pytest.mark.parametrize(
    ("call", "name", "conditions"),
    [
        ("search('f')", "f", []),
        ("search('f.csv')", "f", []),
        (
            "search('f', 'contains', 'name', /data/a)",
            "f",
            [("contains", "name", "/data/a")],
        ),
        (
            "search('f', 'matches', 'name', 'x', 'region', /data/r)",
            "f",
            [("matches", "name", "'x'"), ("matches", "region", "/data/r")],
        ),
        ("search('f', 'resembles', 'name', 'x')", "f", []),
    ],
)
def test_reads_a_search(
    call: str, name: str, conditions: list[tuple[str, ...]]
) -> None:
    found = read_search(["minimal", call], expression)
    assert found is not None
    assert found.name == name
    told = [(test, column, held.source) for test, column, held in found.conditions]
    assert told == conditions


def test_without_the_call_there_is_nothing_to_search() -> None:
    assert read_search(["search", "autocomplete"], expression) is None


def test_a_condition_that_cannot_be_read_is_left_out() -> None:
    found = read_search(["search('f', 'contains', 'name', ()"], lambda _: None)
    assert found is not None
    assert found.conditions == ()


@pytest.mark.parametrize(
    ("test", "text", "names"),
    [
        ("contains", "oak", ["Holm oak"]),
        ("startswith", "O", ["Oak"]),
        ("endswith", "m", ["Elm"]),
        ("matches", "Oak", ["Oak"]),
        ("matches", "", []),
    ],
)
def test_gives_the_rows_that_fit(test: str, text: str, names: list[str]) -> None:
    search = read_search([f"search('f', '{test}', 'label', 'x')"], expression)
    assert search is not None
    table = searched(search, {"f.csv": CSV}).table
    assert table is not None

    def value(_held: Expression) -> str:
        return text

    assert [row[1] for row in search.rows(table, value)] == names


def test_a_column_that_is_not_there_is_no_condition() -> None:
    search = read_search(["search('f', 'matches', 'nothing', 'x')"], expression)
    assert search is not None
    table = searched(search, {"f.csv": CSV}).table
    assert table is not None
    assert len(list(search.rows(table, lambda _: "x"))) == 3


def talk_of_trees(data: bytes | None) -> Session:
    return session(
        "<r>north</r><s/>",
        "",
        "<input ref='/data/r'/>"
        "<select1 ref='/data/s'"
        " appearance=\"search('f', 'matches', 'region', /data/r)\">"
        "<item><label>label, region</label><value>name</value></item>"
        "<item><label>None of them</label><value>0</value></item></select1>",
        "",
        {} if data is None else {"f.csv": data},
    )


def test_one_choice_stands_for_all_rows_found() -> None:
    talk = talk_of_trees(CSV)
    item = talk.get("/data/s")
    assert [(one.value, one.label) for one in item.choices] == [
        ("elm", "Elm, north"),
        ("holm", "Holm oak, north"),
        ("0", "None of them"),
    ]
    talk.answer("/data/r", "south")
    assert [one.value for one in item.choices] == ["oak", "0"]


def test_without_its_file_only_the_plain_choices_are_left() -> None:
    talk = talk_of_trees(None)
    assert [one.value for one in talk.get("/data/s").choices] == ["0"]
    assert any("f.csv" in str(one) for one in talk.form.warnings)


def test_a_query_takes_the_rows_of_its_list() -> None:
    data = b"list_name,name,label\ntrees,elm,Elm\nbirds,owl,Owl\ntrees,oak,Oak\n"
    table = queried("trees", {"itemsets.csv": data}).table
    assert table is not None
    assert [row[1] for row in table.rows] == ["elm", "oak"]
    assert queried("trees", {}).missing
    assert queried("trees", {"itemsets.csv": b"name,label\nelm,Elm\n"}).missing


def test_a_condition_that_cannot_be_worked_out_finds_nothing_and_says_so() -> None:
    talk = session(
        "<r/><s/>",
        "",
        "<input ref='/data/r'/><select1 ref='/data/s' appearance=\"search('f',"
        " 'matches', 'region', if(/data/r = 'x', date(true()), /data/r))\"><item>"
        "<label>label</label><value>name</value></item></select1>",
        "",
        {"f.csv": CSV},
    )
    talk.answer("/data/r", "south")
    assert [one.value for one in talk.get("/data/s").choices] == ["oak"]
    talk.answer("/data/r", "x")
    assert talk.get("/data/s").choices == ()
    assert ("/data/s", "choices") in talk.errors
