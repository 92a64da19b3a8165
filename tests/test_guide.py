import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
SAID = re.sub(
    r'"\s*\n?\s*"',
    "",
    "\n".join(
        path.read_text("utf-8") for path in (ROOT / "src/intake/ui").rglob("*.py")
    ),
)


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_what_the_guide_says_stands_on_a_page_does(page: Path) -> None:
    text = re.sub(r"\s+", " ", page.read_text("utf-8"))
    quoted = {
        each for each in re.findall(r"\*\*([^*]+)\*\*", text) if each[0].isupper()
    }

    assert {each for each in quoted if f'"{each}' not in SAID} == set()


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_the_guide_leads_only_to_pages_that_are_there(page: Path) -> None:
    leads = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))

    assert [each for each in leads if not (page.parent / each).exists()] == []
