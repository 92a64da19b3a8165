from intake.domain.policy import Policy, SealWhen


def test_what_holds_before_a_pack_says_otherwise_is_the_careful_choice() -> None:
    usual = Policy()
    assert usual.seal is SealWhen.AT_FINISH
    assert usual.correction_days == 0
    assert 1 <= usual.lock_minutes <= 5
    assert not usual.erase_allowed
