"""How fast the form engine is: on real forms, as forms grow, and beside lxml.

Run by hand: ``python benchmarks/forms.py [FORM.xml ...]``. Prints the tables that stand
in docs/forms.md. Everything runs in one go on one machine; where there is a peer, the
ratio is what counts.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from intake.domain.errors import AnswerRefused
from intake.forms import Item, Kind, Session, read_form
from intake.forms.tree import Table
from intake.forms.tree_reading import read_tree
from intake.forms.xpath import Context, Dialect, Environment, expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from intake.forms import Form

ROUNDS = 30
GROUPS, QUESTIONS, ROWS = 20, 30, 50_000
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms"'
    ' xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title/><model>'
)

CORE = (
    "/data/group{g}/q{q} = 'yes'",
    "/data/group{g}/q{q} = 'yes' and /data/group{h}/q{q} != 'no'",
    "../q{q} = 'yes' or ../q1 = 'no' or ../q2 = ''",
    "number(../q{q}) > 17 and number(../q{q}) < 65",
    "contains(concat(' ', ../q{q}, ' '), ' b ')",
    "count(/data/group{g}/*) > 10",
    "string-length(normalize-space(../q{q})) > 0",
    "sum(/data/group{g}/q{q}) + 1",
    "/data/group{g}/*[position() = {q}]",
    "not(/data/group{g}/q{q}[. = 'yes'])",
)


def timed(run: Callable[..., object], *given: object) -> float:
    """Give the time of one run, in seconds."""
    began = time.perf_counter()
    run(*given)
    return time.perf_counter() - began


def best(run: Callable[..., object], *given: object, rounds: int = ROUNDS) -> float:
    """Give the shortest of several runs, in seconds."""
    return min(timed(run, *given) for _ in range(rounds))


def typical(runs: Iterable[float]) -> float:
    """Give the time below which 95 of 100 runs stay, in seconds."""
    times = sorted(runs)
    return times[len(times) * 95 // 100]


def table(title: str, *columns: str) -> None:
    """Print the head of a table."""
    print(f"\n{title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")


def line(what: str, *seconds: float) -> None:
    """Print one row: what was measured, then times."""
    cells = [f"{one * 1e3:.3g} ms" for one in seconds]
    print(f"| {' | '.join([what, *cells])} |", flush=True)


def plain_document() -> etree._Element:
    """Build a document with the questions of a large form."""
    data = etree.Element("data")
    for group in range(1, GROUPS + 1):
        inside = etree.SubElement(data, f"group{group}")
        for question in range(1, QUESTIONS + 1):
            leaf = etree.SubElement(inside, f"q{question}")
            leaf.text = ("yes", "no", "a b c", "42", None)[question % 5]
    return data


def against_lxml() -> None:
    """Work out the same core expressions on both sides."""
    top = plain_document()
    document = read_tree(top)
    sources = [
        source.format(g=1 + n % GROUPS, h=1 + n * 7 % GROUPS, q=1 + n * 11 % QUESTIONS)
        for n in range(60)
        for source in CORE
    ]
    theirs_at = top[3][4]
    ours_at = document.children[0].elements()[3].elements()[4]
    context = Context(Environment(root=document), ours_at)

    began = time.perf_counter()
    theirs = [etree.XPath(source, smart_strings=False) for source in sources]
    theirs_compiled = time.perf_counter() - began
    began = time.perf_counter()
    ours = [expression(source, dialect=Dialect.ODK) for source in sources]
    ours_compiled = time.perf_counter() - began

    def run_theirs() -> None:
        for one in theirs:
            one(theirs_at)

    def run_ours() -> None:
        for one in ours:
            one.evaluate(context)

    table("Expressions, ours beside lxml", "what", "ours", "lxml", "lxml / ours")
    beside("compile one", ours_compiled / len(sources), theirs_compiled / len(sources))
    evaluated = best(run_ours) / len(sources), best(run_theirs) / len(sources)
    beside("work out one", *evaluated)
    lookups()


def beside(what: str, ours: float, theirs: float) -> None:
    """Print one comparison; times in seconds."""
    times = f"{ours * 1e6:,.3g} µs | {theirs * 1e6:,.3g} µs"
    print(f"| {what} | {times} | {theirs / ours:.2f} |", flush=True)


def lookups() -> None:
    """Look one row up in a long list, by index and by lxml's scan; then filter it."""
    rows = [(f"v{n}", f"Label {n}", str(n % 100)) for n in range(ROWS)]
    listed = Table(("name", "label", "group"), rows)
    context = Context(Environment(instances={"list": listed}))
    root = etree.Element("root")
    for name, label, group in rows:
        item = etree.SubElement(root, "item")
        etree.SubElement(item, "name").text = name
        etree.SubElement(item, "label").text = label
        etree.SubElement(item, "group").text = group
    for what, condition in (
        ("look a row up", f"name = 'v{ROWS // 2}'"),
        ("filter by a part of a text", "contains(label, '777')"),
        ("filter by a number", "group > 98"),
    ):
        ours = expression(f"instance('list')/root/item[{condition}]/label")
        theirs = etree.XPath(f"/root/item[{condition}]/label", smart_strings=False)
        beside(
            f"{what}, {ROWS:,} rows",
            best(ours.nodes, context, rounds=5),
            best(theirs, root, rounds=5),
        )


