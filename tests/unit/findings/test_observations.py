"""Observations: only final, timed, readable results count; the latest decides; what cannot be read is unknown."""

from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.observations import find_observation
from cds.record import Given, Kind, Observation, Value
from tests.unit.findings.builders import (
    LOINC,
    clause,
    component,
    concept,
    condition,
    named,
    observation,
    quantity,
    record,
    references,
    snomed,
    view,
)

ITEM9 = {"observation": "latest", "in_": "item9", "within": "14 days", "at_least": "1 {score}"}
SATURATION = {"observation": "latest", "in_": "saturation", "within": "24 hours", "at_most": "92 %"}
TEST = {"observation": "latest", "in_": "hcg", "within": "30 days", "answers": "answers", "role": "positive"}


def ask(written: dict[str, Any], *observations: Observation, given: Given = Given.COMPLETE) -> Finding:
    patient = record(observations=observations, given={Kind.OBSERVATION: given})
    return find_observation(clause(**written), view(patient))


def test_says_value_unit_code_and_date() -> None:
    finding = ask(SATURATION, observation("59408-5", quantity("91 %")))
    assert finding.answer is Answer.TRUE
    (one,) = finding.inputs
    assert (one.reference, one.code, one.display) == ("Observation/1", "59408-5", "Oxygen saturation")
    assert (one.value, one.date) == ("91 %", "2026-11-24T10:00:00Z")


@pytest.mark.parametrize(
    ("value", "answer"),
    [("91.9 %", Answer.TRUE), ("92 %", Answer.TRUE), ("92.1 %", Answer.FALSE), ("92 percent", Answer.TRUE)],
)
def test_walks_a_threshold(value: str, answer: Answer) -> None:
    assert ask(SATURATION, observation("59408-5", quantity(value))).answer is answer


@pytest.mark.parametrize("status", ["final", "amended", "corrected"])
def test_a_result_that_stands_counts(status: str) -> None:
    assert ask(SATURATION, observation("59408-5", quantity("90 %"), status=status)).answer is Answer.TRUE


@pytest.mark.parametrize("status", ["registered", "preliminary", "cancelled", "entered-in-error", "unknown", None])
def test_a_result_that_does_not_stand_never_counts(status: str | None) -> None:
    assert ask(SATURATION, observation("59408-5", quantity("90 %"), status=status)).answer is Answer.FALSE


def test_a_value_that_was_not_given_is_no_result() -> None:
    assert ask(SATURATION, observation("59408-5", None)).answer is Answer.FALSE


def test_another_code_is_another_observation() -> None:
    assert ask(SATURATION, observation("2708-6", quantity("80 %"))).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("2026-11-23T12:00:00Z", Answer.TRUE),
        ("2026-11-23T11:59:59Z", Answer.FALSE),
        ("2026-11-23", Answer.TRUE),  # imprecise: the reading that makes the rule speak
        ("2026-11-22", Answer.FALSE),
        ("2026-11-24T12:10:00Z", Answer.TRUE),  # a clock that runs ahead
        ("2027-01-01", Answer.FALSE),  # a date to come
    ],
)
def test_walks_the_window(at: str, answer: Answer) -> None:
    assert ask(SATURATION, observation("59408-5", quantity("90 %"), at=at)).answer is answer


def test_a_result_without_a_time_is_unknown_when_it_is_the_only_one() -> None:
    untimed = observation("59408-5", quantity("90 %"), at=None)
    finding = ask(SATURATION, untimed)
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("Observation 59408-5 time",)
    assert ask(SATURATION, untimed, observation("59408-5", quantity("97 %"))).answer is Answer.FALSE


def test_the_latest_decides() -> None:
    low = observation("59408-5", quantity("85 %"), at="2026-11-24T08:00:00Z", reference="Observation/low")
    later = observation("59408-5", quantity("97 %"), at="2026-11-24T09:00:00Z")
    assert ask(SATURATION, low, later).answer is Answer.FALSE
    assert ask(SATURATION, later, low).answer is Answer.FALSE
    assert references(ask(SATURATION | {"observation": "any"}, low, later)) == ["Observation/low"]


def test_of_results_that_may_both_be_the_latest_either_is_enough() -> None:
    today = observation("59408-5", quantity("85 %"), at="2026-11-24")
    at_nine = observation("59408-5", quantity("97 %"), at="2026-11-24T09:00:00Z")
    assert ask(SATURATION, today, at_nine).answer is Answer.TRUE


