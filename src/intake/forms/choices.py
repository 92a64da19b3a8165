"""What a question offers at the moment, and which chosen values it still offers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from intake.forms.definition import Kind
from intake.forms.item import Choice
from intake.forms.xpath import Context, ExpressionError, expression

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from intake.forms.definition import Control, Itemset
    from intake.forms.evaluation import Evaluation
    from intake.forms.item import Item
    from intake.forms.tree import Node

_NAME = re.compile(r"^(?:\./)?([\w.-]+)$")
_ATTRIBUTE = re.compile(r"^(?:\./)?@([\w.-]+)$")


class Row(Mapping[str, str]):
    """The further columns of the row that a choice comes from, read when asked."""

    __slots__ = ("_node",)

    def __init__(self, node: Node) -> None:
        """Read from *node*."""
        self._node = node

    def __getitem__(self, name: str) -> str:
        """Give the text of the column *name*."""
        found = self._node.child(name)
        if found is None:
            raise KeyError(name)
        return found.string()

    def __iter__(self) -> Iterator[str]:
        """Walk the names of the columns in order."""
        return (one.name for one in self._node.elements())

    def __len__(self) -> int:
        """Count the columns."""
        return len(self._node.elements())


class Offers:
    """The choices of one session's questions.

    Lists that depend on nothing in the interview are made once and shared.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        """Offer what *evaluation*'s form offers."""
        self._evaluation = evaluation
        self._quoting = any(evaluation.form.itext.quoted_in_choices())
        self._shared: dict[tuple[int, str], tuple[Choice, ...]] = {}
        self._values: dict[int, Mapping[str, int]] = {}
        self._readers: dict[str, Callable[[Node], str]] = {}

    def choices(self, item: Item) -> tuple[Choice, ...]:
        """Give what *item* offers, in order, in the session's language."""
        control = item.field.control
        if control is None:
            return ()
        if control.itemset is None:
            return self._written(item, control)
        key = (id(control.itemset), self._evaluation.language)
        quoting = self._quoting and control.itemset.label_itext
        steady = control.itemset.steady and not quoting
        if steady and key in self._shared:
            return self._shared[key]
        found = self._made(item, control.itemset)
        if steady:
            self._shared[key] = found
        return found

    def keep(self, item: Item, text: str) -> str:
        """Give those of the chosen values in *text* that *item* still offers."""
        offered = self.values(item)
        if offered is None:
            return text
        if item.kind is Kind.SELECT_ONE:
            return text if text in offered else ""
        return " ".join(value for value in text.split() if value in offered)

    def values(self, item: Item) -> Mapping[str, int] | None:
        """Give the offered values with their places; None if there is no list."""
        control = item.field.control
        if control is None or (control.itemset is None and not control.options):
            return None
        key = id(control)
        if key in self._values:
            return self._values[key]
        if control.itemset is None:
            listed = [option.value for option in control.options]
        else:
            value_of = self._reader(control.itemset.value)
            listed = [value_of(node) for node in self._nodes(item, control.itemset)]
        found: dict[str, int] = {}
        for place, value in enumerate(listed):
            found.setdefault(value, place)
        if control.itemset is None or control.itemset.steady:
            self._values[key] = found
        return found

    def _written(self, item: Item, control: Control) -> tuple[Choice, ...]:
        speech = self._evaluation.speech
        return tuple(
            Choice(
                option.value,
                speech.words(item, option.label) if option.label else "",
                speech.media(option.label) if option.label else {},
            )
            for option in control.options
        )

    def _made(self, item: Item, itemset: Itemset) -> tuple[Choice, ...]:
        value_of = self._reader(itemset.value)
        label_of = self._reader(itemset.label) if itemset.label else value_of
        speech, itext = self._evaluation.speech, self._evaluation.form.itext
        language = self._evaluation.language
        made = []
        for node in self._nodes(item, itemset):
            label = label_of(node)
            media: Mapping[str, str] = {}
            if itemset.label_itext:
                media = itext.media(label, language)
                label = speech.text(label, item.node)
            made.append(Choice(value_of(node), label.strip(), media, Row(node)))
        return tuple(made)

    def _nodes(self, item: Item, itemset: Itemset) -> Sequence[Node]:
        evaluation = self._evaluation
        context = Context(evaluation.environment, item.node)
        try:
            nodes = itemset.nodeset.nodes(context)
        except ExpressionError:
            return ()
        if itemset.shuffled:
            # The same order again whenever this interview is opened.
            nodes = list(nodes)
            random.Random(f"{evaluation.seed}{item.ref}").shuffle(nodes)  # noqa: S311 - an order of choices is no secret
        return nodes

    def _reader(self, path: str) -> Callable[[Node], str]:
        reader = self._readers.get(path)
        if reader is None:
            reader = self._readers[path] = self._compiled(path)
        return reader

    def _compiled(self, path: str) -> Callable[[Node], str]:
        if plain := _NAME.match(path):
            name = plain[1]
            return lambda node: _text(node.child(name))
        if attribute := _ATTRIBUTE.match(path):
            key = attribute[1]
            return lambda node: node.attribute(key) or ""
        try:
            compiled = expression(path, namespaces=self._evaluation.form.namespaces)
        except ExpressionError:
            return lambda _: ""
        environment = self._evaluation.environment

        def read(node: Node) -> str:
            try:
                return compiled.string(Context(environment, node))
            except ExpressionError:
                return ""

        return read


def _text(node: Node | None) -> str:
    if node is None or not node.relevant:
        return ""
    return node.text if not node.children else node.string()
