"""What may stand in a step, and what it means."""

from datetime import UTC, datetime

import pytest

from cds.analyst.phrases import PHRASES, PhraseInvalid, When, read_parts, shifted
from cds.analyst.sentence import Sentence

MOMENT = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)


def _when(words: str) -> When:
    arguments = Sentence("{when:when}").parse_arguments(words)
    assert arguments is not None, f"`{words}` is no time"
    return arguments["when"]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("now", "2026-03-31T09:00:00+00:00"),
        ("today", "2026-03-31"),
        ("10 minutes ago", "2026-03-31T08:50:00+00:00"),
        ("1 hour ago", "2026-03-31T08:00:00+00:00"),
        ("3 weeks ago", "2026-03-10T09:00:00+00:00"),
        ("1 month ago", "2026-02-28T09:00:00+00:00"),
        ("2 years ago", "2024-03-31T09:00:00+00:00"),
        ("10 days from now", "2026-04-10T09:00:00+00:00"),
        ("on the day 14 days ago", "2026-03-17"),
        ("on 2026-01-05", "2026-01-05"),
        ("in 2025-12", "2025-12"),
        ("in 1990", "1990"),
        ("at 2026-03-30T23:30:00+02:00", "2026-03-30T23:30:00+02:00"),
    ],
)
def test_times(words: str, text: str) -> None:
    assert _when(words).text(MOMENT) == text


@pytest.mark.parametrize("words", ["recently", "3 ago", "3 fortnights ago", "on 5 March", "in March"])
def test_no_times(words: str) -> None:
    assert not Sentence("{when:when}").is_matching(words)


def test_a_month_after_december_is_january() -> None:
    assert shifted(datetime(2026, 12, 31, tzinfo=UTC), 1, "month") == datetime(2027, 1, 31, tzinfo=UTC)
    assert shifted(datetime(2024, 2, 29, tzinfo=UTC), -1, "year") == datetime(2023, 2, 28, tzinfo=UTC)


def _concept(words: str) -> dict[str, object]:
    return PHRASES["concept"].read(words)


def test_a_name_with_codes_is_text_and_display() -> None:
    assert _concept('"ketamine" (RxNorm 6130, ATC N01AX03)') == {
        "coding": [
            {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "6130", "display": "ketamine"},
            {"system": "http://www.whocc.no/atc", "code": "N01AX03", "display": "ketamine"},
        ],
        "text": "ketamine",
    }


def test_a_name_alone_is_text_and_a_code_alone_has_no_display() -> None:
    assert _concept('"water pill"') == {"text": "water pill"}
    assert _concept("(LOINC 2106-3)") == {"coding": [{"system": "http://loinc.org", "code": "2106-3"}]}


def test_a_system_may_be_an_address() -> None:
    assert _concept('"x" (urn:oid:2.16.840.1.113883.6.90 F20.9)')["coding"] == [
        {"system": "urn:oid:2.16.840.1.113883.6.90", "code": "F20.9", "display": "x"}
    ]


def test_an_unknown_system_is_named_with_what_comes_near() -> None:
    with pytest.raises(PhraseInvalid, match="did you mean `RxNorm`"):
        _concept('"ketamine" (RXNorm 6130)')


def test_an_amount_keeps_its_unit_as_written() -> None:
    assert PHRASES["amount"].read("0.5 mg/kg").quantity() == {
        "value": 0.5,
        "unit": "mg/kg",
        "system": "http://unitsofmeasure.org",
        "code": "mg/kg",
    }
    assert PHRASES["amount"].read("184 mmHg").quantity()["code"] == "mm[Hg]"
    assert PHRASES["amount"].read("50 without a unit").quantity() == {"value": 50}


def test_commas_in_quotes_and_brackets_part_nothing() -> None:
    written = ', with the note "left, not right", for "a, b" (RxNorm 1, ATC 2), stat'
    assert read_parts(written) == ('with the note "left, not right"', 'for "a, b" (RxNorm 1, ATC 2)', "stat")
    assert read_parts("") == ()
