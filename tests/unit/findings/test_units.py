"""Units: spellings become UCUM, conversion is exact, and what is not known is never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds.findings.units import SCORE, canonical_unit, convert, is_per_body_weight, is_rate, is_volume
from cds.record import Quantity
from tests.unit.findings.builders import quantity


@pytest.mark.parametrize(
    ("written", "ucum"),
    [
        ("mmHg", "mm[Hg]"),
        ("mm Hg", "mm[Hg]"),
        ("MM[HG]", "mm[Hg]"),
        ("kPa", "kPa"),
        ("KG", "kg"),
        ("kgs", "kg"),
        ("Kilograms", "kg"),
        ("lb", "[lb_av]"),
        ("lbs", "[lb_av]"),
        ("pounds", "[lb_av]"),
        ("[lb_av]", "[lb_av]"),
        ("mcg", "ug"),
        ("µg", "ug"),  # micro sign
        ("μg", "ug"),  # Greek mu
        ("milligram", "mg"),
        ("Milligrams", "mg"),
        ("MG", "mg"),
        (" mg ", "mg"),
        ("ml", "mL"),
        ("cc", "mL"),
        ("mg/kg/hr", "mg/kg/h"),
        ("MG/KG/HR", "mg/kg/h"),
        ("mg / kg / hour", "mg/kg/h"),
        ("mg per kg per hour", "mg/kg/h"),
        ("mg/h/kg", "mg/kg/h"),
        ("mg/(kg.h)", "mg/kg/h"),
        ("mg.kg-1.h-1", "mg/kg/h"),
        ("mcg/kg/min", "ug/kg/min"),
        ("mg/dose", "mg"),
        ("mg/kg/{dose}", "mg/kg"),
        ("mg{total}", "mg"),
        ("mIU/mL", "m[iU]/mL"),
        ("%", "%"),
    ],
)
def test_reads_a_spelling(written: str, ucum: str) -> None:
    assert canonical_unit(written) == ucum


@pytest.mark.parametrize("written", ["", "1", "{score}", "score", "points", "Points", "{points}", "/10"])
def test_reads_every_way_to_write_a_bare_score(written: str) -> None:
    assert canonical_unit(written) == "{score}"


@pytest.mark.parametrize("written", ["tablet", "{tablet}", "sprays", "mg/tablet", "drops", "mg/", "/min", "mg/kg.h"])
def test_keeps_a_unit_that_it_does_not_know(written: str) -> None:
    assert canonical_unit(written) == written
    assert convert(Quantity(value=Decimal(1), unit=written), "mg") is None


@pytest.mark.parametrize(
    ("measured", "unit", "number"),
    [
        ("24 kPa", "mm[Hg]", "180.01488"),
        ("13.3 kPa", "mm[Hg]", "99.758246"),
        ("180 mmHg", "mm[Hg]", "180"),
        ("100 lb", "kg", "45.359237"),
        ("70000 g", "kg", "70"),
        ("50000 ug", "mg", "50"),
        ("0.5 g", "mg", "500"),
        ("5 ug/kg/min", "mg/kg/h", "0.3"),
        ("5 mg/kg/min", "mg/kg/h", "300"),
        ("1 ukat/L", "U/L", "60"),
        ("40 g/L", "g/dL", "4"),
        ("25 mIU/mL", "[iU]/L", "25"),
        ("3 points", "{score}", "3"),
        ("3", "{score}", "3"),
    ],
)
def test_converts_exactly(measured: str, unit: str, number: str) -> None:
    assert convert(quantity(measured), unit) == Decimal(number)


@pytest.mark.parametrize(
    ("measured", "unit"),
    [
        ("180", "mm[Hg]"),  # a number without a unit is no pressure
        ("70", "kg"),
        ("50 mg/kg", "mg"),  # needs a weight, which is somebody else's to know
        ("50 mg", "mg/kg"),
        ("5 mg/h", "mg"),
        ("17.1 umol/L", "mg/dL"),  # needs the analyte
        ("50 mL", "mg"),
        ("0.9 1", "%"),
        ("60 /min", "mg"),
    ],
)
def test_never_guesses(measured: str, unit: str) -> None:
    assert convert(quantity(measured), unit) is None


def test_a_kilogram_below_the_line_is_body_weight_and_never_cancels() -> None:
    assert convert(quantity("1 mg/kg"), "mg/g") is None
    assert convert(quantity("1 mg/g"), "ug/mg") == 1


def test_tells_what_a_unit_measures() -> None:
    assert is_volume("mL")
    assert is_volume("mL/h")
    assert not is_volume("mg/mL")
    assert is_per_body_weight("mcg/kg/min")
    assert not is_per_body_weight("kg")
    assert is_rate("mg/hr")
    assert not is_rate("mg/kg")
    assert not is_rate("sprays")


@given(st.text(max_size=30))
def test_reads_any_text_without_failing_and_stays_with_its_answer(text: str) -> None:
    once = canonical_unit(text)
    assert canonical_unit(once) == once


@given(st.decimals(min_value=0, max_value=1000, places=3), st.sampled_from(["mg", "ug", "kg", "g", "ng", "[lb_av]"]))
def test_converting_there_and_back_is_the_same_number(value: Decimal, unit: str) -> None:
    there = convert(Quantity(value=value, unit=unit), "g")
    assert there is not None
    back = convert(Quantity(value=there, unit="g"), unit)
    assert back is not None
    assert abs(back - value) < Decimal("1e-15")


@pytest.mark.parametrize(
    ("written", "unit", "expected"),
    [
        ("0.3 W/cm2", "mW/cm2", "300"),
        ("34.7 mW/cm^2", "mW/cm2", "34.7"),
        ("2 /d", "/wk", "14"),
        ("3 per week", "/wk", "3"),
        ("3 {sessions}/wk", "/wk", "3"),
        ("1 mo", "d", "30"),
        ("850 nm", "um", "0.85"),
        ("1 kHz", "Hz", "1000"),
    ],
)
def test_units_of_light(written: str, unit: str, expected: str) -> None:
    assert convert(quantity(written), unit) == Decimal(expected)


@pytest.mark.parametrize(
    ("written", "unit"), [("4 J", "J/cm2"), ("500 mW", "mW/cm2"), ("3", "/wk"), ("3 /wk", "wk"), ("10 Hz", "/s")]
)
def test_light_units_that_measure_different_things(written: str, unit: str) -> None:
    assert convert(quantity(written), unit) is None


@pytest.mark.parametrize(
    ("written", "celsius"),
    [
        ("38 Cel", "38"),
        ("38.5 °C", "38.5"),
        ("38 C", "38"),
        ("38 degrees Celsius", "38"),
        ("100.4 [degF]", "38"),
        ("98.6 °F", "37"),
        ("32 F", "0"),
        ("100.4 degrees Fahrenheit", "38"),
        ("38 mg", None),
    ],
)
def test_a_temperature_has_two_scales(written: str, celsius: str | None) -> None:
    assert convert(quantity(written), "Cel") == (Decimal(celsius) if celsius else None)


def test_a_temperature_goes_back_to_fahrenheit() -> None:
    assert convert(quantity("37 Cel"), "[degF]") == Decimal("98.6")


@pytest.mark.parametrize("unit", ["{INR}", "INR", "{ratio}", "1", ""])
def test_a_ratio_is_a_bare_number(unit: str) -> None:
    assert canonical_unit(unit) == SCORE
