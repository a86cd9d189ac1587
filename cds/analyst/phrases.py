"""Phrases that may stand in a step: dates, coded things, amounts. Each is a pattern and what it means.

A phrase is closed: quoted text, a number with its unit, or one of a list. Nothing in a step matches whatever comes.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cds.hooks import JsonObject
from cds.rulebook import SYSTEMS

SYSTEM_NAMES: Mapping[str, str] = {
    "RxNorm": SYSTEMS["rxnorm"],
    "SNOMED": SYSTEMS["snomed"],
    "LOINC": SYSTEMS["loinc"],
    "ICD-10-CM": SYSTEMS["icd-10-cm"],
    "ICD-10": "http://hl7.org/fhir/sid/icd-10",
    "ATC": SYSTEMS["atc"],
    "HCPCS": SYSTEMS["hcpcs"],
    "CPT": SYSTEMS["cpt"],
    "NDC": "http://hl7.org/fhir/sid/ndc",
    "light-therapy": SYSTEMS["light"],
}
"""Code systems as a scenario writes them; an address or an OID may stand there as it is."""


class PhraseInvalid(Exception):
    """A phrase of a step that cannot mean anything; the message says which, and what could stand there."""


@dataclass(frozen=True, slots=True)
class When:
    """A point in time as a scenario says it, relative to its moment or absolute."""

    words: str
    written: str = ""
    number: int = 0
    unit: str = ""
    date_only: bool = False

    def text(self, moment: datetime) -> str:
        """The FHIR date or dateTime that it means at a moment."""
        if self.written:
            return self.written
        when = shifted(moment, self.number, self.unit) if self.unit else moment
        return when.date().isoformat() if self.date_only else when.isoformat()


def shifted(moment: datetime, number: int, unit: str) -> datetime:
    """A moment moved by so many units; months and years by the calendar, the day cut to the month's last."""
    if unit in {"month", "year"}:
        months = moment.year * 12 + moment.month - 1 + number * (12 if unit == "year" else 1)
        year, month = months // 12, months % 12 + 1
        last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        return moment.replace(year=year, month=month, day=min(moment.day, last))
    return moment + number * timedelta(**{f"{unit}s": 1})


_UNITS = r"(?:second|minute|hour|day|week|month|year)s?"
_AGO = re.compile(rf"(?P<on>on the day )?(?P<number>\d+) (?P<unit>{_UNITS}) (?P<side>ago|from now)")


def _read_when(words: str) -> When:
    if words == "now":
        return When(words)
    if words == "today":
        return When(words, date_only=True)
    found = _AGO.fullmatch(words)
    if found:
        sign = -1 if found["side"] == "ago" else 1
        unit = found["unit"].removesuffix("s")
        return When(words, number=sign * int(found["number"]), unit=unit, date_only=bool(found["on"]))
    return When(words, written=words.partition(" ")[2])


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit as written; the unit is empty where a scenario says `without a unit`."""

    value: float
    unit: str

    def quantity(self) -> JsonObject:
        """As a FHIR Quantity; mmHg is written as EHRs do, with the UCUM code beside."""
        value = int(self.value) if self.value == int(self.value) else self.value
        if not self.unit:
            return {"value": value}
        code = {"mmHg": "mm[Hg]"}.get(self.unit, self.unit)
        return {"value": value, "unit": self.unit, "system": "http://unitsofmeasure.org", "code": code}


def _read_amount(words: str) -> Amount:
    number, _, unit = words.partition(" ")
    return Amount(float(number), "" if unit == "without a unit" else unit)


def _read_range(words: str) -> tuple[Amount, Amount]:
    low, _, high = words.partition(" to ")
    amount = _read_amount(high)
    return Amount(float(low), amount.unit), amount


_CONCEPT = re.compile(r'(?:"(?P<name>[^"]*)")?(?: ?\((?P<codes>[^()]*)\))?')


def _read_concept(words: str) -> JsonObject:
    """A CodeableConcept: the name is its text and, where it is coded, each coding's display."""
    found = _CONCEPT.fullmatch(words)
    name, codes = (found["name"] or "", found["codes"] or "") if found else ("", "")
    made: JsonObject = {"coding": [_coding(part.strip(), name) for part in codes.split(",")]} if codes else {}
    return made | ({"text": name} if name else {})


def _coding(words: str, display: str) -> JsonObject:
    system, _, code = words.rpartition(" ")
    uri = SYSTEM_NAMES.get(system) or (system if ":" in system else None)
    if uri is None or not code:
        known = list(SYSTEM_NAMES)
        hint = did_you_mean(system or words, known)
        raise PhraseInvalid(f"`{words}` is not a code with its system ({', '.join(known)}){hint}")
    return {"system": uri, "code": code} | ({"display": display} if display else {})


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean `x`?`, or nothing when none comes near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean `{near[0]}`?" if near else ""


def read_parts(words: str) -> tuple[str, ...]:
    """`, in remission, since 3 weeks ago` as its parts; a comma inside quotes or brackets parts nothing."""
    return tuple(part.strip() for part in re.findall(r',\s*((?:"[^"]*"|\([^()]*\)|[^,"()])+)', words))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One kind of phrase: the pattern of what may stand there, what it means, and an example for the catalogue."""

    pattern: str
    read: Callable[[str], Any]
    example: str


_NUMBER = r"-?\d+(?:\.\d+)?"
_UNIT = r"(?:without a unit|[^\s,\"()]+)"
_TEXT = r'"[^"]*"'
_CODES = r"\([^()]*\)"


def one_of(*words: str) -> Phrase:
    """A closed list."""
    longest_first = sorted(words, key=len, reverse=True)
    return Phrase("|".join(map(re.escape, longest_first)), str, words[0])


PHRASES: Mapping[str, Phrase] = {
    "text": Phrase(_TEXT, lambda words: words[1:-1], '"depression"'),
    "concept": Phrase(rf"{_TEXT}(?: {_CODES})?|{_CODES}", _read_concept, '"schizophrenia" (ICD-10-CM F20.9)'),
    "when": Phrase(
        rf"now|today|(?:on the day )?\d+ {_UNITS} (?:ago|from now)"
        r"|on \d{4}-\d{2}-\d{2}|in \d{4}(?:-\d{2})?|at \d{4}-\d{2}-\d{2}T[0-9:.]+(?:Z|[+-]\d{2}:\d{2})",
        _read_when,
        "3 weeks ago",
    ),
    "amount": Phrase(rf"{_NUMBER} {_UNIT}", _read_amount, "0.5 mg/kg"),
    "range": Phrase(rf"{_NUMBER} to {_NUMBER} {_UNIT}", _read_range, "0.5 to 1 mg/kg"),
    "number": Phrase(r"\d+", int, "3"),
    "decimal": Phrase(_NUMBER, float, "184"),
    "date": Phrase(r"\d{4}-\d{2}-\d{2}", date.fromisoformat, "2026-11-20"),
    "time": Phrase(r"\d{2}:\d{2}", str, "09:00"),
    "rule": Phrase(r'"[^"]*"', lambda words: words[1:-1], '"KET-CI-PREG"'),
    "indicator": one_of("critical", "warning", "info"),
    "details": Phrase(r'(?:,\s*(?:"[^"]*"|\([^()]*\)|[^,"()])+)*', read_parts, ""),
}
"""What may stand in `{name:phrase}` of a step."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "she": ("she", "he", "the patient"),
    "her": ("her", "his", "the patient's"),
    "a": ("a", "an"),
}
"""What may stand in `{she}`: any of these, and it makes no difference which."""
