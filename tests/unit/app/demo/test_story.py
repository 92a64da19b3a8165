from intake.app.demo import story
from kitchen import CHEAP, FORM


def test_the_whole_way_of_a_record_is_played_and_nothing_stays() -> None:
    told: list[tuple[str, str]] = []
    with story.temporary_place() as place:
        good = story.play(place, FORM, lambda s, r, _: told.append((s, r)), CHEAP)
    assert good
    assert [step for step, _ in told][-1] == "give a receipt and take it in"
    assert all(result for _, result in told)
    assert not place.root.exists()


def test_the_built_in_protocol_goes_the_whole_way_too() -> None:
    told: list[str] = []
    with story.temporary_place() as place:
        assert story.play(place, None, lambda s, _r, _t: told.append(s), CHEAP)
    assert len(told) == 11
