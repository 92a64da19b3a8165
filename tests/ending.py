"""Ends a process by SIGKILL at a chosen step of a deed, to see what is left.

A step is the moment before or after a call that changes the disk.
"""

import os
import signal
from collections.abc import Callable
from typing import TypeVar

Ready = TypeVar("Ready")
_CALLS = ("fsync", "link", "mkdir", "rename", "replace", "unlink")


def killed(
    prepare: Callable[[], Ready], deed: Callable[[Ready], object], point: int
) -> bool:
    """Do *deed* in a child that dies at its *point*-th step; False if it came through.

    What *prepare* does, in the child as well, is not counted.
    """
    child = os.fork()
    if child == 0:
        try:
            ready = prepare()
            _end_at(point)
            deed(ready)
        except BaseException:  # noqa: BLE001 - the child ends here, whatever happened
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


def _end_at(point: int) -> None:
    taken = [0]

    def step() -> None:
        if taken[0] == point:
            os.kill(os.getpid(), signal.SIGKILL)
        taken[0] += 1

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*arguments: object, **named: object) -> object:
            step()
            done = call(*arguments, **named)
            step()
            return done

        return wrapped

    for name in _CALLS:
        setattr(os, name, counted(getattr(os, name)))
