import pytest

from intake.domain import policy as policies
from intake.domain.canonical import Json
from intake.domain.errors import PolicyInvalid
from intake.domain.policy import Policy, SealWhen


def test_what_holds_before_a_pack_says_otherwise_is_the_careful_choice() -> None:
    usual = Policy()
    assert usual.seal is SealWhen.AT_FINISH
    assert usual.correction_days == 0
    assert 1 <= usual.lock_minutes <= 5
    assert not usual.erase_allowed


@pytest.mark.parametrize("seal", list(SealWhen))
def test_a_policy_reads_as_it_was_written(seal: SealWhen) -> None:
    rules = Policy(seal, 3, 7, 40, erase_allowed=True)
    assert policies.from_json(policies.to_json(rules)) == rules


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seal", "never"),
        ("seal", 1),
        ("correction_days", -1),
        ("correction_days", True),
        ("lock_minutes", 0),
        ("lock_minutes", 1441),
        ("draft_days", 0),
        ("draft_days", "14"),
        ("erase_allowed", 1),
        ("another", 1),
    ],
)
def test_a_rule_that_is_none_is_refused(name: str, value: Json) -> None:
    whole = policies.to_json(Policy())
    assert isinstance(whole, dict)
    with pytest.raises(PolicyInvalid):
        policies.from_json({**whole, name: value})


@pytest.mark.parametrize("value", [None, {}, [], {"seal": "at finish"}])
def test_half_a_policy_is_none(value: Json) -> None:
    with pytest.raises(PolicyInvalid):
        policies.from_json(value)
