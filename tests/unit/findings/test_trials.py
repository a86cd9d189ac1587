"""Antidepressant trials: distinct drugs of this episode, long enough, at a dose that a row with a source gives."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from cds.findings.finding import Answer, Finding
from cds.findings.readings import Readings
from cds.findings.trials import find_trials
from cds.findings.view import View
from cds.record import Dosage, Given, Kind, MedicationUse, Timing
from cds.rulebook import DoseTable
from tests.unit.findings.builders import (
    FAMILY,
    ICD,
    READINGS,
    RXNORM,
    clause,
    concept,
    condition,
    dosage,
    maybe,
    medication_order,
    record,
    view,
)

TABLE = DoseTable.model_validate(
    {
        "id": "antidepressant-doses",
        "rows": [
            {"ingredient": "36437", "display": "sertraline", "per_day": "50 mg", "source": "a label"},
            {"ingredient": "4493", "display": "fluoxetine", "per_day": "20 mg", "source": "a label"},
            {"ingredient": "39786", "display": "venlafaxine", "per_day": "75 mg"},
        ],
    }
)
WITH_TABLE = Readings(replace(READINGS.rulebook, antidepressant_doses=TABLE))
SERTRALINE, FLUOXETINE, VENLAFAXINE = (concept(RXNORM, code) for code in ("36437", "4493", "39786"))
DEPRESSION = condition(concept(ICD, "F33.2"), onset="2026-03-01")


def daily(dose: str, **more: Any) -> Dosage:
    return dosage(dose, timing=Timing(frequency=Decimal(1), period_days=Decimal(1), **more))


def taken(drug: Any, period: str | None, dose: Dosage | None, **more: Any) -> MedicationUse:
    written: dict[str, Any] = {
        "reference": f"MedicationStatement/{drug.codings[0].code}",
        "status": "completed",
        **more,
    }
    return MedicationUse(
        kind=Kind.MEDICATION_STATEMENT,
        medicines=(drug,),
        effective=maybe(period),
        **{"dosages": (dose,) if dose else ()} | written,
    )


def ask(*uses: MedicationUse, at_least: int = 1, readings: Readings = WITH_TABLE, **more: Any) -> Finding:
    asked = clause(trials="adequate", in_="antidepressants", episode="depression", lasting="42 days", at_least=at_least)
    of = record(**{"conditions": (DEPRESSION,), "medications": uses, **more})
    seen: View = view(of, family=FAMILY)
    return find_trials(asked, replace(seen, readings=readings))


@pytest.mark.parametrize(
    ("period", "dose", "answer"),
    [
        ("2026-04-01/2026-05-20", "50 mg", Answer.TRUE),
        ("2026-04-01/2026-05-12", "50 mg", Answer.FALSE),  # the last day over: 41 days and a bit
        ("2026-04-01/2026-05-20", "25 mg", Answer.FALSE),
        ("2026-04-01/2026-05-20", "0.1 g", Answer.TRUE),
        ("2026-04-01/2026-05-20", "1 tablet", Answer.UNKNOWN),
        (None, "50 mg", Answer.UNKNOWN),
        ("2025-04-01/2025-12-01", "50 mg", Answer.FALSE),  # an earlier episode
        ("2025-12-01/2026-04-01", "50 mg", Answer.FALSE),  # 31 days of this one
        ("2026-04-01/", "50 mg", Answer.UNKNOWN),  # completed, nobody knows when
    ],
)
def test_long_enough_at_a_dose_that_counts(period: str | None, dose: str, answer: Answer) -> None:
    assert ask(taken(SERTRALINE, period, daily(dose))).answer is answer


def test_says_what_was_made_of_each() -> None:
    finding = ask(
        taken(SERTRALINE, "2026-04-01/2026-05-20", daily("50 mg")),
        taken(FLUOXETINE, "2026-06-01/2026-06-20", daily("20 mg")),
        taken(VENLAFAXINE, "2026-06-01/2026-09-20", daily("150 mg")),
        at_least=2,
    )
    assert finding.answer is Answer.UNKNOWN
    assert [one.value for one in finding.inputs] == [
        "49 days at the usual dose, adequate",
        "19 days at the usual dose, too short",
        "cannot determine: no usual dose with a source in the table",
    ]
    assert finding.missing == ("venlafaxine: no usual dose with a source in the table",)


def test_one_drug_is_one_trial_however_often_recorded() -> None:
    twice = (
        taken(SERTRALINE, "2026-04-01/2026-05-20", daily("50 mg")),
        taken(SERTRALINE, "2026-06-01/2026-08-20", daily("50 mg"), reference="MedicationStatement/again"),
    )
    assert ask(*twice, at_least=2).answer is Answer.FALSE


def test_the_days_of_one_drug_are_added_each_once() -> None:
    supplies = [
        MedicationUse(
            kind=Kind.MEDICATION_DISPENSE,
            reference=f"MedicationDispense/{day}",
            status="completed",
            medicines=(SERTRALINE,),
            effective=maybe(day),
            supply_days=Decimal(30),
            dosages=(daily("50 mg"),),
        )
        for day in ("2026-04-01", "2026-04-20")
    ]
    assert ask(*supplies).answer is Answer.TRUE  # 49 days; two months only if counted twice
    assert ask(*supplies[:1]).answer is Answer.FALSE


@pytest.mark.parametrize("status", ["not-taken", "entered-in-error", "intended", "unknown", None])
def test_what_was_not_taken_is_no_trial(status: str | None) -> None:
    assert ask(taken(SERTRALINE, "2026-04-01/2026-05-20", daily("50 mg"), status=status)).answer is Answer.FALSE


def test_as_needed_is_no_trial() -> None:
    assert ask(taken(SERTRALINE, "2026-04-01/2026-05-20", daily("50 mg", as_needed=True))).answer is Answer.FALSE


def test_an_order_that_runs() -> None:
    order = medication_order(
        daily("50 mg"), medicine=SERTRALINE, status="active", authored="2026-09-01", reference="MedicationRequest/1"
    )
    assert ask(order).answer is Answer.TRUE
    assert ask(replace(order, intent="plan")).answer is Answer.FALSE
    assert ask(replace(order, status="stopped")).answer is Answer.UNKNOWN


def test_the_episode_begins_with_its_onset() -> None:
    use = taken(SERTRALINE, "2026-04-01/2026-05-20", daily("50 mg"))
    assert ask(use, conditions=()).missing == ("Condition onset",)
    assert ask(use, conditions=(condition(concept(ICD, "F33.2")),)).answer is Answer.UNKNOWN
    newer = condition(concept(ICD, "F33.1"), onset="2026-06-01", reference="Condition/2")
    assert ask(use, conditions=(DEPRESSION, newer)).answer is Answer.FALSE


def test_an_empty_table_determines_nothing() -> None:
    use = taken(SERTRALINE, "2026-04-01/2026-05-20", daily("50 mg"))
    assert ask(use, readings=READINGS).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("doses", "answer"),
    [
        (["50 mg", "100 mg"], Answer.TRUE),
        (["25 mg", "50 mg"], Answer.UNKNOWN),  # a first week, or morning and evening?
        (["25 mg", "25 mg"], Answer.UNKNOWN),
        (["10 mg", "20 mg"], Answer.FALSE),  # too little even together
        (["50 mg", "1 tablet"], Answer.TRUE),
    ],
)
def test_of_several_doses_it_may_matter_when_each_was_taken(doses: list[str], answer: Answer) -> None:
    use = taken(SERTRALINE, "2026-04-01/2026-05-20", None, dosages=tuple(map(daily, doses)))
    finding = ask(use)
    assert finding.answer is answer
    if answer is Answer.UNKNOWN:
        assert finding.missing == ("sertraline: it has several doses, and when each was taken is not recorded",)


_FILE = Path(__file__).parents[3] / "rules" / "antidepressant-doses.yaml"
_ROWS = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
SHIPPED = Readings(
    replace(
        READINGS.rulebook,
        antidepressant_doses=DoseTable.model_validate({"id": "antidepressant-doses"} | _ROWS),
    )
)


@pytest.mark.parametrize(
    ("drug", "period", "dose", "answer"),
    [
        (SERTRALINE, "2026-04-01/2026-05-13", "50 mg", Answer.TRUE),
        (SERTRALINE, "2026-04-01/2026-05-12", "50 mg", Answer.FALSE),  # 41 days
        (SERTRALINE, "2026-04-01/2026-05-13", "49 mg", Answer.FALSE),
        (VENLAFAXINE, "2026-04-01/2026-05-13", "75 mg", Answer.TRUE),
        (VENLAFAXINE, "2026-04-01/2026-05-13", "37.5 mg", Answer.FALSE),  # the label's step before its target
        (FLUOXETINE, "2026-04-01/2026-05-13", "20 mg", Answer.TRUE),
        (FLUOXETINE, "2026-04-01/2026-05-13", "10 mg", Answer.FALSE),
    ],
)
def test_by_the_shipped_table(drug: Any, period: str, dose: str, answer: Answer) -> None:
    assert ask(taken(drug, period, daily(dose)), readings=SHIPPED).answer is answer


def test_not_loaded_is_unknown() -> None:
    assert ask(given={Kind.MEDICATION_DISPENSE: Given.UNKNOWN}).missing == ("MedicationDispense",)


def test_what_was_tried_is_shown_whatever_can_be_told_of_it() -> None:
    asked = clause(trials="found", in_="antidepressants", episode="depression", lasting="42 days", at_least=2)
    uses = (
        taken(SERTRALINE, "2026-05-01/2026-09-01", daily("100 mg")),
        taken(VENLAFAXINE, "2026-05-01/2026-09-01", daily("150 mg")),
        taken(FLUOXETINE, "2025-01-01/2025-06-01", daily("20 mg")),
    )
    seen = replace(view(record(conditions=(DEPRESSION,), medications=uses)), readings=WITH_TABLE)
    finding = find_trials(asked, seen)
    assert finding.answer is Answer.TRUE
    assert [one.value for one in finding.inputs] == [
        "123 days at the usual dose, adequate",
        "cannot determine: no usual dose with a source in the table",
    ]
    undated = replace(seen, record=record(medications=uses))
    assert len(find_trials(asked, undated).inputs) == 3


def test_nothing_tried_is_not_found_unless_it_was_not_loaded() -> None:
    asked = clause(trials="found", in_="antidepressants", episode="depression", lasting="42 days", at_least=2)
    assert find_trials(asked, view(record(conditions=(DEPRESSION,)))).answer is Answer.FALSE
    given = {Kind.MEDICATION_STATEMENT: Given.UNKNOWN}
    assert find_trials(asked, view(record(conditions=(DEPRESSION,), given=given))).answer is Answer.UNKNOWN
