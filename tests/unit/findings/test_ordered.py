"""Doses counted in devices or millilitres as mass, where they are meant for, and why they were ordered."""

from typing import Any

import pytest

from cds.findings.doses import find_dose
from cds.findings.finding import Answer
from cds.findings.ordered import read_dosages
from cds.findings.orders import find_order, setting_of
from cds.findings.quantities import with_unit
from cds.record import Concept, Encounter, MedicationUse
from cds.rulebook import Setting
from tests.unit.findings.builders import (
    ICD,
    KETAMINE,
    RXNORM,
    clause,
    concept,
    dosage,
    medication_order,
    named,
    quantity,
    record,
    therapy_order,
    view,
)

ESKETAMINE = concept(RXNORM, "2119365", "esketamine")


def read(dose: str | None = None, medicine: Concept = ESKETAMINE, **more: Any) -> list[str]:
    order = medication_order(dosage(dose, **more), medicine=medicine)
    (one,) = read_dosages(order, view(record(), order))
    return [with_unit(part) for part in (one.dose, one.dose_high, one.rate, one.rate_high) if part]


# --- devices --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dose", "mass"),
    [
        ("3 {device}", "84 mg"),
        ("3 device", "84 mg"),
        ("3 Devices", "84 mg"),
        ("2 {spray}", "28 mg"),
        ("3 mg", "3 mg"),
        ("3 {tablet}", "3 {tablet}"),
    ],
)
def test_a_coded_number_of_devices_is_what_they_hold(dose: str, mass: str) -> None:
    assert read(dose) == [mass]


@pytest.mark.parametrize(
    ("text", "mass"),
    [
        ("3 devices", ["84 mg"]),
        ("use three devices today", ["84 mg"]),
        ("2 to 3 nasal spray devices", ["56 mg", "84 mg"]),
        ("1 device", ["28 mg"]),
        ("3 devices, 2 sprays from each", ["84 mg"]),
        ("6 sprays", ["84 mg"]),
        ("84 mg (3 devices)", ["84 mg"]),
        ("2 devices on day 1, then 3 devices", []),
        ("device 3", []),
        ("all devices", []),
        ("0.3 devicesets", []),
        ("84", []),
    ],
)
def test_devices_in_words(text: str, mass: list[str]) -> None:
    assert read(text=text) == mass


def test_a_coded_dose_beats_the_words() -> None:
    assert read("56 mg", text="3 devices") == ["56 mg"]


def test_another_drug_is_not_counted_in_these_devices() -> None:
    assert read("3 {device}", KETAMINE) == ["3 {device}"]
    assert read(None, KETAMINE, text="3 sprays") == []


def test_devices_are_judged_by_their_mass() -> None:
    order = medication_order(dosage("84 {device}"), medicine=ESKETAMINE)
    finding = find_dose(clause(dose="ordered", above="84 mg"), view(record(), order))
    assert finding.answer is Answer.TRUE
    assert finding.inputs[0].value == "2352 mg"


# --- volumes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dose", "product", "mass"),
    [
        ("1 mL", "ketamine 50 MG/ML Injectable Solution", "50 mg"),
        ("10 mL", "ketamine 500 MG per 250 ML infusion", "20 mg"),
        ("10 mL", "ketamine 0,5 g/L", "5 mg"),
        ("1 mL/kg", "ketamine 10 mg/mL", "10 mg/kg"),
        ("1 mL", "ketamine", "1 mL"),
        ("1 mL", "ketamine 10 mg/mL or 50 mg/mL", "1 mL"),
        ("1 mL", "ketamine 0 mg/mL", "1 mL"),
        ("40 mg", "ketamine 50 MG/ML Injectable Solution", "40 mg"),
    ],
)
def test_a_volume_of_one_known_concentration_is_a_mass(dose: str, product: str, mass: str) -> None:
    assert read(dose, named(product)) == [mass]


def test_a_rate_in_volume_is_a_rate_in_mass() -> None:
    assert read(None, named("ketamine 500 MG per 250 ML"), rate="10 mL/h") == ["20 mg/h"]
    assert read(None, named("ketamine"), rate="10 mL/h") == ["10 mL/h"]


# --- home, by what is dispensed -------------------------------------------------------------------------


