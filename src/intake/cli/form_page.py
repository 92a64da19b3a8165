"""A questionnaire as a page of text: what is asked, of which kind, and when."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from intake.forms import styling
from intake.forms.definition import SELECTS, Kind

if TYPE_CHECKING:
    from intake.forms.definition import Control, Field, Form, Itemset
    from intake.forms.itext import Wording

_INDENT = "    "
_MOST_CHOICES = 40
_LIST = re.compile(r"instance\('([^']+)'\)")
# "/data/group/name" and "../name" as an author wrote them: ${name}
_PATH = re.compile(
    r"(?<![\w.)\]'/])(?:current\(\)/)?(?:\.\.?/|/)[\w./:-]*?([\w-]+)(?![\w./:(-])"
)
_ASKED = frozenset(Kind) - {
    *(Kind.ROOT, Kind.GROUP, Kind.REPEAT, Kind.INSTANCE, Kind.VALUE, Kind.NOTE)
}


def counts(form: "Form") -> dict[str, int]:
    """Count what is asked, and the groups and repeats it stands in."""
    fields = form.fields.values()
    kinds = [one.kind for one in fields if one.name != "meta"]
    return {
        "questions": sum(one.kind in _ASKED for one in fields),
        "groups": kinds.count(Kind.GROUP),
        "repeats": kinds.count(Kind.REPEAT),
    }


def page(form: "Form", language: str) -> Iterator[str]:
    """Write the form out in *language*, line by line."""
    yield form.title or form.id
    version = f", version {form.version}" if form.version else ""
    yield f"{form.id}{version}"
    yield from _children(form, form.top, language, 0)


def _children(form: "Form", field: "Field", language: str, depth: int) -> Iterator[str]:
    for child in sorted(field.children, key=lambda one: one.order):
        if child.name == "meta" and depth == 0:
            continue
        yield ""
        yield from (
            (_INDENT * depth + line).rstrip() for line in _field(form, child, language)
        )
        yield from _children(form, child, language, depth + 1)


def _field(form: "Form", field: "Field", language: str) -> Iterator[str]:
    control = field.control
    if field.kind is Kind.REPEAT and field.series is not None:
        control = field.series.control or control
    label = _words(form, control.label, language) if control else ""
    yield f"{label or '(nothing is shown)'}   [{field.name}: {_kind(field)}]"
    if control is not None:
        if hint := _words(form, control.hint, language):
            yield f"{_INDENT}{hint}"
        if guidance := _words(form, control.guidance, language):
            yield f"{_INDENT}({guidance})"
    yield from (f"{_INDENT}{rule}" for rule in _rules(field))
    if control is not None and field.kind in SELECTS:
        if control.itemset is not None:
            yield from (f"{_INDENT}{one}" for one in _chosen_by(control.itemset))
        yield from (f"{_INDENT}- {one}" for one in _choices(form, control, language))


def _kind(field: "Field") -> str:
    """Name what a field takes, with its look."""
    match field.kind:
        case Kind.INPUT | Kind.VALUE:
            kind = field.bind.type if field.kind is Kind.INPUT else "not shown"
        case _:
            kind = field.kind.value
    look = " ".join(field.control.appearance) if field.control else ""
    return f"{kind}, {look}" if look else kind


def _rules(field: "Field") -> Iterator[str]:
    bind = field.bind
    for rule, words in (
        (bind.relevant, "asked if"),
        (bind.required, "required"),
        (bind.readonly, "read only"),
        (bind.constraint, "must hold"),
        (bind.calculate, "worked out as"),
    ):
        if rule is None or rule.source.strip() == "false()":
            continue
        if rule is bind.readonly and field.kind is Kind.NOTE:
            continue
        always = rule.source.strip() == "true()"
        yield words if always else f"{words}: {_readable(rule.source)}"
    if field.series is not None and field.series.count is not None:
        yield f"as many as: {_readable(field.series.count.source)}"


def _readable(source: str) -> str:
    """Write paths as an author does."""
    return " ".join(_PATH.sub(r"${\1}", source).split())


def _words(form: "Form", wording: "Wording | None", language: str) -> str:
    if wording is None:
        return ""
    pieces = wording.pieces
    if wording.id:
        pieces = form.itext.pieces(wording.id, language, wording.form) or ()
    text = "".join(
        piece if isinstance(piece, str) else styling.quoted(_readable(piece.source))
        for piece in pieces
    )
    return " ".join(styling.plain(styling.read(text)).split())


def _chosen_by(itemset: "Itemset") -> Iterator[str]:
    """Say which rows of a list are offered, unless it is all of them."""
    source = itemset.nodeset.source
    if "[" in source and "]" in source:
        condition = source[source.index("[") + 1 : source.rindex("]")]
        yield f"choices where: {_readable(condition)}"
    elif not _LIST.search(source):
        yield f"choices from: {_readable(source)}"


def _choices(form: "Form", control: "Control", language: str) -> Iterator[str]:
    for option in control.options:
        yield f"{_words(form, option.label, language)}   [{option.value}]"
    if control.itemset is not None:
        yield from _listed(form, control.itemset, language)


def _listed(form: "Form", itemset: "Itemset", language: str) -> Iterator[str]:
    """Write the first choices of a list."""
    named = _LIST.search(itemset.nodeset.source)
    found = form.sources.get(named[1]) if named else None
    if found is None:
        return
    roots = found.tree().elements()
    items = [item for root in roots for item in root.elements()]
    for item in islice(items, _MOST_CHOICES):
        value, label = item.child(itemset.value), item.child(itemset.label)
        text = "" if label is None else label.string()
        if itemset.label_itext:
            pieces = form.itext.pieces(text, language) or ()
            text = "".join(piece for piece in pieces if isinstance(piece, str))
        yield f"{text}   [{'' if value is None else value.string()}]"
    if len(items) > _MOST_CHOICES:
        yield f"and {len(items) - _MOST_CHOICES} more"