def test_an_unknown_unit_is_missing_data_and_not_replaced_by_an_older_value() -> None:
    strange = observation("59408-5", quantity("12 kPa"))
    older = observation("59408-5", quantity("99 %"), at="2026-11-24T08:00:00Z")
    finding = ask(SATURATION, strange, older)
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("Observation 59408-5 value",)


def test_without_thresholds_asks_whether_there_is_a_result() -> None:
    asked = {"observation": "latest", "in_": "bp", "within": "24 hours"}
    panel = observation("85354-9", components=(component("8480-6", quantity("120 mm[Hg]")),))
    assert ask(asked, panel).answer is Answer.TRUE
    assert ask(asked, observation("85354-9", components=(component("8480-6", None),))).answer is Answer.FALSE
    assert ask(asked).answer is Answer.FALSE


def test_a_component_is_a_result_too() -> None:
    panel = observation("44249-1", components=(component("44260-8", quantity("2")),))
    assert ask(ITEM9, panel).answer is Answer.TRUE


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (quantity("0"), Answer.FALSE),
        (quantity("1"), Answer.TRUE),
        (quantity("1 {score}"), Answer.TRUE),
        (quantity("1 points"), Answer.TRUE),
        ("1", Answer.TRUE),
        ("0", Answer.FALSE),
        (named("2"), Answer.TRUE),
        (concept(LOINC, "LA6568-5"), Answer.FALSE),
        (concept(LOINC, "LA6569-3"), Answer.TRUE),
        (concept(LOINC, "LA99999-9", "Several days"), Answer.UNKNOWN),  # an answer without a score that we know
        (snomed("260415000"), Answer.UNKNOWN),  # a code is not a number
        ("often", Answer.UNKNOWN),
        (quantity("1 mg"), Answer.UNKNOWN),
    ],
)
def test_reads_a_score_however_it_is_written(value: Value, answer: Answer) -> None:
    assert ask(ITEM9, observation("44260-8", value)).answer is answer


@pytest.mark.parametrize(
    ("code", "value", "answer"),
    [
        ("72514-3", "4", Answer.TRUE),
        ("72514-3", "3", Answer.FALSE),
        ("72514-3", "40", Answer.UNKNOWN),  # beyond 0-10: another scale was used
        ("38214-3", "40", Answer.UNKNOWN),  # 0-10 or 0-100: a bare number says nothing
        ("38214-3", "5 /10", Answer.TRUE),
        ("38214-3", "40 mm", Answer.UNKNOWN),
    ],
)
def test_keeps_pain_scales_apart(code: str, value: str, answer: Answer) -> None:
    asked = {"observation": "latest", "in_": "pain", "within": "30 days", "at_least": "4 {score}"}
    assert ask(asked, observation(code, quantity(value))).answer is answer


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (snomed("10828004"), Answer.TRUE),
        (snomed("260373001"), Answer.TRUE),
        (snomed("260385009"), Answer.FALSE),
        (snomed("10828004", "Negative"), Answer.TRUE),  # code and display disagree: the code is trusted
        (snomed("82334004", "Indeterminate"), Answer.FALSE),  # a known answer, and not this one
        (concept("urn:local", "P", "Positive"), Answer.TRUE),
        (concept("urn:local", "P"), Answer.UNKNOWN),
        (named("Positive"), Answer.TRUE),
        ("POSITIVE", Answer.TRUE),
        ("not detected", Answer.FALSE),
        ("Detected", Answer.TRUE),
        ("not positive", Answer.UNKNOWN),
        ("No pregnancy detected", Answer.UNKNOWN),
        ("positive or negative", Answer.UNKNOWN),
        ("see note", Answer.UNKNOWN),
        (True, Answer.TRUE),
        (False, Answer.FALSE),
    ],
)
def test_reads_a_coded_or_written_answer(value: Value, answer: Answer) -> None:
    assert ask(TEST, observation("2106-3", value)).answer is answer


def test_an_answer_needs_no_role_when_the_clause_names_none() -> None:
    asked = {key: value for key, value in TEST.items() if key != "role"}
    assert ask(asked, observation("2106-3", snomed("260385009"))).answer is Answer.TRUE


