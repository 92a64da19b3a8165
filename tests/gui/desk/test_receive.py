from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from intake.app import cards
from intake.app.desk import library
from intake.app.desk import packs as desk_packs
from intake.app.field import packs, sending
from intake.ui.desk.receive import ReceivePage
from intake.ui.desk.shell import RECEIVE, DeskShell
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.fields import Field
from intake.ui.widgets.words import Text
from intake.ui.window import Window
from kitchen import BEGUN, Kitchen, groups, sealed

Settle = Callable[[], None]


def page_of(shell: DeskShell, window: Window) -> ReceivePage:
    shell.go(RECEIVE)
    page = window.page
    assert isinstance(page, ReceivePage)
    return page


def sent(kitchen: Kitchen) -> list[Path]:
    sealed(kitchen.field)
    files = sending.send(kitchen.field, kitchen.stick, BEGUN).files
    return [kitchen.stick / name for name in files]


def texts(page: ReceivePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(Text))


def test_a_stick_is_taken_in_and_each_record_named(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    sent(kitchen)
    page = page_of(shell, window)
    page.receive([kitchen.stick])
    settle()
    assert len(library.listed(kitchen.desk)) == 1
    model = page.table.model()
    assert model.rowCount() == 1
    assert model.index(0, 0).data() == "1"
    assert model.index(0, 1).data() == "Taken in"
    assert "1" in page.work.banner.text


def test_what_came_twice_is_already_here(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    sent(kitchen)
    page = page_of(shell, window)
    for _ in range(2):
        page.receive([kitchen.stick])
        settle()
    assert page.table.model().index(0, 1).data() == "Already here"


def test_a_row_opens_its_record(
    arrived: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = page_of(shell, window)
    page.receive([arrived.stick])
    settle()
    wanted: list[str] = []
    page.record_wanted.connect(wanted.append)
    page.table.selectRow(1)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    settle()
    assert len(wanted) == 1


def test_a_file_that_is_not_ours_is_named_and_left_alone(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    (kitchen.stick / "shopping list.txt").write_text("bread")
    sent(kitchen)
    page = page_of(shell, window)
    page.receive([kitchen.stick])
    settle()
    assert "shopping list.txt" in texts(page)
    assert len(library.listed(kitchen.desk)) == 1


def test_a_bundle_cut_short_is_told_and_nothing_is_taken_in(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    (part,) = [path for path in sent(kitchen) if path.suffix == ".age"]
    part.write_bytes(part.read_bytes()[:-1000])
    page = page_of(shell, window)
    page.receive([part])
    settle()
    assert library.listed(kitchen.desk) == ()
    assert part.name in texts(page) or page.table.model().rowCount() == 1
    assert "Nothing could be taken in from there." in page.work.banner.text


def test_an_empty_folder_holds_nothing_to_receive(
    shell: DeskShell, window: Window, settle: Settle, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    page = page_of(shell, window)
    page.receive([empty])
    settle()
    assert "nothing to receive" in page.work.banner.text


def test_a_stranger_is_held_until_their_card_is_compared(
    apart: Kitchen, window: Window, settle: Settle
) -> None:
    made = desk_packs.make(apart.desk, apart.stick, BEGUN)
    desk = groups(apart.desk.card.card.fingerprint)
    packs.accept(apart.field, made.path, BEGUN, desk)
    sealed(apart.field)
    sending.send(apart.field, apart.stick, BEGUN)
    page = page_of(DeskShell(window, apart.desk), window)
    page.receive([apart.stick])
    settle()
    assert library.listed(apart.desk) == ()
    (held,) = [
        each
        for each in page.findChildren(Banner)
        if "Cedar" in each.text and each.isVisible()
    ]
    held.taken.emit()
    assert page.compare.isVisible()
    type_groups(page, "0000 " * 10)
    assert page.compare.wrong.isVisible()
    assert library.listed(apart.desk) == ()
    type_groups(page, cards.own_digits(apart.field))
    settle()
    assert len(library.listed(apart.desk)) == 1
    assert not page.compare.isVisible()


def type_groups(page: ReceivePage, digits: str) -> None:
    """Type the groups that are asked for, as somebody reads *digits* aloud."""
    read = digits.split()
    for box in page.compare.digits.findChildren(Field):
        number = int(box.accessibleName().rpartition(" ")[2])
        box.clear()
        QTest.keyClicks(box, read[number - 1])
    page.compare.confirm.click()


def test_files_can_be_dropped_onto_the_page(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in sent(kitchen)])
    page = page_of(shell, window)
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    settle()
    assert len(library.listed(kitchen.desk)) == 1


def test_leaving_the_page_stops_what_is_read(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    sent(kitchen)
    page = page_of(shell, window)
    page.receive([kitchen.stick])
    shell.go(RECEIVE)
    settle()
    fresh = window.page
    assert isinstance(fresh, ReceivePage)
    assert not fresh.work.busy
