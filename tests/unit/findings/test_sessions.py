"""Sessions: distinct days on which the drug was given, however often each was written down."""

from decimal import Decimal
from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.sessions import find_sessions
from cds.record import Concept, Given, Kind, MedicationUse, Timing
from cds.rulebook import SYSTEMS
from tests.unit.findings.builders import (
    RXNORM,
    administration,
    clause,
    concept,
    dosage,
    medication_order,
    named,
    procedure,
    record,
    references,
    therapy_order,
    view,
    when,
)

SESSION = concept(SYSTEMS["hcpcs"], "G2082")


def ask(at_least: int, *given_drugs: MedicationUse, within: str = "7 days", **more: Any) -> Finding:
    asked = clause(sessions="given", in_=["ketamine", "esketamine", "session"], within=within, at_least=at_least)
    return find_sessions(asked, view(record(medications=given_drugs, **more)))


def on(*days: str, **more: Any) -> list[MedicationUse]:
    return [administration(at=day, reference=f"MedicationAdministration/{day[:10]}", **more) for day in days]


@pytest.mark.parametrize(("at_least", "answer"), [(2, Answer.TRUE), (3, Answer.TRUE), (4, Answer.FALSE)])
def test_counts_distinct_days(at_least: int, answer: Answer) -> None:
    three = on("2026-11-18T09:00:00Z", "2026-11-20T09:00:00Z", "2026-11-22T09:00:00Z")
    assert ask(at_least, *three).answer is answer


def test_newest_first() -> None:
    finding = ask(2, *on("2026-11-18T09:00:00Z", "2026-11-22T09:00:00Z"))
    assert references(finding) == ["MedicationAdministration/2026-11-22", "MedicationAdministration/2026-11-18"]


def test_two_administrations_of_one_day_are_one_session() -> None:
    assert ask(2, *on("2026-11-20T09:00:00Z", "2026-11-20T15:00:00Z")).answer is Answer.FALSE


def test_a_session_recorded_as_administration_and_as_procedure_counts_once() -> None:
    (given,) = on("2026-11-20T09:00:00Z")
    assert ask(1, given, procedures=(procedure(SESSION, at="2026-11-20"),)).answer is Answer.TRUE
    assert ask(2, given, procedures=(procedure(SESSION, at="2026-11-20"),)).answer is Answer.FALSE
    assert ask(2, given, procedures=(procedure(SESSION, at="2026-11-21"),)).answer is Answer.TRUE


def test_an_infusion_past_midnight_counts_once_on_the_day_it_began() -> None:
    past_midnight = administration(at="2026-11-20T22:00:00Z/2026-11-21T02:00:00Z")
    written_down_after = procedure(SESSION, at="2026-11-21T01:00:00Z")
    assert ask(2, past_midnight, procedures=(written_down_after,)).answer is Answer.FALSE
    assert ask(2, past_midnight, *on("2026-11-21T09:00:00Z")).answer is Answer.TRUE


def test_the_day_is_the_local_one_as_written() -> None:
    evening_and_next_morning = on("2026-11-20T21:00:00-05:00", "2026-11-21T09:00:00-05:00")  # one day in UTC
    assert ask(2, *evening_and_next_morning).answer is Answer.TRUE


@pytest.mark.parametrize("status", ["not-done", "stopped", "on-hold", "entered-in-error", "unknown", None])
def test_what_was_not_given_is_no_session(status: str | None) -> None:
    assert ask(1, administration(status=status)).answer is Answer.FALSE


def test_a_session_that_runs_now_counts() -> None:
    assert ask(1, administration(at="2026-11-24T11:30:00Z/", status="in-progress")).answer is Answer.TRUE


@pytest.mark.parametrize("status", ["preparation", "not-done", "in-progress", "entered-in-error"])
def test_a_procedure_counts_once_completed(status: str) -> None:
    assert ask(1, procedures=(procedure(SESSION, status=status),)).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("2026-11-17T12:00:00Z", Answer.TRUE),
        ("2026-11-17T11:59:59Z", Answer.FALSE),
        ("2026-11-17", Answer.TRUE),
        ("2027-01-10T09:00:00Z", Answer.FALSE),  # planned, not given
    ],
)
def test_walks_the_window(at: str, answer: Answer) -> None:
    assert ask(1, administration(at=at)).answer is answer


@pytest.mark.parametrize("medicine", [concept(RXNORM, "2119365"), named("Ketalar 50 mg IV")])
def test_knows_the_drug_by_code_or_name(medicine: Concept) -> None:
    assert ask(1, administration(medicine)).answer is Answer.TRUE


def test_another_drug_is_no_session() -> None:
    assert ask(1, administration(concept(RXNORM, "35827", "ketorolac"))).answer is Answer.FALSE


def test_a_drug_that_is_not_recognised_leaves_the_number_open() -> None:
    unrecognised = administration(concept("urn:local", "INF-17"))
    finding = ask(1, unrecognised)
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("MedicationAdministration medication",)
    assert ask(2, unrecognised).answer is Answer.FALSE  # even if it was


