from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from intake.app import recovery
from intake.ui import theme
from intake.ui.desk import sheet_page
from intake.ui.look import Look
from kitchen import BEGUN, Kitchen
from seeing import MARKS


def test_a_page_for_the_printer_is_one_page_that_names_nobody_but_the_desk(
    apart: Kitchen,
) -> None:
    sheet = recovery.sheets(apart.desk, BEGUN, 2, 3)[1]
    made = sheet_page.pdf(sheet)
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert made.count(b"/Type /Page\n") == 1
    assert b"North" not in made


def drawn(sheet: recovery.Sheet) -> QImage:
    image = QImage(QSize(483, 730), QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setLayoutDirection(QApplication.layoutDirection())
    sheet_page.paint(painter, QRectF(0, 0, 483, 730), sheet)
    painter.end()
    return image


def ink(image: QImage, across: range, down: range) -> int:
    return sum(image.pixelColor(x, y).value() < 128 for x in across for y in down)


def test_everything_stands_on_the_page_and_the_code_at_the_end(
    apart: Kitchen, qapp: QApplication
) -> None:
    sheet = recovery.sheets(apart.desk, BEGUN, 2, 3)[0]
    for mirrored in (False, True):
        theme.apply(qapp, Look(mirrored=mirrored))
        image = drawn(sheet)
        end, start = range(360, 480), range(5, 120)
        code = start if mirrored else end
        words = end if mirrored else start
        assert ink(image, code, range(80, 160)) > 3 * ink(image, words, range(80, 160))
        # The last lines end before the page does.
        assert ink(image, range(483), range(500, 700)) > 100
        assert ink(image, range(483), range(712, 730)) == 0


def test_what_it_says_is_said_in_words(apart: Kitchen) -> None:
    sheet = recovery.sheets(apart.desk, BEGUN, 2, 3)[2]
    said = "\n".join(
        (
            sheet_page.numbered(sheet),
            sheet_page.whose(sheet),
            sheet_page.carded(sheet),
            sheet_page.together(sheet),
        )
    ).translate(MARKS)
    assert said.splitlines() == [
        "Recovery sheet 3 of 3",
        "North · Coordinator",
        "Card number 1, made 2026-11-23",
        sheet_page.together(sheet).translate(MARKS),
    ]
    assert said.endswith("bring the desk's keys back. Fewer tell nothing.")


def test_drawing_a_page_touches_no_folder_for_temporary_files(
    apart: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    assert QDir.tempPath() == str(folder)
    sheet = recovery.sheets(apart.desk, BEGUN, 2, 3)[0]
    before = folder.stat().st_mtime_ns
    assert sheet_page.pdf(sheet)
    # A file that came and went would have moved its time.
    assert folder.stat().st_mtime_ns == before
    assert [*folder.iterdir()] == []
