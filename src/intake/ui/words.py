"""The fixed words of the windows: states and reasons, each said one way only."""

from PySide6.QtCore import QCoreApplication

from intake.domain.people import Role, Trust
from intake.domain.protocol import Protocol
from intake.domain.record import InterviewState, Missing, RecordState
from intake.ui.direction import isolate
from intake.ui.marking import QT_TRANSLATE_NOOP
from intake.ui.tokens import Tone

_CONTEXT = "words"

_STATES: dict[InterviewState | RecordState, tuple[str, Tone]] = {
    InterviewState.DRAFT: (QT_TRANSLATE_NOOP("words", "Draft"), Tone.WARNING),
    InterviewState.READY: (QT_TRANSLATE_NOOP("words", "Ready to seal"), Tone.ACCENT),
    InterviewState.SEALED: (QT_TRANSLATE_NOOP("words", "Sealed"), Tone.GOOD),
    InterviewState.HANDED_OVER: (
        QT_TRANSLATE_NOOP("words", "Handed over"),
        Tone.QUIET,
    ),
    RecordState.NEW: (QT_TRANSLATE_NOOP("words", "New"), Tone.ACCENT),
    RecordState.READ: (QT_TRANSLATE_NOOP("words", "Read"), Tone.QUIET),
    RecordState.REVIEWED: (QT_TRANSLATE_NOOP("words", "Reviewed"), Tone.GOOD),
    RecordState.QUESTION_SENT: (
        QT_TRANSLATE_NOOP("words", "Question sent"),
        Tone.WARNING,
    ),
    RecordState.SET_APART: (QT_TRANSLATE_NOOP("words", "Set apart"), Tone.ERROR),
    RecordState.WITHDRAWN: (QT_TRANSLATE_NOOP("words", "Withdrawn"), Tone.ERROR),
}

_MISSING: dict[Missing, str] = {
    Missing.NOT_ASKED: QT_TRANSLATE_NOOP("words", "Not asked"),
    Missing.REFUSED: QT_TRANSLATE_NOOP("words", "Refused"),
    Missing.UNKNOWN: QT_TRANSLATE_NOOP("words", "Does not know"),
    Missing.UNSAFE: QT_TRANSLATE_NOOP("words", "Not safe to record"),
}

_ROLES: dict[Role, str] = {
    Role.INTERVIEWER: QT_TRANSLATE_NOOP("words", "Interviewer"),
    Role.COORDINATOR: QT_TRANSLATE_NOOP("words", "Coordinator"),
    Role.CUSTODIAN: QT_TRANSLATE_NOOP("words", "Custodian"),
}

_TRUST: dict[Trust, tuple[str, Tone]] = {
    Trust.NOT_COMPARED: (QT_TRANSLATE_NOOP("words", "Not compared"), Tone.WARNING),
    Trust.COMPARED: (QT_TRANSLATE_NOOP("words", "Compared"), Tone.GOOD),
    Trust.CHANGED: (QT_TRANSLATE_NOOP("words", "Changed"), Tone.ERROR),
    Trust.REVOKED: (QT_TRANSLATE_NOOP("words", "Taken back"), Tone.ERROR),
}


def state(value: InterviewState | RecordState) -> tuple[str, Tone]:
    """Return the word and the tone of an interview's or a record's state."""
    word, tone = _STATES[value]
    return QCoreApplication.translate(_CONTEXT, word), tone


def missing(value: Missing) -> str:
    """Return the words for why a question has no answer."""
    return QCoreApplication.translate(_CONTEXT, _MISSING[value])


def role(value: Role) -> str:
    """Return the word for what a person does."""
    return QCoreApplication.translate(_CONTEXT, _ROLES[value])


def trust(value: Trust) -> tuple[str, Tone]:
    """Return the words and the tone for how far a card has been checked."""
    word, tone = _TRUST[value]
    return QCoreApplication.translate(_CONTEXT, word), tone


def contents(protocol: Protocol) -> str:
    """Say what a questionnaire holds and which version it is; "" for a form alone.

    The one part of a single form is called as the whole.
    """
    titles = [part.title for part in protocol.parts]
    said = [] if titles == [protocol.title] else [isolate(title) for title in titles]
    return " · ".join([*said, *filter(None, [edition(protocol)])])


def edition(protocol: Protocol) -> str:
    """Say which version a questionnaire is, if its author named one.

    Else it carries the beginning of its form's digest, which is for programs.
    """
    if any(part.form[:12] == protocol.version for part in protocol.parts):
        return ""
    words = QCoreApplication.translate("words", "version {version}")
    return words.format(version=isolate(protocol.version))
