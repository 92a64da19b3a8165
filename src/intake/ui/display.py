"""Is there a screen to draw on? Asked first: without one, Qt ends the process."""

import contextlib
import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

LACKING = (
    "There is no screen here to open the window on. These work without one:\n"
    "  intake --help            everything that can be done from a terminal\n"
    "  intake interview list    what is on this machine\n"
    "  intake demo --headless   the whole way of a record, without a window\n"
)
_LIBRARY = (
    "The window cannot be opened: the system lacks {library}. Install it, or work\n"
    "without a window: intake --help lists what can be done from a terminal.\n"
)
# Qt draws on these without a screen: off screen, or nowhere.
_SCREENLESS = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def lacking_here() -> str:
    """Say what this process lacks to open a window; "" when nothing is."""
    sought = ("DISPLAY", "QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")
    return lacking({name: os.environ.get(name, "") for name in sought})


def lacking(variables: Mapping[str, str], platform: str = sys.platform) -> str:
    """Say in a sentence what is lacking to open a window; "" when nothing is.

    *variables* are those of the process. Only systems that draw by X11 or Wayland
    can lack a screen.
    """
    if platform in {"win32", "darwin"}:
        return ""
    wanted = variables.get("QT_QPA_PLATFORM", "")
    if wanted.startswith(_SCREENLESS) or _wayland(variables):
        return ""
    display = variables.get("DISPLAY", "")
    if not display or not _x11_answers(display):
        return LACKING
    with contextlib.suppress(OSError):
        ctypes.CDLL("libxcb-cursor.so.0")
        return ""
    return _LIBRARY.format(library="libxcb-cursor0")


def _wayland(variables: Mapping[str, str]) -> bool:
    name = variables.get("WAYLAND_DISPLAY", "")
    folder = variables.get("XDG_RUNTIME_DIR", "")
    return bool(name) and (Path(folder) / name).exists()


def _x11_answers(display: str) -> bool:
    """Try to speak to the X server, as Qt will."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers
