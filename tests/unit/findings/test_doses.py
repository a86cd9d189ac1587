"""Doses: units that are no ketamine unit, vial strengths typed as doses, ceilings per kg, leaps from the last order."""

from decimal import Decimal
from typing import Any

import pytest

from cds.findings.doses import find_dose
from cds.findings.finding import Answer, Finding
from cds.findings.orders import find_order
from cds.record import Concept, Given, Kind, MedicationUse, Observation, Order, Timing
from tests.unit.findings.builders import (
    RXNORM,
    clause,
    concept,
    dosage,
    medication_order,
    named,
    observation,
    quantity,
    record,
    references,
    snomed,
    therapy_order,
    view,
)

UNIT = {"dose": "ordered", "unit_outside": ["mg", "mg/kg", "mg/h", "mg/kg/h", "ug/kg/min"]}
VOLUME = {"dose": "ordered", "volume_without_concentration": True}
VIAL = {"dose": "ordered", "equals": ["50 mg/kg", "100 mg/kg"]}
VIAL_IV = {"dose": "ordered", "equals": ["10 mg/kg"], "route": "intravenous"}
BOLUS = {
    "dose": "ordered",
    "above": "4.5 mg/kg",
    "at_once": "5 minutes",
    "weight": "weight",
    "weight_within": "90 days",
}
CEILING = {"dose": "ordered", "above": "84 mg"}
LEAP = {"dose": "ordered", "times_previous": 10, "same": ["ketamine", "esketamine"]}

IV, IM = snomed("47625008"), snomed("78421000")
WEIGHT = observation("29463-7", quantity("70 kg"), reference="Observation/weight")


def ask(written: dict[str, Any], order: Order | None, **resources: Any) -> Finding:
    return find_dose(clause(**written), view(record(**resources), order))


def ordered(dose: str | None = None, **more: Any) -> MedicationUse:
    return medication_order(dosage(dose, **more))


def test_says_the_dose_as_ordered() -> None:
    finding = ask(
        CEILING, medication_order(dosage("90 mg", dose_high="100 mg", rate="1 mg/kg/hr"), authored="2026-11-24")
    )
    (one,) = finding.inputs
    assert (one.reference, one.display) == ("MedicationRequest/draft", "ketamine")
    assert (one.value, one.date) == ("90 mg to 100 mg, 1 mg/kg/h", "2026-11-24")


@pytest.mark.parametrize("written", [UNIT, VOLUME, VIAL, BOLUS, CEILING, LEAP])
def test_an_order_that_states_no_dose_is_false(written: dict[str, Any]) -> None:
    for order in (
        medication_order(),
        ordered(None, text="as directed"),
        therapy_order(named("Ketamine session")),
        None,
    ):
        assert ask(written, order).answer is Answer.FALSE


def test_asks_whether_a_dose_is_stated() -> None:
    assert ask({"dose": "ordered"}, ordered("35 mg")).answer is Answer.TRUE
    assert ask({"dose": "ordered"}, medication_order()).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("order", "stated"),
    [
        (ordered("35 mg"), True),
        (ordered(None, rate="1 mg/kg/h"), True),
        (ordered(None, text="0.5 mg/kg over 40 minutes"), True),
        (ordered(None, text="as directed"), False),
        (medication_order(), False),
        (therapy_order(named("Ketamine session")), False),
    ],
)
def test_the_order_clause_asks_too(order: Order, stated: bool) -> None:
    for asked in (True, False):
        answer = find_order(clause(order="at-hand", dose_stated=asked), view(record(), order)).answer
        assert answer is Answer.of(asked is stated)


