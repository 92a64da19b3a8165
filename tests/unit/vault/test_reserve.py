from pathlib import Path

from intake.vault import reserve


def test_is_made_once_and_whole_and_can_be_given_back(tmp_path: Path) -> None:
    path = tmp_path / "reserve"
    reserve.keep(path)
    first = path.read_bytes()
    reserve.keep(path)

    assert len(first) == reserve.SIZE
    assert path.read_bytes() == first

    path.write_bytes(b"cut")
    reserve.keep(path)
    assert path.stat().st_size == reserve.SIZE

    reserve.let_go(path)
    reserve.let_go(path)
    assert not path.exists()


def test_is_done_without_where_nothing_can_be_written(tmp_path: Path) -> None:
    reserve.keep(tmp_path / "nowhere" / "reserve")

    assert list(tmp_path.iterdir()) == []
