import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake.ui import theme, tokens
from intake.ui.look import Look, Theme


@pytest.mark.parametrize("zoom", tokens.ZOOMS)
@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("kind", Theme)
def test_every_look_fills_the_whole_sheet(
    kind: Theme, zoom: int, *, contrast: bool
) -> None:
    sheet = theme.stylesheet(Look(theme=kind, contrast=contrast, zoom=zoom))
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_text_grows_with_the_zoom(qapp: QApplication) -> None:
    theme.apply(qapp, Look(zoom=200))
    assert theme.font().pixelSize() == 2 * tokens.BASE_TEXT
    assert QFontMetrics(theme.font()).height() > 0


def test_a_widget_is_told_of_a_new_look(qapp: QApplication, qtbot: QtBot) -> None:
    class Told(QWidget):
        times = 0

        def look_changed(self) -> None:
            self.times += 1

    window = QWidget()
    qtbot.addWidget(window)
    inner = Told(window)
    theme.apply(qapp, Look(theme=Theme.DARK))
    assert inner.times == 1
    assert theme.colour("page").name().upper() == tokens.DARK.page
