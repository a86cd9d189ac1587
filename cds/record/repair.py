"""FHIR data types repaired into valid R4: a `Repair` turns one received element into its R4 form, or leaves it out.

A repair that changes the meaning is not made. What is left out is told to the `Place`; the harmless differences of
STU3, DSTU2 and R5 and what is unambiguous (one object where a list belongs, a number as text) are put right in silence.
No repair raises.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from cds.record.dates import fhir_date_time, read_span
from cds.record.problems import Place
from cds.record.shapes import (
    MAX_CODE,
    MAX_CODINGS,
    MAX_ENTRIES,
    MAX_TEXT,
    MAX_URI,
    Json,
    as_object,
    clean_text,
    is_list,
    is_object,
    read_number,
)
from cds.record.systems import canonical_code, canonical_system

Repair: TypeAlias = Callable[[object, Place], object]
"""Takes an element as received (never None) and its place; gives its R4 form, None when it was left out."""


Upgrade: TypeAlias = Callable[[Json], Json]
"""Turns another release's way of saying a thing into R4's, where a mere change of name does not do."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The members of an element or a resource that rules read; everything else is left behind.

    `choices` are the stems of its choices (`value` of value[x]). `renamed` gives the names that a member has in other
    releases. `upgrade` goes first.
    """

    members: Mapping[str, Repair]
    choices: tuple[str, ...] = ()
    renamed: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    upgrade: Upgrade | None = None
    _stems: dict[str, str] = field(init=False, default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self._stems.update({name: stem for name in self.members for stem in self.choices if name.startswith(stem)})

    def project(self, received: Json, place: Place) -> dict[str, object]:
        """The members that rules read, each repaired; of a choice the first that is readable."""
        if self.upgrade is not None:
            received = self.upgrade(received)
        kept: dict[str, object] = {}
        for name, repair in self.members.items():
            value = received.get(name)
            if value is None and name in self.renamed:
                value = next((received[old] for old in self.renamed[name] if old in received), None)
            if value is None:
                continue
            stem = self._stems.get(name)
            if stem is not None and any(self._stems.get(other) == stem for other in kept):
                place.within(name).add("is a second value of a choice of one and was left out")
                continue
            repaired = repair(value, place.within(name))
            if repaired is not None:
                kept[name] = repaired
        return kept

    def __call__(self, value: object, place: Place) -> object:
        received = one_object(value, place)
        return (received is not None and self.project(received, place)) or None


def one_object(value: object, place: Place) -> Json | None:
    """The object where one belongs; the first of a list of them."""
    if is_object(value):
        return value
    if is_list(value) and value and is_object(value[0]):
        if len(value) > 1:
            place.add("is a list where FHIR has one entry; only the first was read")
        return value[0]
    place.add("is not an object and was left out")
    return None


def many(repair: Repair, limit: int = MAX_ENTRIES) -> Repair:
    """A list of what `repair` repairs; one entry alone counts as a list of one."""

    def repair_all(value: object, place: Place) -> object:
        entries = value if is_list(value) else [value]
        if len(entries) > limit:
            place.add(f"has more than {limit} entries; those beyond were left out")
        repaired = [repair(entry, place) for entry in entries[:limit] if entry is not None]
        return [entry for entry in repaired if entry is not None] or None

    return repair_all


def text(value: object, place: Place) -> object:
    """A text for people."""
    cleaned = clean_text(value)
    if not cleaned:
        if not isinstance(value, str):
            place.add("is not a text and was left out")
        return None
    if isinstance(value, str) and len(value) > MAX_TEXT:
        place.add(f"is longer than {MAX_TEXT} characters and was cut")
    return cleaned


def code(value: object, place: Place) -> object:
    """A FHIR `code`, in lower case; of a CodeableConcept (R5 and STU3 have some where R4 has codes) the first code."""
    bare = _bare_code(value)
    if not bare:
        place.add("is not a code and was left out")
        return None
    return _as_code(bare)


def boolean(value: object, place: Place) -> object:
    """A boolean, also written as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    place.add("is not true or false and was left out")
    return None


def number(value: object, place: Place) -> object:
    """A decimal, exactly as written."""
    repaired = read_number(value)
    if repaired is None:
        place.add("is not a number and was left out")
    return repaired


def integer(value: object, place: Place) -> object:
    """A whole number."""
    repaired = read_number(value)
    if repaired is None or repaired != repaired.to_integral_value() or abs(repaired) >= 2**31:
        place.add("is not a whole number and was left out")
        return None
    return int(repaired)


def whole(value: object, place: Place) -> object:
    """A whole number that counts something."""
    repaired = integer(value, place)
    if isinstance(repaired, int) and repaired < 0:
        place.add("is negative and was left out")
        return None
    return repaired


def moment(value: object, place: Place) -> object:
    """A date, dateTime or instant."""
    repaired = fhir_date_time(value)
    if repaired is None:
        place.add("is not a date and was left out")
    return repaired


def day(value: object, place: Place) -> object:
    """A date; of a dateTime its day."""
    repaired = moment(value, place)
    return repaired[:10] if isinstance(repaired, str) else None


_PERIOD = Shape({"start": moment, "end": moment})


def period(value: object, place: Place) -> object:
    """A Period; a bare date stands for the period of that date."""
    if isinstance(value, str):
        repaired = moment(value, place)
        return {"start": repaired, "end": repaired} if repaired else None
    repaired = _PERIOD(value, place)
    if repaired and read_span(repaired) is None:
        place.add("ends before it starts and was left out")
        return None
    return repaired


