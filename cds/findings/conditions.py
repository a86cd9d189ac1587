"""Conditions: which entries of the problem list stand, and whether one is in a value set."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from cds.findings.dates import bounded, is_to_come
from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.logic import all_hold
from cds.findings.members import members_where
from cds.findings.order_site import site_of_condition, site_of_order
from cds.findings.sites import Overlap
from cds.findings.view import View
from cds.record import Condition, Kind, Span, is_coded
from cds.rulebook import ConditionClause
from cds.terminology import Member

_ACTIVE = {"active", "recurrence", "relapse"}
_REMISSION = {"remission", "inactive"}
_CAME_BACK = {"recurrence", "relapse"}
_NEVER = {"refuted", "entered-in-error"}
_UNCERTAIN = {"unconfirmed", "provisional", "differential"}
_A_YEAR = timedelta(days=365)
_ICD, _WITH_SEVENTH = "icd-10-cm", 7


class State(StrEnum):
    """How an entry stands now; NONE for one that must never count."""

    ACTIVE = "active"
    REMISSION = "remission"
    RESOLVED = "resolved"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state, and why the entry counts one tier lower (None when it counts in full)."""

    state: State
    weak: str | None = None


def standing(condition: Condition, view: View, lifelong: bool = False) -> Standing:
    """How a condition stands.

    Takes:  lifelong, for structural or lifelong conditions: an entry without a status counts at any age, one tier
            lower after a year.
    Source: FHIR Condition.clinicalStatus, verificationStatus, abatement[x]; the family's reading of a missing status.
    """
    if condition.verification_status in _NEVER:
        return Standing(State.NONE)
    weak = None
    if condition.verification_status in _UNCERTAIN:
        weak = f"the entry is {condition.verification_status}"
    status = condition.clinical_status
    over = condition.abated or (condition.abatement is not None and condition.abatement.latest <= view.now)
    if over and status != "remission":  # FHIR asks for an end of what is in remission, too
        return Standing(State.RESOLVED, weak)
    if status in _ACTIVE:
        return Standing(State.ACTIVE, weak)
    if status in _REMISSION:
        return Standing(State.REMISSION, weak)
    if status is not None:
        return Standing(State.RESOLVED if status == "resolved" else State.UNKNOWN, weak)
    return _standing_without_status(condition, view, lifelong, weak)


def _standing_without_status(condition: Condition, view: View, lifelong: bool, weak: str | None) -> Standing:
    when = condition.recorded or condition.onset
    policy = view.family.missing_status
    encounter_diagnosis = any(
        coding.code == "encounter-diagnosis" for category in condition.categories for coding in category.codings
    )
    recent = when is not None and when.latest >= view.now - policy.within
    if recent and (encounter_diagnosis or not policy.encounter_diagnosis_only):
        return Standing(State.ACTIVE, weak)
    if lifelong:
        old = when is None or when.latest < view.now - _A_YEAR
        return Standing(State.ACTIVE, weak or ("its status is not recorded" if old else None))
    return Standing(State.UNKNOWN, weak)


def find_condition(clause: ConditionClause, view: View) -> Finding:
    """Whether the patient has a condition of the value sets, in the asked state.

    Family history never counts: it is another resource. A resource that carries no code of a known system cannot be
    compared, so nothing is concluded from its presence: the answer is then unknown rather than false.
    """
    found: list[Input] = []
    unclear: list[str] = []
    for condition in view.record.conditions:
        state = standing(condition, view, clause.lifelong)
        if state.state is State.NONE or not _in_state(clause, state.state):
            continue
        if not is_coded(condition.code):
            unclear.append(f"a code of {condition.reference}")
            continue
        found_in = view.terminology.members_of(clause.in_, condition.code)
        members = [one for one in members_where(found_in, clause.where) if _has_seventh(one, clause)]
        if not members or view.terminology.members_of(clause.not_in or (), condition.code):
            continue
        fits = _fits(clause, condition, view)
        if state.state is State.UNKNOWN and clause.condition != "ever":
            unclear.append(f"the status of {condition.reference}")
        elif fits is None:
            unclear.append(f"a date of {condition.reference}")
        elif fits:
            when = condition.onset or condition.recorded
            said = _said_of_its_date(clause, condition, view)
            found.append(input_of(condition.reference, members[0], condition.code, when, weak=state.weak, value=said))
    if found:
        return true(found, f"{found[0].display} is recorded as {clause.condition}.")
    missing = not_loaded(view.record, Kind.CONDITION) + unclear
    if missing:
        return unknown(missing, "The problem list could not be read whole.")
    return false(f"No {clause.condition} condition of {', '.join(clause.in_)} is recorded.")


def _in_state(clause: ConditionClause, state: State) -> bool:
    wanted = {"active": State.ACTIVE, "remission": State.REMISSION}.get(clause.condition)
    return wanted is None or state in {wanted, State.UNKNOWN}


def _fits(clause: ConditionClause, condition: Condition, view: View) -> bool | None:
    """Whether dates and site fit; None when a date that is asked for is missing."""
    if clause.recorded_within is not None:
        when = condition.recorded or condition.onset
        if when is None:
            return None
        if when.latest < view.now - clause.recorded_within:
            return False
    answers = [
        _begins(clause, condition, view),
        _is_dated(clause, condition, view),
        _fits_site(clause, condition, view),
    ]
    return all_hold(answers)


