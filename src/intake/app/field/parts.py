"""The parts of an interview: one form each, and what is the matter in it."""

from dataclasses import dataclass

from intake.domain.protocol import Audience
from intake.forms import Problem, Session


@dataclass(frozen=True, slots=True)
class PartSession:
    """One form of the interview, being filled."""

    name: str
    title: str
    audience: Audience
    session: Session


@dataclass(frozen=True, slots=True)
class PartProblem:
    """A question that is missing or wrong, and the part it stands in."""

    part: str
    problem: Problem
