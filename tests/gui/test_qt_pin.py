"""The Qt binding does not wear out Python's constants.

PySide6 6.12.0 gives back one reference to ``True`` too many each time a signal is
emitted from Python; on Python 3.11, whose constants are counted like anything else,
the process aborts after some 580 emits. This is why pyproject.toml keeps Qt below 6.12.
"""

import sys

from PySide6.QtCore import QObject, Signal

EMITS = 50
OTHERS = 5  # references that come and go elsewhere meanwhile


class Bell(QObject):
    rung = Signal()
    counted = Signal(int)


def test_emitting_a_signal_leaves_true_alone() -> None:
    bell = Bell()
    before = sys.getrefcount(True)

    for _ in range(EMITS):
        bell.rung.emit()

    after = sys.getrefcount(True)
    assert after >= before - OTHERS


def test_emitting_a_value_to_a_listener_leaves_true_alone() -> None:
    bell = Bell()
    heard: list[int] = []
    bell.counted.connect(heard.append)
    before = sys.getrefcount(True)

    for number in range(EMITS):
        bell.counted.emit(number)

    after = sys.getrefcount(True)
    assert after >= before - OTHERS
    assert heard == list(range(EMITS))
