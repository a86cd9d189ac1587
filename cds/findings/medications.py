"""Exposure to medicines: present, within a wash-out, or in the extended window after it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from decimal import Decimal

from cds.findings.dates import bounded
from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.logic import all_hold
from cds.findings.members import has_properties
from cds.findings.order_site import site_of_order
from cds.findings.routes import routes_of
from cds.findings.sites import Overlap, Site
from cds.findings.units import convert
from cds.findings.view import View
from cds.record import Dosage, Kind, MedicationUse, Quantity, Span
from cds.rulebook import MedicationClause
from cds.terminology import Medicine, Member, Words, lexicon

ORDERED = {"order", "original-order", "reflex-order", "filler-order", "instance-order", None}
_USED = {"active", "on-hold", "stopped", "completed", "in-progress"}
_NOT_STARTED = Words(("not started", "never started", "never taken", "not taken"))
_ONCE = re.compile(
    r"\b(?:once(?! *(?:a|an|per|every|each|daily|nightly|weekly|monthly|at|in)\b)|(?:single|one)[- ]dose|one[- ]time"
    r"|x ?1)\b",
    re.IGNORECASE,
)
_FOR = re.compile(r"\bfor\b[^.,;:()]*", re.IGNORECASE)  # "for low back pain" says why, not where
_DAY = timedelta(days=1)
_KINDS: tuple[Kind, ...] = (Kind.MEDICATION_REQUEST, Kind.MEDICATION_STATEMENT, Kind.MEDICATION_ADMINISTRATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Until when a use exposes the patient: `last` is the last dose; None is a use whose end is not known.

    `or_later`: the last dose was then or later, perhaps today; how long it was taken is not known.
    """

    use: MedicationUse
    medicine: Medicine
    last: datetime | None
    why: str
    or_later: bool = False


def exposures(view: View) -> Iterator[Exposure]:
    """Every use of a medicine that exposes the patient, or exposed once. The order at hand is not among them.

    Uses that never counted (cancelled, entered in error, not taken, proposals, drafts of the record) are left out.
    Source: MedicationRequest.status, .intent, .dosageInstruction.timing, .dispenseRequest; MedicationStatement and
    MedicationAdministration.status, .effective[x]; MedicationDispense.status, .whenHandedOver, .daysSupply.
    """
    at_hand = view.order.reference if view.order else None
    for use in view.record.medications:
        counts = use.kind is not Kind.MEDICATION_DISPENSE or view.family.dispenses_count
        if use.reference != at_hand and counts:
            yield from _exposure(use, view)
    partner = view.partner.reference if view.partner else None
    for draft in view.record.drafts:
        counts = view.family.other_drafts_count or draft.reference == partner
        if isinstance(draft, MedicationUse) and draft.reference != at_hand and counts and not draft.do_not_perform:
            medicine = view.resolve(draft.medicines)
            yield Exposure(use=draft, medicine=medicine, last=view.now, why="ordered in the same request")


def is_running(use: MedicationUse, view: View) -> bool | None:
    """Whether a medication order of the record runs now; None when that cannot be told."""
    made = next(_exposure(use, view), None)
    if made is None:
        return False
    return None if made.last is None else made.last >= view.now


def _exposure(use: MedicationUse, view: View) -> Iterator[Exposure]:
    or_later = False
    match use.kind:
        case Kind.MEDICATION_REQUEST:
            last, why = _last_of_order(use, view)
            or_later = use.status == "active" and last is None
        case Kind.MEDICATION_STATEMENT:
            last, why = _last_of_statement(use, view)
        case Kind.MEDICATION_DISPENSE:
            last, why = _last_of_dispense(use, view)
            or_later = use.supply_days is None
        case _:
            last, why = _last_of_administration(use, view)
    if why:
        yield Exposure(use=use, medicine=view.resolve(use.medicines), last=last, why=why, or_later=or_later)


