"""The doors of the form engine: expressions, forms, lists, journals."""

import json
import random
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache

from fuzz.registry import Reader
from intake.domain.canonical import decode, encode
from intake.domain.errors import AnswerRefused, NoSuchQuestion
from intake.domain.record import Missing
from intake.forms import Deed, Form, Kind, Session, Step, read_form
from intake.forms.external import read
from intake.forms.tree import Node, Table
from intake.forms.whereabouts import below
from intake.forms.xpath import (
    Context,
    Dialect,
    Environment,
    ExpressionError,
    analyse,
    expression,
)
from intake.forms.xpath.functions import ODK
from unit.forms.building import ask, bind, choose, listed, repeat, xform
from unit.forms.xpath.surveyed import Survey

_NOW = datetime(2024, 5, 15, 13, 14, 15, tzinfo=UTC)
_ANSWERS = (
    *("", "1", "-1", "3", "2.5", "70", "x", "a b", "b", "y", "OK", "\u00e9"),
    *("1 2 3 4", "1 2;3 4;5 6"),
)
# As a number, a date is some twenty thousand: more instances than time allows here.
_DATES = ("2024-05-15", "2024-05-15T01:02:03.000Z", "12:30:00.000Z", "")
_MOST_ITEMS = 60


# --- expressions


def read_expression(data: bytes) -> None:
    """Read an expression and work it out in every way, in a small form."""
    source = data.decode("utf-8", "replace")
    survey = Survey()
    weight = survey.people[1].named("bag")[0].named("weight")[0]
    for dialect in Dialect:
        compiled = expression(source, dialect=dialect)
        analyse(compiled.tree, "/data/person/bag/weight")
        for node in (None, weight):
            context = Context(survey.environment, node)
            for work in (
                compiled.evaluate,
                compiled.string,
                compiled.number,
                compiled.boolean,
                compiled.holds,
                compiled.nodes,
            ):
                with suppress(ExpressionError):
                    work(context)


def _expressions() -> Iterable[bytes]:
    for source in (
        "1 + 2 * 3 div -4 mod 5 != 6 or 7 <= 8 and not(9)",
        "/data/person[name = current()/../name]/bag[2]/weight",
        "instance('letters')/root/item[name = /data/answer and group = '1'][1]/label",
        "//weight[position() < last()]/ancestor::person/@*|//comment()/following::a",
        "if(selected(/data/answer, 'b'), format-date(today() + 1, '%Y-%b'), \"x\")",
        "indexed-repeat(/data/person/bag/weight, /data/person, 2, /data/person/bag, 1)",
        "concat(substr('hello', 1, 3), round(2.345, 2), regex('ab', '[a-c]{2}'))",
        "sum(../../bag/weight) + count(following-sibling::*) > area('0 0;0 1;1 1')",
        "weighted-checklist(1, 2, true(), 3) or checklist(-1, 2, //name, 0)",
        "randomize(/data/person/name, 42)[. != $x]",
        "decimal-time('12:30') + decimal-date-time('2024-05-15T01:02:03.456+02:00')",
        "digest('abc', 'SHA-256', 'hex') = base64-decode('YWJj')",
        "jr:choice-name(/data/answer, '/data/answer')",
        "pulldata('letters', 'label', 'name', 'c')",
    ):
        yield source.encode()


# --- forms


def read_xform(data: bytes) -> None:
    """Read a form and hold an interview with it."""
    interview(read_form(data), random.Random(len(data)))  # noqa: S311 - any will do


def _begun(form: Form, **more: object) -> Session:
    chance = random.Random(7)  # noqa: S311 - any will do
    return Session(form, now=lambda: _NOW, random=chance, **more)  # type: ignore[arg-type]


def interview(form: Form, chance: random.Random) -> None:
    """Answer, mark, add, take back; told again it must come to the same."""
    talk = _begun(form)
    for item in list(below(talk.root))[:_MOST_ITEMS]:
        with suppress(AnswerRefused, NoSuchQuestion):
            if item.kind is Kind.REPEAT:
                talk.add_repeat(item.ref)
                talk.move_repeat(f"{item.ref}[{item.count}]", 1)
            elif item.choices and chance.random() < 0.7:
                talk.answer(item.ref, chance.choice(item.choices).value)
            elif chance.random() < 0.1:
                talk.mark(item.ref, Missing.REFUSED)
            else:
                dated = item.type in ("date", "dateTime", "time")
                talk.answer(item.ref, chance.choice(_DATES if dated else _ANSWERS))
        assert isinstance(item.label + item.hint + item.guidance + item.message, str)
    talk.undo()
    talk.redo()
    for language in form.languages:
        talk.set_language(language)
    sent = talk.submission("uuid:1")
    assert (talk.problems(), talk.progress()) is not None
    again = _begun(form, steps=talk.steps, language=talk.language)
    assert again.submission("uuid:1") == sent
    _begun(form, instance=sent, revision=True)


