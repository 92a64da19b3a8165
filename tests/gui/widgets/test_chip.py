from pytestqt.qtbot import QtBot

from intake.ui.tokens import Tone
from intake.ui.widgets.chip import HEIGHT, Chip


def test_a_chip_is_a_word_with_a_tone(qtbot: QtBot) -> None:
    chip = Chip("Draft", Tone.WARNING)
    qtbot.addWidget(chip)
    assert chip.height() == HEIGHT
    chip.say("<b>Sealed</b>", Tone.GOOD)
    assert chip.text() == "<b>Sealed</b>"
    assert chip.property("tone") == "good"
