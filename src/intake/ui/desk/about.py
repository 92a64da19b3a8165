"""What a record is before one reads it: whose, when, and what was agreed."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from intake.app.desk import library
from intake.app.desk.library import Finding, OpenRecord
from intake.domain.consent import Answer, Consent, Grant, Stands
from intake.ui import direction, measure, plain, times, tokens
from intake.ui.desk import words
from intake.ui.direction import isolate
from intake.ui.marking import QT_TRANSLATE_NOOP
from intake.ui.tokens import Tone
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.card import Card, rule
from intake.ui.widgets.chip import Chip
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Hint, Question, Section, Text, selectable
from intake.ui.words import edition

_NAME_WIDTH = 150
_LINE = 30
Facts = Sequence[tuple[str, str]]


def facts(record: OpenRecord, who: str, at: datetime) -> Card:
    """Show whose record it is, and when what happened to it."""
    found = record.row
    card = Card()
    card.add(Question(QCoreApplication.translate("about", "This record")))
    protocol = record.protocol
    card.add(
        grid(
            (
                (QCoreApplication.translate("about", "Interviewer"), who),
                (
                    QCoreApplication.translate("about", "Code name"),
                    library.text(found, "name"),
                ),
                (
                    QCoreApplication.translate("about", "Questionnaire"),
                    " · ".join(
                        filter(None, (isolate(protocol.title), edition(protocol)))
                    ),
                ),
                (
                    QCoreApplication.translate("about", "Taken"),
                    _moment(library.text(found, "begun"), at),
                ),
                (
                    QCoreApplication.translate("about", "Sealed"),
                    _moment(library.text(found, "sealed"), at),
                ),
                (
                    QCoreApplication.translate("about", "Received here"),
                    times.moment(found.received, at),
                ),
                (
                    QCoreApplication.translate("about", "Receipt"),
                    times.moment(found.receipted, at)
                    if found.receipted
                    else QCoreApplication.translate("about", "not given yet"),
                ),
            )
        )
    )
    return card


def grid(entries: Facts) -> QWidget:
    """Show names and what they are, a calm line each."""
    frame = QWidget()
    frame.setProperty("role", "clear")
    lines = QGridLayout(frame)
    measure.gaps(lines, spacing=tokens.SMALL_GAP)
    lines.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(entries):
        if not value:
            continue
        label = Hint(name)
        measure.size(label, least_width=_NAME_WIDTH)
        said = Text(value)
        selectable(said)
        said.setAccessibleName(f"{name}: {value}")
        lines.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(said, number, 1)
    return frame


def agreed(consent: Consent) -> Card:
    """Show what the person agreed to; nothing written down is told apart from no."""
    card = Card()
    card.add(Question(QCoreApplication.translate("about", "What was agreed")))
    warning = _warning(consent)
    if warning:
        banner = Banner()
        card.add(banner)
        banner.warn(warning)
    decided, tone = words.answer(consent.decision)
    stood, stood_tone = words.stands(consent.stands)
    card.add(
        _chips(
            "",
            (
                (
                    QCoreApplication.translate("about", "Agreed to the interview"),
                    decided,
                    tone,
                ),
                (
                    QCoreApplication.translate("about", "Asked again at the end"),
                    stood,
                    stood_tone,
                ),
                (
                    QCoreApplication.translate("about", "May be asked again later"),
                    *words.answer(consent.recontact),
                ),
                (
                    QCoreApplication.translate("about", "Would testify"),
                    *words.answer(consent.testify),
                ),
            ),
        )
    )
    sides = (
        _chips(
            QCoreApplication.translate("about", "It may be used for"),
            [
                (words.purpose(one), *words.grant(grant))
                for one, grant in consent.uses.items()
            ],
        ),
        _chips(
            QCoreApplication.translate("about", "It may be given to"),
            [
                (words.recipient(one), *words.grant(grant))
                for one, grant in consent.shares.items()
            ],
        ),
        _chips(
            QCoreApplication.translate("about", "It may be kept as"),
            [
                (words.recording(one), *words.answer(answer))
                for one, answer in consent.recordings.items()
            ],
        ),
    )
    for side in sides:
        card.body.addSpacing(measure.px(tokens.SMALL_GAP))
        card.add(side)
    if consent.conditions:
        card.add(
            Section(QCoreApplication.translate("about", "In the person's own words"))
        )
        said = Text(consent.conditions)
        way = direction.of_text(consent.conditions, card.layoutDirection())
        said.setLayoutDirection(way)
        selectable(said)
        card.add(said)
    if consent.retention_until:
        until = QCoreApplication.translate("about", "To be kept until {day}")
        card.add(Text(until.format(day=isolate(consent.retention_until))))
    return card


def _warning(consent: Consent) -> str:
    """Say what stands above everything else that was agreed."""
    if consent.stands is Stands.WITHDRAWN:
        return QCoreApplication.translate(
            "about",
            "The person took their consent back at the end. Nothing of this may be "
            "given to anybody.",
        )
    if consent.decision is Answer.NO:
        return QCoreApplication.translate(
            "about", "The person refused. Nothing of this may be given to anybody."
        )
    if consent.decision is not Answer.YES:
        return QCoreApplication.translate(
            "about",
            "It is not recorded that the person agreed to anything. That is never "
            "taken for a yes.",
        )
    return ""


def _chips(heading: str, entries: Sequence[tuple[str, str, Tone]]) -> QWidget:
    """Show names with a chip each; what nobody wrote down shares the last line."""
    silent, quiet = words.grant(Grant.NOT_RECORDED)
    lines = [entry for entry in entries if entry[1] != silent]
    untold = [name for name, word, _ in entries if word == silent]
    if untold:
        lines.append((" · ".join(untold), silent, quiet))
    frame = QWidget()
    frame.setProperty("role", "clear")
    grid_ = QGridLayout(frame)
    measure.gaps(grid_, spacing=tokens.TINY)
    if heading:
        grid_.addWidget(Section(heading), 0, 0, 1, 2)
    start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    for number, (name, word, tone) in enumerate(lines):
        label = Text(name)
        label.setAccessibleName(f"{name}: {word}")
        measure.size(label, least_height=_LINE)
        at = 1 + 2 * number
        if number:
            grid_.addWidget(rule(), at - 1, 0, 1, 2)
        grid_.addWidget(label, at, 0)
        grid_.addWidget(Chip(word, tone), at, 1, start)
    grid_.setColumnStretch(0, 7)
    grid_.setColumnStretch(1, 3)
    plain.spoken(frame, heading)
    return frame


def found(findings: Sequence[Finding]) -> QWidget:
    """Show how each check of a record came out."""
    frame = QWidget()
    frame.setProperty("role", "clear")
    lines = QGridLayout(frame)
    measure.gaps(lines, spacing=tokens.SMALL_GAP)
    lines.setColumnStretch(1, 1)
    for number, finding in enumerate(findings):
        icon = Icon("good" if finding.good else "wrong", _role(finding))
        lines.addWidget(icon, number, 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(Text(finding_words(finding)), number, 1)
    return frame


_RECORD = QT_TRANSLATE_NOOP("about", "The record")
# By what a finding is about, and what of it was checked.
_CHECKED = {
    ("account", ""): QT_TRANSLATE_NOOP(
        "about", "The account: both signatures and every file"
    ),
    ("account", "forms, lists and files"): QT_TRANSLATE_NOOP(
        "about", "The account: its questionnaire and what belongs to it"
    ),
    ("account", "answers and journal"): QT_TRANSLATE_NOOP(
        "about", "The account: every answer, from the first key to the last"
    ),
    ("identity", ""): QT_TRANSLATE_NOOP("about", "The sealed identity"),
    ("identity", "both signatures and every digest"): QT_TRANSLATE_NOOP(
        "about", "The identity: both signatures and every file"
    ),
    ("identity", "forms, lists and files"): QT_TRANSLATE_NOOP(
        "about", "The identity: its questionnaire and what belongs to it"
    ),
    ("identity", "answers and journal"): QT_TRANSLATE_NOOP(
        "about", "The identity: every answer, from the first key to the last"
    ),
    ("medium", ""): QT_TRANSLATE_NOOP("about", "An attachment"),
}


def _role(finding: Finding) -> str:
    return "good" if finding.good else "error"


def finding_words(finding: Finding) -> str:
    """Say a finding in plain words: what was checked, and whether it fits."""
    what, detail = finding.what, words.reason(finding.detail)
    if what.startswith("custody log"):
        said = QCoreApplication.translate("about", "What happened to it in the field")
    else:
        portion, _, check = what.partition(": ")
        known = _CHECKED.get((portion, check)) or _CHECKED.get((portion, ""))
        said = QCoreApplication.translate("about", known or _RECORD)
    if finding.good:
        good = QCoreApplication.translate("about", "{what}: as it was sealed")
        return good.format(what=isolate(said))
    bad = QCoreApplication.translate("about", "{what}: does not fit. {why}")
    return bad.format(what=isolate(said), why=isolate(detail)).strip()


def _moment(text: str, at: datetime) -> str:
    try:
        return times.moment(datetime.fromisoformat(text), at)
    except ValueError:
        return text
