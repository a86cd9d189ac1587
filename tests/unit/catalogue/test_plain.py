"""Clauses in plain words: readable, whole, and nothing left out."""

from collections.abc import Iterator

import pytest
import yaml
from markupsafe import Markup
from pydantic import TypeAdapter

from cds.catalogue.plain import Reader, Sentence
from cds.rulebook import Expression, Rulebook
from cds.rulebook.clauses.expressions import VOCABULARY
from tests.unit.findings.builders import READINGS

RULEBOOK: Rulebook = READINGS.rulebook


def link(kind: str, name: str) -> Markup:
    return Markup("[{}/{}]").format(kind, name)


def read(written: str) -> Sentence:
    expression: Expression = TypeAdapter(Expression).validate_python(yaml.safe_load(written))
    return Reader(RULEBOOK, link).sentence(expression)


def texts(sentence: Sentence) -> Iterator[str]:
    yield str(sentence.text)
    for part in sentence.parts:
        yield from texts(part)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{condition: active, in: pregnancy}", "An active condition, in [value-sets/pregnancy]"),
        (
            "{condition: ever, in: pregnancy, recorded_within: 90 days}",
            "A condition, whatever its state, in [value-sets/pregnancy], recorded within 90 days",
        ),
        ("{patient: age, at_least: 18, below: 65}", "The patient&#39;s age, at least 18 years, below 65 years"),
        ('{dose: ordered, above: "1.5 mg/kg/h"}', "The dose ordered, above 1.5 mg/kg/h"),
        ("{order: at-hand, route: [oral, nasal]}", "The order, given by this route: oral or nasal"),
        ("{order: at-hand, site_known: false}", "The order, not with a known site"),
        ("{derived: contraindicated}", "An earlier rule says: contraindicated"),
        ("{hook: [order-select, patient-view]}", "an order is selected or a chart is opened"),
        (
            "{text: Observation, words: [numb, insensate], within: 24 hours}",
            "The text of Observation, with one of the words numb, insensate, within 24 hours",
        ),
        ("{medication: exposed, in: pregnancy, washout: from-set}", None),
    ],
)
def test_a_clause_reads_as_a_sentence(written: str, said: str | None) -> None:
    text = str(read(written).text)
    assert text == said if said else "now or within its wash-out of each member" in text


def test_groups_say_what_must_hold_together() -> None:
    sentence = read("{all: [{patient: age, at_least: 18}], unless: [{derived: contraindicated}]}")
    assert [str(part.text) for part in sentence.parts] == ["The patient&#39;s age, at least 18 years", "None of these"]
    either = read("{any: [{patient: age, at_least: 18}, {derived: contraindicated}]}")
    assert (str(either.text), len(either.parts)) == ("Any of these", 2)


@pytest.mark.parametrize("kind", [kind for kind in VOCABULARY if kind not in {"is", "any", "all"}])
def test_every_value_of_an_example_is_said(kind: str) -> None:
    """What a rule's author wrote stands on the page, whatever the kind of fact."""
    written = yaml.safe_load(str(VOCABULARY[kind].example))
    said = " ".join(texts(read(str(VOCABULARY[kind].example))))
    numbers = [part for value in written.values() if isinstance(value, str) for part in value.split() if part.isdigit()]
    assert all(number in said for number in numbers), said


def test_a_filter_without_words_of_its_own_is_told_by_its_description() -> None:
    said = str(read('{order: at-hand, laser_class: "4"}').text)
    assert said.endswith("its laser class; `unknown` when it states none: 4")


def test_text_of_the_content_cannot_become_markup() -> None:
    assert "<b>" not in str(read('{text: Observation, words: ["<b>numb</b>"]}').text)
