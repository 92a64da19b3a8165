"""Showing and hiding parts of a page without making Qt lay them out too early."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def show_if(widget: QWidget, wanted: bool) -> None:  # noqa: FBT001 - reads as a sentence
    """Show *widget* if *wanted*, else hide it.

    ``setVisible(True)`` on a part of a page that is still being built polishes and
    lays it out at once, again for every part; a part that was never hidden is shown
    with its page anyway.
    """
    told = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    hidden = told and widget.isHidden()
    if hidden is wanted:
        widget.setVisible(wanted)