def _last_of_order(use: MedicationUse, view: View) -> tuple[datetime | None, str]:
    if use.do_not_perform or use.intent not in ORDERED or _never_started(use):
        return None, ""
    end = end_of_order(use)
    if use.status == "active":
        if end is not None and end < view.now:
            return end, "ordered, and over since"
        if is_stale(use, view):
            stale = view.family.stale_order
            return None, "" if stale.then == "not-exposed" else "ordered long ago, with no sign of use since"
        return view.now, "ordered now"
    if use.status in {"on-hold", "stopped", "completed"}:
        return (min(end, view.now) if end else None), f"{use.status}"
    return None, ""


def _never_started(use: MedicationUse) -> bool:
    return any(_NOT_STARTED.find(reason.label) for reason in use.status_reasons)


def end_of_order(use: MedicationUse) -> datetime | None:
    """The latest end that the order states: timing bounds, or the validity of its supply."""
    ends = [dosage.timing.end.latest for dosage in use.dosages if dosage.timing.end and not is_open(dosage.timing.end)]
    if use.authored:
        ends += [
            use.authored.latest + timedelta(days=float(dosage.timing.bounds_days))
            for dosage in use.dosages
            if dosage.timing.bounds_days is not None
        ]
        if use.supply_days is not None:
            refills = use.sessions_supplied or 1
            ends.append(use.authored.latest + timedelta(days=float(use.supply_days) * refills))
    if use.supply_end and not is_open(use.supply_end):
        ends.append(use.supply_end.latest)
    return max(ends, default=None)


def is_open(span: Span) -> bool:
    """Whether a Period states no end."""
    return span.latest.year == MAXYEAR


def is_stale(use: MedicationUse, view: View) -> bool:
    """An active order older than the family allows, with no statement, administration or supply of the drug since.

    A use that never counted, as one not taken, is no sign of it; one whose status is `unknown` is.
    """
    policy = view.family.stale_order
    if use.authored is None or use.authored.latest >= view.now - policy.after:
        return False
    same = view.resolve(use.medicines).ingredients()
    return not any(
        other.kind is not Kind.MEDICATION_REQUEST
        and other.effective is not None
        and other.effective.latest >= view.now - policy.used_within
        and (other.status == "unknown" or next(_exposure(other, view), None) is not None)
        and same & view.resolve(other.medicines).ingredients()
        for other in view.record.medications
    )


def _last_of_statement(use: MedicationUse, view: View) -> tuple[datetime | None, str]:
    end = use.effective.latest if use.effective else None
    period_over = end is not None and not is_open(use.effective) and end < view.now if use.effective else False
    if use.status == "active":
        stated_end = period_over and use.effective is not None and use.effective.earliest != use.effective.latest
        return (end, "taken until then") if stated_end and _has_end(use.effective) else (view.now, "taken now")
    if use.status in {"completed", "stopped", "on-hold"}:
        return (min(end, view.now) if end and use.effective and not is_open(use.effective) else None), f"{use.status}"
    return None, ""


def _has_end(span: Span | None) -> bool:
    """Whether a Period states its end: a single date of an active statement says since when, not until when."""
    return span is not None and "/" in span.text


def _last_of_administration(use: MedicationUse, view: View) -> tuple[datetime | None, str]:
    if use.status == "in-progress":
        return view.now, "being given now"
    if use.status == "completed":
        return (min(use.effective.latest, view.now) if use.effective else None), "given"
    return None, ""


def _last_of_dispense(use: MedicationUse, view: View) -> tuple[datetime | None, str]:
    """The end of the supply that was handed over; without its length, the day itself."""
    if use.status != "completed":
        return None, ""
    if use.effective is None:
        return None, "supplied, at a time not recorded"
    end = use.effective.latest + timedelta(days=float(use.supply_days or 0))
    return min(end, view.now), "supplied" if end < view.now else "supplied, and not used up yet"


