"""Light devices: what an order says of its light, what its class says when the order is silent, and which is believed."""

from decimal import Decimal
from typing import Any

import pytest

from cds.findings.devices import Light
from cds.record import Coding, Concept, Parameter, Quantity, Range, TherapyOrder, Value
from cds.rulebook import Band, YesNoUnknown
from tests.unit.findings.builders import named, quantity
from tests.unit.findings.light import (
    HCPCS,
    HEAT_LAMP,
    LIGHT,
    NIR_BELT,
    READINGS,
    RED_LED,
    TERMINOLOGY,
    light,
    light_order,
    parameter,
)

DEVICES = READINGS.devices["infrared"]
LLLT = light("S8948", system=HCPCS)


def read(order: TherapyOrder) -> Light:
    found = DEVICES.read(order, TERMINOLOGY)
    assert found is not None
    return found


def of(code: Concept | str, *parameters: Parameter, **more: Any) -> Light:
    return read(light_order(code, *parameters, **more))


def bands(*parameters: Parameter, code: Concept | str = "light therapy", **more: Any) -> set[Band]:
    return set(of(code, *parameters, **more).bands)


def wavelength(value: str | Range) -> Parameter:
    return parameter("wavelength", quantity(value) if isinstance(value, str) else value)


def between(low: str | None, high: str | None) -> Range:
    return Range(low=quantity(low) if low else None, high=quantity(high) if high else None)


# --- which class ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "device"),
    [
        (HEAT_LAMP, "heat-lamp"),
        (NIR_BELT, "led-nir"),
        (light("PBM-LED-NIR"), "led-nir"),
        (LLLT, "lllt"),
        ("infrared lamp for the knee", "heat-lamp"),
        ("red light, 650/850 nm", "led-dual"),
        ("class 4 laser", "class4"),
        ("laser", "unknown"),
        (light("E0200", text="near-infrared NIR belt", system=HCPCS), "heat-lamp"),
    ],
)
def test_the_code_tells_the_class_and_else_the_most_specific_words(code: Concept | str, device: str) -> None:
    assert of(code).device == device


@pytest.mark.parametrize(
    "text",
    [
        "infrared thermometer",
        "near-infrared spectroscopy",
        "laser goggles",
        "photodynamic therapy, red light",
        "MRI of the knee",
        "",
    ],
)
def test_what_is_no_light_therapy_is_none(text: str) -> None:
    assert DEVICES.read(light_order(text), TERMINOLOGY) is None


def test_a_code_is_light_whatever_the_words() -> None:
    assert of(light("E0200", text="heat lamp, with goggles", system=HCPCS)).device == "heat-lamp"


def test_a_note_alone_makes_no_light_order() -> None:
    assert DEVICES.read(light_order("physiotherapy", texts=("may use infrared lamp",)), TERMINOLOGY) is None


@pytest.mark.parametrize(
    "stated", [Concept(codings=(Coding(system=LIGHT, code="heat-lamp"),)), named("heat-lamp"), named(" Heat-Lamp ")]
)
def test_a_stated_class_comes_before_the_code(stated: Concept) -> None:
    assert of(NIR_BELT, parameter("device-class", stated)).device == "heat-lamp"


def test_a_stated_class_that_we_do_not_know_says_nothing() -> None:
    assert of(NIR_BELT, parameter("device-class", named("laser sabre"))).device == "led-nir"


# --- heat -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "heats"),
    [
        (HEAT_LAMP, YesNoUnknown.YES),
        (NIR_BELT, YesNoUnknown.NO),
        ("infrared", YesNoUnknown.UNKNOWN),
        ("laser", YesNoUnknown.UNKNOWN),
    ],
)
def test_heat_follows_the_class(code: Concept | str, heats: YesNoUnknown) -> None:
    assert of(code).heats is heats


@pytest.mark.parametrize("said", [True, False])
def test_stated_heat_comes_before_the_class(said: bool) -> None:
    light_said = of(HEAT_LAMP, parameter("heats", value=said))
    assert light_said.heats is (YesNoUnknown.YES if said else YesNoUnknown.NO)