@cache
def _good_form() -> bytes:
    return xform(
        "<a/><g><b k='1'/></g><p jr:template=''><n/><q><m/></q></p><s/><t/><c/><d/>"
        "<when/><orx:meta><orx:instanceID/></orx:meta>",
        bind("a", type="int", required="true()", constraint=". > 0", constraintMsg="No")
        + bind("g", relevant="/data/a = 3")
        + bind("c", calculate="concat(count(/data/p), ' ', jr:itext('x'))")
        + bind("d", type="decimal", calculate="sum(/data/p/n) div 2")
        + bind("p/n", type="int", readonly="../q/m = 'x'")
        + bind("when", type="date", **{"jr:preload": "date"})
        + "<setvalue event='odk-instance-first-load' ref='/data/c' value='now()'/>",
        ask("a")
        + f"<group ref='/data/g' appearance='field-list'>{ask('g/b')}</group>"
        + repeat(
            "p", ask("p/n", "N <output value='../n'/>") + repeat("p/q", ask("p/q/m"))
        )
        + choose("s", "randomize(instance('l')/root/item[g = /data/a], 3)")
        + choose("t", "instance('l')/root/item", "select")
        + "<range ref='/data/d' start='0' end='9' step='1'/>",
        "<itext><translation lang='en' default='true()'><text id='x'><value>X <output"
        " value='/data/a'/></value><value form='image'>jr://images/a.png</value></text>"
        "</translation><translation lang='fr'/></itext>" + listed("l", "a:1", "b:3"),
    )


def _forms() -> Iterable[bytes]:
    yield _good_form()
    yield xform("<a/>", bind("a", calculate="1 + 1"), ask("a"))
    yield xform(
        "<n>2</n><p><x/></p><s/>",
        bind("p/x", calculate="position(..)") + bind("s", relevant="/data/n > 1"),
        "<input ref='/data/n'><setvalue event='xforms-value-changed' ref='/data/s'"
        " value='/data/n'/></input>"
        + repeat("p", ask("p/x"), 'jr:count="/data/n"')
        + choose("s", "/data/p[x != '']"),
    )


_FORM_WORDS = (
    *(b"<repeat nodeset='/data'>", b"<group ref='/data/a/'>", b"</repeat>", b"<a/>"),
    *(b" nodeset='/data/p'", b" ref='/data/g/b'", b"/data/p/q/m", b"/data/a", b".."),
    *(b" calculate='/data/p/n + 1'", b" relevant='/data/s'", b" type='geopoint'"),
    *(
        b" jr:count='/data/a'",
        b" readonly='true()'",
        b" jr:preload='uid'",
        b" bind='x'",
    ),
    *(b"instance('l')/root/item", b"jr:itext('x')", b"randomize(", b"position(..)"),
    *(b" event='xforms-value-changed'", b" event='odk-new-repeat'", b" value='. + 1'"),
    *(b"<output value='/data/a'/>", b"<itemset nodeset='/data/p'>", b"<value/>"),
    *(
        b" appearance='search(\"l\")'",
        b" query='instance(\"l\")'",
        b"//*",
        b"@k",
        b"&amp;",
    ),
    *(b" xmlns='urn:x'", b" xmlns:jr='urn:y'", b" jr:template=''", b" lang='de'"),
)


# --- lists beside a form


def _looked_at(name: str, data: bytes) -> None:
    """Read a list and look at it as expressions and choices do."""
    top = read(name, data)
    table = getattr(top.children[0], "table", None)
    assert isinstance(top, Node)
    for row in list(top.children[0].elements())[:50]:
        row.find("item", "name", "a")
        assert row.cell("name") is not None
    if isinstance(table, Table):
        table.find("name", "a")
    context = Context(
        Environment(instances={"l": top}, relevance=False, budget=200_000)
    )
    for source in (
        "count(instance('l')/root/item[name = 'a']/*)",
        "instance('l')/*/*[2]/@id",
        "pulldata('l', 'label', 'name', 'b')",
        "sum(instance('l')//*)",
    ):
        with suppress(ExpressionError):
            expression(source).string(context)


def read_csv_list(data: bytes) -> None:
    """Read a CSV file as a list of choices."""
    _looked_at("l.csv", data)


def read_xml_list(data: bytes) -> None:
    """Read an XML file as a list of choices."""
    _looked_at("l.xml", data)


def read_geojson_list(data: bytes) -> None:
    """Read a GeoJSON file as a list of choices."""
    _looked_at("l.geojson", data)


_GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": 7,
            "geometry": {"type": kind, "coordinates": where},
            "properties": {"name": "Well", "deep": True, "none": None, "far": 1.5},
        }
        for kind, where in (
            ("Point", [44.5, 12]),
            ("LineString", [[1, 2], [3, 4]]),
            ("Polygon", [[[1, 2], [3, 4], [5, 6], [1, 2]]]),
        )
    ],
}


# --- what was said before


@cache
def _good() -> Form:
    return read_form(_good_form())


def read_steps(data: bytes) -> None:
    """Tell a journal's steps again, as from another's disk."""
    try:
        facts = decode(encode(json.loads(data)))
    except (ValueError, RecursionError):
        return  # the journal's own reader stands before this one
    steps = [Step.from_json(one) for one in facts] if isinstance(facts, list) else []
    if [at for at, step in enumerate(steps) if step.deed is Deed.BEGIN] != [0]:
        return  # as does whoever asks where an interview begins
    talk = _begun(_good(), steps=steps)
    sent = talk.submission("uuid:1")
    assert _begun(_good(), steps=talk.steps).submission("uuid:1") == sent


def _journals() -> Iterable[bytes]:
    talk = _begun(_good())
    talk.answer("/data/a", "3")
    talk.add_repeat("/data/p")
    talk.answer("/data/p[1]/n", "4")
    talk.add_repeat("/data/p[1]/q")
    talk.move_repeat("/data/p[1]/q[2]", 1)
    talk.note("/data/g/b", "slowly")
    talk.mark("/data/s", Missing.REFUSED)
    talk.remove_repeat("/data/p[1]")
    talk.undo()
    talk.redo()
    yield json.dumps([step.to_json() for step in talk.steps]).encode()


def read_submission(data: bytes) -> None:
    """Go on from another's submission, and as its revision."""
    for revision in (False, True):
        talk = _begun(_good(), instance=data, revision=revision)
        assert talk.submission()


def _submissions() -> Iterable[bytes]:
    talk = _begun(_good())
    talk.answer("/data/a", "3")
    talk.add_repeat("/data/p")
    yield talk.submission("uuid:1")


READERS = (
    Reader(
        "xpath",
        read_expression,
        _expressions,
        words=(
            *(f"{name}(".encode() for name in ODK),
            *(b"//", b"..", b"::", b"!=", b"<=", b" and ", b" or ", b" div ", b" mod "),
            *(b"'2024-05-15'", b"''", b"@*", b"node()", b"current()/", b"ancestor::"),
            *(b"/data/person", b"/data/answer", b"instance('letters')", b"[1]", b"), "),
            *(b"1 div 0", b"-1 div 0", b"0 div 0", b"'[a-z]+'", b"(", b")", b"'%Y%m'"),
        ),
    ),
    Reader("xform", read_xform, _forms, _FORM_WORDS, seconds=40),
    Reader(
        "list-csv",
        read_csv_list,
        lambda: [
            b'name,label,g\na,Aleph,1\nb,"Beth, second",2\n',
            b"name\tlabel\na\tA\n",
        ],
        words=(b'"', b'""', b",", b";", b"\t", b"|", b"\r\n", b"name", b"label", b"a"),
    ),
    Reader(
        "list-xml",
        read_xml_list,
        lambda: [
            b"<root><item><name>a</name><label>A</label></item><item/></root>",
            b"<r xmlns='urn:x'><i id='1'>a<b/>c</i><i id='2'><name>a</name></i></r>",
        ],
        words=(b"<item>", b"</item>", b"<name>", b" id='a'", b"<!--", b"]]>", b"&#65;"),
    ),
    Reader(
        "list-geojson",
        read_geojson_list,
        lambda: [json.dumps(_GEOJSON).encode()],
        words=(
            b'"coordinates"',
            b"null",
            b"[",
            b"]",
            b"{}",
            b"true",
            b'"Polygon"',
            b"1e9",
        ),
    ),
    Reader(
        "steps",
        read_steps,
        _journals,
        words=(
            *(b'"begin"', b'"answer"', b'"mark"', b'"note"', b'"add"', b'"remove"'),
            *(
                b'"move"',
                b'"undo"',
                b'"redo"',
                b'"revise"',
                b'"/data/p"',
                b'"/data/p[1]"',
            ),
            *(b'{"deed": "undo"}, ', b'"/data/p[1]/q[1]"', b'"/data"', b'"/data/t"'),
            *(
                b'"source": "<data/>", ',
                b'"place": 2, ',
                b'"value": "a b", ',
                b'"/data/@id"',
            ),
            *(b'"outcomes": [["/data/c", "value", "x"]], ', b'"revision": true, '),
        ),
    ),
    Reader(
        "submission",
        read_submission,
        _submissions,
        words=(
            b"<p>",
            b"</p>",
            b"<a>",
            b"<q><m/></q>",
            b" k='2'",
            b"<orx:meta>",
            b"<data>",
        ),
    ),
)