# --- whole forms


def begin(form: Form) -> Session:
    """Begin an interview."""
    return Session(form, now=lambda: NOW, random=random.Random(1))  # noqa: S311 - the same run every time


def everything(item: Item) -> list[Item]:
    """Give *item* and all below it."""
    found, stack = [], [item]
    while stack:
        one = stack.pop()
        found.append(one)
        stack += reversed(one.children)
    return found


def full_pass(session: Session) -> float:
    """Work every rule of a form out, again and again; give the shortest time."""
    evaluation = session._evaluation  # noqa: SLF001 - nobody outside asks for it

    def run() -> None:
        evaluation.changes = []
        evaluation.changed = set()
        evaluation.agenda.push_inside(evaluation.root)
        evaluation.run()

    return best(run)


def opened(path: Path) -> float:
    """Read a form in fresh processes, where nothing of it is remembered."""
    source = """
import sys, time
from pathlib import Path
from intake.forms import read_form
data = Path(sys.argv[1]).read_bytes()
began = time.perf_counter()
read_form(data)
print(time.perf_counter() - began)
"""
    command = [sys.executable, "-c", source, str(path)]
    runs = [subprocess.run(command, capture_output=True, check=True) for _ in range(7)]
    return min(float(run.stdout) for run in runs)


def answering(session: Session, count: int = 300) -> Iterator[float]:
    """Answer questions picked at random; give the time of each answer."""
    chance = random.Random(2)  # noqa: S311 - the same run every time
    while count:
        item = chance.choice(everything(session.root))
        if not item.relevant or item.kind not in (Kind.INPUT, Kind.SELECT_ONE):
            continue
        values = [one.value for one in item.choices] or ["7", "2001-02-03", "a"]
        try:
            yield timed(session.answer, item.ref, chance.choice(values))
        except AnswerRefused:
            continue
        count -= 1


def real_forms(paths: list[Path]) -> None:
    """Measure forms that people have written."""
    table(
        "Real forms",
        *("form", "open", "begin", "full pass", "an answer (95 of 100)"),
    )
    for path in paths:
        form = read_form(path.read_bytes())
        session = begin(form)
        asked = sum(one.control is not None for one in everything(session.root))
        line(
            f"{path.stem}, {asked} questions",
            opened(path),
            best(begin, form, rounds=10),
            full_pass(session),
            typical(answering(session)),
        )


# --- growth


