"""A protocol: the forms of an interview, in order, each with its audience."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.domain.canonical import Json, encode
from intake.domain.errors import ProtocolInvalid

# Names of files in a record come from these; some names are devices on Windows.
_NAME = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z][a-z0-9_-]{0,31}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Audience(StrEnum):
    """Who may open a part of a record."""

    CUSTODIAN = "custodian"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Part:
    """One form of a protocol.

    ``name`` is a short ASCII word, unique in the protocol (``consent``, ``identity``);
    ``form`` the key of the converted form in the vault: the SHA-256 hex of its XForm,
    or ``key_with_files``.
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


def key_with_files(xform: str, files: Mapping[str, bytes]) -> str:
    """Give the key of a form whose lists were corrected while interviews ran on.

    *xform* is the SHA-256 hex of the XForm, *files* what it reads, by name. The key
    is the SHA-256 of the canonical JSON of all their digests.
    """
    sums: Json = {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }
    return hashlib.sha256(encode({"files": sums, "xform": xform})).hexdigest()


def to_json(protocol: Protocol) -> Json:
    """Write a protocol as vaults, packs and records hold it."""
    return {
        "id": protocol.id,
        "title": protocol.title,
        "version": protocol.version,
        "parts": [
            {
                "name": part.name,
                "title": part.title,
                "form": part.form,
                "audience": part.audience.value,
                "required": part.required,
            }
            for part in protocol.parts
        ],
    }


def from_json(value: Json) -> Protocol:
    """Read a protocol. Raises ProtocolInvalid for anything else."""
    match value:
        case {
            "id": str(key),
            "title": str(title),
            "version": str(version),
            "parts": list(parts),
        }:
            made = tuple(_part(part) for part in parts)
        case _:
            raise ProtocolInvalid
    names = [part.name for part in made]
    if not made or len(set(names)) != len(names):
        raise ProtocolInvalid
    return Protocol(key, title, version, made)


def _part(value: Json) -> Part:
    match value:
        case {
            "name": str(name),
            "title": str(title),
            "form": str(form),
            "audience": str(audience),
            "required": bool(required),
        } if _NAME.fullmatch(name) and _DIGEST.fullmatch(form):
            if audience in set(Audience):
                return Part(name, title, form, Audience(audience), required)
    raise ProtocolInvalid
