"""MedicationRequest, MedicationStatement, MedicationAdministration, and the Medications that they refer to."""

from decimal import Decimal
from typing import Any

import pytest

from cds.record import Concept, Kind, MedicationUse, PatientRecord, Quantity, Timing
from tests.unit.record.building import RXNORM, about_p, answer, coded, problems, read, record_of

KETAMINE = coded(RXNORM, "6130", text="Ketamine")


def request(**members: Any) -> MedicationUse:
    return read(about_p("MedicationRequest", **members)).medications[0]


def names(record: PatientRecord) -> list[str]:
    return [medicine.label for medicine in record.medications[0].medicines]


def dose(value: object, unit: str = "mg") -> dict[str, object]:
    return {"value": value, "unit": unit}


# --- as R4 has it


def test_a_request_as_r4_has_it() -> None:
    record = read(
        about_p(
            "MedicationRequest",
            status="active",
            intent="order",
            category=[coded("http://terminology.hl7.org/CodeSystem/medicationrequest-category", "outpatient")],
            priority="stat",
            medicationCodeableConcept=KETAMINE,
            encounter={"reference": "Encounter/e"},
            authoredOn="2026-03-05",
            reasonCode=[{"text": "CRPS"}],
            note=[{"text": "check pressure"}],
            priorPrescription={"reference": "MedicationRequest/older"},
            statusReason={"text": "none"},
            dosageInstruction=[
                {
                    "text": "40 mg over 40 minutes",
                    "patientInstruction": "come fasting",
                    "additionalInstruction": [{"text": "with monitoring"}],
                    "route": coded("http://snomed.info/sct", "47625008"),
                    "site": {"text": "arm"},
                    "asNeededBoolean": False,
                    "timing": {
                        "repeat": {
                            "boundsPeriod": {"start": "2026-03-05", "end": "2026-04-05"},
                            "frequency": 2, "period": 1, "periodUnit": "wk", "duration": 40, "durationUnit": "min",
                            "count": 8,
                        }
                    },
                    "doseAndRate": [{"doseQuantity": {"value": 40, "unit": "milligram", "code": "mg"}}],
                }
            ],
            dispenseRequest={
                "validityPeriod": {"start": "2026-03-05", "end": "2026-05-05"},
                "numberOfRepeatsAllowed": 3,
                "quantity": dose(4, "vial"),
                "expectedSupplyDuration": {"value": 4, "unit": "weeks"},
            },
        )
    )  # fmt: skip
    (use,) = record.medications
    assert record.problems == ()
    assert (use.kind, use.reference) == (Kind.MEDICATION_REQUEST, "MedicationRequest/r1")
    assert (use.status, use.intent, use.priority) == ("active", "order", "stat")
    assert use.categories[0].codings[0].code == "outpatient"
    assert use.medicines[0].codings[0].code == "6130"
    assert (use.encounter, use.prior_prescription) == ("Encounter/e", "MedicationRequest/older")
    assert use.reasons == (Concept(text="CRPS"),)
    assert use.status_reasons == (Concept(text="none"),)
    assert use.texts == ("40 mg over 40 minutes", "with monitoring", "come fasting", "check pressure")
    assert use.authored is not None
    assert use.supply_end is not None
    assert use.supply_end.text == "2026-05-05"
    assert (use.supply_days, use.sessions_supplied) == (Decimal(28), 4)
    assert use.supply_quantity == Quantity(value=Decimal(4), unit="vial")
    (dosage,) = use.dosages
    assert dosage.dose == Quantity(value=Decimal(40), unit="mg")
    assert dosage.route is not None
    assert dosage.route.codings[0].code == "47625008"
    assert dosage.site == Concept(text="arm")
    timing = dosage.timing
    assert timing.start is not None
    assert timing.end is not None
    assert (timing.start.text, timing.end.text) == ("2026-03-05", "2026-04-05")
    assert (timing.frequency, timing.period_days, timing.duration_minutes) == (2, 7, 40)
    assert (timing.count, timing.as_needed) == (8, False)


