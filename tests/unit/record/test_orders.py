"""ServiceRequest and DeviceRequest: light and its parameters, and how other releases order."""

from decimal import Decimal
from typing import Any

import pytest

from cds.record import Coding, Concept, Kind, Parameter, Quantity, Range, TherapyOrder
from tests.unit.record.building import RXNORM, SNOMED, about_p, coded, problems, read

LT = "https://kir-cds.org/fhir/CodeSystem/light-therapy"
LIGHT_PARAMETER = "https://kir-cds.org/fhir/StructureDefinition/light-parameter"
NANOMETRES = {"value": 810, "unit": "nm", "system": "http://unitsofmeasure.org", "code": "nm"}


def order(resource_type: str, **members: Any) -> TherapyOrder:
    return read(about_p(resource_type, **members)).orders[0]


def light_parameter(code: object, **value: object) -> dict[str, object]:
    return {
        "url": LIGHT_PARAMETER,
        "extension": [{"url": "code", "valueCodeableConcept": code}, {"url": "value", **value}],
    }


def local(code: str) -> Concept:
    return Concept(codings=(Coding(system=LT, code=code),))


def test_a_device_request_with_its_parameters() -> None:
    record = read(
        about_p(
            "DeviceRequest",
            status="draft",
            intent="order",
            codeCodeableConcept=coded(LT, "pbm-led-nir"),
            parameter=[
                {"code": coded(LT, "wavelength"), "valueQuantity": NANOMETRES},
                {
                    "code": coded(LT, "wavelength"),
                    "valueRange": {"low": NANOMETRES, "high": {**NANOMETRES, "value": 850}},
                },
                {
                    "code": coded(LT, "treatment-site"),
                    "valueCodeableConcept": coded(SNOMED, "72696002", text="Left knee"),
                },
                {"code": coded(LT, "emits-uv"), "valueBoolean": False},
            ],
            occurrencePeriod={"start": "2026-03-01", "end": "2026-04-01"},
            authoredOn="2026-02-28",
            note=[{"text": "wear goggles"}],
        )
    )
    (found,) = record.orders
    assert record.problems == ()
    assert (found.kind, found.status, found.intent) == (Kind.DEVICE_REQUEST, "draft", "order")
    assert found.code == local("pbm-led-nir")
    low = Quantity(value=Decimal(810), unit="nm")
    assert found.parameters == (
        Parameter(code=local("wavelength"), value=low),
        Parameter(code=local("wavelength"), value=Range(low=low, high=Quantity(value=Decimal(850), unit="nm"))),
        Parameter(
            code=local("treatment-site"),
            value=Concept(codings=(Coding(system=SNOMED, code="72696002"),), text="Left knee"),
        ),
        Parameter(code=local("emits-uv"), value=False),
    )
    assert found.starts is not None
    assert found.starts.text == "2026-03-01"
    assert found.texts == ("wear goggles",)


def test_a_service_request_has_its_parameters_in_an_extension() -> None:
    record = read(
        about_p(
            "ServiceRequest",
            status="active",
            intent="order",
            code=coded("http://www.ama-assn.org/go/cpt", "97026"),
            orderDetail=[coded(LT, "wavelength", text="850 nm")],
            bodySite=[{"text": "low back"}],
            patientInstruction="keep still",
            extension=[
                {"url": "https://elsewhere.example/other", "valueString": "x"},
                light_parameter(coded(LT, "wavelength"), valueQuantity=NANOMETRES),
                light_parameter({"text": "no value"}),
            ],
            occurrenceTiming={"repeat": {"frequency": 3, "period": 1, "periodUnit": "wk", "duration": 20, "durationUnit": "min",
                                         "boundsPeriod": {"start": "2026-03-01"}}},
            asNeededBoolean=True,
        )
    )  # fmt: skip
    (found,) = record.orders
    assert record.problems == ()
    assert found.parameters == (Parameter(code=local("wavelength"), value=Quantity(value=Decimal(810), unit="nm")),)
    assert [detail.text for detail in found.details] == ["850 nm"]
    assert found.body_sites == (Concept(text="low back"),)
    assert found.texts == ("keep still",)
    assert (found.timing.frequency, found.timing.duration_minutes, found.timing.as_needed) == (3, 20, True)
    assert found.starts is not None
    assert found.starts.text == "2026-03-01"


