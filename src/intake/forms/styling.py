r"""Reads the light markup by which authors stress words: bold, italic, headings, lists.

It is what ODK Collect and KoboToolbox show of Markdown and HTML in a label:
``**bold**``, ``__bold__``, ``*italic*``, ``_italic_``, ``# Heading``, ``- item``,
``[words](address)``, a backslash before a sign that is meant itself, and the tags
``b i u em strong span font div p br h1`` to ``h6 ul ol li`` with a colour. What is
anything else stands as it was written. An answer that is quoted in a label comes
between `OPENING` and `CLOSING` and is never read as markup, whatever it holds.
"""

import html
import re
from dataclasses import dataclass, field, replace

# Noncharacters: Unicode keeps them for use inside one program.
OPENING, CLOSING = "\ufdd0", "\ufdd1"
_MARKS = {ord(OPENING): None, ord(CLOSING): None}

# A longer text is words alone; a label has some hundred signs.
_LONGEST = 20_000
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style; ``colour`` is as CSS writes it, "" for the usual."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs, and its rank if it is a heading (1 the highest, 0 none)."""

    runs: tuple[Run, ...]
    heading: int = 0


Styled = tuple[Line, ...]


def quoted(answer: str) -> str:
    """Wrap an answer that is put into a label, so that it is read as it is."""
    return f"{OPENING}{answer.translate(_MARKS)}{CLOSING}"


def unmarked(text: str) -> str:
    """Take the marks of answers out of an author's words."""
    return text.translate(_MARKS)


def written(text: str) -> Styled:
    """Give a text as it is, without reading any markup in it."""
    return tuple(Line((Run(each),) if each else ()) for each in text.split("\n"))


def read(text: str) -> Styled:
    """Read the markup of an author's words, with answers wrapped in `quoted`.

    Never fails: what is no markup is words. Time grows with the length alone.
    """
    if len(text) > _LONGEST or not may_style(text):
        return written(unmarked(text))
    page = _Page()
    for token in _TOKEN.finditer(text):
        _READERS[token.lastgroup or "words"](page, token)
    return page.lines()


def may_style(text: str) -> bool:
    """Tell quickly whether *text* may hold markup at all."""
    return _MAY_STYLE.search(text) is not None


def is_styled(styled: Styled) -> bool:
    """Tell whether anything in it differs from plain words."""
    return any(
        line.heading or any(run != Run(run.text) for run in line.runs)
        for line in styled
    )


def followed(styled: Styled, text: str) -> Styled:
    """Give the same with *text* at its end, without a style."""
    *before, last = styled
    return (*before, Line((*last.runs, Run(text)), last.heading))


def plain(styled: Styled) -> str:
    """Give the words alone, for a list, a screen reader or a terminal."""
    return "\n".join("".join(run.text for run in line.runs) for line in styled)


_MAY_STYLE = re.compile(rf"[*_#<\\\[&{OPENING}]|^[ \t]*[-+][ \t]", re.MULTILINE)

_SIGNS = f"{OPENING}{CLOSING}"
# A text that would be too long is cut, and its last mark with it.
_ANSWER = rf"{OPENING}[^{_SIGNS}]*(?:{CLOSING}|\Z)"
_TOKEN = re.compile(
    rf"""
      (?P<answer>{_ANSWER})
    | (?P<escape>\\[\\`*_{{}}\[\]()#+\-.!<>&~])
    | (?P<heading>^[ \t]*(?P<rank>\#{{1,6}})[ \t]+(?=\S))
    | (?P<item>^[ \t]*[-*+][ \t]+(?=\S))
    | (?P<link>\[(?P<said>(?:[^\[\]\n{_SIGNS}]|{_ANSWER}){{1,500}})\]
          \((?P<address>(?:[^()\n{_SIGNS}]|{_ANSWER}){{0,500}})\))
    | (?P<tag></?[A-Za-z][A-Za-z0-9]{{0,9}}(?:\s[^<>{_SIGNS}]{{0,300}}|/)?>)
    | (?P<entity>&(?:\#(?:[0-9]{{1,7}}|[xX][0-9a-fA-F]{{1,6}})|[A-Za-z]\w{{1,31}});)
    | (?P<stress>\*+|_+)
    | (?P<words>[^\\{OPENING}\[<&*_\n]+|[\s\S])
    """,
    re.MULTILINE | re.VERBOSE,
)

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_COLOUR = re.compile(
    r"""(?:\bcolou?r\s*[:=]\s*["']?\s*)(\#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?|[a-zA-Z]{3,20})\b"""
)
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_SLANT = re.compile(r"font-style\s*:\s*(?:italic|oblique)")
_RULED = re.compile(r"text-decoration\s*:\s*underline")

_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
_INLINE = frozenset({"span", "font", "u", *_BOLD, *_ITALIC})
_RANKS = {f"h{rank}": rank for rank in range(1, 7)}
_BLOCKS = frozenset({"p", "div", "ul", "ol", "li", *_RANKS})
_BULLET = "• "
_TWO = len("**")
_MOST_SIGNS = len("***")


@dataclass(slots=True)
class _Piece:
    """Words on the page, or a sign that turns out to open or close something."""

    text: str
    style: Run = Run("")
    heading: int = 0


@dataclass(frozen=True, slots=True)
class _Open:
    """Something that began at a place on the page and waits for its end."""

    name: str
    at: int
    style: Run