def test_class_4_always_heats() -> None:
    found = of(light("laser-class4"), parameter("heats", value=False))
    assert (found.class4, found.heats) == (True, YesNoUnknown.YES)


@pytest.mark.parametrize(
    ("value", "class4"),
    [
        (named("4"), True),
        (named("Class IV"), True),
        (named("IV"), True),
        (Concept(codings=(Coding(system="x", code="4"),)), True),
        (named("3B"), False),
        (named("IIIB"), False),
        (named("3R"), False),
        (named("class 1"), False),
        (True, False),
    ],
)
def test_laser_class_4_in_all_its_spellings(value: Value, class4: bool) -> None:
    assert of(LLLT, parameter("laser-class", value)).class4 is class4


@pytest.mark.parametrize(
    ("power", "class4"),
    [("0.5 W", True), ("500 mW", True), ("0.49 W", False), ("499 mW", False), ("15 W", True), ("900 kcal", False)],
)
def test_half_a_watt_of_mean_power_is_class_4(power: str, class4: bool) -> None:
    assert of(LLLT, parameter("mean-power", quantity(power))).class4 is class4


# --- wavelengths ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("399 nm", {Band.UV}),
        ("400 nm", {Band.VISIBLE}),
        ("700 nm", {Band.VISIBLE}),
        ("701 nm", {Band.NIR}),
        ("850 nm", {Band.NIR}),
        ("0.85 um", {Band.NIR}),
        ("0.635 µm", {Band.VISIBLE}),
        ("635 nanometers", {Band.VISIBLE}),
        ("850 NM", {Band.NIR}),
        ("0.85 nm", {Band.UV}),
        (">600 nm", {Band.VISIBLE, Band.NIR}),
        (">=800 nm", {Band.NIR}),
        ("<450 nm", {Band.UV, Band.VISIBLE}),
    ],
)
def test_a_wavelength_is_in_its_band(value: str, found: set[Band]) -> None:
    assert bands(wavelength(value)) == found


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        ("600 nm", "650 nm", {Band.VISIBLE}),
        ("690 nm", "900 nm", {Band.VISIBLE, Band.NIR}),
        ("380 nm", "1100 nm", {Band.UV, Band.VISIBLE, Band.NIR}),
        ("0.6 um", "0.65 um", {Band.VISIBLE}),
        ("800 nm", None, {Band.NIR}),
        ("650 nm", None, {Band.VISIBLE, Band.NIR}),
        (None, "500 nm", {Band.UV, Band.VISIBLE}),
    ],
)
def test_a_range_counts_in_every_band_it_touches(low: str | None, high: str | None, found: set[Band]) -> None:
    assert bands(wavelength(between(low, high))) == found


def test_a_dual_device_has_two_wavelengths() -> None:
    found = of("light therapy", wavelength("650 nm"), wavelength("850 nm"))
    assert found.bands == {Band.VISIBLE, Band.NIR}
    assert found.wavelengths == ((Decimal(650), Decimal(650)), (Decimal(850), Decimal(850)))


@pytest.mark.parametrize(
    ("code", "stated"), [(light("pbm-dual-650-850"), True), (RED_LED, False), (NIR_BELT, False), (HEAT_LAMP, False)]
)
def test_a_class_of_exact_wavelengths_states_them(code: Concept, stated: bool) -> None:
    assert of(code).wavelength_stated is stated
    assert of(code).fits_class is (True if stated else None)


