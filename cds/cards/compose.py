"""Matches become cards: at most one safety card and one info card per order, strongest first, nothing said twice."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from cds.cards.suggestions import suggestions_of
from cds.cards.text import SUMMARY_LIMIT, cut, fill, harmless, severity_word, why
from cds.findings import Input, concepts_of
from cds.hooks import Card, Coding, Indicator, JsonObject, OverrideReason, SelectionBehavior, Source
from cds.matching import Matching, Outcome, State
from cds.record import Order
from cds.rulebook import Evidence, Hook, Rulebook, Status

RULES = "org.kir-cds.rules"
ASSOCIATED = "org.kir-cds.associated-resource"
TOPICS = "https://kir-cds.org/rules"
_PATIENT_VIEW_CARDS = 2
_EVIDENCE_PER_RULE = 4
_INPUTS_PER_RULE = 20
"""A response stays under 64 KiB; the card says how many data there are beyond those it lists."""


def compose_cards(
    matching: Matching,
    rulebook: Rulebook,
    *,
    patient_id: str,
    drafts: Mapping[str, JsonObject],
    new_id: Callable[[str], str],
) -> tuple[Card, ...]:
    """The cards of one call, strongest first.

    Takes:  drafts, the draft orders as sent, by reference; new_id, a uuid for a name: the same for the same call.
    """
    shown = [outcome for outcome in matching.outcomes() if _is_shown(outcome)]
    composer = _Composer(matching, rulebook, patient_id, drafts, new_id)
    cards: list[tuple[Outcome, Card]] = []
    for _, some in groupby(sorted(shown, key=_order_of), key=_order_of):
        cards += [(outcomes[0], composer.card(outcomes)) for outcomes in _split(list(some))]
    cards.sort(key=lambda made: _strength(made[0]))
    limit = _PATIENT_VIEW_CARDS if matching.hook is Hook.PATIENT_VIEW else len(cards)
    return tuple(card for _, card in cards[:limit])


def _is_shown(outcome: Outcome) -> bool:
    return outcome.state is State.SPEAKS and outcome.rule.status is Status.ACTIVE


def _order_of(outcome: Outcome) -> str:
    return outcome.subject.card_order.reference if outcome.subject.card_order else ""


def _strength(outcome: Outcome) -> tuple[int, int, str, str]:
    severity = outcome.indicator.severity if outcome.indicator else 0
    return (-severity, outcome.rule.class_.rank, outcome.rule.id, _order_of(outcome))


def _split(outcomes: list[Outcome]) -> Iterator[list[Outcome]]:
    """The outcomes of one order as those of its safety card and of its info card, each rule once, strongest first.

    A tier that never stands alone joins a card that others give cause for.
    """
    strongest: dict[str, Outcome] = {}
    for outcome in sorted(outcomes, key=_strength):
        strongest.setdefault(outcome.rule.id, outcome)
    kept = list(strongest.values())
    if not any(outcome.tier and outcome.tier.alone for outcome in kept):
        return
    safety = [one for one in kept if one.indicator is not Indicator.INFO]
    info = [one for one in kept if one.indicator is Indicator.INFO]
    along = [one for one in info if one.tier and not one.tier.alone]
    if len(along) == len(info):
        safety, info = safety + along, []
    yield from (some for some in (safety, info) if some)


class _Composer:
    def __init__(
        self,
        matching: Matching,
        rulebook: Rulebook,
        patient_id: str,
        drafts: Mapping[str, JsonObject],
        new_id: Callable[[str], str],
    ) -> None:
        self._matching, self._rulebook = matching, rulebook
        self._patient_id, self._drafts, self._new_id = patient_id, drafts, new_id

    def card(self, outcomes: Sequence[Outcome]) -> Card:
        """One card from outcomes about the same order, strongest first."""
        lead = outcomes[0]
        order = lead.subject.card_order
        indicator = lead.indicator or Indicator.INFO
        name = f"{lead.rule.id} {_order_of(lead)} {indicator}"
        offers = suggestions_of(
            outcomes,
            patient_id=self._patient_id,
            drafts=self._drafts,
            new_id=lambda part: self._new_id(f"{name} {part}"),
        )
        extension: JsonObject = {RULES: [_rule_entry(outcome) for outcome in outcomes]}
        if order is not None:
            extension[ASSOCIATED] = [{"reference": order.reference}]
        return Card(
            uuid=self._new_id(f"card {name}"),
            summary=_summary(outcomes, indicator),
            indicator=indicator,
            detail=self._detail(outcomes, order),
            source=Source(
                label=self._rulebook.label,
                topic=Coding(system=TOPICS, code=lead.rule.id.replace("-", ""), display=lead.rule.id),
            ),
            suggestions=offers,
            selection_behavior=SelectionBehavior.AT_MOST_ONE if offers else None,
            override_reasons=tuple(self._overrides(outcomes)),
            extension=extension,
        )

    def _overrides(self, outcomes: Iterable[Outcome]) -> Iterator[OverrideReason]:
        """The rules' own reasons first, general ones up to the least number."""
        offered = self._rulebook.overrides
        displays = {reason.code: reason.display for reason in offered.reasons}
        own = list(dict.fromkeys(code for outcome in outcomes for code in outcome.rule.overrides))
        spare = [code for code in offered.general if code not in own]
        for code in [*own, *spare[: max(0, offered.at_least - len(own))]][: offered.at_most]:
            yield OverrideReason(code=code, system=offered.system, display=displays[code])

    def _detail(self, outcomes: Sequence[Outcome], order: Order | None) -> str:
        """Why, what to do, how sure we are, what was not known; Markdown without HTML that reads as plain text."""
        parts = [*self._about(outcomes[0], order)]
        for outcome in outcomes:
            parts += self._about_rule(outcome, many=len(outcomes) > 1)
        parts += self._evidence(outcomes)
        parts += self._not_known(outcomes[0])
        approved = all(outcome.rule.review.approved_by for outcome in outcomes)
        parts.append(self._rulebook.services.notice + ("" if approved else f" {self._rulebook.services.unapproved}"))
        return "\n\n".join(parts)

    def _about(self, lead: Outcome, order: Order | None) -> Iterator[str]:
        if order is None:
            return
        label = next((concept.label for concept in concepts_of(order) if concept.label), "not named")
        seen = "; identified from free text, verify" if lead.subject.by_name else ""
        running = "" if order.draft else " (already running)"
        yield f"**Order:** {harmless(label)}{running} ({order.reference}{seen})"
        beside = lead.subject.order
        if beside is not None and beside.reference != order.reference:
            other = next((concept.label for concept in concepts_of(beside) if concept.label), "not named")
            yield f"**Beside:** {harmless(other)} ({beside.reference})"

    def _about_rule(self, outcome: Outcome, *, many: bool) -> Iterator[str]:
        tier = outcome.tier
        if tier is None:
            return
        if many:
            word = severity_word(outcome.indicator or Indicator.INFO)
            yield f"**{word}: {fill(tier.summary, outcome.inputs)}** ({outcome.rule.id})"
        reasons = [why(one) for one in _shown_inputs(outcome)]
        if reasons:
            yield f"**Why:** {'; '.join(reasons[:6])}{f' and {len(reasons) - 6} more' if len(reasons) > 6 else ''}."
        yield fill(tier.detail, outcome.inputs)
        if outcome.weak:
            yield f"Shown one step lower because {outcome.weak}."
        if outcome.raised_by:
            yield f"Not known, and could make this stronger: {'; '.join(map(harmless, outcome.raised_by))}."
        if outcome.missing:
            yield f"Said although not known: {'; '.join(map(harmless, outcome.missing))}."

    def _evidence(self, outcomes: Sequence[Outcome]) -> Iterator[str]:
        """Each note once: what it says, how sure we are and why, and what contradicts it."""
        notes = dict.fromkeys(name for one in outcomes for name in one.rule.evidence[:_EVIDENCE_PER_RULE])
        lines = [_evidence_line(self._rulebook.evidence[name]) for name in notes]
        order = _order_of(outcomes[0])
        for other in self._matching.outcomes():
            if other.suppressed and _order_of(other) == order:
                lines += [
                    _evidence_line(self._rulebook.evidence[name])
                    for name in other.rule.evidence[:1]
                    if name not in notes
                ]
        if lines:
            yield "**Evidence:**\n" + "\n".join(f"- {line}" for line in lines)

    def _not_known(self, lead: Outcome) -> Iterator[str]:
        missing = {
            outcome.rule.id: outcome.missing
            for outcome in self._matching.outcomes()
            if outcome.state is State.NOT_EVALUATED and _order_of(outcome) == _order_of(lead)
        }
        lines = [f"{rule}: {'; '.join(harmless(word) for word in words[:4])}" for rule, words in missing.items()]
        if lines:
            yield "**Not evaluated:**\n" + "\n".join(f"- {line}" for line in lines)
        unchecked = self._matching.not_checked
        if unchecked:
            several = "medications" if len(unchecked) > 1 else "medication"
            yield f"{len(unchecked)} {several} could not be checked: {', '.join(unchecked[:5])}."


