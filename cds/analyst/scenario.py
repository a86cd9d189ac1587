"""One scenario being told: the patient, the record and the orders are collected, then a hook is called.

What is not said is known to be empty: every prefetch key is answered, with nothing in it, unless a step says that it
was not loaded. So a silent rule has looked. Dates follow the moment of the scenario.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cds.analyst.answer import Answer
from cds.analyst.phrases import PhraseInvalid, When, shifted
from cds.analyst.service import ServiceUnderTest
from cds.hooks import JsonObject
from cds.rulebook import Hook, Status, did_you_mean

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""When a scenario takes place that does not say."""

PATIENT_ID = "patient-1"
_IDS = uuid.UUID("6f5b3a0e-4a60-4f0e-9f38-1d2c8f0b7e11")

KINDS: dict[str, tuple[str, ...]] = {
    "patient": ("Patient",),
    "encounter": ("Encounter",),
    "conditions": ("Condition",),
    "medications": ("MedicationRequest", "MedicationStatement", "MedicationAdministration", "MedicationDispense"),
    "medication orders": ("MedicationRequest",),
    "medication statements": ("MedicationStatement",),
    "medication administrations": ("MedicationAdministration",),
    "medication dispenses": ("MedicationDispense",),
    "allergies": ("AllergyIntolerance",),
    "observations": ("Observation",),
    "procedures": ("Procedure",),
    "service orders": ("ServiceRequest",),
    "appointments": ("Appointment",),
    "device orders": ("DeviceRequest",),
    "care plans": ("CarePlan",),
    "devices": ("Device",),
    "coverages": ("Coverage",),
    "devices in use": ("DeviceUseStatement",),
}
"""What a step calls the resources, and their FHIR types."""


_SUBJECTS = {
    "AllergyIntolerance": "patient",
    "FamilyMemberHistory": "patient",
    "Device": "patient",
    "Coverage": "beneficiary",
}
"""The member that names the patient, where it is not `subject`."""


@dataclass(slots=True)
class Fact:
    """One resource of the scenario while its step describes it."""

    scenario: "Scenario"
    name: str
    resource: JsonObject

    @property
    def reference(self) -> str:
        """`Type/id`."""
        return f"{self.resource['resourceType']}/{self.resource['id']}"

    def text_of(self, when: When) -> str:
        """A point in time as FHIR writes it."""
        return when.text(self.scenario.moment)

    def set(self, **members: Any) -> None:
        """Set members; None takes one away."""
        for name, value in members.items():
            if value is None:
                self.resource.pop(name, None)
            else:
                self.resource[name] = value


