"""Hears from the system that the screen was locked or the machine goes to sleep.

The system tells it on its message bus (D-Bus), a socket on this machine alone. Where
there is no bus, or nobody speaks on it, nothing is heard and nothing is said.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

_SYSTEM = Path("/run/dbus/system_bus_socket")
# Who tells that the screen was locked, on the bus of the person's session.
_SCREENS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)
_PATIENCE = 1000
_LOGIN = "org.freedesktop.login1"


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
