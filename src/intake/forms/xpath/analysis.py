"""What an expression depends on, found without working it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.forms.xpath.compiler import canonical, near_match
from intake.forms.xpath.functions import ODK
from intake.forms.xpath.shortcuts import plain_start
from intake.forms.xpath.syntax import (
    Arithmetic,
    Axis,
    Call,
    Comparison,
    Expr,
    Filter,
    KindTest,
    Logic,
    Negation,
    NumberLiteral,
    Path,
    Start,
    Step,
    StringLiteral,
    Union,
    Variable,
)

ANY_NAME = "*"
ANY_DEPTH = "**"


@dataclass(frozen=True, slots=True)
class Reference:
    """One place an expression looks at, without conditions and positions.

    ``path`` is absolute: ``/data/people/age``; ``*`` stands for any name and ``**`` for
    any depth. ``instance`` is the id of a secondary instance, "" for the form's own.
    ``kept`` counts the leading steps of ``path`` that are the context node's own
    ancestors (or itself), reached by ``..``, ``.`` or ``current()``: the reference
    stays inside those very repeat instances. It is 0 for an absolute path.
    ``conditional`` says that some step has a condition in brackets. ``position`` is
    the offset in the source.
    """

    path: str
    instance: str
    kept: int
    conditional: bool
    position: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that can be said about an expression beforehand."""

    references: tuple[Reference, ...]
    functions: frozenset[str]
    unknown: tuple[tuple[str, str, int], ...]
    """Functions that do not exist: name, near match or "", offset."""
    itexts: tuple[str, ...]
    """The ids that jr:itext is asked for literally."""
    volatile: bool
    """Calls now, today, random, uuid, once or randomize."""
    positional: bool
    """Uses position() or last() of the context itself."""
    uses_current: bool
    """Calls current()."""
    relative: bool
    """Looks at its own place, so that elsewhere it depends on something else."""

    @property
    def constant(self) -> bool:
        """Whether the value is always the same."""
        return not (self.references or self.volatile or self.positional) and not (
            self.functions & _SURROUNDINGS
        )


_SURROUNDINGS = frozenset({"jr:itext", "jr:choice-name", "property", "pulldata"})
_OWN = frozenset(
    {"string", "number", "string-length", "normalize-space", "name", "local-name"}
)
"""Functions that look at the context node when they are given nothing."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a path has got to."""

    names: tuple[str, ...]
    instance: str
    kept: int


