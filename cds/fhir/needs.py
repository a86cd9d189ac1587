"""What the rules of a hook read, as prefetch templates: derived from their clauses, never typed by hand.

Only queries that CDS Hooks 2.0.1 clients must support: a read, or a search by patient with `code` and `status`.
"""

from collections.abc import Mapping

from cds.hooks import Service
from cds.record import Kind
from cds.rulebook import (
    SYSTEMS,
    DerivedClause,
    DoseClause,
    Fact,
    Hook,
    IsClause,
    Match,
    MedicationClause,
    ObservationClause,
    PointsClause,
    Rule,
    Rulebook,
    TextClause,
    TrialsClause,
)

_PATIENT = "{{context.patientId}}"
KEYS: Mapping[Kind, str] = {
    Kind.PATIENT: "patient",
    Kind.ENCOUNTER: "encounter",
    Kind.CONDITION: "conditions",
    Kind.MEDICATION_REQUEST: "medications",
    Kind.MEDICATION_STATEMENT: "medicationStatements",
    Kind.MEDICATION_ADMINISTRATION: "medicationAdministrations",
    Kind.MEDICATION_DISPENSE: "medicationDispenses",
    Kind.ALLERGY: "allergies",
    Kind.OBSERVATION: "observations",
    Kind.PROCEDURE: "procedures",
    Kind.SERVICE_REQUEST: "serviceRequests",
    Kind.APPOINTMENT: "appointments",
    Kind.DEVICE_REQUEST: "deviceRequests",
    Kind.CARE_PLAN: "carePlans",
    Kind.DEVICE_USE: "deviceUseStatements",
    Kind.DEVICE: "devices",
    Kind.COVERAGE: "coverages",
}
_NAMES_A_DEVICE = frozenset({Kind.DEVICE_REQUEST, Kind.DEVICE_USE})
REQUIRED = frozenset({Kind.PATIENT})
"""Without these there is no answer (412); whatever else is missing is reported as not evaluated."""


def prefetch_keys(rulebook: Rulebook, hook: Hook) -> dict[str, Kind]:
    """The prefetch keys of a hook's service, with the resource kind of each."""
    kinds = {Kind.PATIENT}.union(*(_needs(rulebook, rule, hook) for rule in _rules(rulebook, hook)))
    return {key: kind for kind, key in KEYS.items() if kind in kinds}


def prefetch_templates(rulebook: Rulebook, hook: Hook) -> dict[str, str]:
    """The prefetch of a hook's service, as discovery states it."""
    facts = [fact for rule in _rules(rulebook, hook) for fact in _facts(rulebook, rule)]
    return {key: _template(kind, rulebook, facts) for key, kind in prefetch_keys(rulebook, hook).items()}


def services_of(rulebook: Rulebook) -> tuple[Service, ...]:
    """Every service that a rulebook is served as, with its prefetch."""
    return tuple(
        Service(
            hook=note.hook.value,
            title=note.title,
            description=note.description,
            id=note.id,
            prefetch=prefetch_templates(rulebook, note.hook),
            usage_requirements=rulebook.services.usage,
        )
        for note in rulebook.services.services
    )


def _rules(rulebook: Rulebook, hook: Hook) -> list[Rule]:
    """The rules of a hook, and those that are asked about an order that one of them would propose."""
    rules = {rule.id: rule for rule in rulebook.rules_on(hook)}
    for proposed in {rule.about.proposes for rule in rules.values() if rule.about.proposes}:
        rules |= {rule.id: rule for rule in rulebook.safety_rules(proposed)}
    return list(rules.values())


def _facts(rulebook: Rulebook, rule: Rule) -> list[Fact]:
    return [clause for clause in rulebook.clauses(rule) if not isinstance(clause, DerivedClause | IsClause)]


def _needs(rulebook: Rulebook, rule: Rule, hook: Hook) -> set[Kind]:
    """What a rule reads on a hook: its clauses, and the running orders it is about where no draft is at hand.

    An order that names its device by reference only is read with the devices; one that is dispatched is only named.
    """
    kinds = set(rulebook.needs(rule))
    if rule.about.order:
        family = rulebook.families[rule.about.order]
        at_hand = hook.brings_orders and hook is not Hook.ORDER_DISPATCH
        running = not rule.about.proposes and (rule.both_ways or not at_hand)
        about = family.running_kinds if running else ()
        kinds |= {*about, Kind.DEVICE} if _NAMES_A_DEVICE & {*about, *family.kinds} else set(about)
    return kinds


def _template(kind: Kind, rulebook: Rulebook, facts: list[Fact]) -> str:
    search = f"{kind}?patient={_PATIENT}"
    match kind:
        case Kind.PATIENT:
            return f"Patient/{_PATIENT}"
        case Kind.ENCOUNTER:
            return "Encounter/{{context.encounterId}}"
        case Kind.OBSERVATION:
            if any(map(_reads_results_in_words, facts)):
                return search  # results that rules read in words have no code of ours: a query by code would hide them
            codes = sorted(_observation_codes(rulebook, facts))
            return f"{search}&code={','.join(codes)}" if codes else search
        case Kind.MEDICATION_REQUEST:
            return f"{search}&status=active" + (",on-hold,completed,stopped" if any(map(_looks_back, facts)) else "")
        case Kind.MEDICATION_DISPENSE:
            return f"{search}&status=completed"
        case Kind.APPOINTMENT:
            return f"{search}&status=proposed,pending,booked,arrived,checked-in,fulfilled"
        case Kind.SERVICE_REQUEST:
            return f"{search}&status=active,completed"
        case Kind.DEVICE_REQUEST | Kind.CARE_PLAN | Kind.COVERAGE:
            return f"{search}&status=active"
        case _:
            return search


def _reads_results_in_words(fact: Fact) -> bool:
    """Whether results without a code that we know may matter, by what they say or by what stands beside others."""
    parts = fact.parts() if isinstance(fact, PointsClause) else (fact,)
    return any(
        (isinstance(part, TextClause) and Kind.OBSERVATION in part.text)
        or (isinstance(part, ObservationClause) and (part.unclear_words is not None or part.as_answer))
        for part in parts
    )


def _looks_back(fact: Fact) -> bool:
    """Whether orders that are over count: for a wash-out, as an earlier use, as the previous order, or as a trial."""
    if isinstance(fact, MedicationClause):
        if fact.medication in {"extended", "ever"}:
            return True
        return fact.washout is not None or fact.started_within is not None
    return isinstance(fact, TrialsClause) or (isinstance(fact, DoseClause) and fact.times_previous is not None)


def _observation_codes(rulebook: Rulebook, facts: list[Fact]) -> set[str]:
    sets = {name for fact in facts for name in fact.observation_sets()}
    return {
        f"{SYSTEMS[concept.system]}|{concept.code}"
        for name in sets
        for concept in rulebook.value_sets[name].concepts
        if concept.system and concept.match is not Match.EXCLUDE
    }
