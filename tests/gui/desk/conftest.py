"""A desk and an interviewer in cheap vaults, and a window for the desk's pages."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake.app import recovery
from intake.app.desk import receiving
from intake.app.field import sending
from intake.app.opening import Opened
from intake.domain.protocol import Audience, Part, Protocol
from intake.forms import convert, read_form
from intake.resources import resource
from intake.ui import jobs
from intake.ui.desk.shell import DeskShell
from intake.ui.window import Window
from intake.vault import forms
from kitchen import BEGUN, FORM, Kitchen, acquainted, sealed, strangers

LATER = BEGUN + timedelta(hours=2)
Settle = Callable[[], None]


def rehearse(opened: Opened) -> None:
    """Make recovery sheets and show that they work, as before the first import."""
    made = recovery.sheets(opened, BEGUN)
    recovery.rehearse(opened, [" ".join(sheet.words) for sheet in made[:2]], BEGUN)


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    made = acquainted(tmp_path)
    yield made
    made.close()


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Kitchen]:
    made = strangers(tmp_path)
    rehearse(made.desk)
    yield made
    made.close()


@pytest.fixture
def arrived(kitchen: Kitchen) -> Kitchen:
    """Two records of Cedar's lie in the desk's library."""
    sealed(kitchen.field)
    sealed(kitchen.field, "The letter came back unopened in the spring.")
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    return kitchen


@pytest.fixture
def prepared(kitchen: Kitchen) -> Kitchen:
    """The built-in questionnaire stands in the desk's vault: a small one plays it."""
    prepare(kitchen.desk)
    return kitchen


def prepare(opened: Opened) -> None:
    outline = json.loads(resource("forms/protocol.json").read_text("utf-8"))
    made = convert(FORM.read_bytes(), FORM.name)
    read = read_form(made.xform, made.resources, made.rows)
    form = read.digest
    forms.put_form(
        opened.vault,
        form,
        made.xform,
        made.resources,
        made.rows,
        title=read.title,
        version=read.version,
    )
    parts = (Part("account", "Account", form, Audience.DESK, required=True),)
    forms.put_protocol(
        opened.vault,
        Protocol(outline["id"], outline["title"], outline["version"], parts),
    )


@pytest.fixture
def settle(qtbot: QtBot) -> Settle:
    """Wait until no deed is under way and what it changed is shown."""

    def wait() -> None:
        qtbot.wait(1)
        qtbot.waitUntil(lambda: not jobs.under_way(), timeout=30_000)
        qtbot.wait(1)

    return wait


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(lock=lambda: None, quick_exit=lambda: None)
    made.resize(1366, 768)
    made.show()
    yield made
    # No deed may outlive its vault: the page stops its own when it is left.
    made.flush()
    for job in jobs.under_way():
        job.cancel()
    qtbot.waitUntil(lambda: not jobs.under_way(), timeout=30_000)
    # Gone before the next test: every widget left would be restyled with each look.
    made.close()
    made.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def shell(window: Window, kitchen: Kitchen) -> DeskShell:
    return DeskShell(window, kitchen.desk, now=clock)


def clock() -> datetime:
    return LATER
