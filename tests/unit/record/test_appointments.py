"""Appointments: whose they are, how long they last, and what they are for."""

from decimal import Decimal
from typing import Any

import pytest

from cds.record import Appointment, Kind
from tests.unit.record.building import answer, coded, record_of

PARTICIPANT = {"actor": {"reference": "Patient/p"}, "status": "accepted"}


def read(**members: Any) -> Appointment:
    resource = {"resourceType": "Appointment", "id": "a", "participant": [PARTICIPANT], **members}
    return record_of(answer(Kind.APPOINTMENT, resource)).appointments[0]


def test_an_appointment_as_r4_has_it() -> None:
    one = read(
        status="booked",
        start="2026-03-05T09:00:00Z",
        end="2026-03-05T11:30:00Z",
        description="Esketamine session",
        comment="bring an escort",
        serviceType=[{"text": "Interventional psychiatry"}],
        reasonCode=[coded("http://hl7.org/fhir/sid/icd-10-cm", "F33.2")],
        basedOn=[{"reference": "ServiceRequest/s"}],
    )
    assert (one.reference, one.status, one.minutes) == ("Appointment/a", "booked", Decimal(150))
    assert one.start is not None
    assert one.start.text == "2026-03-05T09:00:00Z"
    assert [name.label for name in one.names] == ["Interventional psychiatry", "Esketamine session", "bring an escort"]
    assert one.reasons[0].codings[0].code == "F33.2"
    assert one.based_on == ("ServiceRequest/s",)


@pytest.mark.parametrize(
    ("members", "minutes"),
    [
        ({"minutesDuration": 120}, Decimal(120)),
        ({"minutesDuration": 120, "start": "2026-03-05T09:00:00Z", "end": "2026-03-05T10:00:00Z"}, Decimal(120)),
        ({"start": "2026-03-05T09:00:00Z", "end": "2026-03-05T10:00:00Z"}, Decimal(60)),
        ({"start": "2026-03-05T09:00:00Z"}, None),
        ({"start": "2026-03-05T09:00:00Z", "end": "2026-03-05T08:00:00Z"}, None),
        ({}, None),
    ],
)
def test_how_long_it_lasts(members: dict[str, Any], minutes: Decimal | None) -> None:
    assert read(**members).minutes == minutes


def test_r5_keeps_reasons_and_services_together_with_references() -> None:
    one = read(
        reason=[{"concept": {"text": "depression"}}],
        serviceType=[{"concept": {"text": "Esketamine session"}}],
        subject={"reference": "Patient/p"},
        participant=[{"actor": {"reference": "Practitioner/x"}}],
    )
    assert [concept.text for concept in (*one.reasons, *one.names)] == ["depression", "Esketamine session"]


@pytest.mark.parametrize(
    ("actors", "kept"),
    [
        (["Patient/p"], True),
        (["Practitioner/x", "Patient/p"], True),
        (["Patient/q", "Patient/p"], True),
        (["Patient/q"], False),
        (["Practitioner/x"], False),
        ([], False),
    ],
)
def test_whose_it_is(actors: list[str], kept: bool) -> None:
    participants = [{"actor": {"reference": one}} for one in actors]
    resource = {"resourceType": "Appointment", "id": "a", "status": "booked", "participant": participants}
    assert bool(record_of(answer(Kind.APPOINTMENT, resource)).appointments) is kept
