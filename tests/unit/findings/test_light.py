"""Light orders: how much, how long and how often, each in its own unit; what is missing; what does not fit together."""

from decimal import Decimal
from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.light import find_light
from cds.findings.orders import find_draft, find_order, light_of
from cds.findings.view import View
from cds.record import Concept, Kind, Order, Parameter, Range, TherapyOrder, Timing, Value
from tests.unit.findings.builders import (
    LIGHT,
    LIGHT_FAMILY,
    clause,
    concept,
    medication_order,
    named,
    quantity,
    record,
    therapy_order,
    view,
    when,
)


def parameter(code: str, value: Value | str) -> Parameter:
    return Parameter(code=concept(LIGHT, code), value=quantity(value) if isinstance(value, str) else value)


def between(low: str, high: str) -> Range:
    return Range(low=quantity(low), high=quantity(high))


def light(*stated: Parameter, text: str = "light therapy", **more: Any) -> TherapyOrder:
    return therapy_order(named(text), parameters=stated, **{"status": "draft", **more})


def look(order: Order, *others: Order) -> View:
    return view(record(drafts=(order, *others)), order, family=LIGHT_FAMILY)


def ask(order: Order, parameter: str, **more: Any) -> Finding:
    return find_light(clause(light=parameter, **more), look(order))


def fits(order: TherapyOrder, *others: Order, **more: Any) -> Answer:
    return find_order(clause(order="at-hand", **more), look(order, *others)).answer


def problems(order: TherapyOrder) -> tuple[str, ...]:
    read = light_of(look(order))
    assert read is not None
    return read.conflicts


@pytest.mark.parametrize(
    ("text", "asked", "answer"),
    [
        ("light therapy", ["unknown"], Answer.TRUE),
        ("light therapy", ["lllt"], Answer.FALSE),
        ("cold laser", ["lllt", "led-dual"], Answer.TRUE),
    ],
)
def test_the_device_class_may_be_asked_for(text: str, asked: list[str], answer: Answer) -> None:
    assert fits(light(text=text), device=asked) is answer


# --- units: those of the convention, and no other ---------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "written", "limit", "answer"),
    [
        ("irradiance", "201 mW/cm2", "200 mW/cm2", Answer.TRUE),
        ("irradiance", "200 mW/cm2", "200 mW/cm2", Answer.FALSE),
        ("irradiance", "0.3 W/cm2", "200 mW/cm2", Answer.TRUE),
        ("irradiance", "100 mW/cm²", "200 mW/cm2", Answer.FALSE),
        ("irradiance", "500 mW", "200 mW/cm2", Answer.UNKNOWN),  # a power is no irradiance
        ("irradiance", "500", "200 mW/cm2", Answer.UNKNOWN),
        ("irradiance", "5 W/m2", "200 mW/cm2", Answer.UNKNOWN),  # not in the convention
        ("fluence", "120 J/cm2", "100 J/cm2", Answer.TRUE),
        ("fluence", "120 J", "100 J/cm2", Answer.UNKNOWN),  # never without an area
        ("energy-per-point", "4 J", "3 J", Answer.TRUE),
        ("energy-per-point", "4 J/cm2", "3 J", Answer.UNKNOWN),
        ("total-energy", "40 J", "16 J", Answer.TRUE),
        ("mean-power", "600 mW", "0.5 W", Answer.TRUE),
        ("session-minutes", "0.75 h", "30 min", Answer.TRUE),
        ("session-minutes", "1200 s", "30 min", Answer.FALSE),
        ("session-minutes", "1 d", "30 min", Answer.UNKNOWN),
        ("sessions-per-week", "8 /wk", "7 /wk", Answer.TRUE),
        ("sessions-per-week", "2 /d", "7 /wk", Answer.TRUE),
        ("sessions-per-week", "8 {sessions}/week", "7 /wk", Answer.TRUE),
        ("sessions-per-week", "8", "7 /wk", Answer.UNKNOWN),
        ("course-weeks", "35 d", "4 wk", Answer.TRUE),
        ("course-weeks", "1 mo", "4 wk", Answer.TRUE),
        ("course-weeks", "28 d", "4 wk", Answer.FALSE),
        ("pulse-frequency", "1 kHz", "30 Hz", Answer.TRUE),
        ("pulse-frequency", "0 Hz", "0 Hz", Answer.FALSE),
        ("wavelength", "0.85 um", "700 nm", Answer.TRUE),
        ("wavelength", "0.85 nm", "700 nm", Answer.FALSE),  # typed wrong; it is then far below every band
    ],
)
def test_a_parameter_in_its_units(code: str, written: str, limit: str, answer: Answer) -> None:
    assert ask(light(parameter(code, written)), code, above=limit).answer is answer


