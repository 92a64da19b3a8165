"""Collects what is wrong with a form while it is read, and compiles its expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from intake.forms.authored import authored
from intake.forms.calls import wrong_calls
from intake.forms.definition import local
from intake.forms.faults import Fault
from intake.forms.markup import line_of
from intake.forms.xpath import ExpressionError, analyse, expression

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from intake.forms.itext import Itext
    from intake.forms.model import Fields
    from intake.forms.xpath import Analysis, Expression

# A generated form with thousands of mistakes is one mistake; nobody reads the rest.
MOST_FAULTS = 200
# Looking for a similar name among more than these would take longer than it helps.
MOST_NAMES = 3000


_COLUMNS: Mapping[str, str] = {
    "value": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "set": "default",
}


@dataclass(frozen=True, slots=True)
class Use:
    """An expression and where it is written."""

    expression: Expression
    context: str
    column: str
    element: etree._Element | None


@dataclass(slots=True)
class Reading:
    """The state of reading one form: faults so far, names known so far.

    ``rows`` gives the spreadsheet row of a path; without it, places are lines of the
    XForm. ``bound`` gives the path of a bind by its id.
    """

    rows: Mapping[str, int]
    namespaces: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    bound: dict[str, str] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    _itexts: dict[str, tuple[str, etree._Element | None]] = field(default_factory=dict)
    _cache: dict[str, Expression] = field(default_factory=dict)
    _analyses: dict[tuple[str, str], Analysis] = field(default_factory=dict)

    def compile(
        self,
        source: str,
        context: str,
        element: etree._Element | None,
        column: str,
    ) -> Expression | None:
        """Compile *source*, written at the path *context*; None if it is faulty."""
        try:
            compiled = self._cache.get(source)
            if compiled is None:
                compiled = expression(source, namespaces=self.namespaces)
                self._cache[source] = compiled
        except ExpressionError as error:
            what = self._counted(_placed(error), source)
            self.add(context, element, column, what, error.mend)
            return None
        self.uses.append(Use(compiled, context, column, element))
        return compiled

    def analysed(self, compiled: Expression, context: str) -> Analysis:
        """Say what *compiled* depends on where it stands at the path *context*."""
        found = self._analyses.get((compiled.source, ""))
        if found is None:
            here = local(context)
            found = self._analyses.get((compiled.source, here))
            if found is None:
                found = analyse(compiled.tree, here)
                key = (compiled.source, here if found.relative else "")
                self._analyses[key] = found
        return found

    def add(
        self,
        path: str,
        element: etree._Element | None,
        column: str,
        what: str,
        mend: str,
    ) -> None:
        """Note a fault that hinders, at the question *path*."""
        if len(self.faults) < MOST_FAULTS:
            fault = self._fault(path, element, column, what, mend)
            if fault not in self.faults:
                self.faults.append(fault)

    def complain(
        self, element: etree._Element | None, what: str, mend: str, path: str = ""
    ) -> None:
        """Note a fault that hinders, at *element*."""
        self.add(path, element, "", what, mend)

    def warn(
        self, element: etree._Element | None, what: str, mend: str, path: str = ""
    ) -> None:
        """Note a fault that does not hinder."""
        if len(self.warnings) < MOST_FAULTS:
            self.warnings.append(self._fault(path, element, "", what, mend))

    def need_itext(self, name: str, element: etree._Element | None) -> None:
        """Remember that the form uses the text *name*."""
        self._itexts.setdefault(name, (name, element))

    def check_itexts(self, itext: Itext) -> None:
        """Note texts that are used and nowhere written."""
        for name, element in self._itexts.values():
            if name not in itext.entries:
                path = name.rpartition(":")[0]
                self.add(
                    path,
                    element,
                    "label",
                    f"The text “{name}” is used but written in no language.",
                    "Write it in the form's translations.",
                )

    def check_paths(self, fields: Fields, instances: Iterable[str]) -> None:
        """Note paths to nodes that do not exist, and functions nobody knows."""
        known = set(instances)
        seen: set[tuple[str, str, str]] = set()
        for use in self.uses:
            key = (use.expression.source, use.context, use.column)
            if key in seen or len(self.faults) >= MOST_FAULTS:
                continue
            seen.add(key)
            found = self.analysed(use.expression, use.context)
            self._check_functions(use, found)
            if found.functions:
                self._check_calls(use)
            for reference in found.references:
                if reference.instance and reference.instance not in known:
                    if "pulldata" in found.functions:
                        self.warn(
                            use.element,
                            f"The list {reference.instance} is not with the form.",
                            f"Add {reference.instance}.csv beside the form.",
                            use.context,
                        )
                        continue
                    self._note(
                        use,
                        f"There is no list “{reference.instance}”",
                        reference.position,
                        _nearest(reference.instance, known),
                    )
                elif not reference.instance and (use.context or not found.relative):
                    self._check_path(use, reference.path, reference.position, fields)

    def pulled(self) -> set[str]:
        """Give the names of all lists that pulldata() looks into."""
        return {
            reference.instance
            for use in self.uses
            if "pulldata" in use.expression.source
            for reference in self.analysed(use.expression, use.context).references
            if reference.instance
        }

    def check_rehearsal(
        self, errors: Mapping[tuple[str, str], ExpressionError]
    ) -> None:
        """Note what could not be worked out when the form was begun once."""
        found = []
        for (path, aspect), error in errors.items():
            column = _COLUMNS.get(aspect, aspect)
            found.append(self._fault(path, None, column, error.what, error.mend))
        found.sort(key=lambda fault: (fault.row is None, fault.row or 0))
        self.faults += found[: MOST_FAULTS - len(self.faults)]

    def _check_calls(self, use: Use) -> None:
        """Note calls that would fail whenever they came to be worked out."""
        for error in wrong_calls(use.expression.tree, self.namespaces):
            self.add(use.context, use.element, use.column, _placed(error), error.mend)

    def _check_functions(self, use: Use, found: Analysis) -> None:
        for name, near, position in found.unknown:
            mend = f"Did you mean {near}()?" if near else "Take it out."
            self._note(use, f"There is no function {name}()", position, mend)

    def _check_path(self, use: Use, path: str, position: int, fields: Fields) -> None:
        if "*" in path or fields.find(path) is not None:
            return
        plain = local(path)
        above, _, name = plain.rpartition("/")
        if above == local(use.context) and fields.find(above) is not None:
            # A lone word below the question itself: meant as a text, read as a name.
            self.warn(
                use.element,
                f"“{name}” is read as the name of a question, and there is none.",
                f"Write '{name}' if a text is meant.",
                use.context,
            )
            return
        if name in ("text()", "node()", "", ".") or "::" in plain:
            return
        if plain.startswith(f"{local(use.context)}/not/"):
            self._note(use, "“not” has no brackets after it", position, "Write not(…).")
            return
        some = islice(fields.names(), MOST_NAMES)
        names = {one.rpartition("/")[2]: one for one in some}
        near = get_close_matches(name, names, n=1, cutoff=0.75)
        mend = f"Did you mean {names[near[0]]}?" if near else "Correct the name."
        self._note(use, f"There is no question {plain}", position, mend)

    def _note(self, use: Use, what: str, position: int, mend: str) -> None:
        self.add(
            use.context,
            use.element,
            use.column,
            self._counted(
                f"{what} (character {position + 1} of the expression).",
                use.expression.source,
            ),
            mend,
        )

    def _counted(self, what: str, source: str) -> str:
        """Count as the author of a spreadsheet does; an XForm has what it shows."""
        return authored(what, source) if self.rows else what

    def _fault(
        self,
        path: str,
        element: etree._Element | None,
        column: str,
        what: str,
        mend: str,
    ) -> Fault:
        if self.rows:
            return Fault("survey", self.rows.get(path), column, what, mend)
        if element is None and path:
            # Found while the form was worked out: say which question it is about.
            element = self._written(path, column)
            what = what if path in what else f"{path}: {what}"
        line = line_of(element) if element is not None else None
        return Fault("XForm", line, column, what, mend)

    def _written(self, path: str, column: str) -> etree._Element | None:
        """Find the element in which the rule of the question *path* is written."""
        uses = [use for use in self.uses if use.context == path]
        uses.sort(key=lambda use: use.column != column)
        return uses[0].element if uses else None


def _placed(error: ExpressionError) -> str:
    """Say what is wrong, and at which character if that is not said already."""
    what = error.what.rstrip(".")
    if error.position is None or "character" in what:
        return f"{what}."
    return f"{what} (character {error.position + 1} of the expression)."


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”?" if near else "Add the list or its file."
