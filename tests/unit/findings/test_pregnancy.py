"""Pregnancy: the newest fact wins, whatever the resource; possible is not pregnant; missing is not negative."""

from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.pregnancy import find_pregnancy, find_pregnancy_excluded
from cds.record import Concept, Condition, Given, Kind, Observation, Value
from tests.unit.findings.builders import (
    CAUTIOUS_FAMILY,
    FAMILY,
    ICD,
    LOINC,
    clause,
    concept,
    condition,
    named,
    observation,
    patient,
    procedure,
    quantity,
    record,
    references,
    snomed,
    view,
    when,
)

RECORDED = {
    "pregnancy": "recorded",
    "in_": "pregnancy",
    "recorded_within": "300 days",
    "ended": "pregnancy-ended",
    "status": "pregnancy-status",
    "answers": "answers",
    "status_within": "280 days",
    "tests": "hcg",
    "tests_within": "30 days",
    "due_date": "due-date",
    "due_date_past": "14 days",
    "unless_in": "cancer",
}

PREGNANT, NOT_PREGNANT = snomed("77386006", "Pregnant"), snomed("60001007", "Not pregnant")
POSITIVE, NEGATIVE = snomed("10828004", "Positive"), snomed("260385009", "Negative")
WEEKS = concept(ICD, "Z3A.12", "12 weeks gestation of pregnancy")
DELIVERY = concept(ICD, "Z37.0", "Single live birth")
CESAREAN = snomed("11466000", "Cesarean section")
LUNG_CANCER = concept(ICD, "C34.1", "Lung cancer")


def status(answer: Value, at: str | None = "2026-11-01", **more: Any) -> Observation:
    return observation("82810-3", answer, at=at, **{"reference": "Observation/status", **more})


def urine(answer: Value | None, at: str | None = "2026-11-20", **more: Any) -> Observation:
    return observation("2106-3", answer, at=at, **{"reference": "Observation/urine", **more})


def serum(value: str, at: str | None = "2026-11-20", high: str | None = "5 m[iU]/mL", **more: Any) -> Observation:
    cut_off = quantity(high) if high else None
    return observation(
        "19080-1", quantity(value), at=at, **{"reference": "Observation/serum", "reference_high": cut_off, **more}
    )


def due(date: str, at: str | None = "2026-06-01", **more: Any) -> Observation:
    return observation("11778-8", when(date), at=at, **{"reference": "Observation/due", **more})


def pregnancy(recorded: str | None = "2026-10-01", **more: Any) -> Condition:
    return condition(WEEKS, **{"recorded": recorded, "reference": "Condition/pregnancy", **more})


def delivery(on: str, **more: Any) -> Condition:
    return condition(DELIVERY, onset=on, reference="Condition/delivery", clinical_status=None, **more)


def ask(*facts: Observation | Condition, family: Any = FAMILY, **more: Any) -> Finding:
    patient_record = record(
        observations=tuple(one for one in facts if isinstance(one, Observation)),
        conditions=tuple(one for one in facts if isinstance(one, Condition)),
        **more,
    )
    return find_pregnancy(clause(**RECORDED), view(patient_record, family=family))


def test_nothing_recorded_is_false() -> None:
    assert ask().answer is Answer.FALSE
    assert ask().why == "Nothing in the record says pregnant."


