"""What the EHR asks: one hook call, read tolerantly (CDS Hooks 2.0.1, section "Calling a CDS Service").

FHIR resources in `context` and `prefetch` stay as decoded: real ones are often not valid, and reading them is
the record's work. No message repeats a value of the request.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias, TypeVar, cast

from pydantic import BeforeValidator, ConfigDict, Field, SecretStr, StringConstraints, ValidationError

from cds.errors import HookRequestInvalid, RecordUnavailable
from cds.hooks.json import JsonObject, read_json_object
from cds.hooks.reading import Text, WireModel, first_complaint, without_blanks


def _path_segments(reference: str) -> list[str]:
    """The segments of a reference or URL, without a version."""
    return reference.strip().partition("/_history/")[0].rstrip("/").split("/")


def _to_bare_id(value: object) -> object:
    """`Patient/x`, `https://host/Patient/x` and `Patient/x/_history/2` are all `x`."""
    return _path_segments(value)[-1] if isinstance(value, str) else value


def _to_type_and_id(value: object) -> object:
    """`https://host/fhir/MedicationRequest/x` is `MedicationRequest/x`; a bare id stays as it is."""
    return "/".join(_path_segments(value)[-2:]) if isinstance(value, str) else value


BareId: TypeAlias = Annotated[Text, BeforeValidator(_to_bare_id)]
Reference: TypeAlias = Annotated[Text, BeforeValidator(_to_type_and_id)]


def _to_one_object(value: object) -> object:
    """Several resources without a Bundle around them are read as one."""
    return {"entry": cast(list[object], value)} if isinstance(value, list) else value


Resources: TypeAlias = Annotated[JsonObject, BeforeValidator(_to_one_object)]
"""A Bundle with or without a type, one resource, a wrapped one, or a list of any of these."""


class HookContext(WireModel):
    """What every hook of ours says: who acts, on whom, and where."""

    user_id: Text | None = Field(description="the user as `Type/id`, such as `Practitioner/abc`")
    patient_id: BareId = Field(description="the bare FHIR id of the patient")
    encounter_id: BareId | None = Field(default=None, description="the bare FHIR id of the encounter, or nothing")

    @property
    def orders(self) -> JsonObject | None:
        """The orders that the hook itself hands over, to be judged."""
        return None

    @property
    def dispatched(self) -> tuple[str, ...]:
        """The orders to be judged that the hook only names, each as `Type/id`."""
        return ()

    @property
    def brought(self) -> JsonObject | None:
        """Resources beside the orders that the hook itself hands over, such as the appointments being booked."""
        return None


class PatientViewContext(HookContext):
    """`patient-view`: somebody opened a chart."""


class OrderSelectContext(HookContext):
    """`order-select`: orders were picked, details may be missing. `selections` None means all of them."""

    draft_orders: JsonObject = Field(description="the Bundle of draft orders")
    selections: tuple[Reference, ...] | None = Field(
        default=None, description="the newly picked orders, each as `Type/id`"
    )

    @property
    def orders(self) -> JsonObject:
        """The drafts, selected or not."""
        return self.draft_orders


class OrderSignContext(HookContext):
    """`order-sign`: orders are about to be signed."""

    draft_orders: JsonObject = Field(description="the Bundle of draft orders")

    @property
    def orders(self) -> JsonObject:
        """The drafts."""
        return self.draft_orders


class EncounterStartContext(HookContext):
    """`encounter-start`: a visit begins; it may be told several times."""

    encounter_id: BareId | None = Field(description="the bare FHIR id of the encounter that starts")


class AppointmentBookContext(HookContext):
    """`appointment-book`: appointments are about to be booked."""

    appointments: JsonObject = Field(description="the Bundle of proposed appointments")

    @property
    def brought(self) -> JsonObject:
        """The proposed appointments."""
        return self.appointments


class ProblemListItemCreateContext(HookContext):
    """`problem-list-item-create`: problems were recorded."""

    conditions: Resources = Field(description="the Bundle of recorded problems")

    @property
    def brought(self) -> JsonObject:
        """The recorded problems."""
        return self.conditions


class AllergyIntoleranceCreateContext(HookContext):
    """`allergyintolerance-create`: an allergy or intolerance was recorded."""

    allergy_intolerance: Resources = Field(description="the recorded AllergyIntolerance")

    @property
    def brought(self) -> JsonObject:
        """The recorded allergy."""
        return self.allergy_intolerance


class OrderDispatchContext(HookContext):
    """`order-dispatch`: signed orders are sent to who carries them out; no user takes part."""

    user_id: Text | None = Field(default=None, description="the user as `Type/id`, or nothing")
    dispatched_orders: tuple[Reference, ...] = Field(description="the dispatched orders, each as `Type/id`")

    @property
    def dispatched(self) -> tuple[str, ...]:
        """The orders of the record that are sent."""
        return self.dispatched_orders


class MedicationRefillContext(HookContext):
    """`medication-refill`: a refill is asked for, be it by nobody who is logged in."""

    user_id: Text | None = Field(default=None, description="the user as `Type/id`, or nothing")
    medications: JsonObject = Field(description="the Bundle of draft orders to be renewed")

    @property
    def orders(self) -> JsonObject:
        """The drafts of the refill."""
        return self.medications


CONTEXTS: Mapping[str, type[HookContext]] = {
    "patient-view": PatientViewContext,
    "order-select": OrderSelectContext,
    "order-sign": OrderSignContext,
    "encounter-start": EncounterStartContext,
    "appointment-book": AppointmentBookContext,
    "problem-list-item-create": ProblemListItemCreateContext,
    "allergyintolerance-create": AllergyIntoleranceCreateContext,
    "order-dispatch": OrderDispatchContext,
    "medication-refill": MedicationRefillContext,
}
"""Every hook we can read, with its context (CDS Hooks Library 1.0.1)."""

_LEGACY_HOOKS = {
    "medication-prescribe": ("order-select", "medications"),
    "order-review": ("order-sign", "orders"),
}
_LEGACY_MEMBERS: Mapping[str, Mapping[str, str]] = {
    "allergyintolerance-create": {"allergyIntolerances": "allergyIntolerance"},
    "order-dispatch": {
        "order": "dispatchedOrders",
        "task": "fulfillmentTasks",
        "fulfillment-tasks": "fulfillmentTasks",
    },
}
"""Members of a context as older versions and the library's own examples spell them, with the current name."""
_ORDER_MEMBERS = {"draftOrders", "medications"}
_UUID = r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LEGACY_ROOT = {"userId": "user", "patientId": "patient", "encounterId": "encounter"}


