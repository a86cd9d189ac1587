"""Treatment sessions: distinct days on which the drug was given, and those that the order at hand schedules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cds.findings.dates import bounded, day_of, may_be_within
from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.logic import all_hold
from cds.findings.view import View
from cds.record import Kind, MedicationUse, Span, TherapyOrder
from cds.rulebook import SessionsClause

_GIVEN = {"in-progress", "completed"}
_A_DAY = timedelta(days=1)
_MOST_PLANNED = 100
"""A schedule without an end is looked at this far: more than any window holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    """One record of one session; `source` is None for an administration whose drug is not recognised."""

    kind: Kind
    when: Span | None
    source: Input | None


def find_sessions(clause: SessionsClause, view: View) -> Finding:
    """Whether at least so many sessions were given in the window, or would be with those that the order schedules.

    Takes:  administrations in progress or completed, and completed procedures. A session counts once however often it
            was recorded, on the day it began; cancelled and not done never. The order at hand schedules its first
            session when it says, else now, and the others evenly; a fixed number of them ends it.
    Gives:  unknown when records without a time, of a drug that is not recognised, or not loaded could reach the number.
    Source: FHIR MedicationAdministration.status, .effective[x]; Procedure.status, .performed[x]; Timing.repeat.
    """
    found = list(_sessions(clause.in_, view))
    certain = [one for one in found if one.source]
    inputs = tuple(one.source for one in _distinct(certain, clause.within, view) if one.source)
    answer = all_hold(_conditions(clause, certain, view))
    if answer:
        return true(list(inputs) or [_order_input(view)], _in_words(clause, inputs))
    missing = not_loaded(view.record, Kind.MEDICATION_ADMINISTRATION, Kind.PROCEDURE)
    if missing:
        return unknown(missing, f"{len(inputs)} sessions are known, and there may be more.", inputs)
    untimed = [one for one in found if one.when is None]
    unrecognised = [one for one in found if one.source is None]
    if (untimed or unrecognised) and all_hold(_conditions(clause, found, view, untimed=len(untimed))) is not False:
        names = [f"{one.kind} time" for one in untimed] + [f"{one.kind} medication" for one in unrecognised]
        return unknown(names, f"{len(inputs)} sessions are certain, and there may be more.", inputs)
    return false(_in_words(clause, inputs), inputs)


def first_session(names: tuple[str, ...], within: timedelta, view: View) -> tuple[datetime | None, list[str]]:
    """When the first session within the time before now was, and what is missing where none is known."""
    certain = [one for one in _sessions(names, view) if one.source]
    given = _distinct(certain, within, view)
    if given and given[-1].when is not None:
        return bounded(given[-1].when).earliest, []
    return None, not_loaded(view.record, Kind.MEDICATION_ADMINISTRATION, Kind.PROCEDURE) or ["a session"]


def _in_words(clause: SessionsClause, inputs: tuple[Input, ...]) -> str:
    ordered = ", before those ordered now" if clause.sessions == "with-order" else ""
    return f"{len(inputs)} sessions in the last {clause.within.days} days{ordered}."


def _order_input(view: View) -> Input:
    order = view.order
    reference = order.reference if order else f"Patient/{view.record.patient_id}"
    return Input(reference=reference, display="the sessions that are ordered")


def _conditions(
    clause: SessionsClause, sessions: list[_Session], view: View, untimed: int = 0
) -> Iterator[bool | None]:
    """Each filter of the clause, for these sessions. `untimed` ones could be on any day."""
    given = _distinct(sessions, clause.within, view)
    planned = list(_scheduled(view)) if clause.sessions == "with-order" else []
    yield max(len(given), _most_at_once(given, planned, clause.within)) + untimed >= clause.at_least
    if clause.apart_below is not None:
        yield _is_soon(given, planned, clause.apart_below) or (None if untimed else False)
    if clause.series is not None and clause.began_at_least is not None:
        series = _distinct(sessions, clause.series, view)
        begun = [bounded(one.when).earliest for one in series if one.when]
        early = bool(begun) and begun[-1] <= view.now - clause.began_at_least
        yield early or (None if untimed else False)