def test_a_statement_as_r4_has_it() -> None:
    record = read(
        about_p(
            "MedicationStatement",
            status="active",
            medicationCodeableConcept=KETAMINE,
            context={"reference": "Encounter/e"},
            effectivePeriod={"start": "2026-01"},
            dateAsserted="2026-02-01",
            category=coded("http://terminology.hl7.org/CodeSystem/medication-statement-category", "patientspecified"),
            statusReason=[{"text": "pain"}],
            reasonCode=[{"text": "CRPS"}],
            dosage=[{"text": "a troche at night", "doseAndRate": [{"doseQuantity": dose(50)}]}],
            note=[{"text": "bought abroad"}],
        )
    )
    (use,) = record.medications
    assert record.problems == ()
    assert use.kind is Kind.MEDICATION_STATEMENT
    assert use.effective is not None
    assert use.authored is not None
    assert (use.effective.text, use.authored.text) == ("2026-01/..", "2026-02-01")
    assert use.dosages[0].dose == Quantity(value=Decimal(50), unit="mg")
    assert use.texts == ("a troche at night", "bought abroad")
    assert use.encounter == "Encounter/e"


def test_an_administration_as_r4_has_it() -> None:
    record = read(
        about_p(
            "MedicationAdministration",
            status="completed",
            medicationCodeableConcept=KETAMINE,
            effectiveDateTime="2026-03-05T10:00:00Z",
            dosage={
                "text": "slowly",
                "route": {"text": "IV"},
                "dose": dose(40),
                "rateQuantity": dose("0.5", "mg/kg/h"),
            },
        )
    )
    (use,) = record.medications
    assert record.problems == ()
    assert use.kind is Kind.MEDICATION_ADMINISTRATION
    assert use.dosages[0].dose == Quantity(value=Decimal(40), unit="mg")
    assert use.dosages[0].rate == Quantity(value=Decimal("0.5"), unit="mg/kg/h")
    assert use.texts == ("slowly",)


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ({}, ()),
        ({"dispenseRequest": {"performer": {"display": "Main Street Pharmacy"}}}, ("Main Street Pharmacy",)),
        ({"dispenseRequest": {"dispenser": {"display": "Main Street Pharmacy"}}}, ("Main Street Pharmacy",)),
        ({"performer": {"display": "REMS clinic"}}, ("REMS clinic",)),
        ({"performer": [{"display": "REMS clinic"}]}, ("REMS clinic",)),
        ({"performerType": {"text": "registered nurse"}}, ("registered nurse",)),
        ({"performer": {"reference": "Organization/elsewhere"}}, ()),
        (
            {
                "dispenseRequest": {"performer": {"reference": "#shop", "display": "Corner"}},
                "contained": [
                    {"resourceType": "Organization", "id": "shop", "name": "Corner", "type": [{"text": "Drugstore"}]}
                ],
            },
            ("Corner", "Drugstore"),
        ),
    ],
)
def test_names_who_is_to_give_or_dispense_it(members: dict[str, object], names: tuple[str, ...]) -> None:
    assert request(**members).performers == names


@pytest.mark.parametrize("name", ["requester", "prescriber"])
def test_who_ordered_it(name: str) -> None:
    use = request(medicationCodeableConcept=KETAMINE, **{name: {"reference": "Practitioner/a"}})
    assert use.requester == "Practitioner/a"


def test_a_dispense_as_r4_has_it() -> None:
    record = read(
        about_p(
            "MedicationDispense",
            status="completed",
            medicationCodeableConcept=KETAMINE,
            quantity=dose(30, "tablet"),
            daysSupply={"value": 30, "unit": "Day"},
            whenPrepared="2026-03-04",
            whenHandedOver="2026-03-05T10:00:00Z",
        )
    )
    (use,) = record.medications
    assert record.problems == ()
    assert (use.kind, use.status) == (Kind.MEDICATION_DISPENSE, "completed")
    assert use.effective is not None
    assert use.effective.text == "2026-03-05T10:00:00Z"
    assert use.supply_days == 30


@pytest.mark.parametrize(
    ("supply", "days"),
    [({"value": 90}, 90), ({"value": 4, "code": "wk"}, 28), ({"value": 30, "unit": "tablets"}, None)],
)
def test_a_supply_counts_days_unless_it_says_otherwise(supply: dict[str, object], days: int | None) -> None:
    (use,) = read(about_p("MedicationDispense", medicationCodeableConcept=KETAMINE, daysSupply=supply)).medications
    assert use.supply_days == days


# --- dose, rate, schedule


def dosage_of(**members: Any) -> MedicationUse:
    return request(medicationCodeableConcept=KETAMINE, dosageInstruction=[{"text": "as directed", **members}])


