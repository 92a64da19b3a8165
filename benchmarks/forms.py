"""How fast expressions are, beside lxml on the same ones.

Run by hand: ``python benchmarks/forms.py [FORM.xml]``. Without a form it builds a
document the size of a large one. Prints microseconds for each expression and ratios;
the ratio is what counts, as both sides ran on the same machine in the same minute.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from intake.forms.tree import ELEMENT, Node, Table
from intake.forms.tree_reading import read_tree
from intake.forms.xpath import (
    Context,
    Dialect,
    Environment,
    ExpressionError,
    analyse,
    expression,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 30
GROUPS, QUESTIONS, ROWS = 20, 30, 50_000
XFORMS = "{http://www.w3.org/2002/xforms}"
RULES = ("relevant", "calculate", "constraint", "required", "readonly")

CORE = (
    "/data/group{g}/q{q} = 'yes'",
    "/data/group{g}/q{q} = 'yes' and /data/group{h}/q{q} != 'no'",
    "../q{q} = 'yes' or ../q1 = 'no' or ../q2 = ''",
    "number(../q{q}) > 17 and number(../q{q}) < 65",
    "contains(concat(' ', ../q{q}, ' '), ' b ')",
    "count(/data/group{g}/*) > 10",
    "string-length(normalize-space(../q{q})) > 0",
    "sum(/data/group{g}/q{q}) + 1",
    "/data/group{g}/*[position() = {q}]",
    "not(/data/group{g}/q{q}[. = 'yes'])",
)


def best(run: Callable[[], object]) -> float:
    """Give the shortest of several runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


def plain_document() -> etree._Element:
    """Build a document with the questions of a large form."""
    data = etree.Element("data")
    for group in range(1, GROUPS + 1):
        inside = etree.SubElement(data, f"group{group}")
        for question in range(1, QUESTIONS + 1):
            leaf = etree.SubElement(inside, f"q{question}")
            leaf.text = ("yes", "no", "a b c", "42", None)[question % 5]
    return data


def against_lxml() -> None:
    """Work out the same core expressions on both sides."""
    top = plain_document()
    document = read_tree(top)
    sources = [
        source.format(g=1 + n % GROUPS, h=1 + n * 7 % GROUPS, q=1 + n * 11 % QUESTIONS)
        for n in range(60)
        for source in CORE
    ]
    theirs_at = top[3][4]
    ours_at = document.children[0].elements()[3].elements()[4]
    context = Context(Environment(root=document), ours_at)

    began = time.perf_counter()
    theirs = [etree.XPath(source, smart_strings=False) for source in sources]
    theirs_compiled = time.perf_counter() - began
    began = time.perf_counter()
    ours = [expression(source, dialect=Dialect.ODK) for source in sources]
    ours_compiled = time.perf_counter() - began

    def run_theirs() -> None:
        for one in theirs:
            one(theirs_at)

    def run_ours() -> None:
        for one in ours:
            one.evaluate(context)

    row("compile", ours_compiled, theirs_compiled, len(sources))
    row("evaluate", best(run_ours), best(run_theirs), len(sources))


def row(what: str, ours: float, theirs: float, count: int) -> None:
    """Print one line of the table; times in seconds for *count* expressions."""
    print(
        f"{what:10} ours {ours / count * 1e6:8.2f} µs   lxml"
        f" {theirs / count * 1e6:8.2f} µs   lxml/ours {theirs / ours:6.2f}"
    )


def lookups() -> None:
    """Look one row up in a long list, by index and by lxml's scan."""
    rows = [(f"v{n}", f"Label {n}", str(n % 100)) for n in range(ROWS)]
    began = time.perf_counter()
    table = Table(("name", "label", "group"), rows)
    context = Context(Environment(instances={"list": table}))
    made = time.perf_counter() - began
    found = expression(f"instance('list')/root/item[name = 'v{ROWS // 2}']/label")
    began = time.perf_counter()
    found.string(context)
    first = time.perf_counter() - began

    root = etree.Element("root")
    for name, label, group in rows:
        item = etree.SubElement(root, "item")
        etree.SubElement(item, "name").text = name
        etree.SubElement(item, "label").text = label
        etree.SubElement(item, "group").text = group
    scan = etree.XPath(f"/root/item[name = 'v{ROWS // 2}']/label", smart_strings=False)
    print(f"{ROWS} rows: made {made * 1e3:.1f} ms, first lookup {first * 1e3:.1f} ms")
    row(
        "lookup",
        best(lambda: [found.string(context) for _ in range(100)]) / 100,
        best(lambda: scan(root)),
        1,
    )


def whole_form(path: Path) -> None:
    """Read a form's rules and work all of them out on its empty instance."""
    parser = etree.XMLParser(resolve_entities=False, remove_blank_text=True)
    model = etree.parse(path, parser).find(f".//{XFORMS}model")
    if model is None:
        print(f"{path.name} is no XForm")
        return
    primary, *others = model.findall(f"{XFORMS}instance")
    document = read_tree(primary[0])
    instances = {one.get("id", ""): read_tree(one) for one in others}
    environment = Environment(root=document, instances=instances)
    places = {
        path_of(node): node for node in document.descendants() if node.kind == ELEMENT
    }
    rules = [
        (str(bind.get(rule)), place)
        for bind in model.findall(f"{XFORMS}bind")
        for rule in RULES
        if bind.get(rule)
        and (place := places.get(str(bind.get("nodeset", "")).replace("orx:", "")))
    ]
    began = time.perf_counter()
    compiled = [
        (expression(source), Context(environment, place)) for source, place in rules
    ]
    took = time.perf_counter() - began
    began = time.perf_counter()
    for one, _ in compiled:
        analyse(one.tree, "/data/x")
    analysed = time.perf_counter() - began

    def run() -> None:
        for one, context in compiled:
            try:
                one.evaluate(context)
            except ExpressionError:
                continue

    evaluated = best(run)
    count = len(rules)
    print(f"{path.name}: {count} rules")
    for what, seconds in (
        ("compile", took),
        ("analyse", analysed),
        ("evaluate", evaluated),
    ):
        print(
            f"  {what:9} {seconds / count * 1e6:7.2f} µs each, {seconds * 1e3:.2f} ms"
        )


def path_of(node: Node) -> str:
    """Write the names that lead to *node*."""
    above = node.parent
    return f"{path_of(above)}/{node.name}" if above is not None else ""


def main() -> None:
    """Measure everything."""
    against_lxml()
    lookups()
    for argument in sys.argv[1:]:
        whole_form(Path(argument))


if __name__ == "__main__":
    main()
