"""The core, pure: one record, one moment, one rulebook in; what every rule says out. Same input, same answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cds.engine import Evaluator, Program, RuleBase
from cds.findings import (
    Answer,
    Finding,
    Readings,
    View,
    belongs_to,
    find,
    light_of,
    matched_by_name,
    may_run,
    medicines_not_checked,
    members_of_order,
    running_orders,
)
from cds.hooks import Indicator
from cds.matching import Matching, Outcome, State, Subject, SubjectKind, SubjectTrace
from cds.record import Concept, Given, MedicationUse, Order, PatientRecord, Problem, kind_of, read_record
from cds.rulebook import Fact, Family, Hook, MedicationClause, Rule
from cds.terminology import Medicine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Programs:
    """The programs of one hook: per family for orders and partners, one for the patient, one per proposing rule."""

    orders: Mapping[str, Program]
    partners: Mapping[str, Program]
    partner_sets: Mapping[str, frozenset[str]]
    """Per rule that speaks both ways: the drugs of its medication clauses."""

    patient: Mapping[str, Program]
    proposals: Mapping[str, Program]


class Decider:
    """A rulebook ready to decide. One belongs to one thread; making one costs milliseconds per hook."""

    def __init__(self, readings: Readings, evaluator: Callable[[RuleBase], Evaluator]) -> None:
        self.readings = readings
        self.rulebook = readings.rulebook
        self._evaluator = evaluator
        self._proposals = {
            rule.id: _proposed_order(rule.about.proposal)
            for rule in self.rulebook.rules.values()
            if rule.about.proposal
        }
        self._programs: dict[Hook, _Programs] = {}
        alike: dict[tuple[object, ...], _Programs] = {}
        for hook in Hook:
            rules = self.rulebook.rules_on(hook)
            key = (self.rulebook.speaks_as(hook).brings_orders, hook.brings_orders, *(rule.id for rule in rules))
            if rules:
                alike[key] = self._programs[hook] = alike.get(key) or self._compile(hook, rules)

    def _compile(self, hook: Hook, rules: Sequence[Rule]) -> _Programs:
        families, speaks_as = self.rulebook.families, self.rulebook.speaks_as(hook)
        drafting = hook.brings_orders  # what proposes an order says nothing of orders that run
        both_ways = {name: [r for r in rules if r.about.order == name and r.both_ways] for name in families}
        return _Programs(
            orders={
                name: self._program([r for r in rules if r.about.order == name and (drafting or not r.about.proposes)])
                for name in families
            },
            partners={name: self._program(some) for name, some in both_ways.items()},
            partner_sets={r.id: self._medication_sets(r) for some in both_ways.values() for r in some},
            patient={
                name: self._program([r for r in rules if _is_asked_of_patient(r, speaks_as) and r.family == name])
                for name in families
            },
            proposals={
                r.id: self._program([*self.rulebook.safety_rules(r.about.proposes), r])
                for r in rules
                if r.about.proposes
            },
        )

    def _program(self, rules: Iterable[Rule]) -> Program:
        return Program(self.rulebook, tuple(rules), self._evaluator)

    def _medication_sets(self, rule: Rule) -> frozenset[str]:
        clauses = self.rulebook.clauses(rule)
        return frozenset(name for clause in clauses if isinstance(clause, MedicationClause) for name in clause.in_)

    def decide(
        self,
        record: PatientRecord,
        hook: Hook,
        now: datetime,
        *,
        brought: Iterable[str] = (),
        not_given: Sequence[str] = (),
    ) -> Matching:
        """What every rule of the hook says about this patient and these orders.

        Takes:  brought — references of what the hook itself handed over; not_given — orders that the hook only named,
                as `Type/id`, and that nobody gave.
        Raises: EngineFault.
        """
        programs = self._programs.get(hook)
        if programs is None:
            return Matching(hook=hook, subjects=(), problems=record.problems)
        call = _Call(self.readings, programs, self._proposals, record, hook, now, not_given)
        return Matching(
            hook=hook,
            subjects=tuple(call.traces()),
            problems=(*record.problems, *call.contradictions()),
            not_checked=call.not_checked(),
            only=frozenset(brought) if self.rulebook.shows_only_new(hook) else None,
        )


def _is_asked_of_patient(rule: Rule, hook: Hook) -> bool:
    """Whether a rule is asked about the patient; one about orders too only where no order is being written."""
    also_of_orders = rule.about.order is not None and hook.brings_orders
    return rule.about.patient and not rule.about.proposes and not also_of_orders


def _proposed_order(proposal: Mapping[str, Any]) -> Order:
    """The order that a suggestion would lead to, read like a draft of nobody in particular."""
    record = read_record(
        patient_id="proposal",
        answers=(),
        drafts={**proposal, "id": "proposed"},
        selections=None,
        encounter_id=None,
        is_relevant=lambda _: True,
    )
    return record.drafts[0]


def _not_evaluated(program: Program, subject: Subject, *missing: str) -> SubjectTrace:
    """Every rule of a program not evaluated, for want of the same data."""
    outcomes = tuple(
        Outcome(rule=rule, subject=subject, state=State.NOT_EVALUATED, missing=missing) for rule in program.rules
    )
    return SubjectTrace(subject=subject, outcomes=outcomes)


class _Call:
    """One call: answers that do not depend on the order are found once per family."""

    def __init__(
        self,
        readings: Readings,
        programs: _Programs,
        proposals: Mapping[str, Order],
        record: PatientRecord,
        hook: Hook,
        now: datetime,
        not_given: Sequence[str],
    ) -> None:
        self._readings, self._programs, self._proposals, self._record = readings, programs, proposals, record
        self._hook, self._now, self._not_given = hook, now, not_given
        self._speaks_as = readings.rulebook.speaks_as(hook)
        self._resolved: dict[tuple[Concept, ...], Medicine] = {}
        self._graded: dict[tuple[str, str], Finding] = {}
        self._about_patient: dict[tuple[str, str], Finding] = {}

    def traces(self) -> Iterator[SubjectTrace]:
        """Drafts or running orders of every family, partners, the patient, proposals."""
        for family in self._readings.rulebook.families.values():
            yield from self._about_orders(family)
            yield from self._about_partners(family)
            program = self._programs.patient[family.id]
            if program.rules:
                yield self._run(program, Subject(kind=SubjectKind.PATIENT, family=family), self._view(family))
        for rule_id, program in self._programs.proposals.items():
            rule = self._readings.rulebook.rules[rule_id]
            if not rule.about.order or not self._is_drafted(rule.about.order):
                yield self._about_proposal(rule, program)

    def contradictions(self) -> Iterator[Problem]:
        """Entries that say two things at once: both were used, and the response says so."""
        view = self._view(next(iter(self._readings.rulebook.families.values())))
        for use in (*self._record.medications, *self._record.drafts):
            if isinstance(use, MedicationUse) and view.resolve(use.medicines).conflict:
                problem = "its code and its name mean different medicines; both were used"
                yield Problem(reference=use.reference, problem=problem)
        for family in self._readings.rulebook.families.values():
            for order in self._record.drafts:
                light = light_of(self._view(family, order))
                for conflict in light.conflicts if light else ():
                    yield Problem(reference=order.reference, problem=conflict)

    def not_checked(self) -> dict[str, str]:
        """Present medicines that no layer of the terminology could name, with what the record calls them."""
        families = self._readings.rulebook.families.values()
        found: dict[str, str] = {}
        for family in families:
            found |= medicines_not_checked(self._view(family))
        return found

    def _view(self, family: Family, order: Order | None = None, partner: Order | None = None) -> View:
        return View(
            record=self._record,
            readings=self._readings,
            family=family,
            hook=self._speaks_as,
            now=self._now,
            order=order,
            partner=partner,
            resolved=self._resolved,
            graded=self._graded,
        )

    def _about_orders(self, family: Family) -> Iterator[SubjectTrace]:
        program = self._programs.orders[family.id]
        if not program.rules:
            return
        if not self._hook.brings_orders:
            for order in running_orders(family, self._view(family)):
                yield self._about_order(program, SubjectKind.RUNNING, family, order)
            yield from self._running_not_known(program, SubjectKind.RUNNING, family, None)
            return
        for reference in self._not_given:
            of_type, stated, _ = reference.rpartition("/")
            if not stated or kind_of(of_type) in family.kinds:
                subject = Subject(kind=SubjectKind.DRAFT, family=family)
                yield _not_evaluated(program, subject, reference)
        for order in self._record.drafts:
            if not order.selected:
                continue
            match belongs_to(family, order, self._view(family)):
                case Answer.TRUE:
                    yield self._about_order(program, SubjectKind.DRAFT, family, order)
                case Answer.UNKNOWN:
                    yield self._not_named_yet(program, family, order)
                case Answer.FALSE:
                    pass

    def _about_order(self, program: Program, kind: SubjectKind, family: Family, order: Order) -> SubjectTrace:
        view = self._view(family, order)
        by_name = matched_by_name(order, view)
        subject = Subject(kind=kind, family=family, order=order, card_order=order, by_name=by_name)
        return self._run(program, subject, view)

    def _not_named_yet(self, program: Program, family: Family, order: Order) -> SubjectTrace:
        """A draft that names no drug or device we can compare may be of the family: nothing was evaluated for it."""
        subject = Subject(kind=SubjectKind.DRAFT, family=family, order=order, card_order=order)
        what = "the medication of" if isinstance(order, MedicationUse) else "the device of"
        return _not_evaluated(program, subject, f"{what} {order.reference}")

    def _running_not_known(
        self, program: Program, kind: SubjectKind, family: Family, partner: Order | None
    ) -> Iterator[SubjectTrace]:
        """Where not every running order could be read or told to run, what a rule would say about one is not known."""
        missing = [str(one) for one in family.running_kinds if self._record.how_much(one) is not Given.COMPLETE]
        missing += may_run(family, self._view(family))
        if missing:
            subject = Subject(kind=kind, family=family, card_order=partner)
            yield _not_evaluated(program, subject, *missing)

    def _about_partners(self, family: Family) -> Iterator[SubjectTrace]:
        """A draft of the interacting drug beside an order of the family.

        Beside one that runs, or is drafted but not selected, the card is about the interacting draft. Where other drafts
        count as exposure, an order of the family that is selected sees them itself; elsewhere it is asked with each.
        Only the rules about that draft's drug speak here: what else the patient takes is no reason to stop it.
        """
        program = self._programs.partners[family.id]
        if not program.rules or not self._hook.brings_orders:
            return
        view = self._view(family)
        sets = tuple(frozenset[str]().union(*(self._programs.partner_sets[rule.id] for rule in program.rules)))
        kinds = [(draft, belongs_to(family, draft, view)) for draft in self._record.drafts]
        partners = [one for one, kind in kinds if kind is Answer.FALSE and members_of_order(one, sets, view)]
        drafted = [one for one, kind in kinds if kind is Answer.TRUE]
        if not partners:
            return
        beside = (*running_orders(family, view), *(one for one in drafted if not one.selected))
        selected = [one for one in partners if one.selected]
        pairs = [(order, partner, partner) for order in beside for partner in selected]
        if not family.other_drafts_count:
            pairs += [(order, partner, order) for order in drafted if order.selected for partner in partners]
        for order, partner, card_order in pairs:
            by_name = card_order is order and matched_by_name(order, self._view(family, order))
            subject = Subject(
                kind=SubjectKind.PARTNER, family=family, order=order, card_order=card_order, by_name=by_name
            )
            yield self._about_its_drug(self._run(program, subject, self._view(family, order, partner)), partner, view)
        for partner in selected:
            for trace in self._running_not_known(program, SubjectKind.PARTNER, family, partner):
                yield self._about_its_drug(trace, partner, view)

    def _about_its_drug(self, trace: SubjectTrace, partner: Order, view: View) -> SubjectTrace:
        """What the rules say in whose medication clauses the partner itself counts, or may count."""
        sets = self._programs.partner_sets
        named = [one for one in trace.outcomes if members_of_order(partner, tuple(sets[one.rule.id]), view)]
        counted = [one for one in named if self._counts(one.rule, trace, partner)]
        return replace(trace, outcomes=tuple(counted))

    def _counts(self, rule: Rule, trace: SubjectTrace, partner: Order) -> bool:
        """Whether a medication clause rests on the partner, or leaves it open; what was not asked may be anything."""
        clauses = self._readings.rulebook.clauses(rule)
        found = [trace.findings.get(one.key) for one in clauses if isinstance(one, MedicationClause)]
        return any(
            one is None or one.answer is Answer.UNKNOWN or any(of.reference == partner.reference for of in one.inputs)
            for one in found
        )

    def _is_drafted(self, name: str) -> bool:
        """Whether an order of a family is among those that are looked at: nobody needs to have it proposed."""
        family = self._readings.rulebook.families[name]
        view = self._view(family)
        return any(one.selected and belongs_to(family, one, view) is Answer.TRUE for one in self._record.drafts)

    def _about_proposal(self, rule: Rule, program: Program) -> SubjectTrace:
        order = self._proposals[rule.id]
        family = self._readings.rulebook.families[rule.about.proposes or ""]
        subject = Subject(kind=SubjectKind.PROPOSAL, family=family, order=order)
        return self._run(program, subject, replace(self._view(family, order), proposed=True))

    def _run(self, program: Program, subject: Subject, view: View) -> SubjectTrace:
        findings = {key: self._find(key, clause, view) for key, clause in program.facts.items()}
        return program.run(subject, findings, lambda rule: self._cap(rule, view.family))

    def _find(self, key: str, clause: Fact, view: View) -> Finding:
        if clause.about_order:
            return find(clause, view)
        shared = (view.family.id, key)
        if shared not in self._about_patient:
            self._about_patient[shared] = find(clause, replace(view, order=None, partner=None))
        return self._about_patient[shared]

    def _cap(self, rule: Rule, family: Family) -> Indicator:
        if self._hook is Hook.PATIENT_VIEW:
            return rule.patient_view_cap or family.patient_view_cap
        return Indicator.CRITICAL
