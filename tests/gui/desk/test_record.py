from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.app import cards, opening
from intake.app.desk import library, receiving
from intake.app.field import finishing, interviewing, protocols, sending
from intake.domain.people import Role
from intake.domain.protocol import Audience, Part, Protocol
from intake.domain.record import Missing, RecordState
from intake.ui import plain
from intake.ui.desk.attachments import AttachmentCard, Picture
from intake.ui.desk.record import ABOUT, FILES, LOG, RecordPage
from intake.ui.desk.shell import DeskShell
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Toggle
from intake.ui.widgets.chip import Chip
from intake.ui.widgets.table import Table
from intake.ui.widgets.words import Text
from intake.ui.window import Window
from intake.vault import forms, objects, records
from kitchen import (
    ACCOUNT,
    BEGUN,
    CHEAP,
    FORM,
    PASSPHRASE,
    SENTENCE,
    Kitchen,
    groups,
    meet,
    rehearse,
    strangers,
    ticking,
    told,
)

LATER = BEGUN + timedelta(hours=2)
Settle = Callable[[], None]


def open_record(shell: DeskShell, window: Window, settle: Settle) -> RecordPage:
    shell.open_record("1")
    settle()
    page = window.page
    assert isinstance(page, RecordPage)
    return page


def deliver(kitchen: Kitchen, interview: interviewing.Interview) -> None:
    finishing.finish(kitchen.field, interview, BEGUN + timedelta(hours=1))
    finishing.seal(kitchen.field, interview.id, BEGUN + timedelta(hours=1))
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)


def texts(page: RecordPage) -> str:
    labels = page.column.findChildren(Text)
    return "\n".join(label.text() for label in labels if label.isVisible())


def picture(path: Path) -> Path:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(path))
    return path


@pytest.fixture
def rich(kitchen: Kitchen, tmp_path: Path) -> Kitchen:
    """A record with a picture, a file of another kind, a note and a reason."""
    interview = told(kitchen.field)
    interview.answer(ACCOUNT, "/data/kind", "told")
    interview.answer(ACCOUNT, "/data/who", "A neighbour")
    interview.mark(ACCOUNT, "/data/year", Missing.UNKNOWN)
    interview.note(ACCOUNT, "/data/kind", "Asked twice.")
    interview.add_repeat(ACCOUNT, "/data/person")
    interview.answer(ACCOUNT, "/data/person[1]/name", "ئايگۈل")
    interview.attach(ACCOUNT, "/data/photo", picture(tmp_path / "gate.png"))
    deliver(kitchen, interview)
    return kitchen


