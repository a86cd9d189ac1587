"""A dose, a rate and a duration as people write them in the text of a dosage: read where no quantity is coded."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from cds.findings.units import canonical_unit, is_rate
from cds.record import Dosage, Quantity

_NUMBER = r"(\d{1,6}(?:\.\d+|,\d{1,2}(?!\d))?)(?![\d,])"
_MASS = r"(?:mg|mcg|[uµμ]g|milligrams?|micrograms?)"
_PER = r"(?:\s*(?:/|per)\s*(?:kg|kilo(?:gram)?s?|h|hr|hour|min|minute)\b){0,2}"
_AMOUNT = re.compile(
    rf"(?<![\d.,/]){_NUMBER}(?:\s*(?:-|–|to)\s*{_NUMBER})?\s*({_MASS}{_PER})(?![a-z])(?!\s*(?:/|per\b))", re.IGNORECASE
)
_DURATION = re.compile(rf"\bover\s+{_NUMBER}\s*(min|minutes?|h|hrs?|hours?)\b", re.IGNORECASE)


def read_written(dosage: Dosage) -> Dosage:
    """The dosage with what its text says of dose, rate and duration.

    Takes:  `0.5 mg/kg IV over 40 minutes`, `10-20 mg`, `0,5 mg/kg/h`. A strength (`50 mg/mL`) is no dose.
    Gives:  the dosage as it is when a quantity is coded, or when the text names two doses or two rates: which one is
            meant nobody knows. A duration in the text is read beside a coded dose too, where none is coded.
    """
    if dosage.timing.duration_minutes is None and (minutes := _minutes(dosage.text)) is not None:
        dosage = replace(dosage, timing=replace(dosage.timing, duration_minutes=minutes))
    if dosage.dose or dosage.dose_high or dosage.rate or dosage.rate_high:
        return dosage
    written = list(dict.fromkeys(_amounts(dosage.text)))
    doses = [pair for pair in written if not is_rate(pair[0].unit)]
    rates = [pair for pair in written if is_rate(pair[0].unit)]
    if len(doses) > 1 or len(rates) > 1:
        return dosage
    dose, dose_high = doses[0] if doses else (None, None)
    rate, rate_high = rates[0] if rates else (None, None)
    return replace(dosage, dose=dose, dose_high=dose_high, rate=rate, rate_high=rate_high)


def _amounts(text: str) -> Iterator[tuple[Quantity, Quantity | None]]:
    for found in _AMOUNT.finditer(text):
        unit = canonical_unit(re.sub(r"\s*(?:/|\bper\b)\s*", "/", found[3]))
        low = Quantity(value=_number(found[1]), unit=unit)
        yield low, replace(low, value=_number(found[2])) if found[2] else None


def _minutes(text: str) -> Decimal | None:
    found = {_number(number) * (60 if unit.lower().startswith("h") else 1) for number, unit in _DURATION.findall(text)}
    return found.pop() if len(found) == 1 else None


def _number(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))
