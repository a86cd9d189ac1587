"""When something was, against a window: partial dates are intervals, and each question says which end it reads.

A fact that makes a rule speak is read at the end that makes it speak (`may_be_within`); a fact that would silence one
is read at the other (`surely_within`).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from cds.record import Span

AHEAD = timedelta(days=1)
"""How far ahead of us a time may lie before it is a time to come: clocks differ, and days begin elsewhere first."""

_DAY_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}")
_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)

_T = TypeVar("_T")


def bounded(span: Span) -> Span:
    """A Period with one end only, as of that end: an open end says when something was noted, not that it goes on."""
    if span.latest == _END and span.earliest != _BEGINNING:
        return replace(span, latest=span.earliest)
    if span.earliest == _BEGINNING and span.latest != _END:
        return replace(span, earliest=span.latest)
    return span


def is_to_come(span: Span, now: datetime) -> bool:
    """Dated in the future: a plan or a slip, never something that was seen."""
    return bounded(span).earliest > now + AHEAD


def may_be_within(span: Span, window: timedelta, now: datetime) -> bool:
    """Whether it may lie in the window before now; exactly at its edge is inside."""
    return not is_to_come(span, now) and bounded(span).latest >= now - window


def surely_within(span: Span, window: timedelta, now: datetime) -> bool:
    """Whether it lies in the window before now however the date is read."""
    return not is_to_come(span, now) and bounded(span).earliest >= now - window


def day_of(span: Span) -> date:
    """The calendar day on which it began, as written where a day is written, else in UTC."""
    written = _DAY_WRITTEN.match(span.text)
    return date.fromisoformat(written[0]) if written else bounded(span).earliest.date()


def newest(things: Iterable[_T], when: Callable[[_T], Span]) -> list[_T]:
    """Those that may be the latest: one, or several where times are equal or too imprecise to part them."""
    dated = [(thing, bounded(when(thing))) for thing in things]
    if not dated:
        return []
    last = max(span.earliest for _, span in dated)
    return [thing for thing, span in dated if span.latest >= last]