@dataclass(slots=True)
class _Finder:
    """Gathers facts while walking an expression."""

    namespaces: Mapping[str, str]
    own: _Place
    references: list[Reference] = field(default_factory=list)
    functions: set[str] = field(default_factory=set)
    unknown: list[tuple[str, str, int]] = field(default_factory=list)
    itexts: list[str] = field(default_factory=list)
    volatile: bool = False
    positional: bool = False
    uses_current: bool = False
    relative: bool = False

    def look(  # noqa: C901 - one branch a kind of expression
        self, expr: Expr, here: _Place, *, inside: bool
    ) -> None:
        """Gather from *expr*, evaluated at *here*; *inside* a condition or not."""
        match expr:
            case Call():
                self.call(expr, here, inside=inside)
            case Path():
                self.path(expr, here, inside=inside)
            case NumberLiteral() | StringLiteral() | Variable():
                pass
            case Negation(operand, _):
                self.look(operand, here, inside=inside)
            case Comparison(_, left, right, _):
                self.look(left, here, inside=inside)
                self.look(right, here, inside=inside)
            case Arithmetic(first, rest, _):
                self.look(first, here, inside=inside)
                for _, operand in rest:
                    self.look(operand, here, inside=inside)
            case Logic(_, operands, _) | Union(operands, _):
                for operand in operands:
                    self.look(operand, here, inside=inside)
            case Filter(operand, predicates, _):
                self.look(operand, here, inside=inside)
                place = self.place_of(operand, here) or here
                for one in predicates:
                    self.look(one, place, inside=True)

    def call(self, call: Call, here: _Place, *, inside: bool) -> None:
        name = canonical(call.name, self.namespaces)
        function = ODK.get(name)
        if function is None:
            near = near_match(call.name, ODK)
            self.unknown.append((call.name, near, call.position))
        else:
            self.functions.add(name)
            self.volatile = self.volatile or function.volatile
        if name == "current":
            self.uses_current = True
            self.relative = True
            self.refer(self.own, call.position, conditional=False)
        if not call.arguments and name in ("position", "last") and not inside:
            self.positional = True
        if (not call.arguments and name in _OWN) or name == "once":
            self.relative = self.relative or here is self.own
            self.refer(here, call.position, conditional=False)
        match (name, call.arguments):
            case ("jr:itext", (StringLiteral(text, _),)):
                self.itexts.append(text)
            case ("pulldata", (StringLiteral(text, position), *_)):
                place = _Place((ANY_DEPTH,), text.removesuffix(".csv"), 0)
                self.refer(place, position, conditional=True)
            case ("jr:choice-name", (_, StringLiteral(text, position))):
                if text.strip().startswith("/"):
                    names = tuple(text.strip().strip("/").split("/"))
                    self.refer(_Place(names, "", 0), position, conditional=False)
            case _:
                pass
        for argument in call.arguments:
            self.look(argument, here, inside=inside)

    def path(self, path: Path, here: _Place, *, inside: bool) -> None:
        if isinstance(path.start, Start):
            start = here if path.start is Start.CONTEXT else _Place((), "", 0)
            if start is not here and not path.steps:
                # The text of the root is that of the whole form.
                start = _Place((ANY_DEPTH,), "", 0)
            self.relative = self.relative or start is self.own
        else:
            if not _is_start(path.start):
                self.look(path.start, here, inside=inside)
            place = self.place_of(path.start, here)
            if place is None:
                # Steps from something unknown, such as if(…)/x: anything may be meant.
                place = _Place((ANY_DEPTH,), "", 0)
            start = place
            self.relative = self.relative or place is self.own
            if isinstance(path.start, Call):
                self.functions.add(path.start.name)
                self.uses_current |= path.start.name == "current"
        conditional = False
        place = start
        plain = plain_start(path.steps)
        if plain:
            kept = min(place.kept, len(place.names))
            place = _Place((*place.names, *plain), place.instance, kept)
        for step in path.steps[len(plain) :]:
            place = _moved(place, step)
            for one in step.predicates:
                conditional = True
                self.look(one, place, inside=True)
        self.refer(place, path.position, conditional=conditional)

    def place_of(  # noqa: PLR0911 - one return a kind of start
        self, expr: Expr, here: _Place
    ) -> _Place | None:
        """Tell where *expr* ends up, if it is a path."""
        match expr:
            case Call("current", (), _):
                return self.own
            case Call("instance", (StringLiteral(text, _),), _):
                return _Place((), text, 0)
            case Call("randomize" | "indexed-repeat", (first, *_), _):
                return self.place_of(first, here)
            case Filter(operand, _, _):
                return self.place_of(operand, here)
            case Path(start, steps, _):
                if isinstance(start, Start):
                    place = here if start is Start.CONTEXT else _Place((), "", 0)
                else:
                    found = self.place_of(start, here)
                    if found is None:
                        return None
                    place = found
                for step in steps:
                    place = _moved(place, step)
                return place
            case _:
                return None

    def refer(self, place: _Place, position: int, *, conditional: bool) -> None:
        self.references.append(
            Reference(
                "/" + "/".join(place.names),
                place.instance,
                min(place.kept, len(place.names)),
                conditional,
                position,
            )
        )


def _is_start(expr: Expr) -> bool:
    """Tell whether *expr* only says where a path begins."""
    match expr:
        case Call("current", (), _) | Call("instance", (StringLiteral(),), _):
            return True
        case _:
            return False


def _moved(place: _Place, step: Step) -> _Place:
    names, kept = place.names, place.kept
    match step.axis:
        case Axis.SELF:
            return place
        case Axis.PARENT:
            if names and names[-1] != ANY_DEPTH:
                names = names[:-1]
            return _Place(names, place.instance, min(kept, len(names)))
        case Axis.CHILD | Axis.ATTRIBUTE:
            if isinstance(step.test, KindTest):
                if step.test.kind != "node":
                    return place
                name = ANY_NAME
            else:
                name = step.test.name
            if step.axis is Axis.ATTRIBUTE:
                name = f"@{name}"
            return _Place((*names, name), place.instance, min(kept, len(names)))
        case Axis.DESCENDANT | Axis.DESCENDANT_OR_SELF:
            below = () if isinstance(step.test, KindTest) else (step.test.name,)
            return _Place(
                (*names, ANY_DEPTH, *below), place.instance, min(kept, len(names))
            )
        case _:
            return _Place((ANY_DEPTH,), place.instance, 0)


def analyse(
    tree: Expr, context: str = "/", *, namespaces: Mapping[str, str] | None = None
) -> Analysis:
    """Find what *tree* depends on when it is evaluated at the generic path *context*.

    A reference inside a condition counts too, as seen from the node it narrows.
    """
    names = tuple(name for name in context.split("/") if name)
    own = _Place(names, "", len(names))
    finder = _Finder(namespaces or {}, own)
    finder.look(tree, own, inside=False)
    return Analysis(
        tuple(dict.fromkeys(finder.references)),
        frozenset(finder.functions),
        tuple(finder.unknown),
        tuple(finder.itexts),
        finder.volatile,
        finder.positional,
        finder.uses_current,
        finder.relative,
    )
