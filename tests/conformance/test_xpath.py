"""The expression language against published cases of other engines."""

from __future__ import annotations

import json
import math
import random
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from lxml import etree

from intake.domain.errors import IntakeError
from intake.forms.tree import ATTRIBUTE, COMMENT, ELEMENT, TEXT, Node
from intake.forms.tree_reading import read_tree
from intake.forms.xpath import (
    Context,
    Dialect,
    Environment,
    Expression,
    ExpressionSyntaxError,
    expression,
    parse,
)

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.conftest import Tally

Case = dict[str, Any]

STEP = re.compile(r"@([^/]+)|(\*|text\(\)|comment\(\))\[(\d+)\]")
KINDS = {"*": ELEMENT, "text()": TEXT, "comment()": COMMENT}
ITEXT = "//*[local-name()='itext']/*[local-name()='translation']"


def find(document: Node, path: str) -> Node:
    """Follow a path of ``*[n]``, ``text()[n]``, ``comment()[n]`` and ``@name``."""
    node = document
    for attribute, kind, place in STEP.findall(path):
        if attribute:
            local = attribute.rpartition(":")[2]
            node = next(
                one
                for one in node.attributes
                if one.kind == ATTRIBUTE and one.name == local
            )
        else:
            found = [one for one in node.content() if one.kind == KINDS[kind]]
            node = found[int(place) - 1]
    return node


def surroundings(case: Case, documents: dict[str, str]) -> Context:
    """Build what the case says it is evaluated in."""
    xml = documents[case["document"]] if "document" in case else "<root/>"
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    document = read_tree(etree.fromstring(xml.encode(), parser))
    everything = [document, *document.descendants()]
    instances = {
        node.attribute("id") or "": node
        for node in everything
        if node.kind == ELEMENT and node.name == "instance"
    }
    translations = {}
    for node in everything:
        if node.name == "translation" and node.attribute("lang") == case.get(
            "language"
        ):
            for text in node.elements():
                values = [one for one in text.elements() if not one.attributes]
                translations[text.attribute("id") or ""] = values[0].string()
    zone = ZoneInfo(case.get("tz", "America/Phoenix"))
    now = datetime.fromtimestamp(case.get("now_ms", 1715804055000) / 1000, UTC)
    environment = Environment(
        root=find(document, case["root_node"]) if "root_node" in case else document,
        instances=instances,
        now=lambda: now,
        zone=zone,
        random=random.Random(7),  # noqa: S311 - any will do
        language=case.get("language", ""),
        itext=translations.get,
    )
    return Context(environment, find(document, case.get("context_node", "")))


def result(case: Case, documents: dict[str, str]) -> object:
    """Work the case out; an IntakeError is a result too."""
    try:
        context = surroundings(case, documents)
        compiled: Expression = expression(
            case["expr"],
            namespaces=case.get("namespaces"),
            dialect=Dialect(case["dialect"]),
        )
        match case["expect_type"]:
            case "string":
                return compiled.string(context)
            case "number":
                return compiled.number(context)
            case "boolean":
                return compiled.boolean(context)
            case "nodeset_count":
                return len(compiled.nodes(context))
            case _:
                return compiled.evaluate(context)
    except IntakeError as error:
        return error


SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": -0.0}


def same_number(actual: float, wanted: object, how: Case) -> bool:
    expected = SPECIAL[wanted] if isinstance(wanted, str) else float(str(wanted))
    if math.isnan(expected) or math.isinf(expected):
        return repr(actual) == repr(expected)
    if wanted == "-0":
        return actual == 0 and math.copysign(1, actual) < 0
    if "round_factor" in how:
        factor = how["round_factor"]
        return bool(math.floor(actual * factor + 0.5) / factor == expected)
    if "abs_tol" in how:
        return bool(abs(actual - expected) <= how["abs_tol"])
    return math.isclose(actual, expected, rel_tol=1e-12)


def agrees(actual: object, wanted: object, how: Case) -> bool:
    """Compare as the case asks."""
    if isinstance(actual, IntakeError):
        return False
    if isinstance(actual, float):
        return same_number(actual, wanted, how)
    if "regex" in how:
        flags = re.IGNORECASE if "i" in how["flags"] else 0
        return re.search(how["regex"], str(actual), flags) is not None
    if "string_length" in how:
        return bool(len(str(actual)) == how["string_length"])
    if how.get("unordered"):
        return sorted(str(actual)) == sorted(str(wanted))
    return actual == wanted


def failure(case: Case, documents: dict[str, str]) -> str | None:
    actual = result(case, documents)
    if case["expect_type"] == "error":
        return None if isinstance(actual, IntakeError) else f"{case['expr']} → {actual}"
    if agrees(actual, case["expected"], case.get("compare", {})):
        return None
    for other in case.get("alternatives", []):
        if other["expect_type"] == "error" and isinstance(actual, IntakeError):
            return None
        if other["expect_type"] == case["expect_type"] and agrees(
            actual, other["expected"], case.get("compare", {})
        ):
            return None
    return f"{case['expr']} → {actual!r}, not {case['expected']!r}"


def test_evaluates_the_published_cases(material: Path, tally: Tally) -> None:
    folder = material / "xpath"
    documents = json.loads((folder / "documents.json").read_text("utf-8"))
    for line in (folder / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["status"] in ("asserted", "observed"):
            tally.add(case["id"], failure(case, documents))
    tally.check()


def test_decides_the_disputed_cases_without_breaking(
    material: Path,
) -> None:
    folder = material / "xpath"
    documents = json.loads((folder / "documents.json").read_text("utf-8"))
    for line in (folder / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["status"] not in ("asserted", "observed"):
            assert isinstance(
                result(case, documents), (str, float, bool, list, IntakeError)
            )


def test_tells_expressions_from_other_texts(material: Path, tally: Tally) -> None:
    cases = json.loads((material / "xpath" / "parse_cases.json").read_text("utf-8"))
    for case in cases:
        try:
            parse(case["expr"])
            outcome = "parses"
        except ExpressionSyntaxError:
            outcome = "syntax_error"
        wrong = None if outcome == case["expected"] else f"{case['expr']!r}: {outcome}"
        tally.add(case["id"], wrong)
    tally.check()
