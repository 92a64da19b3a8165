from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from asking import NOON, Draft, everything, find, settle
from intake.domain.errors import DiskFull
from intake.ui.jobs import under_way
from intake.ui.pages.interview import InterviewPage
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.upload import UploadEditor
from seeing import said


def opened(qtbot: QtBot) -> tuple[InterviewPage, Draft]:
    draft = Draft(("account", everything()))
    page = InterviewPage(draft, now=lambda: NOON)
    qtbot.addWidget(page)
    page.show()
    return page, draft


def editor(page: InterviewPage, draft: Draft) -> UploadEditor:
    item = find(draft.session("account"), "picture")
    page.go_to_item("account", item)
    found = [
        card.editor
        for card in page.findChildren(QuestionCard)
        if card.item is item and isinstance(card.editor, UploadEditor)
    ]
    return found[-1]


def begin(page: InterviewPage, draft: Draft, folder: Path) -> None:
    photo = folder / "photo.jpg"
    photo.write_bytes(b"photo")
    part = editor(page, draft)
    part._attach(photo)  # noqa: SLF001 - what the file dialog leads to
    assert part.stop.isVisible()


def test_a_page_can_be_turned_while_a_file_comes_in(
    qtbot: QtBot, tmp_path: Path
) -> None:
    page, draft = opened(qtbot)
    draft.slow.set()
    begin(page, draft, tmp_path)
    page.go_to(0)
    page.leave_wanted.connect(lambda: draft.answer("account", "", ""))
    page.above.leave.click()
    assert "still being taken in" in said(page)
    assert editor(page, draft).stop.isVisible()
    draft.slow.clear()
    picture = find(draft.session("account"), "picture")
    qtbot.waitUntil(lambda: picture.value == "photo.jpg")
    settle()
    shown = editor(page, draft)
    assert not shown.stop.isVisible()
    assert "photo.jpg" in shown.shown.text()


def test_a_file_that_is_stopped_leaves_the_question_open(
    qtbot: QtBot, tmp_path: Path
) -> None:
    page, draft = opened(qtbot)
    draft.slow.set()
    begin(page, draft, tmp_path)
    part = editor(page, draft)
    part.stop.click()
    qtbot.waitUntil(lambda: not under_way())
    settle()
    assert part.choose.isVisible()
    assert find(draft.session("account"), "picture").value == ""
    with qtbot.waitSignal(page.leave_wanted):
        page.above.leave.click()


def test_a_full_disk_is_said_and_nothing_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    page, draft = opened(qtbot)
    draft.fails = DiskFull()
    begin(page, draft, tmp_path)
    qtbot.waitUntil(lambda: "disk is full" in said(page))
    assert find(draft.session("account"), "picture").value == ""
    assert page.findChildren(QPushButton)