class TestUnit:
    @pytest.mark.parametrize(
        "unit", ["mg", "MG", "milligram", "mg/kg", "mg/h", "mg/hr", "mg/kg/hr", "mcg/kg/min", "µg/kg/min"]
    )
    def test_a_usual_unit_however_spelled(self, unit: str) -> None:
        assert ask(UNIT, ordered(f"35 {unit}")).answer is Answer.FALSE
        assert ask(UNIT, ordered(None, rate=f"35 {unit}")).answer is Answer.FALSE

    @pytest.mark.parametrize("unit", ["g", "mcg", "mL", "mg/mL", "mg/kg/min", "{tablet}", "drops", "sprays"])
    def test_another_unit(self, unit: str) -> None:
        assert ask(UNIT, ordered(f"35 {unit}")).answer is Answer.TRUE

    def test_no_unit_is_outside(self) -> None:
        assert ask(UNIT, ordered("35")).answer is Answer.TRUE

    def test_dose_and_rate_are_both_read(self) -> None:
        finding = ask(UNIT, ordered("35 mg", rate="5 mg/kg/min"))
        assert finding.answer is Answer.TRUE
        assert "5 mg/kg/min" in finding.why


class TestVolume:
    @pytest.mark.parametrize("dose", ["5 mL", "5 ml", "0.1 L"])
    def test_without_a_concentration(self, dose: str) -> None:
        assert ask(VOLUME, ordered(dose)).answer is Answer.TRUE
        assert ask(VOLUME, ordered(None, rate="5 mL/h")).answer is Answer.TRUE

    @pytest.mark.parametrize(
        "order",
        [
            medication_order(
                dosage("5 mL"), medicine=concept(RXNORM, "9990001", "ketamine 50 MG/ML Injectable Solution")
            ),
            medication_order(dosage("5 mL"), medicine=named("Ketamine 10 mg per mL")),
            medication_order(dosage("5 mL", text="of ketamine 500 mg/10 mL")),
            medication_order(dosage("5 mL"), texts=("Bag: 100 mg / 100 ml NaCl",)),
        ],
    )
    def test_with_one_anywhere_in_the_order(self, order: MedicationUse) -> None:
        assert ask(VOLUME, order).answer is Answer.FALSE

    def test_a_strength_per_piece_is_no_concentration(self) -> None:
        assert (
            ask(VOLUME, medication_order(dosage("5 mL"), medicine=named("Ketamine 100 mg troche"))).answer
            is Answer.TRUE
        )

    def test_a_mass_is_no_volume(self) -> None:
        assert ask(VOLUME, ordered("50 mg")).answer is Answer.FALSE


class TestVialStrength:
    @pytest.mark.parametrize(
        ("dose", "answer"),
        [
            ("50 mg/kg", Answer.TRUE),
            ("100 mg/kg", Answer.TRUE),
            ("50.0 MG/KG", Answer.TRUE),
            ("49.9 mg/kg", Answer.FALSE),
            ("50.1 mg/kg", Answer.FALSE),
            ("50 mg", Answer.FALSE),
            ("50 mg/mL", Answer.FALSE),  # the concentration itself is another slip
        ],
    )
    def test_exactly_and_per_kg(self, dose: str, answer: Answer) -> None:
        assert ask(VIAL, ordered(dose)).answer is answer

    @pytest.mark.parametrize(
        ("dose", "route", "answer"),
        [
            ("10 mg/kg", IV, Answer.TRUE),
            ("10 mg/kg", IM, Answer.FALSE),  # inside the labelled range by this route
            ("10 mg/kg", None, Answer.UNKNOWN),
            ("9 mg/kg", None, Answer.FALSE),
            ("9 mg/kg", IV, Answer.FALSE),
        ],
    )
    def test_ten_only_by_vein(self, dose: str, route: Concept | None, answer: Answer) -> None:
        finding = ask(VIAL_IV, ordered(dose, route=route))
        assert finding.answer is answer
        assert finding.missing == (("MedicationRequest route",) if answer is Answer.UNKNOWN else ())


