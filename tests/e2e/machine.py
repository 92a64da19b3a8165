"""A machine of its own for the real program: fresh home, fresh temporary folders.

The program runs as a person runs it, in a process of its own; nothing of the machine
that the tests run on is lent to it but its interpreter and its libraries.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kitchen import PASSPHRASE

TESTS = Path(__file__).parents[1]
SOURCE = TESTS.parent / "src"
_PLACES = {
    "HOME": "home",
    "TMPDIR": "temporary",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "runtime",
}


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Machine:
    """Folders under *root*, and the program running among them."""

    root: Path
    extra: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in _PLACES.values():
            (self.root / name).mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def home(self) -> Path:
        """The person's own folder."""
        return self.root / "home"

    def environment(self) -> dict[str, str]:
        """Give all that the program is told of its surroundings."""
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{TESTS}",
            "PYTHONDONTWRITEBYTECODE": "1",
            **{name: str(self.root / place) for name, place in _PLACES.items()},
            **self.extra,
        }

    def run(
        self,
        *words: str | Path,
        passphrase: str | None = PASSPHRASE,
        given: bytes = b"",
        before: Sequence[str] = (),
    ) -> Said:
        """Run one command to its end; *given* is its standard input."""
        arguments = [str(word) for word in words]
        reader, writer = os.pipe()
        try:
            if passphrase is not None:
                os.write(writer, f"{passphrase}\n".encode())
                arguments += ["--passphrase-fd", str(reader)]
            os.close(writer)
            done = subprocess.run(
                [*before, sys.executable, "-m", "intake", *arguments],
                env=self.environment(),
                cwd=self.root,
                input=given,
                pass_fds=(reader,),
                capture_output=True,
                check=False,
            )
        finally:
            os.close(reader)
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(
        self, *command: str | Path, before: Sequence[str] = ()
    ) -> "subprocess.Popen[bytes]":
        """Start Python with *command*, to be spoken with and waited for."""
        return subprocess.Popen(
            [*before, sys.executable, *map(str, command)],
            env=self.environment(),
            cwd=self.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def left(self) -> set[str]:
        """Name every file and folder there is now, outside what *root* began with."""
        return {
            str(path.relative_to(self.root))
            for place in _PLACES.values()
            for path in (self.root / place).rglob("*")
        }
