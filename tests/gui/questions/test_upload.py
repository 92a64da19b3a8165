from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from asking import Asking, find, fresh
from intake.ui.questions.upload import UploadEditor


def made(qtbot: QtBot) -> tuple[UploadEditor, Asking]:
    session = fresh()
    item = find(session, "picture")
    hands = Asking(session)
    editor = UploadEditor(
        item,
        lambda value: hands.answer(item.ref, value),
        lambda path: hands.attach(item.ref, path),
        lambda value: hands.file_name(item.ref, value),
    )
    hands.after = lambda: editor.refresh(item)
    qtbot.addWidget(editor)
    editor.refresh(item)
    return editor, hands


def test_a_file_is_chosen_shown_by_name_and_taken_away(
    qtbot: QtBot, tmp_path: Path
) -> None:
    editor, hands = made(qtbot)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"x")

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
    assert editor.shown.text() == "file photo.jpg"
    assert editor.choose.isHidden()
    editor.name("A picture", "")
    editor.remove.click()
    assert hands.done[-1] == "picture="
    assert not editor.choose.isHidden()


def test_one_file_can_be_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    editor, hands = made(qtbot)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"x")
    load = QMimeData()
    load.setUrls([QUrl.fromLocalFile(str(photo))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(5, 5), copy, load, left, none)
    editor.dragEnterEvent(enter)
    assert enter.isAccepted()
    editor.dropEvent(QDropEvent(QPointF(5, 5), copy, load, left, none))
    assert hands.done == ["picture=photo.jpg"]
