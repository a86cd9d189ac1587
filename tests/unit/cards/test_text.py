"""Words of a card: patient text can form neither markup nor links, and every slot says something."""

import time

import pytest

from cds.cards.text import cut, day, fill, harmless, severity_word, why
from cds.hooks import Indicator
from cds.terminology import MatchedBy
from tests.unit.cards.building import datum

# --- patient text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Schizophrenia, paranoid type (F20.0)", "Schizophrenia, paranoid type (F20.0)"),
        ("St. John's wort 300 mg", "St. John's wort 300 mg"),
        ("Ångström µg 5 % – naïve 血压", "Ångström µg 5 % – naïve 血压"),
        ("184 mm[Hg]", "184 mmHg"),
        ("0.02 m[iU]/L", "0.02 mIU/L"),
        ("<script>alert(1)</script>", "‹script›alert(1)‹/script›"),
        ("<img src=x onerror=alert(1)>", "‹img src=x onerror=alert(1)›"),
        ("&lt;b&gt;", "＆lt;b＆gt;"),
        ("[click](https://evil.example)", "(click)(https: //evil.example)"),
        ("![x](data:image/png;base64,AA)", "!(x)(data:image/png;base64,AA)"),
        ("see http://evil.example/a", "see http: //evil.example/a"),
        ("www.evil.example WWW.evil.example", "www evil.example www evil.example"),
        ("mail a@evil.example", "mail a＠evil.example"),
        ("**bold** _thin_ ~~gone~~ `code`", "··bold·· thin --gone-- 'code'"),
        ("# heading", "heading"),
        ("a | b", "a / b"),
        ("\\<b\\>", "/‹b/›"),
        ("one\r\n\r\n- two\ttabs", "one - two tabs"),
        ("null\x00 bell\x07 escape\x1b[31m", "null bell escape (31m"),
        ("line\u2028separator\u2029paragraph\x85next", "line separator paragraph next"),
        ("\u202egnisrever\u202c", "gnisrever"),  # right to left
        ("\u2066isolate\u2069 \u061cmark \u200fmark", "isolate mark mark"),
        ("zero\u200bwidth \ufeffsoft\u00adhyphen word\u2060joiner", "zerowidth softhyphen wordjoiner"),
        ("tag\U000e0041\U000e0042s", "tags"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("ht\u200btps://evil.example", "https: //evil.example"),  # nothing unseen hides a link
        ("   ", ""),
        ("", ""),
    ],
)
def test_text_of_the_record_is_made_harmless(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_text_of_the_record_is_cut() -> None:
    assert harmless("a" * 80) == "a" * 80
    assert harmless("a" * 81) == "a" * 79 + "…"
    assert harmless("word " * 40, 12) == "word word w…"


@pytest.mark.parametrize("sign", ["a", "<", " ", "\x00", "\u202e", "é"])
def test_a_text_of_a_megabyte_takes_no_time(sign: str) -> None:
    began = time.perf_counter()
    shown = harmless(sign * 1_000_000)
    assert time.perf_counter() - began < 0.5
    assert len(shown) <= 80


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("ab cd", 4, "ab…"), ("", 3, ""), ("ab   c", 5, "ab…")],
)
def test_a_cut_is_shown(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept


# --- slots ------------------------------------------------------------------------------------------------


IT = datum(
    display="Porfimer <b>",
    value="2 mg/kg",
    date="2026-11-01T09:30:00+01:00",
    code="L01XD01",
    more={"washout_end": "2026-12-01"},
)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{it.display} on {it.date}", "Porfimer ‹b› on 2026-11-01 09:30"),
        ("{it.value}, {it.code}, {it.reference}", "2 mg/kg, L01XD01, Condition/c1"),
        ("until {it.washout_end}", "until 2026-12-01"),
        ("{other.display}", "not recorded"),
        ("{it.days_ago} days", "not recorded days"),
        ("no slot {at all}", "no slot {at all}"),
    ],
)
def test_slots_are_filled_from_what_was_found(template: str, filled: str) -> None:
    assert fill(template, [("it", IT)]) == filled


def test_the_first_datum_of_a_name_fills_its_slots() -> None:
    assert fill("{it.display}", [("it", datum(display="first")), ("it", datum(display="second"))]) == "first"


def test_what_a_slot_is_filled_with_is_not_filled_again() -> None:
    assert fill("{it.display}", [("it", datum(display="{it.code}", code="secret"))]) == "{it.code}"


def test_a_code_is_made_harmless_too() -> None:
    assert fill("{it.code}", [("it", datum(code="<b>[x](y)"))]) == "‹b›(x)(y)"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-01", "2026-11-01"),
        ("2026-11", "2026-11"),
        ("2026-11-01T10:30:59.123Z", "2026-11-01 10:30"),
        ("2026-11-01T10:30:00-05:00/2026-11-02", "2026-11-01 10:30"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_date_reads_like_one(written: str | None, read: str) -> None:
    assert day(written) == read


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "Psychosis (Condition/c1)"),
        ({"value": "7", "date": "2026-11-01"}, "Psychosis, 7, 2026-11-01 (Condition/c1)"),
        ({"matched_by": MatchedBy.CODE}, "Psychosis (Condition/c1)"),
        ({"matched_by": MatchedBy.NAME}, "Psychosis (Condition/c1; matched by name, verify)"),
        ({"display": ""}, "(Condition/c1)"),
    ],
)
def test_a_datum_says_what_when_and_where(members: dict[str, str], words: str) -> None:
    assert why(datum(**members)) == words


def test_the_severity_has_a_word() -> None:
    assert [severity_word(one) for one in Indicator] == ["Note", "Warning", "Critical"]
