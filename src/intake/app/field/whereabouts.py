"""Where the person was: reopened there after a lock, a crash or a power cut."""

from dataclasses import dataclass

from intake.app.opening import Opened
from intake.domain.record import InterviewState
from intake.vault import interviews, settings

_NAME = "place"


@dataclass(frozen=True, slots=True)
class Place:
    """A question of an interview, and the language in which it was asked."""

    interview: str
    part: str
    ref: str
    language: str


def remember(opened: Opened, place: Place) -> None:
    """Keep where the person is, to open there again."""
    facts = {
        "interview": place.interview,
        "part": place.part,
        "ref": place.ref,
        "language": place.language,
    }
    settings.put(opened.vault, _NAME, dict(facts))


def last(opened: Opened) -> Place | None:
    """Tell where the person was, if that interview is still a draft."""
    match settings.get(opened.vault, _NAME):
        case {
            "interview": str(key),
            "part": str(part),
            "ref": str(ref),
            "language": str(language),
        }:
            rows = interviews.all_interviews(opened.vault)
            states = {row.id: row.state for row in rows}
            if states.get(key) is InterviewState.DRAFT:
                return Place(key, part, ref, language)
        case _:
            pass
    return None


def forget(opened: Opened) -> None:
    """Open the list of interviews next time."""
    settings.put(opened.vault, _NAME, None)
