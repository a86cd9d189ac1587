"""Elements of a repaired resource as values of the record. All of them take R4 as `repair` leaves it and never raise."""

from dataclasses import replace
from decimal import Decimal

from cds.record.dates import read_span
from cds.record.model import Coding, Concept, Dosage, Quantity, Range, Span, Timing, Value
from cds.record.shapes import (
    MAX_CODE,
    MAX_CODINGS,
    MAX_ENTRIES,
    MAX_TEXT,
    MAX_URI,
    Json,
    as_list,
    as_object,
    as_text,
    clean_text,
    is_object,
)
from cds.record.systems import canonical_code, canonical_system

NO_CONCEPT = Concept()

_SECONDS = {"s": 1, "min": 60, "h": 3_600, "d": 86_400, "wk": 604_800, "mo": 30 * 86_400, "a": 365 * 86_400}
# As people write UCUM's units of time.
_UNIT_WORDS = {
    "sec": "s", "second": "s", "seconds": "s", "minute": "min", "minutes": "min", "mins": "min",
    "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "day": "d", "days": "d", "week": "wk", "weeks": "wk",
    "month": "mo", "months": "mo", "year": "a", "years": "a", "y": "a", "yr": "a", "yrs": "a", "w": "wk",
}  # fmt: skip
# Timing.code is a complete statement of the schedule: frequency, and period in days.
_SCHEDULES = {
    "QD": (1, Decimal(1)), "QOD": (1, Decimal(2)), "BID": (2, Decimal(1)), "TID": (3, Decimal(1)), "QID": (4, Decimal(1)),
    "AM": (1, Decimal(1)), "PM": (1, Decimal(1)), "BED": (1, Decimal(1)), "WK": (1, Decimal(7)), "MO": (1, Decimal(30)),
    **{f"Q{hours}H": (1, Decimal(hours) / 24) for hours in (1, 2, 3, 4, 6, 8)},
}  # fmt: skip


def read_concept(value: object) -> Concept:
    """A CodeableConcept. Also safe on a resource as received: it sees the R4 shape only, and reports nothing."""
    if not is_object(value):
        return NO_CONCEPT
    codings = tuple([c for entry in as_list(value.get("coding"))[:MAX_CODINGS] if (c := _read_coding(entry))])
    text = value.get("text")
    if text is None:
        return Concept(codings=codings) if codings else NO_CONCEPT
    return Concept(codings=codings, text=clean_text(text))


def read_concepts(value: object) -> tuple[Concept, ...]:
    """A list of CodeableConcepts; one alone counts as a list of one."""
    entries = as_list(value) or [value]
    concepts = [read_concept(entry) for entry in entries[:MAX_ENTRIES]]
    return tuple([concept for concept in concepts if concept is not NO_CONCEPT])


def first_code(value: object) -> str | None:
    """The bare code of a CodeableConcept that is used as a status."""
    codings = read_concept(value).codings
    return codings[0].code if codings else None


def read_code(value: object) -> str | None:
    """A FHIR `code`."""
    return as_text(value) or None


def read_texts(*values: object) -> tuple[str, ...]:
    """The texts among texts and Annotations, in order, each once."""
    texts = [
        as_text(entry) or as_text(as_object(entry).get("text"))
        for value in values
        for entry in (as_list(value) or [value])
    ]
    return tuple(dict.fromkeys(filter(None, texts)))


def read_quantity(value: object) -> Quantity | None:
    """A Quantity; the unit is its code, else its unit as written."""
    quantity = as_object(value)
    number = quantity.get("value")
    if not isinstance(number, Decimal):
        return None
    unit = as_text(quantity.get("code")) or as_text(quantity.get("unit"))
    return Quantity(value=number, unit=unit, comparator=as_text(quantity.get("comparator")))


def read_range(value: object) -> Range | None:
    """A Range with at least one end."""
    low, high = read_quantity(as_object(value).get("low")), read_quantity(as_object(value).get("high"))
    return None if low is None and high is None else Range(low=low, high=high)


def read_ratio(value: object) -> Quantity | None:
    """A Ratio as one Quantity: the denominator becomes 1, its unit the last part of the unit (`mg/kg` per `h`)."""
    numerator = read_quantity(as_object(value).get("numerator"))
    denominator = read_quantity(as_object(value).get("denominator"))
    if numerator is None or denominator is None or not denominator.value:
        return None
    return replace(
        numerator,
        value=numerator.value / denominator.value,
        unit=f"{numerator.unit}/{denominator.unit}",
    )


def read_value(element: Json) -> Value | None:
    """value[x] of an element, None when there is none or a dataAbsentReason says why it is absent."""
    if element.get("dataAbsentReason"):
        return None
    for name, value in element.items():
        if name == "valueQuantity":
            return read_quantity(value)
        if name == "valueCodeableConcept":
            return read_concept(value)
        if name == "valueBoolean":
            return value is True
        if name == "valueRange":
            return read_range(value)
        if name == "valueInteger":
            return Quantity(value=Decimal(value), unit="") if isinstance(value, int) else None
        if name in ("valueDateTime", "valuePeriod"):
            return read_span(value)
        if name in ("valueString", "valueCode"):
            return as_text(value) or None
    return None


def first_span(element: Json, *names: str) -> Span | None:
    """The first of a choice of dates: a dateTime, a Period, or a Timing from its start to its end."""
    for name in names:
        value = element.get(name)
        if value is None:
            continue
        span = _read_extent(read_timing(value)) if name.endswith("Timing") else read_span(value)
        if span is not None:
            return span
    return None


