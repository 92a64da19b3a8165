import json
from datetime import timedelta
from pathlib import Path

from intake.app import opening
from intake.app.desk import receiving, senders
from kitchen import (
    BEGUN,
    PASSPHRASE,
    SENTENCE,
    Call,
    Kitchen,
    meet,
    rehearse,
    sealed,
    strangers,
)


def hand_over(call: Call, folder: Path) -> None:
    opened = opening.unlock(folder / "field", PASSPHRASE)
    sealed(opened)
    opened.close()
    status, out, _ = call("--vault", folder / "field", "send", folder / "stick")
    assert (status, "read back and compared" in out) == (0, True)


def test_a_record_goes_the_whole_way_by_commands(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    desk, field, stick = tmp_path / "desk", tmp_path / "field", tmp_path / "stick"
    hand_over(call, tmp_path)
    status, out, _ = call("--vault", desk, "receive", stick, "--json")
    received = json.loads(out)
    assert status == 0
    assert [each["outcome"] for each in received["records"]] == ["taken in"]
    number = received["records"][0]["number"]
    _, out, _ = call("--vault", desk, "library", "list", "--json")
    assert [each["number"] for each in json.loads(out)] == [number]
    _, out, _ = call("--vault", desk, "library", "show", number)
    assert SENTENCE in out
    _, out, _ = call("--vault", desk, "library", "show", number, "--json")
    assert json.loads(out)["parts"]["account"]["/data/words"] == SENTENCE
    status, out, _ = call("--vault", desk, "library", "verify")
    assert (status, "WRONG" in out) == (0, False)
    status, out, _ = call("--vault", desk, "receipt", "make", stick)
    assert status == 0
    receipt = out.split()[0]
    status, out, _ = call("--vault", field, "receipt", "accept", receipt)
    assert (status, "was removed" in out) == (0, True)
    _, out, _ = call("--vault", field, "interview", "list", "--json")
    assert [each["state"] for each in json.loads(out)] == ["Handed over"]


def test_a_damaged_bundle_is_named_and_the_status_says_so(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    hand_over(call, tmp_path)
    (part,) = (tmp_path / "stick").glob("*-0001.age")
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(bytes(data))
    status, out, _ = call("--vault", tmp_path / "desk", "receive", part)
    assert status == 1
    assert SENTENCE not in out


def test_an_unknown_number_is_one_sentence(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    status, out, err = call("--vault", tmp_path / "desk", "library", "show", "N-1")
    assert (status, out) == (1, "")
    assert err.startswith("intake: There is no record")


def test_the_interviewers_vault_has_no_library(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    status, _, err = call("--vault", tmp_path / "field", "library", "list")
    assert (status, "an interviewer" in err) == (1, True)


def test_what_is_held_is_listed_let_in_for_a_reason_or_dropped(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    desk, stick = tmp_path / "desk", tmp_path / "stick"
    hand_over(call, tmp_path)
    opened = opening.unlock(desk, PASSPHRASE)
    senders.revoke(opened, homes.field.card.card.fingerprint, BEGUN)
    opened.close()
    status, out, _ = call("--vault", desk, "receive", stick)
    assert (status, "taken back" in out) == (1, True)
    _, out, _ = call("--vault", desk, "held", "list", "--json")
    (held,) = json.loads(out)
    assert held["missing"] == []
    _, out, _ = call("--vault", desk, "held", "list")
    assert out.startswith(held["bundle"])
    words = ("held", "allow", held["bundle"], "--reason", "she called us herself")
    status, out, _ = call("--vault", desk, *words)
    assert (status, "taken in" in out) == (0, True)
    _, out, _ = call("--vault", desk, "held", "list")
    assert out == "Nothing waits.\n"
    hand_over(call, tmp_path)
    call("--vault", desk, "receive", stick)
    _, out, _ = call("--vault", desk, "held", "list", "--json")
    for each in json.loads(out):
        status, out, _ = call("--vault", desk, "held", "drop", each["bundle"])
        assert (status, "Dropped" in out) == (0, True)
    status, out, err = call("--vault", desk, "held", "drop", "f" * 32)
    assert (status, out) == (1, "")
    assert "Nothing is held apart" in err


def test_what_has_waited_long_is_said_and_stays(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    desk, stick = tmp_path / "desk", tmp_path / "stick"
    hand_over(call, tmp_path)
    opened = opening.unlock(desk, PASSPHRASE)
    senders.revoke(opened, homes.field.card.card.fingerprint, BEGUN)
    receiving.receive(opened, [stick], BEGUN - timedelta(days=400), unrehearsed=True)
    opened.close()
    for path in stick.iterdir():
        path.unlink()
    _, out, _ = call("--vault", desk, "receive", stick, "--json")
    (old,) = json.loads(out)["old"]
    assert old["since"].startswith("2025-10-19")
    _, out, _ = call("--vault", desk, "receive", stick)
    assert "has waited since 2025-10-19" in out
    _, out, _ = call("--vault", desk, "held", "list", "--json")
    (held,) = json.loads(out)
    assert held["bundle"] == old["bundle"]


def test_a_bundle_is_sent_again_wholly_or_by_part(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    field, stick = tmp_path / "field", tmp_path / "stick"
    hand_over(call, tmp_path)
    (part,) = stick.glob("*-0001.age")
    status, out, _ = call("--vault", field, "send", stick)
    assert (status, "was there already" in out) == (0, True)
    part.unlink()
    status, out, _ = call("--vault", field, "send", stick, "--part", part.name)
    assert (status, part.name in out) == (0, True)
    assert part.is_file()
    status, _, _ = call("--vault", field, "send", stick, "--again")
    assert status == 0
    assert len(list(stick.glob("*-0001.age"))) == 2
    status, _, err = call("--vault", field, "send", stick, "--part", "nothing-0001")
    assert (status, "no such part" in err) == (1, True)


def test_taking_in_without_a_rehearsal_is_warned_of_and_done(
    call: Call, tmp_path: Path
) -> None:
    made = strangers(tmp_path)
    meet(made)
    made.close()
    hand_over(call, tmp_path)
    take_in = ("--vault", tmp_path / "desk", "receive", tmp_path / "stick", "--json")
    status, out, err = call(*take_in)
    assert (status, len(json.loads(out)["records"])) == (0, 1)
    assert err.count("recovery sheets") == 1
    desk = opening.unlock(tmp_path / "desk", PASSPHRASE)
    rehearse(desk)
    desk.close()
    status, _, err = call(*take_in)
    assert (status, "recovery sheets" in err) == (0, False)


def test_what_is_not_there_is_missed_and_what_is_foreign_is_named(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    desk, foreign = tmp_path / "desk", tmp_path / "a letter.txt"
    foreign.write_text("Dear all")
    status, out, err = call("--vault", desk, "receive", tmp_path / "gone")
    assert (status, out, "could not be read" in err) == (1, "", True)
    status, out, _ = call("--vault", desk, "receive", foreign)
    assert (status, out.startswith("a letter.txt: This is nothing")) == (1, True)
    _, out, _ = call("--vault", desk, "receive", foreign, "--json")
    assert json.loads(out)["foreign"] == ["a letter.txt"]
    assert call("--vault", foreign, "vault", "check")[2] == (
        "intake: There is no vault in this folder. Nothing was changed.\n"
    )


def test_records_are_listed_and_shown_with_who_took_them_and_by_what(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    hand_over(call, tmp_path)
    desk = tmp_path / "desk"
    call("--vault", desk, "receive", tmp_path / "stick")
    _, out, _ = call("--vault", desk, "library", "list")
    assert "Cedar" in out
    assert "A small form" in out
    status, out, err = call("--vault", desk, "library", "show", "1", "--language", "xx")
    assert (status, out) == (1, "")
    assert err.startswith("The form has no language “xx”, only: ")
