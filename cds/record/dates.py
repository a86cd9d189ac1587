"""FHIR dates as intervals. A partial date is the whole time it may mean; an unreadable one is None, never a guess."""

import re
from datetime import UTC, datetime, timedelta, timezone

from cds.record.model import Span
from cds.record.shapes import clean_text, is_object

BEGINNING = datetime.min.replace(tzinfo=UTC)
END = datetime.max.replace(tzinfo=UTC)

MAX_DATE = 40  # characters; the longest dateTime has fewer

_TICK = timedelta(microseconds=1)

# FHIR's own pattern, and what is seen beside it: a space for the T, no seconds, no zone, a zone without its colon.
_DATE_TIME = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d\d)"
    r"(?:-(?P<day>\d\d)"
    r"(?:[Tt ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,20}))?)?"
    r"\s?(?P<zone>[Zz]|[+-]\d\d:?\d\d)?)?)?)?",
    re.ASCII,
)


def read_span(value: object) -> Span | None:
    """A date, dateTime, instant or Period as the interval it may mean.

    Takes:  value — a string, a bare year, or an object with `start`, `end` or both.
    Gives:  the Span in UTC; None when it is none of these, names no day that exists, or ends before it starts. A time
            without a zone is read as UTC, a whole day as the day in UTC. An unreadable start or end counts as open.
    Source: FHIR R4 date, dateTime, instant, Period.
    """
    if is_object(value):
        return _read_period(read_span_of_text(value.get("start")), read_span_of_text(value.get("end")))
    return read_span_of_text(value)


def read_span_of_text(value: object) -> Span | None:
    """As `read_span`, for text only: a Period is no date."""
    text = clean_text(value, limit=MAX_DATE)
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return None
    try:
        earliest, latest = _bounds(match)
    except (ValueError, OverflowError):  # 30 February; a zone that leaves the calendar
        return None
    return Span(earliest=earliest, latest=latest, text=text, precise=match["day"] is not None)


def fhir_date_time(value: object) -> str | None:
    """The same date as FHIR writes it: with `T`, seconds and zone where there is a time; None when unreadable."""
    span = read_span_of_text(value)
    if span is None:
        return None
    match = _DATE_TIME.fullmatch(span.text)
    if match is None or match["hour"] is None:
        return span.text
    zone = (match["zone"] or "Z").upper()
    zone = zone if zone == "Z" or ":" in zone else f"{zone[:3]}:{zone[3:]}"
    second = match["second"] or "00"
    fraction = f".{match['fraction'][:6]}" if match["fraction"] else ""
    return f"{span.text[:10]}T{match['hour']}:{match['minute']}:{second}{fraction}{zone}"


def _read_period(start: Span | None, end: Span | None) -> Span | None:
    if start is None and end is None:
        return None
    earliest = start.earliest if start else BEGINNING
    latest = end.latest if end else END
    if latest < earliest:
        return None
    text = f"{start.text if start else '..'}/{end.text if end else '..'}"
    precise = all(span.precise for span in (start, end) if span)
    return Span(earliest=earliest, latest=latest, text=text, precise=precise)


def _bounds(match: re.Match[str]) -> tuple[datetime, datetime]:
    year, month, day = int(match["year"]), match["month"], match["day"]
    if month is None:
        return datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, 59, 59, 999_999, UTC)
    if day is None:
        first = datetime(year, int(month), 1, tzinfo=UTC)
        return first, _end_of_month(first)
    if match["hour"] is None:
        first = datetime(year, int(month), int(day), tzinfo=UTC)
        return first, first.replace(hour=23, minute=59, second=59, microsecond=999_999)
    second = int(match["second"] or 0)
    moment = datetime(
        year,
        int(month),
        int(day),
        int(match["hour"]),
        int(match["minute"]),
        min(second, 59) if second <= 60 else second,  # a leap second is the last second that Python knows
        int((match["fraction"] or "0")[:6].ljust(6, "0")),
        tzinfo=_zone(match["zone"]),
    ).astimezone(UTC)
    return moment, moment if match["second"] is not None else moment + timedelta(minutes=1) - _TICK


def _end_of_month(first: datetime) -> datetime:
    if first.month < 12:
        return first.replace(month=first.month + 1) - _TICK
    return first.replace(day=31, hour=23, minute=59, second=59, microsecond=999_999)


def _zone(written: str | None) -> timezone:
    if written is None or written in "Zz":
        return UTC
    offset = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    return timezone(-offset if written[0] == "-" else offset)
