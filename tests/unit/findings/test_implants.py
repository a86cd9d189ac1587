"""Devices of the patient: which stand, by their type or by their name."""

from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.implants import find_device
from cds.record import Concept, Device, Given, Kind
from cds.terminology import MatchedBy
from tests.unit.findings.builders import clause, named, record, references, snomed
from tests.unit.findings.light import view

KNEE = snomed("72696002", "Knee")  # a value set with properties will do: what matters is how members are found


def device(code: Concept = KNEE, status: str | None = "active") -> Device:
    return Device(reference="Device/1", code=code, status=status)


def ask(*devices: Device, given: Given = Given.COMPLETE, **more: Any) -> Finding:
    written = {"device": "active", "in_": "limb-sites", "words": ["pacemaker*"], **more}
    return find_device(clause(**written), view(record(devices=devices, given={Kind.DEVICE: given})))


@pytest.mark.parametrize(
    ("status", "active", "inactive"),
    [
        ("active", Answer.TRUE, Answer.FALSE),
        (None, Answer.TRUE, Answer.FALSE),
        ("inactive", Answer.FALSE, Answer.TRUE),
        ("entered-in-error", Answer.FALSE, Answer.FALSE),
        ("unknown", Answer.UNKNOWN, Answer.UNKNOWN),
    ],
)
def test_the_status_tells_whether_it_is_in_use(status: str | None, active: Answer, inactive: Answer) -> None:
    assert ask(device(status=status)).answer is active
    assert ask(device(status=status), device="inactive").answer is inactive


def test_a_status_that_says_neither_is_named() -> None:
    assert ask(device(status="unknown")).missing == ("the status of Device/1",)


def test_a_type_counts_by_its_code_and_property() -> None:
    assert references(ask(device())) == ["Device/1"]
    assert ask(device(), where={"region": "knee"}).answer is Answer.TRUE
    assert ask(device(), where={"region": "foot"}).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("name", "found"),
    [("Dual-chamber pacemaker", Answer.TRUE), ("Pacemakers", Answer.TRUE), ("glucose meter", Answer.FALSE)],
)
def test_words_of_the_name_count_and_say_so(name: str, found: Answer) -> None:
    finding = ask(device(named(name)))
    assert finding.answer is found
    assert {one.matched_by for one in finding.inputs} <= {MatchedBy.NAME}


def test_the_name_does_not_overrule_the_property_of_a_code() -> None:
    assert ask(device(snomed("72696002", "pacemaker")), where={"region": "foot"}).answer is Answer.FALSE


@pytest.mark.parametrize("given", [Given.UNKNOWN, Given.PARTIAL])
def test_what_was_not_loaded_is_unknown_unless_a_hit_settles_it(given: Given) -> None:
    assert ask(given=given).missing == ("Device",)
    assert ask(device(), given=given).answer is Answer.TRUE
