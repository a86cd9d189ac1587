"""Matches become cards: at most one safety card and one info card per order, strongest first, nothing said twice."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from cds.cards.extensions import ASSOCIATED, RULES
from cds.cards.options import option_lines, option_notes
from cds.cards.suggestions import suggestions_of
from cds.cards.text import SUMMARY_LIMIT, cut, fill, harmless, severity_word, why
from cds.findings import Input, concepts_of
from cds.hooks import Card, Coding, Indicator, JsonObject, OverrideReason, SelectionBehavior, Source
from cds.matching import Matching, Outcome, State, SubjectKind
from cds.record import Order, TherapyOrder
from cds.rulebook import Evidence, Hook, Rulebook, RuleClass, Status

TOPICS = "https://kir-cds.org/rules"
_PATIENT_VIEW_CARDS = 2
_MOST_CARDS = 5
"""K21. Only notes are left out beyond it: a warning about an order is never dropped for want of room in a list."""
_TOLD_RULES = 4
"""So many rules of a card tell evidence; a card that tells all of a dozen is read by nobody."""

_MOST_BYTES = 36 * 1024
"""All cards of a response; the rest of its 64 KiB is for what was not evaluated and could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Length:
    """How much a card tells: evidence notes and inputs of each rule, rules told in full before the rest is named, offers."""

    evidence: int
    inputs: int
    rules: int
    offers: int


_LENGTHS = (
    _Length(evidence=4, inputs=20, rules=99, offers=20),
    _Length(evidence=1, inputs=5, rules=10, offers=10),
    _Length(evidence=0, inputs=1, rules=3, offers=5),
)


def compose_cards(
    matching: Matching,
    rulebook: Rulebook,
    *,
    patient_id: str,
    drafts: Mapping[str, JsonObject],
    new_id: Callable[[str], str],
    brief: bool = False,
) -> tuple[Card, ...]:
    """The cards of one call, strongest first.

    Takes:  drafts, the draft orders as sent, by reference; new_id, a uuid for a name: the same for the same call;
            brief, whether cards tell only the first evidence of each rule from the start.
    """
    shown = sorted(_told_once([one for one in matching.outcomes() if _is_shown(one)]), key=_order_of)
    about = [list(_split(list(some))) for _, some in groupby(shown, key=_order_of)]
    composer = _Composer(matching, rulebook, patient_id, drafts, new_id)
    cards: tuple[Card, ...] = ()
    for composer.length in _LENGTHS[1:] if brief else _LENGTHS:
        made = [
            (_strength(outcomes[0]), composer.card(outcomes, is_first=place == 0))
            for groups in about
            for place, outcomes in enumerate(groups)
        ]
        cards = tuple(card for _, card in sorted(made, key=lambda one: one[0]))
        cards = cards[:_PATIENT_VIEW_CARDS] if matching.hook is Hook.PATIENT_VIEW else _without_spare_notes(cards)
        if _size(cards) <= _MOST_BYTES:
            return cards
    return _fitting(cards)