def find_medication(clause: MedicationClause, view: View) -> Finding:
    """Whether the patient is exposed to a medicine of the value sets.

    True from any layer (code, product, name); false only when every present medicine was resolved.
    """
    if clause.medication == "ever":
        return _find_ever(clause, view)
    found: list[Input] = []
    unclear: list[str] = []
    uses: list[MedicationUse] = []
    for exposure in exposures(view):
        if not _use_fits(clause, exposure.use, view):
            continue
        members = _members(clause, exposure.medicine)
        if not members:
            if not exposure.medicine.resolved and exposure.last is not None and exposure.last >= view.now:
                unclear.append(f"what {exposure.use.reference} is")
            continue
        if not _route_fits(clause, exposure.use, view):
            continue
        is_other = _is_other_prescriber(exposure.use, view) if clause.prescriber == "other" else True
        is_new = _is_new(exposure, clause.started_within, view) if clause.started_within else True
        if is_other is False or is_new is False:
            continue
        for member in members:
            until = _window(clause, exposure, member, view)
            if until is None and not (exposure.or_later and clause.medication == "exposed"):
                continue
            enough = is_enough(exposure.use, member, view) if clause.dose else True
            if enough is False:
                continue
            if exposure.last is None:
                if clause.prescriber != "several" or not _is_own(exposure.use, view):
                    unclear.append(f"the last dose of {exposure.use.reference}")
            elif not _site_fits(clause, exposure, view) or not _allergic_fits(clause, exposure.medicine, view):
                continue
            elif until and enough is None:
                unclear.append(f"how much and how long of {exposure.use.reference}")
            elif until and is_other is None:
                unclear.append(f"who ordered {exposure.use.reference}")
            elif until and is_new is None:
                unclear.append(f"since when {exposure.use.reference} is taken")
            elif until:
                found.append(_input(exposure, member, clause, view))
                uses.append(exposure.use)
                break
            elif exposure.or_later:
                unclear.append(f"the last dose of {exposure.use.reference}")
    if clause.prescriber == "several" and not _have_several_prescribers(uses, view):
        unclear += _prescribers_not_told(uses, view)
        found = []
    return _answer(clause, found, unclear, view)


def _find_ever(clause: MedicationClause, view: View) -> Finding:
    """Whether the record tells that it was taken, however long ago; old and open orders count, drafts do not."""
    found: list[Input] = []
    unclear: list[str] = []
    at_hand = view.order.reference if view.order else None
    for use in view.record.medications:
        if use.reference == at_hand or not _was_taken(use, view) or not _use_fits(clause, use, view):
            continue
        medicine = view.resolve(use.medicines)
        members = _members(clause, medicine)
        if members and _route_fits(clause, use, view) and _allergic_fits(clause, medicine, view):
            made = Exposure(use=use, medicine=medicine, last=view.now, why=str(use.status or "recorded"))
            found.append(_input(made, members[0], clause, view))
        elif not members and not medicine.resolved:
            unclear.append(f"what {use.reference} is")
    return _answer(clause, found, unclear, view)


def _was_taken(use: MedicationUse, view: View) -> bool:
    if use.kind is not Kind.MEDICATION_REQUEST:
        return next(_exposure(use, view), None) is not None
    ordered = not use.do_not_perform and use.intent in ORDERED and not _never_started(use)
    return ordered and use.status in {"active", "on-hold", "stopped", "completed"}


def _answer(clause: MedicationClause, found: list[Input], unclear: list[str], view: View) -> Finding:
    if found:
        return true(found, f"{found[0].display}: {found[0].value}.")
    counted = view.family.dispenses_count or clause.medication == "ever"
    kinds = (*_KINDS, Kind.MEDICATION_DISPENSE) if counted else _KINDS
    missing = not_loaded(view.record, *(kind for kind in kinds if not clause.resource or kind in clause.resource))
    missing += unclear
    if clause.allergic_to_it:
        missing += not_loaded(view.record, Kind.ALLERGY)
    if missing:
        return unknown(missing, "Not every medicine could be checked.")
    return false(f"No exposure to {', '.join(clause.in_)} was found.")


