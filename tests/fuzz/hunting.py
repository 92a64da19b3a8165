"""Hunts for inputs that a reader does not survive, led by which lines they reach.

An input that reaches a pair of lines of the program that none reached before is kept
as a parent of later ones. Only ``src/intake`` is looked at: libraries are not ours. A
function all of whose lines were reached is not looked at any more, which is faster.
"""

import contextlib
import hashlib
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, MappingProxyType

from fuzz.mutation import Mutation
from fuzz.registry import Reader

SOURCE = str(Path(__file__).parents[2] / "src" / "intake")
# So much longer may an input take while every line is noted.
_TRACED = 4

Arc = tuple[CodeType, int, int]
_NONE: Mapping[CodeType, set[int]] = MappingProxyType({})
_Local = Callable[[FrameType, str, object], "_Local | None"]


class TooSlow(BaseException):
    """An input took longer than its reader allows; no reader may catch this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader did not survive: ``where`` tells one fault from another."""

    data: bytes
    where: str
    told: str


@dataclass(slots=True)
class Hunt:
    """One reader's hunt: the parents so far, the lines reached, what was found.

    ``before`` is given every input before it is tried.
    """

    reader: Reader
    chance: random.Random
    before: Callable[[bytes], object] = len
    parents: list[bytes] = field(default_factory=list)
    reached: set[Arc] = field(default_factory=set)
    left: dict[CodeType, set[int]] = field(default_factory=dict)
    found: dict[str, Finding] = field(default_factory=dict)
    tried: int = 0

    def begin(self, more: Iterator[bytes]) -> Iterator[bytes]:
        """Try the seeds, the corpus and *more*; give those that reach something."""
        given = [
            *self.reader.seeds(),
            *(one.read_bytes() for one in self.reader.kept()),
        ]
        for data in (*given, *more):
            if self.try_out(data):
                yield data

    def go_on(self) -> bytes | None:
        """Try one new input; give it if it leads further than those before."""
        parents = self.parents or [b""]
        # The latest parents lead where least has been tried.
        recent = parents[-20:] if self.chance.random() < 0.4 else parents
        parent, other = self.chance.choice(recent), self.chance.choice(parents)
        child = Mutation(self.chance, self.reader.words).of(parent, other)
        return child if self.try_out(child) else None

    def try_out(self, data: bytes) -> bool:
        """Try *data*; tell whether it reaches what none reached before."""
        self.tried += 1
        self.before(data)
        arcs: set[Arc] = set()
        finding = trial(self.reader, data, arcs, self.left)
        if finding is not None and finding.where not in self.found:
            self.found[finding.where] = smallest(self.reader, finding, self.before)
        if arcs <= self.reached:
            return False
        self.reached |= arcs
        for code, _, line in arcs:
            if code not in self.left:
                self.left[code] = _lines(code)
            self.left[code].discard(line)
        self.parents.append(data)
        return True


def _lines(code: CodeType) -> set[int]:
    """Give the lines of *code* that can be reached, less the one that only opens it."""
    lines = {line for _, _, line in code.co_lines() if line is not None}
    return lines - {code.co_firstlineno} if len(lines) > 1 else lines


def trial(
    reader: Reader,
    data: bytes,
    arcs: set[Arc] | None = None,
    left: Mapping[CodeType, set[int]] = _NONE,
) -> Finding | None:
    """Let *reader* read *data*; None if all is well. Notes lines in *arcs*.

    *left* are the lines of functions that none reached yet; without any, a function
    is left alone.
    """
    traced = arcs is not None
    try:
        with limited(reader.seconds * (_TRACED if traced else 1)):
            if arcs is not None:
                sys.settrace(_tracer(arcs, left))
            try:
                reader.read(data)
            finally:
                sys.settrace(None)
    except reader.expected:
        return None
    except TooSlow as error:
        # Noting lines costs time; only without it does the clock count.
        return trial(reader, data) if traced else _finding(data, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it was not foreseen
        return _finding(data, error)
    return None


def _finding(data: bytes, error: BaseException) -> Finding:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if one.filename.startswith(SOURCE)] or frames
    last = ours[-1]
    name = Path(last.filename).name
    where = f"{type(error).__name__} in {name}:{last.name}"
    if not isinstance(error, TooSlow):
        where += f":{last.lineno}"
    return Finding(data, where, "".join(traceback.format_exception(error)))


def _tracer(arcs: set[Arc], left: Mapping[CodeType, set[int]]) -> _Local:
    def enter(frame: FrameType, _event: str, _argument: object) -> _Local | None:
        code = frame.f_code
        if not code.co_filename.startswith(SOURCE) or left.get(code) == set():
            return None
        last = 0

        def local(frame: FrameType, event: str, _argument: object) -> _Local:
            nonlocal last
            if event == "line":
                line = frame.f_lineno
                arcs.add((code, last, line))
                last = line
            return local

        return local

    return enter


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooSlow in whatever is done inside after *seconds*, where that can be."""
    if not hasattr(signal, "setitimer"):
        yield  # whoever watches this process ends it instead
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def smallest(
    reader: Reader, finding: Finding, before: Callable[[bytes], object] = len
) -> Finding:
    """Cut from the input of *finding* whatever it does not need."""
    tries = 400
    best = finding
    size = len(best.data) // 2
    if "TooSlow" in finding.where:
        tries = 12  # each of them takes as long as the clock allows
    end = time.monotonic() + 20 * reader.seconds
    while size and tries and time.monotonic() < end:
        place = 0
        while place < len(best.data) and tries:
            tries -= 1
            shorter = best.data[:place] + best.data[place + size :]
            before(shorter)
            again = trial(reader, shorter)
            if again is not None and again.where == finding.where:
                best = again
            else:
                place += size
        size //= 2
    return best


def name_for(data: bytes) -> str:
    """Give the name under which *data* is kept."""
    return hashlib.sha256(data).hexdigest()[:12]