def _summary(outcomes: Sequence[Outcome], indicator: Indicator) -> str:
    """One sentence with the severity in words; how many more findings the card holds stands at its end."""
    lead, more = outcomes[0], len(outcomes) - 1
    text = fill(lead.tier.summary, lead.inputs) if lead.tier else lead.rule.title
    tail = f" (+{more} more)" if more else ""
    return cut(f"{severity_word(indicator)}: {text}", SUMMARY_LIMIT - len(tail)) + tail


def _shown_inputs(outcome: Outcome) -> list[Input]:
    """The data behind a rule, the order itself left out: the card names it already."""
    order = outcome.subject.order
    own = {order.reference} if order else set[str]()
    kept: dict[tuple[str, str | None, str | None], Input] = {}
    for _, one in outcome.inputs:
        if one.reference not in own or one.value:
            kept.setdefault((one.reference, one.code, one.value), one)
    return list(kept.values())


def _rule_entry(outcome: Outcome) -> JsonObject:
    entry: JsonObject = {
        "id": outcome.rule.id,
        "version": outcome.rule.version,
        "class": str(outcome.rule.class_),
        "indicator": str(outcome.indicator),
        "evidence": list(outcome.rule.evidence),
    }
    inputs = [_input_entry(one) for _, one in outcome.inputs]
    unique = list({tuple(sorted(one.items())): one for one in inputs}.values())
    return entry | ({"inputs": unique[:_INPUTS_PER_RULE]} if unique else {})


def _input_entry(one: Input) -> dict[str, str]:
    members = {
        "reference": one.reference,
        "code": one.code,
        "value": harmless(one.value or ""),
        "date": one.date,
        "matchedBy": str(one.matched_by) if one.matched_by else None,
    }
    return {name: value for name, value in members.items() if value}


def _evidence_line(note: Evidence) -> str:
    """What it says, how sure we are, what contradicts it, where it is from; why so sure stands in the note itself."""
    unread = "" if note.checked else "; primary source still to be read"
    return (
        f"{note.says} Certainty: {note.certainty} {note.certainty.symbol}. Against: {note.contrary.rstrip('.')}. "
        f"Source: {note.citation.rstrip('.')} ({note.id}{unread})."
    )
