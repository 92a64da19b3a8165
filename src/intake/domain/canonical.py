"""One way to write a fact down, so that the same fact always has the same bytes.

Signed and hashed things are JSON in this form: UTF-8, sorted keys, no spaces, no
floats, no repeated keys. Reading proves the form by writing it again.
"""

import json
from collections.abc import Iterable

from intake.domain.errors import NotCanonical

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

# A statement names at most some ten thousand members; deeper or larger is not ours.
DEPTH = 16
SIZE = 64 * 1024 * 1024


def encode(value: Json) -> bytes:
    """Write *value* in the canonical form. Raises NotCanonical for a float."""
    _refuse_floats(value)
    text = _WRITER.encode(value)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical from error


def decode(data: bytes) -> Json:
    """Read canonical bytes. Raises NotCanonical for any other bytes."""
    if len(data) > SIZE:
        raise NotCanonical
    try:
        value: Json = _READER.decode(data.decode())
    except (ValueError, RecursionError) as error:
        raise NotCanonical from error
    if encode(value) != data:
        raise NotCanonical
    return value


def _unique(pairs: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for key, value in pairs:
        if key in result:
            raise NotCanonical
        result[key] = value
    return result


def _refuse(_: str) -> Json:
    raise NotCanonical


def _refuse_floats(value: object) -> None:
    """Look through *value* level by level. Raises NotCanonical, also if too deep."""
    level = [value]
    for _ in range(DEPTH):
        deeper: list[object] = []
        for each in level:
            if type(each) is str:  # nearly all are; a statement has ten thousands
                continue
            if isinstance(each, dict):
                deeper.extend(each.values())
            elif isinstance(each, list):
                deeper.extend(each)
            elif isinstance(each, float):
                raise NotCanonical
        if not deeper:
            return
        level = deeper
    raise NotCanonical


_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_READER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse
)
