"""How a protocol travels in a pack: its outline, its forms, what the forms read."""

from collections.abc import Mapping

from intake.domain import protocol as protocols
from intake.domain.canonical import Json, decode, encode
from intake.domain.errors import NotCanonical, ProtocolInvalid, TooLarge
from intake.domain.protocol import Protocol
from intake.vault.forms import KeptForm

OUTLINE = "protocol.json"
_STEM = 32
# A record carries all its forms, and the desk opens at most 64 MiB of it.
LARGEST = 40 * 1024 * 1024


def files(protocol: Protocol, forms: Mapping[str, KeptForm]) -> dict[str, bytes]:
    """Write a protocol as the files of a pack; *forms* by digest."""
    described: dict[str, Json] = {}
    made: dict[str, bytes] = {}
    for digest in dict.fromkeys(part.form for part in protocol.parts):
        form = forms[digest]
        names = sorted(form.resources)
        listed: list[Json] = [*names]
        described[digest] = {
            "title": form.title,
            "version": form.version,
            "resources": listed,
        }
        made[f"forms/{digest[:_STEM]}.xml"] = form.xform
        for place, name in enumerate(names, start=1):
            made[f"forms/{digest[:_STEM]}-{place}.bin"] = form.resources[name]
    outline: Json = {"protocol": protocols.to_json(protocol), "forms": described}
    return {OUTLINE: encode(outline), **made}


def read(found: Mapping[str, bytes]) -> tuple[Protocol, tuple[KeptForm, ...]]:
    """Read a protocol and its forms from a pack. Raises ProtocolInvalid."""
    try:
        outline = decode(found[OUTLINE])
    except (KeyError, NotCanonical) as error:
        raise ProtocolInvalid from error
    match outline:
        case {"protocol": body, "forms": dict(described)}:
            protocol = protocols.from_json(body)
        case _:
            raise ProtocolInvalid
    if sum(map(len, found.values())) > LARGEST:
        raise TooLarge
    forms = tuple(
        _form(digest, described.get(digest), found)
        for digest in dict.fromkeys(part.form for part in protocol.parts)
    )
    return protocol, forms


def _form(digest: str, described: Json, found: Mapping[str, bytes]) -> KeptForm:
    match described:
        case {"title": str(title), "version": str(version), "resources": list(names)}:
            pass
        case _:
            raise ProtocolInvalid
    try:
        xform = found[f"forms/{digest[:_STEM]}.xml"]
        resources = {
            str(name): found[f"forms/{digest[:_STEM]}-{place}.bin"]
            for place, name in enumerate(names, start=1)
        }
    except KeyError as error:
        raise ProtocolInvalid from error
    return KeptForm(digest, title, version, xform, resources, {})
