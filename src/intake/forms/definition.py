"""A form as its author wrote it: fields, rules, controls; read once, never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from intake.forms.actions import Action
    from intake.forms.external import Source
    from intake.forms.faults import Fault
    from intake.forms.graph import Graph
    from intake.forms.itext import Itext, Wording
    from intake.forms.searching import Search
    from intake.forms.xpath import Expression


class Kind(StrEnum):
    """What a place in a form is, for whoever shows it."""

    ROOT = "root"
    GROUP = "group"
    REPEAT = "repeat"
    INSTANCE = "instance"
    INPUT = "input"
    SELECT_ONE = "select one"
    SELECT_MULTIPLE = "select multiple"
    RANK = "rank"
    RANGE = "range"
    TRIGGER = "trigger"
    UPLOAD = "upload"
    NOTE = "note"
    VALUE = "value"


SELECTS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})
CONTAINERS = frozenset({Kind.ROOT, Kind.GROUP, Kind.REPEAT, Kind.INSTANCE})


@dataclass(frozen=True, slots=True)
class Bind:
    """The rules of one field, as a ``bind`` element states them.

    ``type`` is the XForms type without its prefix; the expressions are None where
    the author wrote none. ``attributes`` are all attributes as written, by local
    name, for whoever needs one that the engine does not use (``saveto`` …).
    """

    type: str = "string"
    relevant: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    constraint_message: Wording | None = None
    required_message: Wording | None = None
    preload: str = ""
    preload_parameter: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """A choice written into the form's body beside its question."""

    value: str
    label: Wording | None


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices taken from nodes: of another instance, a file, or a repeat.

    ``nodeset`` gives the nodes in order. ``shuffled`` says that they are to be put
    into a random order: a ``randomize()`` without a seed, which is not in ``nodeset``.
    ``value`` and ``label`` stand at one such node. ``label_itext`` says that the
    label is an itext id rather than the text itself. ``steady`` says that nothing in
    an interview changes the list.
    """

    nodeset: Expression
    value: str
    label: str
    label_itext: bool
    shuffled: bool = False
    steady: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """How a field is asked: one element of the form's body.

    ``order`` counts the controls in the order in which they are asked. ``attributes``
    are those of the element, by local name, and ``parameters`` those that change
    how the question is asked (start, end, step, rows, mediatype …).
    ``sections`` are the headings of groups around it that hold no data. ``query`` is
    the name of the list in ``itemsets.csv`` that an older form chooses from.
    """

    kind: Kind
    order: int
    label: Wording | None = None
    hint: Wording | None = None
    guidance: Wording | None = None
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    itemset: Itemset | None = None
    query: str = ""
    search: Search | None = None
    sections: tuple[Wording, ...] = ()

    @property
    def steady(self) -> bool:
        """Whether nothing in an interview changes which values can be chosen."""
        return self.search is None and (self.itemset is None or self.itemset.steady)


@dataclass(frozen=True, slots=True)
class Series:
    """What makes a field a repeat.

    ``count`` gives how many instances there are, None when people add them.
    ``fixed`` forbids adding and removing (``jr:noAddRemove``).
    """

    count: Expression | None = None
    fixed: bool = False
    control: Control | None = None


@dataclass(slots=True, eq=False)
class Field:
    """One named place in the form's instance, whatever the number of its instances.

    ``path`` is generic: "/data/people/name", with prefixes as the form writes them
    and ``@`` before an attribute. ``text`` is the value a new instance starts with.
    The reader links ``parent`` and ``children``; afterwards nothing changes.
    An ``optional`` field is only there when a submission brings it.
    ``steps`` are the local names from the root down, as expressions compare them,
    ``lineage`` the fields from the root down to this one. ``required`` and ``readonly``
    hold where a rule says so that nothing in an interview can change.
    """

    path: str
    name: str
    uri: str = ""
    prefix: str = ""
    text: str = ""
    parent: Field | None = None
    children: list[Field] = field(default_factory=list)
    attributes: list[Field] = field(default_factory=list)
    is_attribute: bool = False
    bind: Bind = field(default_factory=Bind)
    control: Control | None = None
    series: Series | None = None
    steps: tuple[str, ...] = ()
    lineage: tuple[Field, ...] = ()
    order: int = 0
    optional: bool = False
    required: bool = False
    readonly: bool = False
    written: list[Written] = field(default_factory=list)

    @property
    def qualified(self) -> str:
        """The name as the form writes it."""
        name = f"{self.prefix}:{self.name}" if self.prefix else self.name
        return f"@{name}" if self.is_attribute else name

    @property
    def kind(self) -> Kind:
        """What the field is, an instance of it if it is a repeat."""
        if self.series is not None:
            return Kind.REPEAT
        if self.parent is None:
            return Kind.ROOT
        if self.control is not None and not self.children:
            return Kind.NOTE if self._only_read() else self.control.kind
        if self.children or (self.control and self.control.kind is Kind.GROUP):
            return Kind.GROUP
        return Kind.VALUE

    def _only_read(self) -> bool:
        """Tell words to be read from a question: pyxform writes a note as an input.

        What is worked out, or begins with a text, has a value to show and is none.
        """
        bind = self.bind
        return (
            self.control is not None
            and self.control.kind is Kind.INPUT
            and bind.readonly is not None
            and bind.readonly.source.strip() == "true()"
            and bind.calculate is None
            and not self.text
        )


@dataclass(slots=True)
class Written:
    """Values that the form's own instance gives: the texts of one element.

    ``parts`` holds, for every name below, the elements of that name in order: several
    where the form writes several instances of a repeat.
    """

    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[Written]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submission:
    """Where and how the author wanted records sent; kept for other programs."""

    url: str = ""
    method: str = ""
    public_key: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A questionnaire, ready to be asked.

    ``id``, ``version`` and ``title`` are the author's; ``root`` is the name of the
    root node; ``languages`` are named as the form names them ("English (en)");
    ``digest`` is the SHA-256 of the XForm in hex. ``warnings`` are faults that do
    not hinder. ``fields`` finds a field by its generic path.
    """

    id: str
    version: str
    title: str
    root: str
    languages: tuple[str, ...]
    default_language: str
    digest: str
    top: Field
    fields: Mapping[str, Field]
    namespaces: Mapping[str, str]
    start: Written
    itext: Itext
    sources: Mapping[str, Source]
    actions: tuple[Action, ...]
    graph: Graph
    submission: Submission
    style: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = ()

    def field(self, path: str) -> Field | None:
        """Give the field at the generic *path*, with or without prefixes."""
        return find(self.fields, path)


def local(path: str) -> str:
    """Drop the prefixes from *path*, so that ways of writing a name compare equal."""
    if ":" not in path:
        return path
    steps = []
    for step in path.split("/"):
        sign = "@" if step.startswith("@") else ""
        steps.append(sign + step.removeprefix("@").rpartition(":")[2])
    return "/".join(steps)


def find(fields: Mapping[str, Field], path: str) -> Field | None:
    """Give the field of *fields* at *path*, with or without prefixes, or None."""
    found = fields.get(path)
    if found is None:
        found = fields.get(local(path))
    return found