def days_of(quantity: Quantity | None) -> Decimal | None:
    """A Duration in days: a month has 30, a year 365; None when the unit is no unit of time."""
    seconds = _seconds(quantity.value, quantity.unit) if quantity else None
    return None if seconds is None else seconds / _SECONDS["d"]


def read_timing(value: object, *, as_needed: bool = False) -> Timing:
    """A Timing. Where it allows a range (twice to three times, for 20 to 30 minutes) the most that it allows counts."""
    timing = as_object(value)
    repeat = as_object(timing.get("repeat"))
    bounds = as_object(repeat.get("boundsPeriod"))
    events = sorted(
        [span for event in as_list(timing.get("event")) if (span := read_span(event))],
        key=lambda span: span.earliest,
    )
    bounds_range = read_range(repeat.get("boundsRange"))
    longest = bounds_range and (bounds_range.high or bounds_range.low)
    frequency = _most(repeat, "frequency", "frequencyMax")
    period = _seconds(_most(repeat, "period"), repeat.get("periodUnit"))
    period_days = None if period is None else period / _SECONDS["d"]
    if frequency is None and period_days is None:
        frequency, period_days = _schedule(timing.get("code"))
    duration = _seconds(_most(repeat, "duration", "durationMax"), repeat.get("durationUnit"))
    return Timing(
        start=read_span(bounds.get("start")) or (events[0] if events else None),
        end=read_span(bounds.get("end")) or (events[-1] if events else None),
        bounds_days=days_of(read_quantity(repeat.get("boundsDuration")) or longest),
        frequency=frequency,
        period_days=period_days,
        count=_most(repeat, "count", "countMax"),
        duration_minutes=None if duration is None else duration / _SECONDS["min"],
        as_needed=as_needed,
    )


def read_as_needed(element: Json) -> bool:
    """Whether asNeeded[x] says so, by a boolean or by naming for what."""
    return element.get("asNeededBoolean") is True or "asNeededCodeableConcept" in element


def read_dosage(value: object) -> Dosage:
    """A Dosage of a request or statement. Of several doses the one of type `ordered` counts, else the first."""
    dosage = as_object(value)
    stated = [as_object(entry) for entry in as_list(dosage.get("doseAndRate"))]
    stated.sort(key=lambda entry: not _is_ordered(read_concept(entry.get("type"))))  # stable: else as written
    dose, dose_high = next(filter(any, (_low_and_high(entry, "dose") for entry in stated)), (None, None))
    rate, rate_high = next(filter(any, (_low_and_high(entry, "rate") for entry in stated)), (None, None))
    return Dosage(
        text=as_text(dosage.get("text")),
        route=_concept_or_none(dosage.get("route")),
        site=_concept_or_none(dosage.get("site")),
        dose=dose,
        dose_high=dose_high,
        rate=rate,
        rate_high=rate_high,
        timing=read_timing(dosage.get("timing"), as_needed=read_as_needed(dosage)),
    )


def read_administered(value: object) -> Dosage:
    """The dosage of a MedicationAdministration: one dose, given."""
    dosage = as_object(value)
    return Dosage(
        text=as_text(dosage.get("text")),
        route=_concept_or_none(dosage.get("route")),
        site=_concept_or_none(dosage.get("site")),
        dose=read_quantity(dosage.get("dose")),
        rate=read_ratio(dosage.get("rateRatio")) or read_quantity(dosage.get("rateQuantity")),
    )


def _read_coding(value: object) -> Coding | None:
    coding = as_object(value)
    code = clean_text(coding.get("code"), MAX_CODE)
    if not code:
        return None
    system = canonical_system(clean_text(coding.get("system"), MAX_URI))
    display = coding.get("display")
    return Coding(
        system=system,
        code=canonical_code(system, code),
        display=clean_text(display, MAX_TEXT) if display is not None else "",
    )


def _concept_or_none(value: object) -> Concept | None:
    concept = read_concept(value)
    return None if concept is NO_CONCEPT else concept


def _is_ordered(dose_type: Concept) -> bool:
    return dose_type.text.lower() == "ordered" or any(coding.code == "ordered" for coding in dose_type.codings)


def _low_and_high(stated: Json, stem: str) -> tuple[Quantity | None, Quantity | None]:
    between = read_range(stated.get(f"{stem}Range"))
    if between is not None:
        return between.low, between.high
    return read_quantity(stated.get(f"{stem}Quantity")) or read_ratio(stated.get(f"{stem}Ratio")), None


def _read_extent(timing: Timing) -> Span | None:
    start, end = timing.start, timing.end
    if start is None or end is None:
        return start or end
    return read_span({"start": start.text, "end": end.text})


def _most(element: Json, *names: str) -> Decimal | None:
    values = [Decimal(value) for name in names if isinstance(value := element.get(name), (int, Decimal))]
    return max(values, default=None)


def _seconds(number: Decimal | None, unit: object) -> Decimal | None:
    written = as_text(unit).strip().lower()
    factor = _SECONDS.get(_UNIT_WORDS.get(written, written))
    return None if number is None or factor is None else number * factor


def _schedule(code: object) -> tuple[Decimal | None, Decimal | None]:
    concept = read_concept(code)
    for word in [*(coding.code for coding in concept.codings), concept.text]:
        if word.upper() in _SCHEDULES:
            times, period_days = _SCHEDULES[word.upper()]
            return Decimal(times), period_days
    return None, None
