"""Observation: values of every kind, components, what is absent."""

from decimal import Decimal
from typing import Any

import pytest

from cds.record import Concept, Observation, Quantity, Range, Span, read_span
from tests.unit.record.building import LOINC, about_p, coded, problems, read

BLOOD_PRESSURE = coded(LOINC, "85354-9")


def observation(**members: Any) -> Observation:
    return read(about_p("Observation", **{"code": BLOOD_PRESSURE, **members})).observations[0]


def quantity(value: object, unit: str = "mm[Hg]") -> dict[str, object]:
    return {"value": value, "unit": unit}


def test_an_observation_as_r4_has_it() -> None:
    record = read(
        about_p(
            "Observation",
            status="final",
            code=BLOOD_PRESSURE,
            effectiveDateTime="2026-03-05T10:00:00+01:00",
            component=[
                {"code": coded(LOINC, "8480-6"), "valueQuantity": quantity(181)},
                {"code": coded(LOINC, "8462-4"), "dataAbsentReason": {"text": "not asked"}},
            ],
            interpretation=[coded("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "H")],
            referenceRange=[
                {"high": quantity(140), "type": coded("", "recommended")},
                {"high": quantity(130), "type": coded("", "normal")},
            ],
            bodySite={"text": "left arm"},
            note=[{"text": "sitting"}],
        )
    )
    (found,) = record.observations
    assert record.problems == ()
    assert found.status == "final"
    assert found.effective is not None
    assert found.effective.earliest.isoformat() == "2026-03-05T09:00:00+00:00"
    assert [component.value for component in found.components] == [Quantity(value=Decimal(181), unit="mm[Hg]"), None]
    assert found.interpretations == ("H",)
    assert found.reference_high == Quantity(value=Decimal(130), unit="mm[Hg]")
    assert found.body_sites == (Concept(text="left arm"),)
    assert found.texts == ("sitting",)


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ({"valueQuantity": quantity(1.5)}, Quantity(value=Decimal("1.5"), unit="mm[Hg]")),
        ({"valueQuantity": {"value": 5, "unit": "ml", "code": "mL", "comparator": "<"}}, Quantity(value=Decimal(5), unit="mL", comparator="<")),
        ({"valueQuantity": 7}, Quantity(value=Decimal(7), unit="")),
        ({"valueCodeableConcept": {"text": "negative"}}, Concept(text="negative")),
        ({"valueString": "negative"}, "negative"),
        ({"valueBoolean": False}, False),
        ({"valueBoolean": True}, True),
        ({"valueInteger": -3}, Quantity(value=Decimal(-3), unit="")),
        ({"valueRange": {"high": quantity(3)}}, Range(high=Quantity(value=Decimal(3), unit="mm[Hg]"))),
        ({"valueDateTime": "2026-03"}, read_span("2026-03")),
        ({"valuePeriod": {"start": "2026-03"}}, read_span({"start": "2026-03"})),
        ({"valueQuantity": quantity(1), "dataAbsentReason": {"text": "error"}}, None),
        ({"valueQuantity": {"unit": "mg"}}, None),
        ({"valueSampledData": {"data": "1 2"}}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_a_value_of_every_kind(value: dict[str, object], read_as: object) -> None:
    assert observation(**value).value == read_as


def test_an_unreadable_value_is_no_value() -> None:
    record = read(about_p("Observation", code=BLOOD_PRESSURE, valueQuantity=quantity("high")))
    assert record.observations[0].value is None
    assert problems(record) == ["valueQuantity.value is not a number and was left out"]


@pytest.mark.parametrize(
    "effective",
    [
        {"effectiveDateTime": "2026-03-05"},
        {"effectiveInstant": "2026-03-05T10:00:00Z"},
        {"effectivePeriod": {"start": "2026-03-05"}},
        {"effectiveTiming": {"event": ["2026-03-05"]}},
        {"effectiveTiming": {"repeat": {"boundsPeriod": {"start": "2026-03-05", "end": "2026-03-06"}}}},
    ],
)
def test_when_it_was_observed(effective: dict[str, object]) -> None:
    found = observation(**effective).effective
    assert isinstance(found, Span)
    assert found.earliest.date().isoformat() == "2026-03-05"


def test_when_it_was_issued_is_not_when_it_was_observed() -> None:
    assert observation(issued="2026-03-05T10:00:00Z").effective is None


def test_older_releases_have_one_interpretation_and_comments() -> None:
    found = observation(interpretation=coded("http://hl7.org/fhir/v2/0078", "pos"), comment="by strip")
    assert found.interpretations == ("POS",)
    assert found.texts == ("by strip",)


def test_a_component_without_a_code_keeps_its_place() -> None:
    assert [component.code for component in observation(component=[{"valueString": "x"}]).components] == [Concept()]
