"""Whatever lies on a stick, what is sound comes in and nothing else does."""

import hashlib
import io
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.domain.errors import (
    AgeNoMatch,
    Cancelled,
    ContentsAltered,
    DiskFull,
    IntakeError,
    NotAFile,
    PartMissing,
    SenderRevoked,
    SenderUnknown,
    SignatureInvalid,
    StatementInvalid,
    TooLarge,
    WrongKind,
)
from intake.domain.people import Card
from intake.sealing import statement as statements
from intake.sealing.age import decrypt, encrypt
from intake.sealing.bundle import Parcel, Plan, plan_bundle, write_bundle
from intake.sealing.container import Member, Writable, write_end, write_member
from intake.sealing.delivery import Delivered, Outcome, read_bundle, survey
from intake.sealing.incoming import Reader
from intake.sealing.outgoing import Item, Sender, Stamp, recipients
from intake.sealing.record import About, Portion, seal_object
from intake.sealing.signatures import Kind, sign

PART = 64 * 1024
Load = tuple[Parcel, Callable[[], io.BytesIO]]


class File(io.BytesIO):
    """A file that remembers how it was left."""

    def __init__(self) -> None:
        super().__init__()
        self.left: BaseException | str = "open"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.left = error or "kept"


class Store:
    """Takes objects in; ``kept`` has those that were left whole."""

    def __init__(self) -> None:
        self.files: dict[str, list[File]] = {}

    def __call__(self, parcel: Parcel) -> AbstractContextManager[Writable]:
        file = File()
        self.files.setdefault(parcel.object, []).append(file)
        return file

    @property
    def kept(self) -> dict[str, bytes]:
        return {
            name: file.getvalue()
            for name, files in self.files.items()
            for file in files
            if file.left == "kept"
        }

    @property
    def open(self) -> int:
        return sum(f.left == "open" for files in self.files.values() for f in files)


def load(number: int, size: int, portion: str = "account") -> Load:
    data = hashlib.shake_256(str((number, size)).encode()).digest(size)
    parcel = Parcel(
        f"{number:032x}",
        portion,
        hashlib.sha256(data + portion.encode()).hexdigest()[:32],
        size,
        hashlib.sha256(data).hexdigest(),
    )
    return parcel, lambda: io.BytesIO(data)


LOADS = [
    load(1, 2000),
    load(1, 90_000, "medium"),
    load(2, 1500),
    load(3, 70_000),
    load(4, 0),
    load(5, 2500),
]
ALL = {parcel.object: opener().read() for parcel, opener in LOADS}


@pytest.fixture
def plan(field: Sender, desk: Sender, stamp: Stamp) -> Plan:
    return plan_bundle(
        LOADS, stamp=stamp, sender=field, to=desk.card.card, part_size=PART
    )


