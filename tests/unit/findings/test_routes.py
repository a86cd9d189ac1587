"""Routes: the code of the route, else the form, else the words of the name, else those of the order."""

from typing import Any

import pytest

from cds.record import Concept, MedicationUse
from cds.rulebook import Route
from tests.unit.findings.builders import RXNORM, concept, dosage, medication_order, named, snomed
from tests.unit.findings.light import READINGS, TERMINOLOGY

ORAL, TRANSDERMAL = snomed("26643006"), snomed("45890007")
FENTANYL = concept(RXNORM, "4337", "fentanyl")


def routes(use: MedicationUse) -> set[Route]:
    return set(READINGS.routes.of_use(use, TERMINOLOGY))


def order(name: str = "fentanyl", **more: Any) -> MedicationUse:
    return medication_order(*more.pop("dosages", ()), medicine=named(name), **more)


def test_a_coded_route_decides_whatever_the_words_say() -> None:
    use = order("fentanyl patch", dosages=[dosage(route=ORAL, text="apply one patch")])
    assert routes(use) == {Route.ORAL}


def test_two_dosages_may_have_two_routes() -> None:
    use = order(dosages=[dosage(route=ORAL), dosage(route=TRANSDERMAL)])
    assert routes(use) == {Route.ORAL, Route.TRANSDERMAL}


def test_a_route_in_words_is_read() -> None:
    assert routes(order(dosages=[dosage(route=named("by mouth"))])) == {Route.ORAL}


def test_a_code_without_a_route_of_ours_leaves_the_answer_to_words() -> None:
    assert routes(order("eye ointment", dosages=[dosage(route=snomed("418877009"))])) == {Route.LOCAL}


def test_the_form_comes_before_the_name() -> None:
    assert routes(order("fentanyl patch", form=named("oral tablet"))) == {Route.ORAL}


def test_the_name_comes_before_the_words_of_the_order() -> None:
    use = order("72 HR fentanyl Transdermal System", texts=("given with the morning tablet",))
    assert routes(use) == {Route.TRANSDERMAL}


def test_the_display_of_a_code_is_a_name_too() -> None:
    use = medication_order(medicine=concept(RXNORM, "245135", "fentanyl 0.05 MG/HR Transdermal System"))
    assert routes(use) == {Route.TRANSDERMAL}


def test_the_words_of_the_order_come_last() -> None:
    assert routes(order(texts=("1 patch every 72 hours",))) == {Route.TRANSDERMAL}


def test_nothing_that_tells_is_no_route() -> None:
    assert routes(order()) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("doxycycline 10 % dental gel", {Route.LOCAL}),
        ("diclofenac gel", {Route.TOPICAL}),
        ("tetracycline eye ointment", {Route.LOCAL}),
        ("fentanyl iontophoretic transdermal system", {Route.LOCAL}),
        ("transdermal system", {Route.TRANSDERMAL}),
        ("patchouli oil", set()),
        ("give IV, then tablet", {Route.INTRAVENOUS, Route.ORAL}),
    ],
)
def test_the_longest_phrase_wins_and_words_are_whole(text: str, found: set[Route]) -> None:
    assert set(READINGS.routes.of_text(text)) == found


def test_a_concept_without_anything_is_no_route() -> None:
    assert READINGS.routes.of_concept(Concept(), TERMINOLOGY) == frozenset()
