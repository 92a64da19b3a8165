"""Reads how a form asks: the controls of its body, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from intake.forms.definition import Control, Itemset, Kind, Option, Series, local
from intake.forms.itext import GUIDANCE, Wording
from intake.forms.markup import attributes_of, first, name_of, text_of
from intake.forms.model import JAVAROSA
from intake.forms.paths import absolute
from intake.forms.searching import closing, read_search, split_arguments
from intake.forms.xpath import analyse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from intake.forms.check import Reading
    from intake.forms.itext import Pieces
    from intake.forms.xpath import Expression

KINDS: Mapping[str, Kind] = {
    "input": Kind.INPUT,
    "secret": Kind.INPUT,
    "select1": Kind.SELECT_ONE,
    "select": Kind.SELECT_MULTIPLE,
    "rank": Kind.RANK,
    "range": Kind.RANGE,
    "trigger": Kind.TRIGGER,
    "upload": Kind.UPLOAD,
}
_OF_THE_ENGINE = frozenset({"ref", "nodeset", "bind", "appearance", "class", "query"})
_ALIASES: Mapping[str, tuple[str, ...]] = {"search": ("autocomplete", "search")}
_ITEXT = re.compile(r"""^\s*jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)\s*$""")
_DYNAMIC_ITEXT = re.compile(r"^\s*jr:itext\((.*)\)\s*$", re.DOTALL)
_RANDOMIZE = re.compile(r"^\s*randomize\((.*)\)\s*$", re.DOTALL)
_INSTANCE = re.compile(r"""instance\(\s*(['"])(?P<name>[^'"]*)\1\s*\)""")
_NUMBER = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)$", re.ASCII)
_MEDIATYPE = re.compile(r"^(\*|[\w*.+-]+/[\w*.+-]+)$")


@dataclass(slots=True)
class Body:
    """What was found: controls and repeats by path without prefixes, and actions.

    ``actions`` pairs the element of an action with the path it is written into.
    """

    controls: dict[str, Control] = field(default_factory=dict)
    repeats: dict[str, Series] = field(default_factory=dict)
    actions: list[tuple[etree._Element, str]] = field(default_factory=list)
    style: tuple[str, ...] = ()


def read_body(element: etree._Element | None, root: str, reading: Reading) -> Body:
    """Read the body *element* of a form whose root is the path *root*."""
    body = Body()
    if element is not None:
        body.style = tuple((element.get("class") or "").split())
        _Reader(body, reading).children(element, root, ())
    return body


@dataclass(slots=True)
class _Reader:
    body: Body
    reading: Reading
    order: int = 0

    def children(
        self, element: etree._Element, context: str, sections: tuple[Wording, ...]
    ) -> None:
        for child in element:
            name = name_of(child)
            if name == "group":
                self._group(child, context, sections)
            elif name == "repeat":
                self._repeat(child, context, sections)
            elif name in KINDS:
                self._control(child, name, context, sections)
            elif name in ("setvalue", "setgeopoint", "recordaudio"):
                self.body.actions.append((child, context))

    def _group(
        self, element: etree._Element, context: str, sections: tuple[Wording, ...]
    ) -> None:
        path = self._path(element, context)
        if path is None:
            label = self._wording(element, "label", context)
            self.children(element, context, (*sections, label) if label else sections)
            return
        self._put(path, self._common(element, Kind.GROUP, path, sections), element)
        self.children(element, path, ())

    def _repeat(
        self, element: etree._Element, context: str, sections: tuple[Wording, ...]
    ) -> None:
        path = self._path(element, context)
        if path is None:
            self.reading.complain(
                element, "A repeat names no node.", "Give it a nodeset attribute."
            )
            return
        group = self.body.controls.get(local(path))
        own = self._common(element, Kind.GROUP, path, sections)
        control = (
            replace(
                own,
                label=own.label or group.label,
                appearance=own.appearance or group.appearance,
                order=group.order,
            )
            if group
            else own
        )
        self.body.controls[local(path)] = control
        count = element.get(f"{{{JAVAROSA}}}count")
        fixed = element.get(f"{{{JAVAROSA}}}noAddRemove", "")
        self.body.repeats[local(path)] = Series(
            count=self.reading.compile(count, path, element, "repeat_count")
            if count
            else None,
            fixed=fixed.strip() in ("true()", "true", "1"),
            control=control,
        )
        self.children(element, path, ())

    def _control(
        self,
        element: etree._Element,
        name: str,
        context: str,
        sections: tuple[Wording, ...],
    ) -> None:
        path = self._path(element, context)
        if path is None:
            self.reading.complain(
                element, f"A question ({name}) names no node.", "Give it a ref."
            )
            return
        control = self._common(element, KINDS[name], path, sections)
        query = element.get("query", "")
        if query and control.kind is Kind.INPUT:
            control = replace(
                control,
                kind=Kind.SELECT_ONE,
                query=_list_of(query),
                itemset=self._query(query, path, element),
            )
        elif name in ("select1", "select", "rank"):
            control = replace(
                control,
                options=self._options(element, path),
                itemset=self._itemset(element, path),
                search=read_search(
                    control.appearance,
                    lambda source: self.reading.compile(
                        source, path, element, "appearance"
                    ),
                    lambda what, mend: self.reading.add(
                        path, element, "appearance", what, mend
                    ),
                ),
            )
        elif name == "upload":
            self._check_mediatype(element)
        elif name == "range":
            self._check_range(element, path)
        self._put(path, control, element)
        self.children(element, path, ())

    def _put(self, path: str, control: Control, element: etree._Element) -> None:
        key = local(path)
        if key in self.body.controls:
            if control.kind is not Kind.GROUP:
                self.reading.warn(
                    element,
                    f"The question {path} is asked twice; the second is left out.",
                    "Ask it once.",
                )
            return
        self.body.controls[key] = control

    def _path(self, element: etree._Element, context: str) -> str | None:
        ref = element.get("ref") or element.get("nodeset")
        if ref:
            return absolute(ref, context)
        name = element.get("bind")
        return self.reading.bound.get(name) if name else None

    def _common(
        self,
        element: etree._Element,
        kind: Kind,
        path: str,
        sections: tuple[Wording, ...],
    ) -> Control:
        self.order += 1
        hint = self._wording(element, "hint", path)
        attributes = attributes_of(element)
        return Control(
            kind=kind,
            order=self.order,
            label=self._wording(element, "label", path),
            hint=hint,
            guidance=_guidance(hint),
            appearance=_appearance(element.get("appearance", "")),
            parameters={
                key: value
                for key, value in attributes.items()
                if key not in _OF_THE_ENGINE
            },
            sections=sections,
        )

    # --- words

    def _wording(
        self, element: etree._Element, name: str, context: str
    ) -> Wording | None:
        child = first(element, name)
        return None if child is None else wording(child, context, self.reading)

    # --- choices

    def _options(self, element: etree._Element, path: str) -> tuple[Option, ...]:
        options = []
        for child in element:
            if name_of(child) != "item":
                continue
            value = first(child, "value")
            if value is None:
                self.reading.complain(
                    child, f"A choice of {path} has no value.", "Give it one."
                )
                continue
            text = text_of(value).strip()
            if not text:
                self.reading.warn(
                    child,
                    f"A choice of {path} has a blank value. It is left out, for it"
                    " could not be told from no answer.",
                    "Give it a value.",
                )
                continue
            options.append(Option(text, self._wording(child, "label", path)))
        return tuple(options)

    def _itemset(self, element: etree._Element, path: str) -> Itemset | None:
        found = first(element, "itemset")
        if found is None:
            return None
        nodeset = found.get("nodeset", "")
        shuffled = _RANDOMIZE.match(nodeset)
        if shuffled:
            arguments = split_arguments(shuffled[1])
            if len(arguments) > 1:
                shuffled = None
            else:
                nodeset = arguments[0]
        compiled = self.reading.compile(nodeset, path, found, "choice_filter")
        if compiled is None:
            return None
        parts = {name_of(child): child.get("ref", "").strip() for child in found}
        label = parts.get("label", "")
        itext = _DYNAMIC_ITEXT.match(label)
        return Itemset(
            nodeset=compiled,
            value=parts.get("value", "value"),
            label=itext[1].strip() if itext else label,
            label_itext=itext is not None,
            shuffled=shuffled is not None,
            steady=shuffled is None and _is_steady(compiled),
        )

    def _query(self, query: str, path: str, element: etree._Element) -> Itemset | None:
        compiled = self.reading.compile(query, path, element, "choice_filter")
        if compiled is None:
            return None
        return Itemset(compiled, "name", "label", label_itext=False)

    def _check_range(self, element: etree._Element, path: str) -> None:
        for name in ("start", "end", "step"):
            given = element.get(name, "").strip()
            if not _NUMBER.match(given) or (name == "step" and float(given) == 0):
                self.reading.add(
                    path,
                    element,
                    "parameters",
                    f"The {name} of the range is “{given}”, which is no number.",
                    "Write start, end and step, such as start=1 end=10 step=1.",
                )

    def _check_mediatype(self, element: etree._Element) -> None:
        mediatype = element.get("mediatype", "").strip()
        if mediatype and not all(
            _MEDIATYPE.match(one.strip()) for one in mediatype.split(",")
        ):
            self.reading.complain(
                element,
                f"“{mediatype}” is not a kind of file.",
                "Write a media type like image/* or application/pdf.",
            )


def _guidance(hint: Wording | None) -> Wording | None:
    """Give the words for whoever asks: another form of the hint's own itext entry."""
    if hint is None or not (hint.id or hint.worked_out_id):
        return None
    return Wording((), hint.id, hint.expression, hint.worked_out_id, GUIDANCE)


def _list_of(query: str) -> str:
    found = _INSTANCE.search(query)
    return found["name"] if found else ""


def _is_steady(nodeset: Expression) -> bool:
    found = analyse(nodeset.tree)
    return not found.volatile and all(one.instance for one in found.references)


def wording(element: etree._Element, context: str, reading: Reading) -> Wording:
    """Read a label, hint or value: its own text with outputs, or a reference."""
    ref = element.get("ref")
    if not ref:
        return Wording(pieces=pieces(element, context, reading))
    if static := _ITEXT.match(ref):
        name = static[1] or static[2] or ""
        reading.need_itext(name, element)
        return Wording(id=name)
    if dynamic := _DYNAMIC_ITEXT.match(ref):
        compiled = reading.compile(dynamic[1], context, element, "label")
        return Wording(expression=compiled, worked_out_id=True)
    return Wording(expression=reading.compile(ref, context, element, "label"))


def message(
    text: str, context: str, element: etree._Element, reading: Reading
) -> Wording:
    """Read a message that stands in an attribute: plain, or an itext reference."""
    if static := _ITEXT.match(text):
        name = static[1] or static[2] or ""
        reading.need_itext(name, element)
        return Wording(id=name)
    if dynamic := _DYNAMIC_ITEXT.match(text):
        compiled = reading.compile(dynamic[1], context, element, "label")
        return Wording(expression=compiled, worked_out_id=True)
    return Wording(pieces=(text,))


def pieces(element: etree._Element, context: str, reading: Reading) -> Pieces:
    """Give the text of *element* with an expression in place of every ``output``."""
    found: list[str | Expression] = [element.text] if element.text else []
    for child in element:
        if name_of(child) == "output":
            source = child.get("value") or child.get("ref") or ""
            compiled = reading.compile(source, context, child, "label")
            if compiled is not None:
                found.append(compiled)
        else:
            found.extend(pieces(child, context, reading))
        if child.tail:
            found.append(child.tail)
    return tuple(found)


def _appearance(text: str) -> tuple[str, ...]:
    words: dict[str, None] = {}
    if (start := text.find("search(")) >= 0:
        # search('file', …) is a call with spaces and brackets of its own.
        end = closing(text, start + len("search"))
        words[text[start:end]] = None
        text = text[:start] + text[end:]
    for word in text.split():
        words.update(dict.fromkeys(_ALIASES.get(word, (word,))))
    return tuple(words)
