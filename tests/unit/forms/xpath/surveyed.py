"""A small form to stand in, and plain documents, for trying expressions out."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

from lxml import etree

from intake.forms.tree import DOCUMENT, Node, Table
from intake.forms.tree_reading import read_tree
from intake.forms.xpath import Context, Dialect, Environment, expression

PLUS_EIGHT = timezone(timedelta(hours=8))


class Survey:
    """Two people in a repeat, each with two bags; a list; a flag."""

    def __init__(self) -> None:
        """Build the form, with a clock and chance that stand still."""
        self.root = Node("", kind=DOCUMENT)
        data = self.root.append(Node("data"))
        self.flag = data.append(Node("flag", "0"))
        self.answer = data.append(Node("answer", "b"))
        self.people = []
        for name in ("Ada", "Bo"):
            person = data.append(Node("person"))
            person.repeated = True
            person.append(Node("name", name))
            person.append(Node("note"))
            for weight in ("1", "2"):
                bag = person.append(Node("bag"))
                bag.repeated = True
                bag.append(Node("weight", weight + name[0]))
            self.people.append(person)
        rows = [("a", "Aleph", "1"), ("b", "Beth", "1"), ("c", "Gimel", "2")]
        self.environment = Environment(
            root=self.root,
            instances={"letters": Table(("name", "label", "group"), rows)},
            now=lambda: datetime(2024, 5, 15, 20, 14, 15, tzinfo=UTC),
            zone=PLUS_EIGHT,
            random=random.Random(1),  # noqa: S311 - any will do
            itext={"hello": "Salam"}.get,
            choice_name=lambda value, question, _: f"{question}:{value}",
            properties={"deviceid": "d1"},
            version="7",
        )

    def at(self, node: Node | None = None) -> Context:
        """Stand at *node*, or at the root."""
        return Context(self.environment, node)

    def text(self, source: str, node: Node | None = None) -> str:
        """Work out an expression as text."""
        return expression(source).string(self.at(node))

    def number(self, source: str, node: Node | None = None) -> float:
        """Work out an expression as a number."""
        return expression(source).number(self.at(node))

    def truth(self, source: str, node: Node | None = None) -> bool:
        """Work out an expression as true or false."""
        return expression(source).boolean(self.at(node))


def plain(source: str, xml: str = "<a/>", dialect: Dialect = Dialect.XPATH1) -> str:
    """Work out an expression in a plain document, standing at its root node."""
    root = read_tree(etree.fromstring(xml))
    context = Context(Environment(root=root, relevance=False))
    return expression(source, dialect=dialect).string(context)
