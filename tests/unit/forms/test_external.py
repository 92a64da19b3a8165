"""Lists beside a form: XML, CSV, GeoJSON, and the two older ways of long lists."""

from __future__ import annotations

import pytest

from intake.forms import FormFaulty, Kind, Session
from intake.forms.external import Instances, Source, read
from unit.forms.building import ask, bind, choose, form, session

CSV = b'name,label,g\nalder,Alder tree,x\nbirch,"Birch, white",y\n\nelm,Elm,x\n'


def choices(talk: Session, ref: str) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in talk.get(ref).choices]


def test_a_csv_file_is_a_list() -> None:
    talk = session(
        "<g>x</g><s/><all/><pulled/>",
        bind("pulled", calculate="pulldata('trees', 'label', 'name', /data/s)"),
        ask("g")
        + choose("s", "instance('trees')/root/item[g = /data/g]")
        + choose("all", "instance('trees')/root/item"),
        "<instance id='trees' src='jr://file-csv/trees.csv'/>",
        {"trees.csv": b"\xef\xbb\xbf" + CSV},
    )
    assert choices(talk, "/data/s") == [("alder", "Alder tree"), ("elm", "Elm")]
    assert choices(talk, "/data/all")[1] == ("birch", "Birch, white")
    assert dict(talk.get("/data/all").choices[1].properties) == {
        "name": "birch",
        "label": "Birch, white",
        "g": "y",
    }
    assert dict(talk.get("/data/s").choices[1].properties)["g"] == "x"
    talk.answer("/data/s", "elm")
    assert talk.get("/data/pulled").value == "Elm"


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_columns_may_be_parted_otherwise(mark: str) -> None:
    root = read("f.csv", f"name{mark}label\na{mark}b\n".encode()).children[0]
    assert root.elements()[0].cell("label") == "b"


def test_an_xml_file_is_a_list_of_any_shape() -> None:
    talk = session(
        "<s/>",
        "",
        "<select1 ref='/data/s'><itemset nodeset=\"instance('t')/trees/tree\">"
        "<value ref='@id'/><label ref='name/full'/></itemset></select1>",
        "<instance id='t' src='jr://file/t.xml'/>",
        {"t.xml": b"<trees><tree id='a'><name><full>Elm</full></name></tree></trees>"},
    )
    assert choices(talk, "/data/s") == [("a", "Elm")]


GEOJSON = b"""{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": 7, "geometry": {"type": "Point", "coordinates": [44.5, 12]},
  "properties": {"name": "Well", "deep": true, "none": null}},
 {"type": "Feature",
  "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
  "properties": {"id": "road", "name": "Road"}}]}"""


def test_a_geojson_file_is_a_list_with_places() -> None:
    talk = session(
        "<s/><where/>",
        bind("where", calculate="instance('t')/root/item[id = /data/s]/geometry"),
        "<select1 ref='/data/s'><itemset nodeset=\"instance('t')/root/item\">"
        "<value ref='id'/><label ref='name'/></itemset></select1>",
        "<instance id='t' src='jr://file/t.geojson'/>",
        {"t.geojson": GEOJSON},
    )
    assert choices(talk, "/data/s") == [("7", "Well"), ("road", "Road")]
    talk.answer("/data/s", "road")
    assert talk.get("/data/where").value == "2 1 0 0; 4 3 0 0"


def test_a_file_that_did_not_come_is_an_empty_list() -> None:
    read_form = form(
        "<s/>",
        "",
        choose("s", "instance('t')/root/item"),
        "<instance id='t' src='jr://file-csv/t.csv'/>",
    )
    assert "t.csv" in str(read_form.warnings[0])


def test_itemsets_are_queried() -> None:
    talk = session(
        "<state/><city/>",
        "",
        ask("state") + "<input ref='/data/city' query=\"instance('cities')/root/item"
        '[state = /data/state ]"><label>City</label></input>',
        "<itext><translation lang='English (en)'/><translation lang='French (fr)'/>"
        "</itext>",
        {
            "itemsets.csv": b"list_name,name,label::English (en),label::French (fr),"
            b"state\ncities,b,Brownsville,Ville Brune,tx\ncities,k,Kent,Kent,wa\n"
            b"states,tx,Texas,Texas,\n"
        },
    )
    item = talk.get("/data/city")
    assert (item.kind, item.choices) == (Kind.SELECT_ONE, ())
    talk.answer("/data/state", "tx")
    assert choices(talk, "/data/city") == [("b", "Brownsville")]
    talk.set_language("French (fr)")
    assert choices(talk, "/data/city") == [("b", "Ville Brune")]


