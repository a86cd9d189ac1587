"""Pregnancy: facts from every resource type on one line of time, of which the newest wins.

A fact that says pregnant is read at the end of an imprecise date that makes a rule speak, a fact that ends a pregnancy
at the other. On the same day a recorded ending (delivery, loss, termination) wins, because its encounter carries
pregnancy codes too; otherwise the one that says pregnant stands. Gender never cancels a fact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto

from cds.findings.conditions import State, standing
from cds.findings.dates import bounded, day_of, is_to_come, may_be_within, surely_within
from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.observations import (
    Result,
    answer_roles,
    number_of,
    observation_label,
    observations_not_loaded,
    results,
)
from cds.findings.quantities import interval_of
from cds.findings.view import View
from cds.record import Condition, Kind, Quantity, Span, is_coded
from cds.rulebook import PregnancyClause, PregnancyExcludedClause

# HL7 v3 ObservationInterpretation
_RAISED = {"POS", "H", "HH", "HU", "A", "AA"}
_NOT_RAISED = {"NEG", "N", "L", "LL", "ND"}
_DETECTED = {"POS", "DET"}
_NOT_DETECTED = {"NEG", "ND"}

_CONFIRMED = {"confirmed", None}
_TESTS = {"qualitative", "quantitative", None}
_STATUSES = {"status", None}
_NO_TIME = timedelta(0)


class _Says(Enum):
    PREGNANT = auto()
    NOT_PREGNANT = auto()
    NEITHER = auto()  # possible, not yet confirmed, asked and not known
    UNREADABLE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """One fact, and when it was noted; of an unreadable one, `missing` names what would tell."""

    says: _Says
    when: Span | None
    source: Input
    missing: str = ""
    is_ending: bool = False


def find_pregnancy(clause: PregnancyClause, view: View) -> Finding:
    """Whether the record says that the patient is pregnant now.

    Takes:  status answers, tests, conditions and due dates that say so; later status answers, negative tests,
            deliveries and other endings against them.
    Gives:  unknown when a fact that nothing newer settles cannot be read, or when Conditions or Observations were not
            loaded whole and nothing says pregnant.
    Source: FHIR Observation.value[x], .interpretation, .referenceRange; Condition; Procedure.
    """
    facts = [
        *_statuses(clause, view),
        *_tests(clause, view),
        *_due_dates(clause, view),
        *_conditions(clause, view),
    ]
    ends = [fact for fact in (*facts, *_endings(clause, view)) if fact.says is _Says.NOT_PREGNANT and fact.when]
    standing_facts = [fact for fact in facts if not _is_ended(fact, ends)]
    pregnant = sorted((one for one in standing_facts if one.says is _Says.PREGNANT), key=_noted, reverse=True)
    if pregnant:
        undated = "" if pregnant[0].when else ", date unknown"
        return true(
            [fact.source for fact in pregnant],
            f"The record says pregnant: {pregnant[0].source.display}{undated}.",
        )
    unread = [fact for fact in standing_facts if fact.says is _Says.UNREADABLE]
    missing = not_loaded(view.record, Kind.CONDITION) + observations_not_loaded(clause.status, view)
    if missing or unread:
        why = "Nothing that was given says pregnant, but not everything could be read."
        sources = tuple(fact.source for fact in unread)
        return unknown(missing + [fact.missing for fact in unread], why, sources)
    if ends:
        last = max(ends, key=_noted).source
        return false(f"The newest fact says not pregnant: {last.display}.", (last,))
    return false("Nothing in the record says pregnant.")


def _noted(fact: _Fact) -> datetime:
    """For the order, newest last; an undated fact cannot be shown to be older than any."""
    return bounded(fact.when).latest if fact.when else datetime.max.replace(tzinfo=UTC)


def _is_ended(fact: _Fact, ends: list[_Fact]) -> bool:
    """Whether another fact of a later day, or an ending of the same day, says not pregnant."""
    return fact.when is not None and any(_is_after(end, end.when, fact.when) for end in ends if end.when)


def _is_after(end: _Fact, noted: Span, fact: Span) -> bool:
    if end.is_ending and noted.precise and day_of(noted) == _last_day(fact):
        return True
    return bounded(noted).earliest > bounded(fact).latest and day_of(noted) > _last_day(fact)


def _last_day(span: Span) -> date:
    one_day = span.precise and "/" not in span.text
    return day_of(span) if one_day else bounded(span).latest.date()


def _statuses(clause: PregnancyClause, view: View) -> Iterator[_Fact]:
    for result in results(clause.status, view):
        if result.role in _STATUSES:
            says = _of_roles(answer_roles(result.value, clause.answers, view))
            yield from _observed(result, says, clause.status_within, "value", view)


def _tests(clause: PregnancyClause, view: View) -> Iterator[_Fact]:
    no_proof = _raises_hcg(clause, view)
    for result in results(clause.tests, view):
        if result.role not in _TESTS:
            continue
        says, missing = _test_says(result, clause.answers, view)
        quantitative = result.role == "quantitative" or number_of(result, view) is not None
        if not (no_proof and quantitative and says is not _Says.NOT_PREGNANT):
            yield from _observed(result, says, clause.tests_within, missing, view)


def _observed(result: Result, says: _Says, window: timedelta, missing: str, view: View) -> Iterator[_Fact]:
    """The fact of a result: for pregnancy only in its window, against it at any time."""
    when = result.when
    if says is _Says.NEITHER:
        return
    if says is not _Says.NOT_PREGNANT and when and not may_be_within(when, window, view.now):
        return
    if when is None:
        says, missing = (_Says.UNREADABLE if says is _Says.PREGNANT else says), "time"
    label = f"{Kind.OBSERVATION} {result.member.code} {missing}"
    yield _Fact(says=says, when=when, source=result.as_input(), missing=label)


def _of_roles(roles: frozenset[str]) -> _Says:
    if "positive" in roles:
        return _Says.PREGNANT
    if "negative" in roles:
        return _Says.NOT_PREGNANT
    return _Says.NEITHER if roles else _Says.UNREADABLE


def _test_says(result: Result, answers: tuple[str, ...], view: View) -> tuple[_Says, str]:
    """What a test says, and what is missing when that cannot be told. Where two signs disagree, pregnant stands."""
    number = number_of(result, view)
    marks = set(result.observation.interpretations)
    if isinstance(number, Quantity):
        signs = {_against_range(number, result), _mark(marks, _RAISED, _NOT_RAISED)}
        unread = "reference range"
    else:
        signs = {_of_roles(answer_roles(result.value, answers, view)), _mark(marks, _DETECTED, _NOT_DETECTED)}
        unread = "value"
    order = (_Says.PREGNANT, _Says.NOT_PREGNANT, _Says.NEITHER, _Says.UNREADABLE)
    return next(says for says in order if says in signs), unread


def _mark(marks: set[str], positive: set[str], negative: set[str]) -> _Says:
    if marks & positive:
        return _Says.PREGNANT
    return _Says.NOT_PREGNANT if marks & negative else _Says.UNREADABLE


def _against_range(number: Quantity, result: Result) -> _Says:
    """Above the laboratory's own cut-off or not; a range without a unit has the unit of the value."""
    high = result.observation.reference_high
    if high is None:
        return _Says.UNREADABLE
    limit = Quantity(value=high.value, unit=high.unit or number.unit)
    value, cut_off = interval_of(number, limit.unit), interval_of(limit, limit.unit)
    above = value.above(cut_off.high) if value and cut_off else None
    if above is None:
        return _Says.UNREADABLE
    return _Says.PREGNANT if above else _Says.NOT_PREGNANT


