"""Has a stranger's bytes read by a process of its own, and waits without going deaf.

The child gets the bytes through a pipe and nothing else: no environment, no open files,
no temporary file. What it may do there is for ``restriction`` to say.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Thread
from typing import IO

from intake.domain.errors import Cancelled

_LOOK_UP_EVERY = 0.05

_BOOTSTRAP = (
    "import json, sys; sys.path[:0] = json.loads(sys.argv[1]); "
    "from importlib import import_module; import_module(sys.argv[2]).main()"
)


def ask(
    module: str,
    data: bytes,
    *,
    seconds: float,
    most: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """Have ``main`` of *module* read *data* at standard input; give what it wrote.

    After *seconds*, or when the child dies, what it wrote until then is given, perhaps
    nothing; never more than *most* bytes. *cancelled* is asked twenty times a second.
    Raises OSError where no process can be started, and Cancelled.
    """
    # communicate() forgets half-sent input when it is called again after a timeout,
    # so one thread feeds the process and another listens.
    answer: list[bytes] = []
    with _start(module) as child:
        feeder = Thread(target=_feed, args=(child.stdin, data), daemon=True)
        listener = Thread(target=_listen, args=(child.stdout, most, answer))
        listener.daemon = True
        feeder.start()
        listener.start()
        try:
            _wait(listener, seconds, cancelled)
        finally:
            child.kill()
            child.wait()
            feeder.join()
            listener.join()
    return b"".join(answer)


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError), pipe:  # it may have died before it read all
        pipe.write(data)


def _listen(pipe: IO[bytes], most: int, answer: list[bytes]) -> None:
    answer.append(pipe.read(most))


def _wait(listener: Thread, seconds: float, cancelled: Callable[[], bool]) -> None:
    started = time.monotonic()
    while listener.is_alive() and time.monotonic() - started < seconds:
        if cancelled():
            raise Cancelled
        listener.join(_LOOK_UP_EVERY)


def _start(module: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-X", "utf8", "-c", _BOOTSTRAP]
    paths = [path for path in sys.path if os.path.isabs(path)]  # noqa: PTH117 - text
    # Windows cannot start a program without these two; neither is a secret.
    needed = {"SYSTEMROOT", "WINDIR"}
    kept = {key: value for key, value in os.environ.items() if key in needed}
    return subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
        [*command, json.dumps(paths), module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=kept,
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
