"""A finding: the answer to one clause for one patient, with what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cds.record import Concept, Given, Kind, PatientRecord, Span
from cds.terminology import MatchedBy, Member


class Answer(StrEnum):
    """Three answers, not two: unknown never reads as safe."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, holds: bool | None) -> "Answer":
        """None is unknown."""
        return cls.UNKNOWN if holds is None else cls.TRUE if holds else cls.FALSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One datum a finding rests on.

    `value` is what it says, with its unit; `date` the day as written. `weak` marks an entry that is unconfirmed or
    whose status was not recorded: the tier is then one step lower. `more` holds further words for the card's text
    slots, such as `washout_end`.
    """

    reference: str
    display: str
    code: str | None = None
    value: str | None = None
    date: str | None = None
    matched_by: MatchedBy | None = None
    weak: str | None = None
    more: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer, its inputs, what was missing (`Observation 85354-9`), and one sentence of why."""

    answer: Answer
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()
    why: str = ""

    @property
    def weak(self) -> str | None:
        """Why the tier is one step lower, when every input is weak."""
        if self.inputs and all(one.weak for one in self.inputs):
            return self.inputs[0].weak
        return None


def true(inputs: list[Input], why: str) -> Finding:
    """Holds, for these inputs; the strongest (not weak) come first."""
    ordered = sorted(inputs, key=lambda one: one.weak is not None)
    return Finding(answer=Answer.TRUE, inputs=tuple(ordered), why=why)


def false(why: str, inputs: tuple[Input, ...] = ()) -> Finding:
    """Known not to hold."""
    return Finding(answer=Answer.FALSE, inputs=inputs, why=why)


def unknown(missing: list[str], why: str, inputs: tuple[Input, ...] = ()) -> Finding:
    """Cannot be told; `missing` names what would tell."""
    return Finding(answer=Answer.UNKNOWN, missing=tuple(dict.fromkeys(missing)), why=why, inputs=inputs)


def has_properties(member: Member, where: Mapping[str, tuple[str | bool | int, ...]] | None) -> bool:
    """Whether a member of a value set has one of the values of each property that a clause names."""
    return all(member.concept.properties.get(name) in values for name, values in (where or {}).items())


def not_loaded(record: PatientRecord, *kinds: Kind) -> list[str]:
    """The kinds that were not loaded whole, as the response says them."""
    return [str(kind) for kind in kinds if record.how_much(kind) is not Given.COMPLETE]


def input_of(reference: str, member: Member | None, concept: Concept, date: Span | None, **more: str | None) -> Input:
    """An input from a matched resource."""
    return Input(
        reference=reference,
        display=(member.display if member else "") or concept.label,
        code=member.code if member and member.by_code else None,
        date=date.text if date else None,
        matched_by=member.matched_by if member else None,
        value=more.get("value"),
        weak=more.get("weak"),
    )
