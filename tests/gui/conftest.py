"""Windows are drawn without a screen, in the light look, at 100 %."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from intake.ui import theme
from intake.ui.application import make_application
from intake.ui.look import Look, current


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    assert qapp is not None
    make_application([], Look())


@pytest.fixture(autouse=True)
def _usual_look(qapp: QApplication) -> Iterator[None]:
    if current() != Look():
        theme.apply(qapp, Look())
    yield
    if current() != Look():
        theme.apply(qapp, Look())