class TestStatus:
    @pytest.mark.parametrize(
        "answer", [PREGNANT, concept(LOINC, "LA0", "Pregnant"), named("Pregnant"), "pregnant", True]
    )
    def test_pregnant(self, answer: Value) -> None:
        finding = ask(status(answer))
        assert finding.answer is Answer.TRUE
        assert references(finding) == ["Observation/status"]

    @pytest.mark.parametrize(
        "answer",
        [
            NOT_PREGNANT,
            snomed("146799005"),
            concept(LOINC, "LA4489-6"),
            named("Possible pregnancy"),
            "Not pregnant",
            False,
        ],
    )
    def test_not_pregnant_possible_and_unknown_are_not_pregnant(self, answer: Value) -> None:
        assert ask(status(answer)).answer is Answer.FALSE

    def test_an_answer_that_cannot_be_read_is_unknown(self) -> None:
        finding = ask(status("see note"))
        assert finding.answer is Answer.UNKNOWN
        assert finding.missing == ("Observation 82810-3 value",)

    def test_possible_takes_nothing_back(self) -> None:
        assert ask(status(PREGNANT, "2026-11-01"), status(snomed("146799005"), "2026-11-10")).answer is Answer.TRUE

    @pytest.mark.parametrize(
        ("at", "answer"),
        [
            ("2026-02-17T12:00:00Z", Answer.TRUE),
            ("2026-02-17T11:59:59Z", Answer.FALSE),
            ("2026-02-17", Answer.TRUE),
            ("2026-02", Answer.TRUE),
            ("2027-02-01", Answer.FALSE),
        ],
    )
    def test_walks_280_days(self, at: str, answer: Answer) -> None:
        assert ask(status(PREGNANT, at)).answer is answer

    @pytest.mark.parametrize("state", ["preliminary", "registered", "entered-in-error", "cancelled"])
    def test_only_what_stands_counts(self, state: str) -> None:
        assert ask(status(PREGNANT, status=state)).answer is Answer.FALSE

    def test_without_a_time_is_unknown(self) -> None:
        finding = ask(status(PREGNANT, None))
        assert finding.answer is Answer.UNKNOWN
        assert finding.missing == ("Observation 82810-3 time",)


class TestQualitativeTest:
    @pytest.mark.parametrize(
        "test",
        [
            urine(POSITIVE),
            urine(snomed("260373001")),
            urine("Positive"),
            urine(named("DETECTED")),
            urine(named("see comment"), interpretations=("POS",)),
        ],
    )
    def test_positive(self, test: Observation) -> None:
        assert ask(test).answer is Answer.TRUE

    @pytest.mark.parametrize("value", [NEGATIVE, snomed("260415000"), "negative", named("Not detected")])
    def test_negative(self, value: Value) -> None:
        assert ask(urine(value)).answer is Answer.FALSE

    def test_where_value_and_interpretation_disagree_pregnant_stands(self) -> None:
        assert ask(urine(NEGATIVE, interpretations=("POS",))).answer is Answer.TRUE

    @pytest.mark.parametrize("value", [named("Invalid"), "not positive", snomed("82334004")])
    def test_unreadable_is_unknown(self, value: Value) -> None:
        assert ask(urine(value)).missing == ("Observation 2106-3 value",)

    def test_a_test_ordered_and_not_resulted_is_no_test(self) -> None:
        assert ask(urine(None, status="registered")).answer is Answer.FALSE
        assert ask(urine(POSITIVE, status="preliminary")).answer is Answer.FALSE

    @pytest.mark.parametrize(
        ("at", "answer"), [("2026-10-25T12:00:00Z", Answer.TRUE), ("2026-10-25T11:59:59Z", Answer.FALSE)]
    )
    def test_walks_30_days(self, at: str, answer: Answer) -> None:
        assert ask(urine(POSITIVE, at)).answer is answer