class TestCeiling:
    @pytest.mark.parametrize(
        ("dose", "answer"),
        [
            ("84 mg", Answer.FALSE),
            ("84.1 mg", Answer.TRUE),
            ("83.9 mg", Answer.FALSE),
            ("84001 ug", Answer.TRUE),
            ("0.1 g", Answer.TRUE),
            ("3 sprays", Answer.UNKNOWN),
        ],
    )
    def test_walks_the_limit(self, dose: str, answer: Answer) -> None:
        assert ask(CEILING, ordered(dose)).answer is answer

    def test_a_unit_that_cannot_be_held_against_it_is_named(self) -> None:
        assert ask(CEILING, ordered("3 sprays")).missing == ("MedicationRequest dose in mg",)

    def test_a_range_is_judged_by_its_high_end(self) -> None:
        assert ask(CEILING, ordered("56 mg", dose_high="112 mg")).answer is Answer.TRUE

    def test_any_dosage_is_enough(self) -> None:
        assert ask(CEILING, medication_order(dosage("56 mg"), dosage("112 mg"))).answer is Answer.TRUE

    def test_a_limit_per_time_judges_the_rate_and_a_limit_per_dose_the_dose(self) -> None:
        rate = {"dose": "ordered", "above": "2 mg/kg/h"}
        assert ask(rate, ordered("500 mg", rate="40 ug/kg/min")).answer is Answer.TRUE  # 2.4 mg/kg/h
        assert ask(rate, ordered("500 mg", rate="5 ug/kg/min")).answer is Answer.FALSE
        assert ask(rate, ordered("5 mg/kg")).answer is Answer.FALSE  # states no rate
        assert ask(CEILING, ordered(None, rate="100 mg/h")).answer is Answer.FALSE  # states no dose


class TestPerKg:
    @pytest.mark.parametrize(
        ("dose", "answer"),
        [
            ("315 mg", Answer.FALSE),
            ("315.1 mg", Answer.TRUE),
            ("4.5 mg/kg", Answer.FALSE),
            ("4.6 mg/kg", Answer.TRUE),
            ("4600 mcg/kg", Answer.TRUE),
        ],
    )
    def test_walks_the_limit_at_70_kg(self, dose: str, answer: Answer) -> None:
        assert ask(BOLUS, ordered(dose), observations=(WEIGHT,)).answer is answer

    def test_says_the_weight_it_used(self) -> None:
        finding = ask(BOLUS, ordered("500 mg"), observations=(WEIGHT,))
        assert references(finding) == ["MedicationRequest/draft", "Observation/weight"]
        assert finding.why == "500 mg at 70 kg is 7.14 mg/kg, above 4.5 mg/kg."

    def test_a_dose_per_kg_needs_no_weight(self) -> None:
        assert ask(BOLUS, ordered("5 mg/kg"), given={Kind.OBSERVATION: Given.UNKNOWN}).answer is Answer.TRUE

    @pytest.mark.parametrize(
        ("weight", "missing"),
        [
            (None, "Observation 29463-7"),
            (observation("29463-7", quantity("70")), "Observation 29463-7 unit"),
            (observation("29463-7", quantity("0 kg")), "Observation 29463-7 unit"),
            (observation("29463-7", quantity("70 kg"), at="2026-08-26T11:59:59Z"), "Observation 29463-7"),
            (observation("29463-7", quantity("70 kg"), at=None), "Observation 29463-7 time"),
            (observation("29463-7", quantity("70 kg"), status="entered-in-error"), "Observation 29463-7"),
        ],
    )
    def test_without_a_usable_weight_is_unknown(self, weight: Observation | None, missing: str) -> None:
        finding = ask(BOLUS, ordered("500 mg"), observations=(weight,) if weight else ())
        assert finding.answer is Answer.UNKNOWN
        assert finding.missing == (missing,)

    def test_a_weight_of_90_days_ago_counts(self) -> None:
        old = observation("29463-7", quantity("70 kg"), at="2026-08-26T12:00:00Z")
        assert ask(BOLUS, ordered("500 mg"), observations=(old,)).answer is Answer.TRUE

    def test_pounds_are_converted_and_the_latest_weight_counts(self) -> None:
        pounds = observation("29463-7", quantity("154.3 lbs"), at="2026-11-20")
        heavier_before = observation("29463-7", quantity("200 kg"), at="2026-11-01")
        assert ask(BOLUS, ordered("316 mg"), observations=(pounds, heavier_before)).answer is Answer.TRUE
        assert ask(BOLUS, ordered("314 mg"), observations=(pounds, heavier_before)).answer is Answer.FALSE

    def test_of_two_weights_at_once_the_lower_counts(self) -> None:
        weights = (observation("29463-7", quantity("70 kg")), observation("29463-7", quantity("110 kg")))
        assert ask(BOLUS, ordered("400 mg"), observations=weights).answer is Answer.TRUE

    def test_a_limit_in_mg_judges_a_dose_per_kg_by_weight(self) -> None:
        written = CEILING | {"weight": "weight", "weight_within": "90 days"}
        assert ask(written, ordered("2 mg/kg"), observations=(WEIGHT,)).answer is Answer.TRUE
        assert ask(written, ordered("1 mg/kg"), observations=(WEIGHT,)).answer is Answer.FALSE
        assert ask(written, ordered("2 mg/kg")).missing == ("Observation 29463-7",)

    def test_a_rate_per_hour_is_judged_per_kg_too(self) -> None:
        written = {"dose": "ordered", "above": "1 mg/kg/h", "weight": "weight", "weight_within": "90 days"}
        assert ask(written, ordered(None, rate="71 mg/h"), observations=(WEIGHT,)).answer is Answer.TRUE
        assert ask(written, ordered(None, rate="70 mg/h"), observations=(WEIGHT,)).answer is Answer.FALSE


