import pytest
from PySide6.QtWidgets import QApplication, QWidget

from intake.ui import theme
from intake.ui.desk import shell as desk
from intake.ui.desk.library import LibraryPage
from intake.ui.desk.shell import DeskShell, open_desk
from intake.ui.look import Look
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.window import Window
from kitchen import Kitchen

PLACES = (
    desk.LIBRARY,
    desk.RECEIVE,
    desk.HELD,
    desk.INTERVIEWERS,
    desk.PACKS,
    desk.RECEIPTS,
    desk.CARD,
    desk.RECOVERY,
    desk.SETTINGS,
)


def test_the_desk_opens_with_its_library(kitchen: Kitchen, window: Window) -> None:
    open_desk(window, kitchen.desk)
    assert isinstance(window.page, LibraryPage)
    assert window.windowTitle() == "Intake"


@pytest.mark.parametrize("place", PLACES)
def test_every_place_of_the_rail_has_its_page(
    place: str, prepared: Kitchen, shell: DeskShell, window: Window
) -> None:
    shell.go(place)
    page = window.page
    assert isinstance(page, Page)
    assert isinstance(page.rail, NavigationRail)
    assert page.rail.entries[place].isChecked()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "look",
    [Look(), Look(mirrored=True), Look(zoom=200), Look(zoom=200, mirrored=True)],
    ids=["usual", "mirrored", "large", "large mirrored"],
)
def test_no_page_grows_past_a_small_screen(
    place: str, look: Look, prepared: Kitchen, shell: DeskShell, window: Window
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, look)
    window.resize(1366, 768)
    shell.go(place)
    QApplication.processEvents()
    page = window.page
    assert isinstance(page, Page)
    assert window.width() <= 1366
    assert window.height() <= 768
    assert page.column.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("place", PLACES)
def test_everything_that_takes_the_focus_has_a_name(
    place: str, prepared: Kitchen, arrived: Kitchen, shell: DeskShell, window: Window
) -> None:
    shell.go(place)
    page = window.page
    assert page is not None
    for thing in page.findChildren(QWidget):
        focusable = bool(thing.focusPolicy().value & 1) and thing.isVisible()
        text = getattr(thing, "text", None)
        words = text() if callable(text) else ""
        if focusable and thing.focusProxy() is None:
            assert thing.accessibleName() or words, thing