def test_a_parameter_code_may_stand_bare() -> None:
    extension = {
        "url": LIGHT_PARAMETER,
        "extension": [{"url": "code", "valueCode": "Heats"}, {"url": "value", "valueBoolean": True}],
    }
    assert order("ServiceRequest", extension=extension).parameters == (Parameter(code=local("heats"), value=True),)


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ({"valueDecimal": 0.5}, Quantity(value=Decimal("0.5"), unit="")),
        ({"valueInteger": 5}, Quantity(value=Decimal(5), unit="")),
        ({"valueString": "Class IV"}, Concept(text="Class IV")),
        ({"valueCoding": {"system": LT, "code": "class4"}}, local("class4")),
    ],
)
def test_parameters_of_a_kind_that_r4_has_not(value: dict[str, object], read_as: object) -> None:
    found = order("DeviceRequest", parameter={"code": coded(LT, "laser-class"), **value})
    assert found.parameters[0].value == read_as


def test_r5_has_parameters_in_its_order_details() -> None:
    found = order(
        "ServiceRequest",
        code={"concept": coded(LT, "pbm-led-red")},
        orderDetail=[{"parameter": [{"code": coded(LT, "wavelength"), "valueQuantity": NANOMETRES}]}],
        patientInstruction=[{"instructionMarkdown": "keep still"}],
        reason=[{"concept": {"text": "knee pain"}}],
    )
    assert found.code == local("pbm-led-red")
    assert found.parameters == (Parameter(code=local("wavelength"), value=Quantity(value=Decimal(810), unit="nm")),)
    assert found.texts == ("keep still",)
    assert found.reasons == (Concept(text="knee pain"),)


@pytest.mark.parametrize(
    "device",
    [
        {"codeReference": {"reference": "Device/d"}},
        {"code": {"reference": {"reference": "Device/d"}}},
        {"device": {"reference": "Device/d"}},
    ],
)
def test_a_device_that_was_handed_back_shows_its_status(device: dict[str, object]) -> None:
    record = read(
        about_p("DeviceRequest", **device),
        {"resourceType": "Device", "id": "d", "status": "inactive", "type": coded(LT, "pbm-led-nir")},
    )
    assert record.orders[0].code == local("pbm-led-nir")
    assert record.orders[0].device_status == "inactive"


def test_a_device_without_a_type_is_called_by_its_name() -> None:
    record = read(
        about_p("DeviceRequest", codeReference={"reference": "Device/d"}),
        {"resourceType": "Device", "id": "d", "deviceName": [{"name": "Red belt", "type": "user-friendly-name"}]},
    )
    assert record.orders[0].code == Concept(text="Red belt")


def test_a_device_nobody_gave_is_called_by_the_display() -> None:
    found = order("DeviceRequest", codeReference={"reference": "Device/none", "display": "heat lamp"})
    assert found.code == Concept(text="heat lamp")
    assert found.device_status is None


@pytest.mark.parametrize("resource_type", ["ProcedureRequest", "ReferralRequest"])
def test_older_requests_for_services(resource_type: str) -> None:
    found = order(
        resource_type,
        code={"text": "infrared"},
        context={"reference": "Encounter/e"},
        scheduledPeriod={"start": "2016-01-01"},
        orderedOn="2015-12-31",
        reasonCodeableConcept={"text": "back pain"},
        notes=[{"text": "gently"}],
        bodySite={"text": "low back"},
    )
    assert (found.kind, found.reference) == (Kind.SERVICE_REQUEST, f"{resource_type}/r1")
    assert (found.code, found.reasons, found.texts) == (
        Concept(text="infrared"),
        (Concept(text="back pain"),),
        ("gently",),
    )
    assert found.encounter == "Encounter/e"
    assert found.starts is not None
    assert found.authored is not None


def test_the_intent_of_stu3s_device_request_is_a_concept() -> None:
    found = order("DeviceRequest", intent=coded("http://hl7.org/fhir/request-intent", "order"))
    assert found.intent == "order"


def test_what_must_not_be_done() -> None:
    assert order("ServiceRequest", doNotPerform=True).do_not_perform
    assert order("ServiceRequest", doNotPerform="true").do_not_perform
    assert not order("ServiceRequest", doNotPerform=False).do_not_perform
    record = read(about_p("ServiceRequest", doNotPerform="perhaps"))
    assert not record.orders[0].do_not_perform
    assert problems(record) == ["doNotPerform is not true or false and was left out"]


def test_a_drug_code_in_a_service_request_is_a_code_like_any_other() -> None:
    assert order("ServiceRequest", code=coded(RXNORM, "6130")).code.codings[0].code == "6130"
