from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.ui.tokens import Tone
from intake.ui.widgets.table import Cell, Column, PagedRows, Row, Table, fixed_rows

COLUMNS = [Column("Name"), Column("State"), Column("Begun", stretch=True)]


def row(number: int) -> Row:
    cells = (Cell(f"Juniper {number}"), Cell("Draft", Tone.WARNING), Cell("<b>x</b>"))
    return Row(str(number), cells)


def test_a_million_rows_are_asked_for_by_the_page(qtbot: QtBot) -> None:
    asked: list[int] = []

    def page(first: int, size: int) -> Sequence[Row]:
        asked.append(first)
        return [row(number) for number in range(first, first + size)]

    table = Table(PagedRows(COLUMNS, lambda: 1_000_000, page), "Records")
    qtbot.addWidget(table)
    table.resize(600, 400)
    table.show()
    table.grab()
    table.scrollToBottom()
    table.grab()
    assert table.model().rowCount() == 1_000_000
    assert set(asked) <= {0, 999_680 - 256, 999_936 - 256, 999_936, 999_680}


def test_enter_opens_the_row_and_a_click_chooses_it(qtbot: QtBot) -> None:
    table = Table(fixed_rows(COLUMNS, [row(1), row(2)]), "Interviews")
    qtbot.addWidget(table)
    table.show()
    with qtbot.waitSignal(table.chosen) as chosen:
        box = table.visualRect(table.model().index(1, 0))
        QTest.mouseClick(
            table.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            box.center(),
        )
    assert chosen.args == ["2"]
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["2"]
    assert list(table.keys()) == ["2"]


def test_a_cell_is_drawn_and_heard_as_plain_words(qtbot: QtBot) -> None:
    table = Table(fixed_rows(COLUMNS, [row(1)]), "Interviews")
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.addWidget(table)
    table.show()
    table.selectRow(0)
    assert not table.grab().isNull()
    model = table.model()
    index = model.index(0, 2)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "<b>x</b>"
    assert "<b>" not in model.data(index, Qt.ItemDataRole.ToolTipRole)
    titles = [
        model.headerData(number, Qt.Orientation.Horizontal)
        for number in range(model.columnCount())
    ]
    assert titles == ["Name", "State", "Begun"]
    assert table.accessibleName() == "Interviews"


def test_rows_are_read_anew_when_they_change(qtbot: QtBot) -> None:
    rows = [row(1)]
    model = fixed_rows(COLUMNS, rows)
    table = Table(model, "Interviews")
    qtbot.addWidget(table)
    rows.append(row(2))
    model.reload()
    assert model.rowCount() == 2
    found = model.row_at(1)
    assert found is not None
    assert found.key == "2"
    assert model.row_at(7) is None