def _without_spare_notes(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """At most five cards, or as many as there are warnings; they stand strongest first, so notes go from the end."""
    warnings = sum(card.indicator is not Indicator.INFO for card in cards)
    return cards[: max(_MOST_CARDS, warnings)]


def _size(cards: Iterable[Card]) -> int:
    return sum(len(json.dumps(card.to_json(), ensure_ascii=False).encode()) for card in cards)


def _fitting(cards: Sequence[Card]) -> tuple[Card, ...]:
    """The strongest cards that fit; the first says how many do not."""
    ends = list(accumulate(_size([card]) for card in cards))
    kept = cards[: max(1, sum(end <= _MOST_BYTES for end in ends))]
    left_out = f"{len(cards) - len(kept)} more cards are left out for want of room; sign fewer orders at once."
    return (kept[0].model_copy(update={"detail": f"{left_out}\n\n{kept[0].detail}"}), *kept[1:])


def _is_shown(outcome: Outcome) -> bool:
    return outcome.state is State.SPEAKS and outcome.rule.status is Status.ACTIVE


def _told_once(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """Without what is said, for the same reasons, about the order to which an order belongs: a visit and its drug."""
    said = {(_order_of(one), *_message(one)) for one in outcomes}
    for one in outcomes:
        order = one.subject.card_order
        wholes = order.based_on if isinstance(order, TherapyOrder) else ()
        if not any((whole, *_message(one)) in said for whole in wholes):
            yield one


def _message(outcome: Outcome) -> tuple[str, int | None, frozenset[tuple[str, str | None, str | None]]]:
    data = frozenset((one.reference, one.code, one.value) for one in _shown_inputs(outcome))
    return outcome.rule.id, outcome.tier_index, data


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
    leading = [one for one in info if one not in along]
    safety, info = (safety, [*leading, *along]) if leading else (safety + along, [])
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
        self._active = [one for one in matching.outcomes() if one.rule.status is Status.ACTIVE]
        self.length = _LENGTHS[0]

    def card(self, outcomes: Sequence[Outcome], *, is_first: bool) -> Card:
        """One card from outcomes about the same order, strongest first.

        Takes:  is_first, whether it is the first card about the order: what concerns the order is said there.
        """
        lead = outcomes[0]
        order = lead.subject.card_order
        indicator = lead.indicator or Indicator.INFO
        name = f"{lead.rule.id} {_order_of(lead)} {indicator}"
        offers = suggestions_of(
            outcomes,
            patient_id=self._patient_id,
            drafts=self._drafts,
            new_id=lambda part: self._new_id(f"{name} {part}"),
        )[: self.length.offers]
        extension: JsonObject = {RULES: [_rule_entry(outcome, self.length.inputs) for outcome in outcomes]}
        if order is not None:
            extension[ASSOCIATED] = [{"reference": order.reference}]
        return Card(
            uuid=self._new_id(f"card {name}"),
            summary=_summary(outcomes, indicator),
            indicator=indicator,
            detail=self._detail(outcomes, order, is_first=is_first),
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

    def _detail(self, outcomes: Sequence[Outcome], order: Order | None, *, is_first: bool) -> str:
        """Why, what to do, how sure we are, what was not known; Markdown without HTML that reads as plain text."""
        parts = [*self._about(outcomes[0], order)]
        told: set[str] = set()
        for place, outcome in enumerate(outcomes):
            parts += self._about_rule(outcome, told, many=len(outcomes) > 1, in_full=place < self.length.rules)
        parts += self._evidence(outcomes, is_first=is_first)
        if is_first:
            parts += self._not_known(outcomes[0])
        approved = all(outcome.rule.id in self._rulebook.signatures for outcome in outcomes)
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

    def _about_rule(self, outcome: Outcome, told: set[str], *, many: bool, in_full: bool) -> Iterator[str]:
        """What one rule says. `told` holds the data that the card has named already, each is named once."""
        tier = outcome.tier
        if tier is None:
            return
        if many:
            word = severity_word(outcome.indicator or Indicator.INFO)
            yield f"**{word}: {fill(tier.summary, outcome.inputs)}** ({outcome.rule.id})"
        if not in_full:
            return
        reasons = [why(one) for one in _shown_inputs(outcome)]
        new = [reason for reason in reasons if reason not in told]
        if new:
            beside = ["the data above"] if len(new) < len(reasons) else []
            yield f"**Why:** {_first([*new, *beside], 6)}."
        elif reasons:
            yield "**Why:** the data above."
        told.update(new[:6])
        yield fill(tier.detail, outcome.inputs)
        for overlay in self._rulebook.changes(outcome.rule):
            yield f"Adapted by this site: {harmless(overlay.reason)}"
        if outcome.rule.class_ is RuleClass.OPTIONS:
            yield "\n".join(f"- {line}" for line in option_lines(self._matching, self._rulebook))
        if outcome.weak:
            yield f"Shown one step lower because {outcome.weak}."
        if outcome.raised_by:
            yield f"Not known, and could make this stronger: {_first(list(map(harmless, outcome.raised_by)), 6)}."
        if outcome.missing:
            yield f"Said although not known: {_first(list(map(harmless, outcome.missing)), 6)}."

    def _evidence(self, outcomes: Sequence[Outcome], *, is_first: bool) -> Iterator[str]:
        """Each note or point once: what it says, how sure we are and why, and what contradicts it.

        Beside others a rule tells less: the leading one two notes, the next ones their first; the rest is named. A
        suggestion that a contraindication keeps silent leaves its first note on the card.
        """
        if not self.length.evidence:
            return
        told: list[str] = []
        for place, one in enumerate(outcomes):
            most = self.length.evidence if len(outcomes) == 1 else 2 if place == 0 else 1 if place < _TOLD_RULES else 0
            new = [name for name in self._backing(one) if name not in told]
            told += new[: min(most, self.length.evidence)]
        if is_first:
            told += [name for one in self._suppressed(outcomes[0]) for name in one.rule.evidence[:1]]
        lines = [f"- {_evidence_line(self._rulebook.cited(name))}" for name in dict.fromkeys(told)]
        named = dict.fromkeys(
            note for one in outcomes if one.rule.class_ is not RuleClass.OPTIONS for note in one.rule.notes
        )
        further = [note for note in named if note not in {name.partition(".")[0] for name in told}]
        if further and len(outcomes) > 1:
            lines.append(f"- Further: {', '.join(further)}.")
        yield "**Evidence:**\n" + "\n".join(lines)

    def _backing(self, outcome: Outcome) -> Sequence[str]:
        """What a rule cites; a list of options goes by what its options cite."""
        listed = tuple(option_notes(self._matching, self._rulebook)) if outcome.rule.class_ is RuleClass.OPTIONS else ()
        return listed or outcome.rule.evidence

    def _suppressed(self, lead: Outcome) -> Iterator[Outcome]:
        """Suggestions about the same order that would have spoken; what is only proposed has no card to leave a note on."""
        for other in self._about_the_same(lead):
            is_told = other.subject.kind is not SubjectKind.PROPOSAL and other.rule.class_ is not RuleClass.OPTIONS
            if other.suppressed and is_told:
                yield other

    def _about_the_same(self, lead: Outcome) -> Iterator[Outcome]:
        """Every outcome about the order of a card; rules that are not active stay in the log."""
        return (other for other in self._active if _order_of(other) == _order_of(lead))

    def _not_known(self, lead: Outcome) -> Iterator[str]:
        """Rules that could not be evaluated; one that speaks about the order, beside whatever other, is not among them."""
        same = list(self._about_the_same(lead))
        spoken = {one.rule.id for one in same if one.state is State.SPEAKS}
        missing: dict[str, dict[str, None]] = {}
        for one in same:
            if one.state is State.NOT_EVALUATED and one.rule.id not in spoken:
                missing.setdefault(one.rule.id, {}).update(dict.fromkeys(one.missing))
        lines = [f"{rule}: {_first(list(map(harmless, words)), 4)}" for rule, words in missing.items()]
        if lines:
            told = lines[: self.length.rules]
            more = [f"and {len(lines) - len(told)} more rules"] if len(lines) > len(told) else []
            yield "**Not evaluated:**\n" + "\n".join(f"- {line}" for line in (*told, *more))
        unchecked = [_medicine(*one) for one in self._matching.not_checked.items()]
        if unchecked:
            several = "medications" if len(unchecked) > 1 else "medication"
            yield f"{len(unchecked)} {several} could not be checked: {_first(unchecked, 5, ', ')}."


def _medicine(reference: str, label: str) -> str:
    return f"{harmless(label, 60)} ({reference})" if label else reference


def _first(words: Sequence[str], most: int, parted_by: str = "; ") -> str:
    """The first words of a list, and how many there are beyond."""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return parted_by.join(words[:most]) + more


def _summary(outcomes: Sequence[Outcome], indicator: Indicator) -> str:
    """One sentence with the severity in words; how many more findings the card holds stands at its end."""
    lead, more = outcomes[0], len(outcomes) - 1
    text = fill(lead.tier.summary, lead.inputs) if lead.tier else lead.rule.title
    tail = f" (+{more} more)" if more else ""
    return cut(f"{severity_word(indicator)}: {text}", SUMMARY_LIMIT - len(tail)) + tail


def _shown_inputs(outcome: Outcome) -> list[Input]:
    """The data behind a rule, the order itself left out: the card names it already.

    What was found by its code is not told again because its name was found too.
    """
    order = outcome.subject.order
    own = {order.reference} if order else set[str]()
    kept: dict[tuple[str, str | None, str | None], Input] = {}
    for _, one in outcome.inputs:
        if one.reference not in own or one.value:
            kept.setdefault((one.reference, one.code, one.value), one)
    coded = {(one.reference, one.display) for one in kept.values() if one.matched_by != "name"}
    return [one for one in kept.values() if one.matched_by != "name" or (one.reference, one.display) not in coded]


def _rule_entry(outcome: Outcome, most_inputs: int) -> JsonObject:
    entry: JsonObject = {
        "id": outcome.rule.id,
        "version": outcome.rule.version,
        "class": str(outcome.rule.class_),
        "indicator": str(outcome.indicator),
        "evidence": list(outcome.rule.notes),
    }
    proposed = outcome.subject.order if outcome.subject.kind is SubjectKind.PROPOSAL else None  # nowhere to be read
    inputs = [_input_entry(one) for _, one in outcome.inputs if proposed is None or one.reference != proposed.reference]
    unique = list({tuple(sorted(one.items())): one for one in inputs}.values())
    return entry | ({"inputs": unique[:most_inputs]} if unique else {})


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
