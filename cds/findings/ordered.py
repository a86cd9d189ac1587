"""What one dose of an order is in mass, however it was counted: coded, in words, in devices, or as a volume."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from cds.findings.dosage_text import read_written
from cds.findings.units import canonical_unit, convert, is_volume
from cds.findings.view import View
from cds.record import Dosage, MedicationUse, Quantity
from cds.rulebook import Amount, UnitOfUse

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = rf"(\d{{1,6}}(?:\.\d+)?|{'|'.join(_NUMBERS)})"
_CONCENTRATION = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(mg|mcg|µg|μg|ug|g)\s*(?:/|per)\s*(?:(\d+(?:[.,]\d+)?)\s*)?(ml|l)\b", re.IGNORECASE
)


def read_dosages(order: MedicationUse, view: View) -> list[Dosage]:
    """Every dosage of an order with its dose in mass where it can be had.

    Takes:  a quantity as coded, else as the text writes it; `3 devices` by what the family says one holds; a volume by
            the concentration, when the order names exactly one.
    Gives:  what cannot be brought to mass as it stands: `3 mL` without a concentration stays a volume.
    """
    units = _units_of(order, view)
    return [_by_concentration(_counted(read_written(dosage), units), order) for dosage in order.dosages]


def mass_of(quantity: Quantity, order: MedicationUse, view: View) -> Quantity | None:
    """What an amount that is counted (`3 devices`) holds; None when it is not counted in a unit of use of the drug."""
    holds = _holding(quantity, _units_of(order, view))
    return _times(quantity, holds) if holds else None


def concentration_is_stated(dosage: Dosage, order: MedicationUse) -> bool:
    """Whether the dosage, the product or a note names a concentration."""
    return any(_CONCENTRATION.search(text) for text in _texts(dosage, order))


def _units_of(order: MedicationUse, view: View) -> list[UnitOfUse]:
    if not view.family.units_of_use:
        return []
    sets = {member.value_set for member in view.resolve(order.medicines).members}
    return [unit for unit in view.family.units_of_use if sets & set(unit.in_)]


def _counted(dosage: Dosage, units: list[UnitOfUse]) -> Dosage:
    if not units:
        return dosage
    if dosage.dose is None and dosage.dose_high is None and dosage.rate is None and dosage.rate_high is None:
        low, high = next(_in_words(dosage.text, units), (None, None))
        return replace(dosage, dose=low, dose_high=high)
    return replace(dosage, dose=_massed(dosage.dose, units), dose_high=_massed(dosage.dose_high, units))


def _massed(quantity: Quantity | None, units: list[UnitOfUse]) -> Quantity | None:
    holds = _holding(quantity, units) if quantity else None
    return _times(quantity, holds) if quantity and holds else quantity


def _holding(quantity: Quantity, units: list[UnitOfUse]) -> Amount | None:
    """What one of these holds; the unit may stand in braces, as UCUM has it."""
    name = _singular(quantity.unit.strip("{}[] "))
    return next((unit.holds for unit in units if name in map(_singular, unit.words)), None)


def _singular(word: str) -> str:
    return word.lower().removesuffix("s")


def _times(quantity: Quantity, holds: Amount) -> Quantity:
    return replace(quantity, value=quantity.value * holds.value, unit=holds.unit)


def _in_words(text: str, units: list[UnitOfUse]) -> Iterator[tuple[Quantity, Quantity | None]]:
    """`3 devices`, `two to three devices` as mass: of each unit the one number that the text names, if it is one."""
    for unit in units:
        words = "|".join(re.escape(word) for word in sorted(unit.words, key=len, reverse=True))
        pattern = rf"(?<![\w.,/]){_NUMBER}(?:\s*(?:-|–|to|or)\s*{_NUMBER})?\s+(?:nasal\s+)?(?:spray\s+)?(?:{words})s?\b"
        found = set(re.findall(pattern, text, re.IGNORECASE))
        if len(found) == 1:
            low, high = found.pop()
            yield _times(_number(low), unit.holds), _times(_number(high), unit.holds) if high else None


def _number(written: str) -> Quantity:
    return Quantity(value=Decimal(_NUMBERS.get(written.lower(), 0) or written), unit="")


def _by_concentration(dosage: Dosage, order: MedicationUse) -> Dosage:
    """Volumes as mass, where exactly one concentration is named."""
    stated = (dosage.dose, dosage.dose_high, dosage.rate, dosage.rate_high)
    if not any(one and is_volume(one.unit) for one in stated):
        return dosage
    named = {found for text in _texts(dosage, order) for found in map(_per_ml, _CONCENTRATION.finditer(text))}
    if len(named) != 1:
        return dosage
    per_ml = named.pop()
    dose, dose_high, rate, rate_high = (_dissolved(one, per_ml) if one else None for one in stated)
    return replace(dosage, dose=dose, dose_high=dose_high, rate=rate, rate_high=rate_high)


def _per_ml(found: re.Match[str]) -> Decimal:
    """mg in one mL."""
    mass = convert(Quantity(value=_decimal(found[1]), unit=found[2].lower()), "mg") or Decimal(0)
    volume = convert(Quantity(value=_decimal(found[3] or "1"), unit=found[4]), "mL") or Decimal(0)
    return mass / volume if volume else Decimal(0)


def _decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))


def _dissolved(quantity: Quantity, per_ml: Decimal) -> Quantity:
    """`10 mL/h` of 2 mg/mL as `20 mg/h`; what is no volume, and what no known concentration dissolves, as it stands."""
    _, slash, below = canonical_unit(quantity.unit).partition("/")
    volume = convert(quantity, f"mL{slash}{below}") if is_volume(quantity.unit) else None
    if volume is None or not per_ml:
        return quantity
    return replace(quantity, value=volume * per_ml, unit=f"mg{slash}{below}")


def _texts(dosage: Dosage, order: MedicationUse) -> Iterator[str]:
    yield dosage.text
    yield from order.texts
    for concept in (*order.medicines, *([order.form] if order.form else [])):
        yield concept.text
        yield from (coding.display for coding in concept.codings)
