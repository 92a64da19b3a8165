"""Makes the live tree of an interview, and lets instances of repeats come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.forms.answers import fitted
from intake.forms.changes import Came, Moved, Went
from intake.forms.definition import Kind, Written
from intake.forms.item import Item
from intake.forms.model import template
from intake.forms.rules import Aspect
from intake.forms.tree import DOCUMENT, Node
from intake.forms.whereabouts import below
from intake.forms.xpath import ExpressionError

if TYPE_CHECKING:
    from intake.forms.definition import Field
    from intake.forms.evaluation import Evaluation

# More instances than this are a mistake in a form, not people.
MOST_INSTANCES = 20_000
# One interview holds no more places than this, so that no form can use up the memory.
MOST_ITEMS = 200_000


def plant(evaluation: Evaluation, start: Written) -> Item:
    """Make the tree that a new interview starts with, and give its root."""
    top = evaluation.form.top
    document = Node("", kind=DOCUMENT)
    node = document.append(_node(top))
    evaluation.environment.root = document
    item = evaluation.root = Item(evaluation, top, Kind.ROOT, None, node)
    _fill(evaluation, item, start)
    return item


def _node(field: Field) -> Node:
    return Node(field.name, uri=field.uri, prefix=field.prefix)


def _fill(evaluation: Evaluation, item: Item, written: Written) -> None:
    """Make everything below *item* and give it the values that are *written*."""
    evaluation.planted += 1
    item.node.place = item
    _fill_attributes(evaluation, item, written)
    if not item.field.children:
        item.raw = item.node.text = fitted(item, written.text)
        if item.raw and item.control is not None and item.control.steady:
            item.node.text = evaluation.offers.keep(item, item.raw)
        return
    for field in item.field.children:
        values = written.parts.get(field.qualified, [])
        if field.optional and not values:
            continue
        if field.series is None:
            part = Item(evaluation, field, field.kind, item, _node(field))
            item.parts[field.qualified] = part
            item.node.append(part.node)
            _fill(evaluation, part, values[0] if values else Written())
            continue
        series = Item(evaluation, field, Kind.REPEAT, item, item.node)
        item.parts[field.qualified] = series
        if not values and field.series.fixed:
            values = [template(field)]
        for one in values[:MOST_INSTANCES]:
            if evaluation.planted > MOST_ITEMS:
                break
            instance = _instance(evaluation, series, one)
            series.instances.append(instance)
            instance.position = len(series.instances)
            item.node.append(instance.node)


def _fill_attributes(evaluation: Evaluation, item: Item, written: Written) -> None:
    for field in item.field.attributes:
        text = written.attributes.get(field.qualified, field.text)
        node = item.node.set_attribute(
            field.name, text, uri=field.uri, prefix=field.prefix
        )
        part = Item(evaluation, field, Kind.VALUE, item, node)
        part.raw = text
        node.place = part
        item.parts[field.qualified] = part


def _instance(evaluation: Evaluation, series: Item, written: Written) -> Item:
    node = _node(series.field)
    node.repeated = True
    instance = Item(evaluation, series.field, Kind.INSTANCE, series, node)
    _fill(evaluation, instance, written)
    return instance


def sprout(evaluation: Evaluation, series: Item) -> Item:
    """Add a new instance, as the form's template has it, at the end of *series*."""
    index = len(series.instances)
    instance = _instance(evaluation, series, template(series.field))
    put(evaluation, Came(series, instance, index))
    return instance


def put(evaluation: Evaluation, change: Came) -> None:
    """Put an instance into its series and let whatever it concerns wait."""
    series, instance, index = change.series, change.item, change.index
    if change.parked:
        series.parked.remove(instance)
    _place(series, instance, index)
    evaluation.changes.append(change)
    _spread(evaluation, series, index)
    for one in below(instance):
        # It may come back from where changes did not reach it.
        one.forget_words()
        one.forget_choices()
        evaluation.changed.add(one)
    evaluation.spread_relevance(instance)
    evaluation.agenda.push_inside(instance)


