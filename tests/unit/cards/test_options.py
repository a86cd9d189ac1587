"""The options of a patient: what may be considered, what not and why, what cannot be judged."""

from typing import Any

import pytest

from cds.cards.options import option_lines
from cds.matching import Matching, Outcome, State, SubjectKind, SubjectTrace
from cds.rulebook import Hook, Rule
from tests.unit.cards.building import RULEBOOK, about, cards_of, rule, speaks, tier

WHEN = [
    {"condition": "active", "in": "pregnancy", "as": "pain"},
    {"patient": "age", "at_least": 18},
]
OPTION = {
    "name": "Light for pain",
    "indication": ["pain"],
    "certainty": "low",
    "against": "one trial found none",
    "first": "exercise",
    "otherwise": {"patient": "the patient is under 18", "contraindicated": "a contraindication is recorded"},
}


def option_rule(**more: Any) -> Rule:
    written = tier() | {"indicator": "info", "when": WHEN, "unless": [{"derived": "contraindicated"}]}
    return rule("KET-EL-A", "suggestion", tiers=[written], option=OPTION, **more)


def lines(state: State, true: str, possible: str = "", of: Rule | None = None, **more: Any) -> list[str]:
    """The lines for one option of which these facts are true, and these unknown."""
    suggestion = of or option_rule()
    [first] = suggestion.tiers
    names = {"pain": first.when[0].key, "age": first.when[1].key, "contraindicated": first.unless[0].key}
    atoms = {f"t:{names[name]}" for name in true.split()} | {
        f"p:{names[name]}" for name in (true + " " + possible).split()
    }
    subject = about(None, SubjectKind.PATIENT)
    outcome = Outcome(rule=suggestion, subject=subject, state=state, **more)
    trace = SubjectTrace(subject=subject, outcomes=(outcome,), atoms=frozenset(atoms))
    return list(option_lines(Matching(hook=Hook.PATIENT_VIEW, subjects=(trace, trace)), RULEBOOK))


def test_what_may_be_considered_names_its_certainty_and_what_comes_first() -> None:
    [line] = lines(State.SPEAKS, "pain age")
    assert line == (
        "**Light for pain:** may be considered; certainty that it helps: low ⊕⊕◯◯. "
        "Against: one trial found none. First: exercise."
    )


@pytest.mark.parametrize(
    ("true", "possible", "said"),
    [
        ("pain", "", "not now: the patient is under 18."),
        ("pain age contraindicated", "", "not now: a contraindication is recorded."),
        ("pain contraindicated", "", "not now: the patient is under 18; a contraindication is recorded."),
        ("pain age", "contraindicated", "not now: not known whether a contraindication is recorded."),
        ("pain age", "", "not now: its conditions do not hold."),
    ],
)
def test_what_is_no_option_says_why(true: str, possible: str, said: str) -> None:
    assert lines(State.SILENT, true, possible) == [f"**Light for pain:** {said}"]


def test_what_cannot_be_judged_says_what_is_not_known() -> None:
    assert lines(State.NOT_EVALUATED, "pain", "age", missing=("Patient.birthDate",)) == [
        "**Light for pain:** cannot be judged: not known is whether the patient is under 18."
    ]
    assert lines(State.NOT_EVALUATED, "age", "pain", missing=("Condition",)) == [
        "**Light for pain:** cannot be judged: not known is Condition."
    ]


def test_without_the_indication_it_is_no_option_at_all() -> None:
    assert lines(State.SILENT, "age") == []


@pytest.mark.parametrize("status", ["silent", "draft"])
def test_a_rule_that_reaches_no_clinician_is_no_option(status: str) -> None:
    assert lines(State.SPEAKS, "pain age", of=option_rule(status=status)) == []


def test_the_card_of_the_rule_that_lists_them_holds_the_lines() -> None:
    listing = rule("KET-EL-OPTIONS", "options", tiers=[tier() | {"indicator": "info"}])
    suggestion = speaks(option_rule(), subject=about(None, SubjectKind.PATIENT))
    [card] = cards_of(suggestion, speaks(listing, subject=about(None, SubjectKind.PATIENT)), hook=Hook.PATIENT_VIEW)
    assert [entry["id"] for entry in card.extension["org.kir-cds.rules"]] == ["KET-EL-A", "KET-EL-OPTIONS"]
