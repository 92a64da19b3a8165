"""The words of the desk: outcomes, what was agreed, what happened to a record."""

from PySide6.QtCore import QCoreApplication

from intake.app.desk.receiving import Outcome
from intake.domain.consent import Answer, Grant, Purpose, Recipient, Recording, Stands
from intake.domain.custody import Event
from intake.ui.marking import QT_TRANSLATE_NOOP
from intake.ui.tokens import Tone

_CONTEXT = "desk"

_OUTCOMES = {
    Outcome.TAKEN_IN: (QT_TRANSLATE_NOOP("desk", "Taken in"), Tone.GOOD),
    Outcome.ALREADY_HERE: (QT_TRANSLATE_NOOP("desk", "Already here"), Tone.QUIET),
    Outcome.SET_APART: (QT_TRANSLATE_NOOP("desk", "Set apart"), Tone.ERROR),
    Outcome.DAMAGED: (QT_TRANSLATE_NOOP("desk", "Damaged"), Tone.ERROR),
    Outcome.INCOMPLETE: (QT_TRANSLATE_NOOP("desk", "Incomplete"), Tone.WARNING),
}

_PURPOSES = {
    Purpose.ANALYSIS: QT_TRANSLATE_NOOP("desk", "The organisation's own work"),
    Purpose.ADVOCACY: QT_TRANSLATE_NOOP("desk", "Public reports"),
    Purpose.PRESS: QT_TRANSLATE_NOOP("desk", "The press"),
    Purpose.JUSTICE: QT_TRANSLATE_NOOP("desk", "Investigations and courts"),
    Purpose.TRUTH: QT_TRANSLATE_NOOP("desk", "Truth commission, reparation"),
    Purpose.SEARCH: QT_TRANSLATE_NOOP("desk", "Search for missing people"),
    Purpose.RESEARCH: QT_TRANSLATE_NOOP("desk", "Research"),
    Purpose.ARCHIVE: QT_TRANSLATE_NOOP("desk", "Keeping in an archive"),
}

_RECIPIENTS = {
    Recipient.UNITED_NATIONS: QT_TRANSLATE_NOOP("desk", "United Nations"),
    Recipient.NATIONAL_COURTS: QT_TRANSLATE_NOOP("desk", "Authorities there"),
    Recipient.FOREIGN_COURTS: QT_TRANSLATE_NOOP("desk", "Courts elsewhere"),
    Recipient.INTERNATIONAL_COURTS: QT_TRANSLATE_NOOP("desk", "International courts"),
    Recipient.TRUTH_COMMISSION: QT_TRANSLATE_NOOP("desk", "A truth commission"),
    Recipient.ORGANISATIONS: QT_TRANSLATE_NOOP("desk", "Other organisations"),
    Recipient.LAWYER: QT_TRANSLATE_NOOP("desk", "Their lawyer"),
    Recipient.RESEARCHERS: QT_TRANSLATE_NOOP("desk", "Researchers"),
    Recipient.ARCHIVES: QT_TRANSLATE_NOOP("desk", "An archive"),
    Recipient.JOURNALISTS: QT_TRANSLATE_NOOP("desk", "Journalists"),
}

_RECORDINGS = {
    Recording.NOTES: QT_TRANSLATE_NOOP("desk", "Notes"),
    Recording.AUDIO: QT_TRANSLATE_NOOP("desk", "Sound"),
    Recording.VIDEO: QT_TRANSLATE_NOOP("desk", "Film"),
    Recording.PHOTO_PERSON: QT_TRANSLATE_NOOP("desk", "Pictures of the person"),
    Recording.PHOTO_INJURIES: QT_TRANSLATE_NOOP("desk", "Pictures of injuries"),
    Recording.DOCUMENTS: QT_TRANSLATE_NOOP("desk", "Copies of documents"),
}

_NOT_RECORDED = QT_TRANSLATE_NOOP("desk", "Not recorded")
_YES = QT_TRANSLATE_NOOP("desk", "Yes")
_NO = QT_TRANSLATE_NOOP("desk", "No")

_GRANTS = {
    Grant.WITH_IDENTITY: (QT_TRANSLATE_NOOP("desk", "Yes, with name"), Tone.GOOD),
    Grant.WITHOUT_IDENTITY: (
        QT_TRANSLATE_NOOP("desk", "Yes, without name"),
        Tone.ACCENT,
    ),
    Grant.NO: (_NO, Tone.ERROR),
    Grant.NOT_RECORDED: (_NOT_RECORDED, Tone.QUIET),
}

_ANSWERS = {
    Answer.YES: (_YES, Tone.GOOD),
    Answer.NO: (_NO, Tone.ERROR),
    Answer.UNDECIDED: (QT_TRANSLATE_NOOP("desk", "Undecided"), Tone.WARNING),
    Answer.NOT_RECORDED: (_NOT_RECORDED, Tone.QUIET),
}

