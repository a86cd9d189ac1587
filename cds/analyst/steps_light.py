"""Steps about light therapy: orders of it, running ones, and what they say of device, site and light."""

from cds.analyst.phrases import Amount, When, one_of
from cds.analyst.scenario import Fact, Scenario
from cds.analyst.sentence import Details, given, when
from cds.analyst.steps_record import coded, name_of
from cds.hooks import JsonObject
from cds.rulebook import SYSTEMS, Hook

LIGHT = Details("a light order")
PLAN = Details("a care plan")
DEVICE = Details("a device")

_LT = SYSTEMS["light"]
_PARAMETER = "https://kir-cds.org/fhir/StructureDefinition/light-parameter"
_KINDS = {"treatment": "ServiceRequest", "device": "DeviceRequest"}
_KIND = {"kind": one_of(*_KINDS)}
_NOW = When("now")
_A_MONTH_AGO = When("30 days ago", number=-30, unit="day")


def _members(kind: str, light: JsonObject, status: str) -> JsonObject:
    code = "code" if kind == "treatment" else "codeCodeableConcept"
    return {"status": status, "intent": "order", code: light}


def _add_draft(scenario: Scenario, kind: str, light: JsonObject, details: tuple[str, ...]) -> Fact:
    fact = scenario.add_draft(_KINDS[kind], name_of(light), **_members(kind, light, "draft"))
    fact.set(authoredOn=fact.text_of(_NOW))
    LIGHT.apply(fact, details)
    return fact


@given("{a} order for the light {kind:kind} {light:concept}{details:details}", details=LIGHT, more=_KIND)
def draft_light(scenario: Scenario, kind: str, light: JsonObject, details: tuple[str, ...]) -> None:
    """A draft light order: a treatment by staff (ServiceRequest) or a device for the patient (DeviceRequest).

    Example: an order for the light device "near-infrared LED belt" (light-therapy pbm-led-nir), to the "low back"
    """
    _add_draft(scenario, kind, light, details)


@given("{a} running order for the light {kind:kind} {light:concept}{details:details}", details=LIGHT, more=_KIND)
def running_light(scenario: Scenario, kind: str, light: JsonObject, details: tuple[str, ...]) -> None:
    """An active light order of the record, ordered 30 days ago unless a detail says otherwise.

    Example: a running order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee"
    """
    fact = scenario.add(_KINDS[kind], name_of(light), **_members(kind, light, "active"))
    fact.set(authoredOn=fact.text_of(_A_MONTH_AGO))
    LIGHT.apply(fact, details)


@when(
    "the clinician signs {a} order for the light {kind:kind} {light:concept}{details:details}",
    details=LIGHT,
    more=_KIND,
)
def sign_light(scenario: Scenario, kind: str, light: JsonObject, details: tuple[str, ...]) -> None:
    """Adds a draft light order, and calls order-sign.

    Example: the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left foot"
    """
    _add_draft(scenario, kind, light, details)
    scenario.call(Hook.ORDER_SIGN)


@when(
    "the clinician selects {a} order for the light {kind:kind} {light:concept}{details:details}",
    details=LIGHT,
    more=_KIND,
)
def select_light(scenario: Scenario, kind: str, light: JsonObject, details: tuple[str, ...]) -> None:
    """Adds a draft light order, and calls order-select with it alone selected.

    Example: the clinician selects an order for the light treatment "infrared therapy"
    """
    fact = _add_draft(scenario, kind, light, details)
    scenario.call(Hook.ORDER_SELECT, [fact.reference])


def _set_parameter(fact: Fact, code: str, **value: object) -> None:
    """A coded parameter: an element of DeviceRequest, an extension of ServiceRequest."""
    concept = coded(_LT, code)
    if fact.resource["resourceType"] == "DeviceRequest":
        fact.resource.setdefault("parameter", []).append({"code": concept, **value})
    else:
        inner = [{"url": "code", "valueCodeableConcept": concept}, {"url": "value", **value}]
        fact.resource.setdefault("extension", []).append({"url": _PARAMETER, "extension": inner})


@LIGHT.detail("to the {site:concept}")
def light_site(fact: Fact, site: JsonObject) -> None:
    """Where it is aimed: bodySite of a treatment, the parameter treatment-site of a device."""
    if fact.resource["resourceType"] == "ServiceRequest":
        fact.resource.setdefault("bodySite", []).append(site)
    else:
        _set_parameter(fact, "treatment-site", valueCodeableConcept=site)