EMITS_UV, FREE_OF_UV = (Parameter(code=concept(LIGHT, "emits-uv"), value=said) for said in (True, False))


def test_an_unknown_unit_is_missing_and_told() -> None:
    order = light(parameter("fluence", "120 J"))
    assert ask(order, "fluence", above="100 J/cm2").missing == ("fluence of ServiceRequest/1",)
    assert problems(order) == ("its fluence is in no unit of J/cm2; it was not read",)


def test_a_value_with_a_comparator_is_not_taken_for_the_value() -> None:
    assert ask(light(parameter("irradiance", ">200 mW/cm2")), "irradiance", above="100 mW/cm2").answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (quantity(">=800 nm"), 800, 1400),
        (quantity("<0.45 um"), 0, 450),
        (Range(low=quantity("800 nm")), 800, 1400),
        (Range(high=quantity("500 nanometers")), 0, 500),
        (Range(low=quantity("1500 nm")), 1500, 1500),
        (between("900 nm", "800 nm"), 800, 900),
    ],
)
def test_only_a_wavelength_has_an_open_end(value: Value, low: int, high: int) -> None:
    read = light_of(look(light(parameter("wavelength", value))))
    assert read is not None
    assert read.wavelengths == ((Decimal(low), Decimal(high)),)
    assert not read.conflicts


def test_of_another_range_with_one_end_that_end_is_the_value() -> None:
    order = light(parameter("session-minutes", Range(low=quantity("20 min"))))
    assert ask(order, "session-minutes", above="20 min").answer is Answer.FALSE


def test_of_a_range_each_threshold_reads_the_end_it_is_about() -> None:
    order = light(parameter("session-minutes", between("10 min", "40 min")))
    assert ask(order, "session-minutes", above="30 min").answer is Answer.TRUE
    assert ask(order, "session-minutes", below="15 min").answer is Answer.TRUE
    assert ask(order, "session-minutes", at_least="41 min").answer is Answer.FALSE
    assert ask(order, "session-minutes", above="30 min").inputs[0].value == "10 min to 40 min"


def test_a_window_needs_both_thresholds() -> None:
    pulsed = {"above": "0 Hz", "below": "30 Hz"}
    assert ask(light(parameter("pulse-frequency", "10 Hz")), "pulse-frequency", **pulsed).answer is Answer.TRUE
    assert ask(light(parameter("pulse-frequency", "0 Hz")), "pulse-frequency", **pulsed).answer is Answer.FALSE
    assert ask(light(parameter("pulse-frequency", "30 Hz")), "pulse-frequency", **pulsed).answer is Answer.FALSE
    assert ask(light(), "pulse-frequency", **pulsed).answer is Answer.UNKNOWN


def test_a_threshold_of_another_dimension_is_unknown() -> None:
    assert ask(light(parameter("fluence", "120 J/cm2")), "fluence", above="100 J").answer is Answer.UNKNOWN


@pytest.mark.parametrize("stated", [True, False])
def test_asks_whether_it_is_stated(stated: bool) -> None:
    order = light(parameter("pulse-frequency", "0 Hz")) if stated else light(parameter("pulse-frequency", "0"))
    assert ask(order, "pulse-frequency", stated=stated).answer is Answer.TRUE
    assert ask(order, "pulse-frequency", stated=not stated).answer is Answer.FALSE


def test_without_a_light_order_it_is_false() -> None:
    assert ask(medication_order(), "fluence", stated=False).answer is Answer.FALSE
    assert ask(light(text="Goggles"), "fluence", stated=False).answer is Answer.FALSE


# --- fluence ----------------------------------------------------------------------------------------------


def test_a_fluence_follows_from_irradiance_and_minutes() -> None:
    order = light(parameter("irradiance", "34.7 mW/cm2"), parameter("session-minutes", "40 min"))
    finding = ask(order, "fluence", above="60 J/cm2")
    assert finding.answer is Answer.TRUE
    assert finding.inputs[0].value == "83.3 J/cm2 (34.7 mW/cm2 for 40 min)"
    assert ask(order, "fluence", above="83.28 J/cm2").answer is Answer.FALSE  # exact, not rounded


def test_a_fluence_follows_from_the_schedule_too() -> None:
    order = light(parameter("irradiance", "0.1 W/cm2"), timing=Timing(duration_minutes=Decimal(20)))
    assert ask(order, "fluence", above="100 J/cm2").answer is Answer.TRUE


