from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.app.field import finishing, interviewing
from intake.domain.errors import DiskFull, KeyStillThere
from intake.ui.pages.interviews import InterviewsPage
from kitchen import BEGUN, Kitchen, begun, sealed, told
from seeing import button, press_in_dialog, rail, said, settle, show

NOW = BEGUN + timedelta(hours=3)


def listing(
    qtbot: QtBot, kitchen: Kitchen, later: timedelta = timedelta(0)
) -> InterviewsPage:
    page = InterviewsPage(kitchen.field, rail(), now=lambda: NOW + later)
    show(qtbot, page)
    return page


def row_of(page: InterviewsPage, name: str) -> int:
    model = page.table.model()
    names = [model.index(at, 0).data() for at in range(model.rowCount())]
    return names.index(name)


def cells(page: InterviewsPage, name: str) -> list[str]:
    model, row = page.table.model(), row_of(page, name)
    return [model.index(row, column).data() for column in range(model.columnCount())]


def choose(page: InterviewsPage, name: str) -> None:
    page.table.selectRow(row_of(page, name))


def test_an_empty_list_says_what_will_stand_there(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    page = listing(qtbot, kitchen)
    assert "No interviews yet" in said(page)
    with qtbot.waitSignal(page.begin_wanted):
        button(page, "New interview").click()


def test_rows_say_state_language_and_times(qtbot: QtBot, kitchen: Kitchen) -> None:
    draft = begun(kitchen.field)
    draft.set_language("Uyghur (ug)")
    draft.keep_counts()
    done = sealed(kitchen.field)
    page = listing(qtbot, kitchen)
    assert cells(page, draft.name)[1:4] == ["Draft", "Uyghur", "today"]
    assert cells(page, draft.name)[5] == "1"
    assert cells(page, done.name)[1:] == ["Sealed", "", "today", "", ""]
    assert "draft on this laptop" in said(page)
    begun(kitchen.field)
    page.reload()
    assert "drafts on this laptop" in said(page)


def test_enter_opens_a_draft_and_not_what_is_sealed(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    draft, done = told(kitchen.field), sealed(kitchen.field)
    page = listing(qtbot, kitchen)
    opened: list[str] = []
    page.open_wanted.connect(opened.append)
    choose(page, done.name)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened == []
    assert "This laptop cannot open it" in said(page)
    choose(page, draft.name)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    button(page, "Open").click()
    assert opened == [draft.id, draft.id]


def test_a_finished_one_is_sealed_from_the_list(qtbot: QtBot, kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    finishing.finish(kitchen.field, interview, BEGUN)
    page = listing(qtbot, kitchen)
    choose(page, interview.name)
    assert cells(page, interview.name)[1] == "Ready to seal"
    button(page, "Seal now").click()
    settle(qtbot)
    assert f"{interview.name} is sealed. This laptop cannot open it." in said(page)
    assert cells(page, interview.name)[1] == "Sealed"
    with qtbot.waitSignal(page.hand_over_wanted):
        button(page, "Hand over").click()


def test_without_a_desk_the_pack_is_asked_for(qtbot: QtBot, apart: Kitchen) -> None:
    interview = told(apart.field)
    finishing.finish(apart.field, interview, BEGUN)
    page = listing(qtbot, apart)
    choose(page, interview.name)
    assert not button(page, "Seal now").isEnabled()
    assert "does not know the desk yet" in said(page)
    with qtbot.waitSignal(page.desk_wanted):
        button(page, "Take in the pack").click()


def test_discarding_asks_in_words_and_only_then_destroys(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    gone, kept = told(kitchen.field), told(kitchen.field)
    gone.keep_counts()
    page = listing(qtbot, kitchen)
    choose(page, gone.name)
    press_in_dialog("keep")
    button(page, "Discard…").click()
    assert len(interviewing.listed(kitchen.field)) == 2
    press_in_dialog("discard")
    button(page, "Discard…").click()
    assert [row.name for row in interviewing.listed(kitchen.field)] == [kept.name]
    assert f"{gone.name} is gone" in said(page)


def test_old_drafts_are_told(qtbot: QtBot, kitchen: Kitchen) -> None:
    told(kitchen.field)
    page = listing(qtbot, kitchen, timedelta(days=20))
    assert "1 draft is older than 14 days" in said(page)


def test_what_was_sealed_elsewhere_is_told(qtbot: QtBot, kitchen: Kitchen) -> None:
    done = sealed(kitchen.field)
    page = listing(qtbot, kitchen)
    page.say_sealed([done.name])
    assert f"Sealed: {done.name}." in said(page)


def test_what_could_not_be_sealed_is_told_with_the_reason(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    page = listing(qtbot, kitchen)
    page.say_not_sealed("Juniper 14", DiskFull())
    assert "could not be sealed" in said(page)
    assert str(DiskFull()) in said(page)


def test_one_that_is_sealed_with_its_key_still_there_is_not_called_unsealed(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    page = listing(qtbot, kitchen)
    page.say_key_lingers("Juniper 14")
    assert "is sealed, but its key is not destroyed yet" in said(page)
    assert str(KeyStillThere()) in said(page)
    assert "could not be sealed" not in said(page)
