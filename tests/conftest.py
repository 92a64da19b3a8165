"""What every test stands on: windows drawn off screen, no clock for hypothesis."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("intake", deadline=None)
settings.load_profile("intake")
