from datetime import timedelta

from pytestqt.qtbot import QtBot

from intake.app import backup, custody
from intake.ui.pages.proof import ProofCard
from intake.ui.widgets.digits import DigitsLine
from kitchen import BEGUN, PASSPHRASE, Kitchen
from seeing import button


def test_digits_written_down_yesterday_are_found_and_others_are_not(
    qtbot: QtBot, apart: Kitchen
) -> None:
    written = custody.head_digits(apart.field)
    later = BEGUN + timedelta(days=1)
    backup.make(apart.field, apart.stick, PASSPHRASE, later)
    card = ProofCard(apart.field)
    qtbot.addWidget(card)
    card.show()
    (line,) = card.findChildren(DigitsLine)
    assert line.accessibleName() == custody.head_digits(apart.field) != written
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    for text in (written, written.replace(" ", ""), written.translate(arabic)):
        card.written.setText(text)
        button(card, "Look for them").click()
        assert "The log has this line" in card.banner.text
    card.written.setText("0000 " * 6)
    card.look()
    assert "no line with these digits" in card.banner.text
    card.written.setText("0000")
    card.look()
    assert "all 24 digits" in card.banner.text
