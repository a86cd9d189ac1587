"""Duplicates: another order or dose of the same drug, the order that is replaced, and who ordered it."""

from typing import Any

import pytest

from cds.findings.finding import Answer, Finding
from cds.findings.medications import find_medication
from cds.record import MedicationUse, Timing
from tests.unit.findings.builders import (
    RXNORM,
    administration,
    clause,
    concept,
    dosage,
    medication_order,
    record,
    references,
    view,
    when,
)

ESKETAMINE = concept(RXNORM, "2119365")
DRAFT = medication_order(dosage("56 mg"), requester="Practitioner/a")


def placed(**more: Any) -> MedicationUse:
    return medication_order(
        **{"reference": "MedicationRequest/1", "status": "active", "authored": "2026-11-20", **more}
    )


def ask(*uses: MedicationUse, draft: MedicationUse = DRAFT, others: Any = (), **more: Any) -> Finding:
    asked = clause(medication="exposed", in_=["ketamine", "esketamine"], not_replaced=True, **more)
    return find_medication(asked, view(record(medications=uses, drafts=(draft, *others)), draft))


def test_another_running_order() -> None:
    assert references(ask(placed())) == ["MedicationRequest/1"]
    assert ask(placed(medicine=ESKETAMINE)).answer is Answer.TRUE
    assert ask(placed(status="stopped")).answer is Answer.FALSE
    assert ask().answer is Answer.FALSE  # itself it does not double


@pytest.mark.parametrize(
    ("at", "answer"), [("2026-11-23T12:00:00Z", Answer.TRUE), ("2026-11-23T11:00:00Z", Answer.FALSE)]
)
def test_a_dose_of_the_last_day(at: str, answer: Answer) -> None:
    assert ask(administration(at=at)).answer is answer


def test_another_draft_of_the_same_request() -> None:
    other = medication_order(reference="MedicationRequest/draft2", draft=True)
    assert references(ask(others=(other,))) == ["MedicationRequest/draft2"]


def test_the_order_that_is_replaced_is_no_duplicate() -> None:
    replacing = medication_order(prior_prescription="MedicationRequest/1")
    assert ask(placed(), draft=replacing).answer is Answer.FALSE
    assert ask(placed(reference="MedicationRequest/2"), draft=replacing).answer is Answer.TRUE


@pytest.mark.parametrize(
    ("requester", "answer"),
    [
        ("Practitioner/b", Answer.TRUE),
        ("Practitioner/a", Answer.FALSE),
        ("PractitionerRole/b", Answer.UNKNOWN),  # may be the same person
        (None, Answer.UNKNOWN),
    ],
)
def test_who_ordered_it(requester: str | None, answer: Answer) -> None:
    running = ask(placed(requester=requester), prescriber="other", washout="30 days")
    assert running.answer is answer
    ended = dosage("56 mg", timing=Timing(end=when("2026-01-01")))
    long_over = medication_order(ended, reference="MedicationRequest/1", status="active", requester=requester)
    assert ask(long_over, prescriber="other", washout="30 days").answer is Answer.FALSE
    if answer is Answer.UNKNOWN:
        assert running.missing == ("who ordered MedicationRequest/1",)


def test_two_prescribers_between_them() -> None:
    def answer(own: str | None, *others: str | None) -> Answer:
        orders = [placed(reference=f"MedicationRequest/{one}", requester=who) for one, who in enumerate(others)]
        return ask(*orders, draft=medication_order(requester=own), prescriber="several").answer

    assert answer("Practitioner/a", "Practitioner/b") is Answer.TRUE
    assert answer(None, "Practitioner/a", "Practitioner/b") is Answer.TRUE  # whoever orders this one
    assert answer("Practitioner/a", "Practitioner/a", None, "Practitioner/b") is Answer.TRUE
    assert answer("Practitioner/a", "Practitioner/a") is Answer.FALSE
    assert answer("Practitioner/a", None) is Answer.UNKNOWN
    assert answer(None, "Practitioner/a") is Answer.UNKNOWN
    assert answer("Practitioner/a", "PractitionerRole/b") is Answer.UNKNOWN  # may be the same person
    assert answer("Practitioner/a", "PractitionerRole/b", "PractitionerRole/c") is Answer.TRUE
    assert answer(None) is Answer.FALSE  # nothing beside it


def test_an_own_order_that_ended_some_time_adds_no_prescriber() -> None:
    ended = placed(status="stopped", requester="Practitioner/a")
    assert ask(ended, prescriber="several", washout="30 days").answer is Answer.FALSE
    others = placed(status="stopped", requester="Practitioner/b")
    assert ask(others, prescriber="several", washout="30 days").missing == ("the last dose of MedicationRequest/1",)


def test_the_unnamed_prescriber_is_named_as_missing() -> None:
    finding = ask(placed(requester="Practitioner/a"), draft=medication_order(), prescriber="several")
    assert finding.missing == ("who ordered MedicationRequest/draft",)
    finding = ask(placed(), prescriber="several")
    assert finding.missing == ("who ordered MedicationRequest/1",)
