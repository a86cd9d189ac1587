"""Supplies handed over: how long they expose, and that they show an old order to be in use."""

from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.medications import find_medication
from cds.record import Given, Kind, MedicationUse, PatientRecord
from tests.unit.findings.builders import (
    FAMILY,
    KETAMINE,
    clause,
    concept,
    maybe,
    medication_order,
    record,
    references,
    view,
)

LIGHT = FAMILY.model_copy(
    update={
        "dispenses_count": True,
        "stale_order": FAMILY.stale_order.model_copy(update={"then": "unknown"}),
    }
)
NOW_EXPOSED = {"medication": "exposed", "in_": "ketamine"}


def supplied(at: str | None = "2026-11-20", days: int | None = 30, **more: Any) -> MedicationUse:
    written: dict[str, Any] = {"reference": "MedicationDispense/1", "status": "completed", "supply_days": days, **more}
    written.setdefault("medicines", (KETAMINE,))
    return MedicationUse(kind=Kind.MEDICATION_DISPENSE, effective=maybe(at), **written)


def ask(of: PatientRecord, family: Any = LIGHT, **more: Any) -> Finding:
    return find_medication(clause(**NOW_EXPOSED, **more), view(of, family=family))


@pytest.mark.parametrize(
    ("at", "days", "answer"),
    [
        ("2026-11-20", 30, Answer.TRUE),
        ("2026-10-25", 30, Answer.TRUE),  # the last day of the supply: 24 November
        ("2026-10-24", 30, Answer.FALSE),
        ("2026-11", 30, Answer.TRUE),  # some day of November
    ],
)
def test_exposes_until_the_supply_is_used_up(at: str, days: int, answer: Answer) -> None:
    assert ask(record(medications=(supplied(at, days),))).answer is answer


@pytest.mark.parametrize(
    ("at", "answer"), [("2026-10-24", Answer.TRUE), ("2026-10-15", Answer.TRUE), ("2026-10-14", Answer.FALSE)]
)
def test_the_wash_out_begins_when_the_supply_ends(at: str, answer: Answer) -> None:
    assert ask(record(medications=(supplied(at, 30),)), washout="10 days").answer is answer


def test_says_when_it_was_handed_over_and_when_the_last_dose_was() -> None:
    finding = ask(record(medications=(supplied("2026-10-24"),)), washout="10 days")
    (one,) = finding.inputs
    assert (one.reference, one.date, one.value) == ("MedicationDispense/1", "2026-10-24", "supplied")
    assert one.more["washout_end"] == "2026-12-03"


@pytest.mark.parametrize(
    "status", ["preparation", "in-progress", "cancelled", "on-hold", "stopped", "declined", "entered-in-error", None]
)
def test_what_was_not_handed_over_exposes_nobody(status: str | None) -> None:
    assert ask(record(medications=(supplied(status=status),))).answer is Answer.FALSE


def test_without_its_length_a_supply_exposes_in_the_wash_out_and_is_open_after_it() -> None:
    assert ask(record(medications=(supplied("2026-11-20", None),)), washout="10 days").answer is Answer.TRUE
    finding = ask(record(medications=(supplied("2026-11-01", None),)), washout="10 days")
    assert finding.answer is Answer.UNKNOWN
    assert finding.missing == ("the last dose of MedicationDispense/1",)


def test_without_a_date_it_is_open() -> None:
    assert ask(record(medications=(supplied(None),)), washout="10 days").answer is Answer.UNKNOWN


def test_another_drug_does_not_count() -> None:
    other = supplied(medicines=(concept("http://www.nlm.nih.gov/research/umls/rxnorm", "35827", "ketorolac"),))
    assert ask(record(medications=(other,))).answer is Answer.FALSE


def test_counts_only_where_the_family_says_so() -> None:
    assert ask(record(medications=(supplied(),)), family=FAMILY).answer is Answer.FALSE


def test_not_loaded_is_unknown_only_where_it_counts() -> None:
    not_given = record(given={Kind.MEDICATION_DISPENSE: Given.UNKNOWN})
    assert ask(not_given).missing == ("MedicationDispense",)
    assert ask(not_given, family=FAMILY).answer is Answer.FALSE


class TestStaleOrder:
    ORDER = medication_order(status="active", reference="MedicationRequest/old", authored="2024-01-10")

    def test_nobody_knows_whether_an_old_order_is_still_taken(self) -> None:
        assert ask(record(medications=(self.ORDER,))).answer is Answer.UNKNOWN

    def test_a_supply_shows_that_it_is(self) -> None:
        finding = ask(record(medications=(self.ORDER, supplied("2026-08-01", 30))))
        assert references(finding) == ["MedicationRequest/old"]

    @pytest.mark.parametrize(
        "other",
        [
            supplied("2026-08-01", 30, status="cancelled"),
            supplied("2024-01-12", 30),  # handed over once, years ago
            MedicationUse(
                kind=Kind.MEDICATION_STATEMENT,
                reference="MedicationStatement/1",
                status="not-taken",
                medicines=(KETAMINE,),
                effective=maybe("2026-11-01"),
            ),
        ],
        ids=["cancelled", "years ago", "not taken"],
    )
    def test_what_is_no_use_does_not(self, other: MedicationUse) -> None:
        assert ask(record(medications=(self.ORDER, other))).answer is Answer.UNKNOWN
