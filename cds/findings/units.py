"""Units: how they are spelled in real records, as UCUM, and exact conversion between them.

A unit that is not known is never guessed: `convert` answers None, and the datum counts as missing.
Source: UCUM case-sensitive codes; HL7 FHIR ucum-common.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from cds.record import Quantity

SCORE = "{score}"
SCORE_OF_100 = "{0-100}"
"""A score of 0 to 100: ten of it are one of 0 to 10."""
COUNT = "1"
"""How often: what stands above the line of `/wk`."""
BODY = "body"
"""The dimension of a kg below the line: kilogram of body weight, which never cancels against a mass."""

_ATOMS: dict[str, tuple[str, Fraction]] = {
    "kg": ("mass", Fraction(1000)),
    "g": ("mass", Fraction(1)),
    "mg": ("mass", Fraction(1, 10**3)),
    "ug": ("mass", Fraction(1, 10**6)),
    "ng": ("mass", Fraction(1, 10**9)),
    "[lb_av]": ("mass", Fraction("453.59237")),
    "[oz_av]": ("mass", Fraction("28.349523125")),
    "L": ("volume", Fraction(1)),
    "dL": ("volume", Fraction(1, 10)),
    "mL": ("volume", Fraction(1, 10**3)),
    "uL": ("volume", Fraction(1, 10**6)),
    "mo": ("time", Fraction(2_592_000)),  # 30 days, as everywhere in the content; UCUM has 30.4375
    "wk": ("time", Fraction(604_800)),
    "d": ("time", Fraction(86_400)),
    "h": ("time", Fraction(3600)),
    "min": ("time", Fraction(60)),
    "s": ("time", Fraction(1)),
    "mm[Hg]": ("pressure", Fraction(1)),
    "kPa": ("pressure", Fraction("7.50062")),
    "[iU]": ("activity", Fraction(1)),
    "m[iU]": ("activity", Fraction(1, 10**3)),
    "u[iU]": ("activity", Fraction(1, 10**6)),
    "U": ("activity", Fraction(1)),
    "mU": ("activity", Fraction(1, 10**3)),
    "uU": ("activity", Fraction(1, 10**6)),
    "ukat": ("activity", Fraction(60)),
    "mol": ("substance", Fraction(1)),
    "mmol": ("substance", Fraction(1, 10**3)),
    "umol": ("substance", Fraction(1, 10**6)),
    "nmol": ("substance", Fraction(1, 10**9)),
    "m": ("length", Fraction(1)),
    "cm": ("length", Fraction(1, 10**2)),
    "mm": ("length", Fraction(1, 10**3)),
    "nm": ("length", Fraction(1, 10**9)),
    "[in_i]": ("length", Fraction("0.0254")),
    "um": ("length", Fraction(1, 10**6)),
    "m2": ("area", Fraction(1)),
    "cm2": ("area", Fraction(1, 10**4)),
    "mm2": ("area", Fraction(1, 10**6)),
    "J": ("energy", Fraction(1)),
    "mJ": ("energy", Fraction(1, 10**3)),
    "W": ("power", Fraction(1)),
    "mW": ("power", Fraction(1, 10**3)),
    "Hz": ("frequency", Fraction(1)),
    "kHz": ("frequency", Fraction(10**3)),
    "Cel": ("temperature", Fraction(1)),
    "[degF]": ("temperature", Fraction(5, 9)),
    COUNT: ("count", Fraction(1)),
    "%": ("percent", Fraction(1)),
    SCORE: ("score", Fraction(1)),
    SCORE_OF_100: ("score", Fraction(1, 10)),
}

_ZERO: dict[str, Fraction] = {"[degF]": Fraction(32)}
"""What a scale reads at the zero of its dimension, where that is not 0."""

# How each is also written; a plural s, spaces and case are taken off before the look-up.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "kg": ("kilogram", "kilo"),
    "g": ("gram", "gm"),
    "mg": ("milligram",),
    "ug": ("mcg", "microgram"),
    "ng": ("nanogram",),
    "[lb_av]": ("lb", "lb_av", "lbav", "pound"),
    "[oz_av]": ("oz", "ounce"),
    "L": ("liter", "litre"),
    "dL": ("deciliter", "decilitre"),
    "mL": ("milliliter", "millilitre", "cc"),
    "uL": ("microliter", "microlitre"),
    "mo": ("month",),
    "wk": ("week",),
    "d": ("day",),
    "h": ("hr", "hour"),
    "min": ("minute",),
    "s": ("sec", "second"),
    "mm[Hg]": ("mmhg", "torr", "millimetersofmercury", "millimetresofmercury"),
    "[iU]": ("iu",),
    "m[iU]": ("miu",),
    "u[iU]": ("uiu",),
    "U": ("unit",),
    "m": ("meter", "metre"),
    "cm": ("centimeter", "centimetre"),
    "mm": ("millimeter", "millimetre"),
    "nm": ("nanometer", "nanometre"),
    "um": ("micron", "micrometer", "micrometre"),
    "cm2": ("sqcm", "sq.cm", "squarecentimeter", "squarecentimetre"),
    "J": ("joule",),
    "mJ": ("millijoule",),
    "W": ("watt",),
    "mW": ("milliwatt",),
    "Hz": ("hertz",),
    "kHz": ("kilohertz",),
    "Cel": ("c", "°c", "degc", "degreec", "celsius", "degreescelsius", "degreecelsius"),
    "[degF]": ("f", "°f", "degf", "degreef", "fahrenheit", "degreesfahrenheit", "degreefahrenheit"),
    "[in_i]": ("in", "inch", "inches"),
    "%": ("percent",),
    SCORE_OF_100: ("/100", "outof100", "{score}/100", "{of100}"),
    SCORE: (
        "",
        "1",
        "score",
        "[score]",
        "point",
        "{point}",
        "{points}",
        "pt",
        "/10",
        "{0-10}",
        "outof10",
        "{inr}",
        "inr",
        "ratio",
        "{ratio}",
    ),
}
_KNOWN = {atom.lower(): atom for atom in _ATOMS} | {
    spelling: atom for atom, spellings in _SPELLINGS.items() for spelling in spellings
}

_PER = re.compile(r"(?:^|\s+)per\s+", re.IGNORECASE)
_BRACKETED = re.compile(r"/\(([^()]+)\)")
_INVERSE = re.compile(r"[.·*\s]\s*([A-Za-z]+)-1\b")
_ANNOTATION = re.compile(r"(?<=[^/])\{[^{}]*\}$")
_ONE_DOSE = {"dose", "{dose}"}
_TIMES = {"", "1", "x", "times", "session", "sessions", "{session}", "{sessions}"}


@dataclass(frozen=True, slots=True)
class _Unit:
    """One atom above the line, any number below it; a kg below the line comes first."""

    above: str
    below: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return "/".join(("" if self.above == COUNT else self.above, *self.below))

    @property
    def dimensions(self) -> Counter[str]:
        below = (BODY if atom == "kg" else _ATOMS[atom][0] for atom in self.below)
        made = Counter([_ATOMS[self.above][0]])
        made.subtract(below)
        return made

    @property
    def factor(self) -> Fraction:
        made = _ATOMS[self.above][1]
        for atom in self.below:
            made /= 1 if atom == "kg" else _ATOMS[atom][1]
        return made


def _atom(written: str) -> str | None:
    key = re.sub(r"\s", "", written).lower()
    if key in _KNOWN:
        return _KNOWN[key]
    bare = _ANNOTATION.sub("", key).rstrip(".").removesuffix("s")
    return _KNOWN.get(bare) if bare else None


@lru_cache(maxsize=1024)
def _read(text: str) -> _Unit | None:
    """A unit text taken apart; None when any part of it is not known."""
    plain = text.strip().replace("µ", "u").replace("μ", "u").replace("²", "2").replace("^2", "2")
    whole = _atom(plain)
    if whole:
        return _Unit(whole)
    plain = _INVERSE.sub(r"/\1", _PER.sub("/", plain))
    plain = _BRACKETED.sub(lambda found: "/" + re.sub(r"[.·*]", "/", found[1]), plain)
    above, *below = (part.strip() for part in plain.split("/"))
    below = [one for one in below if one.lower() not in _ONE_DOSE]
    first = COUNT if below and above.lower() in _TIMES else _atom(above) if above else None
    atoms = [first, *(_atom(part) if part else None for part in below)]
    known = [atom for atom in atoms if atom and atom != SCORE]
    if len(known) < len(atoms):
        return None
    return _Unit(known[0], tuple(sorted(known[1:], key=lambda atom: atom != "kg")))


def canonical_unit(text: str) -> str:
    """The UCUM spelling of a unit: `mcg/kg/min` is `ug/kg/min`, `mmHg` is `mm[Hg]`; as written when not known.

    Every way to say that a number is a bare score (`""`, `1`, `points`) is `{score}`.
    """
    unit = _read(text)
    return unit.code if unit else text.strip()


def convert(quantity: Quantity, unit: str) -> Decimal | None:
    """The number in another unit; None when either unit is not known or they measure different things.

    The comparator is not looked at. Units of substance are not turned into units of mass: that needs the analyte.
    """
    start, goal = _read(quantity.unit), _read(unit)
    if start is None or goal is None or not _same(start.dimensions, goal.dimensions):
        return None
    above_zero = Fraction(quantity.value) - _ZERO.get(start.code, 0)
    exact = above_zero * start.factor / goal.factor + _ZERO.get(goal.code, 0)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _same(one: Counter[str], other: Counter[str]) -> bool:
    return all(one[dimension] == other[dimension] for dimension in {*one, *other})


def _measures(unit: str) -> Iterator[tuple[str, int]]:
    read = _read(unit)
    yield from read.dimensions.items() if read else ()


def is_volume(unit: str) -> bool:
    """Whether an amount in this unit is a volume, or a volume per time or body weight."""
    return ("volume", 1) in _measures(unit)


def is_per_body_weight(unit: str) -> bool:
    """Whether it is per kilogram of body weight."""
    return (BODY, -1) in _measures(unit)


def is_rate(unit: str) -> bool:
    """Whether it is per time."""
    return ("time", -1) in _measures(unit)
