"""What an expression depends on, told without working it out."""

from __future__ import annotations

import pytest

from intake.forms.xpath import Analysis, analyse, parse

PLACE = "/data/person/age"


def look(source: str, place: str = PLACE) -> Analysis:
    return analyse(parse(source), place)


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("1 + 1", []),
        (".", ["/data/person/age"]),
        ("../name", ["/data/person/name"]),
        ("/data/flag", ["/data/flag"]),
        ("../../flag = 'a' or ../name != 'b'", ["/data/flag", "/data/person/name"]),
        ("current()/../name", ["/data/person/name"]),
        ("/data/person[name = 'a']/age", ["/data/person/name", "/data/person/age"]),
        (
            "/data/person[name = current()/../name]/bag",
            ["/data/person/name", "/data/person/bag"],
        ),
        ("sum(/data/person/bag)", ["/data/person/bag"]),
        ("count(../../person)", ["/data/person"]),
        ("position(..)", ["/data/person"]),
        ("//bag", ["/**/bag"]),
        ("concat('a', /)", ["/**"]),
        ("/data/*/bag", ["/data/*/bag"]),
        ("/data/@version", ["/data/@version"]),
        ("string()", ["/data/person/age"]),
        ("once(uuid())", ["/data/person/age"]),
        (
            "indexed-repeat(/data/person/age, /data/person, 1)",
            ["/data/person/age", "/data/person"],
        ),
        ("(/data/a | /data/b)[1]/c", ["/data/a", "/data/b", "/**/c"]),
        ("if(/data/a, /data/b, /data/c)", ["/data/a", "/data/b", "/data/c"]),
        ("jr:choice-name(/data/a, '/data/a')", ["/data/a"]),
        ("../../../../../x", ["/x"]),
    ],
)
def test_finds_the_questions_an_expression_looks_at(
    source: str, paths: list[str]
) -> None:
    found = [one.path for one in look(source).references if not one.instance]
    assert list(dict.fromkeys(found)) == paths


def test_tells_lists_from_the_form() -> None:
    found = look("instance('town')/root/item[region = /data/region]/label").references
    assert [(one.instance, one.path) for one in found] == [
        ("town", "/root/item/region"),
        ("", "/data/region"),
        ("town", "/root/item/label"),
    ]
    pulled = look("pulldata('town', 'label', 'name', ../name)").references
    assert {one.instance for one in pulled} == {"town", ""}


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("../name", 2),
        ("../../flag", 1),
        (".", 3),
        ("current()/../name", 2),
        ("/data/person/name", 0),
        ("../../person/name", 1),
        ("../bag/weight", 2),
    ],
)
def test_tells_how_far_a_reference_stays_with_the_own_instance(
    source: str, kept: int
) -> None:
    assert look(source).references[0].kept == kept


def test_tells_where_in_the_source_a_reference_stands() -> None:
    assert [one.position for one in look("1 + /data/a * ../b").references] == [4, 14]


@pytest.mark.parametrize(
    ("source", "volatile"),
    [
        ("today() > '2024-01-01'", True),
        ("if(../a, now(), '')", True),
        ("random()", True),
        ("../a[. = uuid()]", True),
        ("../a + 1", False),
        ("concat('today()', 'x')", False),
    ],
)
def test_tells_what_may_change_by_itself(source: str, volatile: bool) -> None:
    assert look(source).volatile is volatile


@pytest.mark.parametrize(
    ("source", "constant"),
    [
        ("1 + 2", True),
        ("concat('a', 'b')", True),
        ("today()", False),
        ("../a", False),
        ("jr:itext('a')", False),
        ("property('deviceid')", False),
        ("position()", False),
        ("string()", False),
    ],
)
def test_tells_what_never_changes(source: str, constant: bool) -> None:
    assert look(source).constant is constant


def test_counts_position_only_outside_conditions() -> None:
    assert look("position() + 1").positional
    assert not look("../a[position() = 1]").positional


def test_names_what_does_not_exist() -> None:
    found = look("1 + slected(../a, 'b')").unknown
    assert found == (("slected", "selected", 4),)
    assert look("foo:bar()").unknown[0][0] == "foo:bar"


def test_names_functions_and_texts() -> None:
    found = look("concat(jr:itext('hello'), string-length(../a), current()/../b)")
    assert found.functions >= {"concat", "jr:itext", "string-length"}
    assert found.itexts == ("hello",)
    assert found.uses_current


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("(../name)/x", ["/data/person/name", "/data/person/name/x"]),
        ("(../name)[1]/x", ["/data/person/name", "/data/person/name/x"]),
        (
            "if(1, ../name, ../bag)/x",
            ["/data/person/name", "/data/person/bag", "/**/x"],
        ),
        ("../text()", ["/data/person"]),
        ("../following-sibling::x", ["/**"]),
        ("-(../name) | ../bag", ["/data/person/name", "/data/person/bag"]),
    ],
)
def test_follows_paths_that_begin_in_parentheses(source: str, paths: list[str]) -> None:
    found = {one.path for one in look(source).references}
    assert found >= set(paths)
