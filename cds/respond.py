"""The shell around deciding: a hook request in, what it lacks completed, the cards out."""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from queue import LifoQueue
from typing import Protocol

from cds.caller import ANYBODY, Caller
from cds.cards import ASSOCIATED, DECISION, RULES, adapt_cards, compose_cards, fingerprints, lint_response
from cds.decide import Decider
from cds.errors import RecordUnavailable, ResponseInvalid, UnknownService
from cds.fhir import KEYS, REQUIRED, prefetch_keys, read_prefetch, services_of
from cds.findings import Readings
from cds.hooks import (
    Card,
    HookContext,
    HookRequest,
    HookResponse,
    JsonObject,
    MedicationRefillContext,
    OrderSelectContext,
    Service,
)
from cds.matching import Matching, State
from cds.record import (
    Answer,
    Coding,
    Concept,
    Given,
    MedicationUse,
    PatientRecord,
    dangling_medications,
    kind_of,
    read_held,
    read_record,
    safe_id,
)
from cds.rulebook import Hook, Rulebook, Status

_MOST_MISSING, _MOST_PROBLEMS = 300, 40
"""Words about missing data, and problems, in one response: it stays under 64 KiB whatever the record holds."""
_TIME_FOR_CODES = 0.3
"""Seconds from when the data is there until codes that are not known stay so: the EHR expects the answer within 0.5."""
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://kir-cds.org/cards")


Spoken = Mapping[str, str]
"""The fingerprint of each rule of a card, by rule id, strongest first."""


class DecisionLog(Protocol):
    """Keeps what was decided, behind the answer: it must not wait."""

    def save_decision(
        self,
        service_id: str,
        request: HookRequest,
        response: HookResponse,
        *,
        caller: Caller,
        digest: str,
        spoken: Sequence[Spoken],
    ) -> None:
        """Keep this without waiting for it. `spoken` tells for each card, by rule id, what the rule rests on."""
        ...


class EhrReader(Protocol):
    """Asks the EHR for what did not come with the hook."""

    def complete(
        self,
        answers: Sequence[Answer],
        request: HookRequest,
        templates: Mapping[str, str],
        referred: Callable[[Sequence[Answer]], Sequence[str]],
    ) -> list[Answer]:
        """The answers, more of them for the keys that were not answered whole, and what is referred to; in bounded time.

        Takes:  referred — given the answers so far, the references that lead nowhere in them.
        """
        ...