def test_a_stated_fluence_is_believed_and_a_contradiction_told() -> None:
    order = light(
        parameter("irradiance", "100 mW/cm2"), parameter("session-minutes", "20 min"), parameter("fluence", "12 J/cm2")
    )
    assert ask(order, "fluence", above="100 J/cm2").answer is Answer.FALSE
    assert problems(order) == ("its fluence is not its irradiance over its minutes; the stated fluence was used",)


def test_rounding_is_no_contradiction() -> None:
    order = light(
        parameter("irradiance", "34.7 mW/cm2"), parameter("session-minutes", "40 min"), parameter("fluence", "83 J/cm2")
    )
    assert problems(order) == ()


# --- the schedule -----------------------------------------------------------------------------------------


SCHEDULE = Timing(
    frequency=Decimal(3),
    period_days=Decimal(7),
    duration_minutes=Decimal(20),
    bounds_days=Decimal(42),
    count=Decimal(9),
)


def test_a_schedule_says_minutes_sessions_and_weeks() -> None:
    order = light(timing=SCHEDULE)
    assert ask(order, "session-minutes", at_least="20 min").answer is Answer.TRUE
    assert ask(order, "sessions-per-week", at_least="3 /wk").answer is Answer.TRUE
    assert ask(order, "sessions-per-week", above="3 /wk").answer is Answer.FALSE  # `count` is the number of all
    assert ask(order, "course-weeks", above="4 wk").answer is Answer.TRUE


def test_twice_a_day_is_fourteen_a_week() -> None:
    order = light(timing=Timing(frequency=Decimal(2), period_days=Decimal(1)))
    assert ask(order, "sessions-per-week", above="7 /wk").inputs[0].value == "14 /wk"


def test_a_count_alone_says_nothing_of_a_week() -> None:
    assert ask(light(timing=Timing(count=Decimal(12))), "sessions-per-week", above="7 /wk").answer is Answer.UNKNOWN


def test_a_course_from_day_to_day() -> None:
    order = light(timing=Timing(start=when("2026-11-01"), end=when("2026-12-20")))
    assert ask(order, "course-weeks", above="6 wk").answer is Answer.TRUE


def test_the_parameter_is_believed_before_the_schedule_and_a_contradiction_told() -> None:
    order = light(parameter("session-minutes", "40 min"), timing=SCHEDULE)
    assert ask(order, "session-minutes", above="30 min").answer is Answer.TRUE
    assert problems(order) == ("its parameter session-minutes and its schedule disagree; the parameter was used",)


def test_an_order_detail_in_words_is_read_where_no_parameter_is() -> None:
    def detail(code: str, text: str) -> Concept:
        return concept(LIGHT, code, text=text)

    order = light(details=(detail("session-minutes", "10-20 min"), detail("wavelength", "850 nm")))
    assert ask(order, "session-minutes", above="15 min").answer is Answer.TRUE
    assert ask(order, "wavelength", at_least="850 nm").answer is Answer.TRUE
    dual = light(details=(detail("wavelength", "650 nm and 850 nm"),))
    assert ask(dual, "wavelength", at_most="650 nm").answer is Answer.TRUE
    assert ask(dual, "wavelength", at_least="850 nm").answer is Answer.TRUE
    vague = light(details=(detail("session-minutes", "until warm"),))
    assert ask(vague, "session-minutes", stated=False).answer is Answer.TRUE


# --- what the device is -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["4", "IV", "Class IV", "class 4"])
def test_class_four_in_every_spelling(text: str) -> None:
    order = light(parameter("laser-class", named(text)), text="cold laser")
    assert fits(order, laser_class=["3B", "4"]) is Answer.TRUE
    assert fits(order, class4=True) is Answer.TRUE


@pytest.mark.parametrize(("text", "found"), [("3B", "3B"), ("IIIB", "3B"), ("3R", "3R"), ("1", "1"), ("II", "2")])
def test_the_other_classes(text: str, found: str) -> None:
    order = light(parameter("laser-class", named(text)))
    assert fits(order, laser_class=found) is Answer.TRUE
    assert fits(order, class4=True) is Answer.FALSE


def test_a_class_that_is_not_stated_is_asked_for_as_unknown() -> None:
    assert fits(light(), laser_class="4") is Answer.FALSE
    assert fits(light(), laser_class=["4", "unknown"]) is Answer.TRUE
    assert fits(light(text="class IV laser"), laser_class="4") is Answer.TRUE


@pytest.mark.parametrize(("power", "answer"), [("500 mW", Answer.TRUE), ("0.49 W", Answer.FALSE), ("1", Answer.FALSE)])
def test_a_mean_power_of_half_a_watt_is_class_four(power: str, answer: Answer) -> None:
    assert fits(light(parameter("mean-power", power)), class4=True) is answer


