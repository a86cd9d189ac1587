"""Names are whole words: never a part of a word, and at each place the longest name."""

import time

import pytest

from cds.terminology import Words
from cds.terminology.index import tokens_of

KETAMINES = Words(["ketamine", "ketamine hydrochloride", "esketamine", "S-ketamine", "S(+)-ketamine"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ketamine 50 MG/ML Injectable Solution", ["ketamine", "50", "mg", "ml", "injectable", "solution"]),
        ("S(+)-ketamine", ["s", "ketamine"]),
        ("S–ketamine", ["s", "ketamine"]),  # however the hyphen was typed
        ("S\u2011ketamine", ["s", "ketamine"]),
        ("ketamine_nasal,troche", ["ketamine", "nasal", "troche"]),
        ("St. John's wort", ["st", "john's", "wort"]),
        ("St. John’s wort", ["st", "john's", "wort"]),
        ("St. Johnʼs wort", ["st", "john's", "wort"]),
        ("the patients' own", ["the", "patients", "own"]),
        ("keta\u00admine, keta\u200bmine", ["ketamine", "ketamine"]),  # copied from a page that hyphenates
        ("Spravato™ nasal spray®", ["spravato", "nasal", "spray"]),
        ("", []),
        ("– / %", []),
    ],
)
def test_a_text_parts_into_words(text: str, words: list[str]) -> None:
    assert tokens_of(text) == words


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ketamine", "esketamine nasal spray"),
        ("ketamine", "norketamine"),
        ("methylphenidate", "dexmethylphenidate hydrochloride 10 MG"),
        ("venlafaxine", "desvenlafaxine"),
        ("modafinil", "armodafinil"),
        ("amphetamine", "dextroamphetamine saccharate"),
        ("codeine", "dihydrocodeine"),
        ("ketamine", "ketamine50mg"),
    ],
)
def test_a_name_is_never_a_part_of_a_word(name: str, text: str) -> None:
    assert Words([name]).find(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ketamine 50 mg", ["ketamine"]),
        ("KETAMINE HYDROCHLORIDE 500 mg vial", ["ketamine hydrochloride"]),
        ("esketamine (S-ketamine)", ["esketamine", "S(+)-ketamine", "S-ketamine"]),
        ("s ketamine nasal", ["S(+)-ketamine", "S-ketamine"]),
        ("RS-ketamine", ["ketamine"]),
        ("ketamine and esketamine", ["ketamine", "esketamine"]),
        ("Vitamins, then ketamine", ["ketamine"]),
        ("the patient's ketamine", ["ketamine"]),
        ("nothing of the kind", []),
    ],
)
def test_at_each_place_the_longest_name_wins(text: str, found: list[str]) -> None:
    assert KETAMINES.find(text) == found


def test_spellings_of_one_name_are_found_together() -> None:
    assert Words(["S-Ketamine", "s ketamine"]).find("S-ketamine") == ["S-Ketamine", "s ketamine"]


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("microdos*", "microdosing", True),
        ("microdos*", "Microdose troche", True),
        ("microdos*", "a microdos", True),
        ("microdos*", "amicrodosing", False),
        ("micro-dos*", "micro-dosing", True),
        ("micro-dos*", "micro dose", True),
        ("micro-dos*", "microdose", False),
        ("rapid dissolv*", "rapid-dissolving tablet", True),
        ("rapid dissolv*", "rapid tablet, dissolves", False),
        ("rapid dissolv*", "rapid", False),
        ("photosens*", "photosensitivity reaction", True),
    ],
)
def test_a_trailing_star_matches_any_ending_of_the_last_word(phrase: str, text: str, stands: bool) -> None:
    assert bool(Words([phrase]).find(text)) is stands


def test_the_longest_wins_with_a_star_too() -> None:
    assert Words(["rapid", "rapid dissolv*"]).find("rapid dissolving") == ["rapid dissolv*"]
    assert Words(["rapid dissolving film", "rapid dissolv*"]).find("rapid dissolving film") == ["rapid dissolving film"]


def test_a_phrase_without_a_word_is_never_found() -> None:
    assert Words(["", "–", "*"]).find("anything at all – *") == []


def test_a_long_text_takes_no_longer_than_it_is() -> None:
    words = Words(["exercis*", "back school", "physical therap*"])
    began = time.perf_counter()
    assert words.find("physical " * 200_000) == []
    assert time.perf_counter() - began < 5  # was minutes, when each place copied the rest of the text


def test_phrases_may_come_one_by_one() -> None:
    assert Words(word for word in ["back school", "pain ... leg"]).find("pain in leg, back school") == [
        "back school",
        "pain ... leg",
    ]
