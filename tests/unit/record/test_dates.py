"""A FHIR date is the interval it may mean; an unreadable one is no date."""

from datetime import UTC, datetime

import pytest

from cds.record import read_span
from cds.record.dates import fhir_date_time


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("written", "earliest", "latest", "precise"),
    [
        ("2026", at(2026, 1, 1), at(2026, 12, 31, 23, 59, 59, 999_999), False),
        (2026, at(2026, 1, 1), at(2026, 12, 31, 23, 59, 59, 999_999), False),
        ("2024-02", at(2024, 2, 1), at(2024, 2, 29, 23, 59, 59, 999_999), False),
        ("2026-12", at(2026, 12, 1), at(2026, 12, 31, 23, 59, 59, 999_999), False),
        ("2026-03-05", at(2026, 3, 5), at(2026, 3, 5, 23, 59, 59, 999_999), True),
        ("2026-03-05T10:20:30Z", at(2026, 3, 5, 10, 20, 30), at(2026, 3, 5, 10, 20, 30), True),
        ("2026-03-05T23:30:00-02:00", at(2026, 3, 6, 1, 30), at(2026, 3, 6, 1, 30), True),
        (
            "2026-03-05T10:20:30.123456789Z",
            at(2026, 3, 5, 10, 20, 30, 123_456),
            at(2026, 3, 5, 10, 20, 30, 123_456),
            True,
        ),
        ("9999", at(9999, 1, 1), datetime.max.replace(tzinfo=UTC), False),
        ("9999-12", at(9999, 12, 1), datetime.max.replace(tzinfo=UTC), False),
    ],
)
def test_a_date_is_the_interval_it_may_mean(
    written: object, earliest: datetime, latest: datetime, precise: bool
) -> None:
    span = read_span(written)
    assert span is not None
    assert (span.earliest, span.latest, span.precise) == (earliest, latest, precise)
    assert span.text == str(written)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-05T10:20:30", at(2026, 3, 5, 10, 20, 30)),
        ("2026-03-05 10:20:30Z", at(2026, 3, 5, 10, 20, 30)),
        ("2026-03-05t10:20:30z", at(2026, 3, 5, 10, 20, 30)),
        ("2026-03-05T10:20:30+0100", at(2026, 3, 5, 9, 20, 30)),
        (" 2026-03-05T10:20:30Z ", at(2026, 3, 5, 10, 20, 30)),
        ("2026-12-31T23:59:60Z", at(2026, 12, 31, 23, 59, 59)),
    ],
)
def test_a_time_is_read_without_zone_seconds_or_t_and_then_in_utc(written: str, moment: datetime) -> None:
    span = read_span(written)
    assert span is not None
    assert span.earliest == moment == span.latest


def test_a_time_without_seconds_is_that_minute() -> None:
    span = read_span("2026-03-05T10:20")
    assert span is not None
    assert (span.earliest, span.latest) == (at(2026, 3, 5, 10, 20), at(2026, 3, 5, 10, 20, 59, 999_999))


@pytest.mark.parametrize(
    "written",
    [
        None, "", "yesterday", "2026-13", "2026-02-30", "0000-01-01", "2026-3-5", "05.03.2026", "2026-03-05T25:00:00Z",
        "2026-03-05T10:20:61Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-05T10:20:30+99:99",
        True, 2026.5, 20260305, ["2026"], {}, {"start": []}, "２０２６", "2026\n\n2027", "9" * 100_000,
    ],
)  # fmt: skip
def test_what_names_no_day_is_no_date(written: object) -> None:
    assert read_span(written) is None


def test_a_period_reaches_from_the_first_to_the_last_moment_it_may_mean() -> None:
    span = read_span({"start": "2026-01", "end": "2026-03-05"})
    assert span is not None
    assert (span.earliest, span.latest) == (at(2026, 1, 1), at(2026, 3, 5, 23, 59, 59, 999_999))
    assert (span.text, span.precise) == ("2026-01/2026-03-05", False)


def test_an_open_period_has_no_end() -> None:
    until, since = read_span({"end": "2026-03-05"}), read_span({"start": "2026-03-05"})
    assert until is not None
    assert since is not None
    assert (until.earliest, until.text) == (datetime.min.replace(tzinfo=UTC), "../2026-03-05")
    assert (since.latest, since.text) == (datetime.max.replace(tzinfo=UTC), "2026-03-05/..")


def test_a_period_that_ends_before_it_starts_is_no_period() -> None:
    assert read_span({"start": "2026-03-05", "end": "2026-03-04"}) is None
    assert read_span({"start": "2026-03-05", "end": "2026-03"}) is not None


@pytest.mark.parametrize(
    ("written", "fhir"),
    [
        ("2026-03", "2026-03"),
        ("2026-03-05 10:20", "2026-03-05T10:20:00Z"),
        ("2026-03-05T10:20:30.5+0100", "2026-03-05T10:20:30.5+01:00"),
        ("soon", None),
    ],
)
def test_what_was_written_loosely_is_rewritten_as_fhir_writes_it(written: str, fhir: str | None) -> None:
    assert fhir_date_time(written) == fhir