@pytest.mark.parametrize(
    ("stated", "uv"),
    [
        ((EMITS_UV,), "yes"),
        ((FREE_OF_UV,), "no"),
        ((parameter("wavelength", "850 nm"),), "no"),
        ((parameter("wavelength", between("380 nm", "700 nm")),), "yes"),
        ((parameter("wavelength", "385 nm"), FREE_OF_UV), "yes"),
        ((), "unknown"),
    ],
)
def test_whether_it_emits_ultraviolet(stated: tuple[Parameter, ...], uv: str) -> None:
    for asked in ("yes", "no", "unknown"):
        assert fits(light(*stated), emits_uv=asked) is Answer.of(asked == uv)


def test_ultraviolet_that_is_denied_is_told() -> None:
    denied = light(parameter("wavelength", "385 nm"), FREE_OF_UV)
    assert problems(denied) == ("it is said to emit no ultraviolet, and its wavelength does; the wavelength was used",)


def test_add_ons() -> None:
    magnets = light(parameter("add-on", concept(LIGHT, "magnetic-field")))
    assert fits(magnets, add_on=["magnetic-field", "electrical-stimulation"]) is Answer.TRUE
    assert fits(magnets, add_on="unknown") is Answer.FALSE
    assert fits(light(), add_on=["magnetic-field", "unknown"]) is Answer.TRUE


def test_whether_the_wavelength_is_one_of_its_class() -> None:
    nir = light(parameter("wavelength", "650 nm"), text="NIR belt")
    assert fits(nir, wavelength_of_class=False) is Answer.TRUE
    assert problems(nir) == ("its wavelength and its code disagree; the wavelength was used",)
    assert fits(light(parameter("wavelength", "810 nm"), text="NIR belt"), wavelength_of_class=True) is Answer.TRUE
    assert fits(light(parameter("wavelength", "810 nm")), wavelength_of_class=True) is Answer.UNKNOWN


def test_a_device_order_is_a_home_device() -> None:
    assert fits(light(kind=Kind.DEVICE_REQUEST), resource="DeviceRequest") is Answer.TRUE
    assert fits(light(), resource="DeviceRequest") is Answer.FALSE


# --- what it leaves out, and what it says in words --------------------------------------------------------


def test_names_what_is_missing() -> None:
    asked = clause(order="at-hand", missing=["site", "wavelength", "device-class", "session-minutes"])
    finding = find_order(asked, look(light(timing=SCHEDULE)))
    assert finding.inputs[0].value == "site, wavelength, device class"
    whole = light(parameter("wavelength", "810 nm"), text="NIR belt", timing=SCHEDULE)
    assert (
        find_order(clause(order="at-hand", missing=["wavelength", "device-class"]), look(whole)).answer is Answer.FALSE
    )


def test_the_wavelength_of_a_class_is_not_a_stated_one() -> None:
    assert fits(light(text="NIR belt"), missing="wavelength") is Answer.TRUE
    assert fits(light(text="light therapy 850 nm"), missing="wavelength") is Answer.FALSE


@pytest.mark.parametrize(
    ("note", "answer"),
    [
        ("Review on 2026-12-20", Answer.TRUE),
        ("Please reassess 20 December", Answer.TRUE),
        ("review Dec 20", Answer.TRUE),
        ("Review 12/20/2026", Answer.TRUE),
        ("Review 20.12.26", Answer.TRUE),
        ("Review in due course", Answer.FALSE),
        ("Start 2026-12-20", Answer.FALSE),
        ("Preview of 2026-12-20", Answer.FALSE),  # whole words
        ("Review after 10/20 sessions", Answer.FALSE),
    ],
)
def test_a_review_date_is_a_word_with_a_date(note: str, answer: Answer) -> None:
    assert fits(light(texts=(note,)), dated_words=["review", "reassess"]) is answer


def test_word_and_date_stand_in_one_text() -> None:
    assert fits(light(texts=("review", "2026-12-20")), dated_words="review") is Answer.FALSE


def test_an_eyewear_instruction_is_a_note_or_another_draft() -> None:
    order = light(texts=("Wear goggles",))
    assert fits(order, words=["goggles", "eye shield*"]) is Answer.TRUE
    goggles = therapy_order(named("Laser goggles"), reference="DeviceRequest/2", kind=Kind.DEVICE_REQUEST)
    asked = clause(draft="other", words=["goggles", "eye shield*"])
    finding = find_draft(asked, look(light(), goggles))
    assert finding.answer is Answer.TRUE
    assert (finding.inputs[0].reference, finding.inputs[0].value) == ("DeviceRequest/2", "goggles")
    assert find_draft(asked, look(order)).answer is Answer.FALSE  # its own words are not another draft's