def test_search_looks_into_a_file() -> None:
    talk = session(
        "<part/><g>x</g><s/><t/>",
        "",
        ask("part")
        + ask("g")
        + "<select1 ref='/data/s' appearance=\"minimal search('trees', 'contains',"
        " 'label', /data/part , 'g', /data/g )\"><label>s</label><item><label>label"
        "</label><value>name</value></item><item><label>Another</label><value>99</value>"
        "</item></select1>"
        "<select ref='/data/t' appearance=\"search('trees')\"><item><label>label, g"
        "</label><value>name</value></item></select>",
        "",
        {"trees.csv": CSV},
    )
    assert [v for v, _ in choices(talk, "/data/s")] == ["alder", "elm", "99"]
    assert talk.get("/data/s").appearance[-1] == "minimal"
    talk.answer("/data/part", "Al")
    assert choices(talk, "/data/s") == [("alder", "Alder tree"), ("99", "Another")]
    talk.answer("/data/s", "alder")
    talk.answer("/data/g", "y")
    assert talk.get("/data/s").lost == ("alder",)
    assert choices(talk, "/data/t")[0] == ("alder", "Alder tree (g: x)")
    talk.answer("/data/t", "elm birch")
    assert talk.get("/data/t").value == "birch elm"


def test_headings_that_no_path_can_name_do_no_harm() -> None:
    rows = read("f.csv", b"name,my label,2nd\na,b,c\n").children[0].elements()
    assert rows[0].cell("name") == "a"
    assert rows[0].cell("my label") == "b"


@pytest.mark.parametrize(
    "geometry",
    [
        '{"type": "Point", "coordinates": [1]}',
        '{"type": "Polygon", "coordinates": []}',
        '{"type": "LineString", "coordinates": [[1, 2], []]}',
        '{"type": "Point"}',
        "[]",
        "7",
    ],
)
def test_a_place_without_its_numbers_is_refused(geometry: str) -> None:
    feature = f'{{"type": "Feature", "geometry": {geometry}, "properties": {{}}}}'
    data = f'{{"type": "FeatureCollection", "features": [{feature}]}}'
    with pytest.raises(FormFaulty) as caught:
        read("l.geojson", data.encode())
    assert "not a GeoJSON list" in str(caught.value.faults[0])


def test_a_list_saved_as_unicode_text_is_read() -> None:
    rows = read("f.csv", "name\tlabel\na\tĂ\n".encode("utf-16")).children[0]
    assert rows.elements()[0].cell("label") == "Ă"


def test_lines_and_shapes_become_places_and_other_kinds_nothing() -> None:
    def geometry(kind: str, where: str) -> str:
        data = (
            '{"type": "FeatureCollection", "features": [{"type": "Feature",'
            f' "geometry": {{"type": "{kind}", "coordinates": {where}}}}}]}}'
        )
        return (
            read("l.geojson", data.encode()).children[0].elements()[0].cell("geometry")
        )

    assert geometry("Point", "[1, 2]") == "2 1 0 0"
    assert geometry("LineString", "[[1, 2], [3, 4, 5]]") == "2 1 0 0; 4 3 0 0"
    assert geometry("Polygon", "[[[1, 2], [3, 4], [1, 2]]]") == (
        "2 1 0 0; 4 3 0 0; 2 1 0 0"
    )
    assert geometry("MultiPoint", "[[1, 2]]") == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"type": "Feature"}',
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": {}}',
        b'{"type": "FeatureCollection", "features": [{"properties": [1]}]}',
        b'{"type": "FeatureCollection", "features": [7]}',
        b"[" * 100_000,
        b"\xff\xfe{}",
    ],
)
def test_what_is_no_list_of_features_is_refused(data: bytes) -> None:
    with pytest.raises(FormFaulty):
        read("l.geojson", data)


def test_a_list_that_is_not_in_utf_8_is_read_as_windows_wrote_it() -> None:
    rows = read("f.csv", "name,label\na,Café\n".encode("cp1252")).children[0]
    assert rows.elements()[0].cell("label") == "Café"


def test_a_list_with_too_many_columns_is_refused() -> None:
    with pytest.raises(FormFaulty):
        read("f.csv", ",".join(f"c{n}" for n in range(1001)).encode())


def test_a_tree_with_text_between_its_elements_keeps_it() -> None:
    top = read("l.xml", b"<r><i>a<b>c</b>d</i></r>").children[0]
    assert top.elements()[0].string() == "acd"


def test_lists_are_made_when_they_are_asked_for() -> None:
    sources = {"a": Source("a", "a.csv", data=b"name\nx\n"), "b": Source("b")}
    instances = Instances(sources)
    assert (list(instances), len(instances)) == (["a", "b"], 2)
    assert instances["a"] is instances["a"]
    assert sources["b"].missing
    assert instances["b"].children[0].elements() == []
    with pytest.raises(KeyError):
        instances["c"]
