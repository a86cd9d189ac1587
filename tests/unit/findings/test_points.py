"""Points: Child-Pugh item by item, its range where something is missing, its arithmetic in words."""

from typing import Any

import pytest
from pydantic import ValidationError

from cds.findings.finding import Answer, Finding
from cds.findings.points import find_points
from cds.record import Given, Kind, Observation
from tests.unit.findings.builders import ICD, clause, concept, condition, named, observation, quantity, record, view

DAYS = {"within": "30 days"}


def lab(value_set: str, **limits: str) -> dict[str, Any]:
    return {"observation": "latest", "in": value_set, **DAYS, **limits}


def said(*words: str) -> dict[str, Any]:
    return {"text": ["Observation", "Condition"], "words": list(words), "absent": ["no"]}


CHILD_PUGH = [
    {
        "name": "bilirubin",
        "one": [lab("bilirubin", below="2 mg/dL")],
        "two": [lab("bilirubin", at_least="2 mg/dL", at_most="3 mg/dL")],
        "three": [lab("bilirubin", above="3 mg/dL")],
    },
    {
        "name": "albumin",
        "one": [lab("albumin", above="3.5 g/dL")],
        "two": [lab("albumin", at_least="2.8 g/dL", at_most="3.5 g/dL")],
        "three": [lab("albumin", below="2.8 g/dL")],
    },
    {
        "name": "INR",
        "one": [lab("inr", below="1.7 {score}")],
        "two": [lab("inr", at_least="1.7 {score}", at_most="2.3 {score}")],
        "three": [lab("inr", above="2.3 {score}")],
    },
    {
        "name": "ascites",
        "one": [{"text": ["Observation"], "words": ["no ascites"]}],
        "two": [said("mild ascites")],
        "three": [said("tense ascites")],
        "two_or_three": [{"condition": "active", "in": "ascites"}],
    },
]
BILIRUBIN, ALBUMIN, INR = "1975-2", "1751-7", "6301-6"


def results(bilirubin: str | None, albumin: str | None, inr: str | None, ascites: str | None) -> list[Observation]:
    values = ((BILIRUBIN, bilirubin), (ALBUMIN, albumin), (INR, inr))
    made = [observation(code, quantity(value), reference=f"Observation/{code}") for code, value in values if value]
    return made + ([observation(named("Abdomen"), ascites, reference="Observation/abdomen")] if ascites else [])


def ask(observations: list[Observation], points: str = "certain", **more: Any) -> Finding:
    bounds = {key: more.pop(key) for key in ("at_least", "at_most") if key in more} or {"at_least": 10}
    return find_points(
        clause(points=points, items=CHILD_PUGH, **bounds), view(record(observations=tuple(observations), **more))
    )


def test_the_arithmetic_is_shown() -> None:
    finding = ask(results("3.2 mg/dL", "2.5 g/dL", "1.9", "tense ascites"))
    assert finding.answer is Answer.TRUE
    assert (finding.inputs[0].display, finding.inputs[0].value) == (
        "Points",
        "11: bilirubin 3, albumin 3, INR 2, ascites 3",
    )
    assert {one.reference for one in finding.inputs} == {
        "Patient/p",
        "Observation/1975-2",
        "Observation/1751-7",
        "Observation/6301-6",
        "Observation/abdomen",
    }


@pytest.mark.parametrize(
    ("bilirubin", "points"),
    [("1.9 mg/dL", 1), ("2 mg/dL", 2), ("3 mg/dL", 2), ("3.01 mg/dL", 3), ("34 umol/L", 1), ("52 umol/L", 3)],
)
def test_the_borders_of_an_item(bilirubin: str, points: int) -> None:
    rest = results(bilirubin, "40 g/L", "1.0", "no ascites")
    for bound in range(4, 8):
        assert ask(rest, at_least=bound).answer is Answer.of(3 + points >= bound)


def test_what_is_missing_makes_a_range_that_may_still_decide() -> None:
    three = results("3.2 mg/dL", "2.5 g/dL", "2.5", None)
    finding = ask(three, at_least=11)
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("ascites",)
    assert finding.inputs[0].value is not None
    assert finding.inputs[0].value.startswith("10 to 12: ")
    assert finding.inputs[0].value.endswith("ascites 1-3")
    assert ask(three, at_least=10).answer is Answer.TRUE
    assert ask(three, at_least=13).answer is Answer.FALSE


def test_possible_is_any_of_the_range() -> None:
    three = results("3.2 mg/dL", "2.5 g/dL", "2.5", None)
    assert ask(three, "possible", at_least=12).answer is Answer.TRUE
    assert ask(three, "possible", at_least=13).answer is Answer.FALSE


def test_between_two_bounds() -> None:
    some = results("2.5 mg/dL", "3 g/dL", "2.0", "mild ascites")  # 8
    assert ask(some, at_least=7, at_most=9).answer is Answer.TRUE
    assert ask(some, at_least=9, at_most=10).answer is Answer.FALSE
    assert ask(results("2.5 mg/dL", "3 g/dL", None, "mild ascites"), at_least=7, at_most=8).answer is Answer.UNKNOWN


def test_a_condition_without_its_grade_is_two_or_three() -> None:
    rest = results("1 mg/dL", "4 g/dL", "1.0", None)
    coded = condition(concept(ICD, "R18.8"))
    finding = ask(rest, conditions=(coded,), at_least=6)
    assert finding.answer is Answer.UNKNOWN
    assert ask(rest, conditions=(coded,), at_least=5).answer is Answer.TRUE


def test_a_result_that_cannot_be_read_is_missing() -> None:
    finding = ask(results("3.2 mg", "2.5 g/dL", "2.5", "tense ascites"), at_least=11)
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("Observation 1975-2 value",)


def test_an_old_result_is_missing() -> None:
    old = [observation(BILIRUBIN, quantity("3.2 mg/dL"), at="2026-01-01")]
    assert ask([*old, *results(None, "2.5 g/dL", "2.5", "tense ascites")], at_least=11).answer is Answer.UNKNOWN


def test_not_loaded_leaves_it_open() -> None:
    assert ask([], given={Kind.OBSERVATION: Given.UNKNOWN}).answer is Answer.UNKNOWN


def test_bounds_are_named() -> None:
    with pytest.raises(ValidationError):
        clause(points="certain", items=CHILD_PUGH)
