import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from pytestqt.qtbot import QtBot

from intake.ui import sleeping
from intake.ui.sleeping import Buses, Sleeping

LOGIN = "org.freedesktop.login1"
SCREEN = "org.freedesktop.ScreenSaver"

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
    bus = QDBusConnection.connectToBus(address, "system of the test")
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
