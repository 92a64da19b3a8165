"""From an error's class to the sentence a person reads, in their language.

The sentences live with the classes in ``domain.errors``; here they are translated
(context ``errors``) and the values they name are isolated, so that a number or a
name of another script cannot turn the sentence around.
"""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from intake.domain.errors import AnswerRefused, IntakeError
from intake.ui.direction import isolate
from intake.ui.marking import QT_TRANSLATE_NOOP

_CONTEXT = "errors"
_UNFORESEEN = QT_TRANSLATE_NOOP(
    "errors",
    "Something went wrong that the program did not foresee. Every answer up to now "
    "is saved. If it happens again, lock, unlock, and tell your coordinator what you "
    "were doing.",
)


def sentence(error: BaseException) -> str:
    """Say what happened, what to do, and whether anything was lost.

    An error that is not ours gives the same calm words whatever it carries: its own
    text could hold somebody's answer.
    """
    if not isinstance(error, IntakeError) or not error.sentence:
        return QCoreApplication.translate(_CONTEXT, _UNFORESEEN)
    if isinstance(error, AnswerRefused):
        # The reason is a sentence of its own, not a value in one.
        return QCoreApplication.translate(_CONTEXT, str(error))
    words = QCoreApplication.translate(_CONTEXT, error.sentence)
    values = {name: isolate(value) for name, value in error.fields.items()}
    try:
        return words.format_map(values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return str(error)


def phrases() -> Iterator[str]:
    """Yield every sentence to translate, for the catalogue of the languages."""
    yield _UNFORESEEN
    waiting = [IntakeError]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.__dict__.get("sentence"):
            yield kind.sentence
