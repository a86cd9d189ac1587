"""Coverages: who pays today, by the words of its type, payor or plan, and whether it pays first."""

from collections.abc import Iterator

from cds.findings.dates import AHEAD
from cds.findings.finding import Finding, Input, false, not_loaded, true, unknown
from cds.findings.logic import all_hold
from cds.findings.view import View
from cds.record import Coverage, Kind
from cds.rulebook import CoverageClause
from cds.terminology import MatchedBy, Words, lexicon


def find_coverage(clause: CoverageClause, view: View) -> Finding:
    """Whether a coverage that stands today has one of the words, none of the absent ones, and the rank.

    Gives:  unknown when a coverage that may be meant does not say its status, its payor or its rank, or when Coverages
            were not loaded whole. Nothing is concluded from age.
    Source: FHIR Coverage.status, .period, .type, .payor, .class.name, .order.
    """
    words, absent = lexicon(clause.words), lexicon(clause.absent or ())
    present = [(one, stands) for one in view.record.coverages if (stands := _stands(one, view)) is not False]
    found: list[Input] = []
    unclear: list[str] = []
    for coverage, stands in present:
        named = _is_named(coverage, words, absent)
        if named is False:
            continue
        has_rank = _has_rank(clause, coverage, alone=len(present) == 1)
        if all_hold((stands, named, has_rank)):
            found.append(_as_input(coverage, words))
        elif has_rank is not False:
            unclear += _unclear(coverage, stands, named, has_rank)
    if found:
        return true(found, f"{found[0].display} is an active coverage.")
    missing = not_loaded(view.record, Kind.COVERAGE) + unclear
    if missing:
        return unknown(missing, "Who pays is not known whole.")
    return false("No such coverage is active.")


def _stands(coverage: Coverage, view: View) -> bool | None:
    """Active, begun and not over; None without a status."""
    period = coverage.period
    if period and (period.latest < view.now or period.earliest > view.now + AHEAD):
        return False
    return None if coverage.status is None else coverage.status == "active"


def _is_named(coverage: Coverage, words: Words, absent: Words) -> bool | None:
    if any(absent.find(name) for name in coverage.names):
        return False
    if any(words.find(name) for name in coverage.names):
        return True
    return None if coverage.nameless_payor or not coverage.names else False


def _has_rank(clause: CoverageClause, coverage: Coverage, *, alone: bool) -> bool | None:
    if clause.rank is None:
        return True
    rank = 1 if coverage.rank is None and alone else coverage.rank
    return None if rank is None else (rank == 1) is (clause.rank == "primary")


def _unclear(coverage: Coverage, stands: bool | None, named: bool | None, has_rank: bool | None) -> Iterator[str]:
    asked = (("status", stands), ("payor", named), ("order", has_rank))
    yield from (f"the {what} of {coverage.reference}" for what, answer in asked if answer is None)


def _as_input(coverage: Coverage, words: Words) -> Input:
    name = next(name for name in coverage.names if words.find(name))
    return Input(
        reference=coverage.reference,
        display=name,
        date=coverage.period.text if coverage.period else None,
        matched_by=MatchedBy.NAME,
    )