def test_a_record_is_read_from_its_parts(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = open_record(shell, window, settle)
    page.go(ACCOUNT)
    settle()
    shown = texts(page)
    for words in (
        SENTENCE,
        "What happened, in your own words?",
        "I was told",
        "Asked twice.",
        "Does not know",
        "ئايگۈل",
    ):
        assert words in shown
    assert library.listed(rich.desk)[0].state is RecordState.READ


def test_the_questions_can_be_read_in_another_language_with_a_second_below(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = open_record(shell, window, settle)
    page.go(ACCOUNT)
    assert page.languages is not None
    page.languages.asked_in.emit("Uyghur (ug)")
    assert page.languages.current == "Uyghur (ug)"
    assert plain.button_text(page.languages).startswith("Uyghur")
    page.languages.second_wanted.emit("English (en)")
    settle()
    shown = texts(page)
    assert "كىم كۆردى؟" in shown
    assert "Who saw it?" in shown
    (asked,) = [
        label
        for label in page.column.findChildren(Text)
        if label.text() == "كىم كۆردى؟"
    ]
    assert asked.layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_questions_without_an_answer_are_shown_when_wanted(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    deliver(kitchen, told(kitchen.field))
    page = open_record(shell, window, settle)
    page.go(ACCOUNT)
    settle()
    assert "Who saw it?" not in texts(page)
    (toggle,) = page.findChildren(Toggle)
    toggle.click()
    settle()
    assert "Who saw it?" in texts(page)


def test_what_does_not_count_any_more_is_shown_with_a_warning(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    interview = told(kitchen.field)
    interview.answer(ACCOUNT, "/data/kind", "told")
    interview.answer(ACCOUNT, "/data/who", "A neighbour")
    interview.answer(ACCOUNT, "/data/kind", "seen")
    deliver(kitchen, interview)
    page = open_record(shell, window, settle)
    page.go(ACCOUNT)
    settle()
    assert "Said, but not counted" in texts(page)
    assert "A neighbour" in texts(page)


def test_consent_that_nobody_wrote_down_is_no_yes(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = open_record(shell, window, settle)
    page.go(ABOUT)
    settle()
    assert any("never taken for a yes" in each.text for each in banners(page))
    said = {chip.text() for chip in page.column.findChildren(Chip)}
    assert said == {"Not recorded"}


def banners(page: RecordPage) -> list[Banner]:
    return [each for each in page.findChildren(Banner) if each.isVisible()]


def test_a_picture_is_shown_from_memory_and_nothing_is_written(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle, tmp_path: Path
) -> None:
    page = open_record(shell, window, settle)
    page.go(FILES)
    settle()
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    (card,) = page.findChildren(AttachmentCard)
    assert card.attachment.original == "gate.png"
    card.show_button.click()
    settle()
    (shown,) = card.findChildren(Picture)
    assert shown.isVisible()
    assert shown.pixmap().width() == 40
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before


def test_what_happened_is_listed_for_field_and_desk(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = open_record(shell, window, settle)
    page.go(LOG)
    settle()
    (table,) = page.findChildren(Table)
    model = table.model()
    events = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert events[:2] == ["Begun", "Finished"]
    assert "Received and checked" in events
    assert events[-1] == "Opened for reading"


def test_verifying_shows_every_finding(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = open_record(shell, window, settle)
    page.verify.click()
    settle()
    assert any("Everything fits" in each.text for each in banners(page))
    assert "both signatures" in texts(page)


def test_a_damaged_original_is_found_by_verifying(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = open_record(shell, window, settle)
    key = library.listed(rich.desk)[0].account
    path = rich.desk.vault.folder / "objects" / key[:2] / key
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    page.verify.click()
    settle()
    assert any("does not fit" in each.text for each in banners(page))


def test_a_record_set_apart_explains_itself(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    (row,) = library.listed(rich.desk)
    reason = "What is inside does not match the signed list."
    facts = {name: getattr(row, name) for name in records.Row.__slots__}
    facts |= {"state": RecordState.SET_APART, "reason": reason}
    records.update(rich.desk.vault, records.Row(**facts))
    page = open_record(shell, window, settle)
    assert page.record is None
    assert reason in texts(page)
    assert "What can be done" in texts(page)


def test_an_identity_sealed_to_the_custodian_stays_closed_here(
    tmp_path: Path, window: Window, settle: Settle
) -> None:
    kitchen = strangers(tmp_path)
    keeper = opening.create(
        tmp_path / "keeper", PASSPHRASE, Role.CUSTODIAN, "Alder", BEGUN, cost=CHEAP
    )
    saved = cards.save(keeper, kitchen.stick)
    cards.accept(kitchen.desk, saved, groups(keeper.card.card.fingerprint), BEGUN)
    meet(kitchen)
    rehearse(kitchen.desk)
    form = protocols.from_form(kitchen.field, FORM).parts[0].form
    protocol = Protocol(
        "two",
        "Two parts",
        "1",
        (
            Part("identity", "Identity", form, Audience.CUSTODIAN, required=True),
            Part(ACCOUNT, "Account", form, Audience.DESK, required=True),
        ),
    )
    forms.put_protocol(kitchen.field.vault, protocol)
    interview = interviewing.begin(kitchen.field, protocol, ticking())
    for part in ("identity", ACCOUNT):
        interview.answer(part, "/data/words", SENTENCE)
    deliver(kitchen, interview)
    page = open_record(DeskShell(window, kitchen.desk), window, settle)
    assert any("sealed to the custodian" in each.text for each in banners(page))
    assert page.record is not None
    assert [part.name for part in page.record.parts] == [ACCOUNT]
    kitchen.close()
    keeper.close()


def test_a_record_whose_original_is_gone_says_so_calmly(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    key = library.listed(rich.desk)[0].account
    objects.remove(rich.desk.vault, [key])
    page = open_record(shell, window, settle)
    assert page.record is None
    assert page.work.banner.isVisible()


def test_the_key_for_back_leads_to_the_library(
    rich: Kitchen, shell: DeskShell, window: Window, settle: Settle, qtbot: QtBot
) -> None:
    page = open_record(shell, window, settle)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    page.back.setFocus()
    with qtbot.waitSignal(page.left):
        QTest.keyClick(
            page.back, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier
        )
