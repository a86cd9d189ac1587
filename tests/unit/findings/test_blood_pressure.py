"""Blood pressure: readings from panels and single values, strict limits, the latest first, and never a guessed unit."""

from typing import Any

import pytest

from cds.findings.blood_pressure import find_blood_pressure
from cds.findings.finding import Answer, Finding
from cds.record import Given, Kind, Observation
from tests.unit.findings.builders import clause, component, observation, quantity, record, references, view

LATEST = {
    "blood_pressure": "latest",
    "in_": "bp",
    "within": "24 hours",
    "systolic_above": "140 mm[Hg]",
    "diastolic_above": "90 mm[Hg]",
}
TWICE = {
    "blood_pressure": "twice",
    "in_": "bp",
    "within": "24 hours",
    "apart": "5 minutes",
    "systolic_above": "180 mm[Hg]",
    "diastolic_above": "100 mm[Hg]",
}


def panel(
    systolic: str | None, diastolic: str | None, at: str | None = "2026-11-24T10:00:00Z", **more: Any
) -> Observation:
    parts = [component(code, quantity(value)) for code, value in (("8480-6", systolic), ("8462-4", diastolic)) if value]
    return observation("85354-9", at=at, components=tuple(parts), **more)


def pressure(values: str, at: str | None = "2026-11-24T10:00:00Z", **more: Any) -> Observation:
    systolic, diastolic = values.split("/")
    return panel(f"{systolic} mm[Hg]", f"{diastolic} mm[Hg]", at, **more)


def ask(written: dict[str, Any], *observations: Observation, given: Given = Given.COMPLETE) -> Finding:
    patient = record(observations=observations, given={Kind.OBSERVATION: given})
    return find_blood_pressure(clause(**written), view(patient))


def test_says_both_values_with_their_unit() -> None:
    finding = ask(LATEST, pressure("184/96"))
    assert finding.answer is Answer.TRUE
    (one,) = finding.inputs
    assert (one.value, one.code, one.date) == ("184/96 mm[Hg]", "85354-9", "2026-11-24T10:00:00Z")


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ("140/90", Answer.FALSE),  # exactly at both limits
        ("141/80", Answer.TRUE),
        ("140.1/80", Answer.TRUE),
        ("120/91", Answer.TRUE),
        ("139/89", Answer.FALSE),
    ],
)
def test_limits_are_strict_and_either_value_is_enough(values: str, answer: Answer) -> None:
    assert ask(LATEST, pressure(values)).answer is answer


def test_the_order_of_components_does_not_matter() -> None:
    parts = (component("8462-4", quantity("80 mm[Hg]")), component("8480-6", quantity("150 mm[Hg]")))
    finding = ask(LATEST, observation("85354-9", components=parts))
    assert finding.inputs[0].value == "150/80 mm[Hg]"


def test_converts_kilopascal() -> None:
    finding = ask(LATEST, panel("18.7 kPa", "10 kPa"))  # 140.3 mm[Hg]
    assert finding.answer is Answer.TRUE
    assert finding.inputs[0].value == "18.7/10 kPa"
    assert ask(LATEST, panel("18.6 kPa", "11.9 kPa")).answer is Answer.FALSE  # 139.5 and 89.3


def test_single_values_of_the_same_time_are_one_reading() -> None:
    systolic = observation("8480-6", quantity("150 mmHg"), at="2026-11-24T10:00:00Z", reference="Observation/s")
    diastolic = observation("8462-4", quantity("80 mmHg"), at="2026-11-24T10:00:40Z", reference="Observation/d")
    assert ask(LATEST, diastolic, systolic).inputs[0].value == "150/80 mm[Hg]"


def test_a_value_alone_is_a_reading_whose_other_half_is_missing() -> None:
    systolic = observation("8480-6", quantity("150 mm[Hg]"))
    assert ask(LATEST, systolic).answer is Answer.TRUE
    assert ask(LATEST, systolic).inputs[0].value == "systolic 150 mm[Hg]"
    normal = observation("8480-6", quantity("120 mm[Hg]"))
    finding = ask(LATEST, normal)
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("Observation 8462-4",)


def test_an_unknown_unit_is_missing_data() -> None:
    finding = ask(LATEST, panel("150", "80"))
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("Observation 8480-6 unit", "Observation 8462-4 unit")
    assert ask(LATEST, panel("15 cmHg", "95 mm[Hg]")).answer is Answer.TRUE  # the diastolic settles it


def test_the_latest_reading_decides() -> None:
    high, normal = pressure("170/95", "2026-11-24T09:00:00Z"), pressure("130/80", "2026-11-24T10:00:00Z")
    assert ask(LATEST, high, normal).answer is Answer.FALSE
    assert ask(LATEST, normal, high).answer is Answer.FALSE


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("2026-11-23T12:00:00Z", Answer.TRUE),
        ("2026-11-23T11:59:59Z", Answer.FALSE),
        ("2027-01-01T10:00:00Z", Answer.FALSE),
        (None, Answer.UNKNOWN),
    ],
)
def test_walks_the_window(at: str | None, answer: Answer) -> None:
    assert ask(LATEST, pressure("170/95", at)).answer is answer


