from pytestqt.qtbot import QtBot

from intake.domain.errors import StickGone
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Text


def test_a_banner_says_an_error_in_its_sentence(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.error(StickGone())
    assert "Nothing was lost" in banner.text
    assert banner.property("tone") == "error"
    assert banner.accessibleName() == banner.text
    banner.clear()
    assert banner.isHidden()


def test_each_tone_has_its_way_to_say_it(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    for say, tone in (
        (banner.info, "accent"),
        (banner.warn, "warning"),
        (banner.good, "good"),
    ):
        say("Something")
        assert banner.property("tone") == tone


def test_a_banner_can_offer_a_way_on(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.warn("The stick is full.")
    banner.offer("Try again")
    with qtbot.waitSignal(banner.taken):
        banner.findChildren(Button)[0].click()


def test_the_icon_stands_beside_the_first_line_whatever_is_offered(
    qtbot: QtBot,
) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.resize(700, 60)
    banner.good("Short.")
    banner.offer("All interviews")
    icon = banner.findChildren(Icon)[0].geometry()
    words = banner.findChildren(Text)[0].geometry()
    assert abs(icon.center().y() - words.center().y()) <= 2
