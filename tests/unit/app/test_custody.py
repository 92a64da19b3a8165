from intake.app import custody
from intake.domain.custody import Event
from intake.vault import custody as log
from kitchen import BEGUN, Kitchen


def test_the_head_is_six_groups_of_four_digits(kitchen: Kitchen) -> None:
    groups = custody.head_digits(kitchen.desk).split()
    assert [len(each) for each in groups] == [4] * 6
    assert all(each.isdecimal() for each in groups)


def test_digits_written_down_are_found_again_later(kitchen: Kitchen) -> None:
    written = custody.head_digits(kitchen.desk)
    newest = log.newest(kitchen.desk.vault, 1)[0]
    log.record(kitchen.desk.vault, Event.VERIFIED, "later", {}, BEGUN)
    assert custody.head_digits(kitchen.desk) != written
    assert custody.find_head(kitchen.desk, written) == newest
    assert custody.find_head(kitchen.desk, written.replace(" ", "-")) == newest


def test_digits_of_another_log_are_not_found(kitchen: Kitchen) -> None:
    written = custody.head_digits(kitchen.field)
    assert custody.find_head(kitchen.desk, written) is None
    assert custody.find_head(kitchen.desk, "") is None
