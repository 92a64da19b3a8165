"""A screen of its own with a window manager, and keys pressed on it as a person does.

Xvfb, openbox and xdotool, where they are present; the program is not asked anything,
only looked at from outside: its window, its lock on the vault, its pixels.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from e2e.machine import Machine

TOOLS = ("Xvfb", "openbox", "xdotool")
_SERVER = ("-nolisten", "tcp", "-screen", "0", "1366x768x24", "-displayfd")
_LONGEST = 40.0
_STEP = 0.05
_STILL = 1.0
_LOOK = """
import hashlib, sys, time
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(["look", "-platform", "xcb"])
screen, last = application.primaryScreen(), None
place = [int(word) for word in sys.argv[1:]]
while True:
    seen = screen.grabWindow(0, *place).toImage()
    seen = hashlib.sha256(seen.constBits()).hexdigest()
    if seen != last:
        print(seen, flush=True)
    last = seen
    time.sleep(0.04)
"""

needs_screen = pytest.mark.skipif(
    not (sys.platform == "linux" and all(map(shutil.which, TOOLS))),
    reason=f"needs {', '.join(TOOLS)}",
)


def wait_until(holds: Callable[[], object], what: str | Callable[[], str]) -> None:
    """Wait until *holds* gives something true; fail with *what* if it never does."""
    if not came(holds, _LONGEST):
        what = what if isinstance(what, str) else what()
        pytest.fail(f"it never came: {what}")


def came(holds: Callable[[], object], seconds: float) -> bool:
    """Tell whether *holds* gives something true within so many *seconds*."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(_STEP)
    return True


@dataclass(frozen=True, slots=True)
class Screen:
    """A running X server at *name*, such as ``:7``, of 1366 by 768 points."""

    name: str

    def press(self, *words: str) -> str:
        """Run xdotool and give what it says; finding no window is no fault."""
        return self._run(*words).stdout

    def managed(self) -> bool:
        """Tell whether a window manager is at work, which alone knows of desktops."""
        return self._run("get_desktop").returncode == 0

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *words],
            env={"PATH": os.environ["PATH"], "DISPLAY": self.name},
            capture_output=True,
            text=True,
            check=False,
        )

    def type(self, text: str, *then: str, pause: int = 12) -> None:
        """Type *text*, and press the keys *then* without a moment between."""
        keys = ("key", *then) if then else ()
        self.press("type", "--args", "1", "--delay", str(pause), text, *keys)

    def windows(self) -> set[str]:
        """Give the ids of the program's visible windows."""
        return set(self.press("search", "--onlyvisible", "--name", "^Intake$").split())

    def ready(self) -> None:
        """Wait until a window of the program has the focus."""

        def focused() -> bool:
            found = self.windows()
            return bool(found) and self.press("getwindowfocus").strip() in found

        wait_until(focused, "a window that has the focus")

    @contextlib.contextmanager
    def watched(self, x: int, y: int, width: int, height: int) -> Iterator["Strip"]:
        """Watch a part of the screen for changes."""
        place = [str(each) for each in (x, y, width, height)]
        environment = {**os.environ, "DISPLAY": self.name}
        looker = subprocess.Popen(
            [sys.executable, "-c", _LOOK, *place],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert looker.stdout is not None
        os.set_blocking(looker.stdout.fileno(), False)
        strip = Strip(looker.stdout.fileno())
        try:
            wait_until(strip.changed, "the first look at the screen")
            yield strip
        finally:
            looker.kill()
            looker.wait()
            looker.stdout.close()


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of the screen under watch."""

    descriptor: int

    def changed(self) -> bool:
        """Tell whether it looks otherwise than at the last time of asking."""
        try:
            return bool(os.read(self.descriptor, 1 << 16))
        except BlockingIOError:
            return False

    def rest(self) -> None:
        """Wait until it has looked the same for a while."""
        since = time.monotonic()

        def rested() -> bool:
            nonlocal since
            if self.changed():
                since = time.monotonic()
            return time.monotonic() - since > _STILL

        wait_until(rested, "an end of changes")


@contextlib.contextmanager
def screen() -> Iterator[Screen]:
    """Start a screen and a window manager, and end both."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", *_SERVER, str(writer)],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as numbers:
        name = f":{numbers.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"],
        env={**os.environ, "DISPLAY": name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    display = Screen(name)
    try:
        # A window that was there before its manager is never given the focus.
        wait_until(display.managed, "a window manager")
        yield display
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


@contextlib.contextmanager
def program(
    machine: Machine, vault: Path, before: list[str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the window of the real program over *vault*; kill it if it stays."""
    running = subprocess.Popen(
        [*before, sys.executable, "-m", "intake", "--vault", str(vault)],
        env=machine.environment(),
        cwd=machine.root,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that what stands before it ends with it
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        _, said = running.communicate()
        assert said == b"", said.decode()


def is_open(vault: Path) -> bool:
    """Tell whether any process holds the lock of *vault*."""
    try:
        inode = (vault / "lock").stat().st_ino
    except FileNotFoundError:
        return False
    held = Path("/proc/locks").read_text("ascii")
    return any(f":{inode} " in line for line in held.splitlines())


def some_time(most: float, least: float = 0) -> None:
    """Wait for a moment that nobody knows beforehand."""
    time.sleep(random.SystemRandom().uniform(least, most))
