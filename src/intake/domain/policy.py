"""What the organisation decided for its interviewers; carried by the pack."""

from dataclasses import dataclass
from enum import StrEnum

from intake.domain.canonical import Json
from intake.domain.errors import PolicyInvalid

_MOST_DAYS = 36_500
_MOST_MINUTES = 1440


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


def to_json(policy: Policy) -> Json:
    """Write a policy as packs and vaults hold it."""
    return {
        "seal": policy.seal.value,
        "correction_days": policy.correction_days,
        "lock_minutes": policy.lock_minutes,
        "draft_days": policy.draft_days,
        "erase_allowed": policy.erase_allowed,
    }


def from_json(value: Json) -> Policy:
    """Read a policy. Raises PolicyInvalid for anything else."""
    match value:
        case {
            "seal": str(seal),
            "correction_days": correction,
            "lock_minutes": lock,
            "draft_days": draft,
            "erase_allowed": bool(erase),
            **rest,
        } if not rest and seal in set(SealWhen):
            return Policy(
                seal=SealWhen(seal),
                correction_days=_number(correction, 0, _MOST_DAYS),
                lock_minutes=_number(lock, 1, _MOST_MINUTES),
                draft_days=_number(draft, 1, _MOST_DAYS),
                erase_allowed=erase,
            )
        case _:
            raise PolicyInvalid


def _number(value: Json, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise PolicyInvalid
    return value
