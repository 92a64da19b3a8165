"""The states through which a testimony passes, in the words people see."""

from enum import StrEnum


class InterviewState(StrEnum):
    """Where an interview stands in the field."""

    DRAFT = "Draft"
    READY = "Ready to seal"
    SEALED = "Sealed"
    HANDED_OVER = "Handed over"


class RecordState(StrEnum):
    """Where a record stands at the desk."""

    NEW = "New"
    READ = "Read"
    REVIEWED = "Reviewed"
    QUESTION_SENT = "Question sent"
    SET_APART = "Set apart"
    WITHDRAWN = "Withdrawn"


class Missing(StrEnum):
    """Why a question has no answer."""

    NOT_ASKED = "not asked"
    REFUSED = "refused"
    UNKNOWN = "does not know"
    UNSAFE = "not safe to record"
