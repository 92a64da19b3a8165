"""Sticks that were prepared to hurt: each ends in its own sentence, at little cost."""

import errno
import io
import os
import resource
import shutil
import tarfile
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app.desk import library, receiving, waiting
from intake.app.field import sending
from intake.domain.errors import (
    AgeNoMatch,
    ContentsAltered,
    NotAFile,
    SenderUnknown,
    StickGone,
    TooManyFiles,
)
from intake.domain.people import Role
from intake.sealing.age import decrypt, encrypt
from intake.sealing.card import make_card
from intake.sealing.container import Member, Members, write_end, write_member
from intake.sealing.delivery import MOST_FILES
from intake.sealing.keys import Keys, derive
from intake.sealing.outgoing import Sender, recipients
from intake.sealing.signatures import Kind, sign
from kitchen import BEGUN, Kitchen, introduced, sealed

LATER = BEGUN + timedelta(hours=2)


@pytest.fixture
def sent(kitchen: Kitchen) -> Kitchen:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    return kitchen


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    stick = tmp_path / "hostile"
    stick.mkdir()
    return stick


def part_of(kitchen: Kitchen) -> Path:
    (part,) = kitchen.stick.glob("*-0001.age")
    return part


def reasons(received: receiving.Received) -> dict[str, str]:
    return {each.name: each.reason for each in received.files}


def nothing_came(kitchen: Kitchen) -> bool:
    left = (kitchen.desk.vault.folder / "objects").rglob("*")
    return library.listed(kitchen.desk) == () and not any(map(Path.is_file, left))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with pipes")
def test_links_pipes_and_devices_are_not_opened(sent: Kitchen, hostile: Path) -> None:
    (hostile / "link.age").symlink_to(part_of(sent))
    (hostile / "zero.age").symlink_to("/dev/zero")
    (hostile / "loop.age").symlink_to(hostile / "loop.age")
    os.mkfifo(hostile / "pipe.age")
    received = receiving.receive(sent.desk, [hostile], LATER)
    names = ["link.age", "loop.age", "pipe.age", "zero.age"]
    assert reasons(received) == dict.fromkeys(names, str(NotAFile()))
    assert nothing_came(sent)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with pipes")
def test_a_pipe_that_is_given_by_name_is_not_waited_for(
    sent: Kitchen, hostile: Path
) -> None:
    os.mkfifo(hostile / "pipe.age")
    received = receiving.receive(sent.desk, [hostile / "pipe.age"], LATER)
    assert list(reasons(received).values()) == [str(NotAFile())]


def test_a_hundred_thousand_files_are_not_all_looked_at(
    sent: Kitchen, hostile: Path
) -> None:
    first = hostile / "0"
    first.touch()
    for number in range(1, MOST_FILES + 50):
        os.link(first, hostile / str(number))
    received = receiving.receive(sent.desk, [hostile], LATER)
    assert reasons(received) == {"hostile": str(TooManyFiles(most=MOST_FILES))}
    assert len(received.foreign) == MOST_FILES


@pytest.mark.parametrize(
    "name",
    [
        "two\nlines.age",
        "gpj.\N{RIGHT-TO-LEFT OVERRIDE}ega.age",
        "bell\a.age",
        "x" * 250,
    ],
)
def test_a_name_can_neither_break_a_line_nor_turn_it_round(
    sent: Kitchen, hostile: Path, name: str
) -> None:
    (hostile / name).write_bytes(b"age-encryption.org/v1\nnonsense")
    received = receiving.receive(sent.desk, [hostile], LATER)
    (shown,) = reasons(received)
    assert shown.isprintable()
    assert len(shown) <= 81


def test_a_name_that_is_no_text_is_shown_all_the_same(
    sent: Kitchen, hostile: Path
) -> None:
    (hostile / os.fsdecode(b"\xff\xfe.jpg")).write_bytes(b"a picture")
    (shown,) = receiving.receive(sent.desk, [hostile], LATER).foreign
    assert shown.encode("utf-8")