class TestAtOnce:
    @pytest.mark.parametrize(
        ("minutes", "rate", "answer"),
        [
            (None, None, Answer.TRUE),  # one dose
            ("5", None, Answer.TRUE),  # a bolus
            ("5.1", None, Answer.FALSE),
            ("40", None, Answer.FALSE),  # an infusion is judged by its rate, never by its total
            (None, "1 mg/kg/h", Answer.FALSE),
            ("2", "300 mg/kg/h", Answer.TRUE),
        ],
    )
    def test_one_dose_or_one_bolus(self, minutes: str | None, rate: str | None, answer: Answer) -> None:
        timing = Timing(duration_minutes=Decimal(minutes) if minutes else None)
        assert ask(BOLUS, ordered("5 mg/kg", rate=rate, timing=timing)).answer is answer

    def test_an_infusion_needs_no_weight_to_be_let_go(self) -> None:
        timing = Timing(duration_minutes=Decimal(240))
        assert ask(BOLUS, ordered("500 mg", timing=timing)).answer is Answer.FALSE


class TestPrevious:
    def previous(self, dose: str, **more: Any) -> MedicationUse:
        written = {"reference": "MedicationRequest/previous", "status": "active", "authored": "2026-10-01", **more}
        return medication_order(dosage(dose), **written)

    @pytest.mark.parametrize(
        ("dose", "answer"),
        [
            ("350 mg", Answer.FALSE),
            ("351 mg", Answer.TRUE),
            ("3.5 mg", Answer.FALSE),
            ("3.4 mg", Answer.TRUE),
            ("35 mg", Answer.FALSE),
            ("0.4 g", Answer.TRUE),
        ],
    )
    def test_more_than_ten_times_either_way(self, dose: str, answer: Answer) -> None:
        assert ask(LEAP, ordered(dose), medications=(self.previous("35 mg"),)).answer is answer

    def test_names_the_order_it_compared(self) -> None:
        finding = ask(LEAP, ordered("500 mg"), medications=(self.previous("35 mg"),))
        assert references(finding) == ["MedicationRequest/draft", "MedicationRequest/previous"]
        assert finding.why == "The dose differs more than 10 times from the last order, 35 mg."

    def test_without_a_previous_order_is_false(self) -> None:
        assert ask(LEAP, ordered("500 mg")).answer is Answer.FALSE

    def test_the_latest_earlier_order_counts(self) -> None:
        before = self.previous("400 mg", reference="MedicationRequest/2", authored="2026-11-01")
        assert ask(LEAP, ordered("500 mg"), medications=(self.previous("35 mg"), before)).answer is Answer.FALSE

    @pytest.mark.parametrize(
        "more",
        [
            {"status": "cancelled"},
            {"status": "entered-in-error"},
            {"status": "draft"},
            {"intent": "proposal"},
            {"do_not_perform": True},
            {"medicine": concept(RXNORM, "35827", "ketorolac")},
            {"reference": "MedicationRequest/draft"},
        ],
    )
    def test_what_was_no_order_of_the_drug_is_not_compared(self, more: dict[str, Any]) -> None:
        assert ask(LEAP, ordered("500 mg"), medications=(self.previous("35 mg", **more),)).answer is Answer.FALSE

    @pytest.mark.parametrize("status", ["active", "completed", "stopped"])
    def test_a_past_order_counts(self, status: str) -> None:
        assert ask(LEAP, ordered("500 mg"), medications=(self.previous("35 mg", status=status),)).answer is Answer.TRUE

    def test_an_order_made_later_is_not_its_previous_one(self) -> None:
        running = medication_order(dosage("500 mg"), authored="2026-09-01")
        assert ask(LEAP, running, medications=(self.previous("35 mg"),)).answer is Answer.FALSE

    def test_doses_that_cannot_be_brought_to_one_unit_are_not_compared(self) -> None:
        older = self.previous("30 mg", reference="MedicationRequest/older", authored="2026-01-01")
        per_kg = self.previous("0.5 mg/kg")
        assert ask(LEAP, ordered("500 mg"), medications=(per_kg,)).answer is Answer.FALSE
        assert ask(LEAP, ordered("500 mg"), medications=(per_kg, older)).answer is Answer.TRUE
        weighed = LEAP | {"weight": "weight", "weight_within": "90 days"}
        assert ask(weighed, ordered("500 mg"), medications=(per_kg,), observations=(WEIGHT,)).answer is Answer.TRUE
        assert ask(weighed, ordered("500 mg"), medications=(per_kg,)).missing == ("Observation 29463-7",)

    def test_rates_are_compared_with_rates(self) -> None:
        before = medication_order(dosage(rate="5 ug/kg/min"), reference="MedicationRequest/1", status="active")
        assert ask(LEAP, ordered(None, rate="5 mg/kg/min"), medications=(before,)).answer is Answer.TRUE

    @pytest.mark.parametrize("given", [Given.UNKNOWN, Given.PARTIAL])
    def test_orders_not_loaded_are_unknown_unless_one_settles_it(self, given: Given) -> None:
        unread = {Kind.MEDICATION_REQUEST: given}
        finding = ask(LEAP, ordered("500 mg"), given=unread)
        assert finding.answer is Answer.UNKNOWN
        assert finding.missing == ("MedicationRequest",)
        assert ask(LEAP, ordered("500 mg"), medications=(self.previous("35 mg"),), given=unread).answer is Answer.TRUE


