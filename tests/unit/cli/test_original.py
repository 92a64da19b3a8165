from pathlib import Path

from intake.app import opening
from intake.app.desk import library, receiving
from intake.app.field import sending
from kitchen import BEGUN, PASSPHRASE, Call, Kitchen, sealed


def test_the_originals_of_a_record_are_written_by_a_command(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    field = opening.unlock(tmp_path / "field", PASSPHRASE)
    sealed(field)
    sending.send(field, tmp_path / "stick", BEGUN)
    field.close()
    desk = opening.unlock(tmp_path / "desk", PASSPHRASE)
    receiving.receive(desk, [tmp_path / "stick"], BEGUN, unrehearsed=True)
    (row,) = library.listed(desk)
    desk.close()
    out_folder = tmp_path / "expert"
    out_folder.mkdir()
    words = ("library", "original", row.number, out_folder)
    status, out, _ = call("--vault", tmp_path / "desk", *words)
    assert status == 0
    assert all(Path(each).is_file() for each in out.splitlines())
    assert (out_folder / f"original-{row.number}" / "allowed-signers").exists()
    status, out, err = call("--vault", tmp_path / "desk", *words[:2], "N-9", out_folder)
    assert (status, out) == (1, "")
    assert err.startswith("intake: There is no record")
