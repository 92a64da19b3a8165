"""A protocol: the forms of an interview, in order, each with its audience."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who may open a part of a record."""

    CUSTODIAN = "custodian"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Part:
    """One form of a protocol.

    ``name`` is a short ASCII word, unique in the protocol (``consent``, ``identity``);
    ``form`` the key of the converted form in the vault: the SHA-256 hex of its XForm.
    """

    name: str
    title: str
    form: str
    audience: Audience
    required: bool


@dataclass(frozen=True, slots=True)
class Protocol:
    """The forms of an interview in the order they are asked."""

    id: str
    title: str
    version: str
    parts: tuple[Part, ...]