def xform(instance: str, binds: str, body: str, model: str = "") -> bytes:
    """Write a form."""
    return (
        f"{HEAD}<instance><data id='growing'>{instance}</data></instance>{model}{binds}"
        f"</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def many_questions() -> None:
    """Ask more and more questions; every tenth decides about the nine that follow."""
    table(
        "As questions grow",
        *("questions", "read", "begin", "full pass", "an answer", "undo", "problems"),
    )
    for count in (100, 500, 1000, 5000):
        instance = "".join(f"<q{n}/>" for n in range(count))
        binds = "".join(
            f'<bind nodeset="/data/q{n}" relevant="/data/q{n // 10 * 10} != \'no\'"'
            ' constraint="string-length(.) &lt; 99"/>'
            for n in range(count)
            if n % 10
        )
        body = "".join(f'<input ref="/data/q{n}"/>' for n in range(count))
        data = xform(instance, binds, body)
        read = timed(read_form, data)
        form = read_form(data)
        session = begin(form)
        places = range(0, count, 10)
        line(
            f"{count:,}",
            read,
            timed(begin, form),
            full_pass(session),
            typical([timed(session.answer, f"/data/q{n}", "no") for n in places]),
            typical([timed(session.undo) for _ in places]),
            timed(session.problems),
        )


def many_instances() -> None:
    """Add more and more instances of a repeat that others add up and count."""
    table(
        "As instances of a repeat grow",
        *(
            "instances",
            "add one",
            "an answer",
            "one that is added up",
            "remove the first",
        ),
    )
    form = read_form(
        xform(
            '<p jr:template=""><name/><age/><both/><place/></p><total/><adults/>',
            '<bind nodeset="/data/p/age" type="int"/>'
            '<bind nodeset="/data/p/both" calculate="concat(../name, \' \', ../age)"/>'
            '<bind nodeset="/data/p/place" calculate="position(..)"/>'
            '<bind nodeset="/data/total" calculate="sum(/data/p/age)"/>'
            '<bind nodeset="/data/adults" calculate="count(/data/p[age &gt; 17])"/>',
            '<group ref="/data/p"><repeat nodeset="/data/p"><input ref="/data/p/name"/>'
            '<input ref="/data/p/age"/></repeat></group>',
        )
    )
    for count in (1, 10, 100, 500, 1000):
        session = begin(form)
        for _ in range(count):
            session.add_repeat("/data/p")
        name, age = (f"/data/p[{count // 2 + 1}]/{one}" for one in ("name", "age"))
        line(
            f"{count:,}",
            typical([timed(session.add_repeat, "/data/p") for _ in range(5)]),
            typical([timed(session.answer, name, str(n)) for n in range(20)]),
            typical([timed(session.answer, age, str(n)) for n in range(20)]),
            timed(session.remove_repeat, "/data/p[1]"),
        )


def many_choices() -> None:
    """Choose from longer and longer lists beside the form."""
    table(
        "As a list of choices grows, and its filter changes",
        *("rows", "read", "= for the first time", "=", "contains()", ">", "an answer"),
    )
    asked = {
        "same": "g = /data/g",
        "parts": "contains(label, /data/part)",
        "more": "size &gt; /data/least",
    }
    body = "".join(f'<input ref="/data/{one}"/>' for one in ("g", "part", "least"))
    body += "".join(
        f'<select1 ref="/data/{name}"><itemset nodeset="instance(\'places\')'
        f'/root/item[{condition}]"><value ref="name"/><label ref="label"/>'
        "</itemset></select1>"
        for name, condition in asked.items()
    )
    data = xform(
        "<g/><part/><least/>" + "".join(f"<{name}/>" for name in asked),
        "",
        body,
        '<instance id="places" src="jr://file-csv/places.csv"/>',
    )
    for count in (1000, 10_000, 50_000, 100_000):
        rows = "".join(f"v{n},Label {n},g{n // 100},{n}\n" for n in range(count))
        files = {"places.csv": f"name,label,g,size\n{rows}".encode()}
        read = timed(read_form, data, files)
        session = begin(read_form(data, files))
        session.answer("/data/g", "g7")
        session.answer("/data/part", "777")
        session.answer("/data/least", f"{count - 100}")
        first = timed(choices, session, "/data/same")
        session.answer("/data/g", "g8")
        line(
            f"{count:,}",
            read,
            first,
            *(timed(choices, session, f"/data/{one}") for one in asked),
            timed(session.answer, "/data/same", "v801"),
        )


def choices(session: Session, ref: str) -> int:
    """Make the choices of a question and count them."""
    return len(session.get(ref).choices)


def main() -> None:
    """Measure everything."""
    against_lxml()
    real_forms([Path(argument) for argument in sys.argv[1:]])
    many_questions()
    many_instances()
    many_choices()


if __name__ == "__main__":
    main()
