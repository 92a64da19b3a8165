from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from asking import find, fresh
from intake.ui.questions.places import PointEditor, PointsEditor


def test_coordinates_may_be_pasted_together(qtbot: QtBot) -> None:
    given: list[str] = []
    editor = PointEditor(find(fresh(), "place"), given.append)
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.latitude, "39.4704, 75.9898")
    editor.flush()
    assert given == ["39.4704 75.9898"]
    assert editor.longitude.text() == "75.9898"


def test_one_coordinate_alone_waits_for_the_other(qtbot: QtBot) -> None:
    given: list[str] = []
    session = fresh()
    item = find(session, "place")
    editor = PointEditor(item, given.append)
    qtbot.addWidget(editor)
    editor.latitude.setText("٣٩.٥")
    editor.latitude.textEdited.emit("x")
    editor.flush()
    assert given == []
    assert editor.loose() == "٣٩.٥"
    QTest.keyClicks(editor.longitude, "76")
    editor.flush()
    assert given == ["39.5 76"]


def test_height_and_accuracy_are_kept(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "place")
    session.answer(item.ref, "39.5 76.0 1290 5")
    given: list[str] = []
    editor = PointEditor(item, given.append)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.latitude.textEdited.emit("39.5")
    editor.flush()
    assert given == []
    editor.name("Where?", "")
    editor.mark("wrong")
    assert editor.latitude.accessibleName() == "Where?: latitude"


def test_a_way_is_a_point_on_each_line(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "road")
    editor = PointsEditor(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    editor.show()
    editor.area.insertPlainText("39.5 76\n40 77")
    editor.flush()
    assert len(item.value.split(";")) == 2
    editor.refresh(item)
    session.answer(item.ref, "")
    editor.refresh(item)
    assert editor.area.toPlainText() == ""
    editor.name("Which way?", "")
    editor.mark("")