def test_no_reading_in_the_window_is_false_and_not_loaded_is_unknown() -> None:
    finding = ask(LATEST)
    assert finding.answer is Answer.FALSE
    assert finding.why == "No blood pressure was measured in the time asked for."
    unread = ask(LATEST, given=Given.UNKNOWN)
    assert unread.answer is Answer.UNKNOWN
    assert unread.missing == ("Observation 85354-9",)


def test_a_truncated_page_proves_a_high_reading_and_no_normal_one() -> None:
    assert ask(LATEST, pressure("170/95"), given=Given.PARTIAL).answer is Answer.TRUE
    assert ask(LATEST, pressure("120/70"), given=Given.PARTIAL).answer is Answer.UNKNOWN


@pytest.mark.parametrize("status", ["entered-in-error", "preliminary", "registered", "cancelled"])
def test_a_reading_that_does_not_stand_is_ignored(status: str) -> None:
    assert ask(LATEST, pressure("190/110", status=status)).answer is Answer.FALSE


def test_other_codes_are_no_reading() -> None:
    parts = (component("8480-6", quantity("190 mm[Hg]")),)
    arterial_line = observation("76536-9", components=parts)
    historic_maximum = observation("8479-8", quantity("220 mm[Hg]"))
    assert ask(LATEST, arterial_line, historic_maximum).answer is Answer.FALSE


def test_a_panel_without_values_is_no_reading() -> None:
    assert ask(LATEST, observation("85354-9", components=(component("8480-6", None),))).answer is Answer.FALSE


class TestTwice:
    def test_two_readings_above_the_limit(self) -> None:
        first = pressure("186/90", "2026-11-24T09:55:00Z", reference="Observation/first")
        second = pressure("170/104", "2026-11-24T10:00:00Z", reference="Observation/second")
        finding = ask(TWICE, first, second)
        assert finding.answer is Answer.TRUE
        assert references(finding) == ["Observation/second", "Observation/first"]

    @pytest.mark.parametrize(
        ("values", "answer"), [("180/100", Answer.FALSE), ("181/100", Answer.TRUE), ("180/101", Answer.TRUE)]
    )
    def test_limits_are_strict(self, values: str, answer: Answer) -> None:
        first = pressure(values, "2026-11-24T09:00:00Z")
        assert ask(TWICE, first, pressure("190/90")).answer is answer
        assert ask(TWICE, pressure("190/90", "2026-11-24T09:00:00Z"), pressure(values)).answer is answer

    @pytest.mark.parametrize(
        ("at", "answer"),
        [
            ("2026-11-24T09:55:01Z", Answer.FALSE),
            ("2026-11-24T09:55:00Z", Answer.TRUE),
            ("2026-11-24T09:54:59Z", Answer.TRUE),
        ],
    )
    def test_readings_must_be_apart(self, at: str, answer: Answer) -> None:
        assert ask(TWICE, pressure("190/90", at), pressure("190/91")).answer is answer

    def test_one_reading_is_not_two_however_often_it_was_sent(self) -> None:
        assert ask(TWICE, pressure("190/110")).answer is Answer.FALSE
        assert ask(TWICE, pressure("190/110", "2026-11-24"), pressure("190/110", "2026-11-24")).answer is Answer.FALSE

    def test_a_later_normal_reading_ends_it(self) -> None:
        high = [pressure("190/110", f"2026-11-24T0{hour}:00:00Z") for hour in (7, 8, 9)]
        assert ask(TWICE, *high).answer is Answer.TRUE
        assert ask(TWICE, *high, pressure("130/80")).answer is Answer.FALSE

    def test_a_normal_reading_between_ends_it(self) -> None:
        readings = [
            pressure("190/110", "2026-11-24T08:00:00Z"),
            pressure("130/80", "2026-11-24T09:00:00Z"),
            pressure("190/110"),
        ]
        assert ask(TWICE, *readings).answer is Answer.FALSE

    def test_a_repeat_too_soon_does_not_hide_the_one_before(self) -> None:
        readings = [
            pressure("190/110", "2026-11-24T09:50:00Z"),
            pressure("185/105", "2026-11-24T09:58:00Z"),
            pressure("190/110"),
        ]
        assert ask(TWICE, *readings).answer is Answer.TRUE

    def test_the_earlier_reading_must_be_in_the_window(self) -> None:
        assert ask(TWICE, pressure("190/110", "2026-11-23T11:00:00Z"), pressure("190/110")).answer is Answer.FALSE

    def test_an_unreadable_earlier_reading_is_unknown(self) -> None:
        finding = ask(TWICE, panel("25", "12", "2026-11-24T09:00:00Z"), pressure("190/110"))
        assert finding.answer is Answer.UNKNOWN
        assert "Observation 8480-6 unit" in finding.missing

    def test_one_high_reading_of_a_truncated_page_is_unknown(self) -> None:
        assert ask(TWICE, pressure("190/110"), given=Given.PARTIAL).answer is Answer.UNKNOWN
