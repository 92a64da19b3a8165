from pathlib import Path

from intake.app.demo import answers
from intake.app.field import finishing, interviewing, protocols
from kitchen import ACCOUNT, BEGUN, Kitchen, begun, ticking

STUBBORN = """<h:html xmlns="http://www.w3.org/2002/xforms"
  xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Stubborn</h:title><model>
  <instance><data id="stubborn"><a/></data></instance>
  <bind nodeset="/data/a" type="string" required="true()" constraint="false()"/>
  </model></h:head><h:body><input ref="/data/a"><label>A</label></input></h:body>
</h:html>"""


def test_every_question_gets_an_answer_and_the_form_can_be_finished(
    apart: Kitchen,
) -> None:
    interview = begun(apart.field)
    assert answers.fill(interview) >= 5
    assert finishing.blockers(interview) == ()
    assert interview.session(ACCOUNT).get("/data/person").count == 1


def test_what_nothing_satisfies_is_marked_as_refused(
    apart: Kitchen, tmp_path: Path
) -> None:
    path = tmp_path / "stubborn.xml"
    path.write_text(STUBBORN)
    protocol = protocols.from_form(apart.field, path)
    interview = interviewing.begin(apart.field, protocol, ticking(BEGUN))
    answers.fill(interview)
    assert finishing.blockers(interview) == ()
