from dataclasses import replace

from pytestqt.qtbot import QtBot

from asking import NOON, Draft, everything
from intake.app.field import packs
from intake.ui.pages.interview import InterviewPage
from intake.ui.pages.interview_openers import openers, who_opens
from kitchen import ACCOUNT, Kitchen, told, told_with_identity
from seeing import MARKS, said, show


def test_names_are_never_said_to_be_apart_from_who_reads_the_account(
    kitchen: Kitchen,
) -> None:
    desk = packs.desk(kitchen.field)
    assert desk is not None
    words = who_opens(desk).translate(MARKS)
    assert words == (
        "Names and contacts are sealed to North, who also reads the account."
    )
    apart = replace(desk, custodian=kitchen.field.card.card)
    words = who_opens(apart).translate(MARKS)
    assert "sealed to the custodian Cedar alone" in words
    assert "North, who reads the account, cannot open them" in words
    assert "not known yet" in who_opens(None)


def test_it_is_said_where_names_are_asked_for(kitchen: Kitchen) -> None:
    interview = told_with_identity(kitchen.field)
    desk = packs.desk(kitchen.field)
    assert set(openers(interview.parts, desk)) == {"identity"}
    assert openers(told(kitchen.field).parts, desk) == {}


def test_the_notice_stands_above_the_questions_of_its_part(qtbot: QtBot) -> None:
    draft = Draft((ACCOUNT, everything()), ("closing", everything()))
    notices = {ACCOUNT: "Names are sealed to North, who also reads the account."}
    page = InterviewPage(draft, now=lambda: NOON, notices=notices)
    show(qtbot, page)
    assert "who also reads the account" in said(page)
    page.go_to_item("closing", draft.session("closing").root.children[0])
    qtbot.wait(1)
    assert "who also reads the account" not in said(page)
