"""Choosing a file or a folder without leaving a trace of it on the machine.

Qt's own dialog and not the desktop's: the latter writes what was opened into the
desktop's list of recent files. It starts at the same place each time and remembers
nothing.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget


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
    mounts = (Path("/media"), Path("/run/media"), Path("/mnt"), Path("/Volumes"))
    folders = (Path.home(), *(mount for mount in mounts if mount.is_dir()))
    return [QUrl.fromLocalFile(str(folder)) for folder in folders]


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
    accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
    found = [Path(name) for name in dialog.selectedFiles()] if accepted else []
    dialog.deleteLater()
    return found
