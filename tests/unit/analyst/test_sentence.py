"""Steps as sentences: what matches, what is read, and that the catalogue keeps its promises."""

import importlib
import re

import pytest

from cds.analyst.phrases import PhraseInvalid, one_of
from cds.analyst.plugin import PARTS
from cds.analyst.sentence import CATALOGUE, Details, Entry, Sentence

for part in PARTS:
    importlib.import_module(part)


def test_gaps_are_typed() -> None:
    sentence = Sentence("{she} weighs {weight:amount}")
    assert sentence.is_matching("the patient weighs 70 kg")
    assert not sentence.is_matching("the patient weighs 70")
    assert not sentence.is_matching("the patient weighs <weight> kg")
    assert not sentence.is_matching("it weighs 70 kg")


def test_a_part_may_be_left_out() -> None:
    sentence = Sentence("a {age:number}-year-old[ weighing {weight:amount}]")
    assert sentence.parse_arguments("a 34-year-old") == {"age": 34, "weight": None}
    assert sentence.parse_arguments("another sentence") is None


def test_words_that_a_pattern_would_read_stand_for_themselves() -> None:
    assert not Sentence("really?").is_matching("reall")


def test_a_sentence_may_bring_its_own_phrases() -> None:
    sentence = Sentence("the light is {colour:colour}", {"colour": one_of("red", "near infrared")})
    assert sentence.parse_arguments("the light is near infrared") == {"colour": "near infrared"}
    assert not sentence.is_matching("the light is blue")


def test_in_words_every_gap_has_its_example() -> None:
    assert (
        Sentence("{she} takes {what:concept}[ daily]").in_words() == 'she takes "schizophrenia" (ICD-10-CM F20.9) daily'
    )


@pytest.fixture
def details() -> Details:
    made = Details("a lamp")

    @made.detail("lit", "switched on")
    def lit(lamp: dict[str, object]) -> None:
        lamp["lit"] = True

    @made.detail("of {power:amount}")
    def power(lamp: dict[str, object], power: object) -> None:
        lamp["power"] = power

    return made


def test_details_change_the_fact_in_their_order(details: Details) -> None:
    lamp: dict[str, object] = {}
    details.apply(lamp, ("of 40 W", "switched on", "of 60 W"))
    assert list(lamp) == ["power", "lit"]
    assert str(getattr(lamp["power"], "value", "")) == "60.0"


def test_an_unknown_detail_is_named_with_what_comes_near(details: Details) -> None:
    with pytest.raises(
        PhraseInvalid, match=re.escape("a lamp has no detail `switched off`; did you mean `switched on`?")
    ):
        details.apply({}, ("switched off",))


def test_an_unknown_detail_far_from_all_is_told_what_there_is(details: Details) -> None:
    with pytest.raises(PhraseInvalid, match=re.escape("it may have: lit; switched on; of 0.5 mg/kg")):
        details.apply({}, ("quite heavy",))


def _id(entry: Entry) -> str:
    return entry.sentence.name


def test_the_catalogue_is_filled() -> None:
    assert {entry.kind for entry in CATALOGUE} == {"given", "when", "then"}


@pytest.mark.parametrize("entry", CATALOGUE, ids=_id)
def test_every_step_is_explained_by_an_example_that_it_matches_alone(entry: Entry) -> None:
    about, marker, _ = entry.about.partition("Example: ")
    assert about.strip(), "says nothing about itself"
    assert marker, "has no example"
    alike = [one for one in CATALOGUE if one.kind == entry.kind and one.sentence.is_matching(entry.example)]
    assert [one.sentence.name for one in alike if one.about == entry.about]
    assert len(alike) == 1 or {one.about for one in alike} == {entry.about}, "another step matches the example too"


@pytest.mark.parametrize("entry", [entry for entry in CATALOGUE if entry.details], ids=_id)
def test_every_detail_is_explained_and_comes_through(entry: Entry) -> None:
    assert entry.details is not None
    for detail in entry.details.known:
        assert detail.about, f"`{detail.sentence.name}` says nothing about itself"
        words = detail.sentence.in_words()
        first = next(one for one in entry.details.known if one.sentence.is_matching(words))
        assert first.change is detail.change, f"`{words}` is taken for `{first.sentence.name}`"
        assert entry.sentence.is_matching(f"{entry.example}, {words}"), f"`{words}` cannot stand behind the step"
