import gc

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from asking import settle
from intake.ui import measure
from intake.ui.widgets.flow import Flow, flow


def boxes(count: int) -> list[QWidget]:
    made = [QWidget() for _ in range(count)]
    for box in made:
        measure.size(box, width=100, height=40)
    return made


def test_things_go_on_to_the_next_line_when_it_is_narrow(qtbot: QtBot) -> None:
    things = boxes(4)
    line = flow(*things, gap=10)
    qtbot.addWidget(line)
    line.resize(220, 200)
    line.show()
    assert [(box.x(), box.y()) for box in things] == [
        (0, 0),
        (110, 0),
        (0, 50),
        (110, 50),
    ]
    assert line.heightForWidth(220) == 90
    assert line.heightForWidth(1000) == 40
    assert line.minimumSizeHint().width() == 100


def test_a_mirrored_line_begins_at_the_right(qtbot: QtBot) -> None:
    things = boxes(2)
    line = flow(*things, gap=10)
    line.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.addWidget(line)
    line.resize(300, 100)
    line.show()
    assert [box.x() for box in things] == [200, 90]


def test_things_can_be_taken_out(qtbot: QtBot) -> None:
    line = flow(*boxes(2))
    qtbot.addWidget(line)
    layout = line.layout()
    assert isinstance(layout, Flow)
    assert layout.takeAt(0) is not None
    assert layout.count() == 1
    assert layout.takeAt(5) is None


def test_a_line_that_may_not_be_wide_is_as_high_as_it_needs(qtbot: QtBot) -> None:
    things = boxes(2)
    line = flow(*things, gap=10)
    line.setMaximumWidth(150)
    qtbot.addWidget(line)
    layout = line.layout()
    assert isinstance(layout, Flow)
    assert layout.heightForWidth(1000) == layout.heightForWidth(150)
    assert layout.heightForWidth(1000) > things[0].sizeHint().height()


def test_what_goes_leaves_the_line_at_once(qtbot: QtBot) -> None:
    things = boxes(5)
    line = flow(*things)
    qtbot.addWidget(line)
    line.show()
    layout = line.layout()
    assert layout is not None
    things[0].setParent(None)
    things[1].deleteLater()
    layout.removeWidget(things[2])
    settle()
    assert layout.count() == 2
    del things[1:]
    gc.collect()
    line.resize(300, 100)
    settle()
    assert layout.count() == 2
    taken = layout.takeAt(0)
    assert taken is not None
    assert (layout.count(), layout.itemAt(1), layout.takeAt(5)) == (1, None, None)
