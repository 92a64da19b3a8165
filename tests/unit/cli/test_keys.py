from pathlib import Path

from kitchen import Call, Kitchen


def test_keys_are_renewed_changed_and_the_old_ones_destroyed(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    keys = ("--vault", tmp_path / "desk", "vault", "keys")
    _, before, _ = call("--vault", tmp_path / "desk", "card")
    status, out, _ = call(*keys, "renew")
    assert (status, "Card number 2" in out) == (0, True)
    status, out, _ = call(*keys, "rotate")
    assert (status, "Card number 3" in out) == (0, True)
    assert "0 stored files" in out
    status, out, _ = call(*keys, "reseal")
    assert (status, out) == (0, "Sealed again: 0 files of 0 records.\n")
    status, out, _ = call(*keys, "destroy-old")
    assert (status, "burn the old" in out) == (0, True)
    _, after, _ = call("--vault", tmp_path / "desk", "card")
    assert after != before
    assert call("--vault", tmp_path / "desk", "vault", "check")[0] == 0


def test_an_interviewer_renews_a_card_and_changes_no_keys(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    keys = ("--vault", tmp_path / "field", "vault", "keys")
    assert call(*keys, "renew")[0] == 0
    status, _, err = call(*keys, "rotate")
    assert (status, "other desk" in err) == (1, True)