def test_of_several_doses_the_ordered_one_counts_and_none_are_added() -> None:
    use = dosage_of(
        doseAndRate=[
            {
                "type": coded("http://terminology.hl7.org/CodeSystem/dose-rate-type", "calculated"),
                "doseQuantity": dose(640),
            },
            {"type": {"text": "admin-amount"}, "doseQuantity": dose(2, "tablet")},
            {
                "type": coded("http://terminology.hl7.org/CodeSystem/dose-rate-type", "ordered"),
                "doseQuantity": dose(650),
            },
        ]
    )
    assert use.dosages[0].dose == Quantity(value=Decimal(650), unit="mg")


def test_without_an_ordered_dose_the_first_counts() -> None:
    use = dosage_of(doseAndRate=[{"doseQuantity": dose(1)}, {"doseQuantity": dose(2)}])
    assert use.dosages[0].dose == Quantity(value=Decimal(1), unit="mg")


def test_a_rate_may_stand_beside_the_dose_in_an_entry_of_its_own() -> None:
    use = dosage_of(doseAndRate=[{"doseQuantity": dose(1)}, {"rateQuantity": dose(2, "mL/h")}])
    assert use.dosages[0].dose == Quantity(value=Decimal(1), unit="mg")
    assert use.dosages[0].rate == Quantity(value=Decimal(2), unit="mL/h")


def test_a_dose_range_has_a_low_and_a_high_end() -> None:
    use = dosage_of(
        doseAndRate=[{"doseRange": {"low": dose(20), "high": dose(40)}, "rateRange": {"high": dose(1, "mg/h")}}]
    )
    assert use.dosages[0].dose == Quantity(value=Decimal(20), unit="mg")
    assert use.dosages[0].dose_high == Quantity(value=Decimal(40), unit="mg")
    assert use.dosages[0].rate is None
    assert use.dosages[0].rate_high == Quantity(value=Decimal(1), unit="mg/h")


def test_a_rate_ratio_is_scaled_to_a_denominator_of_one() -> None:
    use = dosage_of(doseAndRate=[{"rateRatio": {"numerator": dose("0.5", "mg/kg"), "denominator": dose(2, "h")}}])
    assert use.dosages[0].rate == Quantity(value=Decimal("0.25"), unit="mg/kg/h")


def test_a_rate_over_nothing_is_left_out() -> None:
    record = read(
        about_p(
            "MedicationRequest",
            medicationCodeableConcept=KETAMINE,
            dosageInstruction=[
                {"text": "slow", "doseAndRate": [{"rateRatio": {"numerator": dose(1), "denominator": dose(0, "h")}}]}
            ],
        )
    )
    assert record.medications[0].dosages[0].rate is None
    assert problems(record) == [
        "dosageInstruction.doseAndRate.rateRatio is not a ratio of two numbers and was left out"
    ]


@pytest.mark.parametrize("value", [0.1, "0.1", " 0.10 ", Decimal("0.1"), "1e-1"])
def test_a_tenth_is_a_tenth(value: object) -> None:
    use = dosage_of(doseQuantity=dose(value))
    assert use.dosages[0].dose is not None
    assert use.dosages[0].dose.value == Decimal("0.1")


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        "NaN",
        "-Infinity",
        "1e999999999",
        10**100,
        "1_0",
        "0,5",
        "five",
        True,
        [],
        {},
        "٥",
        "9" * 50,
    ],
)
def test_what_is_no_sensible_number_is_no_dose(value: object) -> None:
    assert dosage_of(doseQuantity=dose(value)).dosages[0].dose is None


@pytest.mark.parametrize("comparator", ["about", 7, ["<"], {}])
def test_a_value_with_an_unknown_comparator_is_not_taken_for_the_value(comparator: object) -> None:
    use = dosage_of(doseQuantity={"value": 5, "comparator": comparator, "unit": "mg"})
    assert use.dosages[0].dose is None