def test_not_loaded_is_unknown_unless_a_hit_settles_it() -> None:
    for given in (Given.UNKNOWN, Given.PARTIAL):
        finding = ask(SATURATION, given=given)
        assert finding.answer is Answer.UNKNOWN
        assert finding.missing == ("Observation 59408-5",)
    assert ask(SATURATION, observation("59408-5", quantity("90 %")), given=Given.PARTIAL).answer is Answer.TRUE
    assert ask(SATURATION, observation("59408-5", quantity("97 %")), given=Given.PARTIAL).answer is Answer.UNKNOWN


def test_a_text_is_not_the_code() -> None:
    assert ask(SATURATION, observation(named("Oxygen saturation"), quantity("90 %"))).answer is Answer.FALSE


# --- against the reference range, and by analyte ----------------------------------------------------------

LIVER = {"observation": "latest", "in_": "alt", "within": "90 days", "above_upper_limit": 3, "upper_limit": "40 U/L"}


def enzyme(value: str, high: str | None = None, low: str | None = None, **more: Any) -> Observation:
    limits = {"reference_high": quantity(high) if high else None, "reference_low": quantity(low) if low else None}
    return observation("1742-6", quantity(value), **limits, **more)


@pytest.mark.parametrize(
    ("value", "high", "answer"),
    [
        ("151 U/L", "50 U/L", Answer.TRUE),
        ("150 U/L", "50 U/L", Answer.FALSE),
        ("121 U/L", None, Answer.TRUE),
        ("120 U/L", None, Answer.FALSE),
        ("2.6 ukat/L", "0.85 ukat/L", Answer.TRUE),
        ("2.1 ukat/L", None, Answer.TRUE),  # 126 U/L
        ("151 U/L", "50", Answer.TRUE),  # a limit without a unit is in the unit of the result
        ("151 U/L", "50 mg/dL", Answer.UNKNOWN),
        ("151", "50 U/L", Answer.UNKNOWN),
    ],
)
def test_times_the_upper_limit(value: str, high: str | None, answer: Answer) -> None:
    assert find_observation(clause(**LIVER), view(record(observations=(enzyme(value, high),)))).answer is answer


def test_says_where_a_limit_was_taken_instead() -> None:
    finding = find_observation(clause(**LIVER), view(record(observations=(enzyme("200 U/L"),))))
    assert finding.inputs[0].value == "200 U/L (upper limit not given; 40 U/L taken)"


def test_without_any_limit_it_is_unknown() -> None:
    bare = {key: value for key, value in LIVER.items() if key != "upper_limit"}
    assert find_observation(clause(**bare), view(record(observations=(enzyme("200 U/L"),)))).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("result", "answer"),
    [
        (enzyme("0.1 U/L", low="0.4 U/L"), Answer.TRUE),
        (enzyme("0.4 U/L", low="0.4 U/L"), Answer.FALSE),
        (enzyme("0.1 U/L", interpretations=("L",)), Answer.TRUE),
        (enzyme("0.1 U/L"), Answer.UNKNOWN),
    ],
)
def test_below_the_reference_range(result: Observation, answer: Answer) -> None:
    asked = clause(observation="latest", in_="alt", within="90 days", below_lower_limit=True)
    assert find_observation(asked, view(record(observations=(result,)))).answer is answer


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("52 umol/L", Answer.TRUE),
        ("51 umol/L", Answer.FALSE),
        ("0.052 mmol/L", Answer.TRUE),
        ("3.1 mg/dL", Answer.TRUE),
    ],
)
def test_an_amount_of_substance_becomes_a_mass_by_its_analyte(value: str, answer: Answer) -> None:
    asked = clause(observation="latest", in_="bilirubin", within="30 days", above="3 mg/dL")
    found = observation("1975-2", quantity(value))
    assert find_observation(asked, view(record(observations=(found,)))).answer is answer


def test_without_its_molar_mass_it_does_not() -> None:
    asked = clause(observation="latest", in_="albumin", within="30 days", below="2.8 g/dL")
    assert (
        find_observation(asked, view(record(observations=(observation("1751-7", quantity("400 umol/L")),)))).answer
        is Answer.UNKNOWN
    )


# --- members of one set that mean several things --------------------------------------------------------

TSH = {"observation": "latest", "in_": "urine-and-thyroid", "where": {"role": "tsh"}, "within": "90 days"}
URINALYSIS = observation("24356-8", "normal", at="2026-11-24T11:00:00Z", reference="Observation/2")


