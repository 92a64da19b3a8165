"""Somebody at a window of another process: reads what it tells, presses real keys.

Waits for what is to be seen and never for a time: a slow machine is only slow.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from e2e.machine import TESTS, Machine
from e2e.screen import Screen, came, screen, wait_until
from kitchen import PASSPHRASE

_MOST_TABS = 90
_TRIES = 4
_A_WHILE = 8.0
_GROUP = re.compile(r"Group (\d+)")
_FOUR_DIGITS = re.compile(r"^\d{4}$", re.MULTILINE)
_WORD = re.compile(r"^(\d+)\. ([a-z]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """What can be seen: words, lists, the name of what has the cursor."""

    said: str = ""
    cells: tuple[str, ...] = ()
    here: str = ""
    keys: int = 0
    choice: bool = False
    dialog: str | None = None
    busy: bool = False


@dataclass(slots=True)
class Typist:
    """Works at the window that *running* shows on *screen*."""

    screen: Screen
    running: "subprocess.Popen[bytes]"
    page: Page = field(default_factory=Page)
    _unread: bytes = b""

    def look(self) -> Page:
        """Look at the window as it is now."""
        assert self.running.stdout is not None
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self.running.stdout.fileno(), 1 << 16):
                self._unread += piece
        lines, _, self._unread = self._unread.rpartition(b"\n")
        if lines:
            told = json.loads(lines.rpartition(b"\n")[2])
            self.page = Page(**{**told, "cells": tuple(told["cells"])})
        return self.page

    def sees(self, words: str) -> None:
        """Wait until *words* stand somewhere in the window."""
        wait_until(
            lambda: words in self.look().said, lambda: f"{words!r} in {self.page}"
        )

    def rests(self) -> None:
        """Wait until nothing is under way any more."""
        wait_until(lambda: not self.look().busy, "rest")

    # --- keys

    def keys(self, *keys: str) -> None:
        """Press keys, and wait until the window tells what came of them."""
        before = self.look().keys
        self.screen.press("key", *keys)
        self._taken(before + len(keys))

    def types(self, text: str) -> None:
        """Type *text* where the cursor is."""
        before = self.look().keys
        self.screen.type(text, pause=3)
        self._taken(before + len(text))

    def _taken(self, count: int) -> None:
        wait_until(
            lambda: self.look().keys >= count or self.page.dialog is not None,
            lambda: f"{count} keys in {self.page}",
        )

    def goes(self, name: str) -> None:
        """Press Tab until the cursor is at what is called *name*."""
        seen: list[str] = []
        for _ in range(_MOST_TABS):
            self.rests()
            if self.page.here.startswith(name):
                return
            seen.append(self.page.here)
            self.keys("Tab")
        msg = f"Tab never came to {name!r}, but to {seen}\n{self.page.said}"
        raise AssertionError(msg)

    def presses(self, name: str, key: str = "Return") -> None:
        """Go to the button *name*, and press *key*."""
        self.goes(name)
        self.keys(key)

    def picks(self, name: str) -> None:
        """Choose one of several: Tab comes to them once, the arrow down goes on."""
        for _ in range(_MOST_TABS):
            self.rests()
            if self.page.here == name:
                self.keys("space")
                return
            self.keys("Down" if self.page.choice else "Tab")
        msg = f"no choice {name!r}\n{self.page.said}"
        raise AssertionError(msg)

    def chooses(self, name: str, path: Path) -> None:
        """Press the button *name* and write *path* in the dialog that it opens."""
        self.presses(name)
        wait_until(lambda: self.look().dialog == "", "the dialog")
        for _ in range(_TRIES):
            # Until it has read the folder, the dialog changes what one writes.
            self.screen.press("key", "ctrl+a")
            self.screen.type(str(path), pause=3)
            came(lambda: self.look().dialog == str(path), _A_WHILE)
            self.screen.press("key", "Return")
            if came(lambda: self.look().dialog is None, _A_WHILE):
                return
        pytest.fail(f"the dialog never took {path}: {self.page}")

    # --- what the windows ask of a person

    def starts(self, role: str, name: str) -> None:
        """Go through the first start."""
        self.sees("What will you do on this laptop?")
        self.picks(role)
        self.presses("Continue")
        self.sees("Under which name?")
        self.types(name)
        self.keys("Return")
        self.sees("Behind which passphrase?")
        self.types(PASSPHRASE)
        self.keys("Return")
        wait_until(lambda: self.look().here == "The same once more", "the second field")
        self.types(PASSPHRASE)
        self.keys("Return")

    def unlocks(self) -> None:
        """Type the passphrase where it is asked for."""
        self.sees("Unlock")
        wait_until(lambda: self.look().here == "Passphrase", "the field")
        self.types(PASSPHRASE)
        self.keys("Return")

    def digits(self) -> list[str]:
        """Read the ten groups of the card that is shown."""
        return _FOUR_DIGITS.findall(self.look().said)

    def sheet(self) -> str:
        """Copy the words of the sheet that is shown, as short as they may be."""
        found = {int(number): word for number, word in _WORD.findall(self.look().said)}
        return " ".join(found[number][:4] for number in sorted(found))

    def compares(self, groups: list[str], button: str) -> None:
        """Type those of the ten *groups* that are asked for; the last leads on."""
        wait_until(lambda: _GROUP.fullmatch(self.look().here), "the first group")
        while asked := _GROUP.fullmatch(self.look().here):
            self.types(groups[int(asked[1]) - 1])
            self.leaves(asked[0])
        self.presses(button)

    def leaves(self, name: str) -> None:
        """Wait until the cursor is not at *name* any more."""
        wait_until(lambda: self.look().here != name, f"the cursor has left {name!r}")


@contextlib.contextmanager
def at_a_window(machine: Machine, vault: Path) -> Iterator[Typist]:
    """Start a screen and the program on it, over *vault*; end both."""
    with screen() as display:
        running = subprocess.Popen(
            [sys.executable, str(TESTS / "e2e" / "told_window.py"), str(vault)],
            env={**machine.environment(), "DISPLAY": display.name},
            cwd=machine.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert running.stdout is not None
        os.set_blocking(running.stdout.fileno(), False)
        try:
            display.ready()
            yield Typist(display, running)
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
            os.set_blocking(running.stdout.fileno(), True)
            _, said = running.communicate()
            assert said == b"", said.decode()