@LIGHT.detail("with the treatment site {site:concept}")
def light_site_parameter(fact: Fact, site: JsonObject) -> None:
    """Where it is aimed, as a parameter."""
    _set_parameter(fact, "treatment-site", valueCodeableConcept=site)


@LIGHT.detail("at {low:decimal} to {high:amount}")
def light_band(fact: Fact, low: float, high: Amount) -> None:
    """The band it emits."""
    value = {"low": Amount(low, high.unit).quantity(), "high": high.quantity()}
    _set_parameter(fact, "wavelength", valueRange=value)


@LIGHT.detail("at {wavelength:amount}")
def light_wavelength(fact: Fact, wavelength: Amount) -> None:
    """A wavelength; a device of two has two details."""
    _set_parameter(fact, "wavelength", valueQuantity=wavelength.quantity())


@LIGHT.detail("{heats:heats}", more={"heats": one_of("heating", "not heating")})
def light_heats(fact: Fact, heats: str) -> None:
    """Whether it is stated to heat."""
    _set_parameter(fact, "heats", valueBoolean=heats == "heating")


@LIGHT.detail("{uv:uv}", more={"uv": one_of("emitting UV", "free of UV")})
def light_uv(fact: Fact, uv: str) -> None:
    """Whether it is stated to emit ultraviolet."""
    _set_parameter(fact, "emits-uv", valueBoolean=uv == "emitting UV")


@LIGHT.detail("of laser class {laser_class:text}")
def light_laser_class(fact: Fact, laser_class: str) -> None:
    """The laser class, in words."""
    _set_parameter(fact, "laser-class", valueCodeableConcept={"text": laser_class})


@LIGHT.detail("of the device class {device_class:text}")
def light_device_class(fact: Fact, device_class: str) -> None:
    """The device class of the light-therapy code system."""
    _set_parameter(fact, "device-class", valueCodeableConcept={"coding": [{"system": _LT, "code": device_class}]})


@LIGHT.detail("with the add-on {add_on:text}")
def light_add_on(fact: Fact, add_on: str) -> None:
    """An added modality, such as `magnetic-field`."""
    _set_parameter(fact, "add-on", valueCodeableConcept={"coding": [{"system": _LT, "code": add_on}]})


_QUANTITIES = {
    "a mean power": "mean-power",
    "an irradiance": "irradiance",
    "a fluence": "fluence",
    "an energy per point": "energy-per-point",
    "a total energy": "total-energy",
    "a pulse frequency": "pulse-frequency",
    "a session length": "session-minutes",
    "a course": "course-weeks",
}


@LIGHT.detail("with {what:what} of {value:amount}", more={"what": one_of(*_QUANTITIES)})
def light_quantity(fact: Fact, what: str, value: Amount) -> None:
    """A parameter with its number and unit; a pulse frequency of 0 Hz is continuous light."""
    _set_parameter(fact, _QUANTITIES[what], valueQuantity=value.quantity())


@LIGHT.detail("{times:number} times a {period:period}", more={"period": one_of("day", "week")})
def light_frequency(fact: Fact, times: int, period: str) -> None:
    """How many sessions."""
    _repeat(fact).update(frequency=times, period=1, periodUnit={"day": "d", "week": "wk"}[period])


@LIGHT.detail("{minutes:number} minutes each")
def light_minutes(fact: Fact, minutes: int) -> None:
    """How long one session is."""
    _repeat(fact).update(duration=minutes, durationUnit="min")


@LIGHT.detail("for {weeks:number} weeks")
def light_weeks(fact: Fact, weeks: int) -> None:
    """How long the course is."""
    _repeat(fact)["boundsDuration"] = Amount(weeks, "wk").quantity()


@LIGHT.detail("{number:number} sessions in all")
def light_count(fact: Fact, number: int) -> None:
    """How many sessions there are altogether, which says nothing of how many a week."""
    _repeat(fact)["count"] = number


@LIGHT.detail("as needed")
def light_as_needed(fact: Fact) -> None:
    """Taken when it is felt to be needed; of a treatment only."""
    fact.set(asNeededBoolean=True)


def _repeat(fact: Fact) -> JsonObject:
    repeat: JsonObject = fact.resource.setdefault("occurrenceTiming", {}).setdefault("repeat", {})
    return repeat