def tsh(value: str, **more: Any) -> Observation:
    return observation("3016-3", quantity(value), **more)


def test_only_members_with_the_property_are_asked() -> None:
    asked = clause(**TSH, below="0.1 m[iU]/L")
    finding = find_observation(asked, view(record(observations=(tsh("0.05 m[iU]/L"), URINALYSIS))))
    assert (finding.answer, references(finding)) == (Answer.TRUE, ["Observation/1"])
    assert find_observation(clause(**TSH), view(record(observations=(URINALYSIS,)))).answer is Answer.FALSE


def test_what_is_missing_is_named_by_the_member_that_is_asked_for() -> None:
    finding = find_observation(clause(**TSH), view(record(given={Kind.OBSERVATION: Given.UNKNOWN})))
    assert finding.missing == ("Observation 3016-3",)


@pytest.mark.parametrize(
    ("result", "answer", "value"),
    [
        (tsh("0.05 m[iU]/L"), Answer.TRUE, "0.05 m[iU]/L (lower limit not given; 0.1 m[iU]/L taken)"),
        (tsh("0.1 m[iU]/L"), Answer.FALSE, None),
        (tsh("0.05 uIU/mL"), Answer.TRUE, "0.05 u[iU]/mL (lower limit not given; 0.1 m[iU]/L taken)"),
        (tsh("0.2 m[iU]/L", reference_low=quantity("0.4 m[iU]/L")), Answer.TRUE, "0.2 m[iU]/L"),
        (tsh("0.4 m[iU]/L", reference_low=quantity("0.4 m[iU]/L")), Answer.FALSE, None),
        (tsh("0.2 m[iU]/L", interpretations=("L",)), Answer.TRUE, "0.2 m[iU]/L"),
        (tsh("0.2 m[iU]/L", interpretations=("N",)), Answer.FALSE, None),
        (tsh("0.05 furlong"), Answer.UNKNOWN, None),
    ],
)
def test_below_the_reference_range_or_else_a_limit_of_the_rule(
    result: Observation, answer: Answer, value: str | None
) -> None:
    asked = clause(**TSH, below_lower_limit=True, lower_limit="0.1 m[iU]/L")
    finding = find_observation(asked, view(record(observations=(result,))))
    assert finding.answer is answer
    assert [one.value for one in finding.inputs if answer is Answer.TRUE] == ([value] if value else [])


@pytest.mark.parametrize(("role", "found"), [("systolic", Answer.TRUE), ("panel", Answer.FALSE)])
def test_only_members_with_a_property(role: str, found: Answer) -> None:
    reading = observation("8480-6", quantity("120 mm[Hg]"))
    asked = clause(observation="latest", in_="bp", where={"role": role}, within="1 day", at_least="100 mm[Hg]")
    assert find_observation(asked, view(record(observations=(reading,)))).answer is found


NO_ALT = {"observation": "none", "in_": "alt", "within": "90 days"}


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("2026-11-24T10:00:00Z", Answer.FALSE),
        ("2026-08-26T12:00:00Z", Answer.FALSE),
        ("2026-08-26T10:00:00Z", Answer.TRUE),
        ("2026-08", Answer.FALSE),  # a month that reaches into the window may lie in it
        ("2027-03-01", Answer.TRUE),  # a plan is no result
        (None, Answer.TRUE),
    ],
)
def test_tells_that_there_is_no_result_in_time(at: str | None, answer: Answer) -> None:
    assert ask(NO_ALT, observation("1742-6", quantity("30 U/L"), at=at)).answer is answer


def test_a_missing_result_is_named_and_rests_on_the_patient() -> None:
    (one,) = ask(NO_ALT, observation("1742-6", quantity("30 U/L"), at=None)).inputs
    assert (one.reference, one.code, one.display) == ("Patient/p", "1742-6", "ALT")
    assert one.value == "none within 90 days (one without a time does not count)"


def test_a_missing_result_is_unknown_when_not_all_were_given() -> None:
    finding = ask(NO_ALT, given=Given.PARTIAL)
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("Observation 1742-6",))
    assert ask(NO_ALT, observation("1742-6", quantity("30 U/L")), given=Given.PARTIAL).answer is Answer.FALSE


def test_a_missing_result_has_no_threshold() -> None:
    with pytest.raises(ValueError, match="names no threshold"):
        clause(**NO_ALT, above="3 U/L")


