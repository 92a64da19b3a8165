"""Four people with real keys, and what each of them knows."""

from collections.abc import Callable
from datetime import date

import pytest

from intake.domain.people import Card, Role
from intake.sealing.card import make_card
from intake.sealing.incoming import Reader
from intake.sealing.keys import derive
from intake.sealing.outgoing import Sender, Stamp

Readers = Callable[..., Reader]


def _person(number: int, role: Role, name: str) -> Sender:
    keys = derive(bytes([number]) * 32)
    return Sender(make_card(keys, role, name, date(2026, 11, 1)), keys)


@pytest.fixture(scope="session")
def field() -> Sender:
    return _person(1, Role.INTERVIEWER, "Juniper")


@pytest.fixture(scope="session")
def desk() -> Sender:
    return _person(2, Role.COORDINATOR, "Desk 3")


@pytest.fixture(scope="session")
def custodian() -> Sender:
    return _person(3, Role.CUSTODIAN, "Custodian 1")


@pytest.fixture(scope="session")
def stranger() -> Sender:
    return _person(4, Role.INTERVIEWER, "Rowan")


@pytest.fixture(scope="session")
def reading() -> Callable[..., Reader]:
    """Make a reader: who reads, then whose cards they have compared."""

    def make(who: Sender, *compared: Sender) -> Reader:
        cards: dict[str, Card] = {
            each.card.card.fingerprint: each.card.card for each in compared
        }
        return Reader([who.keys.identity], {who.card.card.fingerprint}, cards.get)

    return make


@pytest.fixture
def stamp() -> Stamp:
    return Stamp("5" * 32, "d" * 32, 7, 30, "c" * 64, "2026-11-23")
