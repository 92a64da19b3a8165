"""What was taken back, or given again, in words; and where it stands."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from intake.forms import Deed, Item, Kind, Session, Step
from intake.ui.direction import isolate
from intake.ui.marking import QT_TRANSLATE_NOOP
from intake.ui.pages.interview_route import nearest
from intake.ui.questions.reading import title

_DEEDS = {
    Deed.ANSWER: QT_TRANSLATE_NOOP("undo", "the answer to “{what}”"),
    Deed.MARK: QT_TRANSLATE_NOOP("undo", "the reason why “{what}” has no answer"),
    Deed.NOTE: QT_TRANSLATE_NOOP("undo", "the note on “{what}”"),
    Deed.ADD: QT_TRANSLATE_NOOP("undo", "the new entry of “{what}”"),
    Deed.REMOVE: QT_TRANSLATE_NOOP("undo", "the removal of an entry of “{what}”"),
    Deed.MOVE: QT_TRANSLATE_NOOP("undo", "the moving of an entry of “{what}”"),
}


def last_turned(steps: Iterable[Step]) -> Step | None:
    """Return the deed that the last of *steps* took back or did again."""
    done: list[Step] = []
    undone: list[Step] = []
    turned: Step | None = None
    for step in steps:
        turned = None
        match step.deed:
            case Deed.UNDO if done:
                turned = done.pop()
                undone.append(turned)
            case Deed.REDO if undone:
                turned = undone.pop()
                done.append(turned)
            case Deed.BEGIN:
                done, undone = [], []
            case _:
                done.append(step)
                undone = []
    return turned


def where(session: Session, step: Step) -> Item:
    """Return the question, or the list, at which *step* was done."""
    item = nearest(session, step.ref)
    series = item.parent
    return series if item.kind is Kind.INSTANCE and series is not None else item


def told(session: Session, step: Step | None, *, again: bool) -> str:
    """Say that *step* was taken back, or given *again*; None is that nothing was."""
    translate = QCoreApplication.translate
    if step is None or step.deed not in _DEEDS:
        if again:
            return translate("undo", "There is nothing to give again.")
        return translate("undo", "There is nothing to take back.")
    what = title(where(session, step)).partition("\n")[0]
    deed = translate("undo", _DEEDS[step.deed]).format(what=isolate(what))
    if again:
        return translate("undo", "Given again: {deed}.").format(deed=deed)
    words = translate("undo", "Taken back: {deed}. Ctrl Alt Y gives it again.")
    return words.format(deed=deed)