@pytest.mark.parametrize(
    ("repeat", "timing"),
    [
        ({"frequency": 1, "frequencyMax": 3, "period": 1, "periodUnit": "d"}, Timing(frequency=Decimal(3), period_days=Decimal(1))),
        ({"frequency": "2", "period": "0.5", "periodUnit": "Days"}, Timing(frequency=Decimal(2), period_days=Decimal("0.5"))),
        ({"frequency": 1, "period": 1, "periodUnits": "mo"}, Timing(frequency=Decimal(1), period_days=Decimal(30))),
        ({"frequency": 1, "period": 1, "periodUnit": "a"}, Timing(frequency=Decimal(1), period_days=Decimal(365))),
        ({"frequency": 1, "period": 1, "periodUnit": "fortnight"}, Timing(frequency=Decimal(1))),
        ({"duration": 0.5, "durationMax": 1, "durationUnit": "h"}, Timing(duration_minutes=Decimal(60))),
        ({"duration": 90, "durationUnits": "s"}, Timing(duration_minutes=Decimal("1.5"))),
        ({"boundsDuration": {"value": 6, "code": "wk"}}, Timing(bounds_days=Decimal(42))),
        ({"boundsRange": {"low": {"value": 1, "code": "wk"}, "high": {"value": 2, "code": "wk"}}}, Timing(bounds_days=Decimal(14))),
        ({"count": 12.0}, Timing(count=Decimal(12))),
        ({"count": 1.5}, Timing()),
        ({"frequency": -1}, Timing()),
    ],
)  # fmt: skip
def test_a_schedule_in_days_and_minutes(repeat: dict[str, object], timing: Timing) -> None:
    assert dosage_of(timing={"repeat": repeat}).dosages[0].timing == timing


@pytest.mark.parametrize(
    ("code", "frequency", "period_days"),
    [("BID", 2, 1), ("QOD", 1, 2), ("WK", 1, 7), ("Q6H", 1, Decimal("0.25")), ("AFTER MEALS", None, None)],
)
def test_a_schedule_by_its_abbreviation(code: str, frequency: int | None, period_days: object) -> None:
    timing = (
        dosage_of(timing={"code": coded("http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", code)})
        .dosages[0]
        .timing
    )
    assert (timing.frequency, timing.period_days) == (frequency, period_days)


def test_events_bound_a_schedule() -> None:
    timing = dosage_of(timing={"event": ["2026-03-08", "2026-03-01", "never"]}).dosages[0].timing
    assert timing.start is not None
    assert timing.end is not None
    assert (timing.start.text, timing.end.text) == ("2026-03-01", "2026-03-08")


@pytest.mark.parametrize(
    "as_needed", [{"asNeededBoolean": True}, {"asNeededCodeableConcept": {"text": "pain"}}, {"asNeeded": True}]
)
def test_as_needed(as_needed: dict[str, object]) -> None:
    assert dosage_of(**as_needed).dosages[0].timing.as_needed


def test_dosages_keep_their_order() -> None:
    use = request(medicationCodeableConcept=KETAMINE, dosageInstruction=[{"text": "first"}, {"text": "then"}])
    assert [dosage.text for dosage in use.dosages] == ["first", "then"]


# --- other releases, careless EHRs


def test_stu3_keeps_the_dose_in_the_dosage_and_one_category() -> None:
    use = request(
        medicationCodeableConcept=KETAMINE,
        category=coded("http://hl7.org/fhir/medication-request-category", "outpatient"),
        context={"reference": "Encounter/e"},
        dosageInstruction={"doseQuantity": dose(650), "rateQuantity": dose(1, "mg/h")},
    )
    assert use.dosages[0].dose == Quantity(value=Decimal(650), unit="mg")
    assert use.dosages[0].rate == Quantity(value=Decimal(1), unit="mg/h")
    assert use.categories[0].codings[0].system == "http://terminology.hl7.org/CodeSystem/medicationrequest-category"
    assert use.encounter == "Encounter/e"


def test_dstu2_calls_it_medication_order() -> None:
    record = read(
        {
            "resourceType": "MedicationOrder",
            "id": "m",
            "patient": {"reference": "Patient/p"},
            "status": "active",
            "dateWritten": "2016-01-01",
            "reasonCodeableConcept": {"text": "CRPS"},
            "reasonEnded": {"text": "done"},
            "medicationCodeableConcept": KETAMINE,
            "note": "as before",
            "dosageInstruction": [{"text": "daily", "siteCodeableConcept": {"text": "arm"}}],
        }
    )
    (use,) = record.medications
    assert (use.kind, use.reference) == (Kind.MEDICATION_REQUEST, "MedicationOrder/m")
    assert use.authored is not None
    assert (use.authored.text, use.reasons, use.status_reasons) == (
        "2016-01-01",
        (Concept(text="CRPS"),),
        (Concept(text="done"),),
    )
    assert use.texts == ("daily", "as before")
    assert use.dosages[0].site == Concept(text="arm")