def _use_fits(clause: MedicationClause, use: MedicationUse, view: View) -> bool:
    """What the clause asks of the record of a use, whatever its drug and route."""
    if clause.resource is not None and use.kind not in clause.resource:
        return False
    if clause.standing is not None and _is_standing(use) is not clause.standing:
        return False
    if clause.not_words is not None and _says_one_of(clause.not_words, use):
        return False
    if any(view.terminology.members_of(clause.not_reason or (), reason) for reason in use.reasons):
        return False
    return not (clause.not_replaced and _is_replaced(use, view))


def _is_standing(use: MedicationUse) -> bool:
    """A statement or a supply, or an order that does not say that it is for one dose."""
    if use.kind is Kind.MEDICATION_REQUEST:
        return not use.dosages or not all(map(_is_one_dose, use.dosages))
    return use.kind is not Kind.MEDICATION_ADMINISTRATION


def _is_one_dose(dosage: Dosage) -> bool:
    bounds = dosage.timing.bounds_days
    return dosage.timing.count == 1 or (bounds is not None and bounds <= 1) or bool(_ONCE.search(dosage.text))


def _says_one_of(words: tuple[str, ...], use: MedicationUse) -> bool:
    concepts = (*use.medicines, *((use.form,) if use.form else ()), *use.reasons)
    texts = [text for one in concepts for text in (one.text, *(coding.display for coding in one.codings))]
    texts += [*(dosage.text for dosage in use.dosages), *use.texts]
    known = lexicon(tuple(words))
    return any(known.find(text) for text in texts)


def _is_replaced(use: MedicationUse, view: View) -> bool:
    """Whether the order at hand, or another draft, replaces this order."""
    drafts = [draft for draft in (view.order, *view.record.drafts) if isinstance(draft, MedicationUse)]
    return any(draft.prior_prescription == use.reference for draft in drafts)


def _is_other_prescriber(use: MedicationUse, view: View) -> bool | None:
    """Whether somebody else ordered it; None when either is not named, or named as another kind of thing."""
    own = view.order.requester if isinstance(view.order, MedicationUse) else None
    if own is None or use.requester is None or own.partition("/")[0] != use.requester.partition("/")[0]:
        return None
    return own != use.requester


def _is_own(use: MedicationUse, view: View) -> bool:
    """Whether who ordered the order at hand ordered this, too: it adds no prescriber."""
    return _is_other_prescriber(use, view) is False


def _have_several_prescribers(uses: list[MedicationUse], view: View) -> bool:
    """Whether two who are named as the same kind of thing ordered these or the order at hand."""
    own = view.order.requester if isinstance(view.order, MedicationUse) else None
    named = {who for who in (own, *(use.requester for use in uses)) if who}
    return len(named) > len({who.partition("/")[0] for who in named})


def _prescribers_not_told(uses: list[MedicationUse], view: View) -> list[str]:
    """The orders whose prescriber would tell whether there are several; all of them where two kinds of thing are named."""
    own = view.order.requester if isinstance(view.order, MedicationUse) else None
    kinds = {who.partition("/")[0] for who in (own, *(use.requester for use in uses)) if who}
    at_hand = [view.order.reference] if view.order and own is None and uses else []
    return [
        f"who ordered {reference}"
        for reference in (*at_hand, *(use.reference for use in uses if use.requester is None or len(kinds) > 1))
    ]


def _is_new(exposure: Exposure, within: timedelta, view: View) -> bool | None:
    """Whether the drug is taken for no longer than this, whole days, by every use of the same ingredient; None when
    one of them has no date."""
    same = exposure.medicine.ingredients()
    began = [_began(exposure.use, view)] + [
        _began(use, view)
        for use in view.record.medications
        if use.status in _USED
        and use.intent in ORDERED
        and not use.do_not_perform
        and same & view.resolve(use.medicines).ingredients()
    ]
    limit = (view.now - within).date()
    if any(one is not None and one.date() < limit for one in began):
        return False
    return None if None in began else True


