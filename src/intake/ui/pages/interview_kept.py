"""Whether all that was typed is stored, as the foot and the banner say it."""

from collections.abc import Callable
from datetime import datetime

from intake.ui.pages.interview_strips import SavedLine
from intake.ui.questions.group import GroupView
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.page import Column


class Kept:
    """Says that every answer is saved, and only while that is true."""

    def __init__(
        self,
        line: SavedLine,
        banner: Banner,
        column: Column,
        now: Callable[[], datetime],
    ) -> None:
        """Say it in *line* of the foot, and what went wrong in *banner* of *column*."""
        self._line = line
        self._banner = banner
        self._column = column
        self._now = now
        self._view: GroupView | None = None
        self._waits = False

    def watch(self, view: GroupView | None) -> None:
        """Heed what is typed on the page *view*; None is a page without questions."""
        self._view = view
        if view is not None:
            view.typed.connect(self._say)

    def stored(self) -> None:
        """Say that a deed is durable, and with it all that waited."""
        self._waits = False
        self._say()
        self._banner.clear()

    def failed(self, error: Exception) -> None:
        """Say that a deed could not be made durable."""
        self._waits = True
        self._say()
        self._banner.error(error)
        self._column.reveal(self._banner)

    def _say(self) -> None:
        if self._waits:
            self._line.not_saved()
        elif self._view is not None and self._view.typing:
            self._line.saving()
        else:
            self._line.saved_at(self._now())
