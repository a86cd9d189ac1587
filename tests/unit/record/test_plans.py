"""What runs without an order of its own: activities of a CarePlan, devices in use, and the devices themselves."""

from typing import Any

import pytest

from cds.record import Coding, Concept, Given, Kind, TherapyOrder
from tests.unit.record.building import ICD, SNOMED, about_p, answer, coded, problems, read, record_of

LT = "https://kir-cds.org/fhir/CodeSystem/light-therapy"
BELT = Concept(codings=(Coding(system=LT, code="pbm-led-nir"),))
LEAD = Concept(codings=(Coding(system=SNOMED, code="14106009"),))


def plan(*details: dict[str, Any], **members: Any) -> dict[str, Any]:
    activity = [{"detail": {"status": "in-progress", **detail}} for detail in details]
    return about_p("CarePlan", **{"status": "active", "intent": "plan", "activity": activity, **members})


def activity(**detail: Any) -> TherapyOrder:
    return read(plan(detail)).orders[0]


def device(**members: Any) -> dict[str, Any]:
    return {"resourceType": "Device", "id": "d", "patient": {"reference": "Patient/p"}, **members}


def use(*more: dict[str, Any], **members: Any) -> TherapyOrder:
    statement = about_p("DeviceUseStatement", **{"status": "active", "device": {"reference": "Device/d"}, **members})
    return read(statement, *more).orders[0]


# --- plans ----------------------------------------------------------------------------------------------


def test_each_activity_of_a_plan_is_an_order_that_goes_by_the_name_of_the_plan() -> None:
    record = read(
        plan(
            {
                "code": coded(LT, "pbm-led-nir"),
                "reasonCode": [coded(ICD, "M54.50")],
                "scheduledTiming": {"repeat": {"boundsPeriod": {"start": "2026-11-01"}, "frequency": 3, "period": 1, "periodUnit": "wk"}},
                "description": "wear goggles",
            },
            {"code": {"text": "walking"}, "status": "completed", "doNotPerform": True},
            created="2026-10-30",
        )
    )  # fmt: skip
    assert record.problems == ()
    light, walking = record.orders
    assert (light.kind, light.reference) == (Kind.CARE_PLAN, "CarePlan/r1")
    assert (light.plan_status, light.status, light.intent) == ("active", "in-progress", "plan")
    assert (light.code, light.texts) == (BELT, ("wear goggles",))
    assert light.reasons[0].codings[0].code == "M54.50"
    assert light.starts is not None
    assert light.starts.text == "2026-11-01"
    assert light.authored is not None
    assert light.timing.frequency == 3
    assert (walking.status, walking.do_not_perform) == ("completed", True)


def test_the_start_of_a_plan_may_be_a_period() -> None:
    found = activity(code=coded(LT, "pbm-led-nir"), scheduledPeriod={"start": "2026-11-02"})
    assert found.starts is not None
    assert found.starts.text == "2026-11-02"


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        ({"productCodeableConcept": coded(LT, "pbm-led-nir"), "description": "heat"}, BELT),
        ({"description": "infrared lamp daily"}, Concept(text="infrared lamp daily")),
        ({"code": {"text": "light"}, "productCodeableConcept": coded(LT, "pbm-led-nir")}, Concept(text="light")),
    ],
)
def test_an_activity_without_a_code_is_its_product_or_its_description(detail: dict[str, Any], code: Concept) -> None:
    assert activity(**detail).code == code


def test_the_device_of_an_activity_shows_its_status() -> None:
    record = read(
        plan({"productReference": {"reference": "Device/d"}}),
        device(status="inactive", type=coded(LT, "pbm-led-nir")),
    )
    assert (record.orders[0].code, record.orders[0].device_status) == (BELT, "inactive")


@pytest.mark.parametrize(
    "members", [{"activity": [{"reference": {"reference": "ServiceRequest/1"}}]}, {"activity": None}]
)
def test_a_plan_without_words_of_its_own_orders_nothing(members: dict[str, Any]) -> None:
    record = read(plan(**members))
    assert record.orders == ()
    assert record.problems == ()


def test_what_is_not_valid_in_a_plan_is_told() -> None:
    record = read(plan({"code": coded(LT, "pbm-led-nir"), "doNotPerform": "perhaps"}))
    assert not record.orders[0].do_not_perform
    assert problems(record) == ["activity.detail.doNotPerform is not true or false and was left out"]


def test_older_plans_forbid_in_another_word() -> None:
    assert activity(code=coded(LT, "pbm-led-nir"), prohibited=True).do_not_perform


# --- which plans are wanted -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        ([coded(LT, "other")], False),
        ([{"text": "walking"}], True),
        ([coded(LT, "other"), {"text": "infrared"}], True),
        ([], False),
    ],
)
def test_a_plan_that_no_rule_wants_stays_for_what_it_says_in_words(codes: list[dict[str, Any]], kept: bool) -> None:
    assert bool(read(plan(*({"code": code} for code in codes)), wanted=False).orders) is kept


