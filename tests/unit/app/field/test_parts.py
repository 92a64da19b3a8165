from kitchen import ACCOUNT, Kitchen, begun


def test_each_part_is_a_form_and_its_problems_name_it(kitchen: Kitchen) -> None:
    interview = begun(kitchen.field)
    (part,) = interview.parts
    assert part.name == ACCOUNT
    assert part.session is interview.session(ACCOUNT)
    assert {each.part for each in interview.problems()} == {ACCOUNT}
