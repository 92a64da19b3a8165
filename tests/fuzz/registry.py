"""Everything that reads a stranger's bytes, each with words and examples to start from.

A room adds its readers by a file of its own beside this one, ``readers_<room>.py``,
with a tuple ``READERS``. What was found against a reader, and what leads deep into it,
is kept in ``corpus/<name of the reader>`` and tried again in every test run.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from intake.domain.errors import IntakeError

FOLDER = Path(__file__).parent
CORPUS = FOLDER / "corpus"


@dataclass(frozen=True, slots=True)
class Reader:
    """One door for a stranger's bytes.

    ``read`` takes them and does with the result what the program would do. It may
    raise what is ``expected`` and nothing else, within ``seconds`` and ``megabytes``
    of memory. ``seeds`` gives good inputs, at least one of which is read without any
    error; ``words`` are pieces of the language, which luck alone would hardly write.
    """

    name: str
    read: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]
    words: tuple[bytes, ...] = ()
    expected: tuple[type[Exception], ...] = (IntakeError,)
    seconds: float = 5.0
    megabytes: int = 2048

    @property
    def corpus(self) -> Path:
        """The folder of inputs that are kept for this reader."""
        return CORPUS / self.name

    def kept(self) -> Iterator[Path]:
        """Give the files of the corpus in order."""
        return iter(sorted(one for one in self.corpus.glob("*") if one.is_file()))


@cache
def readers() -> dict[str, Reader]:
    """Give the readers of all rooms by name."""
    found: dict[str, Reader] = {}
    for file in sorted(FOLDER.glob("readers_*.py")):
        for reader in import_module(f"fuzz.{file.stem}").READERS:
            if reader.name in found:
                message = f"two readers are named {reader.name}"
                raise ValueError(message)
            found[reader.name] = reader
    return found