@pytest.mark.parametrize("wanted", [True, False])
def test_one_activity_that_a_rule_wants_brings_the_plan(wanted: bool) -> None:
    both = plan({"code": coded(LT, "other")}, {"code": coded(LT, "pbm-led-nir")})
    assert len(read(both, wanted=wanted).orders) == 2 * wanted


# --- devices in use -------------------------------------------------------------------------------------


def test_a_device_in_use_is_what_its_device_is() -> None:
    found = use(
        device(status="active", type=coded(LT, "pbm-led-nir")),
        timingPeriod={"start": "2026-11-03"},
        recordedOn="2026-11-04",
        bodySite={"text": "left knee"},
        reasonCode=[coded(ICD, "M17.12")],
        note=[{"text": "every evening"}],
    )
    assert (found.kind, found.reference) == (Kind.DEVICE_USE, "DeviceUseStatement/r1")
    assert (found.code, found.status, found.device_status) == (BELT, "active", "active")
    assert found.starts is not None
    assert found.starts.text == "2026-11-03"
    assert found.authored is not None
    assert (found.body_sites, found.texts) == ((Concept(text="left knee"),), ("every evening",))
    assert found.reasons[0].codings[0].code == "M17.12"


def test_a_device_in_use_tells_by_which_orders() -> None:
    assert use(basedOn=[{"reference": "ServiceRequest/9"}, {"display": "words"}]).based_on == ("ServiceRequest/9",)


def test_a_device_that_nobody_gave_is_called_by_the_display_or_not_at_all() -> None:
    assert use(device={"reference": "Device/none", "display": "heat lamp"}).code == Concept(text="heat lamp")
    assert use().code == Concept()
    assert use().device_status is None


def test_r5_names_the_device_in_a_codeable_reference() -> None:
    light = device(status="active", type=[coded(LT, "pbm-led-nir")])
    referred = about_p("DeviceUsage", status="active", device={"reference": {"reference": "Device/d"}}, bodySite={"concept": {"text": "knee"}},
                       reason=[{"concept": {"text": "pain"}}], dateAsserted="2026-11-01")  # fmt: skip
    (found,) = read({**referred, "subject": None, "patient": {"reference": "Patient/p"}}, light).orders
    assert (found.kind, found.code) == (Kind.DEVICE_USE, BELT)
    assert (found.body_sites, found.reasons) == ((Concept(text="knee"),), (Concept(text="pain"),))
    assert found.authored is not None
    named = about_p("DeviceUsage", device={"concept": {"coding": [{"system": LT, "code": "x", "display": "NIR belt"}]}})
    assert read(named).orders[0].code == Concept(text="NIR belt")


def test_dstu2_has_other_names_and_no_status() -> None:
    found = use(
        device(status="not-available", type=coded(LT, "pbm-led-nir")),
        status=None,
        whenUsed={"start": "2015-01-01"},
        indication=[{"text": "pain"}],
        bodySiteCodeableConcept={"text": "knee"},
        notes=["gently"],
    )
    assert (found.status, found.device_status) == (None, "inactive")
    assert found.starts is not None
    assert (found.reasons, found.body_sites) == ((Concept(text="pain"),), (Concept(text="knee"),))


# --- devices --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"type": coded(SNOMED, "14106009")}, LEAD),
        ({"type": [coded(SNOMED, "14106009")]}, LEAD),
        ({"deviceName": [{"name": "Pacemaker", "type": "user-friendly-name"}]}, Concept(text="Pacemaker")),
        ({"name": [{"value": "Pacemaker"}]}, Concept(text="Pacemaker")),
        ({}, Concept()),
    ],
)
@pytest.mark.parametrize("status", ["active", "inactive", "entered-in-error", "unknown", None])
def test_a_device_of_the_patient(members: dict[str, Any], code: Concept, status: str | None) -> None:
    (found,) = read(device(status=status, **members)).devices
    assert (found.reference, found.code, found.status) == ("Device/d", code, status)


@pytest.mark.parametrize(("older", "status"), [("available", "active"), ("not-available", "inactive")])
def test_dstu2_calls_a_device_available(older: str, status: str) -> None:
    assert read(device(status=older)).devices[0].status == status


@pytest.mark.parametrize("wanted", [True, False])
def test_a_device_that_no_rule_wants_stays_when_it_has_no_code(wanted: bool) -> None:
    assert bool(read(device(type=coded(SNOMED, "1")), wanted=wanted).devices) is wanted
    assert read(device(deviceName={"name": "box"}), wanted=wanted).devices


# --- whose they are -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        (Kind.CARE_PLAN, plan({"code": coded(LT, "pbm-led-nir")}, subject={"reference": "Patient/q"})),
        (Kind.DEVICE_USE, about_p("DeviceUseStatement", subject={"reference": "Patient/q"})),
        (Kind.DEVICE, device(patient={"reference": "Patient/q"})),
        (Kind.DEVICE, device(patient=None)),
    ],
)
def test_those_of_another_patient_are_left_out_and_missed(kind: Kind, resource: dict[str, Any]) -> None:
    record = record_of(answer(kind, resource))
    assert (record.orders, record.devices) == ((), ())
    assert record.how_much(kind) is Given.PARTIAL
    assert len(record.problems) == 1
