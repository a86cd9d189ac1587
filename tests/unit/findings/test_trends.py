"""Trends: two values of one instrument, from before treatment to now."""

from typing import Any

import pytest
from pydantic import ValidationError

from cds.findings.finding import Answer, Finding
from cds.findings.trends import find_trend
from cds.record import Given, Kind, Observation
from tests.unit.findings.builders import (
    administration,
    clause,
    named,
    observation,
    quantity,
    record,
    references,
    therapy_order,
    view,
    when,
)

PAIN, VAS = "72514-3", "38214-3"
WINDOWS = {"start": "order", "before": "14 days", "after": "3 days", "latest_within": "14 days"}
LITTLE = {"fall_below": ["2 {score}", "30 %"]}
ORDER = therapy_order(named("light therapy"), reference="DeviceRequest/1", authored="2026-10-20")
BEFORE, NOW = "2026-10-18", "2026-11-20"


def score(value: str, at: str | None, code: str = PAIN, **more: Any) -> Observation:
    return observation(code, quantity(value), at=at, reference=f"Observation/{at}", **more)


def ask(*scores: Observation, order: Any = ORDER, given: Any = None, medications: Any = (), **written: Any) -> Finding:
    asked = clause(**{"trend": "changed", "in_": "pain", **WINDOWS, **written})
    return find_trend(asked, view(record(observations=scores, medications=medications, given=given or {}), order))


@pytest.mark.parametrize(
    ("before", "now", "answer"),
    [
        ("7", "7", Answer.TRUE),
        ("7", "8", Answer.TRUE),
        ("4", "3", Answer.TRUE),  # one point, 25 %
        ("3", "2", Answer.FALSE),  # one point, but 33 %
        ("8", "6", Answer.FALSE),  # two points, but 25 %
        ("0", "0", Answer.TRUE),
        ("70 /100", "65 /100", Answer.TRUE),  # half a point of ten
        ("70 /100", "4", Answer.FALSE),
    ],
)
def test_too_little_is_less_than_two_points_and_less_than_a_third(before: str, now: str, answer: Answer) -> None:
    assert ask(score(before, BEFORE), score(now, NOW), **LITTLE).answer is answer


def test_says_from_what_to_what() -> None:
    finding = ask(score("8", BEFORE), score("4", NOW), fall_at_least="50 %")
    assert finding.why == "It went from 8 to 4 (-50 %)."
    assert references(finding) == [f"Observation/{NOW}", f"Observation/{BEFORE}"]


@pytest.mark.parametrize(("now", "answer"), [("4", Answer.TRUE), ("5", Answer.FALSE)])
def test_half_is_half(now: str, answer: Answer) -> None:
    assert ask(score("8", BEFORE), score(now, NOW), fall_at_least="50 %").answer is answer


def test_a_rise() -> None:
    assert ask(score("4", BEFORE), score("8", NOW), rise_at_least="100 %").answer is Answer.TRUE
    assert ask(score("4", BEFORE), score("7", NOW), rise_at_least="100 %").answer is Answer.FALSE


@pytest.mark.parametrize(
    ("baseline", "is_one"),
    [
        ("2026-10-06", True),  # 14 days before
        ("2026-10-05", False),
        ("2026-10-23", True),  # 3 days after
        ("2026-10-24", False),
        ("2026-10", False),  # 1 October lies before the window
    ],
)
def test_the_window_of_the_baseline(baseline: str, is_one: bool) -> None:
    answer = ask(score("7", baseline), score("7", NOW), **LITTLE).answer
    assert answer is (Answer.TRUE if is_one else Answer.UNKNOWN)


def test_the_nearest_before_the_start_counts() -> None:
    scores = (score("3", "2026-10-08"), score("8", BEFORE), score("2", "2026-10-21"), score("7", NOW))
    assert references(ask(*scores, **LITTLE)) == [f"Observation/{NOW}", f"Observation/{BEFORE}"]


@pytest.mark.parametrize(("at", "answer"), [("2026-11-11", Answer.TRUE), ("2026-11-10", Answer.UNKNOWN)])
def test_the_follow_up_is_recent(at: str, answer: Answer) -> None:
    assert ask(score("7", BEFORE), score("7", at), **LITTLE).answer is answer


@pytest.mark.parametrize("status", ["entered-in-error", "preliminary", "cancelled"])
def test_what_is_not_final_is_no_value(status: str) -> None:
    assert ask(score("7", BEFORE), score("7", NOW, status=status), **LITTLE).answer is Answer.UNKNOWN


def test_another_instrument_is_not_compared() -> None:
    other = score("70 /100", NOW, VAS)
    finding = ask(score("7", BEFORE), other, **LITTLE)
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("Observation 72514-3 since the start",)
    assert ask(score("7", BEFORE), other, trend="follow-up-missing").answer is Answer.TRUE


