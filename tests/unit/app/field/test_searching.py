import tarfile
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import cards as deeds_with_cards
from intake.app import rotation, signing
from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts as desk_receipts
from intake.app.desk import receiving
from intake.app.field import packs, searching, sending
from intake.app.field.searching import MOST_FILES, Refused
from intake.app.opening import Opened
from intake.app.reports import silent
from intake.domain.errors import (
    AgeHeaderError,
    Cancelled,
    CardTakenBack,
    IntakeError,
    NoPackYet,
    NotAPack,
    ReceiptFromAnother,
    SenderRevoked,
    SignatureInvalid,
    TooManyFiles,
    WrongDesk,
)
from intake.domain.people import Trust
from intake.domain.policy import Policy
from intake.sealing.age import HybridIdentity, encrypt
from intake.sealing.outgoing import Sender
from intake.sealing.pack import Contents, make_pack
from intake.sealing.receipt import Line, Receipt, Verdict, make_receipt
from intake.vault import cards, objects
from kitchen import BEGUN, Kitchen, introduced, sealed, strangers

NOW = BEGUN + timedelta(hours=3)
OURS = f"{'5a' * 10}.age"


def answered(kitchen: Kitchen) -> Path:
    """Send what waits, take it in at the desk, and make the receipt."""
    sending.send(kitchen.field, kitchen.stick, NOW)
    receiving.receive(kitchen.desk, [kitchen.stick], NOW)
    (made,) = desk_receipts.make(kitchen.desk, kitchen.stick, NOW)
    return made.path


def false_receipt(kitchen: Kitchen, record: str, by: Sender, stamped: Opened) -> Path:
    """Write a receipt that lets *record* go, signed as whoever *by* is."""
    lying = objects.of_record(kitchen.field.vault, record)
    line = Line(record, "", tuple(each.sha256 for each in lying), Verdict.STORED)
    path = kitchen.stick / "false.age"
    with path.open("wb") as out:
        make_receipt(
            out,
            Receipt((line,)),
            stamp=signing.stamp(stamped, NOW),
            sender=by,
            to=kitchen.field.card.card,
        )
    return path


def false_pack(kitchen: Kitchen, by: Sender) -> Path:
    path = kitchen.stick / "false.tar"
    with path.open("wb") as out:
        make_pack(
            out,
            Contents(Policy()),
            serial=9,
            stamp=signing.stamp(kitchen.desk, NOW),
            sender=by,
            to=None,
        )
    return path


def revoked(kitchen: Kitchen, tmp_path: Path) -> Kitchen:
    """Give another desk whose card this laptop knows as taken back."""
    other = strangers(tmp_path / "revoked")
    signed = other.desk.card
    vault = kitchen.field.vault
    cards.put(vault, signed.card, signed.to_bytes(), Trust.COMPARED, "", NOW)
    packs.take_back(kitchen.field, [signed.card.fingerprint], NOW)
    return other


