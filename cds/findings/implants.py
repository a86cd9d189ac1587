"""Devices of the patient, such as implants: by their type, or by the words of their name."""

from cds.findings.finding import Finding, Input, false, input_of, not_loaded, true, unknown
from cds.findings.members import has_properties
from cds.findings.view import View
from cds.record import Device, Kind
from cds.rulebook import DeviceClause
from cds.terminology import MatchedBy, Words, lexicon

_STATES = {"active": {"active", None}, "inactive": {"inactive"}}
_NEVER = {"entered-in-error"}


def find_device(clause: DeviceClause, view: View) -> Finding:
    """Whether the patient has such a device, in use or no longer.

    Takes:  a device without a status as active. One that was entered in error never counts.
    Gives:  unknown when the only such device has a status that says neither, or devices were not loaded whole.
    Source: FHIR Device.type, .deviceName, .status.
    """
    words = lexicon(clause.words or ())
    found: list[Input] = []
    unclear: list[str] = []
    for device in view.record.devices:
        made = None if device.status in _NEVER else _matched(clause, device, words, view)
        if made is None:
            continue
        if device.status in _STATES[clause.device]:
            found.append(made)
        elif not any(device.status in known for known in _STATES.values()):
            unclear.append(f"the status of {device.reference}")
    if found:
        return true(found, f"{found[0].display} is listed as {clause.device}.")
    missing = not_loaded(view.record, Kind.DEVICE) + unclear
    if missing:
        return unknown(missing, "The devices could not be read whole.")
    return false(f"No {clause.device} device of {', '.join(clause.in_)} is listed.")


def _matched(clause: DeviceClause, device: Device, words: Words, view: View) -> Input | None:
    members = view.terminology.members_of(clause.in_, device.code)
    fitting = [member for member in members if has_properties(member.concept, clause.where)]
    if fitting:
        return input_of(device.reference, fitting[0], device.code, None)
    names = (device.code.text, *(coding.display for coding in device.code.codings))
    if members or not any(words.find(name) for name in names if name):
        return None
    return Input(reference=device.reference, display=device.code.label, matched_by=MatchedBy.NAME)