def test_r5_has_concept_and_reference_in_one() -> None:
    use = request(
        medication={"concept": KETAMINE},
        reason=[{"concept": {"text": "CRPS"}}, {"reference": {"reference": "Condition/none", "display": "Pain"}}],
    )
    assert use.medicines[0].codings[0].code == "6130"
    assert use.reasons == (Concept(text="CRPS"), Concept(text="Pain"))


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ({"status": "active", "wasNotTaken": True}, "not-taken"),
        ({"status": "active", "taken": "n"}, "not-taken"),
        ({"status": "active", "taken": "y"}, "active"),
        ({"status": "recorded", "adherence": {"code": coded("", "taking-as-directed")}}, "active"),
        ({"status": "recorded", "adherence": {"code": coded("", "not-taking")}}, "not-taken"),
        ({"status": "recorded", "adherence": {"code": coded("", "on-hold")}}, "on-hold"),
        ({"status": "recorded"}, "unknown"),
        ({"status": "entered-in-error"}, "entered-in-error"),
    ],
)
def test_whether_it_was_taken_is_in_the_status(statement: dict[str, object], status: str) -> None:
    record = read(about_p("MedicationStatement", medicationCodeableConcept=KETAMINE, **statement))
    assert record.medications[0].status == status


@pytest.mark.parametrize(
    ("administration", "status"),
    [
        ({"status": "completed", "notGiven": True}, "not-done"),
        ({"status": "completed", "wasNotGiven": True}, "not-done"),
        ({"status": "completed", "notGiven": False}, "completed"),
    ],
)
def test_what_was_not_given_was_not_done(administration: dict[str, object], status: str) -> None:
    record = read(about_p("MedicationAdministration", medicationCodeableConcept=KETAMINE, **administration))
    assert record.medications[0].status == status


@pytest.mark.parametrize(
    "name", ["effectiveDateTime", "effectiveTimeDateTime", "occurenceDateTime", "occurrenceDateTime"]
)
def test_when_it_was_given_has_four_names(name: str) -> None:
    record = read(about_p("MedicationAdministration", medicationCodeableConcept=KETAMINE, **{name: "2026-03-05"}))
    assert record.medications[0].effective is not None


def test_dstu2_administers_a_quantity() -> None:
    record = read(
        about_p("MedicationAdministration", dosage={"quantity": dose(40), "siteCodeableConcept": {"text": "arm"}})
    )
    assert record.medications[0].dosages[0].dose == Quantity(value=Decimal(40), unit="mg")


def test_dstu2_states_a_quantity() -> None:
    record = read(about_p("MedicationStatement", dosage={"quantityQuantity": dose(40)}))
    assert record.medications[0].dosages[0].dose == Quantity(value=Decimal(40), unit="mg")


def test_what_r4_demands_and_is_missing_stays_missing() -> None:
    record = read(about_p("MedicationRequest"))
    (use,) = record.medications
    assert (use.status, use.intent, use.medicines) == (None, None, ())
    assert record.problems == ()


# --- which medicine


def test_a_contained_medication() -> None:
    record = read(
        about_p(
            "MedicationRequest",
            contained=[{"resourceType": "Medication", "id": "m", "code": KETAMINE, "form": {"text": "Injection"}}],
            medicationReference={"reference": "#m", "display": "KETAMINE 50 MG/ML"},
        )
    )
    assert names(record) == ["Ketamine"]
    assert record.medications[0].form == Concept(text="Injection")


@pytest.mark.parametrize(
    ("address", "full_url"),
    [
        ("Medication/m", ""),
        ("https://ehr.example/fhir/Medication/m", ""),
        ("Medication/m/_history/2", ""),
        ("urn:uuid:0f2b4c1e-7a40-4b52-9d6a-2a1c1f9b7b11", "urn:uuid:0f2b4c1e-7a40-4b52-9d6a-2a1c1f9b7b11"),
        ("urn:uuid:0F2B4C1E-7A40-4B52-9D6A-2A1C1F9B7B11", "urn:uuid:0f2b4c1e-7a40-4b52-9d6a-2a1c1f9b7b11"),
        ("https://ehr.example/other", "https://ehr.example/other"),
    ],
)
def test_a_medication_is_found_by_every_address(address: str, full_url: str) -> None:
    medication = {"resourceType": "Medication", "id": "m", "code": KETAMINE}
    drafts = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": about_p("MedicationRequest", medicationReference={"reference": address})},
            {"fullUrl": full_url, "resource": medication},
        ],
    }
    (draft,) = record_of(drafts=drafts).drafts
    assert isinstance(draft, MedicationUse)
    assert [medicine.label for medicine in draft.medicines] == ["Ketamine"]


