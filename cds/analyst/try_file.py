"""A file for `kir try`: a hook request as it is, or a patient Bundle made into one."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from cds.errors import InputUnreadable
from cds.fhir import KEYS
from cds.hooks import HookRequest, JsonObject, Service, read_request
from cds.record import Kind, kind_of, read_held
from cds.samples import redated

_REFERENCED = {"Medication", "Device"}
_ORDERS = {Kind.MEDICATION_REQUEST, Kind.SERVICE_REQUEST, Kind.DEVICE_REQUEST}


def read_input(file: Path, hook: str | None, services: Sequence[Service], now: datetime) -> tuple[str, HookRequest]:
    """The service and the request that a file means.

    Takes:  hook, when the caller chose one; now, for samples of ours, which are re-dated.
    Raises: InputUnreadable, in one line; HookRequestInvalid, when a hook request is not one.
    """
    document = redated(read_json(file), now.date())
    if document.get("resourceType") == "Bundle":
        document = _from_bundle(document, hook, file.read_bytes())
    elif "hook" not in document:
        raise InputUnreadable(f"{file}: is neither a hook request (`hook` is missing) nor a FHIR Bundle")
    elif hook is not None:
        document["hook"] = hook
    named = str(document["hook"])
    by_hook = {service.hook: service for service in services}
    legacy = {"medication-prescribe": "order-select", "order-review": "order-sign"}
    service = by_hook.get(legacy.get(named, named))
    if service is None:
        raise InputUnreadable(f"{file}: no service answers the hook `{named}`; choose one of {', '.join(by_hook)}")
    return service.id, read_request(json.dumps(document).encode(), service.hook)


def read_json(file: Path) -> JsonObject:
    """A file that holds a JSON object. Raises InputUnreadable, in one line."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputUnreadable(f"{file}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise InputUnreadable(f"{file}: is not JSON") from None
    if not isinstance(document, dict):
        raise InputUnreadable(f"{file}: is not a JSON object")
    return cast(JsonObject, document)


def _from_bundle(bundle: Mapping[str, Any], hook: str | None, content: bytes) -> JsonObject:
    """A hook request about a Bundle's patient: its draft orders are the drafts, the rest is what was prefetched.

    A Bundle is taken as the whole record: a kind it does not hold is known to be empty.
    """
    held, _ = read_held(bundle)
    patients = [one.resource for one in held if one.resource.get("resourceType") == "Patient"]
    if len(patients) != 1:
        raise InputUnreadable(f"the Bundle holds {len(patients)} patients; give it one")
    patient = patients[0]
    drafts: list[JsonObject] = []
    proposed: list[JsonObject] = []
    by_key: dict[str, list[JsonObject]] = {key: [] for key in KEYS.values()}
    for one in held:
        kind = kind_of(one.resource.get("resourceType"))
        entry: JsonObject = {"resource": one.resource} | ({"fullUrl": one.full_url} if one.full_url else {})
        if kind in _ORDERS and one.resource.get("status") == "draft":
            drafts.append(entry)
        elif one.resource.get("resourceType") == "Appointment" and one.resource.get("status") == "proposed":
            proposed.append(entry)
        elif kind is not None:
            by_key[KEYS[kind]].append(entry)
        elif one.resource.get("resourceType") in _REFERENCED:
            by_key[KEYS[Kind.MEDICATION_REQUEST]].append(entry)
    running = [
        entry["resource"] for entry in by_key.pop("encounter") if entry["resource"].get("status") == "in-progress"
    ]
    context: JsonObject = {"userId": "Practitioner/kir-try", "patientId": patient.get("id")}
    prefetch: JsonObject = {key: {"resourceType": "Bundle", "entry": some} for key, some in by_key.items()}
    prefetch["patient"], prefetch["encounter"] = patient, running[-1] if running else None
    if running:
        context["encounterId"] = running[-1].get("id")
    chosen = hook or ("order-sign" if drafts else "patient-view")
    if chosen in {"order-select", "order-sign"}:
        context["draftOrders"] = {"resourceType": "Bundle", "entry": drafts}
    match chosen:
        case "appointment-book":
            context["appointments"] = {"resourceType": "Bundle", "entry": proposed}
        case "problem-list-item-create":  # nothing tells which is new: each is taken as if it was
            context["conditions"] = prefetch[KEYS[Kind.CONDITION]]
        case "allergyintolerance-create":
            context["allergyIntolerance"] = prefetch[KEYS[Kind.ALLERGY]]
        case "order-dispatch":
            context["dispatchedOrders"] = _references(prefetch)
        case "medication-refill":
            context["medications"] = {"resourceType": "Bundle", "entry": drafts}
        case _:
            pass
    instance = hashlib.sha256(content).hexdigest()
    return {
        "hook": chosen,
        "hookInstance": f"{instance[:8]}-{instance[8:12]}-{instance[12:16]}-{instance[16:20]}-{instance[20:32]}",
        "context": context,
        "prefetch": prefetch,
    }


def _references(prefetch: Mapping[str, Any]) -> list[str]:
    """The orders of a patient that are active, as a dispatch would name them."""
    resources = [entry["resource"] for kind in sorted(_ORDERS) for entry in prefetch[KEYS[kind]]["entry"]]
    return [f"{one['resourceType']}/{one.get('id')}" for one in resources if one.get("status") == "active"]