@pytest.mark.parametrize("value", ["850 furlong", "850"])
def test_a_wavelength_without_a_unit_of_length_says_nothing(value: str) -> None:
    assert bands(wavelength(value)) == {Band.UNKNOWN}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (NIR_BELT, {Band.NIR}),
        (RED_LED, {Band.VISIBLE}),
        (light("pbm-dual-650-850"), {Band.VISIBLE, Band.NIR}),
        (HEAT_LAMP, {Band.UNKNOWN}),
    ],
)
def test_what_is_not_stated_follows_the_class(code: Concept, found: set[Band]) -> None:
    assert bands(code=code) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LED, infrared 850 nm", {Band.NIR}),
        ("infrared 650/850nm", {Band.VISIBLE, Band.NIR}),
        ("infrared 650 and 850 nm", {Band.VISIBLE, Band.NIR}),
        ("infrared 650 nm and 850 nm", {Band.VISIBLE, Band.NIR}),
        ("infrared 630 nm + 810 nm", {Band.VISIBLE, Band.NIR}),
        ("infrared 600-1000 nm", {Band.VISIBLE, Band.NIR}),
        ("infrared 600–650 nm", {Band.VISIBLE}),
        ("infrared 800 to 1000 nm", {Band.NIR}),
        ("infrared, 15 minutes, 850 nm", {Band.NIR}),
        ("infrared, 850", {Band.UNKNOWN}),
    ],
)
def test_wavelengths_are_read_from_the_words_of_the_order(text: str, found: set[Band]) -> None:
    assert bands(code=text) == found


def test_an_order_detail_is_read_as_words() -> None:
    assert bands(details=(named("use 850 nm"),)) == {Band.NIR}


def test_a_coded_order_detail_counts_as_a_parameter() -> None:
    detail = Concept(codings=(Coding(system=LIGHT, code="wavelength"),), text="650 nm")
    found = of(NIR_BELT, details=(detail,))
    assert found.bands == {Band.VISIBLE}
    assert found.conflicts


# --- conflicts ------------------------------------------------------------------------------------------


def test_a_stated_wavelength_comes_before_the_code_and_the_conflict_is_told() -> None:
    found = of(NIR_BELT, wavelength("650 nm"))
    assert found.bands == {Band.VISIBLE}
    assert found.conflicts == ("its wavelength and its code disagree; the wavelength was used",)


def test_the_code_comes_before_its_words_and_the_conflict_is_told() -> None:
    found = of(light("pbm-led-nir", text="LED panel 650/850 nm"))
    assert found.bands == {Band.NIR}
    assert found.conflicts == ("its words and its code disagree on the wavelength; the code was used",)
    assert found.wavelength_stated
    assert found.fits_class is False


def test_words_may_say_more_exactly_what_the_code_says() -> None:
    found = of(light("pbm-led-nir", text="belt, 850 nm"))
    assert found.wavelengths == ((Decimal(850), Decimal(850)),)
    assert found.conflicts == ()


def test_words_against_words_have_no_code_to_lose_to() -> None:
    found = of("NIR belt 650 nm")
    assert found.bands == {Band.VISIBLE}


@pytest.mark.parametrize("code", [HEAT_LAMP, light("pbm-dual-650-850")])
def test_a_wavelength_that_the_class_leaves_open_or_holds_is_no_conflict(code: Concept) -> None:
    assert of(code, wavelength("650 nm")).conflicts == ()


# --- ultraviolet ----------------------------------------------------------------------------------------


def test_stated_uv_is_added() -> None:
    assert bands(parameter("emits-uv", value=True), code=RED_LED) == {Band.VISIBLE, Band.UV}
    assert bands(parameter("emits-uv", value=True), code=HEAT_LAMP) == {Band.UNKNOWN, Band.UV}


def test_stated_freedom_from_uv_leaves_the_rest_of_an_open_band() -> None:
    found = of(HEAT_LAMP, parameter("emits-uv", value=False))
    assert found.bands == {Band.VISIBLE, Band.NIR}
    assert found.wavelengths == ((Decimal(400), Decimal(1400)),)


def test_stated_freedom_from_uv_changes_nothing_that_is_known() -> None:
    assert bands(parameter("emits-uv", value=False), code=NIR_BELT) == {Band.NIR}
    assert bands(wavelength("380 nm"), parameter("emits-uv", value=False)) == {Band.UV}


def test_a_quantity_is_no_yes() -> None:
    assert bands(parameter("emits-uv", Quantity(value=Decimal(1), unit="")), code=RED_LED) == {Band.VISIBLE}
