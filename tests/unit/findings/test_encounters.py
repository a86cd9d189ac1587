"""The visit of the call: its class, and what is unknown."""

import pytest

from cds.findings.encounters import find_encounter
from cds.findings.finding import Answer
from cds.record import Encounter
from tests.unit.findings.builders import clause, record, references, view

ASKED = clause(encounter="current", class_=["EMER", "IMP"])


def visit(class_code: str | None) -> Encounter:
    return Encounter(reference="Encounter/1", class_code=class_code)


@pytest.mark.parametrize(
    ("encounter", "answer"),
    [
        (visit("EMER"), Answer.TRUE),
        (visit("IMP"), Answer.TRUE),
        (visit("AMB"), Answer.FALSE),
        (visit(None), Answer.UNKNOWN),
        (None, Answer.UNKNOWN),
    ],
)
def test_the_class_of_the_visit(encounter: Encounter | None, answer: Answer) -> None:
    finding = find_encounter(ASKED, view(record(encounter=encounter)))
    assert finding.answer is answer
    assert references(finding) == (["Encounter/1"] if answer is Answer.TRUE else [])


def test_another_visit_of_the_record_is_not_this_one() -> None:
    assert find_encounter(ASKED, view(record(encounters=(visit("EMER"),)))).answer is Answer.UNKNOWN