@LIGHT.detail("starting {when:when}")
def light_starts(fact: Fact, when: When) -> None:
    """When the first session is."""
    fact.set(occurrenceDateTime=fact.text_of(when))


@LIGHT.detail("ordered {when:when}")
def light_ordered(fact: Fact, when: When) -> None:
    """When it was ordered."""
    fact.set(authoredOn=fact.text_of(when))


@LIGHT.detail("for {reason:concept}")
def light_reason(fact: Fact, reason: JsonObject) -> None:
    """Why it is given."""
    fact.resource.setdefault("reasonCode", []).append(reason)


@LIGHT.detail("with the order detail {text:text}")
def light_order_detail(fact: Fact, text: str) -> None:
    """An orderDetail in words, such as "850 nm"; of a treatment only."""
    fact.resource.setdefault("orderDetail", []).append({"text": text})


@LIGHT.detail("with the note {text:text}")
def light_note(fact: Fact, text: str) -> None:
    """A note, such as "eye shields"."""
    fact.resource.setdefault("note", []).append({"text": text})


_STATUSES = {
    "on hold": "on-hold",
    "stopped": "revoked",
    "completed": "completed",
    "entered in error": "entered-in-error",
}


@LIGHT.detail("{status:status}", more={"status": one_of(*_STATUSES)})
def light_status(fact: Fact, status: str) -> None:
    """Its status."""
    fact.set(status=_STATUSES[status])


@LIGHT.detail("as a {intent:intent}", more={"intent": one_of("plan", "proposal")})
def light_intent(fact: Fact, intent: str) -> None:
    """Not ordered: planned or proposed."""
    fact.set(intent=intent)


@LIGHT.detail("handed back")
def light_handed_back(fact: Fact) -> None:
    """A device that was returned: the Device that the order refers to is inactive."""
    concept = fact.resource.pop("codeCodeableConcept")
    device: JsonObject = {"resourceType": "Device", "id": "device", "status": "inactive", "type": concept}
    fact.set(contained=[device], codeReference={"reference": "#device"})


@LIGHT.detail("in this visit")
def light_in_visit(fact: Fact) -> None:
    """It belongs to the visit of the scenario."""
    encounter = fact.scenario.encounter
    if encounter is not None:
        fact.set(encounter={"reference": encounter.reference})


@LIGHT.detail("of another patient")
def light_of_another(fact: Fact) -> None:
    """An order whose subject is somebody else."""
    fact.set(subject={"reference": "Patient/patient-2"})


@LIGHT.detail("known by a reference only")
def light_by_reference(fact: Fact) -> None:
    """A device order that names its device by a reference which leads nowhere, without a word of what it is."""
    fact.set(codeCodeableConcept=None, codeReference={"reference": "Device/elsewhere"})


# Light that runs without an order: plans and devices in use


@given("{a} care plan with the light treatment {light:concept}{details:details}", details=PLAN)
def plan_light(scenario: Scenario, light: JsonObject, details: tuple[str, ...]) -> None:
    """An active CarePlan with an activity in progress, made 30 days ago, unless a detail says otherwise.

    Example: a care plan with the light treatment "infrared lamp" (HCPCS E0205), for "low back pain" (ICD-10-CM M54.50)
    """
    activity: JsonObject = {"detail": {"code": light, "status": "in-progress"}}
    fact = scenario.add("CarePlan", name_of(light), status="active", intent="plan", activity=[activity])
    fact.set(created=fact.text_of(_A_MONTH_AGO))
    PLAN.apply(fact, details)


def _detail_of(fact: Fact) -> JsonObject:
    detail: JsonObject = fact.resource["activity"][0]["detail"]
    return detail


_PLAN_STATUSES = {
    "draft": "draft",
    "on hold": "on-hold",
    "revoked": "revoked",
    "completed": "completed",
    "entered in error": "entered-in-error",
}
_ACTIVITY_STATUSES = {
    "not started": "not-started",
    "scheduled": "scheduled",
    "on hold": "on-hold",
    "completed": "completed",
    "cancelled": "cancelled",
    "stopped": "stopped",
    "entered in error": "entered-in-error",
    "unknown": "unknown",
}


@PLAN.detail("{status:status}", more={"status": one_of(*_PLAN_STATUSES)})
def plan_status(fact: Fact, status: str) -> None:
    """The status of the whole plan."""
    fact.set(status=_PLAN_STATUSES[status])