def test_a_file_of_forty_gibibytes_of_nothing_costs_nothing(
    sent: Kitchen, hostile: Path
) -> None:
    whole = part_of(sent).read_bytes()
    for name, start in (("zeros.age", b""), ("half.age", whole[: len(whole) // 2])):
        with (hostile / name).open("wb") as file:
            file.write(start)
            try:
                file.truncate(40 * 2**30)
            except OSError:
                pytest.skip("this disk takes no sparse file of 40 GiB")
    before = resource.getrusage(resource.RUSAGE_SELF)
    received = receiving.receive(sent.desk, [hostile], LATER)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert received.foreign == ("zeros.age",)
    assert not received.good
    assert library.listed(sent.desk) == ()
    assert after.ru_utime - before.ru_utime < 20
    assert after.ru_maxrss - before.ru_maxrss < 200_000


def test_archives_of_other_programs_are_left_alone(
    sent: Kitchen, hostile: Path
) -> None:
    with zipfile.ZipFile(hostile / "a.zip", "w") as archive:
        archive.writestr("../../evil", "words")
    with tarfile.open(hostile / "a.tar.gz", "w:gz") as tape:
        tape.addfile(tarfile.TarInfo("/etc/passwd"))
    (hostile / "a.gpg").write_bytes(b"\x85\x01\x0c\x03" + bytes(500))
    (hostile / "intake.age").write_bytes(b"age-encryption.org/v2\n-> X25519 abc\n")
    received = receiving.receive(sent.desk, [hostile], LATER)
    assert set(received.foreign) == {"a.zip", "a.tar.gz", "a.gpg"}
    assert list(reasons(received)) == ["intake.age"]


def test_a_sealed_archive_of_another_program_is_refused(
    sent: Kitchen, hostile: Path
) -> None:
    tape = io.BytesIO()
    with tarfile.open(fileobj=tape, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("statement.json"))
    bomb = bytes(64 * 2**20)
    for name, data in (("a.age", tape.getvalue()), ("b.age", b""), ("c.age", bomb)):
        with (
            (hostile / name).open("wb") as file,
            encrypt(file, recipients([sent.desk.card.card])) as out,
        ):
            out.write(data)
    received = receiving.receive(sent.desk, [hostile], LATER)
    assert len(reasons(received)) == 3
    assert nothing_came(sent)


# --- the list of contents, opened, changed, and closed again


def opened_part(kitchen: Kitchen) -> tuple[list[tuple[Member, bytes]], Sender]:
    sealed_part = io.BytesIO(part_of(kitchen).read_bytes())
    members = Members(decrypt(sealed_part, [kitchen.desk.keys.identity]))
    found: list[tuple[Member, bytes]] = []
    while not found or found[-1][0].name != "padding":
        member = members.enter()
        data = b""
        while block := members.read(2**20):
            data += block
        found.append((member, data))
    return found, Sender(kitchen.field.card, kitchen.field.keys)


def rebuilt(
    kitchen: Kitchen, path: Path, change: dict[str, bytes], keys: Keys | None = None
) -> None:
    """Write the part again to the desk, some members changed, perhaps signed anew."""
    found, sender = opened_part(kitchen)
    data = {member.name: content for member, content in found} | change
    if keys is not None:
        made = sign(data["statement.json"], Kind.BUNDLE, keys.signing)
        data["statement.json.sig"] = made.sshsig
        data["statement.json.mldsa65"] = made.mldsa65
    to = recipients([kitchen.desk.card.card])
    with path.open("wb") as file, encrypt(file, to) as out:
        for name, content in data.items():
            write_member(out, Member(name, len(content)), [content])
        write_end(out)
    assert sender.keys is kitchen.field.keys


def statement_of(kitchen: Kitchen) -> bytes:
    return {m.name: data for m, data in opened_part(kitchen)[0]}["statement.json"]


@pytest.mark.parametrize(
    ("version", "words"), [(b"v2", "newer version"), (b"v0", "damaged or of another")]
)
def test_another_version_of_the_format_says_so(
    sent: Kitchen, hostile: Path, version: bytes, words: str
) -> None:
    statement = statement_of(sent).replace(
        b"intake-bundle-v1", b"intake-bundle-" + version
    )
    rebuilt(sent, hostile / "a.age", {"statement.json": statement}, sent.field.keys)
    received = receiving.receive(sent.desk, [hostile], LATER)
    assert words in reasons(received)["a.age"]
    assert nothing_came(sent)


def test_a_bundle_signed_again_by_an_unknown_hand_is_held_as_theirs(
    sent: Kitchen, hostile: Path
) -> None:
    keys = derive(b"attacker".ljust(32, b"\0"))
    card = make_card(keys, Role.INTERVIEWER, "Cedar", BEGUN.date())
    statement = statement_of(sent)
    own = sent.field.card
    forged = statement.replace(own.to_bytes(), card.to_bytes()).replace(
        own.card.fingerprint.encode(), card.card.fingerprint.encode()
    )
    assert forged != statement
    rebuilt(sent, hostile / "a.age", {"statement.json": forged}, keys)
    received = receiving.receive(sent.desk, [hostile], LATER)
    (held,) = received.unknown
    assert held.card == card.card
    assert set(reasons(received).values()) == {str(SenderUnknown())}
    assert library.listed(sent.desk) == ()


def test_a_changed_list_under_the_old_signatures_is_refused(
    sent: Kitchen, hostile: Path
) -> None:
    statement = statement_of(sent).replace(b'"sequence":', b'"sequence":1')
    rebuilt(sent, hostile / "a.age", {"statement.json": statement})
    received = receiving.receive(sent.desk, [hostile], LATER)
    assert "signature does not fit" in reasons(received)["a.age"]
    assert nothing_came(sent)


def test_a_bundle_that_is_addressed_again_to_another_desk_is_not_for_it(
    sent: Kitchen, tmp_path: Path, hostile: Path
) -> None:
    other = introduced(tmp_path / "other")
    found, _ = opened_part(sent)
    to = recipients([other.desk.card.card])
    with (hostile / "a.age").open("wb") as file, encrypt(file, to) as out:
        for member, data in found:
            write_member(out, member, [data])
        write_end(out)
    received = receiving.receive(other.desk, [hostile], LATER)
    assert reasons(received) == {"a.age": str(AgeNoMatch())}
    other.close()


def test_a_bundle_played_again_changes_nothing(sent: Kitchen, hostile: Path) -> None:
    receiving.receive(sent.desk, [sent.stick], LATER)
    before = library.listed(sent.desk)
    shutil.copy(part_of(sent), hostile / "again.age")
    received = receiving.receive(sent.desk, [hostile], LATER + timedelta(days=9))
    assert [each.outcome for each in received.records] == [
        receiving.Outcome.ALREADY_HERE
    ]
    assert library.listed(sent.desk) == before


def test_data_that_is_not_what_the_list_says_costs_that_record(
    sent: Kitchen, hostile: Path
) -> None:
    found, _ = opened_part(sent)
    name, data = next((m.name, d) for m, d in found if m.name.startswith("data/"))
    changed = bytes([data[0] ^ 1]) + data[1:]
    rebuilt(sent, hostile / "a.age", {name: changed})
    received = receiving.receive(sent.desk, [hostile], LATER)
    (result,) = received.records
    assert result.outcome is receiving.Outcome.DAMAGED
    assert result.reason == str(ContentsAltered())
    assert nothing_came(sent)


def test_a_stick_that_is_pulled_while_it_is_read_says_so(
    sent: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, part = list[str](), part_of(sent)

    class Pulled(io.FileIO):
        """A file that fails when it is opened a third time, after it was looked at."""

        def __init__(self, path: Path, mode: str, opener: object) -> None:
            super().__init__(path, mode, opener=opener)  # type: ignore[arg-type]
            opened.extend([path.name] if path == part else [])

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            if len(opened) > 2 and self.name == part:
                raise OSError(errno.EIO, "Input/output error")
            return super().readinto(buffer)

    monkeypatch.setattr("intake.sealing.medium.io.FileIO", Pulled)
    received = receiving.receive(sent.desk, [sent.stick], LATER)
    monkeypatch.undo()
    (result,) = received.records
    assert result.outcome is receiving.Outcome.INCOMPLETE
    assert result.reason == str(StickGone())
    assert library.listed(sent.desk) == ()
    assert waiting.listed(sent.desk) == ()
    assert receiving.receive(sent.desk, [sent.stick], LATER).good


def test_a_folder_that_is_gone_says_so(sent: Kitchen, hostile: Path) -> None:
    hostile.rmdir()
    received = receiving.receive(sent.desk, [hostile], LATER)
    assert reasons(received) == {"hostile": str(StickGone())}
