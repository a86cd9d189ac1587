"""Sessions: distinct days on which the drug was given, however often each was written down."""

from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.sessions import find_sessions
from cds.record import Concept, Given, Kind, MedicationUse
from cds.rulebook import SYSTEMS
from tests.unit.findings.builders import (
    RXNORM,
    administration,
    clause,
    concept,
    named,
    procedure,
    record,
    references,
    view,
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
