from pathlib import Path
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from asking import Draft, everything, find
from intake.domain.errors import DiskFull, IntakeError
from intake.domain.record import Missing
from intake.ui.pages.interview_hands import PartHands
from intake.ui.pages.interview_taking import Taking
from intake.ui.widgets.dialog import Dialog


def made(qtbot: QtBot) -> tuple[PartHands, Draft, list[str], list[IntakeError]]:
    owner = QWidget()
    qtbot.addWidget(owner)
    draft = Draft(("account", everything()))
    told: list[str] = []
    failed: list[IntakeError] = []
    taking = Taking(
        draft,
        owner,
        kept=lambda: told.append("stored"),
        failed=lambda error: failed.append(cast("IntakeError", error)),
        ended=lambda _part, ref: told.append(f"ended {ref}"),
    )
    hands = PartHands(
        draft,
        "account",
        owner,
        taking,
        stored=lambda: told.append("stored"),
        failed=failed.append,
        opened=lambda ref: told.append(f"open {ref}"),
        gone_on=lambda ref: told.append(f"after {ref}"),
    )
    return hands, draft, told, failed


def test_every_deed_reaches_the_interview(qtbot: QtBot, tmp_path: Path) -> None:
    hands, draft, told, _ = made(qtbot)
    session = draft.session("account")
    first, people = find(session, "first"), find(session, "people")
    assert hands.answer(first.ref, "Aynur") == ""
    hands.note(first.ref, "hesitated")
    hands.mark(find(session, "family").ref, Missing.REFUSED)
    hands.add(people.ref)
    hands.go_on(first.ref)
    hands.open(people.children[0].ref)
    hands.move(people.children[0].ref, 2)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"photo")
    picture = find(session, "picture")
    assert hands.attach(picture.ref, photo) == ""
    assert hands.taking(picture.ref) is not None
    qtbot.waitUntil(lambda: picture.value == "photo.jpg")
    assert hands.taking(picture.ref) is None
    assert hands.file_of(picture.ref, "photo.jpg") == ("photo.jpg", 5)
    assert hands.content(picture.ref, 5) == b"photo"
    assert hands.content(picture.ref, 4) == b""
    assert hands.attach_drawn(picture.ref, "drawing.png", b"drawn") == ""
    qtbot.waitUntil(lambda: picture.value == "drawing.png")
    draft.resources["map.png"] = b"map"
    assert hands.resource(picture.ref, "jr://images/map.png") == b"map"
    assert hands.resource(picture.ref, "jr://images/gone.png") == b""
    assert first.value == "Aynur"
    assert first.note == "hesitated"
    assert find(session, "family").missing is Missing.REFUSED
    assert told.count("stored") == 7
    assert told[-1] == f"ended {picture.ref}"
    assert f"open {people.children[1].ref}" in told
    assert hands.file_of(first.ref, "gone.jpg") == ("gone.jpg", 0)


def test_a_refused_answer_comes_back_with_its_reason(qtbot: QtBot) -> None:
    hands, draft, told, _ = made(qtbot)
    year = find(draft.session("account"), "year")
    assert "whole number" in hands.answer(year.ref, "soon")
    assert told == []


def test_a_full_disk_is_told_to_the_page(qtbot: QtBot) -> None:
    hands, draft, told, failed = made(qtbot)
    draft.fails = DiskFull()
    first = find(draft.session("account"), "first")
    assert hands.answer(first.ref, "Aynur") == ""
    assert told == []
    assert isinstance(failed[0], DiskFull)


def test_an_entry_is_removed_only_once_confirmed(qtbot: QtBot) -> None:
    hands, draft, _, _ = made(qtbot)
    people = find(draft.session("account"), "people")

    def take(key: str) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        dialog.buttons[key].click()

    QTimer.singleShot(0, lambda: take("keep"))
    hands.remove(people.children[0].ref, "Aynur")
    assert people.count == 1
    QTimer.singleShot(0, lambda: take("remove"))
    hands.remove(people.children[0].ref, "Aynur")
    assert people.count == 0
