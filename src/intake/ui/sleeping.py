"""Hears from the system that the screen was locked or the machine goes to sleep.

The system tells it on its message bus (D-Bus), a socket on this machine alone, and is
asked to wait with sleep until the vault is locked. Where
there is no bus, or nobody speaks on it, nothing is heard and nothing is said.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBus,
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

_SYSTEM = Path("/run/dbus/system_bus_socket")
# Who tells that the screen was locked, on the bus of the person's session.
_SCREENS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)
_PATIENCE = 1000
_LOGIN = "org.freedesktop.login1"
_HOLD = ["sleep", "Intake", "Locks first", "delay"]


@dataclass(frozen=True, slots=True)
class Buses:
    """The addresses of the two buses; "" where there is none on this machine."""

    session: str
    system: str


class Sleeping(QObject):
    """Tells with ``noticed`` that it is time to lock.

    ``hears_screen`` and ``hears_sleep`` say whether anybody is there to tell it.
    """

    noticed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Hear nothing until told to watch."""
        super().__init__(parent)
        self.hears_screen = False
        self.hears_sleep = False
        self._watching = False
        self._held: int | None = None
        self._system: QDBusConnection | None = None

    def watch(self, buses: Buses) -> None:
        """Listen on *buses* from now on; a second call changes nothing."""
        if self._watching:
            return
        self._watching = True
        session = self._connected(buses.session, "session")
        if session is not None:
            told = _slot("screen(bool)")
            for service, path in _SCREENS:
                heard = session.connect(
                    service, path, service, "ActiveChanged", self, told
                )
                self.hears_screen |= heard and _speaks(session, service)
        system = self._connected(buses.system, "system")
        if system is not None:
            heard = system.connect(
                _LOGIN,
                "/org/freedesktop/login1",
                f"{_LOGIN}.Manager",
                "PrepareForSleep",
                self,
                _slot("sleep(bool)"),
            )
            self.hears_sleep = heard and _speaks(system, _LOGIN)
            if self.hears_sleep:
                self._ask(system, "Inhibit", _HOLD, self._hold)
                self._ask(system, "GetSession", ["auto"], self._hear_session)

    @Slot(bool)
    def screen(self, locked: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Take what is told of the screen."""
        if locked:
            self.noticed.emit()

    @Slot(bool)
    def sleep(self, begins: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Take what is told of sleep: before it, and after it again."""
        if begins:
            self.noticed.emit()

    @Slot()
    def lock(self) -> None:
        """Take that the system wants this session locked."""
        self.noticed.emit()

    @property
    def holds_sleep(self) -> bool:
        """Whether the machine waits for us before it sleeps."""
        return self._held is not None

    def release(self) -> None:
        """Let the machine sleep without waiting for us."""
        held, self._held = self._held, None
        if held is not None:
            os.close(held)

    def _ask(
        self,
        bus: QDBusConnection,
        method: str,
        arguments: list[str],
        take: Callable[[object], None],
    ) -> None:
        """Ask login1, and hand on what it answers; nothing waits for it."""
        asked = QDBusMessage.createMethodCall(
            _LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager", method
        )
        asked.setArguments(arguments)
        asked.setInteractiveAuthorizationAllowed(False)
        waiting = QDBusPendingCallWatcher(bus.asyncCall(asked, _PATIENCE), self)

        def answered() -> None:
            said = waiting.reply().arguments() if not waiting.isError() else []
            waiting.deleteLater()
            if said:
                take(said[0])

        waiting.finished.connect(answered)
        self._system = bus

    def _hold(self, given: object) -> None:
        # It is held until the process is replaced or ends, which closes it: the machine
        # sleeps when the keys are out of memory, or after the seconds the system waits.
        if isinstance(given, QDBusUnixFileDescriptor) and given.isValid():
            self.release()
            self._held = os.dup(given.fileDescriptor())

    def _hear_session(self, given: object) -> None:
        if isinstance(given, QDBusObjectPath) and self._system is not None:
            where, session = given.path(), f"{_LOGIN}.Session"
            self._system.connect(_LOGIN, where, session, "Lock", self, _slot("lock()"))

    def _connected(self, address: str, which: str) -> QDBusConnection | None:
        if not address:
            return None
        # It lasts as long as the process: taking a bus away again, Qt can crash.
        name = f"intake-{which}-{id(self)}"
        bus = QDBusConnection.connectToBus(address, name)
        return bus if bus.isConnected() else None


def _slot(name: str) -> bytes:
    # The library takes the text that SLOT gives, though its types ask for bytes.
    return cast("bytes", SLOT(name))


def _speaks(bus: QDBusConnection, service: str) -> bool:
    """Tell whether *service* is on the bus; asked of the bus, so nothing is started."""
    name = "org.freedesktop.DBus"
    asked = QDBusMessage.createMethodCall(
        name, "/org/freedesktop/DBus", name, "NameHasOwner"
    )
    asked.setArguments([service])
    said = bus.call(asked, QDBus.CallMode.Block, _PATIENCE).arguments()
    return bool(said) and said[0] is True


def here() -> Buses:
    """Find the buses of this machine, without starting one."""
    session = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if not session and runtime and (Path(runtime) / "bus").is_socket():
        session = f"unix:path={runtime}/bus"
    system = f"unix:path={_SYSTEM}" if _SYSTEM.is_socket() else ""
    return Buses(local(session), system)


def local(address: str) -> str:
    """Give *address* if it is a socket on this machine, or "": no network, ever."""
    ways = [way for way in address.split(";") if way]
    return address if ways and all(way.startswith("unix:") for way in ways) else ""