def _began(use: MedicationUse, view: View) -> datetime | None:
    """The earliest date that a use carries; a draft begins now."""
    if use.draft:
        return view.now
    dates = [use.authored, use.effective, *(dosage.timing.start for dosage in use.dosages)]
    told = [one.earliest for one in dates if one is not None]
    known = [one for one in told if one.year > MINYEAR]  # a Period without a start
    return min(known, default=None)


def _members(clause: MedicationClause, medicine: Medicine) -> list[Member]:
    return [
        member
        for member in medicine.members
        if member.value_set in clause.in_ and has_properties(member.concept, clause.where)
    ]


def _route_fits(clause: MedicationClause, use: MedicationUse, view: View) -> bool:
    """Unknown routes count as systemic: they fit `not_route`, and do not fit `route`."""
    if clause.route is None and clause.not_route is None:
        return True
    routes = routes_of(use, view)
    if clause.route is not None and not routes & set(clause.route):
        return False
    return clause.not_route is None or not routes or bool(routes - set(clause.not_route))


def _window(clause: MedicationClause, exposure: Exposure, member: Member, view: View) -> bool | None:
    """Whether now is in the clause's window after the last dose; None when the clause asks for no such window."""
    washout = _washout(clause, member)
    least = view.family.administered_within if exposure.use.kind is Kind.MEDICATION_ADMINISTRATION else timedelta(0)
    ends = max(washout, least)
    last = _last_given(exposure, member, view)
    if clause.medication == "extended":
        extended = member.concept.properties.get("extended_days")
        if not isinstance(extended, int):
            return None
        return last is None or _day_after(last, ends) <= view.now < _day_after(last, timedelta(days=extended))
    if last is None:
        return True if ends else None
    if ends > _DAY and ends % _DAY == timedelta(0):  # wash-outs in days are inclusive; hours are exact
        return view.now < _day_after(last, ends)
    return last >= view.now - ends


def _last_given(exposure: Exposure, member: Member, view: View) -> datetime | None:
    """The last dose; a patch that was put on goes on giving for as long as it is worn."""
    worn = member.concept.properties.get("worn_hours")
    if exposure.last is None or exposure.use.kind is not Kind.MEDICATION_ADMINISTRATION or not isinstance(worn, int):
        return exposure.last
    return min(exposure.last + timedelta(hours=worn), max(exposure.last, view.now))


def _day_after(last: datetime, days: timedelta) -> datetime:
    """The start of the day after the window: the window's last day still counts, whatever the hour."""
    return (last + days + _DAY).replace(hour=0, minute=0, second=0, microsecond=0)


def _washout(clause: MedicationClause, member: Member) -> timedelta:
    if clause.washout is None and clause.medication == "exposed":
        return timedelta(0)
    if isinstance(clause.washout, timedelta):
        return clause.washout
    days = member.concept.properties.get("washout_days", 0)
    return timedelta(days=int(days))


def _site_fits(clause: MedicationClause, exposure: Exposure, view: View) -> bool:
    if clause.site is None:
        return True
    sites = view.readings.sites
    here, there = _site_of_use(exposure.use, view), site_of_order(view)
    if clause.site == "on-trunk":
        return sites.both_on_trunk(here, there)
    where = sites.overlap(here, there)
    return {"overlaps": Overlap.YES, "unknown": Overlap.UNKNOWN, "remote": Overlap.NO}[clause.site] is where


def _site_of_use(use: MedicationUse, view: View) -> Site:
    """Where it is put: the coded site, else the words of the dosage without what it is for."""
    sites = view.readings.sites
    texts = (*(dosage.text for dosage in use.dosages), *use.texts)
    read = [sites.of_concept(dosage.site, view.terminology) for dosage in use.dosages if dosage.site]
    read.append(sites.of_text(" ".join(_FOR.sub(" ", text) for text in texts)))
    return next((site for site in read if site.known), Site())