def setting(
    supply: str | None, dose: str | None = "84 mg", encounter: str | None = None, **more: Any
) -> Setting | None:
    written: dict[str, Any] = {"medicine": ESKETAMINE, "supply_quantity": quantity(supply) if supply else None, **more}
    order: MedicationUse = medication_order(dosage(dose, route=named("nasal spray")), **written)
    here = Encounter(reference="Encounter/1", class_code=encounter) if encounter else None
    return setting_of(view(record(encounter=here), order))


@pytest.mark.parametrize(
    ("supply", "dose", "encounter", "expected"),
    [
        (None, "84 mg", None, None),
        ("1 {device}", "84 mg", None, None),
        ("2 {device}", "84 mg", None, Setting.HOME),
        ("3 {device}", "84 mg", None, Setting.HOME),
        ("3 {kit}", "84 mg", None, None),
        ("3 {device}", "84 mg", "AMB", Setting.SUPERVISED),
        ("3 {device}", "3 {device}", "AMB", Setting.SUPERVISED),
        ("4 {device}", "84 mg", "AMB", Setting.HOME),
        ("3 {device}", "56 mg", "AMB", Setting.HOME),
        ("3 {device}", None, "AMB", Setting.HOME),
        ("3 {device}", "84 mg", "HH", Setting.HOME),
    ],
)
def test_several_devices_are_meant_for_home_unless_something_says_otherwise(
    supply: str | None, dose: str | None, encounter: str | None, expected: Setting | None
) -> None:
    assert setting(supply, dose, encounter) is expected


def test_a_supervised_category_decides_whatever_is_dispensed() -> None:
    assert setting("8 {device}", categories=(concept("c", "outpatient"),)) is Setting.SUPERVISED
    assert setting("1 {device}", categories=(concept("c", "community"),)) is Setting.HOME


def test_a_supervised_site_that_gives_it_decides_where_nothing_else_does() -> None:
    site = ("Northside REMS center",)
    assert setting(None, performers=site) is Setting.SUPERVISED
    assert setting("3 {device}", performers=site) is Setting.SUPERVISED
    assert setting("4 {device}", performers=site) is Setting.HOME
    assert setting(None, encounter="HH", performers=site) is Setting.HOME
    assert setting(None, performers=("Main Street Pharmacy",)) is None


# --- why, and by whom -----------------------------------------------------------------------------------

DEPRESSION = concept(ICD, "F33.2", "Major depressive disorder, recurrent severe")


@pytest.mark.parametrize(
    ("reasons", "filters", "expected"),
    [
        ((), {"reason_coded": True}, Answer.FALSE),
        ((), {"reason_coded": False}, Answer.TRUE),
        ((named("TRD"),), {"reason_coded": False}, Answer.TRUE),
        ((DEPRESSION,), {"reason_coded": True}, Answer.TRUE),
        ((named("TRD"), DEPRESSION), {"reason_coded": False}, Answer.FALSE),
        ((), {"reason_words": ["depress*"]}, Answer.FALSE),
        ((named("severe Depression"),), {"reason_words": ["depress*"]}, Answer.TRUE),
        ((DEPRESSION,), {"reason_words": ["depress*"]}, Answer.TRUE),
        ((named("antidepressant"),), {"reason_words": ["depress*"]}, Answer.FALSE),
    ],
)
def test_the_reason_in_words_and_whether_it_is_coded(
    reasons: tuple[Concept, ...], filters: dict[str, Any], expected: Answer
) -> None:
    order = medication_order(reasons=reasons)
    assert find_order(clause(order="at-hand", **filters), view(record(), order)).answer is expected


@pytest.mark.parametrize(
    ("performers", "expected"),
    [((), Answer.FALSE), (("Main Street Retail Pharmacy",), Answer.TRUE), (("REMS clinic",), Answer.FALSE)],
)
def test_who_is_to_dispense_it(performers: tuple[str, ...], expected: Answer) -> None:
    asked = clause(order="at-hand", performer=["retail pharmacy"])
    order = medication_order(performers=performers)
    assert find_order(asked, view(record(), order)).answer is expected


def test_a_service_names_no_pharmacy() -> None:
    order = therapy_order(named("esketamine visit"))
    assert find_order(clause(order="at-hand", performer=["pharmacy"]), view(record(), order)).answer is Answer.FALSE
