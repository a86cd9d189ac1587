"""Values against thresholds: strict where the name says so, certain or not answered."""

from types import SimpleNamespace
from typing import Any

import pytest

from cds.findings.quantities import in_words, within_limits
from cds.record import Range
from cds.rulebook import Amount
from tests.unit.findings.builders import named, quantity, when


def _limits(**limits: str) -> Any:
    empty: dict[str, Amount | None] = dict.fromkeys(("above", "at_least", "below", "at_most"))
    return SimpleNamespace(**(empty | {name: Amount.read(limit) for name, limit in limits.items()}))


@pytest.mark.parametrize(
    ("threshold", "just_below", "at", "just_above"),
    [
        ("above", False, False, True),
        ("at_least", False, True, True),
        ("below", True, False, False),
        ("at_most", True, True, False),
    ],
)
def test_each_threshold_walked(threshold: str, just_below: bool, at: bool, just_above: bool) -> None:
    limits = _limits(**{threshold: "92 %"})
    assert within_limits(quantity("91.9 %"), limits) is just_below
    assert within_limits(quantity("92 %"), limits) is at
    assert within_limits(quantity("92.1 %"), limits) is just_above


@pytest.mark.parametrize(
    ("written", "threshold", "answer"),
    [
        ("<5 mg", "above", False),  # whatever it is, it is not above 5
        ("<=5 mg", "above", False),
        (">5 mg", "above", True),
        (">=5 mg", "above", None),  # it may be 5 itself
        ("<5 mg", "at_least", False),
        ("<=5 mg", "at_least", None),
        (">=5 mg", "at_least", True),
        ("<5 mg", "below", True),
        ("<=5 mg", "below", None),
        (">=5 mg", "below", False),
        ("<=5 mg", "at_most", True),
        (">5 mg", "at_most", False),
        (">=5 mg", "at_most", None),
        ("<6 mg", "above", None),
        (">4 mg", "above", None),
    ],
)
def test_a_comparator_answers_only_where_it_is_certain(written: str, threshold: str, answer: bool | None) -> None:
    assert within_limits(quantity(written), _limits(**{threshold: "5 mg"})) is answer


def test_a_range_answers_only_where_both_ends_agree() -> None:
    value = Range(low=quantity("3 mg"), high=quantity("6 mg"))
    assert within_limits(value, _limits(above="2 mg")) is True
    assert within_limits(value, _limits(above="5 mg")) is None
    assert within_limits(value, _limits(above="6 mg")) is False
    assert within_limits(Range(low=quantity("3 mg")), _limits(at_least="3 mg")) is True


def test_every_threshold_must_hold() -> None:
    assert within_limits(quantity("5 mg"), _limits(at_least="4 mg", at_most="5 mg")) is True
    assert within_limits(quantity("6 mg"), _limits(at_least="4 mg", at_most="5 mg")) is False


def test_an_unknown_unit_is_not_answered() -> None:
    assert within_limits(quantity("500 sprays"), _limits(above="5 mg")) is None


def test_writes_a_value_with_its_unit() -> None:
    assert in_words(quantity("184 mmHg")) == "184 mm[Hg]"
    assert in_words(quantity("<5.10 mg")) == "<5.1 mg"
    assert in_words(quantity("100 {score}")) == "100"
    assert in_words(Range(low=quantity("3 mg"), high=quantity("6 mg"))) == "3 mg to 6 mg"
    assert in_words(named("Positive")) == "Positive"
    assert in_words(when("2026-12-01")) == "2026-12-01"
    assert in_words(value=True) == "yes"
    assert in_words(None) is None
