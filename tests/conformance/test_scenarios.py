"""Published scenarios of other engines, played against a session of ours.

The adapter says where their words mean ours: a value that we refuse counts as theirs
does, as blank; a series is named by "(repeat)"; ids made by chance compare as uuid:*.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from conformance.facts import fact, lexical, plain, theirs, tree, wished
from intake.domain.errors import AnswerRefused, NoSuchQuestion
from intake.forms import FormFaulty, Item, Kind, Session, read_form
from intake.forms.answers import cast
from intake.forms.definition import CONTAINERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.conftest import Tally

NOW = datetime(2024, 5, 15, 13, 14, 15, tzinfo=timezone(timedelta(hours=-7)))
_POINT = re.compile(r"^-?[0-9.]+ -?[0-9.]+ [0-9.]+ [0-9.]+$")
_SELECTS = {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK}


class _Located(dict[str, str]):
    """Properties of a machine that stands at another place each time it is asked."""

    def __init__(self, properties: Mapping[str, str], places: list[str]) -> None:
        super().__init__(properties)
        self._places = list(dict.fromkeys(places))

    def get(self, key: str, default: Any = "") -> Any:  # noqa: ANN401 - as a dict's
        if key != "geopoint":
            return super().get(key, default)
        return self._places.pop(0) if self._places else ""


class Unlike(AssertionError):
    """What we hold differs from what the scenario expects."""


@dataclass
class Player:
    """One scenario being played."""

    case: Mapping[str, Any]
    folder: Path
    session: Session | None = None
    load_error: Exception | None = None
    unlike: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)

    def play(self) -> list[str]:
        """Take every step; give what differed, empty if nothing did.

        In a case that asserts something, what was merely observed does not count.
        """
        self._open(self.case.get("edit_instance_xml") or "", revision=True)
        expects_error = any(
            step["op"] == "assert_load_error" for step in self.case["steps"]
        )
        if expects_error:
            return [] if self.load_error else ["loaded, but should not have"]
        if self.load_error:
            return [f"did not load: {_faults(self.load_error)}"]
        for number, step in enumerate(self.case["steps"]):
            try:
                getattr(self, f"_{step['op']}")(step)
            except Unlike as unlike:
                basis = step.get("basis", "")
                if basis == "observed" and self.case["status"] == "asserted":
                    self.aside.append(f"{number} {step['op']}: {unlike}")
                    continue
                self.unlike.append(f"{number} {step['op']} {basis}: {unlike}")
            except NoSuchQuestion as missing:
                self.unlike.append(f"{number} {step['op']}: {missing}")
        return self.unlike

    # --- opening

    def _form(self) -> bytes:
        if "form_file" in self.case:
            path: Path = self.folder / self.case["form_file"]
            return path.read_bytes()
        text: str = self.case["form_xml"]
        return text.encode()

    def _open(self, source: str = "", *, revision: bool = False) -> None:
        resources = {
            url: facts["text"].encode()
            for url, facts in (self.case.get("resources") or {}).items()
            if facts.get("status") == 200
        }
        properties = dict(self.case.get("preload_properties") or {})
        if "setgeopoint" in self.case.get("form_xml", ""):
            properties = _Located(properties, self._locations())
        try:
            self.session = Session(
                read_form(self._form(), resources),
                now=lambda: NOW.astimezone(self._zone()),
                random=random.Random(0),  # noqa: S311 - any will do
                properties=properties,
                instance=source.encode(),
                revision=revision and bool(source),
            )
        except FormFaulty as error:
            self.load_error = error

    def _zone(self) -> tzinfo | None:
        name = self.case.get("tz")
        return ZoneInfo(name) if name else NOW.tzinfo

    def _locations(self) -> list[str]:
        """Give the places where the device stood, which the material leaves out.

        They are taken from what the case expects, so only the event is put to the test.
        """
        return [
            step["value"]
            for step in self.case["steps"]
            if step["op"] == "assert_value" and _POINT.match(step.get("value") or "")
        ]

    @property
    def now(self) -> Session:
        """The session as it stands."""
        if self.session is None:
            message = "there is no session"
            raise Unlike(message)
        return self.session

    def _sent(self) -> bytes:
        return self.now.submission(ended=NOW.astimezone(self._zone()))

    # --- actions

    def _answer(self, step: Mapping[str, Any]) -> None:
        value = step["value"]
        if isinstance(value, list):
            value = " ".join(value)
        value = None if value is None else str(value)
        item = self.now.get(step["ref"])
        if step.get("kind") == "geopoint" and value is not None:
            # Theirs is an object whose missing parts the material writes as 0.
            value = re.sub(r"( 0)+$", "", value) if value != "0 0 0 0" else None
        if step.get("kind") == "trigger_or_boolean" and item.type == "boolean":
            value = "1" if value == "OK" else "0"
        try:
            self.now.answer(step["ref"], value)
        except AnswerRefused:
            # Other engines cast or blank what does not fit; we leave that to the
            # person, and cast only what a form works out itself.
            if not item.readonly and item.kind not in _SELECTS:
                self._answer_cast(item, value or "")

    def _answer_cast(self, item: Item, value: str) -> None:
        # Which day it was in another zone is not for us to say: such a date is blank.
        meant = "" if item.type == "date" else cast(item.type, value)
        try:
            self.now.answer(item.ref, meant)
        except AnswerRefused:
            self.now.answer(item.ref, "")

    def _create_repeat(self, step: Mapping[str, Any]) -> None:
        series = self.now.get(step["ref"]).field.series
        try:
            self.now.add_repeat(step["ref"])
        except AnswerRefused as error:
            if series is None or series.count is None:
                raise Unlike(str(error)) from error

    def _remove_repeat(self, step: Mapping[str, Any]) -> None:
        try:
            self.now.remove_repeat(step["ref"])
        except AnswerRefused as error:
            raise Unlike(str(error)) from error

    def _set_language(self, step: Mapping[str, Any]) -> None:
        self.now.set_language(step["value"])

    def _navigate(self, _step: Mapping[str, Any]) -> None:
        """Going to a question changes nothing here."""

    def _save_and_reload(self, _step: Mapping[str, Any]) -> None:
        self._open(self._sent().decode())

    def _load_instance(self, step: Mapping[str, Any]) -> None:
        self._open(step["xml"])

    def _edit_submission(self, _step: Mapping[str, Any]) -> None:
        self._open(self._sent().decode(), revision=True)

    def _new_instance(self, _step: Mapping[str, Any]) -> None:
        self._open()

    # --- assertions

    def _assert_value(self, step: Mapping[str, Any]) -> None:
        item = self.now.get(step["ref"])
        value = item.value
        if step.get("not"):
            _same(
                lexical(value) != lexical(str(step.get("value") or "")),
                bool(step["not"]),
                step,
            )
        elif "boolean" in step:
            _same(value in ("OK", "1", "true"), step["boolean"], step)
        elif "starts_with" in step:
            _same(value[: len(step["starts_with"])], step["starts_with"], step)
        elif "abs_tol" in step:
            close = abs(float(value or "nan") - float(step["value"]))
            _same(min(close, step["abs_tol"]), close, step, value)
        elif isinstance(step.get("value"), list):
            _same(value.split(), step["value"], step)
        else:
            wanted = step.get("value")
            _same(lexical(value), lexical("" if wanted is None else str(wanted)), step)

    def _assert_relevant(self, step: Mapping[str, Any]) -> None:
        _same(self.now.get(step["ref"]).relevant, step["value"], step)

    def _assert_required(self, step: Mapping[str, Any]) -> None:
        _same(self.now.get(step["ref"]).required, step["value"], step)

    def _assert_readonly(self, step: Mapping[str, Any]) -> None:
        _same(self.now.get(step["ref"]).readonly, step["value"], step)

    def _assert_valid(self, step: Mapping[str, Any]) -> None:
        _same(self.now.get(step["ref"]).validity.value, step["value"], step)

    def _assert_message(self, step: Mapping[str, Any]) -> None:
        item = self.now.get(step["ref"])
        which = step.get("which", "any")
        message = item.message
        if which not in ("any", item.validity.value):
            message = ""
        if step["value"] is None:
            if which == "any":
                _same(item.validity.value, "ok", step)
            else:
                _same(message, "", step)
        else:
            _same(plain(message), plain(step["value"]), step)

    def _assert_choices(self, step: Mapping[str, Any]) -> None:
        choices = [(c.value, plain(c.label)) for c in self.now.get(step["ref"]).choices]
        if step["match"] == "exact":
            _same([value for value, _ in choices], step["values"], step)
            if step.get("labels"):
                labels = [plain(label) for label in step["labels"]]
                _same([label for _, label in choices], labels, step)
            return
        wanted = [wished(one) for one in step["contains"]]
        found = [
            next(
                (
                    place
                    for place, (value, label) in enumerate(choices)
                    if (v is None or v == value) and (t is None or plain(t) == label)
                ),
                -1,
            )
            for v, t in wanted
        ]
        present = -1 not in found
        if step["match"] == "contains_in_order":
            present = present and found == sorted(found)
        _same(present, not step.get("not", False), step, choices)

    def _assert_repeat_count(self, step: Mapping[str, Any]) -> None:
        _same(self.now.get(step["ref"]).count, step["value"], step)

    def _assert_appearance(self, step: Mapping[str, Any]) -> None:
        own = self.now.get(step["ref"]).appearance
        if isinstance(step["value"], list):
            _same(sorted(own), sorted(step["value"]), step)
        else:
            _same(step["value"] in own, not step.get("not", False), step, own)

    def _assert_submission_xml(self, step: Mapping[str, Any]) -> None:
        ours, theirs = tree(self._sent()), tree(step["value"].encode())
        _same(ours, theirs, step)

    def _assert_form_valid(self, step: Mapping[str, Any]) -> None:
        _same(not self.now.problems(), step["value"], step)

    def _assert_state(self, step: Mapping[str, Any]) -> None:
        wrong: list[str] = []
        for ref, wanted in step["nodes"].items():
            self._compare(ref, wanted, wrong, full=step["full"])
        if step["full"]:
            wrong += self._unexpected(set(step["nodes"]))
        if wrong:
            raise Unlike("; ".join(wrong[:4]) + (" …" if len(wrong) > 4 else ""))

    def _compare(
        self,
        ref: str,
        wanted: Mapping[str, Any] | None,
        wrong: list[str],
        *,
        full: bool,
    ) -> None:
        series = ref.endswith(" (repeat)")
        try:
            item = self.now.get(ref.removesuffix(" (repeat)"))
        except NoSuchQuestion:
            if wanted is not None:
                wrong.append(f"{ref} is missing")
            return
        if wanted is None:
            wrong.append(f"{ref} should be gone")
            return
        facts = dict(wanted)
        if full:
            facts.setdefault("relevant", True)
            facts.setdefault("readonly", False)
            facts.setdefault("required", False)
            if not series and item.kind not in CONTAINERS:
                facts.setdefault("valid", "ok")
        if series and item.instances:
            facts.pop("relevant", None)  # whether all or some are is told differently
        for key, value in facts.items():
            own = fact(item, key)
            if key == "value" and (not item.relevant or item.kind is Kind.UPLOAD):
                continue  # theirs is a file, ours the name of one
            if own is not Ellipsis and own != theirs(key, value):
                wrong.append(f"{ref} {key}: {own!r} for {value!r}")

    def _unexpected(self, known: set[str]) -> list[str]:
        wrong = []
        stack = [self.now.root]
        while stack:
            item = stack.pop()
            ref = item.ref + (" (repeat)" if item.kind is Kind.REPEAT else "")
            if ref not in known and "instanceID" not in ref and "meta" not in ref:
                wrong.append(f"{ref} is not expected")
            stack += item.children
        return wrong


def _same(
    ours: object, theirs: object, step: Mapping[str, Any], shown: object = None
) -> None:
    if ours != theirs:
        ours = ours if shown is None else shown
        raise Unlike(f"{step.get('ref', '')} {ours!r} for {theirs!r}"[:600])


def _faults(error: Exception) -> str:
    if isinstance(error, FormFaulty):
        return "; ".join(str(fault) for fault in error.faults[:4])
    return str(error)


def test_plays_the_published_scenarios(material: Path, tally: Tally) -> None:
    folder = material / "scenarios"
    for path in sorted(folder.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            if case["status"] in ("asserted", "observed"):
                unlike = Player(case, folder).play()
                tally.add(case["id"], "; ".join(unlike)[:300] or None)
    tally.check()


def test_plays_the_disputed_scenarios_without_breaking(material: Path) -> None:
    folder = material / "scenarios"
    for path in sorted(folder.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            if case["status"] not in ("asserted", "observed"):
                assert isinstance(Player(case, folder).play(), list)
