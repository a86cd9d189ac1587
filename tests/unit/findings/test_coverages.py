"""Coverages: who pays today, by words; nothing is concluded from what is not said."""

from typing import Any

import pytest

from cds.findings.coverages import find_coverage
from cds.findings.finding import Answer, Finding
from cds.record import Coverage, Given, Kind
from cds.terminology import MatchedBy
from tests.unit.findings.builders import clause, record, references, view, when

MEDICARE = {"coverage": "active", "words": ["Medicare"], "absent": ["Medicare Advantage", "non-Medicare"]}


def coverage(*names: str, period: str | None = None, **more: Any) -> Coverage:
    written: dict[str, Any] = {"reference": "Coverage/1", "status": "active", "names": names, **more}
    return Coverage(period=when(period) if period else None, **written)


def ask(*coverages: Coverage, given: Given = Given.COMPLETE, **more: Any) -> Finding:
    of = record(coverages=coverages, given={Kind.COVERAGE: given})
    return find_coverage(clause(**MEDICARE, **more), view(of))


@pytest.mark.parametrize(
    ("names", "answer"),
    [
        (("Medicare",), Answer.TRUE),
        (("CMS", "MEDICARE part B"), Answer.TRUE),
        (("Medicaid",), Answer.FALSE),
        (("Medicareful",), Answer.FALSE),
        (("non-Medicare plan",), Answer.FALSE),
        (("Medicare", "Medicare Advantage Gold"), Answer.FALSE),
        ((), Answer.UNKNOWN),
    ],
)
def test_is_known_by_whole_words_of_its_names(names: tuple[str, ...], answer: Answer) -> None:
    assert ask(coverage(*names)).answer is answer


def test_says_that_it_was_matched_by_name() -> None:
    finding = ask(coverage("Plan 7", "Medicare Part B", period="2020-01-01/"))
    [one] = finding.inputs
    assert references(finding) == ["Coverage/1"]
    assert (one.display, one.matched_by) == ("Medicare Part B", MatchedBy.NAME)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("active", Answer.TRUE),
        ("cancelled", Answer.FALSE),
        ("draft", Answer.FALSE),
        ("entered-in-error", Answer.FALSE),
        (None, Answer.UNKNOWN),
    ],
)
def test_only_what_is_active_counts(status: str | None, answer: Answer) -> None:
    assert ask(coverage("Medicare", status=status)).answer is answer


@pytest.mark.parametrize(
    ("period", "answer"),
    [
        ("2020-01-01/", Answer.TRUE),
        ("2020-01-01/2026-11-24", Answer.TRUE),
        ("/2027-01-31", Answer.TRUE),
        ("2020-01-01/2026-11-23", Answer.FALSE),
        ("/2026-11-23", Answer.FALSE),
        ("2027-01-01/", Answer.FALSE),
    ],
)
def test_what_is_over_or_not_begun_does_not_count(period: str, answer: Answer) -> None:
    assert ask(coverage("Medicare", period=period)).answer is answer


def test_a_payor_that_is_not_named_may_be_meant() -> None:
    finding = ask(coverage("Plan 7", nameless_payor=True))
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("the payor of Coverage/1",))


@pytest.mark.parametrize(
    ("own", "rank", "answer"),
    [
        (1, "primary", Answer.TRUE),
        (2, "primary", Answer.FALSE),
        (1, "secondary", Answer.FALSE),
        (3, "secondary", Answer.TRUE),
        (None, "primary", Answer.TRUE),  # it is the only one
        (None, "secondary", Answer.FALSE),
    ],
)
def test_the_rank_is_who_pays_first(own: int | None, rank: str, answer: Answer) -> None:
    assert ask(coverage("Medicare", rank=own), rank=rank).answer is answer


def test_beside_another_the_rank_must_be_told() -> None:
    other = coverage("Blue Cross", reference="Coverage/2")
    finding = ask(coverage("Medicare"), other, rank="primary")
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("the order of Coverage/1",))
    over = coverage("Blue Cross", reference="Coverage/2", status="cancelled")
    assert ask(coverage("Medicare"), over, rank="primary").answer is Answer.TRUE


@pytest.mark.parametrize("given", [Given.UNKNOWN, Given.PARTIAL])
def test_what_was_not_loaded_whole_is_not_absent(given: Given) -> None:
    assert ask(given=given).missing == ("Coverage",)
    assert ask(coverage("Medicare"), given=given).answer is Answer.TRUE
    assert ask().answer is Answer.FALSE