def _raises_hcg(clause: PregnancyClause, view: View) -> bool:
    """Whether a certain, active condition raises hCG without a pregnancy."""
    for condition in view.record.conditions:
        state = standing(condition, view)
        if state.state is State.ACTIVE and state.weak is None:
            if view.terminology.members_of(clause.unless_in or (), condition.code):
                return True
    return False


def _due_dates(clause: PregnancyClause, view: View) -> Iterator[_Fact]:
    for result in results(clause.due_date or (), view, planned=True):
        noted = None if result.when and is_to_come(result.when, view.now) else result.when
        if not isinstance(result.value, Span):
            missing = f"{Kind.OBSERVATION} {result.member.code} value"
            yield _Fact(says=_Says.UNREADABLE, when=noted, source=result.as_input(), missing=missing)
        elif bounded(result.value).latest > view.now - (clause.due_date_past or _NO_TIME):
            yield _Fact(says=_Says.PREGNANT, when=noted, source=result.as_input())


def _conditions(clause: PregnancyClause, view: View) -> Iterator[_Fact]:
    for condition in view.record.conditions:
        state = standing(condition, view)
        when = condition.recorded or condition.onset
        stands = state.state in {State.ACTIVE, State.UNKNOWN}
        if not stands or (when and not may_be_within(when, clause.recorded_within, view.now)):
            continue
        member = next(iter(view.terminology.members_of(clause.in_, condition.code)), None)
        source = input_of(condition.reference, member, condition.code, when, weak=state.weak)
        if member and state.state is State.ACTIVE:
            yield _Fact(says=_Says.PREGNANT, when=when, source=source)
        elif member or not is_coded(condition.code):
            missing = "clinicalStatus" if member else "code"
            yield _Fact(says=_Says.UNREADABLE, when=when, source=source, missing=f"{Kind.CONDITION} {missing}")


