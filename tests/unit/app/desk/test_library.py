import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from intake.app import signing
from intake.app.desk import agreed, contents, library, receiving
from intake.app.field import interviewing, protocols, sending
from intake.domain.canonical import Json, decode, encode
from intake.domain.consent import Answer, Grant, Recipient
from intake.domain.custody import Event
from intake.domain.errors import ContentsAltered, IntakeError, NoSuchRecord, WrongDesk
from intake.domain.protocol import Audience, Part, Protocol
from intake.domain.record import RecordState
from intake.forms import EDITION
from intake.sealing.bundle import Parcel, plan_bundle, write_bundle
from intake.sealing.outgoing import Item
from intake.sealing.record import Other, Portion, read_object, seal_object
from intake.vault import custody, forms, objects, records
from intake.vault.records import Filter, Row
from kitchen import (
    ACCOUNT,
    BEGUN,
    SENTENCE,
    Kitchen,
    seal,
    sealed,
    ticking,
    told,
    told_with_identity,
)

LATER = BEGUN + timedelta(hours=2)
Load = tuple[Parcel, Callable[[], BinaryIO]]


@pytest.fixture
def row(kitchen: Kitchen) -> Row:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    return library.listed(kitchen.desk)[0]


def original(kitchen: Kitchen, key: str) -> Path:
    return kitchen.desk.vault.folder / "objects" / key[:2] / key


def test_the_list_shows_what_was_noted_at_import(row: Row) -> None:
    assert library.text(row, "interviewer") == "Cedar"
    assert library.text(row, "title") == "A small form"
    assert library.text(row, "no such thing") == ""
    assert row.state is RecordState.NEW


def test_a_record_is_found_by_number_id_and_the_start_of_its_id(
    kitchen: Kitchen, row: Row
) -> None:
    for text in (row.number, row.record, row.record[:8]):
        assert library.find(kitchen.desk, text) == row
    for text in ("", row.record[:2], "no"):
        with pytest.raises(NoSuchRecord):
            library.find(kitchen.desk, text)


def test_a_record_is_found_by_a_word_of_the_account(kitchen: Kitchen, row: Row) -> None:
    assert library.listed(kitchen.desk, Filter(search="harvest")) == (row,)
    assert library.listed(kitchen.desk, Filter(search="winter")) == ()


def test_the_answers_are_read_in_the_language_they_were_asked_in(
    kitchen: Kitchen, row: Row
) -> None:
    (part,) = library.read(kitchen.desk, row, LATER).parts
    part.session.set_language("Uyghur (ug)")
    item = part.session.get("/data/kind")
    assert [choice.value for choice in item.choices] == ["seen", "told"]
    assert item.label != part.session.form.title
    assert SENTENCE.encode() in part.submission


def test_opening_a_record_is_noted_and_makes_it_read(
    kitchen: Kitchen, row: Row
) -> None:
    library.read(kitchen.desk, row, LATER)
    assert records.get(kitchen.desk.vault, row.number).state is RecordState.READ
    events = [each.event for each in custody.entries(kitchen.desk.vault, row.record)]
    assert events == [Event.RECEIVED, Event.OPENED]


def test_a_sound_record_verifies(kitchen: Kitchen, row: Row) -> None:
    findings = library.verify(kitchen.desk, row, LATER)
    assert findings
    assert all(each.good for each in findings)


def test_a_record_that_was_touched_on_the_desks_own_disk_does_not_verify(
    kitchen: Kitchen, row: Row
) -> None:
    path = original(kitchen, row.account)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 4
    path.write_bytes(bytes(whole))
    findings = library.verify(kitchen.desk, row, LATER)
    assert [each.good for each in findings] == [False]
    with pytest.raises(IntakeError):
        library.read(kitchen.desk, row, LATER)


def test_a_record_whose_file_was_cut_does_not_verify(
    kitchen: Kitchen, row: Row
) -> None:
    path = original(kitchen, row.account)
    path.write_bytes(path.read_bytes()[:-1])
    assert not all(each.good for each in library.verify(kitchen.desk, row, LATER))


def test_a_record_that_is_set_apart_says_why_when_it_is_verified(
    kitchen: Kitchen, row: Row
) -> None:
    records.set_state(kitchen.desk.vault, row.number, RecordState.SET_APART)
    apart = records.get(kitchen.desk.vault, row.number)
    (finding,) = library.verify(kitchen.desk, apart, LATER)
    assert not finding.good