def test_every_filter_must_hold_for_the_same_dosage() -> None:
    written = {"dose": "ordered", "above": "84 mg", "unit_outside": ["mg/kg"]}
    assert ask(written, medication_order(dosage("100 mg"))).answer is Answer.TRUE
    assert ask(written, medication_order(dosage("50 mg"), dosage("2 mg/kg"))).answer is Answer.FALSE


# --- infusions: dose over duration, rate over duration ----------------------------------------------------

WEIGHED = {"weight": "weight", "weight_within": "90 days"}


def over(minutes: float | None) -> Timing:
    return Timing(duration_minutes=None if minutes is None else Decimal(str(minutes)))


class TestInfusion:
    @pytest.mark.parametrize(
        ("dose", "minutes", "limit", "answer"),
        [
            ("35 mg", 40, "1.5 mg/kg/h", Answer.FALSE),  # 0.75 mg/kg/h
            ("0.5 mg/kg", 40, "0.75 mg/kg/h", Answer.FALSE),  # exactly
            ("0.5 mg/kg", 39, "0.75 mg/kg/h", Answer.TRUE),
            ("0.5 mg/kg", 15, "1.5 mg/kg/h", Answer.TRUE),
            ("120 mg", 240, "25 mg/h", Answer.TRUE),
            ("100 mg", 240, "25 mg/h", Answer.FALSE),
        ],
    )
    def test_the_rate_is_the_dose_over_its_duration(self, dose: str, minutes: int, limit: str, answer: Answer) -> None:
        written = {"dose": "ordered", "above": limit, **WEIGHED}
        assert ask(written, ordered(dose, timing=over(minutes)), observations=(WEIGHT,)).answer is answer

    @pytest.mark.parametrize(
        ("rate", "limit", "answer"),
        [
            ("5 ug/kg/min", "0.3 mg/kg/h", Answer.FALSE),  # 0.3 mg/kg/h exactly
            ("5 mcg/kg/min", "0.29 mg/kg/h", Answer.TRUE),
            ("5 mg/kg/min", "2 mg/kg/h", Answer.TRUE),  # lethal
            ("20 mg/h", "0.28 mg/kg/h", Answer.TRUE),  # at 70 kg 0.2857
            ("0.5 mg/min", "25 mg/h", Answer.TRUE),
        ],
    )
    def test_a_stated_rate_in_every_unit(self, rate: str, limit: str, answer: Answer) -> None:
        written = {"dose": "ordered", "above": limit, **WEIGHED}
        assert ask(written, ordered(None, rate=rate), observations=(WEIGHT,)).answer is answer

    def test_the_total_is_the_rate_over_its_duration(self) -> None:
        written = {"dose": "ordered", "below": "80 mg"}
        assert ask(written, ordered(None, rate="20 mg/h", timing=over(180))).answer is Answer.TRUE
        assert ask(written, ordered(None, rate="20 mg/h", timing=over(240))).answer is Answer.FALSE

    def test_a_rate_without_duration_says_no_total_and_a_dose_without_duration_no_rate(self) -> None:
        assert ask({"dose": "ordered", "below": "80 mg"}, ordered(None, rate="20 mg/h")).answer is Answer.FALSE
        assert ask({"dose": "ordered", "above": "25 mg/h"}, ordered("100 mg")).answer is Answer.FALSE

    @pytest.mark.parametrize(
        ("more", "answer"),
        [
            ({"timing": over(39)}, Answer.TRUE),
            ({"timing": over(40)}, Answer.FALSE),
            ({"rate": "60 mg/h"}, Answer.TRUE),  # 35 mg at 60 mg/h: 35 minutes
            ({}, Answer.UNKNOWN),
        ],
    )
    def test_how_long_it_lasts(self, more: dict[str, Any], answer: Answer) -> None:
        assert ask({"dose": "ordered", "lasting_below": "40 minutes"}, ordered("35 mg", **more)).answer is answer

    def test_a_window_of_duration(self) -> None:
        written = {"dose": "ordered", "lasting_at_least": "6 minutes", "lasting_below": "40 minutes"}
        assert ask(written, ordered("35 mg", timing=over(20))).answer is Answer.TRUE
        assert ask(written, ordered("35 mg", timing=over(5))).answer is Answer.FALSE

    def test_a_weight_that_is_too_old_is_missing_and_shown(self) -> None:
        old = observation("29463-7", quantity("70 kg"), at="2026-01-02", reference="Observation/old")
        finding = ask({"dose": "ordered", "above": "1 mg/kg", **WEIGHED}, ordered("35 mg"), observations=(old,))
        assert finding.answer is Answer.UNKNOWN
        assert finding.missing == ("Observation 29463-7",)
        assert references(finding) == ["MedicationRequest/draft", "Observation/old"]