def _endings(clause: PregnancyClause, view: View) -> Iterator[_Fact]:
    """Deliveries, terminations, losses: confirmed entries of any status, completed procedures, by their first date."""
    for condition in view.record.conditions:
        member = next(iter(view.terminology.members_of(clause.ended, condition.code)), None)
        if member and condition.verification_status in _CONFIRMED:
            when = _first_date(condition)
            source = input_of(condition.reference, member, condition.code, when)
            yield from _ending(source, when, view)
    for procedure in view.record.procedures:
        member = next(iter(view.terminology.members_of(clause.ended, procedure.code)), None)
        if member and procedure.status == "completed":
            source = input_of(procedure.reference, member, procedure.code, procedure.performed)
            yield from _ending(source, procedure.performed, view)


def _ending(source: Input, when: Span | None, view: View) -> Iterator[_Fact]:
    if when and not is_to_come(when, view.now):
        yield _Fact(says=_Says.NOT_PREGNANT, when=when, source=source, is_ending=True)


def _first_date(condition: Condition) -> Span | None:
    """The earlier of onset and record: an old event written down today ends nothing that began since."""
    dates = [one for one in (condition.onset, condition.recorded) if one]
    return min(dates, key=lambda span: bounded(span).earliest, default=None)


def find_pregnancy_excluded(clause: PregnancyExcludedClause, view: View) -> Finding:
    """Whether a final negative test, or an answer `not pregnant`, lies in the window however its date is read.

    Takes:  any such result; whether a later fact says pregnant is the other clause's business.
    Gives:  unknown when the only one has no date or too imprecise a date, when a result cannot be read, or when
            Observations were not loaded whole.
    Source: FHIR Observation.status (final, amended, corrected), .value[x], .interpretation, .referenceRange.
    """
    wanted = _TESTS if clause.pregnancy_excluded == "test" else _STATUSES
    missing: list[str] = []
    found: list[Result] = []
    for result in results(clause.in_, view):
        if result.role not in wanted or not _may_count(result, clause, view):
            continue
        says, unread = _says(result, clause, view)
        if says is _Says.NOT_PREGNANT and result.when and surely_within(result.when, clause.within, view.now):
            found.append(result)
        elif says is _Says.NOT_PREGNANT:
            missing.append(f"{Kind.OBSERVATION} {result.member.code} time")
        elif says is _Says.UNREADABLE:
            missing.append(f"{Kind.OBSERVATION} {result.member.code} {unread}")
    if found:
        inputs = [one.as_input() for one in found]
        return true(inputs, f"{inputs[0].display} excludes pregnancy in the time asked for.")
    missing += observations_not_loaded(clause.in_, view)
    if missing:
        return unknown(missing, "No negative answer in the time asked for could be read.")
    return false(f"There is no negative answer to {observation_label(clause.in_, view)} in the time asked for.")


def _may_count(result: Result, clause: PregnancyExcludedClause, view: View) -> bool:
    return result.when is None or may_be_within(result.when, clause.within, view.now)


def _says(result: Result, clause: PregnancyExcludedClause, view: View) -> tuple[_Says, str]:
    if clause.pregnancy_excluded == "test":
        return _test_says(result, clause.answers, view)
    return _of_roles(answer_roles(result.value, clause.answers, view)), "value"
