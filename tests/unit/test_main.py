import pytest

from intake.__main__ import wants_window


@pytest.mark.parametrize(
    "arguments", [[], ["--vault", "folder"], ["--vault=folder"], ["--vault", "forms"]]
)
def test_without_a_command_the_window_is_wanted(arguments: list[str]) -> None:
    assert wants_window(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["forms", "check", "x"],
        ["--vault", "folder", "interview", "list"],
        ["--vault"],
        ["--vault=folder", "send"],
    ],
)
def test_with_a_command_no_window_is_wanted(arguments: list[str]) -> None:
    assert not wants_window(arguments)