class TestLimits:
    def test_at_least_and_at_most_take_the_number_itself(self) -> None:
        assert ask({"dose": "ordered", "at_least": "35 mg"}, ordered("35 mg")).answer is Answer.TRUE
        assert ask({"dose": "ordered", "at_most": "35 mg"}, ordered("35 mg")).answer is Answer.TRUE
        assert ask({"dose": "ordered", "above": "35 mg"}, ordered("35 mg")).answer is Answer.FALSE
        assert ask({"dose": "ordered", "below": "35 mg"}, ordered("35 mg")).answer is Answer.FALSE

    def test_of_a_range_the_end_that_speaks(self) -> None:
        order = ordered("20 mg", dose_high="100 mg")
        assert ask({"dose": "ordered", "above": "84 mg"}, order).answer is Answer.TRUE
        assert ask({"dose": "ordered", "below": "25 mg"}, order).answer is Answer.TRUE

    @pytest.mark.parametrize(
        ("dose", "answer"),
        [
            ("56 mg", Answer.FALSE),
            ("84 mg", Answer.FALSE),
            ("0.028 g", Answer.FALSE),
            ("3 mg", Answer.TRUE),  # three devices, typed as mg
            ("60 mg", Answer.TRUE),
            ("3 {device}", Answer.UNKNOWN),
        ],
    )
    def test_whole_devices(self, dose: str, answer: Answer) -> None:
        assert ask({"dose": "ordered", "not_multiple_of": "28 mg"}, ordered(dose)).answer is answer


