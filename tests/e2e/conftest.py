"""Windows drawn without a screen, in the light look, at 100 %."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from intake.ui import theme
from intake.ui.application import make_application
from intake.ui.look import Look, current


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in its usual look; whatever a test puts on comes off again."""
    make_application([], Look())
    yield qapp
    if current() != Look():
        theme.apply(qapp, Look())
