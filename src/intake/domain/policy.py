"""What the organisation decided for its interviewers; carried by the pack."""

from dataclasses import dataclass
from enum import StrEnum


class SealWhen(StrEnum):
    """When a finished interview is sealed."""

    AT_FINISH = "at finish"
    AFTER_CORRECTION = "after a correction period"
    ON_LOCK = "on lock"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules a field vault follows; the defaults hold until a pack says otherwise.

    ``correction_days`` counts whole days after finishing; ``lock_minutes`` is the idle
    time before the window locks itself; ``draft_days`` the age at which a draft that
    was never sealed is warned about; ``erase_allowed`` whether a distinct passphrase
    may destroy the vault.
    """

    seal: SealWhen = SealWhen.AT_FINISH
    correction_days: int = 0
    lock_minutes: int = 5
    draft_days: int = 14
    erase_allowed: bool = False