class TestQuantitativeTest:
    @pytest.mark.parametrize(
        ("value", "answer"),
        [
            ("4.9 m[iU]/mL", Answer.FALSE),
            ("5 m[iU]/mL", Answer.FALSE),
            ("5.1 m[iU]/mL", Answer.TRUE),
            ("5.1 [iU]/L", Answer.TRUE),  # the same unit, spelled otherwise
            ("<5 m[iU]/mL", Answer.FALSE),
            (">10000 m[iU]/mL", Answer.TRUE),
            ("<10 m[iU]/mL", Answer.UNKNOWN),
            ("12 ng/mL", Answer.UNKNOWN),
        ],
    )
    def test_above_the_laboratory_s_cut_off(self, value: str, answer: Answer) -> None:
        assert ask(serum(value)).answer is answer

    def test_without_a_cut_off_cannot_be_told(self) -> None:
        finding = ask(serum("40 m[iU]/mL", high=None))
        assert finding.answer is Answer.UNKNOWN
        assert finding.missing == ("Observation 19080-1 reference range",)

    def test_a_cut_off_without_a_unit_has_the_unit_of_the_value(self) -> None:
        assert ask(serum("40 m[iU]/mL", high="5")).answer is Answer.TRUE

    @pytest.mark.parametrize("mark", ["H", "HH", "POS", "A"])
    def test_an_interpretation_tells_too(self, mark: str) -> None:
        assert ask(serum("40 m[iU]/mL", high=None, interpretations=(mark,))).answer is Answer.TRUE

    @pytest.mark.parametrize("mark", ["N", "NEG", "L"])
    def test_a_normal_interpretation_is_negative(self, mark: str) -> None:
        assert ask(serum("2 m[iU]/mL", high=None, interpretations=(mark,))).answer is Answer.FALSE

    def test_is_no_proof_under_a_cancer_that_raises_hcg(self) -> None:
        cancer = condition(LUNG_CANCER, recorded="2020-01-01")
        assert ask(serum("40 m[iU]/mL"), cancer).answer is Answer.FALSE
        assert ask(serum("40 m[iU]/mL", high=None), cancer).answer is Answer.FALSE
        assert ask(urine(POSITIVE), cancer).answer is Answer.TRUE

    @pytest.mark.parametrize(
        "more",
        [{"clinical_status": "resolved"}, {"verification_status": "provisional"}, {"verification_status": "refuted"}],
    )
    def test_a_cancer_that_is_over_or_in_doubt_takes_nothing_from_it(self, more: dict[str, Any]) -> None:
        assert ask(serum("40 m[iU]/mL"), condition(LUNG_CANCER, **more)).answer is Answer.TRUE


class TestCondition:
    def test_active(self) -> None:
        finding = ask(pregnancy())
        assert finding.answer is Answer.TRUE
        assert finding.inputs[0].code == "Z3A.12"

    @pytest.mark.parametrize(
        ("recorded", "answer"),
        [("2026-01-28T12:00:00Z", Answer.TRUE), ("2026-01-28T11:59:59Z", Answer.FALSE), ("2026-01", Answer.TRUE)],
    )
    def test_walks_300_days(self, recorded: str, answer: Answer) -> None:
        assert ask(pregnancy(recorded)).answer is answer

    def test_by_onset_when_not_recorded_and_undated_when_neither(self) -> None:
        assert ask(pregnancy(None, onset="2026-10-01")).answer is Answer.TRUE
        assert ask(pregnancy(None, onset="2025-10-01")).answer is Answer.FALSE
        undated = ask(pregnancy(None))
        assert undated.answer is Answer.TRUE
        assert "date unknown" in undated.why

    @pytest.mark.parametrize(
        "more",
        [
            {"clinical_status": "resolved"},
            {"clinical_status": "inactive"},
            {"abatement": "2026-11-01"},
            {"abated": True},
        ],
    )
    def test_over_is_not_pregnant(self, more: dict[str, Any]) -> None:
        assert ask(pregnancy(**more)).answer is Answer.FALSE

    @pytest.mark.parametrize("verification", ["refuted", "entered-in-error"])
    def test_what_was_taken_back_never_counts(self, verification: str) -> None:
        assert ask(pregnancy(verification_status=verification)).answer is Answer.FALSE

    @pytest.mark.parametrize("verification", ["provisional", "differential", "unconfirmed"])
    def test_a_doubtful_entry_is_weak(self, verification: str) -> None:
        finding = ask(pregnancy(verification_status=verification))
        assert finding.answer is Answer.TRUE
        assert verification in (finding.weak or "")

    def test_a_certain_fact_beside_it_makes_it_strong(self) -> None:
        finding = ask(pregnancy(verification_status="provisional"), urine(POSITIVE))
        assert finding.weak is None
        assert references(finding) == ["Observation/urine", "Condition/pregnancy"]

    def test_a_missing_status_is_read_as_the_family_says(self) -> None:
        entry = pregnancy(clinical_status=None)
        assert ask(entry).answer is Answer.TRUE
        finding = ask(entry, family=CAUTIOUS_FAMILY)
        assert finding.answer is Answer.UNKNOWN
        assert finding.missing == ("Condition clinicalStatus",)

    def test_an_entry_without_a_code_leaves_the_question_open(self) -> None:
        assert ask(condition(named("see chart"))).missing == ("Condition code",)
        assert ask(condition(Concept(), clinical_status="resolved")).answer is Answer.FALSE


