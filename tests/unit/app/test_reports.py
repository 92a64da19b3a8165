from intake.app.reports import silent


def test_a_deed_may_be_done_without_telling_anyone() -> None:
    for done in range(3):
        silent(done, 3)
