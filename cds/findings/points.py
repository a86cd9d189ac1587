"""Scores of points, such as Child-Pugh: each item from its own facts, the sum with its arithmetic shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cds.findings.conditions import find_condition
from cds.findings.finding import Answer, Finding, Input, false, true, unknown
from cds.findings.observations import find_observation
from cds.findings.texts import find_text
from cds.findings.view import View
from cds.rulebook import ConditionClause, Grading, ObservationClause, PointsClause, PointsItem, TextClause

_FINDERS: Mapping[type, Callable[[Any, View], Finding]] = {
    ObservationClause: find_observation,
    ConditionClause: find_condition,
    TextClause: find_text,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """The points an item may have, what they rest on, and what would tell more."""

    name: str
    low: int
    high: int
    inputs: tuple[Input, ...]
    missing: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{self.name} {self.low}" if self.low == self.high else f"{self.name} {self.low}-{self.high}"


def find_points(clause: PointsClause, view: View) -> Finding:
    """Whether a score lies between the bounds.

    Takes:  of each item the highest grade of which a fact holds. Where none holds, or a higher one cannot be told, the
            item may have anything from there on.
    Gives:  `certain`: unknown when the bounds cut the range that the missing items leave; `possible`: never unknown,
            true when any sum of the range is in the bounds. The first input's value is the sum, item by item.
    """
    items = [_score(item, view) for item in clause.items]
    low, high = sum(one.low for one in items), sum(one.high for one in items)
    inputs = _inputs(items, low, high, view)
    missing = [what for one in items for what in one.missing]
    least = clause.at_least if clause.at_least is not None else low
    most = clause.at_most if clause.at_most is not None else high
    within, beside = least <= low and high <= most, high < least or low > most
    why = f"Points, {inputs[0].value}."
    if within or (clause.points == "possible" and not beside):
        return true(inputs, why)
    if beside:
        return false(why, tuple(inputs))
    return unknown(missing or [f"{one.name}" for one in items if one.low < one.high], why, tuple(inputs))


def _graded(clause: Grading, view: View) -> Finding:
    """The answer to a fact that gives points; one that does not depend on the order is looked for once a call."""
    if clause.about_order:
        return _FINDERS[type(clause)](clause, view)
    key = (view.family.id, clause.key)
    found = view.graded.get(key)
    if found is None:
        found = view.graded[key] = _FINDERS[type(clause)](clause, view)
    return found


def _score(item: PointsItem, view: View) -> _Scored:
    """The grades from the top: the first that holds decides; what cannot be told above it stays possible."""
    high, missing = 0, list[str]()
    for low, top, clauses in ((3, 3, item.three), (2, 3, item.two_or_three), (2, 2, item.two), (1, 1, item.one)):
        found = [_graded(clause, view) for clause in clauses]
        holding = next((one for one in found if one.answer is Answer.TRUE), None)
        if holding is not None:
            missing = missing if high > top else []
            return _Scored(name=item.name, low=low, high=max(high, top), inputs=holding.inputs, missing=tuple(missing))
        open_ones = [one for one in found if one.answer is Answer.UNKNOWN]
        if open_ones:
            high = max(high, top)
            missing += [what for one in open_ones for what in one.missing]
    return _Scored(name=item.name, low=1, high=3, inputs=(), missing=tuple(missing) or (item.name,))


def _inputs(items: list[_Scored], low: int, high: int, view: View) -> list[Input]:
    """The sum first, short enough to be read whole on a card; then every resource it rests on."""
    total = str(low) if low == high else f"{low} to {high}"
    arithmetic = f"{total}: " + ", ".join(one.words for one in items)
    head = Input(reference=f"Patient/{view.record.patient_id}", display="Points", value=arithmetic)
    return [head, *(made for one in items for made in one.inputs)]
