"""The tree of fields out of the form's own instance, and what it starts with."""

from __future__ import annotations

from intake.forms.definition import Field, Series, Written
from intake.forms.markup import Element, parse
from intake.forms.model import (
    Fields,
    add_child,
    ensure_instance_id,
    read_model,
    settle_templates,
    template,
    walk,
)

JR = "xmlns:jr='http://openrosa.org/javarosa'"


def read(xml: str, *repeats: str) -> tuple[Field, Written, list[str]]:
    told: list[str] = []

    def complain(_element: Element | None, what: str, _mend: str) -> None:
        told.append(what)

    series = {path: Series() for path in repeats}
    top, start = read_model(parse(xml.encode()), series, complain)
    settle_templates(top, start)
    return top, start, told


def paths(top: Field) -> list[str]:
    return [field.path for field in walk(top)]


def test_every_name_is_a_field_in_order() -> None:
    top, start, told = read("<data id='x'><a>1</a><g><b k='2'/></g></data>")
    assert paths(top) == [
        "/data",
        "/data/@id",
        "/data/a",
        "/data/g",
        "/data/g/b",
        "/data/g/b/@k",
    ]
    assert start.parts["a"][0].text == "1"
    assert start.parts["g"][0].parts["b"][0].attributes == {"@k": "2"}
    assert told == []


def test_prefixes_are_kept_and_can_be_left_out() -> None:
    top, _, _ = read("<p:data xmlns:p='urn:p'><p:a/></p:data>")
    fields = Fields(top)
    assert paths(top) == ["/p:data", "/p:data/p:a"]
    found = fields.find("/data/a")
    assert found is not None
    assert (found.uri, found.steps) == ("urn:p", ("data", "a"))
    assert set(fields.names()) == {"/p:data", "/p:data/p:a", "/data", "/data/a"}


def test_two_of_a_name_are_a_fault_unless_they_repeat() -> None:
    assert read("<data><a/><a/></data>")[2] == [
        "Two questions are named “a” in the same group."
    ]
    top, start, told = read("<data><a>1</a><a>2</a></data>", "/data/a")
    assert told == []
    assert [one.text for one in start.parts["a"]] == ["1", "2"]
    assert paths(top) == ["/data", "/data/a"]


def test_instances_that_differ_are_merged_into_one_shape() -> None:
    top, _, _ = read("<data><p><a/></p><p><b/></p></data>", "/data/p")
    assert paths(top) == ["/data", "/data/p", "/data/p/a", "/data/p/b"]


def test_a_template_is_kept_apart_from_the_instances() -> None:
    top, start, _ = read(
        f"<data {JR}><p jr:template=''><a>new</a></p><p><a>old</a></p></data>",
        "/data/p",
    )
    (field,) = top.children
    assert template(field).parts["a"][0].text == "new"
    assert [one.parts["a"][0].text for one in start.parts["p"]] == ["old"]
    assert all("template" not in path for path in paths(top))


def test_without_a_template_the_shape_of_the_first_instance_is_one() -> None:
    top, start, _ = read("<data><p k='v'><a>1</a></p><p><a>2</a></p></data>", "/data/p")
    found = template(top.children[0])
    assert found.attributes == {"@k": "v"}
    assert found.parts["a"][0].text == ""
    assert [one.parts["a"][0].text for one in start.parts["p"]] == ["1", "2"]


def test_a_template_of_what_does_not_repeat_gives_way_to_what_does_count() -> None:
    top, start, told = read(
        f"<data {JR}><p jr:template=''><a>1</a></p><p><a>2</a></p></data>"
    )
    assert told == []
    assert [one.parts["a"][0].text for one in start.parts["p"]] == ["2"]
    assert paths(top) == ["/data", "/data/p", "/data/p/a"]


def test_every_form_has_an_instance_id() -> None:
    top, start, _ = read("<data><a/></data>")
    ensure_instance_id(top, start, {})
    assert paths(top)[-3:] == [
        "/data/meta",
        "/data/meta/instanceID",
        "/data/meta/deprecatedID",
    ]
    found = Fields(top).find("/data/meta/instanceID")
    assert found is not None
    assert found.bind.preload == "uid"


def test_an_instance_id_that_is_there_stays_as_the_author_bound_it() -> None:
    top, start, _ = read("<data><meta><instanceID/></meta></data>")
    ensure_instance_id(top, start, {})
    found = Fields(top).find("/data/meta/instanceID")
    assert found is not None
    assert found.bind.preload == ""
    assert paths(top).count("/data/meta/instanceID") == 1


def test_the_id_stands_in_the_namespace_of_openrosa_where_the_form_has_it() -> None:
    top, start, _ = read("<data><a/></data>")
    ensure_instance_id(top, start, {"orx": "http://openrosa.org/xforms"})
    assert "/data/orx:meta/orx:instanceID" in paths(top)


def test_a_field_can_be_added() -> None:
    top, _, _ = read("<data/>")
    part = add_child(top, "x", "urn:y", "y")
    assert (part.path, part.steps, part.parent) == ("/data/y:x", ("data", "x"), top)