@dataclass(slots=True)
class _Page:
    """The pieces read so far; a style is laid over them when what opened it closes."""

    pieces: list[_Piece] = field(default_factory=list)
    waiting: list[_Open] = field(default_factory=list)

    last: str = ""

    def put(self, text: str, heading: int = 0) -> None:
        """Add words."""
        self.pieces.append(_Piece(text, heading=heading))
        self.last = text[-1:] or self.last

    def end_line(self) -> None:
        """Go to a new line; stress does not reach over its end, tags do."""
        self.put("\n")
        self.waiting = [each for each in self.waiting if each.name[0] == "<"]

    def open(self, name: str, style: Run, text: str = "") -> None:
        """Add a sign that opens a style; it is words if nothing closes it."""
        if len(self.waiting) < _DEEPEST:
            self.waiting.append(_Open(name, len(self.pieces), style))
        self.put(text)

    def close(self, name: str) -> bool:
        """Lay the style opened as *name* over all since; False if nothing is open."""
        found = [place for place, one in enumerate(self.waiting) if one.name == name]
        if not found:
            return False
        begun = self.waiting[found[-1]]
        del self.waiting[found[-1] :]
        self.pieces[begun.at].text = ""
        for piece in self.pieces[begun.at + 1 :]:
            piece.style = _over(piece.style, begun.style)
        return True

    def is_open(self, name: str) -> bool:
        """Tell whether something opened as *name* waits for its end."""
        return any(one.name == name for one in self.waiting)

    @property
    def has_just_opened(self) -> bool:
        """Tell whether nothing stands yet behind what was opened last."""
        return bool(self.waiting) and self.waiting[-1].at == len(self.pieces) - 1

    def begin_line(self) -> None:
        """Go to a new line unless a line has just begun."""
        if self.last not in ("", "\n"):
            self.end_line()

    def lines(self) -> Styled:
        """Give what was read, line by line, without blank lines at either end."""
        for each in reversed(self.waiting):
            if each.name[0] == "<":
                self.close(each.name)
        made: list[Line] = []
        runs: list[Run] = []
        heading = 0
        for piece in (*self.pieces, _Piece("\n")):
            heading = piece.heading or heading
            first, *more = piece.text.split("\n")
            for place, text in enumerate((first, *more)):
                if place:
                    made.append(Line(tuple(runs), heading))
                    runs, heading = [], 0
                if text and runs and replace(runs[-1], text="") == piece.style:
                    runs[-1] = replace(runs[-1], text=runs[-1].text + text)
                elif text:
                    runs.append(replace(piece.style, text=text))
        while made and not made[-1].runs:
            made.pop()
        while made and not made[0].runs:
            made.pop(0)
        return tuple(made) or (Line(()),)


def _over(inner: Run, outer: Run) -> Run:
    return Run(
        "",
        inner.bold or outer.bold,
        inner.italic or outer.italic,
        inner.underlined or outer.underlined,
        inner.colour or outer.colour,
    )


def _read_words(page: _Page, token: re.Match[str]) -> None:
    if token[0] == "\n":
        page.end_line()
    else:
        page.put(unmarked(token[0]))


def _read_escape(page: _Page, token: re.Match[str]) -> None:
    page.put(token[0][1:])


def _read_entity(page: _Page, token: re.Match[str]) -> None:
    page.put(unmarked(html.unescape(token[0])).replace("\xa0", " "))


def _read_heading(page: _Page, token: re.Match[str]) -> None:
    page.put("", heading=len(token["rank"]))


def _read_item(page: _Page, _: re.Match[str]) -> None:
    page.put(_BULLET)


def _read_link(page: _Page, token: re.Match[str]) -> None:
    # Nothing leads out of this program, so the address is words too.
    said, address = (unmarked(token[name]) for name in ("said", "address"))
    page.put(said if address.strip() in ("", said) else f"{said} ({address.strip()})")


def _read_stress(page: _Page, token: re.Match[str]) -> None:
    sign, text = token[0], token.string
    if len(sign) > _MOST_SIGNS:
        page.put(sign)  # a line to write on, or one between
        return
    before, after = page.last, text[token.end() : token.end() + 1]
    # An underscore inside a word is one of its letters.
    inside = sign[0] == "_"
    closes = bool(before.strip()) and not (inside and after.isalnum())
    opens = bool(after.strip()) and not (inside and before.isalnum())
    if closes and not page.has_just_opened and page.close(sign):
        return
    if opens and not page.is_open(sign):
        style = Run("", bold=len(sign) > 1, italic=len(sign) != _TWO)
        page.open(sign, style, sign)
    else:
        page.put(sign)


def _read_tag(page: _Page, token: re.Match[str]) -> None:
    tag = token[0]
    match = _NAME.match(tag)
    name = match[1].lower() if match else ""
    if name == "br":
        page.end_line()
    elif name not in _INLINE and name not in _BLOCKS:
        page.put(unmarked(tag))
    elif tag.startswith("</"):
        page.close(f"<{name}>")
        if name in _BLOCKS:
            page.begin_line()
    elif not tag.endswith("/>"):
        if name in _BLOCKS:
            page.begin_line()
        page.open(f"<{name}>", _style_of(name, tag))
        if rank := _RANKS.get(name, 0):
            page.put("", heading=rank)
        elif name == "li":
            page.put(_BULLET)


def _style_of(name: str, tag: str) -> Run:
    colour = _COLOUR.search(tag.replace("background-color", ""))
    return Run(
        "",
        bold=name in _BOLD or bool(_WEIGHT.search(tag)),
        italic=name in _ITALIC or bool(_SLANT.search(tag)),
        underlined=name == "u" or bool(_RULED.search(tag)),
        colour=colour[1].lower() if colour else "",
    )


def _read_answer(page: _Page, token: re.Match[str]) -> None:
    page.put(unmarked(token[0]))


_READERS = {
    "answer": _read_answer,
    "escape": _read_escape,
    "heading": _read_heading,
    "item": _read_item,
    "link": _read_link,
    "tag": _read_tag,
    "entity": _read_entity,
    "stress": _read_stress,
    "words": _read_words,
}