def take(evaluation: Evaluation, change: Went) -> None:
    """Take an instance out of its series and let whatever it concerns wait."""
    series, instance = change.series, change.item
    series.instances.remove(instance)
    series.node.remove(instance.node)
    if change.parked:
        series.parked.append(instance)
    evaluation.changes.append(change)
    _spread(evaluation, series, change.index)


def move(evaluation: Evaluation, change: Moved) -> None:
    """Give an instance another place in its series."""
    series = change.series
    instance = series.instances.pop(change.before)
    series.node.remove(instance.node)
    _place(series, instance, change.after)
    evaluation.changes.append(change)
    _spread(evaluation, series, min(change.before, change.after))


def is_full(evaluation: Evaluation, series: Item) -> bool:
    """Whether *series*, or the whole interview, can take no more."""
    return len(series.instances) >= MOST_INSTANCES or evaluation.planted > MOST_ITEMS


def set_count(evaluation: Evaluation, series: Item, count: int) -> list[Item]:
    """Let *series* have *count* instances; give those that are quite new.

    Instances beyond the count are put aside, and are the first to come back. More than
    an interview can hold are not made, and that is noted as an error of the form.
    """
    new = []
    while len(series.instances) > count:
        index = len(series.instances) - 1
        take(evaluation, Went(series, series.instances[index], index, parked=True))
    while len(series.instances) < count and not is_full(evaluation, series):
        index = len(series.instances)
        if series.parked:
            put(evaluation, Came(series, series.parked[-1], index, parked=True))
        else:
            new.append(sprout(evaluation, series))
    if len(series.instances) < count:
        there = len(series.instances)
        error = ExpressionError(
            what=f"The count asks for more than can be made: there are {there}.",
            mend=f"Ask for {MOST_INSTANCES} at most, and fewer where they are large.",
        )
        evaluation.troubles.note(series, Aspect.COUNT, error)
    return new


def _place(series: Item, instance: Item, index: int) -> None:
    parent = series.node
    if index < len(series.instances):
        place = _place_from_the_end(parent, series.instances[index].node)
    elif series.instances:
        place = _place_from_the_end(parent, series.instances[-1].node) + 1
    else:
        place = _place_of_first(series)
    parent.insert(place, instance.node)
    series.instances.insert(index, instance)


def _place_from_the_end(parent: Node, node: Node) -> int:
    """Find *node* among the children; in a long series it stands near the end."""
    children = parent.children
    place = len(children) - 1
    while place > 0 and children[place] is not node:
        place -= 1
    return place


def _place_of_first(series: Item) -> int:
    """Find where the first instance of an empty series belongs among its siblings."""
    if series.parent is None:
        return 0
    following = False
    after = set()
    for field in series.parent.field.children:
        if following:
            after.add(field.qualified)
        following = following or field is series.field
    for place, node in enumerate(series.node.children):
        if node.qualified in after:
            return place
    return len(series.node.children)


def _spread(evaluation: Evaluation, series: Item, index: int) -> None:
    """Renumber from *index* on, and let rules wait that look at the series."""
    series.refresh_children()
    series.forget_words()
    evaluation.changed.add(series)
    for position in range(index, len(series.instances)):
        instance = series.instances[position]
        instance.position = position + 1
    depth = len(series.field.steps)
    for reach in evaluation.form.graph.series.get(series.field.path, ()):
        if reach.shared >= depth:
            # It reads its own instance's position: only those that moved matter.
            for instance in series.instances[index:]:
                evaluation.agenda.push(reach.rule, instance)
        else:
            scope: Item = series
            while len(scope.field.steps) > max(reach.shared, 1) or (
                scope.kind is Kind.REPEAT
            ):
                if scope.parent is None:
                    break
                scope = scope.parent
            evaluation.agenda.push(reach.rule, scope)
