"""Which questionnaires can be asked here: the built-in one, the desk's, one's own.

A protocol's forms are converted once and then kept in the vault under the digest of
the XForm, so that a record can always be read with the very form it was asked by.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from intake.app.field.media import file_errors
from intake.app.opening import Opened
from intake.domain.errors import FileUnreadable, TooLarge
from intake.domain.protocol import Audience, Part, Protocol
from intake.forms import Conversion, Form, companions, convert, read_form
from intake.resources import resource
from intake.vault import forms
from intake.vault.forms import KeptForm

ACCOUNT = "account"
BUILT_IN = "intake-testimony"
# A record carries its forms, and the desk opens at most 64 MiB of it into memory.
LARGEST_FORM = 24 * 1024 * 1024
_LISTS = {".csv", ".geojson", ".xml"}

# What comes with the program stays the same while it runs; a demonstration has several
# vaults that want it.
_CONVERTED: dict[tuple[str, ...], tuple[Conversion, ...]] = {}
_READ: dict[str, tuple[KeptForm, Form]] = {}


def never() -> bool:
    """Answer that nobody has asked to stop."""
    return False


def known(opened: Opened) -> tuple[Protocol, ...]:
    """List the protocols in this vault, the newest of each, by title."""
    return forms.protocols(opened.vault)


def ensure_built_in(opened: Opened, cancelled: Callable[[], bool] = never) -> Protocol:
    """Have the built-in protocol in the vault, converting its forms if need be."""
    outline = json.loads(resource("forms/protocol.json").read_text("utf-8"))
    for protocol in forms.protocols(opened.vault):
        if (protocol.id, protocol.version) == (outline["id"], outline["version"]):
            return protocol
    names = tuple(entry["file"] for entry in outline["parts"])
    if names not in _CONVERTED:
        _CONVERTED[names] = _shipped(names, cancelled)
    made = _CONVERTED[names]
    protocol = Protocol(
        outline["id"],
        outline["title"],
        outline["version"],
        tuple(
            Part(
                name=entry["name"],
                title=entry["title"],
                form=_keep(opened, conversion).digest,
                audience=Audience(entry["audience"]),
                required=entry["required"],
            )
            for entry, conversion in zip(outline["parts"], made, strict=True)
        ),
    )
    forms.put_protocol(opened.vault, protocol)
    return protocol


def _shipped(
    names: Sequence[str], cancelled: Callable[[], bool]
) -> tuple[Conversion, ...]:
    """Convert questionnaires that come with the program. Raises Cancelled."""
    paths = [resource(f"forms/{name}") for name in names]
    # Each conversion is a process of its own, so they may run side by side.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return tuple(
            pool.map(
                lambda path: convert(path.read_bytes(), path.name, cancelled), paths
            )
        )


def from_form(
    opened: Opened, path: Path, cancelled: Callable[[], bool] = never
) -> Protocol:
    """Take in a questionnaire file as a protocol of one part, for the desk to read.

    Lists and pictures that lie beside it, or in ``<form>-media``, come with it.
    Raises FormFaulty with every fault of the form, FileUnreadable, TooLarge or
    Cancelled.
    """
    made = convert(_bytes(path), path.name, cancelled)
    with file_errors():
        beside = companions(path, made.xform)
    form = _keep(opened, replace(made, resources=_fitting(made, beside)))
    protocol = Protocol(
        id=form.id or form.root,
        title=form.title or form.id or form.root,
        version=form.version or form.digest[:12],
        parts=(
            Part(
                name=ACCOUNT,
                title=form.title or form.root,
                form=form.digest,
                audience=Audience.DESK,
                required=True,
            ),
        ),
    )
    forms.put_protocol(opened.vault, protocol)
    return protocol


def _bytes(path: Path) -> bytes:
    with file_errors():
        if not path.is_file():
            raise FileUnreadable
        with path.open("rb") as source:
            data = source.read(LARGEST_FORM + 1)
    if len(data) > LARGEST_FORM:
        raise TooLarge
    return data


def _fitting(made: Conversion, beside: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the files of a form: every list, and the pictures there is room for."""
    lists = {name for name in beside if Path(name).suffix.lower() in _LISTS}
    found = {**{name: beside[name] for name in lists}, **made.resources}
    room = LARGEST_FORM - len(made.xform) - sum(map(len, found.values()))
    pictures = beside.keys() - found.keys()
    for name in sorted(pictures, key=lambda name: (len(beside[name]), name)):
        room -= len(beside[name])
        if room < 0:
            break
        found[name] = beside[name]
    return found


def _keep(opened: Opened, made: Conversion) -> Form:
    if len(made.xform) + sum(map(len, made.resources.values())) > LARGEST_FORM:
        raise TooLarge
    form = read_form(made.xform, made.resources, made.rows)
    forms.put_form(
        opened.vault,
        form.digest,
        made.xform,
        made.resources,
        made.rows,
        title=form.title,
        version=form.version,
    )
    return form


def kept(opened: Opened, digest: str) -> KeptForm:
    """Give a form's files as they lie in the vault."""
    return forms.get_form(opened.vault, digest)


def load(opened: Opened, digest: str) -> Form:
    """Read a form of this vault, by the key that a protocol names it with.

    The form's ``digest`` is that key, so that its files are found by it too. Raises
    NoSuchForm if it is not there.
    """
    files = kept(opened, digest)
    # Nothing of an interview lies in a form, so one that was read may be kept; but
    # its lists may have been corrected since, or this be another vault.
    known, form = _READ.get(digest, (None, None))
    if form is None or known != files:
        form = read_form(files.xform, files.resources, files.rows)
        form = replace(form, digest=digest)
        _READ[digest] = files, form
    return form
