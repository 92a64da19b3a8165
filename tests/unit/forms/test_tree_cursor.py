"""A long table is held against a condition without a node for every row."""

from __future__ import annotations

import pytest

from intake.forms.tree import Node, Rows, Table
from intake.forms.tree_cursor import Cursor
from intake.forms.xpath import Context, Environment, expression

COLUMNS = ("name", "size", "note")
ROWS = [("a", "1", "red fox"), ("b", "20", None), ("c", "3", ""), ("a", "x", "fox")]


def made(table: Table) -> set[int]:
    assert isinstance(table.node, Rows)
    return set(table.node.made)


def names(source: str, context: Context) -> list[str]:
    return [
        f"{row.cell('name')}{row.cell('size')}"
        for row in expression(source).nodes(context)
    ]


def test_shows_one_row_after_another() -> None:
    table = Table(COLUMNS, ROWS)
    assert isinstance(table.node, Rows)
    cursor = Cursor(table.node)
    seen = [
        [node.text for name in (*COLUMNS, "gone") for node in cursor.named(name)]
        for _ in cursor.places()
    ]
    assert seen == [
        ["a", "1", "red fox"],
        ["b", "20"],
        ["c", "3", ""],
        ["a", "x", "fox"],
    ]
    assert made(table) == set()


@pytest.mark.parametrize(
    "condition",
    [
        "contains(note, 'fox')",
        "size > 2",
        "size > /data/least and name != 'c'",
        "starts-with(note, /data/start) or size = 3",
        "not(note)",
        "note = ''",
        "string-length(note) > 3",
        "position() = last()",
        "position() > 1 and name = 'a'",
        "position() mod 2 = 0",
        "gone = 'x'",
        "not(gone = 'x')",
        "string(name) = 'a'",
        "count(note) = 1",
        "selected('a b', name)",
        "coalesce(note, name) = 'b'",
        "if(size > 2, name, note) = 'b'",
        "size = instance('list')/root/item[name = 'c']/size",
        "size > instance('list')/root/item[contains(note, 'red')]/size",
        "name = current()/../pick",
        "-size < -2",
        "name = note or name = size",
        "size + 1 > 20",
    ],
)
def test_selects_the_same_rows_as_a_tree_of_nodes_does(condition: str) -> None:
    data = Node("data")
    for name, text in (("least", "2"), ("start", "red"), ("pick", "a")):
        data.append(Node(name, text))
    document = Node("")
    document.append(data)
    table = Table(COLUMNS, ROWS)
    source = f"instance('list')/root/item[{condition}]"
    found = Context(
        Environment(root=document, instances={"list": table}), data.children[2]
    )
    wrapper = Node("instance")
    root = wrapper.append(Node("root"))
    for row in ROWS:
        item = root.append(Node("item"))
        for name, cell in zip(COLUMNS, row, strict=True):
            if cell is not None:
                item.append(Node(name, cell))
    plain = Context(
        Environment(root=document, instances={"list": wrapper}), data.children[2]
    )
    assert names(source, found) == names(source, plain)
    assert names(f"{source}[1]", found) == names(f"{source}[1]", plain)


def test_only_the_rows_that_pass_become_nodes() -> None:
    table = Table(COLUMNS, ROWS)
    context = Context(Environment(instances={"list": table}))
    assert names("instance('list')/root/item[contains(note, 'red')]", context) == ["a1"]
    assert made(table) == {0}


@pytest.mark.parametrize(
    "condition",
    ["../item/size = '20'", "following-sibling::item", ". = 'b20'", "*='20'"],
)
def test_a_condition_that_looks_around_gets_real_rows(condition: str) -> None:
    table = Table(COLUMNS, ROWS)
    context = Context(Environment(instances={"list": table}))
    names(f"instance('list')/root/item[{condition}]", context)
    assert made(table) == set(range(len(ROWS)))


def test_the_standpoint_is_as_before() -> None:
    table = Table(COLUMNS, ROWS)
    context = Context(Environment(instances={"list": table}), position=3, size=5)
    before = context.node
    expression("instance('list')/root/item[size > 2]").nodes(context)
    assert (context.node, context.position, context.size) == (before, 3, 5)


def test_what_is_the_same_for_all_rows_is_worked_out_anew_where_it_is_not() -> None:
    data = Node("data")
    for least, most in (("1", "5"), ("9", "5"), ("2", "5")):
        people = data.append(Node("p"))
        people.repeated = True
        people.append(Node("least", least))
        people.append(Node("most", most))
    document = Node("")
    document.append(data)
    table = Table(COLUMNS, ROWS)
    context = Context(Environment(root=document, instances={"list": table}), data)
    condition = "size > count(/data/p[most > /data/p/least])"
    assert names(f"instance('list')/root/item[{condition}]", context) == ["b20", "c3"]
    inner = "instance('list')/root/item[size > current()/p[1]/least]"
    source = f"instance('list')/root/item[size = {inner}/size]"
    assert names(source, context) == ["b20", "c3"]
