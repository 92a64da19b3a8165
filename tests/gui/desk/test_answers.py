import random
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake.app.desk.library import ReadPart
from intake.forms import Session, read_form
from intake.ui.desk import answers
from intake.ui.desk.answers import Manner, Prose
from intake.ui.widgets.words import Small, Text

FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms"
 xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
 <h:head><h:title>Account</h:title><model>
 <instance><d id="d"><told jr:template=""><who/><words/><basis/></told>
 <about><day/><place/></about></d></instance>
 <bind nodeset="/d/told/who" type="string"/>
 <bind nodeset="/d/told/words" type="string"/>
 <bind nodeset="/d/told/basis" type="string"/>
 <bind nodeset="/d/about/day" type="string"/>
 <bind nodeset="/d/about/place" type="string"/></model></h:head><h:body>
 <group ref="/d/told"><label>The account</label><repeat nodeset="/d/told">
 <input ref="/d/told/who"><label>Who speaks?</label></input>
 <input ref="/d/told/words" appearance="narrative"><label>The words</label></input>
 <input ref="/d/told/basis"><label>How do they know?</label></input>
 </repeat></group>
 <group ref="/d/about"><label>About</label>
 <input ref="/d/about/day" appearance="partial-date"><label>When?</label></input>
 <input ref="/d/about/place"><label>Where?</label></input></group>
 </h:body></h:html>"""
UYGHUR = "ئۇ شەھەردىكى لاگېردا ئۈچ ئاي تۇرغان."


def part() -> ReadPart:
    form = read_form(FORM, {})
    session = Session(
        form,
        now=lambda: datetime(2026, 11, 23, tzinfo=UTC),
        random=random.Random(0),  # noqa: S311 - nothing is drawn
    )
    session.add_repeat("/d/told")
    session.answer("/d/told[1]/who", "The person")
    session.answer("/d/told[1]/words", f"They came at night.\n{UYGHUR}")
    session.answer("/d/told[1]/basis", "Saw it")
    session.answer("/d/about/day", "2017-08~")
    return ReadPart("account", "Account", form, session, b"")


def test_an_account_reads_as_text_with_the_speaker_before_it(qtbot: QtBot) -> None:
    found = part()
    first = next(iter(answers.groups_of(found, Manner())))
    card = answers.card_of(found, first, Manner())
    qtbot.addWidget(card)
    prose = card.findChildren(Prose)
    assert [each.text() for each in prose] == ["They came at night.", UYGHUR]
    assert [each.layoutDirection() for each in prose] == [
        Qt.LayoutDirection.LeftToRight,
        Qt.LayoutDirection.RightToLeft,
    ]
    around = [label.text() for label in card.findChildren(Small)]
    assert around[0] == "The person"
    assert "Saw it" in around[-1]
    assert "The words" not in {label.text() for label in card.findChildren(Text)}


def test_an_empty_entry_is_called_after_its_list_without_markup(qtbot: QtBot) -> None:
    marked = FORM.replace(b"<label>The account</label>", b"<label>**Told**</label>")
    talk = Session(
        read_form(marked, {}),
        now=lambda: datetime(2026, 11, 23, tzinfo=UTC),
        random=random.Random(0),  # noqa: S311 - nothing is drawn
    )
    talk.add_repeat("/d/told")
    one = ReadPart("account", "Account", talk.form, talk, b"")
    (group, *_) = answers.groups_of(one, Manner(everything=True))
    card = answers.card_of(one, group, Manner(everything=True))
    qtbot.addWidget(card)
    said = [each.text() for each in card.findChildren(Text)]
    assert "Told 1" in said
    assert not any("*" in each for each in said)


def test_only_what_was_answered_is_read_until_everything_is_wanted() -> None:
    found = part()
    assert [group.title for group in answers.groups_of(found, Manner())] == [
        "The account",
        "About",
    ]
    assert answers.unanswered(found) == 1


def test_a_remembered_date_is_said_in_words() -> None:
    found = part()
    assert answers.read(found.session.get("/d/about/day")) == "about August 2017"


def test_nothing_is_set_aside_where_everything_counts() -> None:
    assert answers.set_aside(part()) is None