def _allergic_fits(clause: MedicationClause, medicine: Medicine, view: View) -> bool:
    if clause.allergic_to_it is None:
        return True
    words = lexicon(clause.allergic_to_it.words)
    for allergy in view.record.allergies:
        if allergy.verification_status in {"refuted", "entered-in-error"}:
            continue
        if allergy.clinical_status not in {"active", None}:
            continue
        named = view.resolve([allergy.code, *(one.substance for one in allergy.reactions if one.substance)])
        if named.ingredients() & medicine.ingredients() and any(
            words.find(manifestation.label) for one in allergy.reactions for manifestation in one.manifestations
        ):
            return True
    return False


def _input(exposure: Exposure, member: Member, clause: MedicationClause, view: View) -> Input:
    use = exposure.use
    when = use.effective or use.authored
    made = input_of(use.reference, member, use.medicines[0], when, value=exposure.why)
    washout = _washout(clause, member)
    extended = member.concept.properties.get("extended_days")
    if clause.medication == "extended" and isinstance(extended, int):
        washout = timedelta(days=extended)
    last = exposure.last or view.now
    made.more["drug"] = _plain_name(member, exposure.medicine)
    made.more["days_ago"] = str((view.now.date() - last.date()).days)
    made.more["washout_end"] = (last + washout).date().isoformat()
    made.more["start_after"] = (last + washout + _DAY).date().isoformat()
    return made


def _plain_name(member: Member, medicine: Medicine) -> str:
    """The shortest name for the same thing: `porfimer sodium`, not `porfimer sodium 75 MG Injection`."""
    same = [one.concept.display for one in medicine.members if one.value_set == member.value_set]
    return min((name for name in same if name in member.concept.display), key=len, default=member.concept.display)


def period_of(use: MedicationUse, view: View) -> tuple[datetime | None, datetime | None]:
    """From when to when, at most until now; None for an end that is not known."""
    match use.kind:
        case Kind.MEDICATION_REQUEST:
            starts = [one.timing.start for one in use.dosages if one.timing.start] or (
                [use.authored] if use.authored else []
            )
            start = min((bounded(one).earliest for one in starts), default=None)
            end = end_of_order(use)
            if end is None and use.status == "active" and not is_stale(use, view):
                end = view.now
        case Kind.MEDICATION_DISPENSE:
            start = use.effective.earliest if use.effective else None
            end = start + timedelta(days=float(use.supply_days)) if start and use.supply_days is not None else None
        case _:
            start = bounded(use.effective).earliest if use.effective else None
            has_end = use.effective is not None and "/" in use.effective.text and not is_open(use.effective)
            end = use.effective.latest if use.effective and has_end else None
            if end is None and use.status == "active":
                end = view.now
    return start, min(end, view.now) if end else None


def per_day(dosage: Dosage, unit: str) -> Decimal | None:
    """How much a day, of a range the least; None when a dosage does not state it."""
    low, timing = dosage.dose or dosage.dose_high, dosage.timing
    if not isinstance(low, Quantity) or not timing.period_days:
        return None
    dose = convert(low, unit)
    return None if dose is None else dose * (timing.frequency or 1) / timing.period_days


def is_enough(use: MedicationUse, member: Member, view: View) -> bool | None:
    """Whether a drug is taken as much and as long as its member says; None when dose or dates do not tell."""
    least_mg, least_days = (member.concept.properties.get(name) for name in ("min_daily_mg", "min_days"))
    answers: list[bool | None] = []
    if isinstance(least_mg, int):
        known = [dose for dosage in use.dosages if (dose := per_day(dosage, "mg")) is not None]
        answers.append(any(dose >= least_mg for dose in known) if known else None)
    if isinstance(least_days, int):
        start, end = period_of(use, view)
        answers.append(end - start >= timedelta(days=least_days) if start and end else None)
    return all_hold(answers)


def medicines_not_checked(view: View) -> dict[str, str]:
    """Present medicines that no layer could name: by reference, what the record calls them, if anything."""
    return {
        exposure.use.reference: exposure.medicine.label
        for exposure in exposures(view)
        if not exposure.medicine.resolved and exposure.last is not None and exposure.last >= view.now
    }
