"""What forms need beyond XPath: relevance, repeats, lists, dates, own functions."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from intake.forms.tree import DOCUMENT, Node, Table
from intake.forms.xpath import Context, Environment, ExpressionError, expression

PLUS_EIGHT = timezone(timedelta(hours=8))


class Form:
    """A small form: two people in a repeat, each with two bags; a list; a flag."""

    def __init__(self) -> None:
        self.root = Node("", kind=DOCUMENT)
        data = self.root.append(Node("data"))
        self.flag = data.append(Node("flag", "0"))
        self.answer = data.append(Node("answer", "b"))
        self.people = []
        for name in ("Ada", "Bo"):
            person = data.append(Node("person"))
            person.repeated = True
            person.append(Node("name", name))
            person.append(Node("note"))
            for weight in ("1", "2"):
                bag = person.append(Node("bag"))
                bag.repeated = True
                bag.append(Node("weight", weight + name[0]))
            self.people.append(person)
        rows = [("a", "Aleph", "1"), ("b", "Beth", "1"), ("c", "Gimel", "2")]
        self.environment = Environment(
            root=self.root,
            instances={"letters": Table(("name", "label", "group"), rows)},
            now=lambda: datetime(2024, 5, 15, 20, 14, 15, tzinfo=UTC),
            zone=PLUS_EIGHT,
            random=random.Random(1),  # noqa: S311 - any will do
            itext={"hello": "Salam"}.get,
            choice_name=lambda value, question, _: f"{question}:{value}",
            properties={"deviceid": "d1"},
            version="7",
        )

    def at(self, node: Node | None = None) -> Context:
        return Context(self.environment, node)

    def text(self, source: str, node: Node | None = None) -> str:
        return expression(source).string(self.at(node))

    def number(self, source: str, node: Node | None = None) -> float:
        return expression(source).number(self.at(node))

    def truth(self, source: str, node: Node | None = None) -> bool:
        return expression(source).boolean(self.at(node))


# --- relevance


def test_an_answer_that_is_not_relevant_counts_as_blank() -> None:
    form = Form()
    form.answer.relevant = False
    assert form.text("/data/answer") == ""
    assert form.truth("/data/answer = ''")
    assert form.truth("/data/answer != 'b'")
    assert not form.truth("/data/answer = 'b'")
    assert form.truth("coalesce(/data/answer, 'x') = 'x'")
    assert form.truth("if(true(), /data/answer, 'x') = ''")
    assert math.isnan(form.number("/data/answer"))


def test_a_question_that_does_not_exist_equals_nothing() -> None:
    form = Form()
    assert not form.truth("/data/nowhere = ''")
    assert not form.truth("/data/nowhere != 'b'")


def test_counts_only_relevant_instances() -> None:
    form = Form()
    for node in (form.people[0], *form.people[0].descendants()):
        node.relevant = False
    assert form.number("count(/data/person)") == 1
    assert form.text("/data/person/name") == "Bo"
    assert form.number("count(//name)") == 1
    assert form.number("count(/data/person[name = 'Ada'])") == 0


def test_relevance_can_be_left_out_of_account() -> None:
    form = Form()
    form.answer.relevant = False
    form.environment.relevance = False
    assert form.text("/data/answer") == "b"


def test_a_bare_path_holds_by_its_answer() -> None:
    form = Form()
    flag = expression("/data/flag")
    assert flag.boolean(form.at())
    assert not flag.holds(form.at())
    form.flag.text = "1"
    assert flag.holds(form.at())
    form.flag.text = ""
    assert not flag.holds(form.at())


# --- repeats


def test_an_absolute_path_keeps_to_the_own_instance() -> None:
    form = Form()
    note = form.people[1].named("note")[0]
    assert form.text("/data/person/name", note) == "Bo"
    assert form.number("count(/data/person)", note) == 2
    assert form.text("/data/person[1]/name", note) == "Ada"
    assert form.number("count(/data/person/bag)", note) == 2
    assert form.number("count(/data/person[true()]/bag)", note) == 4
    assert form.text("/data/person/name") == "Ada"


def test_remembers_no_path_past_a_change_of_the_tree() -> None:
    form = Form()
    count = expression("count(/data/person)")
    name = expression("/data/person/name")
    assert count.number(form.at()) == 2
    assert name.string(form.at()) == "Ada"
    data = form.root.children[0]
    data.remove(form.people[0])
    assert count.number(form.at()) == 1
    assert name.string(form.at()) == "Bo"


def test_tells_the_place_of_an_instance() -> None:
    form = Form()
    weight = form.people[1].named("bag")[1].named("weight")[0]
    assert form.number("position(..)", weight) == 2
    assert form.number("position(../..)", weight) == 2
    assert form.number("position(/data)", weight) == 1


def test_reaches_into_another_instance() -> None:
    form = Form()
    weight = form.people[0].named("bag")[0].named("weight")[0]
    indexed = "indexed-repeat(/data/person/bag/weight, {})"
    both = indexed.format("/data/person, 2, /data/person/bag, 1")
    assert form.text(both, weight) == "1B"
    one = indexed.format("/data/person/bag, 2")
    assert form.text(one, weight) == "2A"
    assert form.text("indexed-repeat(/data/person/name, /data/person, 2)") == "Bo"
    assert form.text("indexed-repeat(/data/person/name, /data/person, 0)") == "Ada"
    assert form.text("indexed-repeat(/data/person/name, /data/person, 3)") == ""
    with pytest.raises(ExpressionError, match="indexed-repeat"):
        form.text("indexed-repeat(/data/person/name, /data/person, 1, /data)")


# --- lists


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("instance('letters')/root/item[name = 'b']/label", "Beth"),
        ("instance('letters')/root/item[name = /data/answer]/label", "Beth"),
        ("instance('letters')/root/item[name = current()/../answer]/label", "Beth"),
        ("instance('letters')/root/item['b' = name]/label", "Beth"),
        ("instance('letters')/root/item[group = 1][2]/label", "Beth"),
        ("instance('letters')/root/item[group = '1' and name != 'a']/label", "Beth"),
        ("instance('letters')/root/item[group = '1'][position() = 2]/label", "Beth"),
        ("instance('letters')/root/item[group = '1'][last()]/label", "Beth"),
        ("count(instance('letters')/root/item[group = '1'])", "2"),
        ("count(instance('letters')/root/item)", "3"),
        ("instance('letters')/root/item[name = 'z']/label", ""),
        ("instance('letters')/root/item[contains(label, 'eth')]/name", "b"),
        ("instance('nowhere')/root/item[name = 'b']/label", ""),
        ("pulldata('letters', 'label', 'name', 'c')", "Gimel"),
        ("pulldata('letters.csv', 'label', 'name', 'z')", ""),
        ("pulldata('nowhere', 'label', 'name', 'c')", ""),
        ("instance('letters')/@id", "letters"),
    ],
)
def test_looks_things_up_in_a_list(source: str, value: str) -> None:
    form = Form()
    assert form.text(source, form.flag) == value


def test_finds_the_rows_of_several_values_in_the_order_of_the_list() -> None:
    form = Form()
    form.flag.text, form.answer.text = "c", "a"
    found = expression(
        "instance('letters')/root/item[name = /data/flag | /data/answer]/label"
    ).nodes(form.at())
    both = expression(
        "instance('letters')/root/item[name = (/data/flag | /data/answer)]/label"
    ).nodes(form.at())
    assert [node.text for node in both] == ["Aleph", "Gimel"]
    assert len(found) == len(both)


@pytest.mark.parametrize(
    ("seed", "order"),
    [
        ("42", "AFCBDE"),
        ("-42", "EDAFBC"),
        ("1", "BFEACD"),
        ("1.9", "BFEACD"),
        ("''", "CBEAFD"),
    ],
)
def test_a_shuffle_with_a_seed_is_the_same_everywhere(seed: str, order: str) -> None:
    top = Node("", kind=DOCUMENT)
    data = top.append(Node("r"))
    for letter in "ABCDEF":
        data.append(Node("i", letter))
    shuffled = expression(f"randomize(/r/i, {seed})")
    found = shuffled.nodes(Context(Environment(root=top)))
    assert "".join(node.text for node in found) == order


def test_a_shuffle_by_the_words_of_an_answer_is_repeatable() -> None:
    form = Form()
    source = "join('', randomize(//weight, /data/answer))"
    orders = set()
    for word in ("red", "green", "blue", "white", "black"):
        form.answer.text = word
        assert form.text(source) == form.text(source)
        orders.add(form.text(source))
    assert len(orders) > 1


# --- dates


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("today()", "2024-05-16"),
        ("now()", "2024-05-16T04:14:15.000+08:00"),
        ("date(now())", "2024-05-16"),
        ("date(today() + 1)", "2024-05-17"),
        ("date('2024-05-15') + 1 = date('2024-05-16')", "true"),
        ("date('2024-05-15') = '2024-05-15'", "true"),
        ("date(19858)", "2024-05-15"),
        ("date('2024-02-30')", "Invalid Date"),
        ("date(pow(10, 300))", "Invalid Date"),
        ("format-date('2024-05-15', '%e %b %Y, %a')", "15 May 2024, Wed"),
        ("format-date-time('2024-05-15T01:02:03.456Z', '%H:%M:%S.%3')", "09:02:03.456"),
        ("format-date-time('12:30:00.000+08:00', '%H:%M')", "12:30"),
        ("format-date('', '%Y')", ""),
        ("format-date('2024-01-01', '%W %%')", "1 %"),
        ("decimal-time('12:00:00.000+08:00')", "0.5"),
        ("decimal-date-time('1970-01-01T08:00:00.000+08:00')", "0"),
        ("'2024-05-15' < '2024-05-16'", "true"),
        ("'2024-05-15' < today()", "true"),
        ("date('2024-05-15') > date('2024-05-16')", "false"),
        ("number('1970-01-02')", "1"),
        ("int((date('2024-05-15') - date('2000-05-15')) div 365.25)", "24"),
    ],
)
def test_reckons_with_dates(source: str, value: str) -> None:
    assert Form().text(source) == value


def test_reckons_with_daylight_saving() -> None:
    form = Form()
    form.environment.zone = ZoneInfo("Europe/Berlin")
    assert form.text("date-time('2024-07-01T12:00:00.000Z')").endswith("+02:00")
    assert form.text("date-time('2024-01-01T12:00:00.000Z')").endswith("+01:00")
    assert form.text("date('2024-03-30') + 1 = date('2024-03-31')") == "true"
    assert form.text("date(date('2024-03-30') + 2)") == "2024-04-01"
    assert form.text("date(date('2024-03-30') + 2) = date('2024-04-01')") == "true"
    assert form.text("date(date('2024-10-26') + 2)") == "2024-10-28"
    assert form.text("format-date(date('2024-10-26') + 2, '%d')") == "28"
    assert form.text("date('2024-03-30') + 1.5 > date('2024-03-31')") == "true"


@pytest.mark.parametrize("pattern", ["%Q", "%", "%Z"])
def test_refuses_a_date_pattern_that_means_nothing(pattern: str) -> None:
    with pytest.raises(ExpressionError, match="date pattern"):
        Form().text(f"format-date('2024-05-15', '{pattern}')")


# --- functions


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("selected('a b c', 'b')", "true"),
        ("selected('ab', 'b')", "false"),
        ("selected-at('a b c', 1)", "b"),
        ("selected-at('a b c', 3)", ""),
        ("selected-at('a  b', 1)", "b"),
        ("count-selected(' a  b ')", "2"),
        ("regex('2024-05', '\\d{4}-\\d{2}')", "true"),
        ("regex('x2024', '\\d{4}')", "false"),
        ("regex('ئۇيغۇر', '\\p{L}+')", "true"),
        ("regex('٣', '\\d')", "false"),
        ("regex('3', '\\p{Digit}')", "true"),
        ("regex('a.b', '\\Qa.b\\E')", "true"),
        ("regex('ab', 'a*+b')", "true"),
        ("regex('', '')", "true"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -3)", "llo"),
        ("substr('hello', 4, 2)", ""),
        ("join(', ', /data/person/name)", "Ada, Bo"),
        ("join('-', 'a', /data/person/name, 1)", "a-Ada-Bo-1"),
        ("concat(/data/person/name, '!')", "AdaBo!"),
        ("coalesce('', 'x')", "x"),
        ("coalesce(1 div 0, 'x')", "Infinity"),
        ("if(false(), explode(), 'safe')", "safe"),
        ("true() or explode()", "true"),
        ("int(-1.9)", "-1"),
        ("round(1.005, 2)", "1.01"),
        ("round(-2.5)", "-3"),
        ("round(1234, -2)", "1200"),
        ("pow(2, 10)", "1024"),
        ("pow(-8, 1 div 3)", "NaN"),
        ("log(0)", "-Infinity"),
        ("sqrt(-1)", "NaN"),
        ("exp(1000)", "Infinity"),
        ("max(1, '3', 2)", "3"),
        ("max()", "NaN"),
        ("sum(/data/person/name)", "0"),
        ("number('4,5')", "4.5"),
        ("number(' 12 ')", "12"),
        ("number('+1')", "NaN"),
        ("number('1e3')", "NaN"),
        ("number('0x10')", "NaN"),
        ("number('\u0661')", "NaN"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("1 div 3 * 3", "1"),
        ("1000000 * 1000000 * 1000000 * 1000000", "1000000000000000000000000"),
        ("0.0000001", "0.0000001"),
        ("-5 mod 2", "-1"),
        ("boolean-from-string('TRUE')", "true"),
        ("boolean-from-string('yes')", "false"),
        ("checklist(1, 2, true(), 0, 'x')", "true"),
        ("checklist(-1, 1, true(), 'x')", "false"),
        ("weighted-checklist(3, 4, true(), 3, false(), 9)", "true"),
        ("count-non-empty(/data/*)", "4"),
        (
            "digest('abc', 'SHA-256', 'hex')",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        ("base64-decode(base64-encode('ئۇ'))", "ئۇ"),
        ("base64-decode('*')", ""),
        ("property('deviceid')", "d1"),
        ("property('unknown')", ""),
        ("version()", "7"),
        ("jr:itext('hello')", "Salam"),
        ("jr:itext('gone')", ""),
        ("jr:choice-name('b', ' /data/answer ')", "/data/answer:b"),
        ("distance('0 0;0 1')", "111318.85"),
        ("area('0 0;0 1;1 1;1 0')", "12391399902"),
        ("intersects('0 0;2 2;0 2;2 0')", "true"),
        ("intersects('0 0;0 2;2 2;2 0;0 0')", "false"),
        ("intersects('0 0;0 2;0 1')", "true"),
        ("intersects('nonsense')", "false"),
        ("geofence('0.5 0.5', '0 0;0 1;1 1;1 0')", "true"),
    ],
)
def test_works_out_a_function(source: str, value: str) -> None:
    if source.startswith("area"):
        assert Form().number(source) == pytest.approx(float(value), rel=0.01)
    else:
        assert Form().text(source) == value


def test_keeps_what_once_was_there() -> None:
    form = Form()
    assert form.text("once('new')", form.answer) == "b"
    assert form.text("once('new')", form.people[0].named("note")[0]) == "new"


def test_random_values_come_from_the_given_source() -> None:
    one, other = Form(), Form()
    for source in ("random()", "uuid()", "uuid(12)", "join('', randomize(//name))"):
        assert one.text(source) == other.text(source)
    assert one.text("uuid()") != one.text("uuid()")
    assert len(one.text("uuid(12)")) == 12


def test_current_is_the_own_node_inside_a_condition() -> None:
    form = Form()
    note = form.people[1].named("note")[0]
    source = "/data/person[name = current()/../name]/bag[2]/weight"
    assert form.text(source, note) == "2B"


def test_variables_come_from_the_environment() -> None:
    form = Form()
    form.environment.variables = {"limit": 3.0}
    assert form.truth("$limit = 3")
    with pytest.raises(ExpressionError, match=r"\$other"):
        form.text("$other")


def test_a_text_is_no_node_set() -> None:
    form = Form()
    for source in ("count('x')", "'x' | /data", "('x')[1]", "randomize('x')"):
        with pytest.raises(ExpressionError, match="needs a reference"):
            form.text(source)
    with pytest.raises(ExpressionError, match="needs a reference"):
        expression("1 + 1").nodes(form.at())
