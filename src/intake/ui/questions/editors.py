"""Which editor shows which question: by kind, by type, by what its author wants."""

from intake.forms import Item, Kind
from intake.ui.questions import (
    choosing,
    dates,
    finding,
    matrix,
    numbers,
    partial_date,
    places,
    ranges,
    rank,
    small,
    text,
    upload,
)
from intake.ui.questions.editor import Editor, Give
from intake.ui.questions.hands import Hands

LONG = 15
_LONG_TEXT = frozenset(("multiline", "narrative"))


def editor_for(item: Item, give: Give, hands: Hands) -> Editor:
    """Return the editor for *item*; *give* is where its answer goes."""
    match item.kind:
        case Kind.SELECT_ONE | Kind.SELECT_MULTIPLE:
            return _choice_editor(item, give, hands)
        case Kind.RANK:
            return rank.RankEditor(item, give)
        case Kind.RANGE:
            return ranges.range_editor(item, give)
        case Kind.TRIGGER:
            return small.TriggerEditor(item, give)
        case Kind.UPLOAD:
            return upload.UploadEditor(item, give, hands)
        case _:
            return _typed_editor(item, give)


def _choice_editor(item: Item, give: Give, hands: Hands) -> Editor:
    looks = set(item.appearance)
    if matrix.is_head(item):
        return matrix.MatrixHead(item, give)
    if matrix.in_a_row(item):
        return matrix.MatrixRow(item, give)

    def read(name: str) -> bytes:
        return hands.resource(item.ref, name)

    many = len(item.choices) > LONG
    if many or looks & {"autocomplete", "search"}:
        return finding.LongList(item, give)
    if item.kind is Kind.SELECT_MULTIPLE:
        return choosing.ManyOfLines(item, give).shows(read)
    if "minimal" in looks:
        return choosing.OneOfFolded(item, give)
    return choosing.OneOfLines(item, give, hands.go_on).shows(read)


def _typed_editor(item: Item, give: Give) -> Editor:  # noqa: PLR0911 - one line a type
    looks = set(item.appearance)
    match item.type:
        case "int" | "decimal" if "analog-scale" in looks:
            return ranges.RangeEditor(item, give)
        case "int" | "decimal":
            return numbers.NumberEditor(item, give)
        case "date":
            return dates.DateEditor(item, give)
        case "time":
            return dates.TimeEditor(item, give)
        case "dateTime":
            return dates.MomentEditor(item, give)
        case "geopoint":
            return places.PointEditor(item, give)
        case "geotrace" | "geoshape":
            return places.PointsEditor(item, give)
        case _ if "partial-date" in looks:
            return partial_date.PartialDateEditor(item, give)
        case _ if looks & _LONG_TEXT or "rows" in item.parameters:
            return text.AreaEditor(item, give)
        case _:
            return text.LineEditor(item, give)