@dataclass(slots=True)
class Scenario:
    """What a scenario has said so far, and the answer once it has called."""

    service: ServiceUnderTest
    moment: datetime = MOMENT
    patient: JsonObject = field(default_factory=dict[str, Any])
    facts: list[Fact] = field(default_factory=list[Fact])
    drafts: list[Fact] = field(default_factory=list[Fact])
    booked: list[Fact] = field(default_factory=list[Fact])
    recorded: list[Fact] = field(default_factory=list[Fact])
    dispatched: list[Fact] = field(default_factory=list[Fact])
    performer: str = ""
    selected: list[str] = field(default_factory=list[str])
    encounter: Fact | None = None
    not_loaded: set[str] = field(default_factory=set[str])
    failed: set[str] = field(default_factory=set[str])
    paged: set[str] = field(default_factory=set[str])
    activated: frozenset[str] = frozenset()
    _answer: Answer | None = None

    def __post_init__(self) -> None:
        self.set_patient(gender="male", birth_date=self.years_ago(45))

    def set_moment(self, moment: datetime) -> None:
        """The scenario's clock. Raises PhraseInvalid when facts were told already: their dates followed the old one."""
        if self.facts or self.drafts:
            raise PhraseInvalid("say the service date before any fact: dates such as `3 weeks ago` follow it")
        self.moment = moment

    def activate(self, rule: str) -> None:
        """The rulebook of the call is one in which the rule is active. Raises PhraseInvalid when that says nothing."""
        rules = self.service.rulebook.rules
        if rule not in rules:
            raise PhraseInvalid(f"{rule} is no rule of the rulebook{did_you_mean(rule, sorted(rules))}")
        if rules[rule].status not in {Status.SILENT, Status.DRAFT}:
            raise PhraseInvalid(f"{rule} is {rules[rule].status}; only a silent rule or a draft is activated")
        self.activated |= {rule}

    def set_patient(self, *, gender: str | None, birth_date: str | None) -> None:
        """Who the patient is; None leaves the member out."""
        members = {"gender": gender, "birthDate": birth_date}
        self.patient = {"resourceType": "Patient", "id": PATIENT_ID} | {k: v for k, v in members.items() if v}

    def years_ago(self, years: int) -> str:
        """The birth date of somebody so many years old, half a year after the birthday."""
        return (shifted(self.moment, -years, "year") - timedelta(days=182)).date().isoformat()

    def add(self, resource_type: str, name: str, *, subject: str = PATIENT_ID, **members: Any) -> Fact:
        """A resource of the record."""
        fact = self._fact(resource_type, name, subject, members)
        self.facts.append(fact)
        return fact

    def add_draft(self, resource_type: str, name: str, **members: Any) -> Fact:
        """A draft order of the hook's context."""
        fact = self._fact(resource_type, name, PATIENT_ID, members)
        fact.resource["id"] = f"draft-{len(self.drafts) + 1}"
        self.drafts.append(fact)
        return fact

    def record(self, fact: Fact) -> None:
        """Hand a fact of the record over with the hook instead: it is so new that no query has found it yet."""
        self.facts.remove(fact)
        fact.resource["id"] = f"recorded-{len(self.recorded) + 1}"
        self.recorded.append(fact)

    def book(self, minutes: int, start: datetime) -> Fact:
        """A proposed appointment of the hook's context."""
        who: JsonObject = {"actor": {"reference": f"Patient/{PATIENT_ID}"}, "status": "tentative"}
        end = start + timedelta(minutes=minutes)
        resource: JsonObject = {
            "resourceType": "Appointment",
            "id": f"proposed-{len(self.booked) + 1}",
            "status": "proposed",
            "start": start.isoformat(),
            "end": end.isoformat(),
            "minutesDuration": minutes,
            "participant": [who],
        }
        fact = Fact(self, "the appointment", resource)
        self.booked.append(fact)
        return fact

    def _fact(self, resource_type: str, name: str, subject: str, members: JsonObject) -> Fact:
        about = _SUBJECTS.get(resource_type, "subject")
        number = 1 + sum(fact.resource["resourceType"] == resource_type for fact in self.facts)
        resource: JsonObject = {
            "resourceType": resource_type,
            "id": f"{resource_type.lower()}-{number}",
            about: {"reference": f"Patient/{subject}"},
        }
        if resource_type == "Appointment":
            resource["participant"] = [{"actor": resource.pop(about), "status": "accepted"}]
        fact = Fact(self, name, resource)
        fact.set(**members)
        return fact

    def named(self, name: str) -> list[Fact]:
        """The facts and orders that a step called so, or `the patient`. Raises PhraseInvalid."""
        if name == "the patient":
            return [Fact(self, name, self.patient)]
        all_told = (*self.facts, *self.recorded, *self.drafts)
        found = [fact for fact in all_told if fact.name == name]
        if not found:
            told = ", ".join(f'"{fact.name}"' for fact in all_told)
            raise PhraseInvalid(f'no step of this scenario tells of "{name}"; they tell of {told or "nothing"}')
        return found

    def call(self, hook: Hook, selections: list[str] | None = None) -> None:
        """Call the service of a hook over HTTP, as an EHR does. Raises PhraseInvalid when no service answers it."""
        service = self._called.of_hook(hook)
        context: JsonObject = {"userId": "Practitioner/practitioner-1", "patientId": PATIENT_ID}
        if self.encounter is not None:
            context["encounterId"] = self.encounter.resource["id"]
        context |= self._handed_over(hook)
        if selections is not None:
            context["selections"] = selections
        whole = dict(self._prefetch(service, everything=True))
        request: JsonObject = {"hook": hook.value, "context": context, "prefetch": whole}
        request["hookInstance"] = str(uuid.uuid5(_IDS, json.dumps(request, sort_keys=True)))
        self._answer = self._ask(hook, service, request)
        narrow = dict(self._prefetch(service, everything=False))
        if narrow != whole:
            self._answer.check_same(self._ask(hook, service, request | {"prefetch": narrow}))

    def _handed_over(self, hook: Hook) -> JsonObject:
        """What the context of a hook holds beside who and where."""
        match hook:
            case Hook.ORDER_SELECT | Hook.ORDER_SIGN:
                return {"draftOrders": _collection(self.drafts)}
            case Hook.MEDICATION_REFILL:
                return {"medications": _collection(self.drafts)}
            case Hook.APPOINTMENT_BOOK:
                return {"appointments": _collection(self.booked)}
            case Hook.PROBLEM_LIST_ITEM_CREATE:
                return {"conditions": _collection(self.recorded)}
            case Hook.ALLERGYINTOLERANCE_CREATE:
                return {"allergyIntolerance": self.recorded[-1].resource}
            case Hook.ORDER_DISPATCH:
                orders = [fact.reference for fact in self.dispatched]
                return {"userId": None, "dispatchedOrders": orders, "performer": self.performer}
            case _:
                return {}

    def _ask(self, hook: Hook, service: JsonObject, request: JsonObject) -> Answer:
        status, document = self._called.post(service["id"], request, self.moment)
        references = [fact.reference for fact in self.drafts]
        return Answer(hook, status, document, references, self._called.rulebook)

    @property
    def _called(self) -> ServiceUnderTest:
        return self.service.with_active(self.activated) if self.activated else self.service

    def _prefetch(self, service: JsonObject, *, everything: bool) -> Iterator[tuple[str, Any]]:
        """Every key that discovery asks for, then what nobody asked for.

        Takes:  everything — also the resources that the query's filters leave out, as an EHR may send that ignores them.
        """
        asked: set[str] = set()
        for key, template in service["prefetch"].items():
            kind = str(template).partition("?")[0].partition("/")[0]
            asked.add(kind)
            if kind in self.failed:
                yield key, _failure()
            elif kind not in self.not_loaded:
                yield key, self._result(kind, "" if everything else str(template))
        for kind in dict.fromkeys(fact.resource["resourceType"] for fact in self.facts):
            if kind == "FamilyMemberHistory" or (kind not in asked and kind not in self.not_loaded):
                yield f"more{kind}", self._result(kind)

    def _result(self, kind: str, query: str = "") -> JsonObject | None:
        if kind == "Patient":
            return self.patient
        if kind == "Encounter":
            return self.encounter.resource if self.encounter else None
        of_kind = [fact.resource for fact in self.facts if fact.resource["resourceType"] == kind]
        entries = [{"resource": resource} for resource in of_kind if _is_asked_for(resource, query)]
        bundle: JsonObject = {"resourceType": "Bundle", "type": "searchset", "total": len(entries)}
        if entries:
            bundle["entry"] = entries
        if kind in self.paged:
            bundle["total"] = len(entries) + 1
            bundle["link"] = [{"relation": "next", "url": f"https://ehr.example/fhir/{kind}?page=2"}]
        return bundle

    @property
    def answer(self) -> Answer:
        """The answer to the call, fit to be read: HTTP 200 and nothing that CDS Hooks forbids.

        Raises: PhraseInvalid before any call; ScenarioFailed.
        """
        self.any_answer.check_sound()
        return self.any_answer

    @property
    def any_answer(self) -> Answer:
        """The answer to the call, refusals included. Raises PhraseInvalid before any call."""
        if self._answer is None:
            raise PhraseInvalid("say what the clinician does before what is shown")
        return self._answer


def _collection(facts: list[Fact]) -> JsonObject:
    """A Bundle of the hook's context."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": fact.resource} for fact in facts]}


def _is_asked_for(resource: JsonObject, query: str) -> bool:
    """Whether a query by code and status finds a resource; the code of a resource without any cannot be searched."""
    filters: dict[str, str] = {}
    for part in query.partition("?")[2].split("&"):
        name, _, value = part.partition("=")
        filters[name] = value
    if "status" in filters and resource.get("status") not in filters["status"].split(","):
        return False
    if "code" not in filters:
        return True
    wanted = {one.rpartition("|")[2] for one in filters["code"].split(",")}
    return any(coding["code"] in wanted for coding in resource["code"].get("coding", []))


def _failure() -> JsonObject:
    """What an EHR puts under a key when its query failed."""
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
