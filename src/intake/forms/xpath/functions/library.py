"""How a function of the language is described, called and checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from intake.forms.xpath.code import (
    Code,
    Kind,
    Run,
    as_nodes,
    as_number,
    as_text,
    as_truth,
)
from intake.forms.xpath.errors import ExpressionError

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context
    from intake.forms.xpath.syntax import Call

Build = Callable[["Building"], Code]
"""Compiles one call where evaluating the arguments first would be wrong."""

Judge = Callable[["Call"], ExpressionError | None]
"""Looks for a mistake in what is written in a call, before any answer is known."""

MANY: Final = 10_000


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    ``takes`` has a letter for each argument: s text, n number, b true or false, v any
    value, N node-set; after ``?`` they may be left out, and with a final ``*`` the last
    may come more than once. ``call`` is given the context and the converted arguments.
    ``build`` compiles the call itself instead. ``volatile``: the same arguments may
    give another value. ``judge`` looks for a mistake in the call as it is written.
    """

    name: str
    takes: str
    gives: Kind
    call: Callable[..., Any] | None = None
    build: Build | None = None
    volatile: bool = False
    judge: Judge | None = None

    @property
    def fewest(self) -> int:
        """How many arguments the function needs."""
        return len(self.takes.partition("?")[0].rstrip("*"))

    @property
    def most(self) -> int:
        """How many arguments the function takes at most."""
        if self.takes.endswith("*"):
            return MANY
        return len(self.takes.replace("?", ""))

    def letters(self, count: int) -> str:
        """Give the letter of each of *count* arguments."""
        letters = self.takes.replace("?", "").rstrip("*")
        return letters.ljust(count, letters[-1:] or " ")[:count]


@dataclass(frozen=True, slots=True)
class Building:
    """One call being compiled: its syntax, its compiled arguments, the surroundings."""

    call: Call
    arguments: Sequence[Code]
    dates: bool
    path: Callable[[int], Code]
    """Compiles argument n as a path that is not kept to the own repeat instance."""


class Library:
    """A set of functions by name."""

    def __init__(self) -> None:
        """Begin with no function."""
        self.functions: dict[str, Function] = {}

    def add(
        self,
        name: str,
        takes: str,
        gives: Kind,
        *,
        volatile: bool = False,
        judge: Judge | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Enter the decorated function, which is given the context first."""

        def enter(call: Callable[..., Any]) -> Callable[..., Any]:
            self.functions[name] = Function(
                name, takes, gives, call, None, volatile, judge
            )
            return call

        return enter

    def special(
        self,
        name: str,
        takes: str,
        gives: Kind,
        *,
        volatile: bool = False,
        judge: Judge | None = None,
    ) -> Callable[[Build], Build]:
        """Enter the decorated function, which compiles the call itself."""

        def enter(build: Build) -> Build:
            self.functions[name] = Function(
                name, takes, gives, None, build, volatile, judge
            )
            return build

        return enter

    def also(self, name: str, other: str) -> None:
        """Enter *name* as another name of *other*."""
        self.functions[name] = replace(self.functions[other], name=name)


def convert(code: Code, letter: str, name: str, *, dates: bool) -> Run:
    """Compile the conversion that an argument's letter asks for."""
    match letter:
        case "s":
            return as_text(code)
        case "n":
            return as_number(code, dates=dates)
        case "b":
            return as_truth(code)
        case "N":
            return as_nodes(code, f"{name}(…)")
        case _:
            return code.run


def wrong_count(function: Function, given: int) -> ExpressionError:
    """Say how many arguments *function* takes."""
    fewest, most = function.fewest, function.most
    if most == fewest:
        wanted = "no value" if most == 0 else f"{most} value{'s' if most > 1 else ''}"
    elif most == MANY:
        wanted = f"at least {fewest} value{'s' if fewest != 1 else ''}"
    else:
        wanted = f"{fewest} to {most} values"
    return ExpressionError(
        what=f"{function.name}(…) takes {wanted}, but {given} are given.",
        mend="Separate the values by commas, inside the parentheses.",
    )


def failing(error: ExpressionError) -> Code:
    """Compile a piece that only fails when somebody needs its value."""

    def run(_context: Context) -> str:
        kind = type(error)
        raise kind(what=error.what, mend=error.mend, position=error.position)

    return Code(run, Kind.ANY)


def bind(function: Function, building: Building) -> Code:
    """Compile one call of *function*; a mistake fails only when it is called."""
    arguments = building.arguments
    error: ExpressionError | None = None
    if not function.fewest <= len(arguments) <= function.most:
        error = wrong_count(function, len(arguments))
    elif function.judge is not None:
        error = function.judge(building.call)
    if error is not None:
        error.position = building.call.position
        return failing(error)
    if function.build is not None:
        return function.build(building)
    call = function.call
    assert call is not None  # noqa: S101 - a function has one of the two
    letters = function.letters(len(arguments))
    runs = tuple(
        convert(code, letter, function.name, dates=building.dates)
        for code, letter in zip(arguments, letters, strict=True)
    )
    return Code(_applied(call, runs), function.gives)


def _applied(call: Callable[..., Any], runs: tuple[Run, ...]) -> Run:
    match runs:
        case ():
            return call
        case (one,):
            return lambda context: call(context, one(context))
        case (one, two):
            return lambda context: call(context, one(context), two(context))
        case (one, two, three):
            return lambda context: call(
                context, one(context), two(context), three(context)
            )
        case _:
            return lambda context: call(context, *[run(context) for run in runs])
