"""Orders: which family a draft belongs to, which orders run, and what the order at hand says of itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from enum import Enum

from cds.findings.dates import bounded
from cds.findings.devices import Light
from cds.findings.finding import Answer, Finding, Input, false, input_of, true, unknown
from cds.findings.medications import is_running
from cds.findings.order_site import site_of_order
from cds.findings.ordered import mass_of, read_dosages
from cds.findings.routes import routes_of
from cds.findings.sites import Overlap, Site
from cds.findings.units import convert, is_per_body_weight
from cds.findings.view import View
from cds.record import Concept, Encounter, Kind, MedicationUse, Order, Span, TherapyOrder, is_coded
from cds.rulebook import (
    Band,
    DraftClause,
    Family,
    HookClause,
    OrderClause,
    OrderPart,
    Route,
    Setting,
    YesNoUnknown,
)
from cds.terminology import MatchedBy, Member, lexicon

_HOME_CATEGORIES = {"community", "discharge"}
_SUPERVISED_CATEGORIES = {"inpatient", "outpatient"}
_INPATIENT = "inpatient"
_INPATIENT_CLASSES = {"IMP", "ACUTE", "NONAC"}
_HOME_CLASSES = {"HH", "VR"}
_SUPERVISED_CLASSES = {"AMB", "IMP", "EMER", "ACUTE", "NONAC", "OBSENC", "SS"}
_HOME_ROUTES = {Route.ORAL, Route.SUBLINGUAL, Route.BUCCAL, Route.NASAL}
_INJECTED = {Route.INTRAVENOUS, Route.INTRAMUSCULAR, Route.SUBCUTANEOUS}
_NOT_ORDERED = {"proposal", "plan", "option"}
_NOT_AGREED = {"proposal", "option"}
_NOT_TOLD = {"unknown", None}
_RETURNED = {"inactive", "entered-in-error"}
_NAMES_A_DEVICE = {Kind.DEVICE_REQUEST, Kind.DEVICE_USE}
_GIVEN = {"preparation", "in-progress", "completed"}
_SCOPE_WINDOW = timedelta(hours=24)
_NO_CLASS = "unknown"
_LIGHT_FILTERS = (
    "heats",
    "class4",
    "emits",
    "only",
    "emits_uv",
    "wavelength_of_class",
    "laser_class",
    "add_on",
    "device",
    "missing",
    "wavelength_from",
    "wavelength_to",
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{2}}){{1,2}}"
    rf"|\d{{1,2}}\.?\s+(?:{_MONTHS})[a-z]*|(?:{_MONTHS})[a-z]*\s+\d{{1,2}})\b",
    re.IGNORECASE,
)
"""A day as people write it: 2026-12-24, 12/24/2026, 24.12.26, 24 December, Dec 24."""


class _Supply(Enum):
    """How much is dispensed: nothing that tells, several devices for one dose, or more than one dose."""

    NOT_KNOWN = 0
    SEVERAL_UNITS = 1
    SEVERAL_SESSIONS = 2


def concepts_of(order: Order) -> tuple[Concept, ...]:
    """What an order orders: its medication, or its code."""
    return order.medicines if isinstance(order, MedicationUse) else (order.code,)


def members_of_order(order: Order, names: tuple[str, ...], view: View) -> list[Member]:
    """Members of the value sets that an order names: medicines through every layer, services by code."""
    if isinstance(order, MedicationUse):
        members = view.resolve(order.medicines).members
        return [member for member in members if member.value_set in names]
    return list(view.terminology.members_of(names, order.code))


def belongs_to(family: Family, order: Order, view: View) -> Answer:
    """Whether an order is of a family; unknown when it names nothing that could be compared yet.

    A device that is only referred to, by a reference that leads nowhere and has no words, may be any.
    """
    if order.kind not in family.running_kinds or order.do_not_perform:
        return Answer.FALSE
    if members_of_order(order, family.in_, view):
        return Answer.TRUE
    if isinstance(order, TherapyOrder):
        if order.kind in _NAMES_A_DEVICE and not order.code.label:
            return Answer.UNKNOWN
        return Answer.of(view.readings.devices[family.id].class_of(order, view.terminology) is not None)
    if not order.medicines or not view.resolve(order.medicines).label:
        return Answer.UNKNOWN
    named = any(concept.text or any(coding.display for coding in concept.codings) for concept in order.medicines)
    return Answer.FALSE if named else Answer.UNKNOWN


def running_orders(family: Family, view: View) -> Iterator[Order]:
    """Orders of the family that run now, from the record: what a rule is about where no draft is at hand."""
    for use in view.record.medications:
        if (
            use.kind is Kind.MEDICATION_REQUEST
            and belongs_to(family, use, view) is Answer.TRUE
            and is_running(use, view)
        ):
            yield use
    yield from _running_therapy(family, view)


def _running_therapy(family: Family, view: View) -> list[TherapyOrder]:
    """Therapy orders that run; an activity of a plan or a statement of use only where no order tells of it already."""
    running = [
        order
        for order in view.record.orders
        if runs(order) is Answer.TRUE and belongs_to(family, order, view) is Answer.TRUE
    ]
    told: list[TherapyOrder] = []
    for kind in family.running_kinds:  # requests first
        told += [order for order in running if order.kind is kind and not _is_told_by(told, order, family, view)]
    return [order for order in running if order in told]


def _is_told_by(told: Iterable[TherapyOrder], order: TherapyOrder, family: Family, view: View) -> bool:
    """Whether an activity of a plan or a statement of use is the same treatment as one that was told of.

    It says so itself (`basedOn`), or it names the same device or code and no place that the other leaves out. Two
    requests are never the same: each was written by somebody.
    Source: FHIR DeviceUseStatement.basedOn, .device, .bodySite; CarePlan.activity.detail.
    """
    if order.kind in family.kinds:
        return False
    return any(
        one.reference in order.based_on or (_names_the_same(one.code, order.code) and _adds_no_place(one, order, view))
        for one in told
    )


def _names_the_same(one: Concept, other: Concept) -> bool:
    codes = {(coding.system, coding.code) for coding in one.codings if coding.code}
    if codes and any(coding.code for coding in other.codings):
        return any((coding.system, coding.code) in codes for coding in other.codings)
    return bool(one.label) and one.label.casefold() == other.label.casefold()


def _adds_no_place(one: TherapyOrder, other: TherapyOrder, view: View) -> bool:
    outer, inner = (site_of_order(replace(view, order=order)) for order in (one, other))
    if not inner.known:
        return True
    inside = view.readings.sites.lies_within(inner, outer)
    return bool(inside) and (outer.side is None or outer.side is inner.side)


def may_run(family: Family, view: View) -> list[str]:
    """What is missing to tell whether further therapy orders of the family run: a status, or what they are."""
    missing: list[str] = []
    told = _running_therapy(family, view)
    for order in view.record.orders:
        running, ours = runs(order), belongs_to(family, order, view)
        if Answer.FALSE in {running, ours} or _is_told_by(told, order, family, view):
            continue
        if ours is Answer.UNKNOWN:
            missing.append(f"what {order.reference} is")
        elif running is Answer.UNKNOWN:
            missing.append(f"the status of {order.reference}")
    return missing


def runs(order: TherapyOrder) -> Answer:
    """Whether a therapy order of the record runs now; unknown when its status is.

    An activity of a plan runs while it is in progress and its plan is active; a plan is one by its intent, so only one
    that nobody agreed to does not count. What is on hold is paused, and a device that was handed back is not used.
    Source: the convention for light orders, section 1.
    """
    if order.device_status in _RETURNED:
        return Answer.FALSE
    states = [(order.status, "active")]
    if order.kind is Kind.CARE_PLAN:
        states = [(order.plan_status, "active"), (order.status, "in-progress")]
    not_ordered = _NOT_AGREED if order.kind is Kind.CARE_PLAN else _NOT_ORDERED
    if order.intent in not_ordered or any(status not in {wanted, *_NOT_TOLD} for status, wanted in states):
        return Answer.FALSE
    return Answer.of(None if any(status in _NOT_TOLD for status, _ in states) else True)


def light_of(view: View) -> Light | None:
    """The light of the order at hand."""
    if not isinstance(view.order, TherapyOrder):
        return None
    return view.readings.devices[view.family.id].read(view.order, view.terminology)


def setting_of(view: View) -> Setting | None:
    """Where the drug would be taken; None when the order does not tell.

    Source: MedicationRequest.category, then Encounter.class at home, then a supply for more than one session, then
            Encounter.class at a site, then who gives it; decision on devices: several without any of these are for home.
    """
    order = view.order
    if not isinstance(order, MedicationUse):
        return Setting.SUPERVISED if order is not None else None
    categories = {coding.code for category in order.categories for coding in category.codings}
    if categories & _HOME_CATEGORIES:
        return Setting.HOME
    if categories & _SUPERVISED_CATEGORIES:
        return Setting.SUPERVISED
    routes = routes_of(order, view)
    encounter = _encounter_of(order, view)
    if encounter and encounter.class_code in _HOME_CLASSES:
        return Setting.HOME
    if routes & _HOME_ROUTES and (order.sessions_supplied or 1) > 1:
        return Setting.HOME
    supply = _supply(order, view)
    if supply is _Supply.SEVERAL_SESSIONS:
        return Setting.HOME
    given_there = bool(routes & _INJECTED) or _is_nasal_and_supervised(order, routes, view)
    if encounter and encounter.class_code in _SUPERVISED_CLASSES and given_there:
        return Setting.SUPERVISED
    if any(map(lexicon(view.family.supervised_performers).find, order.performers)):
        return Setting.SUPERVISED
    return Setting.HOME if supply is _Supply.SEVERAL_UNITS else None


def _supply(order: MedicationUse, view: View) -> _Supply:
    """What is dispensed of a drug that is counted in devices, against one dose of the order."""
    counted = order.supply_quantity
    mass = mass_of(counted, order, view) if counted else None
    if counted is None or mass is None or counted.value <= 1:
        return _Supply.NOT_KNOWN
    doses = [dose for one in read_dosages(order, view) if (dose := one.dose_high or one.dose)]
    known = [one for dose in doses if (one := convert(dose, mass.unit)) is not None]
    if known and mass.value <= max(known):
        return _Supply.SEVERAL_UNITS
    return _Supply.SEVERAL_SESSIONS


def _is_for_inpatient(order: Order, view: View) -> bool | None:
    """Whether it is ordered for an inpatient; None when neither its category nor its visit tells."""
    known = _HOME_CATEGORIES | _SUPERVISED_CATEGORIES
    categories = {coding.code for category in order.categories for coding in category.codings} & known
    if categories:
        return _INPATIENT in categories
    encounter = _encounter_of(order, view)
    return encounter.class_code in _INPATIENT_CLASSES if encounter and encounter.class_code else None


def _is_nasal_and_supervised(order: MedicationUse, routes: frozenset[Route], view: View) -> bool:
    return Route.NASAL in routes and bool(members_of_order(order, view.family.nasal_given_there, view))


def _encounter_of(order: Order, view: View) -> Encounter | None:
    return next((one for one in view.record.encounters if one.reference == order.encounter), view.record.encounter)


def find_order(clause: OrderClause, view: View) -> Finding:
    """What the order at hand says of itself; every filter must hold. A clause without an order at hand is false."""
    order = view.order
    if order is None:
        return false("No order is at hand.")
    answers = [(answer, what) for answer, what in _filters(clause, order, view)]
    refused = [what for answer, what in answers if answer is Answer.FALSE]
    if refused:
        return false(f"The order does not fit: its {refused[0]}.")
    missing = [f"the {what} of {order.reference}" for answer, what in answers if answer is Answer.UNKNOWN]
    if missing:
        return unknown(missing, f"The order does not say: {', '.join(missing)}.")
    return true([_input(clause, order, view)], f"The order fits: {', '.join(f'its {what}' for _, what in answers)}.")


def _filters(clause: OrderClause, order: Order, view: View) -> Iterator[tuple[Answer, str]]:
    """The answer to each filter of the clause, and the filter in words."""
    if clause.in_ is not None:
        yield Answer.of(bool(members_of_order(order, clause.in_, view))), "drug or code"
    if clause.route is not None or clause.not_route is not None:
        yield _route(clause, order, view), "route"
    if clause.setting is not None:
        setting = setting_of(view)
        yield Answer.of(None if setting is None else setting is clause.setting), "setting"
    if clause.not_setting is not None:
        yield Answer.of(setting_of(view) is not clause.not_setting), "setting"
    if clause.resource is not None:
        yield Answer.of(order.kind in clause.resource), "resource"
    if clause.dated_words is not None:
        yield Answer.of(_has_dated_words(clause.dated_words, order)), "dated words"
    if clause.words is not None:
        yield Answer.of(bool(_words_found(clause.words, order))), "words"
    if clause.scope is not None:
        yield _in_anaesthesia(clause, order, view), "scope"
    if clause.drafted is not None:
        yield Answer.of(order.draft is clause.drafted), "state"
    if clause.proposed is not None:
        yield Answer.of(view.proposed is clause.proposed), "being proposed"
    if clause.dose_stated is not None:
        yield Answer.of(_states_dose(order, view) is clause.dose_stated), "dose"
    if clause.reason_stated is not None:
        yield Answer.of(bool(order.reasons) is clause.reason_stated), "reason"
    if clause.inpatient is not None:
        inpatient = _is_for_inpatient(order, view)
        yield Answer.of(None if inpatient is None else inpatient is clause.inpatient), "setting"
    if clause.per_kg is not None:
        yield Answer.of(_is_per_kg(order, view) is clause.per_kg), "dose"
    if clause.ordered_at_least is not None:
        yield Answer.of(_is_so_old(order, clause.ordered_at_least, view)), "date"
    if clause.reason is not None:
        hit = any(view.terminology.members_of(clause.reason, reason) for reason in order.reasons)
        readable = bool(order.reasons) and all(map(is_coded, order.reasons))  # words cannot be compared
        yield Answer.of(hit or (False if readable else None)), "reason"
    if clause.reason_words is not None:
        said = [text for reason in order.reasons for text in _texts_of(reason)]
        yield Answer.of(any(map(lexicon(clause.reason_words).find, said))), "reason"
    if clause.reason_coded is not None:
        yield Answer.of(any(map(is_coded, order.reasons)) is clause.reason_coded), "coded reason"
    if clause.performer is not None:
        performers = order.performers if isinstance(order, MedicationUse) else ()
        yield Answer.of(any(map(lexicon(clause.performer).find, performers))), "performer"
    yield from _light_filters(clause, view)


def _texts_of(concept: Concept) -> tuple[str, ...]:
    return (concept.text, *(coding.display for coding in concept.codings))


def _light_filters(clause: OrderClause, view: View) -> Iterator[tuple[Answer, str]]:
    if clause.site is not None or clause.site_known is not None or clause.site_within is not None:
        site = site_of_order(view)
        if clause.site_known is not None:
            yield Answer.of(site.known is clause.site_known), "site"
        if clause.site_within is not None:
            yield Answer.of(view.readings.sites.lies_within(site, Site(frozenset(clause.site_within)))), "site"
        if clause.site is not None:
            where = view.readings.sites.overlap(site, Site(frozenset(clause.site)))
            yield Answer.of(None if where is Overlap.UNKNOWN else where is Overlap.YES), "site"
    if all(getattr(clause, name) is None for name in _LIGHT_FILTERS):
        return
    light = light_of(view)
    if light is None:
        yield Answer.FALSE, "light"
        return
    yield from _device_filters(clause, light)
    if clause.missing is not None:
        yield Answer.of(bool(_missing_parts(clause.missing, light, view))), "missing parts"
    if clause.emits is not None:
        yield Answer.of(bool(light.bands & set(clause.emits))), "wavelengths"
    if clause.only is not None:
        known = Band.UNKNOWN not in light.bands and bool(light.bands)
        yield Answer.of(known and light.bands <= set(clause.only)), "wavelengths"
    if clause.wavelength_of_class is not None:
        fits = light.fits_class
        yield Answer.of(None if fits is None else fits is clause.wavelength_of_class), "wavelengths"
    if clause.wavelength_from is not None or clause.wavelength_to is not None:
        low, high = clause.wavelength_from or 0, clause.wavelength_to or 1_000_000
        touches = any(start <= high and end >= low for start, end in light.wavelengths)
        yield Answer.of(touches if light.wavelengths else None), "wavelength"


def _device_filters(clause: OrderClause, light: Light) -> Iterator[tuple[Answer, str]]:
    """What the device is; for each of these `unknown` is itself an answer that a clause may ask for."""
    if clause.device is not None:
        yield Answer.of(light.device in clause.device), "device class"
    if clause.heats is not None:
        yield Answer.of(light.heats in clause.heats), "heat"
    if clause.class4 is not None:
        yield Answer.of(light.class4 is clause.class4), "class"
    if clause.emits_uv is not None:
        yield Answer.of(light.uv in clause.emits_uv), "ultraviolet"
    if clause.laser_class is not None:
        yield Answer.of(light.laser_class in clause.laser_class), "laser class"
    if clause.add_on is not None:
        add_ons = light.add_ons or {YesNoUnknown.UNKNOWN.value}
        yield Answer.of(bool(add_ons & set(clause.add_on))), "add-on"


def _missing_parts(parts: tuple[OrderPart, ...], light: Light, view: View) -> list[str]:
    """Which of these the light order does not state, in words."""
    stated = {OrderPart(name) for name in light.treatment.stated if name in set(OrderPart)}
    stated |= {OrderPart.SITE} if site_of_order(view).known else set()
    stated |= {OrderPart.WAVELENGTH} if light.wavelength_stated else set()
    stated |= {OrderPart.DEVICE_CLASS} if light.device != _NO_CLASS else set()
    return [part.replace("-", " ") for part in parts if part not in stated]


def _states_dose(order: Order, view: View) -> bool:
    """Whether a dose or a rate is stated, coded or in the words of a dosage."""
    if not isinstance(order, MedicationUse):
        return False
    read = read_dosages(order, view)
    return any(one.dose or one.dose_high or one.rate or one.rate_high for one in read)


def _is_per_kg(order: Order, view: View) -> bool:
    """Whether a dose or a rate is per kilogram of body weight."""
    if not isinstance(order, MedicationUse):
        return False
    read = read_dosages(order, view)
    stated = (quantity for one in read for quantity in (one.dose, one.dose_high, one.rate, one.rate_high))
    return any(quantity is not None and is_per_body_weight(quantity.unit) for quantity in stated)


def _is_so_old(order: Order, age: timedelta, view: View) -> bool | None:
    """Whether it was written so long ago, by whole days; a draft is written now."""
    if order.draft:
        return False
    written = order.authored or (order.starts if isinstance(order, TherapyOrder) else None)
    if written is None:
        return None
    return bounded(written).earliest.date() <= (view.now - age).date()


def _has_dated_words(words: tuple[str, ...], order: Order) -> bool:
    """Whether one text of the order has one of the words and a date."""
    known = lexicon(tuple(words))
    return any(_DATE.search(text) and known.find(text) for text in order.texts)


def _route(clause: OrderClause, order: Order, view: View) -> Answer:
    if not isinstance(order, MedicationUse):
        return Answer.of(clause.route is None)
    routes = routes_of(order, view)
    if clause.route is not None:
        if not routes:
            return Answer.UNKNOWN
        return Answer.of(bool(routes & set(clause.route)))
    return Answer.of(not routes or not routes <= set(clause.not_route or ()))


def _words_found(words: tuple[str, ...], order: Order) -> list[str]:
    known = lexicon(tuple(words))
    texts = [
        text for concept in concepts_of(order) for text in (concept.text, *(one.display for one in concept.codings))
    ]
    if isinstance(order, MedicationUse):
        texts += [dosage.text for dosage in order.dosages]
        texts += [order.form.label] if order.form else []
        texts += [dosage.route.label for dosage in order.dosages if dosage.route]
    return [phrase for text in (*texts, *order.texts) for phrase in known.find(text)]


def _in_anaesthesia(clause: OrderClause, order: Order, view: View) -> Answer:
    """Anaesthesia or procedural sedation: said by the reason, or by an order or procedure of the same encounter.

    Never inferred from a dose. An emergency counts when the order is immediate and for a single dose.
    """
    sets = clause.scope_in or ()
    if any(view.terminology.members_of(sets, reason) for reason in order.reasons):
        return Answer.TRUE
    encounter = order.encounter or (view.record.encounter.reference if view.record.encounter else None)
    around = [(one.code, one.encounter, one.performed) for one in view.record.procedures if one.status in _GIVEN]
    around += [(one.code, one.encounter, one.starts or one.authored) for one in _services(view)]
    for code, of_encounter, when in around:
        near = when is None or _within(when, view, _SCOPE_WINDOW)
        if near and encounter and of_encounter == encounter and view.terminology.members_of(sets, code):
            return Answer.TRUE
    seen = _encounter_of(order, view)
    if seen and seen.class_code == "EMER" and order.priority == "stat" and _is_single(order):
        return Answer.TRUE
    return Answer.FALSE


def _services(view: View) -> Iterator[TherapyOrder]:
    for order in (*view.record.orders, *view.record.drafts):
        if isinstance(order, TherapyOrder) and order.status in {"active", "draft", "completed"}:
            yield order


def _is_single(order: Order) -> bool:
    if not isinstance(order, MedicationUse):
        return True
    timings = [dosage.timing for dosage in order.dosages]
    return (order.sessions_supplied or 1) == 1 and all(
        timing.frequency in {None, 1} and timing.period_days is None and timing.count in {None, 1} for timing in timings
    )


def _within(when: Span, view: View, window: timedelta) -> bool:
    return when.latest >= view.now - window and when.earliest <= view.now + window


def _input(clause: OrderClause, order: Order, view: View) -> Input:
    """The order itself as input, with what the clause read of it."""
    names = clause.in_ or view.family.in_
    member = next(iter(members_of_order(order, names, view)), None)
    made = input_of(order.reference, member, concepts_of(order)[0] if concepts_of(order) else Concept(), order.authored)
    light = light_of(view)
    if light is not None:
        made.more["device"] = light.device
        made.more["heats"] = light.heats.value
        if clause.missing is not None:
            return replace(made, value=", ".join(_missing_parts(clause.missing, light, view)))
    if clause.reason_stated is False:
        return replace(made, value="no reason stated")
    return made


def find_draft(clause: DraftClause, view: View) -> Finding:
    """Whether another draft of the request is in the value sets, or says one of the words."""
    at_hand = view.order.reference if view.order else None
    found: list[Input] = []
    unclear: list[str] = []
    for draft in view.record.drafts:
        if draft.reference == at_hand:
            continue
        members = members_of_order(draft, clause.in_ or (), view)
        concept = next(iter(concepts_of(draft)), Concept())
        if members:
            found.append(input_of(draft.reference, members[0], concept, draft.authored))
        elif clause.words and (phrases := _words_found(clause.words, draft)):
            made = input_of(draft.reference, None, concept, draft.authored, value=", ".join(dict.fromkeys(phrases)))
            found.append(replace(made, matched_by=MatchedBy.NAME))
        elif clause.in_ and isinstance(draft, MedicationUse) and not view.resolve(draft.medicines).resolved:
            unclear.append(f"what {draft.reference} is")
    if found:
        return true(found, f"{found[0].display} is ordered in the same request.")
    if unclear:
        return unknown(unclear, "Not every draft could be read.")
    return false("No such draft is in the request.")


def find_hook(clause: HookClause, view: View) -> Finding:
    """Whether the call is one of the clause's hooks."""
    if view.hook in clause.hook:
        return true([], f"The call is {view.hook}.")
    return false(f"The call is {view.hook}.")


def matched_by_name(order: Order, view: View) -> bool:
    """Whether the order was recognised from free text only."""
    members = members_of_order(order, view.family.in_, view)
    coded = any(member.by_code for member in members)
    if isinstance(order, TherapyOrder):
        return not coded
    return bool(members) and not coded