def test_a_medication_of_another_answer_is_found() -> None:
    record = record_of(
        answer(
            Kind.MEDICATION_REQUEST, about_p("MedicationRequest", medicationReference={"reference": "Medication/m"})
        ),
        answer(None, {"resourceType": "Medication", "id": "m", "code": KETAMINE}, key="other"),
    )
    assert names(record) == ["Ketamine"]


def test_the_medication_of_the_same_bundle_is_meant_when_there_are_two() -> None:
    record = record_of(
        answer(None, {"resourceType": "Medication", "id": "m", "code": {"text": "another"}}, key="other"),
        answer(
            Kind.MEDICATION_REQUEST,
            about_p("MedicationRequest", medicationReference={"reference": "Medication/m"}),
            {"resourceType": "Medication", "id": "m", "code": KETAMINE},
        ),
    )
    assert names(record) == ["Ketamine"]


def test_the_display_is_the_last_resort_and_stays_text() -> None:
    use = request(medicationReference={"reference": "Medication/none", "display": "IBUPROFEN 200 MG PO TABS"})
    assert use.medicines == (Concept(text="IBUPROFEN 200 MG PO TABS"),)


def test_the_display_names_a_medication_with_codes_that_nobody_knows() -> None:
    record = read(
        about_p("MedicationRequest", medicationReference={"reference": "Medication/m", "display": "KETAMINE 50 MG/ML"}),
        {"resourceType": "Medication", "id": "m", "code": coded("urn:oid:1.2.840.114350.1", "77")},
    )
    assert names(record) == ["77", "KETAMINE 50 MG/ML"]


def test_concept_and_reference_side_by_side_are_both_read() -> None:
    record = read(
        about_p(
            "MedicationRequest",
            medicationCodeableConcept={"text": "vial"},
            medicationReference={"reference": "Medication/m"},
        ),
        {"resourceType": "Medication", "id": "m", "code": KETAMINE},
    )
    assert names(record) == ["vial", "Ketamine"]


@pytest.mark.parametrize(
    "ingredients",
    [
        {"ingredient": [{"itemCodeableConcept": KETAMINE}]},
        {"ingredient": {"itemCodeableConcept": KETAMINE}},
        {"ingredient": [{"item": {"concept": KETAMINE}}]},
        {"product": {"ingredient": [{"item": {"reference": "Substance/s"}}]}},
        {"ingredient": [{"itemReference": {"reference": "#s"}}], "contained": [{"resourceType": "Substance", "id": "s", "code": KETAMINE}]},
        {"ingredient": [{"itemReference": {"reference": "Medication/none", "display": "Ketamine"}}]},
    ],
)  # fmt: skip
def test_the_ingredients_of_a_medication_are_medicines_too(ingredients: dict[str, object]) -> None:
    record = read(
        about_p("MedicationRequest", medicationReference={"reference": "Medication/m"}),
        {"resourceType": "Medication", "id": "m", "code": {"text": "Compounded troche"}, **ingredients},
        {"resourceType": "Substance", "id": "s", "code": KETAMINE},
    )
    assert names(record) == ["Compounded troche", "Ketamine"]


def test_an_inactive_ingredient_is_no_medicine() -> None:
    record = read(
        about_p("MedicationRequest", medicationReference={"reference": "Medication/m"}),
        {"resourceType": "Medication", "id": "m", "code": KETAMINE, "ingredient": [{"itemCodeableConcept": {"text": "lactose"}, "isActive": False}]},
    )  # fmt: skip
    assert names(record) == ["Ketamine"]


def test_medications_that_are_made_of_each_other_end() -> None:
    record = read(
        about_p("MedicationRequest", medicationReference={"reference": "Medication/a"}),
        {"resourceType": "Medication", "id": "a", "code": {"text": "A"}, "ingredient": [{"itemReference": {"reference": "Medication/b"}}]},
        {"resourceType": "Medication", "id": "b", "code": {"text": "B"}, "ingredient": [{"itemReference": {"reference": "Medication/a"}}]},
    )  # fmt: skip
    assert names(record) == ["A", "B"]


def test_a_reason_is_what_its_reference_leads_to() -> None:
    record = read(
        about_p("MedicationRequest", medicationCodeableConcept=KETAMINE, reasonReference={"reference": "Condition/c"}),
        {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"}, "code": {"text": "CRPS"}},
    )
    assert record.medications[0].reasons == (Concept(text="CRPS"),)
