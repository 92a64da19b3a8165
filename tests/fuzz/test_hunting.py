"""The hunt itself: it finds what is well hidden, and makes it small."""

import json
import random

from fuzz.hunting import Hunt, trial
from fuzz.mutation import MOST_BYTES, Mutation
from fuzz.registry import Reader
from intake.domain.errors import NotCanonical
from intake.forms import Step


def brittle(data: bytes) -> None:
    """Break on one deed of a journal, two steps inside of what our own lines read."""
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError):
        return
    step = Step.from_json(facts)
    assert step.to_json()
    if step.place > 0 and step.revision:
        raise ZeroDivisionError


def slow(data: bytes) -> None:
    """Never come back from a text that begins with a bang."""
    while data.startswith(b"!"):
        pass


BRITTLE = Reader(
    "brittle",
    brittle,
    lambda: [b'{"deed": "add", "place": 0, "revision": false, "ref": "/data/people"}'],
    words=(b"true", b"false", b"1", b'"move"'),
)


def test_finds_what_is_hidden_and_makes_it_small() -> None:
    hunt = Hunt(BRITTLE, random.Random(1))  # noqa: S311 - any will do
    assert len(list(hunt.begin(iter(())))) == 1
    for _ in range(5000):
        if hunt.go_on() is None and hunt.found:
            break
    (finding,) = hunt.found.values()
    assert finding.where.startswith("ZeroDivisionError in test_hunting.py")
    assert "ZeroDivisionError" in finding.told
    assert b"people" not in finding.data


def test_what_leads_further_becomes_a_parent() -> None:
    hunt = Hunt(BRITTLE, random.Random(1))  # noqa: S311 - any will do
    seen: list[bytes] = []
    hunt.before = seen.append
    assert hunt.try_out(b"[]")
    assert not hunt.try_out(b"[1]")
    assert hunt.try_out(b'{"deed": "nothing"}')
    assert hunt.parents == [b"[]", b'{"deed": "nothing"}']
    assert len(seen) == hunt.tried == 3


def test_our_own_errors_are_no_findings() -> None:
    assert trial(BRITTLE, b"{}") is None
    strict = Reader("strict", brittle, list, expected=(KeyError,))
    finding = trial(strict, b"{}")
    assert finding is not None
    assert finding.where.startswith(NotCanonical.__name__)


def test_an_input_that_never_ends_is_stopped_and_found() -> None:
    hanging = Reader("hanging", slow, list, seconds=0.05)
    assert trial(hanging, b"fine") is None
    finding = trial(hanging, b"!x", set())
    assert finding is not None
    assert finding.where.startswith("TooSlow")


def test_a_child_differs_from_its_parent_and_stays_small() -> None:
    mutation = Mutation(random.Random(3), (b"word",))  # noqa: S311 - any will do
    parent, other = b"one two 3 (four)", b"five six"
    children = {mutation.of(parent, other) for _ in range(300)}
    assert len(children) > 200
    assert any(b"word" in one for one in children)
    assert any(b"five" in one or b"six" in one for one in children)
    assert max(
        map(len, (mutation.of(b"x" * MOST_BYTES, other) for _ in range(50)))
    ) <= (MOST_BYTES)
    for _ in range(200):
        mutation.of(b"", b"")