def test_consent_that_was_not_asked_for_by_its_names_is_not_recorded(
    kitchen: Kitchen, row: Row
) -> None:
    consent = library.read(kitchen.desk, row, LATER).consent
    assert consent.decision == "not recorded"


def test_the_library_is_the_desks(kitchen: Kitchen) -> None:
    with pytest.raises(WrongDesk):
        library.listed(kitchen.field)


def test_the_part_is_named_as_in_the_protocol(kitchen: Kitchen, row: Row) -> None:
    record = library.read(kitchen.desk, row, LATER)
    assert [part.name for part in record.parts] == [ACCOUNT]
    assert record.identity_here
    assert record.about["name"] == library.text(row, "name")


def arrived(kitchen: Kitchen) -> Row:
    sending.send(kitchen.field, kitchen.stick, LATER)
    (result,) = receiving.receive(kitchen.desk, [kitchen.stick], LATER).records
    return library.find(kitchen.desk, result.number)


def test_a_desk_with_both_keys_reads_identity_and_its_pictures(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    passport = tmp_path / "passport.jpg"
    passport.write_bytes(b"face and number" * 5000)
    interview = told_with_identity(kitchen.field)
    interview.attach("identity", "/data/photo", passport)
    seal(kitchen.field, interview)
    row = arrived(kitchen)
    record = library.read(kitchen.desk, row, LATER)
    assert record.identity_here
    assert [part.name for part in record.parts] == ["identity", ACCOUNT]
    (attachment,) = record.attachments
    assert (attachment.original, attachment.size) == ("passport.jpg", 75_000)
    out = tmp_path / "out"
    with out.open("wb") as sink:
        library.write_attachment(kitchen.desk, row, attachment, sink)
    assert out.read_bytes() == passport.read_bytes()
    findings = library.verify(kitchen.desk, row, LATER)
    assert all(each.good for each in findings)
    said = {each.what for each in findings}
    assert {"account: answers and journal", "identity: answers and journal"} <= said


def test_a_picture_that_is_not_what_the_identity_says_is_altered(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    passport = tmp_path / "passport.jpg"
    passport.write_bytes(b"face and number" * 5000)
    interview = told_with_identity(kitchen.field)
    interview.attach("identity", "/data/photo", passport)
    seal(kitchen.field, interview)
    row = arrived(kitchen)
    (attachment,) = library.read(kitchen.desk, row, LATER).attachments
    other = replace(attachment.sealed, plain_sha256="0" * 64)
    with (tmp_path / "out").open("wb") as sink, pytest.raises(ContentsAltered):
        library.write_attachment(
            kitchen.desk, row, replace(attachment, sealed=other), sink
        )


def test_an_interview_whose_lists_were_corrected_meanwhile_comes_in_as_it_was(
    kitchen: Kitchen,
) -> None:
    interview = told(kitchen.field)
    form = interview.session(ACCOUNT).form.digest
    kept = forms.get_form(kitchen.field.vault, form)
    corrected = {"villages.csv": b"name,label\nup,Upper mill\n"}
    forms.put_form(kitchen.field.vault, form, kept.xform, corrected, {})
    seal(
        kitchen.field,
        interviewing.resume(kitchen.field, interview.id, lambda: LATER),
    )
    row = arrived(kitchen)
    assert row.state is RecordState.NEW
    assert all(each.good for each in library.verify(kitchen.desk, row, LATER))
    (part,) = library.read(kitchen.desk, row, LATER).parts
    assert part.form.digest != form
    assert part.session.unplaced == ()


Changing = Callable[[dict[str, bytes]], dict[str, bytes]]


def resealed(
    kitchen: Kitchen, key: str, change: Changing, others: tuple[Other, ...] = ()
) -> Load:
    """Seal an account of the field once more, with other files, as an insider would."""
    with objects.open(kitchen.field.vault, key) as source:
        made, files = read_object(source, signing.reader(kitchen.desk))
    changed = counted(change(files))
    about = replace(made.about, others=others or made.about.others)
    out = io.BytesIO()
    done = seal_object(
        out,
        [Item(path, len(data), opener(data)) for path, data in changed.items()],
        about,
        stamp=signing.stamp(kitchen.field, LATER),
        sender=signing.sender(kitchen.field),
        to=[kitchen.desk.card.card],
    )
    parcel = Parcel(about.record, "account", objects.new_id(), done.size, done.sha256)
    return parcel, opener(out.getvalue())


def opener(data: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(data)


def counted(files: dict[str, bytes]) -> dict[str, bytes]:
    named = {path: data for path, data in files.items() if path != contents.MANIFEST}
    sums = "".join(
        f"{hashlib.sha512(data).hexdigest()}  {path}\n" for path, data in named.items()
    )
    return {**named, contents.MANIFEST: sums.encode()}


def brought(kitchen: Kitchen, carried: list[Load]) -> Row:
    plan = plan_bundle(
        carried,
        stamp=signing.stamp(kitchen.field, LATER),
        sender=signing.sender(kitchen.field),
        to=kitchen.desk.card.card,
    )
    write_bundle(kitchen.stick, plan)
    (result,) = receiving.receive(kitchen.desk, [kitchen.stick], LATER).records
    return library.find(kitchen.desk, result.number)


def test_answers_that_are_not_those_of_the_journal_are_found(kitchen: Kitchen) -> None:
    (account,) = objects.of_record(kitchen.field.vault, sealed(kitchen.field).id)

    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        path = "submission/account.xml"
        return {**files, path: files[path].replace(b"harvest", b"planting")}

    row = brought(kitchen, [resealed(kitchen, account.id, change)])
    assert row.state is RecordState.NEW
    wrong = [each for each in library.verify(kitchen.desk, row, LATER) if not each.good]
    assert [(each.what, each.detail) for each in wrong] == [
        ("account: answers and journal", "differ in account")
    ]


def test_answers_by_another_edition_may_differ_from_their_journal(
    kitchen: Kitchen,
) -> None:
    (account,) = objects.of_record(kitchen.field.vault, sealed(kitchen.field).id)

    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        about = decode(files["record.json"])
        assert isinstance(about, dict)
        assert about["engine"] == EDITION
        path = "submission/account.xml"
        return {
            **files,
            "record.json": encode({**about, "engine": EDITION + 1}),
            path: files[path].replace(b"harvest", b"planting"),
        }

    row = brought(kitchen, [resealed(kitchen, account.id, change)])
    wrong = [each for each in library.verify(kitchen.desk, row, LATER) if not each.good]
    (found,) = wrong
    assert found.detail.startswith("differ in account; it was answered by another")


CONSENT = """<h:html xmlns="http://www.w3.org/2002/xforms"
    xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Consent</h:title><model>
    <instance><d id="consent"><consent_decision/><share_lawyer/></d></instance>
    </model></h:head><h:body>
    <input ref="/d/consent_decision"><label>Agreed?</label></input>
    <input ref="/d/share_lawyer"><label>To a lawyer?</label></input>
    </h:body></h:html>"""


def test_a_person_is_held_to_the_narrower_of_answers_and_journal(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    (tmp_path / "consent.xml").write_text(CONSENT, "utf-8")
    form = protocols.from_form(kitchen.field, tmp_path / "consent.xml").parts[0].form
    part = Part("consent", "Consent", form, Audience.DESK, required=True)
    protocol = Protocol("agreed", "Agreed", "1", (part,))
    interview = interviewing.begin(kitchen.field, protocol, ticking())
    interview.answer("consent", "/d/consent_decision", "given")
    interview.answer("consent", "/d/share_lawyer", "with_identity")
    seal(kitchen.field, interview)
    (account,) = objects.of_record(kitchen.field.vault, interview.id)

    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        path = "submission/consent.xml"
        return {**files, path: files[path].replace(b"with_identity", b"no")}

    row = brought(kitchen, [resealed(kitchen, account.id, change)])
    given = library.read(kitchen.desk, row, LATER).consent
    assert given.decision is Answer.YES
    assert given.shares[Recipient.LAWYER] is Grant.NO


def test_a_journal_that_no_interview_could_have_is_said_when_it_is_read(
    kitchen: Kitchen,
) -> None:
    (account,) = objects.of_record(kitchen.field.vault, sealed(kitchen.field).id)

    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        step: Json = {"deed": "mark", "ref": "/data/words", "value": "no such reason"}
        line = encode({"part": ACCOUNT, "step": step})
        return {**files, "journal.jsonl": files["journal.jsonl"] + line + b"\n"}

    row = brought(kitchen, [resealed(kitchen, account.id, change)])
    with pytest.raises(ContentsAltered):
        library.read(kitchen.desk, row, LATER)
    assert not all(each.good for each in library.verify(kitchen.desk, row, LATER))


def claiming(files: dict[str, bytes]) -> dict[str, bytes]:
    """Say that everything was agreed, in answers that no journal leads to."""
    said = b"<consent_decision>given</consent_decision><share_lawyer>yes</share_lawyer>"
    return {**files, "submission/consent.xml": b"<data>" + said + b"</data>"}


def unreadable(files: dict[str, bytes]) -> dict[str, bytes]:
    step: Json = {"deed": "mark", "ref": "/data/words", "value": "no such reason"}
    line = encode({"part": ACCOUNT, "step": step})
    return {**claiming(files), "journal.jsonl": files["journal.jsonl"] + line + b"\n"}


def claimed(kitchen: Kitchen, row: Row) -> Answer | None:
    """Tell what the list says was decided."""
    noted = agreed.noted(library.find(kitchen.desk, row.number))
    return noted.decision if noted else None


def test_of_a_record_that_cannot_be_read_the_list_claims_no_consent(
    kitchen: Kitchen,
) -> None:
    (account,) = objects.of_record(kitchen.field.vault, sealed(kitchen.field).id)
    row = brought(kitchen, [resealed(kitchen, account.id, unreadable)])
    assert claimed(kitchen, row) is Answer.YES
    with pytest.raises(ContentsAltered):
        library.read(kitchen.desk, row, LATER)
    assert claimed(kitchen, row) is None
    after = library.find(kitchen.desk, row.number)
    assert library.keys_of(after) == library.keys_of(row)


def test_of_a_record_that_does_not_verify_the_list_claims_no_consent(
    kitchen: Kitchen,
) -> None:
    (account,) = objects.of_record(kitchen.field.vault, sealed(kitchen.field).id)
    row = brought(kitchen, [resealed(kitchen, account.id, unreadable)])
    assert not all(each.good for each in library.verify(kitchen.desk, row, LATER))
    assert claimed(kitchen, row) is None


def test_a_consent_that_only_the_answers_claim_gives_way_to_the_journals(
    kitchen: Kitchen,
) -> None:
    (account,) = objects.of_record(kitchen.field.vault, sealed(kitchen.field).id)
    row = brought(kitchen, [resealed(kitchen, account.id, claiming)])
    assert claimed(kitchen, row) is Answer.YES
    library.read(kitchen.desk, row, LATER)
    assert claimed(kitchen, row) is Answer.NOT_RECORDED


def test_what_was_read_of_a_consent_is_not_claimed_when_it_is_damaged_since(
    kitchen: Kitchen, row: Row
) -> None:
    library.read(kitchen.desk, row, LATER)
    assert claimed(kitchen, row) is Answer.NOT_RECORDED
    path = original(kitchen, row.account)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IntakeError):
        library.read(kitchen.desk, row, LATER)
    assert claimed(kitchen, row) is None


def test_a_log_with_numbers_beyond_counting_costs_only_its_record(
    kitchen: Kitchen,
) -> None:
    (account,) = objects.of_record(kitchen.field.vault, sealed(kitchen.field).id)

    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        entry = decode(files["custody.jsonl"].splitlines()[0])
        assert isinstance(entry, dict)
        body = {key: value for key, value in entry.items() if key != "hash"}
        body["sequence"] = 2**70
        line = encode({**body, "hash": hashlib.sha256(encode(body)).hexdigest()})
        return {**files, "custody.jsonl": line + b"\n"}

    row = brought(kitchen, [resealed(kitchen, account.id, change)])
    assert (row.state, row.reason) == (RecordState.SET_APART, str(ContentsAltered()))


def test_the_identity_of_another_beside_an_account_is_not_shown(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    """Somebody who is known caught another's identity on its way to the desk."""
    other = told_with_identity(kitchen.field)
    seal(kitchen.field, other)
    caught = next(
        each
        for each in objects.of_record(kitchen.field.vault, other.id)
        if each.kind == "identity"
    )
    mine = told_with_identity(kitchen.field)
    seal(kitchen.field, mine)
    account = next(
        each
        for each in objects.of_record(kitchen.field.vault, mine.id)
        if each.kind == "account"
    )
    named = Other(caught.id, Portion.IDENTITY, caught.size, caught.sha256)
    with objects.open(kitchen.field.vault, caught.id) as source:
        stolen = source.read()
    parcel = Parcel(mine.id, "identity", caught.id, caught.size, caught.sha256)
    load = resealed(kitchen, account.id, dict, (named,))
    row = brought(kitchen, [load, (parcel, opener(stolen))])
    assert row.state is RecordState.NEW
    with pytest.raises(ContentsAltered):
        library.read(kitchen.desk, row, LATER)
    assert not all(each.good for each in library.verify(kitchen.desk, row, LATER))
