from pytestqt.qtbot import QtBot

from intake.app.desk.library import Finding
from intake.domain.consent import Consent, consent_from
from intake.ui.desk import about
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.card import Card
from intake.ui.widgets.chip import Chip
from intake.ui.widgets.words import Text


def shown(qtbot: QtBot, consent: Consent) -> Card:
    card = about.agreed(consent)
    qtbot.addWidget(card)
    return card


def given(**answers: str) -> Consent:
    return consent_from({"consent_decision": "given", **answers})


def test_a_use_without_a_name_is_told_apart_from_one_with_it(qtbot: QtBot) -> None:
    card = shown(
        qtbot, given(use_press="without_identity", share_lawyer="with_identity")
    )
    spoken = {label.accessibleName() for label in card.findChildren(Text)}
    assert "The press: Yes, without name" in spoken
    assert "Their lawyer: Yes, with name" in spoken


def test_no_has_its_own_line_and_what_nobody_wrote_down_shares_one(
    qtbot: QtBot,
) -> None:
    card = shown(qtbot, given(use_press="no"))
    spoken = {label.accessibleName() for label in card.findChildren(Text)}
    assert "The press: No" in spoken
    untold = [name for name in spoken if name.endswith(": Not recorded")]
    assert any("Research" in name and "Public reports" in name for name in untold)
    assert not any("The press" in name for name in untold)


def test_consent_taken_back_at_the_end_stands_above_everything(qtbot: QtBot) -> None:
    card = shown(qtbot, given(consent_stands="withdrawn"))
    (banner,) = card.findChildren(Banner)
    assert "took their consent back" in banner.text


def test_consent_that_was_given_needs_no_warning(qtbot: QtBot) -> None:
    card = shown(qtbot, given())
    assert card.findChildren(Banner) == []
    assert "Yes" in {chip.text() for chip in card.findChildren(Chip)}


def test_the_persons_own_conditions_are_shown(qtbot: QtBot) -> None:
    card = shown(qtbot, given(consent_conditions="Not before my mother has died."))
    words = {label.text() for label in card.findChildren(Text)}
    assert "Not before my mother has died." in words


def test_a_finding_says_what_was_checked_and_how_it_came_out() -> None:
    good = about.finding_words(Finding("identity: digest", good=True))
    bad = about.finding_words(Finding("medium: digest", good=False, detail="differs"))
    assert "sealed identity" in good
    checks = ("both signatures and every digest", "forms, lists and files")
    said = {
        about.finding_words(Finding(f"{portion}: {check}", good=True))
        for portion in ("account", "identity")
        for check in (*checks, "answers and journal")
    }
    assert len(said) == 6
    assert "as it was sealed" in good
    assert "does not fit" in bad
    assert "differs" in bad
