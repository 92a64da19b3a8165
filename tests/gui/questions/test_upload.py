from pathlib import Path

from PySide6.QtCore import (
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from asking import Asking, find, fresh, settle
from intake.ui.jobs import Job
from intake.ui.questions.pictures import written
from intake.ui.questions.upload import UploadEditor, size_text
from seeing import press_in_dialog


def made(qtbot: QtBot) -> tuple[UploadEditor, Asking]:
    session = fresh()
    item = find(session, "picture")
    hands = Asking(session)
    editor = UploadEditor(item, lambda value: hands.answer(item.ref, value), hands)
    hands.after = lambda: editor.refresh(item)
    qtbot.addWidget(editor)
    editor.refresh(item)
    return editor, hands


def png() -> bytes:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    return written(image)


def dropped(editor: UploadEditor, path: Path) -> bool:
    load = QMimeData()
    load.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(5, 5), copy, load, left, none)
    enter.ignore()
    editor.dragEnterEvent(enter)
    if enter.isAccepted():
        editor.dropEvent(QDropEvent(QPointF(5, 5), copy, load, left, none))
    return enter.isAccepted()


def test_a_file_is_chosen_shown_by_name_and_size_and_taken_away(
    qtbot: QtBot, tmp_path: Path
) -> None:
    editor, hands = made(qtbot)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"x" * 2048)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        typed = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(typed, QLineEdit)
        typed.setText(str(photo))
        dialog.accept()

    QTimer.singleShot(50, choose)
    editor.choose.click()
    assert hands.done == ["picture=photo.jpg"]
    assert "file photo.jpg" in editor.shown.text()
    assert editor.size_.text() == size_text(2048)
    assert "2.0" in size_text(2048)
    assert editor.choose.isHidden()
    editor.name("A picture", "")
    press_in_dialog("keep")
    editor.remove.click()
    assert hands.done == ["picture=photo.jpg"]
    press_in_dialog("take")
    editor.remove.click()
    assert hands.done[-1] == "picture="
    assert not editor.choose.isHidden()


def test_one_file_can_be_dropped_where_there_is_none(
    qtbot: QtBot, tmp_path: Path
) -> None:
    editor, hands = made(qtbot)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"x")
    assert dropped(editor, photo)
    assert hands.done == ["picture=photo.jpg"]
    assert not dropped(editor, photo)


def test_a_picture_is_shown_small_and_another_file_is_not(
    qtbot: QtBot, tmp_path: Path
) -> None:
    editor, _ = made(qtbot)
    photo = tmp_path / "photo.png"
    photo.write_bytes(png())
    dropped(editor, photo)
    settle()
    qtbot.waitUntil(lambda: editor.picture.is_there, timeout=30_000)
    assert editor.picture.pixmap().width() <= 320
    press_in_dialog("take")
    editor.remove.click()
    settle()
    assert editor.picture.isHidden()
    photo.write_bytes(b"no picture at all")
    dropped(editor, photo)
    settle()
    assert editor.picture.isHidden()


def test_a_file_on_its_way_shows_how_far_and_can_be_stopped(qtbot: QtBot) -> None:
    editor, hands = made(qtbot)
    hands.job = Job(lambda _report: None)
    editor.refresh(find(hands.session, "picture"))
    editor.show()
    assert editor.stop.isVisible()
    assert editor.choose.isHidden()
    hands.job.progressed.emit(3 * 2**31, 4 * 2**31)
    assert editor.meter.value() == 750
    editor.stop.click()
    assert not editor.stop.isEnabled()
    hands.job = None
    editor.refresh(find(hands.session, "picture"))
    assert not editor.stop.isVisible()
    assert not editor.choose.isHidden()


def test_every_button_of_a_file_has_a_name(qtbot: QtBot, tmp_path: Path) -> None:
    editor, _ = made(qtbot)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"x")
    dropped(editor, photo)
    editor.name("A picture", "")
    editor.show()
    seen = [one for one in editor.findChildren(QPushButton) if one.isVisible()]
    assert [one.accessibleName() for one in seen] == [
        "Take away: \u2068file photo.jpg\u2069"
    ]
