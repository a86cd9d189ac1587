"""Three-valued and / or, against the definition by possible worlds."""

from itertools import product

import pytest

from cds.findings.logic import all_hold, any_holds

ANSWERS = list(product((True, False, None), repeat=3))


def _worlds(answers: tuple[bool | None, ...]) -> list[tuple[bool, ...]]:
    return list(product(*((True, False) if answer is None else (answer,) for answer in answers)))


@pytest.mark.parametrize("answers", ANSWERS)
def test_an_answer_is_what_every_possible_world_agrees_on(answers: tuple[bool | None, ...]) -> None:
    for combine, definition in ((all_hold, all), (any_holds, any)):
        outcomes = {definition(world) for world in _worlds(answers)}
        assert combine(answers) is (outcomes.pop() if len(outcomes) == 1 else None)


def test_nothing_asked_is_all_and_not_any() -> None:
    assert all_hold([]) is True
    assert any_holds([]) is False