def put_what_is_not_for_us(kitchen: Kitchen, elsewhere: Path) -> None:
    """Fill the stick with what other people and other programs leave on one."""
    stick = kitchen.stick
    others = introduced(elsewhere)
    sealed(others.field)
    sending.send(others.field, others.stick, NOW)
    receiving.receive(others.desk, [others.stick], NOW)
    desk_receipts.make(others.desk, stick, NOW)
    others_card = others.field.card.card.fingerprint
    desk_packs.make(others.desk, stick, NOW, to=others_card)
    others.close()
    deeds_with_cards.save(kitchen.field, stick)
    (stick / "letter.age").write_bytes(b"something else")
    (stick / "armor.age").write_bytes(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    (stick / "nothing.receipt").write_bytes(b"")
    (stick / f"._{OURS}").write_bytes(b"what a desktop notes beside a file")
    (stick / "folder.age").mkdir()
    with tarfile.open(stick / "photographs.tar", "w") as tar:
        tar.add(stick / "letter.age", "letter.age")
    theirs = HybridIdentity.from_seed(bytes(32)).recipient
    with (stick / "theirs.age").open("wb") as out, encrypt(out, [theirs]) as inner:
        inner.write(b"for somebody else")


def said(refused: tuple[Refused, ...]) -> list[tuple[str, type[IntakeError]]]:
    return [(each.name, type(each.error)) for each in refused]


def test_the_newest_pack_of_the_desk_one_knows_is_found_among_everything(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    put_what_is_not_for_us(kitchen, tmp_path / "others")
    others = introduced(tmp_path / "more")
    for _ in range(3):
        desk_packs.make(others.desk, kitchen.stick, BEGUN)
    others.close()
    sealed(kitchen.field)
    answered(kitchen)
    desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    last = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    search = searching.find_pack(kitchen.field, kitchen.stick, silent)
    assert search.found is not None
    path, seen = search.found
    assert (path, seen.serial) == (last.path, last.serial)
    assert search.refused == ()
    assert packs.accept(kitchen.field, path, NOW).serial == last.serial


def test_a_pack_of_the_desk_under_its_next_card_comes_before_an_older_one(
    kitchen: Kitchen,
) -> None:
    desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    desk = rotation.rotate_keys(kitchen.desk, BEGUN)
    last = desk_packs.make(desk, kitchen.stick, NOW)
    found = searching.find_pack(kitchen.field, kitchen.stick, silent).found
    assert found is not None
    assert (found[0], found[1].needs_groups) == (last.path, False)
    assert packs.accept(kitchen.field, found[0], NOW).serial == last.serial


def test_a_pack_with_a_broken_signature_is_named_beside_the_sound_one(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    other = strangers(tmp_path / "other")
    false = false_pack(kitchen, Sender(kitchen.desk.card, other.desk.keys))
    other.close()
    sound = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    search = searching.find_pack(kitchen.field, kitchen.stick, silent)
    assert search.found is not None
    assert search.found[0] == sound.path
    assert said(search.refused) == [(false.name, SignatureInvalid)]


def test_a_pack_of_a_desk_that_was_taken_back_is_named(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    false = revoked(kitchen, tmp_path)
    path = false_pack(kitchen, signing.sender(false.desk))
    alone = tmp_path / "alone"
    alone.mkdir()
    path.rename(alone / path.name)
    false.close()
    search = searching.find_pack(kitchen.field, alone, silent)
    assert search.found is None
    assert said(search.refused) == [(path.name, CardTakenBack)]


def test_every_receipt_of_ours_is_taken_in_and_no_other(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    put_what_is_not_for_us(kitchen, tmp_path / "others")
    desk_packs.make(
        kitchen.desk, kitchen.stick, NOW, to=kitchen.field.card.card.fingerprint
    )
    one, two = sealed(kitchen.field), sealed(kitchen.field)
    for interview in (one, two):
        sending.send(kitchen.field, kitchen.stick, NOW, only=[interview.id])
        receiving.receive(kitchen.desk, [kitchen.stick], NOW)
        desk_receipts.make(kitchen.desk, kitchen.stick, NOW)
    search = searching.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
    assert search.taken is not None
    assert sorted(search.taken.removed) == sorted([one.name, two.name])
    assert search.refused == ()
    again = searching.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
    assert again.taken is not None
    assert (again.taken.removed, again.taken.before) == ((), 2)


def test_a_forged_receipt_is_named_beside_the_one_that_was_taken_in(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    one = sealed(kitchen.field)
    answered(kitchen)
    two = sealed(kitchen.field)
    other = strangers(tmp_path / "other")
    forger = Sender(kitchen.desk.card, other.desk.keys)
    false = false_receipt(kitchen, two.id, forger, kitchen.desk)
    other.close()
    search = searching.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
    assert search.taken is not None
    assert search.taken.removed == (one.name,)
    assert said(search.refused) == [(false.name, SignatureInvalid)]
    assert objects.of_record(kitchen.field.vault, two.id)


def test_a_receipt_of_another_desk_or_one_taken_back_is_named(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    mine = sealed(kitchen.field)
    other = strangers(tmp_path / "other")
    path = false_receipt(kitchen, mine.id, signing.sender(other.desk), other.desk)
    other.close()
    search = searching.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
    assert search.taken is None
    assert said(search.refused) == [(path.name, ReceiptFromAnother)]
    back = revoked(kitchen, tmp_path)
    path = false_receipt(kitchen, mine.id, signing.sender(back.desk), back.desk)
    back.close()
    search = searching.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
    assert search.taken is None
    assert said(search.refused) == [(path.name, SenderRevoked)]
    assert objects.of_record(kitchen.field.vault, mine.id)


def test_a_receipt_of_our_desk_that_names_nothing_of_ours_is_passed_over(
    kitchen: Kitchen,
) -> None:
    false_receipt(kitchen, "ab" * 16, signing.sender(kitchen.desk), kitchen.desk)
    search = searching.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
    assert (search.taken, search.refused) == (None, ())


def test_a_receipt_damaged_anywhere_after_its_key_is_named(kitchen: Kitchen) -> None:
    interview = sealed(kitchen.field)
    receipt = answered(kitchen)
    whole = receipt.read_bytes()
    sealed_to = whole.index(b"\n--- ")
    for place in range(sealed_to, len(whole), (len(whole) - sealed_to) // 20):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        for broken in (bytes(damaged), whole[:place]):
            receipt.write_bytes(broken)
            search = searching.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
            assert search.taken is None
            assert [each.name for each in search.refused] == [receipt.name]
    assert objects.of_record(kitchen.field.vault, interview.id)


def test_a_file_of_our_name_that_holds_nothing_of_ours_any_more_is_named(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    folder = tmp_path / "spoilt"
    folder.mkdir()
    for spoilt in (b"", bytes(4096)):
        (folder / OURS).write_bytes(spoilt)
        receipts = searching.take_receipts(kitchen.field, folder, NOW, silent)
        assert said(receipts.refused) == [(OURS, AgeHeaderError)]
        found = searching.find_pack(kitchen.field, folder, silent)
        assert said(found.refused) == [(OURS, NotAPack)]


def test_a_name_can_neither_break_a_line_nor_turn_it_round(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    mine = sealed(kitchen.field)
    other = strangers(tmp_path / "other")
    path = false_receipt(kitchen, mine.id, signing.sender(other.desk), other.desk)
    other.close()
    path.rename(path.with_name("good\u2028\u202e\u2069.age"))
    long = kitchen.stick / f"{'long' * 50}.age"
    long.write_bytes((kitchen.stick / "good\u2028\u202e\u2069.age").read_bytes())
    search = searching.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
    first, second = (each.name for each in search.refused)
    assert first == "good\ufffd\ufffd\ufffd.age"
    assert second.endswith("…")
    assert len(second) < 100


def test_where_there_is_nothing_for_this_laptop_nothing_is_found(
    kitchen: Kitchen,
) -> None:
    empty = kitchen.stick.parent / "empty"
    empty.mkdir()
    for folder in (empty, empty / "gone"):
        packs_ = searching.find_pack(kitchen.field, folder, silent)
        assert (packs_.found, packs_.refused) == (None, ())
        receipts = searching.take_receipts(kitchen.field, folder, NOW, silent)
        assert (receipts.taken, receipts.refused) == (None, ())


def test_more_files_than_are_looked_at_are_not_passed_over_in_silence(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    for number in range(MOST_FILES + 1):
        (full / f"{number}.age").touch()
    receipts = searching.take_receipts(kitchen.field, full, NOW, silent)
    assert said(receipts.refused) == [("full", TooManyFiles)]
    found = searching.find_pack(kitchen.field, full, silent)
    assert said(found.refused) == [("full", TooManyFiles)]


def test_what_this_laptop_cannot_do_yet_is_said_once_before_any_file_is_read(
    apart: Kitchen,
) -> None:
    with pytest.raises(NoPackYet):
        searching.take_receipts(apart.field, apart.stick, NOW, silent)
    with pytest.raises(WrongDesk):
        searching.take_receipts(apart.desk, apart.stick, NOW, silent)
    with pytest.raises(WrongDesk):
        searching.find_pack(apart.desk, apart.stick, silent)


def test_looking_can_be_stopped(kitchen: Kitchen) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        searching.find_pack(kitchen.field, kitchen.stick, stop)
    (kitchen.stick / OURS).touch()
    with pytest.raises(Cancelled):
        searching.take_receipts(kitchen.field, kitchen.stick, NOW, stop)