def coding(value: object, place: Place) -> object:
    """A Coding with its system and code canonical; one without a code says nothing."""
    if not is_object(value):
        place.add("is not a Coding and was left out")
        return None
    written = clean_text(value.get("code"), MAX_CODE)
    if not written:
        return None
    system = canonical_system(clean_text(value.get("system"), MAX_URI))
    repaired: dict[str, object] = {"code": canonical_code(system, written)}
    if system:
        repaired["system"] = system
    display = clean_text(value.get("display"))
    if display:
        repaired["display"] = display
    return repaired


_CODINGS = many(coding, limit=MAX_CODINGS)


def concept(value: object, place: Place) -> object:
    """A CodeableConcept; a bare text is its text, a bare Coding its coding, a list of them one concept with all codings.

    The display of a coding without a code becomes the text when there is no other: it is all that names the thing.
    """
    if is_list(value):
        return _merged(value, place)
    if not is_object(value):
        cleaned = text(value, place)
        return {"text": cleaned} if cleaned else None
    codings = value.get("coding")
    if codings is None and "code" in value and not is_object(value["code"]):
        codings = [value]
    repaired: dict[str, object] = {}
    if codings is not None:
        kept = _CODINGS(codings, place.within("coding"))
        if kept:
            repaired["coding"] = kept
    written = value.get("text")
    if written is not None:
        cleaned = text(written, place.within("text"))
        if cleaned:
            repaired["text"] = cleaned
    if "text" not in repaired:
        display = _display_without_code(codings)
        if display:
            repaired["text"] = display
    return repaired or None


def status_concept(system: str) -> Repair:
    """A status that is a CodeableConcept in R4 and was a bare code before; of several codings the one of `system`."""

    def repair_status(value: object, place: Place) -> object:
        codings = map(as_object, _entries(as_object(value).get("coding")))
        own = next(
            (one for one in codings if canonical_system(clean_text(one.get("system"), MAX_URI)) == system), value
        )
        bare = code(own, place)
        return {"coding": [{"system": system, "code": bare}]} if bare else None

    return repair_status


_COMPARATORS = frozenset({"<", "<=", ">=", ">"})
_QUANTITY = Shape({"value": number, "comparator": text, "unit": text, "system": text, "code": text})


def _is_comparator(value: object) -> bool:
    return value is None or (isinstance(value, str) and value in _COMPARATORS)


def quantity(value: object, place: Place) -> object:
    """A Quantity; a bare number is one without a unit. A comparator that nobody knows makes the value unreadable."""
    if not is_object(value) and not is_list(value):
        bare = number(value, place)
        return None if bare is None else {"value": bare}
    received = one_object(value, place)
    if received is None:
        return None
    if not _is_comparator(received.get("comparator")):
        place.within("comparator").add("is none that FHIR knows; the quantity was left out")
        return None
    repaired = _QUANTITY.project(received, place)
    return repaired if "value" in repaired else None  # a data-absent-reason stands in its place, or it was reported


_RANGE = Shape({"low": quantity, "high": quantity})


def value_range(value: object, place: Place) -> object:
    """A Range."""
    return _RANGE(value, place)


_RATIO = Shape({"numerator": quantity, "denominator": quantity})


def ratio(value: object, place: Place) -> object:
    """A Ratio with both its parts; nothing is divided by zero."""
    repaired = as_object(_RATIO(value, place))
    numerator, denominator = as_object(repaired.get("numerator")), as_object(repaired.get("denominator"))
    if not numerator or not denominator or denominator.get("value") == Decimal(0):
        place.add("is not a ratio of two numbers and was left out")
        return None
    return repaired


_REFERENCE = Shape({"reference": text, "display": text})


def reference(value: object, place: Place) -> object:
    """A Reference; a bare string is its address."""
    return _REFERENCE({"reference": value} if isinstance(value, str) else value, place)


def note(value: object, place: Place) -> object:
    """An Annotation with its text alone; before STU3 and in sloppy data the text stands bare."""
    cleaned = text(value if not is_object(value) else value.get("text"), place)
    return {"text": cleaned} if cleaned else None


def _as_code(written: str) -> str:
    return written.lower().replace(" ", "-")  # "Entered in Error", as displays have it


def _bare_code(value: object) -> str:
    if is_list(value):
        value = value[0] if value else None
    if is_object(value):
        codings = value.get("coding")
        first = codings[0] if is_list(codings) and codings else codings
        value = as_object(first).get("code") or value.get("code") or value.get("text")
    return clean_text(value, MAX_CODE)


def _merged(values: list[object], place: Place) -> object:
    if len(values) > 1:
        place.add("is a list where FHIR has one entry; its codings were read together")
    repaired = [as_object(concept(value, place)) for value in values[:MAX_ENTRIES] if not is_list(value)]
    codings = [entry for one in repaired for entry in _entries(one.get("coding"))][:MAX_CODINGS]
    texts = [one["text"] for one in repaired if "text" in one]
    merged: dict[str, object] = {"coding": codings} if codings else {}
    return (merged | {"text": texts[0]} if texts else merged) or None


def _entries(value: object) -> list[object]:
    return value if is_list(value) else []


def _display_without_code(codings: object) -> str:
    entries = _entries(codings) if is_list(codings) else [codings]
    displays = (
        clean_text(as_object(entry).get("display"))
        for entry in entries[:MAX_CODINGS]
        if not as_object(entry).get("code")
    )
    return next(filter(None, displays), "")