class FhirAuthorization(WireModel):
    """A token for the EHR's FHIR server; to be forgotten after `expires_in` seconds and with the request."""

    model_config = ConfigDict(alias_generator=None)  # OAuth names are snake_case on the wire, too

    access_token: SecretStr
    token_type: Annotated[str, Field(pattern="(?i)^bearer$")]
    expires_in: int
    scope: str
    subject: str
    patient: BareId | None = None


class HookRequest(WireModel):
    """One hook call.

    `hook` is the current name even where the EHR used a deprecated one. A prefetch key that is absent was
    not given; a key with None was queried and nothing was found. `deviations` says, for our log and without
    values, where the request strays from the specification.
    """

    hook: str
    hook_instance: Text = Field(description="a UUID of this hook call as a string")
    context: HookContext
    prefetch: dict[str, Any] = Field(default_factory=dict, description="an object of prefetch keys, or nothing")
    fhir_server: Annotated[str, StringConstraints(pattern=r"^(?i:https?)://[^\s/]\S*$")] | None = Field(
        default=None, description="the absolute http(s) URL of the FHIR server, or nothing"
    )
    fhir_authorization: FhirAuthorization | None = None
    extension: JsonObject = Field(default_factory=dict)
    deviations: tuple[str, ...] = ()

    @property
    def instance_digest(self) -> str:
        """SHA-256 of the hook instance: what we store and log, since a client may put anything in there."""
        return hashlib.sha256(self.hook_instance.encode()).hexdigest()


