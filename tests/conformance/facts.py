"""What is compared in a scenario, and what is forgiven: ids, digits, white space."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from intake.forms import Item

# Sums of fractions differ in the last digits from engine to engine.
_LONG_NUMBER = re.compile(r"-?[0-9]+\.[0-9]{9,}(e-[0-9]+)?")
_UUID = re.compile(r"^uuid:\S+$")


def fact(item: Item, key: str) -> object:
    match key:
        case "value":
            return lexical(item.value)
        case "relevant" | "readonly" | "required" | "type" | "count":
            return getattr(item, key)
        case "valid":
            return item.validity.value
        case "message" | "label" | "hint":
            return plain(getattr(item, key))
        case "choices":
            return [[choice.value, plain(choice.label)] for choice in item.choices]
        case _:
            return ...


def theirs(key: str, value: Any) -> object:  # noqa: ANN401 - whatever JSON holds
    match key:
        case "value":
            return lexical("" if value is None else str(value))
        case "message" | "label" | "hint":
            return plain(value or "")
        case "choices":
            return [[one, plain(label)] for one, label in value]
        case _:
            return value


def wished(pair: list[str | None]) -> tuple[str | None, str | None]:
    value, label = pair
    if value is not None and value.startswith("{"):
        facts = json.loads(value)
        return facts.get("value"), facts.get("label", label)
    return value, label


def lexical(text: str) -> str:
    return "uuid:*" if _UUID.match(text) else _LONG_NUMBER.sub(_rounded, text)


def _rounded(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 6):g}"


def plain(text: str) -> str:
    return " ".join(_LONG_NUMBER.sub(_rounded, text).split())


def tree(data: bytes) -> object:
    return _shape(etree.fromstring(data))


def _shape(element: etree._Element) -> object:
    text = (element.text or "") if not len(element) else ""
    attributes = sorted((str(k), lexical(str(v))) for k, v in element.attrib.items())
    return (
        str(element.tag),
        attributes,
        lexical(text),
        [_shape(one) for one in element],
    )