_STANDS = {
    Stands.YES: (QT_TRANSLATE_NOOP("desk", "It stands"), Tone.GOOD),
    Stands.CHANGED: (QT_TRANSLATE_NOOP("desk", "Changed"), Tone.WARNING),
    Stands.WITHDRAWN: (QT_TRANSLATE_NOOP("desk", "Taken back"), Tone.ERROR),
    Stands.NOT_RECORDED: (_NOT_RECORDED, Tone.QUIET),
}

_EVENTS = {
    Event.CREATED: QT_TRANSLATE_NOOP("desk", "Begun"),
    Event.FINISHED: QT_TRANSLATE_NOOP("desk", "Finished"),
    Event.SEALED: QT_TRANSLATE_NOOP("desk", "Sealed"),
    Event.EXPORTED: QT_TRANSLATE_NOOP("desk", "Written to a stick"),
    Event.RECEIVED: QT_TRANSLATE_NOOP("desk", "Received and checked"),
    Event.SET_APART: QT_TRANSLATE_NOOP("desk", "Set apart"),
    Event.RECEIPT_GIVEN: QT_TRANSLATE_NOOP("desk", "Receipt written"),
    Event.RECEIPT_TAKEN: QT_TRANSLATE_NOOP("desk", "Receipt taken in"),
    Event.PURGED: QT_TRANSLATE_NOOP("desk", "Sealed copy removed"),
    Event.DISCARDED: QT_TRANSLATE_NOOP("desk", "Discarded"),
    Event.OPENED: QT_TRANSLATE_NOOP("desk", "Opened for reading"),
    Event.PACK_MADE: QT_TRANSLATE_NOOP("desk", "Pack written"),
    Event.PACK_TAKEN: QT_TRANSLATE_NOOP("desk", "Pack taken in"),
    Event.CARD_COMPARED: QT_TRANSLATE_NOOP("desk", "Card compared"),
    Event.VERIFIED: QT_TRANSLATE_NOOP("desk", "Verified"),
    Event.CLOCK_MOVED: QT_TRANSLATE_NOOP("desk", "The clock was moved"),
    Event.SHEETS_MADE: QT_TRANSLATE_NOOP("desk", "Recovery sheets made"),
    Event.REHEARSED: QT_TRANSLATE_NOOP("desk", "Recovery rehearsed"),
    Event.RECOVERED: QT_TRANSLATE_NOOP("desk", "Recovered from the sheets"),
    Event.BACKED_UP: QT_TRANSLATE_NOOP("desk", "Copied to a drive"),
    Event.CARD_RENEWED: QT_TRANSLATE_NOOP("desk", "Card renewed"),
    Event.RESEALED: QT_TRANSLATE_NOOP("desk", "Sealed again to a new key"),
    Event.DOUBTED: QT_TRANSLATE_NOOP("desk", "A contradiction was noted"),
    Event.ALLOWED: QT_TRANSLATE_NOOP("desk", "Let in once, by a decision"),
    Event.HELD: QT_TRANSLATE_NOOP("desk", "Held, sealed and unread"),
    Event.DROPPED: QT_TRANSLATE_NOOP("desk", "Held parts removed"),
    Event.KEYS_DESTROYED: QT_TRANSLATE_NOOP("desk", "Old keys destroyed"),
}


def outcome(value: Outcome) -> tuple[str, Tone]:
    """Say what became of a record that arrived."""
    return _toned(_OUTCOMES[value])


def purpose(value: Purpose) -> str:
    """Name a use of a testimony."""
    return _said(_PURPOSES[value])


def recipient(value: Recipient) -> str:
    """Name somebody to whom a testimony may be given."""
    return _said(_RECIPIENTS[value])


def recording(value: Recording) -> str:
    """Name a way to keep an interview."""
    return _said(_RECORDINGS[value])


def grant(value: Grant) -> tuple[str, Tone]:
    """Say how far a use was agreed to; not recorded is no answer at all."""
    return _toned(_GRANTS[value])


def answer(value: Answer) -> tuple[str, Tone]:
    """Say yes, no, or that nothing is written down."""
    return _toned(_ANSWERS[value])


def stands(value: Stands) -> tuple[str, Tone]:
    """Say what the person answered when asked again at the end."""
    return _toned(_STANDS[value])


def event(value: Event) -> str:
    """Say what happened; an event too new for words is named as the log names it."""
    return _said(_EVENTS[value]) if value in _EVENTS else value.value.capitalize()


def reason(text: str) -> str:
    """Say a kept reason, the sentence of an error, in the reader's language."""
    return QCoreApplication.translate("errors", text) if text else ""


def _said(words: str) -> str:
    return QCoreApplication.translate(_CONTEXT, words)


def _toned(entry: tuple[str, Tone]) -> tuple[str, Tone]:
    return _said(entry[0]), entry[1]
