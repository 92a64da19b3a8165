from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake.ui.widgets import files


def answer(path: Path | None) -> None:
    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
        assert dialog.labelText(QFileDialog.DialogLabel.Reject) == "Go back"
        if path is None:
            dialog.reject()
        else:
            typed = dialog.findChild(QLineEdit, "fileNameEdit")
            assert isinstance(typed, QLineEdit)
            typed.setText(str(path))
            dialog.accept()

    QTimer.singleShot(50, act)


def test_a_file_is_chosen_by_our_own_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"x")
    answer(photo)
    assert files.choose_file(parent, "Add a photo", "Photos (*.jpg)") == photo
    answer(None)
    assert files.choose_file(parent, "Add a photo") is None
    answer(photo)
    assert files.choose_files(parent, "Add photos") == [photo]


def test_a_folder_or_a_new_file_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    answer(None)
    assert files.choose_folder(parent, "Where is the stick?") is None
    answer(tmp_path / "new.txt")
    chosen = files.choose_new_file(parent, "Write where?", "new.txt")
    assert chosen == tmp_path / "new.txt"


def test_places_are_folders_of_this_machine() -> None:
    assert files.places()[0].isLocalFile()


def test_the_dialog_speaks_our_words_and_lists_names_and_sizes_alone(
    qtbot: QtBot, tmp_path: Path
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[str] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        (listing,) = dialog.findChildren(QTreeView)
        seen.extend(str(n) for n in range(4) if not listing.isColumnHidden(n))
        typed = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(typed, QLineEdit)
        typed.setText(str(tmp_path))
        QTest.qWait(1)
        seen.extend(
            each.text()
            for each in dialog.findChildren(QPushButton)
            if each.isVisible() and each.text()
        )
        dialog.reject()

    QTimer.singleShot(50, act)
    files.choose_file(parent, "Add a photo", "Photos (*.jpg)")
    assert seen == ["0", "1", "Open the folder", "Go back"]
