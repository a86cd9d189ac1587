"""What deciding gives: for each thing a rule was asked about, whether it speaks, stays silent or was not evaluated."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cds.findings import Answer, Finding, Input
from cds.hooks import Indicator
from cds.record import Order, Problem
from cds.rulebook import Expression, Family, Hook, Rule, Tier


def true_atom(key: str) -> str:
    """The atom that says: known to be true."""
    return f"t:{key}"


def possible_atom(key: str) -> str:
    """The atom that says: true or unknown."""
    return f"p:{key}"


def answer_in(atoms: Collection[str], key: str) -> Answer:
    """The answer that atoms give to a clause or a group of them."""
    if true_atom(key) in atoms:
        return Answer.TRUE
    return Answer.UNKNOWN if possible_atom(key) in atoms else Answer.FALSE


class State(StrEnum):
    """A rule is in exactly one of these for a call."""

    SPEAKS = "speaks"
    SILENT = "silent"
    NOT_EVALUATED = "not-evaluated"


class SubjectKind(StrEnum):
    """What rules were asked about."""

    DRAFT = "draft"  # a draft order of the request
    RUNNING = "running"  # an order of the record that runs now
    PARTNER = "partner"  # a draft of the interacting drug beside an order of the family
    PROPOSAL = "proposal"  # the order that a suggestion would lead to
    PATIENT = "patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`order` is what the rules read; `card_order` is the order the card is about (None: the patient).

    `by_name` tells that the order was recognised from free text only.
    """

    kind: SubjectKind
    family: Family
    order: Order | None = None
    card_order: Order | None = None
    by_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One rule about one subject.

    Speaking: `tier` and the effective `indicator` (one step lower when `weak`, never above the hook's cap), the
    `inputs` by slot name, and `raised_by`: what is not known and would make it stronger. Not evaluated: `missing`.
    `suppressed` tells that only something derived (`contraindicated`) kept a suggestion silent.
    """

    rule: Rule
    subject: Subject
    state: State
    tier: Tier | None = None
    tier_index: int | None = None
    indicator: Indicator | None = None
    inputs: tuple[tuple[str, Input], ...] = ()
    missing: tuple[str, ...] = ()
    raised_by: tuple[str, ...] = ()
    weak: str | None = None
    suppressed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectTrace:
    """Everything decided about one subject: findings by clause key, what was derived and by which rule."""

    subject: Subject
    outcomes: tuple[Outcome, ...]
    findings: Mapping[str, Finding] = field(default_factory=dict[str, Finding])
    derived: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    atoms: frozenset[str] = frozenset()

    def answer(self, expression: Expression) -> Answer:
        """What the engine made of an expression of one of its rules."""
        return answer_in(self.atoms, expression.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """All subjects of one call. `only` are the references of which a rule must rest on one to speak, if any are asked."""

    hook: Hook
    subjects: tuple[SubjectTrace, ...]
    problems: tuple[Problem, ...] = ()
    not_checked: Mapping[str, str] = field(default_factory=dict[str, str])
    """Medicines that nothing could name: by reference, what the record calls them."""

    only: frozenset[str] | None = None

    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome that is its rule's own answer.

        Left out: the safety rules that are asked about a proposal, which only decide about the suggestion; and of a rule
        about patient and orders both, what it says of running orders, where the patient was asked about; and what rests
        on nothing new, where only that is asked for.
        """
        return tuple(
            outcome
            for trace in self.subjects
            for outcome in trace.outcomes
            if self._is_its_own(outcome) or self._is_why_nothing_is_suggested(outcome, trace)
            if self._is_asked_for(outcome)
        )

    def _is_its_own(self, outcome: Outcome) -> bool:
        about = outcome.rule.about
        match outcome.subject.kind:
            case SubjectKind.PROPOSAL:
                return about.proposes is not None
            case SubjectKind.RUNNING:
                return not about.patient or self.only is not None
            case _:
                return True

    def _is_asked_for(self, outcome: Outcome) -> bool:
        """Whether what speaks rests on something new, where only that is asked for."""
        if self.only is None or outcome.state is not State.SPEAKS:
            return True
        return any(one.reference in self.only for _, one in outcome.inputs)

    def _is_why_nothing_is_suggested(self, outcome: Outcome, trace: SubjectTrace) -> bool:
        """Whether a safety rule stands against a suggestion that else would have spoken, and is shown for it."""
        return (
            trace.subject.kind is SubjectKind.PROPOSAL
            and outcome.state is State.SPEAKS
            and self.hook in outcome.rule.shown_for_suggestions
            and any(other.suppressed for other in trace.outcomes)
        )