class Responder:
    """Answers hook calls with one rulebook.

    Takes:  make_decider, for the pool: a Decider belongs to one thread at a time; clock, the moment of a call (UTC);
            prepare, told the codes of medications that are not known and the seconds there are to look for them;
            count_unmapped, told the concepts of each medication that could not be named;
            ehr, asked for what was not given; without it, what is not given is unknown.
    """

    def __init__(
        self,
        readings: Readings,
        make_decider: Callable[[], Decider],
        *,
        clock: Callable[[], datetime],
        pool: int = 2,
        log: DecisionLog | None = None,
        prepare: Callable[[Sequence[Coding], float], None] | None = None,
        count_unmapped: Callable[[Sequence[Concept]], None] | None = None,
        ehr: EhrReader | None = None,
    ) -> None:
        self._readings = readings
        self.rulebook: Rulebook = readings.rulebook
        self._clock = clock
        self._log = log
        self._prepare = prepare
        self._count_unmapped = count_unmapped
        self._ehr = ehr
        self._deciders: LifoQueue[Decider] = LifoQueue()
        for _ in range(pool):
            self._deciders.put(make_decider())
        notes = self.rulebook.services.services
        self._hooks = {note.id: note.hook for note in notes}
        self._keys = {note.hook: prefetch_keys(self.rulebook, note.hook) for note in notes}
        self.services: Sequence[Service] = services_of(self.rulebook)
        self._templates = {Hook(service.hook): service.prefetch for service in self.services}
        self._order_kinds = {kind for family in self.rulebook.families.values() for kind in family.kinds}

    def respond(self, service_id: str, request: HookRequest, caller: Caller = ANYBODY) -> HookResponse:
        """The answer to one hook call.

        Raises: UnknownService; HookRequestInvalid, when the drafts or the patient are another patient's;
                RecordUnavailable, when required data was neither given nor to be had; EngineFault; ResponseInvalid.
        """
        response, matching = self.answer(service_id, request, caller)
        request = request.model_copy(update={"fhir_authorization": None})  # the token ends here
        if self._log is not None:
            prints = fingerprints(matching, caller, request.context.patient_id)
            spoken = [_spoken(card, prints) for card in response.cards]
            digest = self.rulebook.digest
            self._log.save_decision(service_id, request, response, caller=caller, digest=digest, spoken=spoken)
        return response

    def answer(self, service_id: str, request: HookRequest, caller: Caller = ANYBODY) -> tuple[HookResponse, Matching]:
        """The answer with its whole trace."""
        hook = self._hooks.get(service_id)
        if hook is None:
            raise UnknownService(f"no service has the id of this address; known: {', '.join(self._hooks)}")
        answers = self._answers(hook, request)
        started = time.monotonic()
        record, drafts, not_given = self._record(request, answers)
        if self._prepare is not None:
            unknown = self._readings.terminology.unknown_codings(_medicines(record))
            self._prepare(unknown, _TIME_FOR_CODES - (time.monotonic() - started))
        with self._decider() as decider:
            matching = decider.decide(
                record, hook, self._clock(), brought=_references(request.context), not_given=not_given
            )
        if self._count_unmapped is not None:
            for use in _medications(record):
                if use.reference in matching.not_checked:
                    self._count_unmapped(use.medicines)
        whose = uuid.uuid5(_NAMESPACE, f"{caller.client}|{caller.tenant}")
        profile = caller.profile.for_call(request.extension)
        composed = compose_cards(
            matching,
            self.rulebook,
            patient_id=record.patient_id,
            drafts=drafts,
            new_id=lambda name: str(uuid.uuid5(whose, f"{service_id}|{request.hook_instance}|{name}")),
            brief=profile.brief,
        )
        cards = adapt_cards(composed, profile)
        response = HookResponse(cards=cards, extension={DECISION: self._decision(matching, cards)})
        complaints = lint_response(response.to_document(), drafts.keys(), delete_in_resource=profile.delete_in_resource)
        if complaints:
            raise ResponseInvalid("; ".join(complaints))
        return response, matching

    def _answers(self, hook: Hook, request: HookRequest) -> list[Answer]:
        """What was given for each key, and what was fetched for those that lack something."""
        answers = read_prefetch(request.prefetch, self._keys[hook])
        if self._ehr is not None:
            answers = self._ehr.complete(
                answers, request, self._templates[hook], partial(self._referred, request.context)
            )
        for kind in REQUIRED:
            asked = [answer for answer in answers if answer.kind is kind]
            if all(answer.given is Given.UNKNOWN for answer in asked):
                reasons = [answer.problem for answer in asked if answer.problem]
                raise RecordUnavailable(
                    f"the {kind} is neither in `prefetch` nor can it be fetched{f' ({reasons[-1]})' if reasons else ''}; "
                    f"send the prefetch key `{KEYS[kind]}`"
                )
        return answers

    def _referred(self, context: HookContext, answers: Sequence[Answer]) -> list[str]:
        """What has to be read to know what the orders are: those that the hook only names, and their medications."""
        _, not_given = _dispatched(context, answers)
        orders = [one for one in not_given if kind_of(one.partition("/")[0]) in self._order_kinds]
        return [*orders, *dangling_medications(answers, context.orders)]

    def _record(
        self, request: HookRequest, answers: Sequence[Answer]
    ) -> tuple[PatientRecord, Mapping[str, JsonObject], Sequence[str]]:
        """The patient as given; the draft orders as sent, by reference; the orders that were named but not given.

        What the hook itself hands over comes first, so it wins over an older version of it in the prefetch.
        """
        context = request.context
        drafts = context.orders
        dispatched, not_given = _dispatched(context, answers)
        if context.brought is not None:
            answers = [*read_prefetch({"context": _brought(context)}, {}), *answers]
        record = read_record(
            patient_id=context.patient_id,
            answers=answers,
            drafts=dispatched or drafts,
            selections=context.selections if isinstance(context, OrderSelectContext) else None,
            encounter_id=context.encounter_id,
            is_relevant=self._readings.terminology.is_relevant,
        )
        held = read_held(drafts)[0] if drafts is not None else ()
        named = Counter(order.reference for order in record.drafts)
        sent = {
            reference: dict(one.resource)
            for one in held
            if _can_be_changed(one.resource, context)
            and one.resource.get("id")  # a draft without an id cannot be named in an action
            and named[reference := f"{one.resource.get('resourceType')}/{one.resource['id']}"] < 2  # nor one of two
        }
        return record, sent, not_given

    @contextmanager
    def _decider(self) -> Generator[Decider]:
        decider = self._deciders.get()
        try:
            yield decider
        finally:
            self._deciders.put(decider)

    def _decision(self, matching: Matching, cards: Sequence[Card]) -> JsonObject:
        """What the response says beside its cards: the rulebook, what was not evaluated, what could not be used."""
        spoken = {entry["id"] for card in cards for entry in card.extension[RULES]}
        missing: dict[str, dict[str, None]] = {}
        for outcome in matching.outcomes():
            rule = outcome.rule
            if outcome.state is State.NOT_EVALUATED and rule.status is Status.ACTIVE and rule.id not in spoken:
                missing.setdefault(rule.id, {}).update(dict.fromkeys(outcome.missing))
        most = max(2, min(10, _MOST_MISSING // max(1, len(missing))))
        quality = [{"reference": one.reference, "problem": one.problem} for one in matching.problems]
        quality += [
            {"reference": reference, "problem": "could not be checked: neither its code nor its name is known"}
            for reference in matching.not_checked
        ]
        decision: JsonObject = {
            "rulebook": {"version": self.rulebook.version, "digest": self.rulebook.digest},
            "notEvaluated": [
                {"rule": rule, "missing": _words(list(words), most)} for rule, words in sorted(missing.items())
            ],
            "dataQuality": _first(quality),
        }
        return {name: value for name, value in decision.items() if value}


def _brought(context: HookContext) -> list[JsonObject]:
    """What the hook hands over beside orders, each with an id, and about the patient of the call unless it says whom."""
    held, _ = read_held(context.brought)
    made: list[JsonObject] = []
    for number, one in enumerate(held, start=1):
        resource = {**one.resource, "id": safe_id(one.resource.get("id")) or f"new-{number}"}
        if not any(resource.get(member) for member in ("subject", "patient", "participant")):
            resource |= {name: {"reference": f"Patient/{context.patient_id}"} for name in ("subject", "patient")}
        made.append({"resource": resource} | ({"fullUrl": one.full_url} if one.full_url else {}))
    return made


def _references(context: HookContext) -> set[str]:
    """What the record calls the resources that the hook hands over beside orders."""
    resources = [entry["resource"] for entry in _brought(context)]
    return {f"{resource.get('resourceType')}/{resource['id']}" for resource in resources}


def _dispatched(context: HookContext, answers: Sequence[Answer]) -> tuple[JsonObject | None, Sequence[str]]:
    """The orders of the record that the hook names, as a Bundle (None when it names none), and those not given."""
    if not context.dispatched:
        return None, ()
    found: dict[str, JsonObject] = {}
    for answer in answers:
        for resource, full_url in answer.placed():
            named = (f"{resource.get('resourceType')}/{resource.get('id')}", resource.get("id"), full_url)
            for reference in context.dispatched:
                if reference in named:
                    found.setdefault(reference, {"resource": resource} | ({"fullUrl": full_url} if full_url else {}))
    bundle: JsonObject = {"resourceType": "Bundle", "entry": list(found.values())}
    return bundle, tuple(dict.fromkeys(one for one in context.dispatched if one not in found))


def _can_be_changed(order: Mapping[str, object], context: HookContext) -> bool:
    """Whether an order may be removed or changed by us: what a refill renews may be an order that runs."""
    return not isinstance(context, MedicationRefillContext) or order.get("status", "draft") == "draft"


def _spoken(card: Card, prints: Mapping[tuple[str, str], str]) -> Spoken:
    about = card.extension.get(ASSOCIATED, [{"reference": ""}])[0]["reference"]
    return {entry["id"]: prints[entry["id"], about] for entry in card.extension[RULES]}


def _words(missing: list[str], most: int) -> list[str]:
    """The first words, and how many more there are."""
    more = len(missing) - most
    return [*missing[:most], f"and {more} more"] if more > 0 else missing


def _medications(record: PatientRecord) -> list[MedicationUse]:
    return [*record.medications, *(draft for draft in record.drafts if isinstance(draft, MedicationUse))]


def _medicines(record: PatientRecord) -> list[Sequence[Concept]]:
    """The concepts of everything that may name a medicine."""
    allergies = ([one.code, *(each.substance for each in one.reactions if each.substance)] for one in record.allergies)
    return [*(use.medicines for use in _medications(record)), *allergies]


def _first(problems: list[dict[str, str]]) -> list[dict[str, str]]:
    """The first problems, and how many more there are."""
    more = len(problems) - _MOST_PROBLEMS
    if more <= 0:
        return problems
    return [*problems[:_MOST_PROBLEMS], {"reference": "Bundle", "problem": f"{more} more resources have problems"}]
