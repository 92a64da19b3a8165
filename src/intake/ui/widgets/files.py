"""Choosing a file or a folder without leaving a trace of it on the machine.

Qt's own dialog and not the desktop's: the latter writes what was opened into the
desktop's list of recent files. It starts at the same place each time and remembers
nothing.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir, QStorageInfo, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QTreeView,
    QWidget,
)

from intake.ui import measure

_MOUNTS = ("/media", "/run/media", "/mnt", "/Volumes")
_WIDE, _HIGH, _PLACES = 820, 560, 190
_SIZE, _TYPE, _DAY = 1, 2, 3


def choose_file(parent: QWidget, title: str, names: str = "") -> Path | None:
    """Let the person choose a file to read, or None; *names* as ``Photos (*.jpg)``."""
    found = _choose(parent, title, names, QFileDialog.FileMode.ExistingFile)
    return found[0] if found else None


def choose_files(parent: QWidget, title: str, names: str = "") -> list[Path]:
    """Let the person choose several files to read."""
    return _choose(parent, title, names, QFileDialog.FileMode.ExistingFiles)


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Let the person choose a folder, as a stick is, or None."""
    found = _choose(parent, title, "", QFileDialog.FileMode.Directory)
    return found[0] if found else None


def choose_new_file(parent: QWidget, title: str, name: str) -> Path | None:
    """Let the person choose where a new file of *name* goes, or None."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    found = _run(dialog, QCoreApplication.translate("files", "Write here"))
    return found[0] if found else None


def places() -> list[QUrl]:
    """Where sticks and files are usually found on this machine."""
    roots = [volume.rootPath() for volume in QStorageInfo.mountedVolumes()]
    found = [root for root in roots if f"{root}/".startswith(_inside(_MOUNTS))]
    # Where no stick is in, the places at which one will be.
    found = found or [mount for mount in _MOUNTS if Path(mount).is_dir()]
    return [QUrl.fromLocalFile(str(folder)) for folder in (Path.home(), *found)]


def _inside(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{folder}/" for folder in folders)


def _choose(
    parent: QWidget, title: str, names: str, mode: QFileDialog.FileMode
) -> list[Path]:
    dialog = _dialog(parent, title, mode)
    if names:
        dialog.setNameFilter(names)
    if mode is QFileDialog.FileMode.Directory:
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _run(dialog, QCoreApplication.translate("files", "Choose"))


def _dialog(parent: QWidget, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
    dialog = QFileDialog(parent, title, QDir.homePath())
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setSidebarUrls(places())
    dialog.setHistory([])
    return dialog


def _dress(dialog: QFileDialog) -> None:
    """Give the dialog our measures, and leave out what only asks to be understood."""
    room = QGuiApplication.primaryScreen().availableSize()
    wide, high = measure.px(_WIDE), measure.px(_HIGH)
    dialog.resize(min(wide, room.width() - 40), min(high, room.height() - 80))
    for splitter in dialog.findChildren(QSplitter):
        places = min(measure.px(_PLACES), dialog.width() // 4)
        splitter.setSizes([places, dialog.width() - places])
    for listing in dialog.findChildren(QTreeView):
        _dress_list(listing)
    needless = ["listModeButton", "detailModeButton"]
    if len(dialog.nameFilters()) <= 1:
        needless += ["fileTypeLabel", "fileTypeCombo"]
    for name in needless:
        for each in dialog.findChildren(QWidget, name):
            each.hide()


def _dress_list(listing: QTreeView) -> None:
    """List names and sizes alone.

    What our own files are called and when they were changed says nothing on purpose, so
    neither their type nor their day would help.
    """
    header = listing.header()
    for column in (_TYPE, _DAY):
        listing.hideColumn(column)
    header.setStretchLastSection(False)
    header.setSortIndicatorShown(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(_SIZE, QHeaderView.ResizeMode.ResizeToContents)


def _keep_words(dialog: QFileDialog) -> None:
    """Put our words back where Qt brings its own, with a mark under a letter."""
    (box,) = dialog.findChildren(QDialogButtonBox)
    for button in box.buttons():
        button.setIcon(QIcon())

    def say() -> None:
        for button in box.buttons():
            if "&" in button.text():
                there = QCoreApplication.translate("files", "Open the folder")
                button.setText(there)

    queued = Qt.ConnectionType.QueuedConnection
    for line in dialog.findChildren(QLineEdit):
        line.textChanged.connect(say, queued)
    dialog.currentChanged.connect(say, queued)
    dialog.directoryEntered.connect(say, queued)


def _run(dialog: QFileDialog, verb: str) -> list[Path]:
    # Qt knows no Uyghur: every word of the dialog is ours. Last of all, because a
    # change of mode brings Qt's own words back.
    label = QFileDialog.DialogLabel
    for part, words in (
        (label.LookIn, QCoreApplication.translate("files", "In")),
        (label.FileName, QCoreApplication.translate("files", "Name")),
        (label.FileType, QCoreApplication.translate("files", "Kind")),
        (label.Accept, verb),
        (label.Reject, QCoreApplication.translate("files", "Go back")),
    ):
        dialog.setLabelText(part, words)
    _dress(dialog)
    _keep_words(dialog)
    accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
    found = [Path(name) for name in dialog.selectedFiles()] if accepted else []
    dialog.deleteLater()
    return found
