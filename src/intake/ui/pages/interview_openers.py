"""Who will be able to open what is told, as one may truly say it to the person."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from intake.app.field.packs import Desk
from intake.app.field.parts import PartSession
from intake.domain.protocol import Audience
from intake.ui.direction import isolate

_CONSENT = "consent"


def openers(parts: Iterable[PartSession], desk: Desk | None) -> Mapping[str, str]:
    """Say, by the name of a part, who can open names and contacts; *desk* has the pack.

    It is said where they are asked for, and where the person agrees to it.
    """
    held = tuple(parts)
    private = [one.name for one in held if one.audience is Audience.CUSTODIAN]
    if not private:
        return {}
    asked = [one.name for one in held if one.name == _CONSENT]
    return dict.fromkeys([*private, *asked], who_opens(desk))


def who_opens(desk: Desk | None) -> str:
    """Say who can open names and contacts: never more than the pack gives."""
    translate = QCoreApplication.translate
    if desk is None:
        return translate(
            "openers",
            "Who will be able to open names and contacts is not known yet: no pack of "
            "a desk was taken in. Promise nothing about it.",
        )
    if desk.custodian.fingerprint == desk.card.fingerprint:
        words = translate(
            "openers",
            "Names and contacts are sealed to {desk}, who also reads the account.",
        )
    else:
        words = translate(
            "openers",
            "Names and contacts are sealed to the custodian {custodian} alone. {desk}, "
            "who reads the account, cannot open them.",
        )
    return words.format(
        desk=isolate(desk.card.name), custodian=isolate(desk.custodian.name)
    )
