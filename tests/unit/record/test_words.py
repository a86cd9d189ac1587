"""Results whose code no rule knows, but whose words some rule looks for: they must stay in the record."""

from collections.abc import Sequence
from typing import Any

import pytest

from cds.record import Answer, Concept, Given, Kind, read_record


def kept(**members: Any) -> bool:
    """Whether an observation with a code that no rule lists is kept, when rules look for the word `insensate`."""
    observation = {
        "resourceType": "Observation",
        "id": "o",
        "status": "final",
        "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "0000-0", "display": "Examination"}]},
    }

    def is_relevant(concepts: Sequence[Concept]) -> bool:
        return any("insensate" in concept.text for concept in concepts)

    plain = observation | {"id": "plain", "valueInteger": 1}  # the same code first, and wanted by nobody
    record = read_record(
        patient_id="p",
        answers=[Answer(kind=Kind.OBSERVATION, given=Given.COMPLETE, resources=(plain, observation | members))],
        drafts=None,
        selections=None,
        encounter_id=None,
        is_relevant=is_relevant,
    )
    return [one.reference for one in record.observations] == ["Observation/o"]


@pytest.mark.parametrize(
    "members",
    [
        {"valueString": "both feet insensate"},
        {"valueCodeableConcept": {"text": "insensate"}},
        {"note": [{"text": "insensate at three places"}]},
        {"component": [{"code": {"text": "left foot"}, "valueString": "insensate"}]},
    ],
)
def test_what_was_found_may_stand_in_words_only(members: dict[str, Any]) -> None:
    assert kept(**members)


@pytest.mark.parametrize("members", [{"valueString": "normal"}, {"valueQuantity": {"value": 3, "unit": "mm"}}])
def test_a_coded_result_without_such_words_is_left_out(members: dict[str, Any]) -> None:
    assert not kept(**members)
