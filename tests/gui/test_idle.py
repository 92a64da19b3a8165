from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from intake.ui.idle import IdleWatch


def watch(seconds: int) -> tuple[IdleWatch, list[int], list[bool]]:
    application = QCoreApplication.instance()
    assert application is not None
    made = IdleWatch(application)
    warned: list[int] = []
    expired: list[bool] = []
    made.warned.connect(warned.append)
    made.expired.connect(lambda: expired.append(True))
    made.start(seconds)
    return made, warned, expired


def press(made: IdleWatch) -> None:
    key = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"
    )
    made.eventFilter(QObject(), key)


def test_it_warns_twenty_seconds_before_and_then_locks() -> None:
    made, warned, expired = watch(23)
    for _ in range(3):
        made.second()
    assert warned == [20]
    assert not expired
    for _ in range(20):
        made.second()
    assert warned == list(range(20, 0, -1))
    assert expired == [True]


def test_a_key_begins_the_count_anew_and_takes_the_warning_away() -> None:
    made, warned, expired = watch(22)
    for _ in range(5):
        made.second()
    press(made)
    assert warned[-1] == 0
    made.second()
    assert warned[-1] == 0
    assert not expired
    made.stop()


def test_zero_never_locks() -> None:
    made, warned, expired = watch(0)
    press(made)
    assert not warned
    assert not expired
