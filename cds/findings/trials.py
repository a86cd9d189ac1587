"""Adequate trials of antidepressants in the current episode: distinct drugs, long enough, at a dose that counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cds.findings.conditions import State, standing
from cds.findings.dates import bounded
from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.medications import ORDERED, per_day, period_of
from cds.findings.quantities import number
from cds.findings.view import View
from cds.record import Kind, MedicationUse
from cds.rulebook import Amount, TrialsClause
from cds.terminology import Member

_ORDERED_ONCE = {"active", "completed", "stopped", "on-hold"}
_TAKEN = {"active", "completed", "stopped"}
_ONE_DAY = timedelta(days=1)
_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """One use of one drug: from when to when, how much a day, and why it cannot be judged, if it cannot."""

    drug: str
    name: str
    source: MedicationUse
    member: Member
    start: datetime | None
    end: datetime | None
    enough: bool | None
    cannot: str


def find_trials(clause: TrialsClause, view: View) -> Finding:
    """Whether at least so many distinct drugs were tried adequately in the current episode.

    Takes:  orders, statements and supplies. The days of one drug at an adequate dose are added up, each day once; a dose
            range counts with its low end, a drug taken as needed not at all.
    Gives:  true when enough trials are certain; unknown when those that cannot be determined could make it enough, or
            when it is not known when the episode began. Every use is an input, with what was made of it.
    Source: decision on adequate trials: 42 days at the labelled usual starting dose, a row of the table with a source.
    """
    began = _episode_start(clause, view)
    if clause.trials == "found":
        return _found(clause, began or _BEGINNING, view)
    if began is None:
        return unknown([f"{Kind.CONDITION} onset"], "When the current episode began is not known.")
    uses = [use for use in _uses(clause, view) if use.end is None or use.end > began]
    days = _days_by_drug(uses, began)
    adequate = {drug for drug, many in days.items() if many >= clause.lasting}
    open_drugs = {use.drug for use in uses if use.cannot} - adequate
    inputs = [_as_input(use, adequate, days) for use in uses]
    counted = [made for use, made in zip(uses, inputs, strict=True) if use.drug in adequate and use.enough]
    if len(adequate) >= clause.at_least:
        return true(counted, f"{len(adequate)} adequate trials in the current episode.")
    if len(adequate) + len(open_drugs) >= clause.at_least:
        missing = [f"{use.name}: {use.cannot}" for use in uses if use.drug in open_drugs and use.cannot]
        return unknown(missing, f"{len(adequate)} adequate trials are certain.", tuple(inputs))
    missing = not_loaded(view.record, *sorted(clause.needs()))
    if missing:
        return unknown(missing, "Not every medicine was loaded.", tuple(inputs))
    return false(f"{len(adequate)} adequate trials in the current episode.", tuple(inputs))


def _found(clause: TrialsClause, began: datetime, view: View) -> Finding:
    """Every use since the episode began, or where that is not known every use, with what can be told of it."""
    uses = [use for use in _uses(clause, view) if use.end is None or use.end > began]
    days = _days_by_drug(uses, began)
    adequate = {drug for drug, many in days.items() if many >= clause.lasting}
    if uses:
        return true([_as_input(use, adequate, days) for use in uses], f"{len(days)} drugs were tried.")
    missing = not_loaded(view.record, *sorted(clause.needs()))
    return unknown(missing, "Not every medicine was loaded.") if missing else false("No such drug was tried.")


def _episode_start(clause: TrialsClause, view: View) -> datetime | None:
    """The latest onset of an active entry: an older one may be an earlier episode that nobody closed."""
    onsets = [
        bounded(one.onset).latest
        for one in view.record.conditions
        if one.onset
        and view.terminology.members_of(clause.episode, one.code)
        and standing(one, view).state is State.ACTIVE
    ]
    return max(onsets, default=None)


def _uses(clause: TrialsClause, view: View) -> Iterator[_Use]:
    for use in view.record.medications:
        if not _counts(use):
            continue
        seen = set[str]()
        for member in view.resolve(use.medicines).members:
            drug = member.concept.ingredient or member.concept.code or member.concept.display
            if member.value_set in clause.in_ and drug not in seen:
                seen.add(drug)
                yield _judged(use, member, drug, view)


def _counts(use: MedicationUse) -> bool:
    if use.do_not_perform or any(dosage.timing.as_needed for dosage in use.dosages):
        return False
    match use.kind:
        case Kind.MEDICATION_REQUEST:
            return use.status in _ORDERED_ONCE and use.intent in ORDERED
        case Kind.MEDICATION_STATEMENT:
            return use.status in _TAKEN
        case _:
            return use.kind is Kind.MEDICATION_DISPENSE and use.status == "completed"


def _judged(use: MedicationUse, member: Member, drug: str, view: View) -> _Use:
    start, end = period_of(use, view)
    least = view.rulebook.antidepressant_doses.dose_of(drug)
    doses = [dose for dosage in use.dosages if (dose := per_day(dosage, least.unit)) is not None] if least else []
    enough = _are_enough(doses, least) if least else None
    reasons = (
        (start is None or end is None, "how long is not recorded"),
        (least is None, "no usual dose with a source in the table"),
        (not doses, "the dose a day is not recorded"),
        (enough is None, "it has several doses, and when each was taken is not recorded"),
    )
    cannot = "" if enough is False else next((words for holds, words in reasons if holds), "")
    return _Use(
        drug=drug,
        name=member.concept.display,
        source=use,
        member=member,
        start=start,
        end=end,
        enough=enough and not cannot,
        cannot=cannot,
    )


def _are_enough(doses: Sequence[Decimal], least: Amount) -> bool | None:
    """Whether doses a day reach the least one; None when there are none, or when it matters whether several of them
    were taken together or one after the other."""
    reach = [dose >= least.value for dose in doses]
    if all(reach):
        return True if doses else None
    return None if any(reach) or sum(doses) >= least.value else False


def _days_by_drug(uses: Sequence[_Use], began: datetime) -> dict[str, timedelta]:
    """How long each drug was taken at a dose that counts, since the episode began."""
    return {
        drug: _days([use for use in uses if use.drug == drug and use.enough], began)
        for drug in dict.fromkeys(use.drug for use in uses)
    }


def _days(uses: Sequence[_Use], began: datetime) -> timedelta:
    """How long these uses lasted since the episode began, each moment once."""
    spans = sorted((max(use.start, began), use.end) for use in uses if use.start and use.end and use.end > began)
    total, reached = timedelta(0), began
    for start, end in spans:
        total += max(end - max(start, reached), timedelta(0))
        reached = max(reached, end)
    return total


def _as_input(use: _Use, adequate: set[str], days: dict[str, timedelta]) -> Input:
    lasted = number(Decimal(days[use.drug] // _ONE_DAY))
    if use.cannot:
        said = f"cannot determine: {use.cannot}"
    elif not use.enough:
        said = "below the usual dose"
    else:
        said = f"{lasted} days at the usual dose, {'adequate' if use.drug in adequate else 'too short'}"
    when = use.source.effective or use.source.authored
    return input_of(use.source.reference, use.member, use.source.medicines[0], when, value=said)