def read_request(body: bytes, hook: str) -> HookRequest:
    """Read one hook call.

    Takes:  body — as received; hook — the hook of the service that was called, one of CONTEXTS.
    Gives:  the request, deprecated spellings brought to the current ones.
    Raises: HookRequestInvalid — not readable, or a required member is missing or of the wrong type;
            RecordUnavailable — an order hook without draft orders: some EHRs strip them when we lack the
            scope for unsigned orders or are called at an unregistered URL.
    Source: CDS Hooks 2.0.1 "HTTP Request", "FHIR Resource Access"; Library 1.0.1 contexts. Null and "" of an
            optional member count as absent, unknown members are ignored: our policy, as real EHRs send them.
    """
    root = without_blanks(read_json_object(body))
    deviations: list[str] = []
    named_hook, orders_member = _current_hook(root)
    if named_hook != hook:
        raise HookRequestInvalid(f"`hook` is not that of this service; send `{hook}`, or call another service", "hook")
    if not isinstance(root.get("context"), dict):
        raise HookRequestInvalid("`context` is missing or no object; send the context of the hook", "context")
    context = without_blanks(root["context"])
    if "draftOrders" not in context and orders_member in context:
        context["draftOrders"] = context[orders_member]
        deviations.append(f"{orders_member} of a deprecated hook")
    deviations += _bring_up_to_date(hook, context)
    for member, legacy_member in _LEGACY_ROOT.items():
        if member not in context and legacy_member in root:
            context[member] = root[legacy_member]
            deviations.append(f"{legacy_member} at the root instead of context.{member}")
    if "fhirAuthorization" in root and "fhirServer" not in root:
        raise HookRequestInvalid("`fhirAuthorization` comes without `fhirServer`; send both or neither", "fhirServer")
    known: JsonObject = {"hook": hook, "context": _read_context(CONTEXTS[hook], context)}
    known |= {member: root[member] for member in ("hookInstance", "prefetch", "fhirServer") if member in root}
    known["fhirAuthorization"] = _read_authorization(root.get("fhirAuthorization"), deviations)
    known["extension"] = _read_extension(root.get("extension"), deviations)
    if not _is_uuid(known.get("hookInstance")):
        deviations.append("hookInstance is not a UUID")
    known["deviations"] = tuple(deviations)
    try:
        return HookRequest.from_wire(known)
    except ValidationError as invalid:
        raise first_complaint(HookRequest, invalid.errors(include_input=False), "") from None


def _current_hook(root: JsonObject) -> tuple[str, str]:
    """The hook's current name, and the context member that holds the orders under the name the EHR used."""
    hook = root.get("hook")
    if not isinstance(hook, str):
        raise HookRequestInvalid("`hook` is missing or no string; send the name of the hook", "hook")
    return _LEGACY_HOOKS.get(hook, (hook, "draftOrders"))


def _bring_up_to_date(hook: str, context: JsonObject) -> list[str]:
    """Give the members of a context their current names; the deviations that were met.

    Source: CDS Hooks Library 1.0.1: `order` and `task` of order-dispatch before its 1.1, `fulfillment-tasks` of its
    example, `allergyIntolerances` of two examples. Where no order is named, those in the focus of the tasks are meant.
    """
    deviations: list[str] = []
    for legacy_member, member in _LEGACY_MEMBERS.get(hook, {}).items():
        if legacy_member in context and member not in context:
            context[member] = context[legacy_member]
            deviations.append(f"context.{legacy_member} instead of {member}")
    if hook != "order-dispatch":
        return deviations
    if isinstance(context.get("dispatchedOrders"), str):
        context["dispatchedOrders"] = [context["dispatchedOrders"]]
    if not context.get("dispatchedOrders") and (focused := _focused(context.get("fulfillmentTasks"))):
        context["dispatchedOrders"] = focused
        deviations.append("context.dispatchedOrders is missing; the tasks name the orders")
    return deviations


def _focused(tasks: object) -> list[str]:
    """What tasks are to fulfil."""
    found: list[str] = []
    for task in cast(list[object], tasks) if isinstance(tasks, list) else [tasks]:
        focus = cast(JsonObject, task).get("focus") if isinstance(task, dict) else None
        reference = cast(JsonObject, focus).get("reference") if isinstance(focus, dict) else None
        if isinstance(reference, str):
            found.append(reference)
    return found


_Context = TypeVar("_Context", bound=HookContext)


def _read_context(model: type[_Context], context: JsonObject) -> _Context:
    if context.get("selections") == []:  # forbidden on the wire; reading it as "all of them" misses nothing
        del context["selections"]
    try:
        return model.from_wire(context)
    except ValidationError as invalid:
        errors = invalid.errors(include_input=False)
        stripped = [
            error["loc"][0] for error in errors if error["type"] == "missing" and error["loc"][0] in _ORDER_MEMBERS
        ]
        others = [error for error in errors if error["loc"][0] not in stripped]
        if not others:
            raise RecordUnavailable(
                f"`context.{stripped[0]}` is missing; check that the EHR grants the scope to read unsigned orders "
                "and calls the exact URL that was registered"
            ) from None
        raise first_complaint(model, others, "context.") from None


def _read_authorization(value: object, deviations: list[str]) -> FhirAuthorization | None:
    """An incomplete authorization is ignored: the prefetch may be all we need."""
    if value is None:
        return None
    try:
        members = without_blanks(cast(JsonObject, value)) if isinstance(value, dict) else value
        return FhirAuthorization.from_wire(members)
    except ValidationError:
        deviations.append("fhirAuthorization is incomplete")
        return None


def _read_extension(value: object, deviations: list[str]) -> JsonObject:
    if value is None or isinstance(value, dict):
        return cast(JsonObject, value or {})
    deviations.append("extension is no object")
    return {}


def _is_uuid(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(_UUID, value) is not None