def _most_at_once(given: list[_Session], planned: list[datetime], within: timedelta) -> int:
    """The most distinct days in any window of so many days that ends with a planned session."""
    days = {day_of(one.when) for one in given if one.when}
    most = 0
    for index, moment in enumerate(planned):
        ahead = {other.date() for other in planned[: index + 1]} | days
        most = max(most, sum(moment.date() - within < day <= moment.date() for day in ahead))
    return most


def _is_soon(given: list[_Session], planned: list[datetime], apart: timedelta) -> bool:
    """Whether a planned session may follow the one before it in less than this time."""
    ends = [bounded(one.when).latest for one in given if one.when]
    after_given = bool(planned) and any(planned[0] - end < apart for end in ends)
    return after_given or any(later - earlier < apart for earlier, later in pairwise(planned))


def _scheduled(view: View) -> Iterator[datetime]:
    """The sessions that the order at hand schedules: the first when it says, else now; the others evenly after it."""
    order = view.order
    if order is None:
        return
    timing = order.dosages[0].timing if isinstance(order, MedicationUse) and order.dosages else None
    if isinstance(order, TherapyOrder):
        timing = order.timing
    starts = order.starts if isinstance(order, TherapyOrder) else timing.start if timing else None
    first = max(bounded(starts).earliest, view.now) if starts else view.now
    yield first
    if timing is None or not timing.period_days:
        return
    step = timedelta(days=float(timing.period_days / (timing.frequency or 1)))
    days = timing.bounds_days if timing.bounds_days is not None else None
    last = first + timedelta(days=float(days)) if days else timing.end.latest if timing.end else None
    count = int(timing.count) if timing.count else _MOST_PLANNED
    for number in range(1, min(count, _MOST_PLANNED)):
        moment = first + number * step
        if step <= timedelta(0) or (last is not None and moment >= last):
            return
        yield moment


def _sessions(names: tuple[str, ...], view: View) -> Iterator[_Session]:
    for use in view.record.medications:
        if use.kind is not Kind.MEDICATION_ADMINISTRATION or use.status not in _GIVEN:
            continue
        medicine = view.resolve(use.medicines)
        member = next((one for one in medicine.members if one.value_set in names), None)
        if member:
            source = input_of(use.reference, member, use.medicines[0], use.effective)
            yield _Session(kind=use.kind, when=use.effective, source=source)
        elif not medicine.resolved:
            yield _Session(kind=use.kind, when=use.effective, source=None)
    for procedure in view.record.procedures:
        members = view.terminology.members_of(names, procedure.code)
        if members and procedure.status == "completed":
            source = input_of(procedure.reference, members[0], procedure.code, procedure.performed)
            yield _Session(kind=Kind.PROCEDURE, when=procedure.performed, source=source)


def _distinct(found: list[_Session], within: timedelta, view: View) -> list[_Session]:
    """One record per session in the window, newest first."""
    timed = [(one, one.when) for one in found if one.when and may_be_within(one.when, within, view.now)]
    timed.sort(key=lambda pair: bounded(pair[1]).earliest)
    kept: list[tuple[_Session, Span]] = []
    for one, when in timed:
        if not any(_is_same(when, other) for _, other in kept):
            kept.append((one, when))
    return [one for one, _ in reversed(kept)]


def _is_same(later: Span, earlier: Span) -> bool:
    """On the same day, or begun while the earlier one still ran: past midnight it is still one session."""
    first = bounded(earlier)
    runs = "/" in earlier.text and first.latest - first.earliest <= _A_DAY
    return day_of(later) == day_of(earlier) or (runs and bounded(later).earliest <= first.latest)
