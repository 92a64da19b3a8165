"""What a question offers at the moment, and which chosen values it still offers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.forms.definition import SELECTS, Kind
from intake.forms.reading_lists import WHOLE
from intake.forms.rules import Aspect
from intake.forms.searching import WHOLE_NUMBER, column, columns_of, label_of
from intake.forms.shown import NOTHING, Choice
from intake.forms.xpath import Context, ExpressionError, expression

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from intake.forms.definition import Control, Itemset
    from intake.forms.evaluation import Evaluation
    from intake.forms.item import Item
    from intake.forms.itext import Wording
    from intake.forms.searching import Search
    from intake.forms.tree import Node, Table
    from intake.forms.xpath import Expression

_NAME = re.compile(r"^(?:\./)?([\w.-]+)$")
# The nodes of a list that came with the form, and not of what was answered.
_OF_LIST = re.compile(
    r"\s*(?:randomize\s*\(\s*)?instance\s*\((?!\s*['\"]__last-saved['\"])"
)
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


@dataclass(frozen=True, slots=True)
class Offered:
    """What a list gives at the moment: its nodes, and where each value first stands."""

    nodes: Sequence[Node]
    places: Mapping[str, int]


class Line(Mapping[str, str]):
    """The columns of a row that has no node yet, read when asked."""

    __slots__ = ("_cells", "_places")

    def __init__(self, places: Mapping[str, int], cells: Sequence[str | None]) -> None:
        """Read *cells*, of which *places* tells the columns."""
        self._places = places
        self._cells = cells

    def __getitem__(self, name: str) -> str:
        """Give the text of the column *name*."""
        return self._cells[self._places[name]] or ""

    def __iter__(self) -> Iterator[str]:
        """Walk the names of the columns in order."""
        return iter(self._places)

    def __len__(self) -> int:
        """Count the columns."""
        return len(self._places)


class Offers:
    """The choices of one session's questions.

    Lists that depend on nothing in the interview are made once and shared.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        """Offer what *evaluation*'s form offers."""
        self._evaluation = evaluation
        self._quoting = any(evaluation.form.itext.quoted_in_choices())
        self._shared: dict[tuple[int, str], tuple[Choice, ...]] = {}
        self._steady: dict[int, Offered] = {}
        self._readers: dict[str, Callable[[Node], str]] = {}

    def choices(self, item: Item) -> tuple[Choice, ...]:
        """Give what *item* offers, in order, in the session's language."""
        control = item.field.control
        if control is None:
            return ()
        if control.search is not None:
            return tuple(self._searched(item, control, control.search))
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
        offered = self.values(item) if item.kind in SELECTS else None
        if offered is None:
            return text
        if item.kind is Kind.SELECT_ONE:
            return text if text in offered else ""
        kept = [value for value in text.split() if value in offered]
        if item.kind is Kind.RANK:
            # An order has a place for everything: what is new on the list comes last.
            kept += [value for value in offered if value not in kept]
        return " ".join(kept)

    def values(self, item: Item) -> Mapping[str, int] | None:
        """Give the offered values with their places; None if there is no list."""
        control = item.field.control
        if control is None or (control.itemset is None and not control.options):
            return None
        return self._offered(item, control).places

    def _offered(self, item: Item, control: Control) -> Offered:
        if item.offered is not None:
            return item.offered
        found = self._steady.get(id(control)) if control.steady else None
        if found is None:
            found = self._looked_up(item, control)
        if control.steady:
            self._steady[id(control)] = found
        item.offered = found
        return found

    def _looked_up(self, item: Item, control: Control) -> Offered:
        itemset = control.itemset
        places: dict[str, int] = {}
        if control.search is not None:
            for choice in item.choices:
                places.setdefault(choice.value, len(places))
            return Offered((), places)
        if itemset is None:
            for option in control.options:
                places.setdefault(option.value, len(places))
            return Offered((), places)
        if (table := self._table(itemset)) is not None:
            column = table.places[itemset.value]
            for place, row in enumerate(table.rows):
                places.setdefault(row[column] or "", place)
            return Offered((), places)
        value_of = self._reader(itemset.value)
        nodes = self._nodes(item, itemset)
        for place, node in enumerate(nodes):
            places.setdefault(value_of(node), place)
        return Offered(nodes, places)

    def _written(self, item: Item, control: Control) -> tuple[Choice, ...]:
        speech = self._evaluation.speech
        return tuple(
            Choice(
                option.value,
                speech.words(item, option.label) if option.label else "",
                speech.media(option.label) if option.label else {},
                answered=self._quotes_in(option.label),
            )
            for option in control.options
        )

    def _quotes(self, name: str) -> bool:
        """Tell whether the itext entry *name* quotes answers."""
        return any(True for _ in self._evaluation.form.itext.expressions(name))

    def _quotes_in(self, wording: Wording | None) -> bool:
        if wording is None:
            return False
        pieces = all(isinstance(piece, str) for piece in wording.pieces)
        return not pieces or wording.expression is not None or self._quotes(wording.id)

    def _searched(
        self, item: Item, control: Control, search: Search
    ) -> Iterator[Choice]:
        """Give the choices as written, in place of a column's name all rows found."""
        source = self._evaluation.form.sources.get(search.name)
        table = source.table if source is not None else None
        for choice in self._written(item, control):
            place = None if table is None else column(table, choice.value)
            whole = WHOLE_NUMBER.fullmatch(choice.value) is not None
            if table is None or place is None or whole:
                if whole or table is not None:
                    yield choice
                continue
            names = columns_of(choice.label)
            names = tuple(one for one in names if column(table, one) != place)
            told: set[str] = set()
            for cells in search.rows(table, lambda one: self._text(item, one)):
                value = cells[place] or ""
                if value in told:
                    continue
                told.add(value)
                said = label_of(table, cells, names).strip() or value
                yield Choice(value, said, NOTHING, Line(table.places, cells))

    def _text(self, item: Item, held: Expression) -> str:
        try:
            return held.string(self._evaluation.context(item))
        except ExpressionError as error:
            self._evaluation.troubles.note(item, Aspect.CHOICES, error)
            return ""

    def _made(self, item: Item, itemset: Itemset) -> tuple[Choice, ...]:
        rows = self._rows(item, itemset)
        if not itemset.label_itext:
            lists = self._lists(itemset)
            key = (itemset.value, itemset.label)
            if key not in lists:
                answered = _OF_LIST.match(itemset.nodeset.source) is None
                lists[key] = tuple(
                    [
                        Choice(value, said, NOTHING, row, answered)
                        for value, said, row in rows
                    ]
                )
            return lists[key]
        speech, itext = self._evaluation.speech, self._evaluation.form.itext
        language = self._evaluation.language
        return tuple(
            Choice(
                value,
                speech.text(name, item.node),
                itext.media(name, language),
                row,
                self._quotes(name),
            )
            for value, name, row in rows
        )

    def _lists(self, itemset: Itemset) -> dict[tuple[str, str], tuple[Choice, ...]]:
        """Give the lists that all sessions share, or nothing to share."""
        plain = WHOLE.match(itemset.nodeset.source)
        if plain is None or self._table(itemset) is None:
            return {}
        return self._evaluation.form.sources[plain["id"]].lists

    def _rows(
        self, item: Item, itemset: Itemset
    ) -> Iterator[tuple[str, str, Mapping[str, str]]]:
        """Give value, label and columns of every choice."""
        if (table := self._table(itemset)) is not None:
            value, label = table.places[itemset.value], table.places[itemset.label]
            for cells in table.rows:
                line = Line(table.places, cells)
                yield cells[value] or "", (cells[label] or "").strip(), line
            return
        control = item.field.control
        value_of = self._reader(itemset.value)
        label_of = self._reader(itemset.label) if itemset.label else value_of
        if control is not None and control.query:
            label_of = self._label_of_query(control.query)
        nodes = () if control is None else self._offered(item, control).nodes
        for node in nodes:
            yield value_of(node), label_of(node).strip(), Row(node)

    def _table(self, itemset: Itemset) -> Table | None:
        """Give the table whose rows are the choices, all of them, if it is so simple.

        Long lists are read from the rows themselves then, without a node for each.
        """
        plain = WHOLE.match(itemset.nodeset.source)
        source = self._evaluation.form.sources.get(plain["id"]) if plain else None
        table = source.table if source is not None else None
        if table is None or plain is None or itemset.shuffled:
            return None
        fits = (
            table.node.name == plain["root"]
            and table.item == plain["item"]
            and itemset.value in table.places
            and itemset.label in table.places
        )
        return table if fits else None

    def _nodes(self, item: Item, itemset: Itemset) -> Sequence[Node]:
        evaluation = self._evaluation
        context = Context(evaluation.environment, item.node)
        try:
            nodes = itemset.nodeset.nodes(context)
        except ExpressionError as error:
            evaluation.troubles.note(item, Aspect.CHOICES, error)
            return ()
        if itemset.shuffled:
            # The same order again whenever this interview is opened.
            nodes = list(nodes)
            random.Random(f"{evaluation.seed}{item.ref}").shuffle(nodes)  # noqa: S311 - an order of choices is no secret
        return nodes

    def _label_of_query(self, name: str) -> Callable[[Node], str]:
        """Read the label in the session's language, which names a column of its own."""
        table = self._evaluation.form.sources[name].table
        columns = () if table is None else table.places
        wanted = f"label::{self._evaluation.language}"
        others = (one for one in columns if one.startswith("label"))
        column = wanted if wanted in columns else next(others, "label")
        return lambda node: node.cell(column)

    def _reader(self, path: str) -> Callable[[Node], str]:
        reader = self._readers.get(path)
        if reader is None:
            reader = self._readers[path] = self._compiled(path)
        return reader

    def _compiled(self, path: str) -> Callable[[Node], str]:
        if plain := _NAME.match(path):
            name = plain[1]
            return lambda node: node.cell(name)
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
