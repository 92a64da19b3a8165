"""Reads a stranger's XML without following where it points or growing beyond bounds."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import cast

from lxml import etree

from intake.forms.faults import Fault, FormFaulty

Element = etree._Element  # noqa: SLF001 - lxml has no public name for its elements

# The largest published forms have some 2 MB; lists of choices may have 20.
SIZE = 64 * 1024 * 1024
TAGS = 3_000_000
DEPTH = 100

_TOO_DEEP = etree.XPath(f"boolean(/{'*/' * DEPTH}*)")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_ENCODINGS = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252", "utf-16"})
_PROLOG = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")


@lru_cache(maxsize=4096)
def split(tag: object) -> tuple[str, str]:
    """Take lxml's ``{uri}name`` apart into address and local name."""
    text = str(tag)
    if text.startswith("{"):
        uri, _, name = text[1:].partition("}")
        return uri, name
    return "", text


def name_of(element: etree._Element) -> str:
    """Give the local name of *element*."""
    return split(element.tag)[1]


def attributes_of(element: etree._Element) -> dict[str, str]:
    """Give the attributes of *element* by local name."""
    return {split(key)[1]: str(value) for key, value in element.attrib.items()}


def line_of(element: etree._Element) -> int | None:
    """Give the line of the file on which *element* starts."""
    return cast("int | None", element.sourceline)


def text_of(element: etree._Element) -> str:
    """Give all text in and below *element*."""
    if not len(element):
        return element.text or ""
    return "".join(str(text) for text in element.itertext())


def first(element: etree._Element, name: str) -> etree._Element | None:
    """Give the first child of *element* with the local name *name*, or None."""
    for child in element:
        if name_of(child) == name:
            return child
    return None


def parse(data: bytes, sheet: str = "XForm") -> Element:
    """Give the root element of *data*. Raises FormFaulty, naming *sheet*.

    A document type, an entity, more than 64 MiB, 3 million tags, 100 levels or 10 MB
    of text in one place is refused; nothing is expanded or fetched.
    """
    if len(data) > SIZE:
        raise _faulty(sheet, None, "The file is too large.", "Keep it under 64 MB.")
    text = decoded(data, sheet)
    if _DECLARATION.search(text):
        raise _faulty(
            sheet,
            None,
            "The file declares a document type or an entity.",
            "Take the declaration out; a form needs none.",
        )
    if text.count("<") > TAGS:
        raise _faulty(
            sheet, None, "The file has too many elements.", "Cut the form into several."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno if error.lineno and error.lineno > 0 else None
        raise _faulty(
            sheet,
            line,
            "The file is not well-formed XML here, or nests too deep.",
            "Export the form again from where it was made.",
        ) from error
    except ValueError as error:
        raise _faulty(
            sheet, None, "The file is not XML.", "Export the form again."
        ) from error
    if _TOO_DEEP(root):
        raise _faulty(
            sheet, None, "The file nests too deep.", "Cut the form into several."
        )
    return root


def decoded(data: bytes, sheet: str = "XForm") -> str:
    """Give *data* as text without its XML declaration. Raises FormFaulty."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    else:
        found = _DECLARED.match(data[:400].removeprefix(codecs.BOM_UTF8))
        name = found[1].decode() if found else "utf-8"
    try:
        name = codecs.lookup(name).name
        if name not in _ENCODINGS:
            raise LookupError(name)  # noqa: TRY301 - one way out for both reasons
        text = data.decode("utf-8-sig" if name == "utf-8" else name)
    except (LookupError, UnicodeDecodeError) as error:
        raise _faulty(
            sheet, None, "The file is not in UTF-8.", "Save the form as UTF-8."
        ) from error
    if _is_forbidden(text):
        raise _faulty(
            sheet,
            None,
            "The file holds control characters.",
            "Export the form again from where it was made.",
        )
    return _PROLOG.sub("", text)


def _is_forbidden(text: str) -> bool:
    """Tell whether *text* has characters that XML 1.0 does not allow (§2.2)."""
    encoded = text.encode(errors="replace")
    # Taking out what may not be there is five times as fast as a search for it.
    controlled = len(encoded.translate(None, _CONTROLS)) != len(encoded)
    return controlled or "\ufffe" in text or "\uffff" in text


def _faulty(sheet: str, row: int | None, what: str, mend: str) -> FormFaulty:
    return FormFaulty([Fault(sheet, row, "", what, mend)])
