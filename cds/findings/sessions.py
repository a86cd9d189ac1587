"""Treatment sessions: distinct days on which the drug was given."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from cds.findings.dates import bounded, day_of, may_be_within
from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.view import View
from cds.record import Kind, Span
from cds.rulebook import SessionsClause

_GIVEN = {"in-progress", "completed"}
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    """One record of one session; `source` is None for an administration whose drug is not recognised."""

    kind: Kind
    when: Span | None
    source: Input | None


def find_sessions(clause: SessionsClause, view: View) -> Finding:
    """Whether at least so many sessions were given in the window.

    Takes:  administrations in progress or completed, and completed procedures. A session counts once however often it
            was recorded, on the day it began; cancelled and not done never.
    Gives:  unknown when records without a time, of a drug that is not recognised, or not loaded could reach the number.
    Source: FHIR MedicationAdministration.status, .effective[x]; Procedure.status, .performed[x].
    """
    found = list(_sessions(clause, view))
    certain = _distinct([one for one in found if one.source], clause, view)
    if len(certain) >= clause.at_least:
        inputs = [one.source for one in certain if one.source]
        return true(inputs, f"{len(certain)} sessions in the last {clause.within.days} days.")
    inputs = tuple(one.source for one in certain if one.source)
    missing = not_loaded(view.record, Kind.MEDICATION_ADMINISTRATION, Kind.PROCEDURE)
    if missing:
        return unknown(missing, f"{len(certain)} sessions are known, and there may be more.", inputs)
    untimed = [f"{one.kind} time" for one in found if one.when is None]
    unrecognised = [f"{one.kind} medication" for one in found if one.source is None]
    possible = len(_distinct(found, clause, view)) + len(untimed)
    if possible >= clause.at_least:
        return unknown(untimed + unrecognised, f"{len(certain)} sessions are certain, {possible} possible.", inputs)
    return false(f"{len(certain)} sessions in the last {clause.within.days} days.", inputs)


def _sessions(clause: SessionsClause, view: View) -> Iterator[_Session]:
    for use in view.record.medications:
        if use.kind is not Kind.MEDICATION_ADMINISTRATION or use.status not in _GIVEN:
            continue
        medicine = view.resolve(use.medicines)
        member = next((one for one in medicine.members if one.value_set in clause.in_), None)
        if member:
            source = input_of(use.reference, member, use.medicines[0], use.effective)
            yield _Session(kind=use.kind, when=use.effective, source=source)
        elif not medicine.resolved:
            yield _Session(kind=use.kind, when=use.effective, source=None)
    for procedure in view.record.procedures:
        members = view.terminology.members_of(clause.in_, procedure.code)
        if members and procedure.status == "completed":
            source = input_of(procedure.reference, members[0], procedure.code, procedure.performed)
            yield _Session(kind=Kind.PROCEDURE, when=procedure.performed, source=source)


def _distinct(found: list[_Session], clause: SessionsClause, view: View) -> list[_Session]:
    """One record per session in the window, newest first."""
    timed = [(one, one.when) for one in found if one.when and may_be_within(one.when, clause.within, view.now)]
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