def _begins(clause: ConditionClause, condition: Condition, view: View) -> bool | None:
    """Whether it began in time, or long enough ago; without an onset the day it was recorded stands for it."""
    began = began_on(condition, view)
    if clause.since_at_least is not None:
        if began is None:
            return None
        limit = (view.now - clause.since_at_least).date()  # whole days: the last one counts, whatever the hour
        if began.latest.date() > limit:
            return None if began.earliest.date() <= limit else False
    if clause.began_within is not None and condition.clinical_status not in _CAME_BACK:
        if began is None:
            return None
        if began.latest.date() < (view.now - clause.began_within).date():
            return False
    return True


def _is_dated(clause: ConditionClause, condition: Condition, view: View) -> bool | None:
    """Whether the dates that it names are as asked, and none of a later episode stands against it."""
    if clause.onset_told is not None and (condition.onset is not None) is not clause.onset_told:
        return False
    if clause.dated is not None and clause.dated is (began_on(condition, view) is None):
        return False
    if clause.latest_of is not None and _is_superseded(condition, clause.latest_of, view):
        return False
    if clause.dated_within is not None:
        dates = [when for when in (condition.abatement, condition.recorded, condition.onset) if when]
        return any(_whole_days_within(when, clause.dated_within, view) for when in dates) if dates else None
    return True


def _whole_days_within(when: Span, window: timedelta, view: View) -> bool:
    """Whether it may be in the window; whole days: the last one counts, whatever the hour."""
    if is_to_come(when, view.now):
        return False
    return bounded(when).latest.date() >= (view.now - window).date()


def _has_seventh(member: Member, clause: ConditionClause) -> bool:
    """Whether the code that was sent has one of the seventh characters; codes of other systems have none."""
    if clause.seventh is None:
        return True
    bare = member.code.replace(".", "").strip().upper()
    return member.concept.system == _ICD and len(bare) == _WITH_SEVENTH and bare[-1] in clause.seventh


def _fits_site(clause: ConditionClause, condition: Condition, view: View) -> bool:
    if clause.site is None:
        return True
    where = view.readings.sites.overlap(site_of_condition(condition, view), site_of_order(view))
    return where is (Overlap.YES if clause.site == "overlaps" else Overlap.UNKNOWN)


def began_on(condition: Condition, view: View) -> Span | None:
    """When it began: the onset, else when it was recorded. A date to come is a slip, and says nothing."""
    dates = (condition.onset, condition.recorded)
    return next((bounded(one) for one in dates if one is not None and not is_to_come(one, view.now)), None)


def dated_since_onset(
    names: tuple[str, ...], when: Span | None, kind: Kind, view: View
) -> tuple[bool | None, list[str]]:
    """Whether something is dated on or after the day on which each condition of the sets that is not over began.

    Takes:  kind, of the resource that is dated.
    Gives:  the answer, and what would tell where it is unknown. No sets, or no such condition: nothing stands against.
    """
    if not names:
        return True, []
    if not_loaded(view.record, Kind.CONDITION):
        return None, []
    answers: list[bool | None] = []
    missing: list[str] = []
    for one in view.record.conditions:
        if standing(one, view, lifelong=True).state in {State.NONE, State.RESOLVED}:
            continue
        if view.terminology.members_of(names, one.code):
            answers.append(_is_after(when, one, view))
            if when is None:
                missing.append(f"{kind} time")
            elif answers[-1] is None:
                missing.append(f"when {one.reference} began")
    return all_hold(answers), missing


def _is_after(when: Span | None, condition: Condition, view: View) -> bool | None:
    """By whole days. Of a condition that only says when it was recorded, nothing earlier can be said."""
    began = began_on(condition, view)
    if when is None or began is None:
        return None
    if when.earliest.date() >= began.latest.date():
        return True
    return False if condition.onset is not None and when.latest.date() < began.earliest.date() else None


def _said_of_its_date(clause: ConditionClause, condition: Condition, view: View) -> str | None:
    """What a card adds where the date decided, and is none or too imprecise to be sure."""
    if clause.dated is False:
        return "date unknown"
    began = began_on(condition, view)
    if clause.began_within is None or condition.clinical_status in _CAME_BACK or began is None:
        return None
    return "date imprecise" if began.earliest.date() < (view.now - clause.began_within).date() else None


def _is_superseded(condition: Condition, names: tuple[str, ...], view: View) -> bool:
    """Whether an entry of the sets is surely dated later: every date of this one lies before that one's last.

    An entry that is not confirmed supersedes nothing, and nothing supersedes what has come back.
    """
    own = _last_date(condition, view)
    if own is None or condition.clinical_status in _CAME_BACK:
        return False
    return any(
        other is not condition
        and other.verification_status not in _NEVER | _UNCERTAIN
        and view.terminology.members_of(names, other.code)
        and (theirs := _last_date(other, view)) is not None
        and theirs.earliest > own.latest
        for other in view.record.conditions
    )


def _last_date(condition: Condition, view: View) -> Span | None:
    """The later of onset and record: an old disease may be recorded for a new episode."""
    dates = [bounded(one) for one in (condition.onset, condition.recorded) if one and not is_to_come(one, view.now)]
    return max(dates, key=lambda one: one.latest, default=None)