@pytest.fixture
def stick(plan: Plan, tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    write_bundle(folder, plan)
    return folder


@pytest.fixture
def at_desk(field: Sender, desk: Sender, reading: Callable[..., Reader]) -> Reader:
    return reading(desk, field)


def delivered(
    places: list[Path], reader: Reader, store: Store
) -> tuple[Delivered, dict[str, Outcome]]:
    bundles = survey(places, reader).bundles
    assert len(bundles) == 1
    result = read_bundle(bundles[0], reader, store)
    assert store.open == 0
    outcomes = {parcel.object: outcome for parcel, outcome in result.objects}
    assert store.kept == {
        name: ALL[name] for name, each in outcomes.items() if each is Outcome.WHOLE
    }
    return result, outcomes


def spread(plan: Plan) -> dict[str, set[int]]:
    """Tell which parts each object lies in."""
    return {
        entry.object: {segment.part for segment in entry.segments}
        for entry in plan.head.statement.files
    }


def damage(path: Path, at: int = -100) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def part_of(plan: Plan, part: int, to: Sender, data: dict[str, bytes]) -> bytes:
    """Build a part with a true list and other data, as an insider could."""
    out = io.BytesIO()
    head = plan.head
    texts = {
        "statement.json": head.data,
        "statement.json.sig": head.signatures.sshsig,
        "statement.json.mldsa65": head.signatures.mldsa65,
        "manifest-sha256.txt": statements.manifest(head.statement),
    }
    with encrypt(out, recipients([to.card.card])) as plain:
        for name, content in texts.items():
            write_member(plain, Member(name, len(content)), [content])
        for entry, segment in statements.of_part(head.statement, part):
            start = sum(each.size for each in entry.segments[: segment.index])
            content = data[entry.object][start : start + segment.size]
            name = statements.member_name(entry, segment)
            write_member(plain, Member(name, len(content)), [content])
        write_member(plain, Member("padding", 0), [])
        write_end(plain)
    return out.getvalue()


def test_everything_comes_in_whole(stick: Path, plan: Plan, at_desk: Reader) -> None:
    result, outcomes = delivered([stick], at_desk, Store())
    assert set(outcomes.values()) == {Outcome.WHOLE}
    assert [parcel for parcel, _ in result.objects] == [parcel for parcel, _ in LOADS]
    assert result.missing == result.damaged == ()
    assert result.checked.head.sha256 == plan.head.sha256


def test_parts_may_come_from_several_sticks_under_any_name(
    stick: Path, at_desk: Reader, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for at, path in enumerate(sorted(stick.glob("*.age"), reverse=True)):
        path.rename((other if at % 2 else stick) / f"{at} (copy).bin")
    _, outcomes = delivered([other, stick], at_desk, Store())
    assert set(outcomes.values()) == {Outcome.WHOLE}


def test_parts_with_their_names_exchanged_are_still_what_they_are(
    stick: Path, plan: Plan, at_desk: Reader
) -> None:
    first, second = stick / plan.part_name(1), stick / plan.part_name(2)
    first.rename(stick / "x")
    second.rename(first)
    (stick / "x").rename(second)
    found = survey([stick], at_desk).bundles[0]
    assert found.parts[1] == [second]
    assert found.parts[2] == [first]
    _, outcomes = delivered([stick], at_desk, Store())
    assert set(outcomes.values()) == {Outcome.WHOLE}


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_a_missing_part_is_named_and_costs_only_what_lay_in_it(
    stick: Path, plan: Plan, at_desk: Reader, gone: int
) -> None:
    (stick / plan.part_name(gone)).unlink()
    store = Store()
    result, outcomes = delivered([stick], at_desk, store)
    assert result.missing == (gone,)
    for name, parts in spread(plan).items():
        assert (outcomes[name] is Outcome.WHOLE) == (gone not in parts)
    dropped = [file.left for files in store.files.values() for file in files]
    for left in dropped:
        assert left == "kept" or isinstance(left, PartMissing)


@pytest.mark.parametrize("hurt", [1, 2, 3])
@pytest.mark.parametrize("at", [10, 20_000, 64_000, -10])
def test_a_damaged_part_costs_nothing_to_the_others(
    stick: Path, plan: Plan, at_desk: Reader, hurt: int, at: int
) -> None:
    path = stick / plan.part_name(hurt)
    damage(path, at if at < path.stat().st_size else -10)
    result, outcomes = delivered([stick], at_desk, Store())
    assert hurt in result.missing + result.damaged
    for name, parts in spread(plan).items():
        if hurt not in parts:
            assert outcomes[name] is Outcome.WHOLE


def test_a_second_copy_mends_a_damaged_part(
    stick: Path, plan: Plan, at_desk: Reader, tmp_path: Path
) -> None:
    for part in plan.parts:
        good = stick / plan.part_name(part)
        shutil.copy(good, tmp_path / "good")
        for at in (-10, good.stat().st_size // 2):
            hurt = stick / f"0-{part}-{at}.age"
            shutil.copy(good, hurt)
            damage(hurt, at)
    (tmp_path / "good").unlink()
    result, outcomes = delivered([stick], at_desk, Store())
    assert set(outcomes.values()) == {Outcome.WHOLE}
    assert result.damaged == ()


def test_one_false_object_costs_nothing_to_the_others(
    stick: Path, plan: Plan, desk: Sender, at_desk: Reader
) -> None:
    for parcel, _ in LOADS:
        if not parcel.size:
            continue
        data = dict(ALL)
        content = data[parcel.object]
        data[parcel.object] = content[:-1] + bytes([content[-1] ^ 1])
        for part in plan.parts:
            made = part_of(plan, part, desk, data)
            (stick / plan.part_name(part)).write_bytes(made)
        store = Store()
        result, outcomes = delivered([stick], at_desk, store)
        assert outcomes.pop(parcel.object) is Outcome.DAMAGED
        assert set(outcomes.values()) == {Outcome.WHOLE}
        assert result.damaged == ()
        assert isinstance(store.files[parcel.object][0].left, ContentsAltered)


def test_what_is_not_wanted_is_passed_by(stick: Path, at_desk: Reader) -> None:
    store, unwanted = Store(), LOADS[1][0]

    def offer(parcel: Parcel) -> AbstractContextManager[Writable] | None:
        return None if parcel == unwanted else store(parcel)

    result = read_bundle(survey([stick], at_desk).bundles[0], at_desk, offer)
    outcomes = dict(result.objects)
    assert outcomes.pop(unwanted) is Outcome.PASSED_BY
    assert set(outcomes.values()) == {Outcome.WHOLE}
    assert unwanted.object not in store.files


def test_foreign_files_are_named_and_left_alone(
    stick: Path, plan: Plan, at_desk: Reader
) -> None:
    (stick / "holiday.jpg").write_bytes(b"theirs")
    (stick / "empty").write_bytes(b"")
    (stick / (plan.part_name(9) + ".unfinished")).write_bytes(
        (stick / plan.part_name(1)).read_bytes()[:30_000]
    )
    (stick / "folder").mkdir()
    (stick / "nowhere").symlink_to(stick / "gone")
    found = survey([stick], at_desk)
    assert sorted(path.name for path in found.foreign) == sorted(
        ["holiday.jpg", "empty", plan.part_name(9) + ".unfinished"]
    )
    assert [(each.path.name, type(each.error)) for each in found.refused] == [
        ("nowhere", NotAFile)
    ]
    assert not found.bundles[0].missing


def test_several_bundles_in_one_folder_are_kept_apart(
    stick: Path, field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    second = plan_bundle(
        LOADS[:1],
        stamp=replace(stamp, id="6" * 32, sequence=8),
        sender=field,
        to=desk.card.card,
    )
    write_bundle(stick, second)
    bundles = survey([stick], at_desk).bundles
    assert sorted(b.checked.statement.sequence for b in bundles) == [7, 8]
    for bundle in bundles:
        result = read_bundle(bundle, at_desk, Store())
        assert {outcome for _, outcome in result.objects} == {Outcome.WHOLE}


def test_a_part_of_another_bundle_with_the_same_objects_does_not_fit(
    stick: Path, plan: Plan, field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    second = plan_bundle(
        LOADS,
        stamp=replace(stamp, sequence=9),
        sender=field,
        to=desk.card.card,
        part_size=PART,
    )
    other = stick.parent / "other"
    other.mkdir()
    write_bundle(other, second, only={2})
    shutil.copy(other / plan.part_name(2), stick)
    bundles = survey([stick], at_desk).bundles
    assert sorted(bundle.missing for bundle in bundles) == [
        (1, *range(3, plan.parts[-1] + 1)),
        (2,),
    ]


def test_no_more_lists_are_held_than_memory_is_meant_to_hold(
    stick: Path, at_desk: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.sealing.delivery.HELD", 1000)
    found = survey([stick], at_desk)
    assert not found.bundles
    assert {type(each.error) for each in found.refused} == {TooLarge}


def test_an_unknown_sender_is_shown_and_nothing_is_read(
    stick: Path, field: Sender, desk: Sender, reading: Callable[..., Reader]
) -> None:
    reader, store = reading(desk), Store()
    found = survey([stick], reader).bundles[0]
    assert found.checked.signer == field.card.card
    with pytest.raises(SenderUnknown):
        read_bundle(found, reader, store)
    assert not store.files


def test_a_revoked_sender_is_refused(stick: Path, desk: Sender) -> None:
    def known(_: str) -> Card | None:
        raise SenderRevoked

    reader = Reader([desk.keys.identity], {desk.card.card.fingerprint}, known)
    found = survey([stick], reader)
    assert not found.bundles
    assert {type(each.error) for each in found.refused} == {SenderRevoked}


def test_a_bundle_for_someone_else_is_refused(
    stick: Path, field: Sender, custodian: Sender, reading: Callable[..., Reader]
) -> None:
    found = survey([stick], reading(custodian, field))
    assert not found.bundles
    assert {type(each.error) for each in found.refused} == {AgeNoMatch}


def test_a_bundle_sealed_again_to_another_is_refused(
    stick: Path,
    field: Sender,
    desk: Sender,
    custodian: Sender,
    reading: Callable[..., Reader],
) -> None:
    for path in stick.glob("*.age"):
        plain = decrypt(io.BytesIO(path.read_bytes()), [desk.keys.identity]).read()
        out = io.BytesIO()
        with encrypt(out, recipients([custodian.card.card])) as again:
            again.write(plain)
        path.write_bytes(out.getvalue())
    found = survey([stick], reading(custodian, field))
    assert {type(each.error) for each in found.refused} == {AgeNoMatch}


def test_a_bundle_signed_by_an_attacker_in_anothers_name_is_refused(
    tmp_path: Path,
    field: Sender,
    desk: Sender,
    stranger: Sender,
    stamp: Stamp,
    at_desk: Reader,
) -> None:
    forged = plan_bundle(
        LOADS, stamp=stamp, sender=Sender(field.card, stranger.keys), to=desk.card.card
    )
    write_bundle(tmp_path, forged)
    found = survey([tmp_path], at_desk)
    assert {type(each.error) for each in found.refused} == {SignatureInvalid}


def test_a_record_is_no_bundle(
    tmp_path: Path, field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    with (tmp_path / "x.age").open("wb") as file:
        seal_object(
            file,
            [Item("record.json", 2, lambda: io.BytesIO(b"{}"))],
            About("a" * 32, 1, Portion.ACCOUNT),
            stamp=stamp,
            sender=field,
            to=[desk.card.card],
        )
    found = survey([tmp_path], at_desk)
    assert [str(each.error) for each in found.refused] == [
        "This file is a record, not a bundle. Nothing was changed."
    ]
    assert isinstance(found.refused[0].error, WrongKind)


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "records/" + "a" * 32 + "/account-" + "b" * 32 + ".age/../x",
        "records/" + "a" * 32 + "/secrets-" + "b" * 32 + ".age",
        "objects/x.age",
    ],
)
def test_an_insider_cannot_name_a_path(
    plan: Plan, field: Sender, desk: Sender, at_desk: Reader, tmp_path: Path, path: str
) -> None:
    first, *rest = plan.head.statement.files
    statement = replace(plan.head.statement, files=(replace(first, path=path), *rest))
    data = statements.draft(statement)
    signatures = sign(data, Kind.BUNDLE, field.keys.signing)
    head = replace(plan.head, data=data, signatures=signatures)
    (tmp_path / "x.age").write_bytes(part_of(replace(plan, head=head), 1, desk, ALL))
    found = survey([tmp_path], at_desk)
    assert {type(each.error) for each in found.refused} == {StatementInvalid}


def test_an_object_under_the_name_of_another_is_refused(
    plan: Plan, field: Sender, desk: Sender, at_desk: Reader, tmp_path: Path
) -> None:
    first, *rest = plan.head.statement.files
    path = first.path.replace(first.object, "0" * 32)
    statement = replace(plan.head.statement, files=(replace(first, path=path), *rest))
    data = statements.draft(statement)
    signatures = sign(data, Kind.BUNDLE, field.keys.signing)
    head = replace(plan.head, data=data, signatures=signatures)
    (tmp_path / "x.age").write_bytes(part_of(replace(plan, head=head), 1, desk, ALL))
    found = survey([tmp_path], at_desk)
    assert {type(each.error) for each in found.refused} == {StatementInvalid}


def test_a_file_exchanged_after_the_look_is_not_read(
    stick: Path, plan: Plan, field: Sender, desk: Sender, stamp: Stamp, at_desk: Reader
) -> None:
    found = survey([stick], at_desk).bundles[0]
    other = plan_bundle(
        LOADS,
        stamp=replace(stamp, sequence=9),
        sender=field,
        to=desk.card.card,
        part_size=PART,
    )
    (stick / f"{plan.name}.sha256").unlink()
    write_bundle(stick, other, only={1})
    result = read_bundle(found, at_desk, Store())
    assert result.damaged == (1,)


def test_a_stick_pulled_out_after_the_look_costs_what_was_not_read(
    stick: Path, plan: Plan, at_desk: Reader
) -> None:
    found = survey([stick], at_desk).bundles[0]
    (stick / plan.part_name(2)).unlink()
    result = read_bundle(found, at_desk, Store())
    assert result.damaged == (2,)
    assert Outcome.WHOLE in {outcome for _, outcome in result.objects}


def test_our_own_disk_failing_stops_everything_and_leaves_nothing_open(
    stick: Path, at_desk: Reader
) -> None:
    store = Store()

    class Full(File):
        def write(self, *_: object) -> int:
            raise DiskFull

    def offer(parcel: Parcel) -> AbstractContextManager[Writable]:
        if parcel == LOADS[1][0]:
            store.files[parcel.object] = [Full()]
            return store.files[parcel.object][0]
        return store(parcel)

    with pytest.raises(DiskFull):
        read_bundle(survey([stick], at_desk).bundles[0], at_desk, offer)
    assert store.open == 0
    assert list(store.kept) == [LOADS[0][0].object]


def test_stopping_leaves_nothing_open(stick: Path, at_desk: Reader) -> None:
    store = Store()

    def report(done: int, total: int) -> None:
        if done > total // 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_bundle(survey([stick], at_desk).bundles[0], at_desk, store, report)
    assert store.open == 0


def test_progress_reaches_its_end(stick: Path, at_desk: Reader) -> None:
    seen: list[tuple[int, int]] = []
    found = survey([stick], at_desk, lambda *step: seen.append(step)).bundles[0]
    assert seen[-1][0] == seen[-1][1]
    seen.clear()
    read_bundle(found, at_desk, Store(), lambda *step: seen.append(step))
    assert seen == sorted(seen)
    assert seen[-1] == (sum(map(len, ALL.values())),) * 2


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(st.binary(max_size=300), st.integers(0, 200_000), st.booleans())
def test_strange_bytes_never_raise_and_never_pass(
    stick: Path,
    plan: Plan,
    at_desk: Reader,
    data: bytes,
    at: int,
    cut: bool,
) -> None:
    path = stick / plan.part_name(1)
    whole = path.read_bytes()
    at %= len(whole)
    path.write_bytes(whole[:at] + data + (b"" if cut else whole[at + len(data) :]))
    try:
        found = survey([stick], at_desk).bundles[0]
        store = Store()
        read_bundle(found, at_desk, store)
        assert all(ALL[name] == content for name, content in store.kept.items())
    except IntakeError as error:
        pytest.fail(repr(error))
    finally:
        path.write_bytes(whole)