class TestWritten:
    @pytest.mark.parametrize(
        ("text", "limit", "answer"),
        [
            ("Ketamine 0.5 mg/kg IV over 40 minutes", "0.74 mg/kg/h", Answer.TRUE),
            ("0.5 mg per kg over 40 min", "0.75 mg/kg/h", Answer.FALSE),
            ("0,5 mg/kg/h", "0.49 mg/kg/h", Answer.TRUE),
            ("give 100 mg nasal", "84 mg", Answer.TRUE),
            ("10-100 mg", "84 mg", Answer.TRUE),
            ("5 mcg/kg/min", "0.31 mg/kg/h", Answer.FALSE),
            ("from a vial of 100 mg/mL", "84 mg", Answer.FALSE),  # a strength is no dose
            ("100 mg per mL", "84 mg", Answer.FALSE),
            ("1,000 mg", "84 mg", Answer.FALSE),  # a comma that may be either is not read
            ("100 mg or 50 mg", "84 mg", Answer.FALSE),  # which one nobody knows
        ],
    )
    def test_a_dose_in_words_where_none_is_coded(self, text: str, limit: str, answer: Answer) -> None:
        written = {"dose": "ordered", "above": limit, **WEIGHED}
        assert ask(written, ordered(None, text=text), observations=(WEIGHT,)).answer is answer

    def test_a_coded_dose_is_believed(self) -> None:
        assert ask(CEILING, ordered("28 mg", text="100 mg")).answer is Answer.FALSE

    def test_words_give_a_coded_dose_its_rate_but_never_make_it_an_infusion(self) -> None:
        order = ordered("350 mg", text="350 mg over 60 minutes")
        rate = {"dose": "ordered", "above": "4 mg/kg/h", **WEIGHED}
        assert ask(rate, order, observations=(WEIGHT,)).answer is Answer.TRUE
        assert ask(BOLUS, order, observations=(WEIGHT,)).answer is Answer.TRUE


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (ordered("60 mg", timing=Timing(duration_minutes=Decimal(60))), Answer.FALSE),
        (ordered("61 mg", timing=Timing(duration_minutes=Decimal(61))), Answer.TRUE),
        (ordered(None, rate="60 mg/h"), Answer.TRUE),
        (ordered("60 mg", rate="60 mg/h"), Answer.FALSE),
        (ordered("90 mg", rate="60 mg/h"), Answer.TRUE),
        (ordered(None, rate="60 mg/h", timing=Timing(duration_minutes=Decimal(30))), Answer.FALSE),
        (ordered("60 mg"), Answer.FALSE),
    ],
)
def test_an_infusion_lasts_longer_or_has_no_end(order: MedicationUse, expected: Answer) -> None:
    asked = {"dose": "ordered", "at_least": "60 mg/h", "longer_than": "60 minutes"}
    assert ask(asked, order).answer is expected


def test_a_bolus_beside_an_infusion_is_no_excuse() -> None:
    bolus = dosage("10 mg", timing=Timing(duration_minutes=Decimal(2)))
    asked = {"dose": "ordered", "above": "100 mg/h", "longer_than": "5 minutes"}
    assert ask(asked, medication_order(bolus, dosage(None, rate="120 mg/h"))).answer is Answer.TRUE
    assert ask(asked, medication_order(bolus, dosage(None, rate="90 mg/h"))).answer is Answer.FALSE