def test_a_session_without_a_time_leaves_the_number_open() -> None:
    finding = ask(2, administration(at=None), *on("2026-11-20T09:00:00Z"))
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("MedicationAdministration time",)


@pytest.mark.parametrize("kind", [Kind.MEDICATION_ADMINISTRATION, Kind.PROCEDURE])
@pytest.mark.parametrize("given", [Given.UNKNOWN, Given.PARTIAL])
def test_not_loaded_is_unknown_unless_the_number_is_reached(kind: Kind, given: Given) -> None:
    one = on("2026-11-20T09:00:00Z")
    assert ask(1, *one, given={kind: given}).answer is Answer.TRUE
    finding = ask(2, *one, given={kind: given})
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == (str(kind),)


# --- with those that the order schedules ------------------------------------------------------------------


def scheduled(**timing: Any) -> MedicationUse:
    written = {key: Decimal(str(one)) if isinstance(one, int | float) else one for key, one in timing.items()}
    return medication_order(dosage("56 mg", timing=Timing(**written)))


def plan(order: Any, *given_drugs: MedicationUse, within: str = "7 days", **more: Any) -> Finding:
    written = {"sessions": "with-order", "in_": ["ketamine", "session"], "within": within, **more}
    return find_sessions(clause(**written), view(record(medications=given_drugs), order))


TWICE_A_WEEK = {"frequency": 2, "period_days": 7, "bounds_days": 28}


@pytest.mark.parametrize(
    ("order", "most"),
    [
        (scheduled(), 1),
        (scheduled(**TWICE_A_WEEK), 2),
        (scheduled(frequency=3, period_days=7), 3),
        (scheduled(frequency=1, period_days=1, count=4), 4),
        (scheduled(frequency=2, period_days=1, bounds_days=7), 7),  # days, not doses
        (therapy_order(SESSION, timing=Timing(frequency=Decimal(2), period_days=Decimal(7))), 2),
    ],
)
def test_counts_the_fullest_window_that_the_order_makes(order: Any, most: int) -> None:
    assert plan(order, at_least=most).answer is Answer.TRUE
    assert plan(order, at_least=most + 1).answer is Answer.FALSE


def test_a_right_schedule_after_a_right_week_is_not_too_many() -> None:
    last_week = on("2026-11-17T12:00:00Z", "2026-11-20T12:00:00Z")
    assert plan(scheduled(**TWICE_A_WEEK), *last_week, at_least=3).answer is Answer.FALSE


def test_one_more_on_top_of_a_full_week_is() -> None:
    last_week = on("2026-11-19T12:00:00Z", "2026-11-22T12:00:00Z")
    finding = plan(scheduled(), *last_week, at_least=3)
    assert finding.answer is Answer.TRUE
    assert finding.why == "2 sessions in the last 7 days, before those ordered now."


def test_cancelled_sessions_leave_room() -> None:
    cancelled = on("2026-11-19T12:00:00Z", "2026-11-22T12:00:00Z", status="not-done")
    assert plan(scheduled(), *cancelled, at_least=2).answer is Answer.FALSE


def test_the_order_counts_from_its_own_start() -> None:
    last_week = on("2026-11-19T12:00:00Z", "2026-11-22T12:00:00Z")
    later = scheduled(start=when("2026-12-05"), frequency=1, period_days=7)
    assert plan(later, *last_week, at_least=3).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("last", "answer"),
    [
        ("2026-11-23T17:00:00Z", Answer.TRUE),  # 19 hours before now
        ("2026-11-23T16:00:00Z", Answer.FALSE),  # 20 hours
        ("2026-11-24T09:00:00Z", Answer.TRUE),  # the same day again
        ("2026-11-23T20:00:00-05:00", Answer.TRUE),
        ("2026-11-23", Answer.TRUE),  # some time that day
        ("2026-11-22", Answer.FALSE),
        ("2026-11-23T12:00:00Z/2026-11-23T18:00:00Z", Answer.TRUE),  # from its end
    ],
)
def test_two_sessions_less_than_twenty_hours_apart(last: str, answer: Answer) -> None:
    (given_before,) = on(last)
    assert plan(scheduled(), given_before, apart_below="20 hours").answer is answer


def test_an_order_that_schedules_them_too_close() -> None:
    assert plan(scheduled(frequency=2, period_days=1), apart_below="20 hours").answer is Answer.TRUE
    assert plan(scheduled(frequency=1, period_days=1), apart_below="20 hours").answer is Answer.FALSE


def test_a_session_without_a_time_leaves_the_distance_open() -> None:
    assert plan(scheduled(), administration(at=None), apart_below="20 hours").answer is Answer.UNKNOWN


@pytest.mark.parametrize(("began", "answer"), [("35 days", Answer.TRUE), ("36 days", Answer.FALSE)])
def test_how_long_ago_the_series_began(began: str, answer: Answer) -> None:
    series = on("2026-10-20T09:00:00Z", "2026-11-20T09:00:00Z", "2025-01-01T09:00:00Z")
    assert plan(scheduled(), *series, series="90 days", began_at_least=began).answer is answer