ROOM_AIR = SATURATION | {
    "unclear_words": ["oxygen flow", "nasal cannula"],
    "unclear_absent": ["room air"],
    "unclear_within": "1 hour",
}


@pytest.mark.parametrize(
    ("other", "at", "answer"),
    [
        ("inhaled oxygen flow", "2026-11-24T10:00:00Z", Answer.UNKNOWN),
        ("inhaled oxygen flow", "2026-11-24T09:00:00Z", Answer.UNKNOWN),
        ("inhaled oxygen flow", "2026-11-24T11:00:00Z", Answer.UNKNOWN),
        ("inhaled oxygen flow", "2026-11-24T08:59:00Z", Answer.TRUE),
        ("inhaled oxygen flow", "2026-11-24T11:01:00Z", Answer.TRUE),
        ("oxygen saturation", "2026-11-24T10:00:00Z", Answer.TRUE),
        ("room air, oxygen flow", "2026-11-24T10:00:00Z", Answer.TRUE),
    ],
)
def test_a_result_near_certain_words_cannot_be_read(other: str, at: str, answer: Answer) -> None:
    near = observation(named(other), quantity("2 L/min"), at=at, reference="Observation/2")
    assert ask(ROOM_AIR, observation("59408-5", quantity("90 %")), near).answer is answer


def test_what_makes_a_result_unclear_is_said_even_of_a_normal_one() -> None:
    finding = ask(ROOM_AIR, observation("59408-5", quantity("98 %"), texts=("2 L by nasal cannula",)))
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("Observation 59408-5 without nasal cannula",))


def test_an_answer_counts_only_from_the_day_a_condition_began() -> None:
    written = TEST | {"role": "negative", "since_onset_of": "pregnancy"}
    test = observation("2106-3", snomed("260385009"), at="2026-11-10")

    def since(onset: str | None, recorded: str | None) -> Answer:
        begun = condition(snomed("77386006"), onset=onset, recorded=recorded)
        return find_observation(clause(**written), view(record(observations=(test,), conditions=(begun,)))).answer

    assert since("2026-11-09", None) is Answer.TRUE
    assert since("2026-11-10", None) is Answer.TRUE
    assert since("2026-11-11", None) is Answer.FALSE
    assert since(None, "2026-11-11") is Answer.UNKNOWN
    assert ask(written, test).answer is Answer.TRUE  # nothing of the sets began


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("Several days", Answer.TRUE),
        (" several  days. ", Answer.TRUE),
        ("Not at all", Answer.FALSE),
        (named("Several days"), Answer.TRUE),
        (concept("urn:local", "1", "Several days"), Answer.TRUE),
        (concept("urn:local", "1"), Answer.UNKNOWN),
        ("not several days", Answer.UNKNOWN),
        ("Not at all sure", Answer.UNKNOWN),
        ("Declined", Answer.UNKNOWN),
    ],
)
def test_an_answer_in_exactly_the_words_of_the_form_is_its_score(value: Value, answer: Answer) -> None:
    assert ask(ITEM9, observation("44260-8", value)).answer is answer


def test_words_are_no_score_where_the_code_names_no_answers() -> None:
    assert ask(SATURATION, observation("59408-5", "Several days")).answer is Answer.UNKNOWN


FINDING = {"observation": "any", "in_": "answers", "within": "30 days", "as_answer": True}


@pytest.mark.parametrize(
    ("code", "value", "answer"),
    [
        ("66472-2", snomed("10828004"), Answer.TRUE),
        ("66472-2", named("Positive"), Answer.FALSE),  # words are for the text clause
        ("66472-2", quantity("5 {score}"), Answer.FALSE),
        ("66472-2", None, Answer.FALSE),
    ],
)
def test_a_finding_may_be_the_answer_to_any_question(code: str, value: Value | None, answer: Answer) -> None:
    assert ask(FINDING, observation(code, value)).answer is answer
    assert ask({**FINDING, "as_answer": False}, observation(code, value)).answer is Answer.FALSE


def test_a_finding_as_an_answer_must_stand_and_be_in_time() -> None:
    assert ask(FINDING, observation("66472-2", snomed("10828004"), status="entered-in-error")).answer is Answer.FALSE
    assert ask(FINDING, observation("66472-2", snomed("10828004"), at="2026-10-01")).answer is Answer.FALSE
    assert ask(FINDING, observation("66472-2", snomed("10828004"), at=None)).answer is Answer.UNKNOWN
