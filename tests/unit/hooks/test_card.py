"""Cards: urgency has an order, and the wire has no empty members."""

import itertools

import pytest

from cds.hooks import Indicator
from cds.hooks.json import without_empty_members


def test_indicators_compare_by_urgency_not_by_spelling() -> None:
    info, warning, critical = Indicator.INFO, Indicator.WARNING, Indicator.CRITICAL
    for order in itertools.permutations([info, warning, critical]):
        assert sorted(order) == [info, warning, critical]
        assert max(order) is critical
        assert min(order) is info
    assert info < warning <= warning < critical
    assert critical > warning >= warning > info
    assert not critical < warning
    assert [indicator.severity for indicator in Indicator] == [0, 1, 2]
    assert f"{critical}" == "critical"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"a": None, "b": "", "c": [], "d": {}}, {}),
        ({"a": {"b": {"c": [], "d": None}}}, {}),
        ({"a": 0, "b": False, "c": 0.0, "d": " "}, {"a": 0, "b": False, "c": 0.0, "d": " "}),
        (
            {"given": [None, "x"], "_given": [{"id": "1"}, None]},
            {"given": [None, "x"], "_given": [{"id": "1"}, None]},
        ),
        ({"a": ({"b": None, "c": 1},)}, {"a": [{"c": 1}]}),
    ],
)
def test_members_with_nothing_in_them_are_left_out_and_elements_keep_their_place(given: object, kept: object) -> None:
    assert without_empty_members(given) == kept