@PLAN.detail("its activity {status:status}", more={"status": one_of(*_ACTIVITY_STATUSES)})
def plan_activity_status(fact: Fact, status: str) -> None:
    """The status of the activity, unless it is in progress."""
    _detail_of(fact)["status"] = _ACTIVITY_STATUSES[status]


@PLAN.detail("as {a} {intent:intent}", more={"intent": one_of("proposal", "option", "order")})
def plan_intent(fact: Fact, intent: str) -> None:
    """Its intent, unless it is a plan."""
    fact.set(intent=intent)


@PLAN.detail("not to be done")
def plan_not_to_do(fact: Fact) -> None:
    """An activity that the plan forbids."""
    _detail_of(fact)["doNotPerform"] = True


@PLAN.detail("in words only")
def plan_in_words(fact: Fact) -> None:
    """The activity has no code: only its description says what it is."""
    detail = _detail_of(fact)
    detail["description"] = name_of(detail.pop("code"))


@PLAN.detail("starting {when:when}")
def plan_starts(fact: Fact, when: When) -> None:
    """When the activity begins."""
    _detail_of(fact)["scheduledPeriod"] = {"start": fact.text_of(when)}


@PLAN.detail("for {reason:concept}")
def plan_reason(fact: Fact, reason: JsonObject) -> None:
    """Why it is done."""
    _detail_of(fact)["reasonCode"] = [reason]


@PLAN.detail("of another patient")
def plan_of_another(fact: Fact) -> None:
    """A plan of somebody else."""
    fact.set(subject={"reference": "Patient/patient-2"})


@given("{she} uses the light device {light:concept}{details:details}", details=DEVICE)
def device_in_use(scenario: Scenario, light: JsonObject, details: tuple[str, ...]) -> None:
    """An active DeviceUseStatement and the Device that it names, written down 30 days ago.

    Example: she uses the light device "infrared heating pad" (HCPCS E0221), on the "left foot"
    """
    device = scenario.add("Device", name_of(light), status="active", type=light)
    fact = scenario.add("DeviceUseStatement", name_of(light), status="active", device={"reference": device.reference})
    fact.set(recordedOn=fact.text_of(_A_MONTH_AGO))
    DEVICE.apply(fact, details)


_USE_STATUSES = {
    "no longer": "completed",
    "stopped": "stopped",
    "on hold": "on-hold",
    "intended": "intended",
    "entered in error": "entered-in-error",
}


@DEVICE.detail("{status:status}", more={"status": one_of(*_USE_STATUSES)})
def use_status(fact: Fact, status: str) -> None:
    """Whether it is used, unless it is now."""
    fact.set(status=_USE_STATUSES[status])


@DEVICE.detail("without a status")
def use_without_status(fact: Fact) -> None:
    """Nothing says whether it is used."""
    fact.set(status=None)


@DEVICE.detail("on the {site:concept}")
def use_site(fact: Fact, site: JsonObject) -> None:
    """Where it is used."""
    fact.set(bodySite=site)


@DEVICE.detail("since {when:when}")
def use_since(fact: Fact, when: When) -> None:
    """When its use began."""
    fact.set(timingPeriod={"start": fact.text_of(when)})


@DEVICE.detail("based on the order for {name:text}")
def use_based_on(fact: Fact, name: str) -> None:
    """The order by which it is used."""
    orders = [one for one in fact.scenario.named(name) if one.resource["resourceType"].endswith("Request")]
    fact.set(basedOn=[{"reference": one.reference} for one in orders])


@DEVICE.detail("for {reason:concept}")
def use_reason(fact: Fact, reason: JsonObject) -> None:
    """Why it is used."""
    fact.set(reasonCode=[reason])


@DEVICE.detail("handed back")
def use_handed_back(fact: Fact) -> None:
    """The Device is inactive: it was returned, though the statement still says that it is used."""
    used = fact.resource["device"]["reference"]
    next(one for one in fact.scenario.facts if one.reference == used).set(status="inactive")


@DEVICE.detail("known by a reference only")
def use_by_reference(fact: Fact) -> None:
    """The device it names leads nowhere, without a word of what it is."""
    fact.set(device={"reference": "Device/elsewhere"})


@DEVICE.detail("of another patient")
def use_of_another(fact: Fact) -> None:
    """A statement about somebody else."""
    fact.set(subject={"reference": "Patient/patient-2"})
