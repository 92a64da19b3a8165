"""The pictures of the manual, drawn from the real windows with fictional records.

``pytest tests/e2e/test_pictures.py --write-pictures`` renews those in docs/pictures.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from intake.app import opening
from intake.app.demo import shelf, story
from intake.app.demo.story import Place
from intake.app.field import interviewing, protocols, whereabouts
from intake.app.field.interviewing import Interview
from intake.app.opening import Opened
from intake.ui import jobs, theme
from intake.ui.desk.library import LibraryPage
from intake.ui.look import Look
from intake.ui.pages.hand_over import HandOver
from intake.ui.pages.unlock import Unlock
from intake.ui.shell import Shell
from kitchen import CHEAP

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SIZE = (1366, 768)
LARGEST = 200_000
FEWEST_COLOURS = 30
FORM = Path(__file__).parent / "arrest.md"
TOLD = {
    "/data/words/told": "They came in March, before the snow had gone.",
    "/data/words/languages": "Uyghur",
    "/data/arrest/when": "2017-03",
    "/data/arrest/how": "told",
    "/data/arrest/year": "1917",
    "/data/held/place": "He was never told.",
    "/data/held/months": "7",
    "/data/family/letters": "One, unsigned.",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A desk and a field vault with fictional records."""
    made = Place(tmp_path_factory.mktemp("place"))
    made.stick.mkdir()
    shelf.stock(made, CHEAP)
    return made


@pytest.fixture
def gallery(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Where the pictures go."""
    return PICTURES if request.config.getoption("--write-pictures") else tmp_path


Show = Callable[[Path], tuple[Shell, Opened]]


@pytest.fixture
def show(qtbot: QtBot, dressed: QApplication) -> Iterator[Show]:
    """Unlock a vault and show the window of whoever it belongs to."""
    shells: list[Shell] = []

    def shown(folder: Path) -> tuple[Shell, Opened]:
        shell = Shell(folder, restart=lambda: None, end=lambda: None)
        shells.append(shell)
        opened = opening.unlock(folder, story.PASSPHRASE)
        shell.enter(opened)
        return shell, opened

    yield shown
    for shell in shells:
        settle(qtbot)
        shell.window.close()
        shell.close()
        shell.window.deleteLater()


def settle(qtbot: QtBot) -> None:
    """Wait until no deed is under way and what it changed is drawn."""
    qtbot.wait(1)
    qtbot.waitUntil(lambda: not jobs.under_way(), timeout=60_000)
    qtbot.wait(1)


def drawn(qtbot: QtBot, window: QWidget, path: Path) -> None:
    """Draw *window* into the file *path*, and demand that it shows something."""
    window.resize(*SIZE)
    window.show()
    settle(qtbot)
    window.repaint()
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert (image.width(), image.height()) == SIZE
    assert image.save(str(path))
    colours = {
        image.pixel(x, y) for x in range(0, SIZE[0], 3) for y in range(0, SIZE[1], 3)
    }
    assert len(colours) > FEWEST_COLOURS
    assert path.stat().st_size < LARGEST


def test_the_unlock_page(place: Place, show: Show, gallery: Path, qtbot: QtBot) -> None:
    shell, _ = show(place.field)
    settle(qtbot)
    shell.close()  # else the page would say that the vault is open elsewhere
    page = Unlock(place.field)
    shell.window.show_page(page)
    assert all(edit.isEnabled() for edit in page.findChildren(QLineEdit))
    drawn(qtbot, shell.window, gallery / "unlock.png")


def test_the_interviews_and_handing_over(
    place: Place, show: Show, gallery: Path, qtbot: QtBot
) -> None:
    shell, _ = show(place.field)
    assert shell.pages is not None
    shell.pages.show_interviews()
    drawn(qtbot, shell.window, gallery / "interviews.png")
    shell.pages.show_hand_over()
    page = shell.window.page
    assert isinstance(page, HandOver)
    for record in page.records.values():
        record.click()
    drawn(qtbot, shell.window, gallery / "hand-over.png")


def begun(opened: Opened) -> Interview:
    """Begin an interview in two languages, with what somebody might have said."""
    protocol = protocols.from_form(opened, FORM)
    interview = interviewing.begin(opened, protocol, story.now)
    for ref, value in TOLD.items():
        interview.answer(protocols.ACCOUNT, ref, value)
    interview.keep_counts()
    return interview


def test_an_interview_from_left_to_right_and_from_right_to_left(
    place: Place, show: Show, gallery: Path, qtbot: QtBot, dressed: QApplication
) -> None:
    shell, opened = show(place.field)
    assert shell.pages is not None
    key = begun(opened).id
    for language, look, name in (
        ("English (en)", Look(), "interview"),
        ("Uyghur (ug)", Look(language="ug"), "interview-rtl"),
    ):
        theme.apply(dressed, look)
        here = whereabouts.Place(key, protocols.ACCOUNT, "/data/arrest/how", language)
        shell.pages.open_interview(key, here)
        drawn(qtbot, shell.window, gallery / f"{name}.png")
    theme.apply(dressed, Look())
    shell.pages.show_interviews()
    interviewing.discard(opened, key, story.now())


def test_the_library_and_a_record(
    place: Place, show: Show, gallery: Path, qtbot: QtBot
) -> None:
    shell, _ = show(place.desk)
    drawn(qtbot, shell.window, gallery / "library.png")
    page = shell.window.page
    assert isinstance(page, LibraryPage)
    page.record_wanted.emit("1")
    drawn(qtbot, shell.window, gallery / "record.png")
