import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
)
from pytestqt.qtbot import QtBot

from intake.ui import sleeping
from intake.ui.sleeping import Buses, Sleeping

LOGIN = "org.freedesktop.login1"
SCREEN = "org.freedesktop.ScreenSaver"
SESSION = "/org/freedesktop/login1/session/_31"

needs_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="needs dbus-daemon"
)


@pytest.fixture
def address() -> Iterator[str]:
    """A bus of its own for this test."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout is not None
    yield daemon.stdout.readline().strip()
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


@pytest.fixture
def system(address: str) -> QDBusConnection:
    """Whoever tells of the screen and of sleep, on that bus."""
    bus = QDBusConnection.connectToBus(address, f"system at {address}")
    assert bus.isConnected()
    return bus


def tell(
    bus: QDBusConnection, path: str, interface: str, name: str, what: bool
) -> None:
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments([what])
    assert bus.send(message)


@needs_bus
def test_it_hears_that_the_screen_is_locked_and_that_sleep_begins(
    qtbot: QtBot, address: str, system: QDBusConnection
) -> None:
    assert system.registerService(SCREEN)
    assert system.registerService(LOGIN)
    watching = Sleeping()
    watching.watch(Buses(address, address))
    assert (watching.hears_screen, watching.hears_sleep) == (True, True)
    heard: list[str] = []
    watching.noticed.connect(lambda: heard.append("heard"))
    manager = f"{LOGIN}.Manager"
    login = "/org/freedesktop/login1"
    for path in ("/org/freedesktop/ScreenSaver", "/ScreenSaver"):
        tell(system, path, SCREEN, "ActiveChanged", what=False)
        tell(system, path, SCREEN, "ActiveChanged", what=True)
    tell(system, login, manager, "PrepareForSleep", what=True)
    tell(system, login, manager, "PrepareForSleep", what=False)
    qtbot.waitUntil(lambda: len(heard) == 3)
    qtbot.wait(20)
    assert len(heard) == 3


def same(opened: Path, pipe: Path) -> bool:
    try:
        return opened.readlink() == pipe
    except OSError:
        return False


class Login(QObject):
    """What login1 does when it is asked to wait with sleep, and for the session."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, ...]] = []
        self.ours, self.theirs = os.pipe()

    @Slot(str, str, str, str, result="QDBusUnixFileDescriptor")
    def Inhibit(  # noqa: N802 - the name on the bus
        self, what: str, who: str, why: str, mode: str
    ) -> QDBusUnixFileDescriptor:
        self.asked.append((what, who, why, mode))
        given = QDBusUnixFileDescriptor(self.theirs)
        os.close(self.theirs)
        return given

    @Slot(str, result="QDBusObjectPath")
    def GetSession(self, name: str) -> QDBusObjectPath:  # noqa: N802 - the same
        self.asked.append((name,))
        return QDBusObjectPath(SESSION)

    def released(self) -> bool:
        """Tell whether nobody holds the other end any more."""
        look = select.poll()
        look.register(self.ours, select.POLLHUP)
        return bool(look.poll(0))


@needs_bus
def test_sleep_waits_while_it_is_held_and_the_session_may_ask_for_the_lock(
    qtbot: QtBot, address: str, system: QDBusConnection
) -> None:
    login = Login()
    assert system.registerObject(
        "/org/freedesktop/login1",
        f"{LOGIN}.Manager",
        login,
        QDBusConnection.RegisterOption.ExportAllSlots,
    )
    assert system.registerService(LOGIN)
    watching = Sleeping()
    watching.watch(Buses("", address))
    qtbot.waitUntil(lambda: len(login.asked) == 2)
    assert ("sleep", "Intake", "Locks first", "delay") in login.asked
    assert ("auto",) in login.asked
    qtbot.waitUntil(lambda: watching.holds_sleep)
    qtbot.wait(50)
    assert not login.released()

    heard: list[str] = []
    watching.noticed.connect(lambda: heard.append("heard"))
    for path in ("/org/freedesktop/login1/session/another", SESSION):
        system.send(QDBusMessage.createSignal(path, f"{LOGIN}.Session", "Lock"))
    qtbot.waitUntil(lambda: len(heard) == 1)
    qtbot.wait(20)
    assert len(heard) == 1

    # Becoming another process lets go: what is held is given to no program.
    opened = Path("/proc/self/fd")
    pipe = (opened / str(login.ours)).readlink()
    held = [int(one.name) for one in opened.iterdir() if same(one, pipe)]
    assert len(held) >= 2
    assert not any(os.get_inheritable(one) for one in held)
    watching.release()
    assert not watching.holds_sleep
    qtbot.waitUntil(login.released)
    os.close(login.ours)


@needs_bus
def test_a_system_that_does_not_let_sleep_be_held_is_heard_all_the_same(
    qtbot: QtBot, address: str, system: QDBusConnection
) -> None:
    assert system.registerService(LOGIN)
    watching = Sleeping()
    watching.watch(Buses("", address))
    qtbot.wait(100)
    assert watching.hears_sleep
    assert not watching.holds_sleep
    watching.release()


@needs_bus
def test_a_bus_on_which_nobody_tells_is_known_as_such(address: str) -> None:
    watching = Sleeping()
    watching.watch(Buses(address, address))
    assert (watching.hears_screen, watching.hears_sleep) == (False, False)


def test_without_a_bus_nothing_is_heard_and_nothing_is_said() -> None:
    watching = Sleeping()
    watching.watch(Buses("", ""))
    watching.watch(Buses("unix:path=/nowhere/at/all", ""))
    assert (watching.hears_screen, watching.hears_sleep) == (False, False)


def test_a_bus_over_a_network_is_none() -> None:
    assert sleeping.local("unix:path=/run/user/1000/bus") != ""
    assert sleeping.local("unix:path=/a;unix:abstract=b") != ""
    for address in (
        "",
        ";",
        "tcp:host=example.org,port=1",
        "unix:path=/a;tcp:host=example.org,port=1",
        "autolaunch:",
        "unixexec:path=/bin/sh",
        "nonce-tcp:host=localhost",
    ):
        assert sleeping.local(address) == ""


def test_the_bus_of_the_session_is_found_but_never_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert sleeping.here().session == ""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "autolaunch:")
    assert sleeping.here().session == ""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/a")
    assert sleeping.here().session == "unix:path=/a"
