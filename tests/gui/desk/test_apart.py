from collections.abc import Callable
from datetime import timedelta

from intake.app.desk import library, senders
from intake.app.field import sending
from intake.domain.record import RecordState
from intake.ui.desk.receive import ReceivePage
from intake.ui.desk.record import RecordPage
from intake.ui.desk.shell import RECEIVE, DeskShell
from intake.ui.widgets.banner import Banner
from intake.ui.window import Window
from intake.vault import records
from kitchen import BEGUN, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)
Settle = Callable[[], None]


def test_what_a_card_taken_back_sent_waits_for_a_decision_with_a_reason(
    kitchen: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, LATER)
    shell.go(RECEIVE)
    page = window.page
    assert isinstance(page, ReceivePage)
    page.receive([kitchen.stick])
    settle()
    assert library.listed(kitchen.desk) == ()
    (held,) = [
        each
        for each in page.findChildren(Banner)
        if "taken back" in each.text and each.isVisible()
    ]
    held.taken.emit()
    page.allow.confirm.click()
    assert page.allow.wrong.isVisible()
    page.allow.reason.setPlainText("It was sealed before the laptop was lost.")
    page.allow.confirm.click()
    settle()
    assert [row.state for row in library.listed(kitchen.desk)] == [RecordState.NEW]


def test_a_record_set_apart_is_looked_at_again(
    arrived: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    row = library.listed(arrived.desk)[0]
    records.set_state(arrived.desk.vault, row.number, RecordState.SET_APART)
    shell.open_record(row.number)
    page = window.page
    assert isinstance(page, RecordPage)
    page.apart.again.click()
    settle()
    assert page.record is not None
    assert library.listed(arrived.desk)[0].state is RecordState.READ
