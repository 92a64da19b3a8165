"""Choices looked up in a CSV file by search(), and in itemsets.csv by a query."""

from __future__ import annotations

import pytest

from intake.forms import FormFaulty, Session
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


def never(what: str, mend: str) -> None:
    pytest.fail(f"{what} {mend}")


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
            [("contains", ("name",), "/data/a")],
        ),
        (
            "search('f', 'matches', 'name', 'x', 'region', /data/r)",
            "f",
            [("matches", ("name",), "'x'"), ("matches", ("region",), "/data/r")],
        ),
        (
            "search('f', ' StartsWith ', 'name, label', 'x')",
            "f",
            [("startswith", ("name", "label"), "'x'")],
        ),
        (
            "search('f', 'resembles', 'name label', 'x')",
            "f",
            [("contains", ("name", "label"), "'x'")],
        ),
        (
            "search('f', 'contains', '', 'x', 'region', 'y')",
            "f",
            [("matches", ("region",), "'y'")],
        ),
    ],
)
def test_reads_a_search(
    call: str, name: str, conditions: list[tuple[object, ...]]
) -> None:
    found = read_search(["minimal", call], expression, never)
    assert found is not None
    assert found.name == name
    told = [(test, names, held.source) for test, names, held in found.conditions]
    assert told == conditions


def test_without_the_call_there_is_nothing_to_search() -> None:
    assert read_search(["search", "autocomplete"], expression, never) is None


def test_a_condition_that_cannot_be_read_is_left_out() -> None:
    call = "search('f', 'contains', 'name', ())"
    found = read_search([call], lambda _: None, never)
    assert found is not None
    assert found.conditions == ()


@pytest.mark.parametrize(
    ("test", "text", "names"),
    [
        ("contains", "oak", ["Oak", "Holm oak"]),
        ("startsWith", "o", ["Oak"]),
        ("startswith", "O", ["Oak"]),
        ("endsWith", "M", ["Elm"]),
        ("matches", "oak", ["Oak"]),
        ("resembles", "lm", ["Elm", "Holm oak"]),
        ("matches", "", []),
    ],
)
def test_gives_the_rows_that_fit(test: str, text: str, names: list[str]) -> None:
    search = read_search([f"search('f', '{test}', 'label', 'x')"], expression, never)
    assert search is not None
    table = searched(search, {"f.csv": CSV}).table
    assert table is not None

    def value(_held: Expression) -> str:
        return text

    assert [row[1] for row in search.rows(table, value)] == names


@pytest.mark.parametrize("columns", ["name,region", "NAME, Region", "name region"])
def test_one_of_several_columns_is_enough(columns: str) -> None:
    call = f"search('f', 'contains', '{columns}', 'x')"
    search = read_search([call], expression, never)
    assert search is not None
    table = searched(search, {"f.csv": CSV}).table
    assert table is not None
    assert [row[0] for row in search.rows(table, lambda _: "o")] == [
        *("elm", "oak", "holm")
    ]
    assert [row[0] for row in search.rows(table, lambda _: "oa")] == ["oak"]


def test_a_column_sortby_puts_the_rows_in_order() -> None:
    search = read_search(["search('f')"], expression, never)
    assert search is not None
    data = b"name,SortBy\na,10\nb,9\nc,\nd,nan\ne,-1\n"
    table = searched(search, {"f.csv": data}).table
    assert table is not None
    assert [row[0] for row in search.rows(table, lambda _: "")] == [*"ebacd"]


def offering(
    data: bytes, value: str, label: str, appearance: str = "search('f')"
) -> Session:
    return session(
        "<s/>",
        "",
        f"<select1 ref='/data/s' appearance=\"{appearance}\"><item>"
        f"<label>{label}</label><value>{value}</value></item></select1>",
        "",
        {"f.csv": data},
    )


def test_offers_each_value_once() -> None:
    data = b"region,district\nN,a\nN,b\nS,c\n"
    talk = offering(data, "region", "region")
    assert [(one.value, one.label) for one in talk.get("/data/s").choices] == [
        ("N", "N"),
        ("S", "S"),
    ]


@pytest.mark.parametrize("count", [2, 3, 5, 7])
def test_a_wrong_number_of_arguments_is_a_fault(count: int) -> None:
    rest = ", 'name'" * (count - 1)
    with pytest.raises(FormFaulty) as caught:
        offering(CSV, "name", "label", f"search('f'{rest})")
    assert f"search() is given {count} things" in str(caught.value.faults[0])


@pytest.mark.parametrize(
    ("appearance", "label", "told"),
    [
        ("search('f', 'matches', 'nothing', 'x')", "label", "“nothing”"),
        ("search('f', 'matches', 'nam', 'x')", "label", "Did you mean “name”?"),
        ("search('f', 'matches', 'name', 'x', 'r', 'y')", "label", "“r”"),
        ("search('f', 'contains', 'name,labe', 'x')", "label", "“labe”"),
        ("search('f')", "lable", "Did you mean “label”?"),
        ("search('f', 'matches', name, 'x')", "label", "not in quotes: name"),
    ],
)
def test_a_column_that_is_not_there_is_a_fault(
    appearance: str, label: str, told: str
) -> None:
    with pytest.raises(FormFaulty) as caught:
        offering(CSV, "name", label, appearance)
    assert told in str(caught.value.faults[0])


def test_a_label_column_of_one_language_that_is_not_there_is_a_fault() -> None:
    texts = "".join(
        f"<translation lang='{one}'><text id='c'><value>{said}</value></text>"
        "</translation>"
        for one, said in (("en", "label"), ("fr", "labelle"))
    )
    with pytest.raises(FormFaulty) as caught:
        session(
            "<s/>",
            "",
            "<select1 ref='/data/s' appearance=\"search('f')\"><item>"
            "<label ref=\"jr:itext('c')\"/><value>name</value></item></select1>",
            f"<itext>{texts}</itext>",
            {"f.csv": CSV},
        )
    assert "“labelle”" in str(caught.value.faults[0])


def test_a_choice_that_names_no_column_is_offered_and_doubted() -> None:
    talk = offering(CSV, "none", "None of them")
    assert [one.value for one in talk.get("/data/s").choices] == ["none"]
    assert any("“none” is no column" in str(one) for one in talk.form.warnings)


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
        ("elm", "Elm (region: north)"),
        ("holm", "Holm oak (region: north)"),
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
        " 'matches', 'region', if(/data/r = 'x', digest(1, 2), /data/r))\"><item>"
        "<label>label</label><value>name</value></item></select1>",
        "",
        {"f.csv": CSV},
    )
    talk.answer("/data/r", "south")
    assert [one.value for one in talk.get("/data/s").choices] == ["oak"]
    talk.answer("/data/r", "x")
    assert talk.get("/data/s").choices == ()
    assert ("/data/s", "choices") in talk.errors
