from typing import TYPE_CHECKING

from asking import Draft, everything
from intake.app.field.interviewing import Interview
from intake.ui.pages.interview_model import InterviewModel

if TYPE_CHECKING:

    def fits(interview: Interview) -> InterviewModel:
        return interview


def test_the_programs_own_interview_has_all_that_the_page_asks() -> None:
    asked = {name for name in vars(InterviewModel) if not name.startswith("_")}
    draft: InterviewModel = Draft(("account", everything()))
    assert all(hasattr(draft, name) for name in asked)
    assert all(hasattr(Interview, name) or name in {"parts", "media"} for name in asked)
