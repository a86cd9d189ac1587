"""What a finding rests on, as one hash: while it stays the same, an overridden finding has not changed.

A rule that spoke with other data, at another tier, in another version or about another drug has another fingerprint, so
whoever remembers overrides by it never hides something new.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from cds.caller import Caller
from cds.findings import concepts_of
from cds.matching import Matching, Outcome, State

Key = tuple[str, str]
"""A rule's id, and the reference of the order its card is about ('' for the patient)."""


def fingerprints(matching: Matching, caller: Caller, patient_id: str) -> Mapping[Key, str]:
    """The fingerprint of every rule that spoke, by rule and order.

    Gives:  SHA-256 in hex over the EHR, its patient, the rule with its version and tier, what the order is for, and
            each datum with its reference, code, value and date. The ids of drafts are left out: they are new with
            every call.
    """
    spoken: dict[Key, list[Outcome]] = {}
    for outcome in matching.outcomes():
        if outcome.state is State.SPEAKS:
            card_order = outcome.subject.card_order
            spoken.setdefault((outcome.rule.id, card_order.reference if card_order else ""), []).append(outcome)
    whose = json.dumps([caller.client, caller.tenant, patient_id])
    return {key: _hash([whose, *sorted(map(_said, some))]) for key, some in spoken.items()}


def _said(outcome: Outcome) -> str:
    orders = [order for order in (outcome.subject.card_order, outcome.subject.order) if order]
    drafts = {order.reference for order in orders if order.draft}
    about = [
        [sorted(f"{coding.system}|{coding.code}" for coding in concept.codings), concept.text]
        for order in orders
        for concept in concepts_of(order)
    ]
    rule = outcome.rule
    return json.dumps([rule.id, rule.version, outcome.tier_index, outcome.indicator, about, [*_data(outcome, drafts)]])


def _data(outcome: Outcome, drafts: Iterable[str]) -> Iterator[list[str | None]]:
    data = [
        ["draft" if one.reference in drafts else one.reference, one.code, one.value, one.date]
        for _, one in outcome.inputs
    ]
    yield from sorted(data, key=json.dumps)


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
