"""Where light is aimed, in the order of belief; where a condition is."""

from typing import Any

import pytest

from cds.findings.order_site import site_of_condition, site_of_order
from cds.findings.sites import Side
from cds.record import Concept, Parameter
from cds.rulebook import Region
from tests.unit.findings.builders import condition, medication_order, named, record, snomed
from tests.unit.findings.light import HEAT_LAMP, icd, light_order, parameter, site, view

KNEE = site("72696002")


def regions(code: Concept | str = HEAT_LAMP, *parameters: Parameter, **more: Any) -> set[Region]:
    return set(site_of_order(view(record(), light_order(code, *parameters, **more))).regions)


def test_body_site_comes_first() -> None:
    aimed = parameter("treatment-site", named("foot"))
    assert regions("heat lamp for the neck", aimed, body_sites=(KNEE,), reasons=(icd("M54.5"),)) == {Region.KNEE}


def test_then_the_treatment_site_of_a_device() -> None:
    aimed = parameter("treatment-site", named("foot"))
    assert regions("heat lamp for the neck", aimed, reasons=(icd("M54.5"),)) == {Region.FOOT}


def test_then_the_words_of_the_order() -> None:
    assert regions("heat lamp for the neck", reasons=(icd("M54.5"),)) == {Region.NECK}


def test_then_what_the_reason_carries() -> None:
    assert regions(reasons=(icd("M54.59"),)) == {Region.LUMBOPELVIC}
    assert regions(reasons=(icd("M17.11"),)) == {Region.KNEE}
    assert regions(reasons=(icd("E11.42"),)) == {Region.LIMB}


def test_then_the_words_of_the_reason() -> None:
    assert regions(reasons=(named("pain in the left foot"),)) == {Region.FOOT}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"body_sites": (named("where it hurts"),)},
        {"reasons": (icd("M79.7"),)},
        {"texts": ("apply to the knee",)},
    ],
)
def test_else_it_is_not_known(more: dict[str, Any]) -> None:
    assert regions(**more) == set()


def test_a_site_that_names_no_region_leaves_the_answer_to_the_next() -> None:
    assert regions(body_sites=(named("affected area"),), reasons=(icd("M54.2"),)) == {Region.NECK}


def test_a_treatment_site_that_is_no_concept_says_nothing() -> None:
    assert regions(HEAT_LAMP, parameter("treatment-site", "foot")) == set()


def test_the_side_comes_with_the_site() -> None:
    found = site_of_order(view(record(), light_order(HEAT_LAMP, body_sites=(site("72696002", text="Left knee"),))))
    assert found.side is Side.LEFT


def test_a_medicine_and_no_order_are_aimed_nowhere() -> None:
    assert not site_of_order(view(record(), medication_order())).known
    assert not site_of_order(view(record())).known


def of_condition(code: Concept, **more: Any) -> set[Region]:
    return set(site_of_condition(condition(code, **more), view(record())).regions)


def test_a_condition_is_where_its_body_site_says() -> None:
    assert of_condition(snomed("309538000"), body_sites=(named("left hand"),)) == {Region.HAND}


def test_else_where_its_code_says() -> None:
    assert of_condition(snomed("309538000")) == {Region.FOOT}
    assert of_condition(snomed("309538000"), body_sites=(named("there"),)) == {Region.FOOT}


def test_else_nowhere_that_is_known() -> None:
    assert of_condition(icd("R20.0")) == set()