class TestDueDate:
    @pytest.mark.parametrize(
        ("date", "answer"),
        [
            ("2027-03-01", Answer.TRUE),
            ("2026-11-11", Answer.TRUE),
            ("2026-11-10T12:00:01Z", Answer.TRUE),
            ("2026-11-10T12:00:00Z", Answer.FALSE),  # exactly 14 days past
            ("2026-11-09", Answer.FALSE),
            ("2024-05-01", Answer.FALSE),  # an old pregnancy
        ],
    )
    def test_ahead_or_not_long_past(self, date: str, answer: Answer) -> None:
        assert ask(due(date)).answer is answer

    def test_a_delivery_after_it_was_noted_ends_it(self) -> None:
        assert ask(due("2026-12-20"), delivery("2026-11-20")).answer is Answer.FALSE

    @pytest.mark.parametrize("noted", [None, "2026-12-20"])
    def test_noted_at_no_time_or_under_the_due_date_itself(self, noted: str | None) -> None:
        assert ask(due("2026-12-20", noted), status(NOT_PREGNANT, "2026-11-20")).answer is Answer.TRUE

    def test_a_due_date_that_is_no_date_is_unknown(self) -> None:
        assert ask(observation("11778-8", "in spring")).missing == ("Observation 11778-8 value",)


