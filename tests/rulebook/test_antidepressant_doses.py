"""The table of antidepressant doses: every row says where it was read, and no row lets a dose for sleep count."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from cds.rulebook import DoseTable, Match, ValueSet

RULES = Path(__file__).parents[2] / "rules"
TABLE = DoseTable.model_validate(
    {"id": "antidepressant-doses"} | yaml.safe_load((RULES / "antidepressant-doses.yaml").read_text(encoding="utf-8"))
)
_SET = yaml.safe_load((RULES / "value-sets" / "ket-antidepressants.yaml").read_text(encoding="utf-8"))
DRUGS = {
    concept.code: concept
    for concept in ValueSet.model_validate({"id": "ket-antidepressants"} | _SET).concepts
    if concept.match is Match.INGREDIENT
}

each_row = pytest.mark.parametrize("row", [pytest.param(row, id=row.display) for row in TABLE.rows])


def test_a_drug_has_one_row() -> None:
    assert TABLE.rows
    assert len({row.ingredient for row in TABLE.rows}) == len(TABLE.rows)


@each_row
def test_a_row_is_a_daily_dose_in_mg_of_a_drug_of_the_set(row: Any) -> None:
    assert DRUGS[row.ingredient].display == row.display
    assert row.per_day.unit == "mg"
    assert row.per_day.value > 0


@each_row
def test_a_row_names_label_section_page_and_day(row: Any) -> None:
    source = row.source
    assert re.search(r"\b(label|prescribing information)\b", source)
    assert re.search(r"Dosage|Dose|Indications|General Instruction|2\.1", source)
    assert re.search(r"https?://\S+", source)
    assert re.search(r"\bread \d{4}-\d{2}-\d{2}\b", source)


@each_row
def test_a_dose_that_is_no_trial_stays_below_the_row(row: Any) -> None:
    not_counted = DRUGS[row.ingredient].properties.get("not_counted_mg", 0)
    assert row.per_day.value > Decimal(str(not_counted))


def test_whatever_may_not_count_at_a_low_dose_has_a_row() -> None:
    low = {code for code, concept in DRUGS.items() if "not_counted_mg" in concept.properties}
    assert low <= {row.ingredient for row in TABLE.rows}


def test_the_note_names_every_drug_without_a_row() -> None:
    without = {concept.display for code, concept in DRUGS.items() if TABLE.dose_of(str(code)) is None}
    assert {name for name in without if name not in TABLE.note} == set()