def test_without_a_time_a_value_is_none() -> None:
    assert ask(score("7", None), score("7", NOW), **LITTLE).answer is Answer.UNKNOWN


def test_one_value_is_not_its_own_follow_up() -> None:
    young = therapy_order(named("light therapy"), authored="2026-11-20")
    assert ask(score("7", "2026-11-21"), order=young, **LITTLE).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("scores", "baseline", "follow_up"),
    [
        ((), Answer.TRUE, Answer.FALSE),
        ((score("7", BEFORE),), Answer.FALSE, Answer.TRUE),
        ((score("7", NOW),), Answer.TRUE, Answer.FALSE),
        ((score("7", BEFORE), score("7", NOW)), Answer.FALSE, Answer.FALSE),
    ],
)
def test_what_was_never_measured(scores: Any, baseline: Answer, follow_up: Answer) -> None:
    assert ask(*scores, trend="baseline-missing").answer is baseline
    assert ask(*scores, trend="follow-up-missing").answer is follow_up


def test_not_loaded_is_not_unmeasured() -> None:
    assert ask(trend="baseline-missing", given={Kind.OBSERVATION: Given.PARTIAL}).answer is Answer.UNKNOWN


def test_a_no_of_some_observations_is_no_answer() -> None:
    some = {Kind.OBSERVATION: Given.PARTIAL}
    assert ask(score("8", BEFORE), score("2", NOW), given=some, **LITTLE).answer is Answer.UNKNOWN
    assert ask(score("8", BEFORE), score("8", NOW), given=some, **LITTLE).answer is Answer.TRUE


@pytest.mark.parametrize(("days", "answer"), [("35 days", Answer.TRUE), ("36 days", Answer.FALSE)])
def test_how_long_treatment_lasts(days: str, answer: Answer) -> None:
    assert ask(score("7", BEFORE), score("7", NOW), started_at_least=days, **LITTLE).answer is answer


def test_the_start_of_an_order_is_when_it_is_to_begin() -> None:
    planned = therapy_order(named("light therapy"), starts=when("2026-10-30"))
    assert ask(score("7", "2026-10-28"), score("7", NOW), order=planned, **LITTLE).answer is Answer.TRUE


def test_an_order_without_a_date_began_nobody_knows_when() -> None:
    assert ask(order=therapy_order(named("light therapy"), authored=None), **LITTLE).missing == (
        "the start of ServiceRequest/1",
    )


SERIES = {"start": "first-session", "sessions_in": "ketamine", "sessions_within": "60 days", "after": "0 days"}


def test_treatment_may_begin_with_its_first_session() -> None:
    given = (administration(at="2026-10-20T09:00:00Z"), administration(at="2026-11-10T09:00:00Z"))
    finding = ask(score("8", BEFORE), score("7", NOW), medications=given, **SERIES, **LITTLE)
    assert finding.answer is Answer.TRUE
    before_only = ask(score("8", BEFORE), medications=given, **SERIES, trend="follow-up-missing")
    assert before_only.answer is Answer.TRUE
    assert ask(score("8", BEFORE), **SERIES, **LITTLE).missing == ("a session",)


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"fall_below": "2 {score}", "trend": "baseline-missing"},
        {"fall_below": "2 {score}", "sessions_in": "ketamine", "sessions_within": "60 days"},
        {"fall_below": "2 {score}", "start": "first-session"},
    ],
)
def test_a_clause_says_all_that_it_needs(written: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ask(**written)


def test_compares_only_members_with_the_properties_that_are_asked() -> None:
    values = (score("30 U/L", BEFORE, "1742-6"), score("60 U/L", NOW, "1742-6"))
    rise = {"in_": "liver", "fall_below": None, "rise_at_least": "100 %"}
    assert ask(*values, where={"role": "alt"}, **rise).answer is Answer.TRUE
    other = ask(*values, where={"role": "ast"}, **rise)
    assert (other.answer, other.missing) == (Answer.UNKNOWN, ("Observation 1920-8 baseline",))


@pytest.mark.parametrize(
    ("now", "answer"), [("59 U/L", Answer.FALSE), ("60 U/L", Answer.TRUE), ("1 ukat/L", Answer.TRUE)]
)
def test_a_doubling_is_a_rise_of_its_own_size(now: str, answer: Answer) -> None:
    values = (score("30 U/L", BEFORE, "1742-6"), score(now, NOW, "1742-6"))
    asked = ask(*values, in_="liver", where={"role": "alt"}, fall_below=None, rise_at_least="100 %")
    assert asked.answer is answer
