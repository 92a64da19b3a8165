from pytestqt.qtbot import QtBot

from intake.app.field.receipts import Taken
from intake.app.field.searching import Refused
from intake.domain.errors import ReceiptFromAnother, SignatureInvalid
from intake.ui.pages.searched import tell_refused, tell_taken
from intake.ui.widgets.card import Card
from seeing import said, show


def test_copies_that_went_and_copies_that_stay_are_told_apart(qtbot: QtBot) -> None:
    card = Card()
    tell_taken(card, Taken(("Juniper 14",), ("Ash 3", "Elm 9"), 2, ("part.age",)))
    show(qtbot, card)
    assert said(card).splitlines() == [
        "At the desk, and the sealed copy here removed:",
        "Juniper 14",
        "Not whole at the desk, so the copy stays. Hand over again:",
        "Ash 3, Elm 9",
        "These parts did not reach the desk. The next handing over writes them again:",
        "part.age",
        "2 records were settled by an earlier receipt.",
    ]


def test_files_of_one_fault_are_named_together_and_as_plain_text(qtbot: QtBot) -> None:
    card = Card()
    tell_refused(
        card,
        [
            Refused("<b>one</b>.age", SignatureInvalid()),
            Refused("two.age", ReceiptFromAnother()),
            Refused("three.age", SignatureInvalid()),
        ],
    )
    show(qtbot, card)
    assert said(card).splitlines() == [
        f"<b>one</b>.age, three.age: {SignatureInvalid()}",
        f"two.age: {ReceiptFromAnother()}",
    ]
