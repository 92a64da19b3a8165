"""What an expression can see besides its own words: the form, the clock, the language.

An ``Environment`` lives as long as a session; a ``Context`` is one standpoint in it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from intake.forms.tree import DOCUMENT, Node, Table
from intake.forms.xpath.errors import TooComplex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from intake.forms.xpath.values import Value


def _no_text(_identifier: str) -> str | None:
    return None


def _no_choice(_value: str, _question: str, _node: Node) -> str | None:
    return None


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Environment:
    """Everything outside the expression that its value may depend on.

    ``root`` is the node absolute paths start at: a DOCUMENT node (or the XForm's
    primary ``instance`` element) whose child is the form's own root element.
    ``instances`` gives a secondary instance by id: a ``Table``, or the node whose child
    is the instance's root element, so that ``instance('x')/root/item`` steps through.
    ``zone`` is the form's time zone; None is the machine's. ``now`` gives any aware
    datetime. ``itext`` gives the text of an id in the present language, or None.
    ``choice_name`` gives the label of a choice: (value, the question as the expression
    names it, the node the expression stands at). Random values come from ``random``.
    ``properties`` are deviceid, username, email, phonenumber and the like.
    ``relevance`` off ignores ``Node.relevant``, for plain documents.
    ``budget`` bounds the work of one evaluation, in nodes looked at.
    """

    root: Node = field(default_factory=lambda: Node("", kind=DOCUMENT))
    instances: Mapping[str, Node | Table] = field(default_factory=dict)
    now: Callable[[], datetime] = _clock
    zone: tzinfo | None = None
    random: random.Random = field(default_factory=random.SystemRandom)
    language: str = ""
    itext: Callable[[str], str | None] = _no_text
    choice_name: Callable[[str, str, Node], str | None] = _no_choice
    properties: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, Value] = field(default_factory=dict)
    version: str = ""
    relevance: bool = True
    budget: int = 5_000_000
    _wrapped: dict[str, Node] = field(default_factory=dict, repr=False)

    def instance(self, identifier: str) -> Node | Table | None:
        """Give the secondary instance with this id."""
        return self.instances.get(identifier)

    def instance_node(self, identifier: str) -> Node | None:
        """Give the node that ``instance('…')`` stands for."""
        found = self.instances.get(identifier)
        if not isinstance(found, Table):
            return found
        wrapper = self._wrapped.get(identifier)
        if wrapper is None or wrapper.children[0] is not found.node:
            wrapper = self._wrapped[identifier] = Node("instance")
            wrapper.set_attribute("id", identifier)
            wrapper.append(found.node)
        return wrapper


class Context:
    """Where an expression is evaluated: a node, its position, and the environment.

    ``current`` is the node that ``current()`` gives: the one the whole expression
    belongs to, also inside predicates. ``held`` keeps what is the same for every row
    while a condition is held against the rows of a long list.
    """

    __slots__ = ("current", "environment", "held", "left", "node", "position", "size")

    def __init__(
        self,
        environment: Environment,
        node: Node | None = None,
        position: int = 1,
        size: int = 1,
    ) -> None:
        """Stand at *node*, or at the environment's root."""
        self.environment = environment
        self.node = environment.root if node is None else node
        self.current = self.node
        self.position = position
        self.size = size
        self.left = environment.budget
        self.held: dict[int, object] | None = None

    def spend(self, work: int) -> None:
        """Count *work* nodes looked at; raises TooComplex past the budget."""
        self.left -= work
        if self.left < 0:
            raise TooComplex(
                what="The expression takes too long to work out.",
                mend="Make its paths exact; avoid // and conditions inside conditions.",
            )
