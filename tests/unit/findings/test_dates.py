"""Dates against windows: the edge is inside, partial dates are read at the end that the question asks for."""

from datetime import date, timedelta

import pytest

from cds.findings.dates import bounded, day_of, is_to_come, may_be_within, newest, surely_within
from tests.unit.findings.builders import NOW, when

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "may_be", "surely"),
    [
        ("2026-11-24T12:00:00Z", True, True),
        ("2026-11-23T12:00:00Z", True, True),  # exactly a day ago
        ("2026-11-23T11:59:59Z", False, False),
        ("2026-11-23T13:00:00+01:00", True, True),  # the same moment in another zone
        ("2026-11-23", True, False),  # some time yesterday: perhaps less than a day ago
        ("2026-11-22", False, False),
        ("2026-11", True, False),
        ("2026", True, False),
    ],
)
def test_a_day_back_from_noon(written: str, may_be: bool, surely: bool) -> None:
    assert may_be_within(when(written), DAY, NOW) is may_be
    assert surely_within(when(written), DAY, NOW) is surely


@pytest.mark.parametrize(
    ("written", "to_come"),
    [
        ("2026-11-24T12:01:00Z", False),
        ("2026-11-25T12:00:00Z", False),
        ("2026-11-25T12:00:01Z", True),
        ("2026-11-26", True),
        ("2026-11", False),
    ],
)
def test_more_than_a_day_ahead_is_to_come_and_in_no_window(written: str, to_come: bool) -> None:
    assert is_to_come(when(written), NOW) is to_come
    assert may_be_within(when(written), DAY, NOW) is not to_come


def test_a_period_with_one_end_is_as_of_that_end() -> None:
    assert bounded(when("2026-01-01T08:00:00Z/")).latest == when("2026-01-01T08:00:00Z").latest
    assert bounded(when("/2026-01-01T08:00:00Z")).earliest == when("2026-01-01T08:00:00Z").earliest
    assert not may_be_within(when("2026-01-01/"), DAY, NOW)


def test_the_day_is_the_one_written_else_the_one_in_utc() -> None:
    assert day_of(when("2026-11-20T23:30:00-05:00")) == date(2026, 11, 20)
    assert day_of(when("2026-11-20T23:30:00-05:00/2026-11-21T00:30:00-05:00")) == date(2026, 11, 20)
    assert day_of(when("2026-11")) == date(2026, 11, 1)


def test_the_newest_are_all_that_may_be() -> None:
    spans = [when(text) for text in ("2026-11-20T08:00:00Z", "2026-11-20", "2026-11-19", "2026-11-20T09:00:00Z")]
    assert [one.text for one in newest(spans, lambda span: span)] == ["2026-11-20", "2026-11-20T09:00:00Z"]
    assert newest([], lambda span: span) == []
