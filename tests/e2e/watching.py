"""What a process wrote to and spoke with, as the system saw it: strace, where it is."""

import functools
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_CALLS = (
    "open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,"
    "link,linkat,symlink,symlinkat,truncate,memfd_create,socket"
)
_CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (\S.*)")
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_CHANGING = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|TMPFILE)")


@functools.cache
def _may_watch() -> bool:
    strace = shutil.which("strace")
    tried = [strace or "strace", "-f", "-z", "-o", os.devnull, "true"]
    return bool(strace) and subprocess.run(tried, check=False).returncode == 0


needs_strace = pytest.mark.skipif(
    not _may_watch(), reason="needs strace, and leave to use it"
)


@dataclass(frozen=True, slots=True)
class Watch:
    """A log of what a process and its children did; *cwd* is where they began."""

    log: Path
    cwd: Path

    @property
    def before(self) -> list[str]:
        """Give the words to put before a command so that it is watched."""
        watch = ["strace", "-f", "-z", "-y", "-s", "512", "-o", str(self.log)]
        return [*watch, "-e", f"trace={_CALLS}"]

    def written(self) -> set[Path]:
        """Name every path that was opened for writing, made or given a new name."""
        found = set()
        for name, words in self._calls():
            if name == "memfd_create":
                found.add(Path("memory"))
            elif name != "socket" and (
                not name.startswith("open") or _CHANGING.search(words)
            ):
                for folder, path in _PATH.findall(words):
                    found.add(Path(folder or self.cwd, path))
        return found

    def sockets(self) -> set[str]:
        """Name every family of sockets that was asked for."""
        return {
            words.partition(",")[0] for name, words in self._calls() if name == "socket"
        }

    def _calls(self) -> list[tuple[str, str]]:
        lines = self.log.read_text("utf-8", "replace").splitlines()
        return [(found[1], found[2]) for found in map(_CALL.match, lines) if found]
