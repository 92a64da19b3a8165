from datetime import timedelta

from pytestqt.qtbot import QtBot

from intake.app.desk import packs as desk_packs
from intake.app.field import finishing, interviewing, packs
from intake.app.field.interviewing import Interview
from intake.domain.policy import Policy, SealWhen
from intake.domain.record import InterviewState
from intake.ui.pages.seal import SealPage
from kitchen import ACCOUNT, BEGUN, Kitchen, begun, told
from seeing import button, rail, said, settle, show

NOW = BEGUN + timedelta(hours=1)


def sealing(qtbot: QtBot, kitchen: Kitchen, interview: Interview) -> SealPage:
    page = SealPage(kitchen.field, interview, rail(), now=lambda: NOW)
    show(qtbot, page)
    return page


def state(kitchen: Kitchen) -> InterviewState:
    return interviewing.listed(kitchen.field)[0].state


def test_what_is_missing_leads_back_to_its_question(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    page = sealing(qtbot, kitchen, begun(kitchen.field))
    assert "1 thing stands in the way" in said(page)
    assert not page.seal.isVisibleTo(page)
    with qtbot.waitSignal(page.question_wanted) as asked:
        button(page, "What happened, in your own words?").click()
    assert asked.args == [ACCOUNT, "/data/words"]
    assert state(kitchen) is InterviewState.DRAFT


def test_a_whole_one_is_finished_and_sealed_at_once(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    page = sealing(qtbot, kitchen, told(kitchen.field))
    assert "It is sealed to North." in said(page)
    button(page, "Finish and seal").click()
    page.finish()
    settle(qtbot)
    assert "Sealed. This laptop cannot open it." in said(page)
    assert state(kitchen) is InterviewState.SEALED
    with qtbot.waitSignal(page.hand_over_wanted):
        button(page, "Hand over").click()
    with qtbot.waitSignal(page.list_wanted):
        button(page, "All interviews").click()


def test_where_the_rule_is_to_seal_on_lock_it_is_only_finished(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    desk_packs.set_policy(kitchen.desk, Policy(seal=SealWhen.ON_LOCK))
    made = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    packs.accept(kitchen.field, made.path, BEGUN)
    page = sealing(qtbot, kitchen, told(kitchen.field))
    assert "It is sealed when you lock." in said(page)
    button(page, "Finish").click()
    settle(qtbot)
    assert "Nothing in it changes any more." in said(page)
    assert state(kitchen) is InterviewState.READY


def test_without_a_desk_it_is_finished_and_kept(qtbot: QtBot, apart: Kitchen) -> None:
    page = sealing(qtbot, apart, told(apart.field))
    assert "does not know the desk yet" in said(page)
    button(page, "Finish").click()
    assert state(apart) is InterviewState.READY


def test_a_finished_one_is_sealed_later(qtbot: QtBot, kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    finishing.finish(kitchen.field, interview, NOW)
    page = sealing(qtbot, kitchen, interview)
    button(page, "Seal").click()
    settle(qtbot)
    assert state(kitchen) is InterviewState.SEALED


def test_a_finished_one_asks_for_the_pack_if_it_cannot_be_sealed(
    qtbot: QtBot, apart: Kitchen
) -> None:
    interview = told(apart.field)
    finishing.finish(apart.field, interview, NOW)
    page = sealing(qtbot, apart, interview)
    button(page, "Seal").click()
    settle(qtbot)
    with qtbot.waitSignal(page.desk_wanted):
        button(page, "Take in the pack").click()
    with qtbot.waitSignal(page.list_wanted):
        button(page, "All interviews").click()
    assert state(apart) is InterviewState.READY


def test_one_can_go_back_to_a_draft(qtbot: QtBot, kitchen: Kitchen) -> None:
    page = sealing(qtbot, kitchen, told(kitchen.field))
    with qtbot.waitSignal(page.question_wanted):
        button(page, "Back to the interview").click()