class TestNewestFactWins:
    @pytest.mark.parametrize(
        "positive",
        [
            status(PREGNANT, "2026-11-10"),
            urine(POSITIVE, "2026-11-10"),
            pregnancy("2026-11-10"),
            due("2027-05-01", "2026-11-10"),
        ],
    )
    @pytest.mark.parametrize(
        "end",
        [
            status(NOT_PREGNANT, "2026-11-11"),
            urine(NEGATIVE, "2026-11-11"),
            serum("1 m[iU]/mL", "2026-11-11"),
            delivery("2026-11-11"),
        ],
    )
    def test_across_resource_types(self, positive: Observation | Condition, end: Observation | Condition) -> None:
        finding = ask(positive, end)
        assert finding.answer is Answer.FALSE
        assert references(finding) == [end.reference]

    @pytest.mark.parametrize("day", ["2026-11-10", "2026-11-09"])
    def test_a_negative_of_the_same_day_or_before_ends_nothing(self, day: str) -> None:
        for end in (status(NOT_PREGNANT, day), urine(NEGATIVE, day)):
            assert ask(pregnancy("2026-11-10"), end).answer is Answer.TRUE

    def test_a_delivery_ends_what_its_own_encounter_coded_and_nothing_that_came_after(self) -> None:
        assert ask(pregnancy("2026-11-10"), delivery("2026-11-10")).answer is Answer.FALSE
        assert ask(pregnancy("2026-11-10"), delivery("2026-11-09")).answer is Answer.TRUE

    def test_the_next_pregnancy_is_its_own_episode(self) -> None:
        assert ask(pregnancy("2026-03-01"), delivery("2026-04-01"), urine(POSITIVE)).answer is Answer.TRUE
        assert references(ask(pregnancy("2026-03-01"), delivery("2026-04-01"), urine(POSITIVE))) == [
            "Observation/urine"
        ]

    def test_a_negative_test_long_ago_still_orders_the_facts(self) -> None:
        assert ask(status(PREGNANT, "2026-06-01"), urine(NEGATIVE, "2026-07-01")).answer is Answer.FALSE

    def test_imprecise_dates_are_read_so_that_the_pregnancy_goes_on(self) -> None:
        assert ask(status(PREGNANT, "2026-11"), status(NOT_PREGNANT, "2026-11-15")).answer is Answer.TRUE
        assert ask(status(PREGNANT, "2026-11-15"), delivery("2026-11")).answer is Answer.TRUE
        assert ask(status(PREGNANT, "2026-10"), delivery("2026-11")).answer is Answer.FALSE

    def test_days_are_local_days(self) -> None:
        evening, next_morning = "2026-11-10T21:00:00-05:00", "2026-11-11T09:00:00-05:00"  # one day in UTC
        assert ask(urine(POSITIVE, evening), urine(NEGATIVE, next_morning)).answer is Answer.FALSE

    def test_an_old_event_written_down_today_ends_nothing(self) -> None:
        assert ask(pregnancy("2026-11-10"), delivery("2019-05-01", recorded="2026-11-20")).answer is Answer.TRUE

    @pytest.mark.parametrize("verification", ["provisional", "refuted", "entered-in-error"])
    def test_a_doubtful_end_ends_nothing(self, verification: str) -> None:
        assert (
            ask(pregnancy("2026-11-10"), delivery("2026-11-20", verification_status=verification)).answer is Answer.TRUE
        )

    def test_an_undated_fact_ends_nothing_and_is_ended_by_nothing(self) -> None:
        undated_end = condition(DELIVERY, reference="Condition/delivery")
        assert ask(pregnancy("2026-11-10"), undated_end).answer is Answer.TRUE
        assert ask(pregnancy("2026-11-10"), status(NOT_PREGNANT, None)).answer is Answer.TRUE
        assert ask(pregnancy(None), delivery("2026-11-20")).answer is Answer.TRUE

    @pytest.mark.parametrize(
        ("state", "answer"), [("completed", Answer.FALSE), ("preparation", Answer.TRUE), ("not-done", Answer.TRUE)]
    )
    def test_an_operation_ends_it_once_done(self, state: str, answer: Answer) -> None:
        done = procedure(CESAREAN, at="2026-11-20", status=state)
        assert ask(pregnancy("2026-11-10"), procedures=(done,)).answer is answer

    def test_a_delivery_to_come_ends_nothing(self) -> None:
        planned = procedure(CESAREAN, at="2026-12-20")
        assert ask(pregnancy("2026-11-10"), procedures=(planned,)).answer is Answer.TRUE

    def test_what_cannot_be_read_is_settled_by_something_newer(self) -> None:
        assert ask(serum("40 m[iU]/mL", "2026-11-10", high=None), urine(NEGATIVE, "2026-11-11")).answer is Answer.FALSE
        assert ask(serum("40 m[iU]/mL", "2026-11-10", high=None), pregnancy()).answer is Answer.TRUE


def test_gender_never_cancels_a_fact() -> None:
    assert ask(pregnancy(), patient=patient(gender="male", sex_at_birth="M")).answer is Answer.TRUE


@pytest.mark.parametrize("given", [Given.UNKNOWN, Given.PARTIAL])
@pytest.mark.parametrize(
    ("kind", "missing"), [(Kind.CONDITION, "Condition"), (Kind.OBSERVATION, "Observation 82810-3")]
)
def test_not_loaded_is_unknown_unless_something_says_pregnant(kind: Kind, missing: str, given: Given) -> None:
    finding = ask(given={kind: given})
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == (missing,)
    assert ask(status(NOT_PREGNANT), given={kind: given}).answer is Answer.UNKNOWN
    assert ask(pregnancy(), given={kind: given}).answer is Answer.TRUE


