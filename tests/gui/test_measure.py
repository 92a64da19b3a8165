from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from intake.ui import measure, theme
from intake.ui.look import Look


def test_layouts_and_bounds_follow_the_zoom(qapp: QApplication) -> None:
    widget = QWidget()
    inner = QWidget(widget)
    layout = QVBoxLayout(widget)
    layout.addWidget(inner)
    measure.gaps(layout, margins=(1, 2, 3, 4), spacing=8)
    measure.size(inner, least_width=100, most_width=300, height=40)

    theme.apply(qapp, Look(zoom=200))
    measure.rescale(widget)

    edges = layout.contentsMargins()
    assert (edges.left(), edges.top(), edges.right(), edges.bottom()) == (2, 4, 6, 8)
    assert layout.spacing() == 16
    assert (inner.minimumWidth(), inner.maximumWidth()) == (200, 600)
    assert inner.minimumHeight() == inner.maximumHeight() == 80


def test_a_measure_is_whole_pixels(qapp: QApplication) -> None:
    theme.apply(qapp, Look(zoom=125))
    assert measure.px(15) == 19