def test_procedures_not_loaded_change_nothing() -> None:
    unread = {Kind.PROCEDURE: Given.UNKNOWN}
    assert ask(given=unread).answer is Answer.FALSE
    assert ask(pregnancy(), given=unread).answer is Answer.TRUE


class TestExcluded:
    TEST = {"pregnancy_excluded": "test", "in_": "hcg", "answers": "answers", "within": "7 days"}  # noqa: RUF012
    STATUS = {"pregnancy_excluded": "status", "in_": "pregnancy-status", "answers": "answers", "within": "7 days"}  # noqa: RUF012

    def ask(self, written: dict[str, Any], *observations: Observation, given: Given = Given.COMPLETE) -> Finding:
        patient_record = record(observations=observations, given={Kind.OBSERVATION: given})
        return find_pregnancy_excluded(clause(**written), view(patient_record))

    @pytest.mark.parametrize(
        "test", [urine(NEGATIVE), urine("negative"), serum("1 m[iU]/mL"), urine(named("?"), interpretations=("NEG",))]
    )
    def test_by_a_negative_test(self, test: Observation) -> None:
        assert self.ask(self.TEST, test).answer is Answer.TRUE

    @pytest.mark.parametrize("test", [urine(POSITIVE), serum("40 m[iU]/mL")])
    def test_not_by_a_positive_one(self, test: Observation) -> None:
        assert self.ask(self.TEST, test).answer is Answer.FALSE

    def test_not_by_a_test_whose_signs_disagree(self) -> None:
        assert self.ask(self.TEST, urine(NEGATIVE, interpretations=("POS",))).answer is Answer.FALSE

    def test_by_the_answer_not_pregnant_and_by_no_other(self) -> None:
        assert self.ask(self.STATUS, status(NOT_PREGNANT, "2026-11-20")).answer is Answer.TRUE
        for answer in (PREGNANT, snomed("146799005"), concept(LOINC, "LA4489-6")):
            assert self.ask(self.STATUS, status(answer, "2026-11-20")).answer is Answer.FALSE

    @pytest.mark.parametrize("state", ["preliminary", "registered", "cancelled", "entered-in-error"])
    def test_a_result_that_is_not_final_excludes_nothing(self, state: str) -> None:
        assert self.ask(self.TEST, urine(NEGATIVE, status=state)).answer is Answer.FALSE

    @pytest.mark.parametrize(
        ("at", "answer"),
        [
            ("2026-11-17T12:00:00Z", Answer.TRUE),
            ("2026-11-17T11:59:59Z", Answer.FALSE),
            ("2026-11-18", Answer.TRUE),
            ("2026-11-17", Answer.UNKNOWN),  # perhaps more than seven days ago: it does not silence
            ("2026-11", Answer.UNKNOWN),
            (None, Answer.UNKNOWN),
            ("2026-12-01", Answer.FALSE),
        ],
    )
    def test_walks_seven_days_and_silences_only_when_sure(self, at: str | None, answer: Answer) -> None:
        assert self.ask(self.TEST, urine(NEGATIVE, at)).answer is answer

    def test_a_later_positive_is_the_other_clause_s_business(self) -> None:
        tests = (urine(NEGATIVE, "2026-11-20"), urine(POSITIVE, "2026-11-22"))
        assert self.ask(self.TEST, *tests).answer is Answer.TRUE

    def test_an_unreadable_result_is_unknown(self) -> None:
        assert self.ask(self.TEST, urine("see note")).missing == ("Observation 2106-3 value",)

    @pytest.mark.parametrize("given", [Given.UNKNOWN, Given.PARTIAL])
    def test_not_loaded_is_unknown(self, given: Given) -> None:
        finding = self.ask(self.TEST, given=given)
        assert finding.answer is Answer.UNKNOWN
        assert finding.missing == ("Observation 2106-3",)
        assert self.ask(self.TEST, urine(NEGATIVE), given=given).answer is Answer.TRUE
