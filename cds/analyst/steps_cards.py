"""Steps about the answer. Each also looks that the answer is HTTP 200 and keeps to CDS Hooks."""

from typing import Any

from cds.analyst.answer import rules_of
from cds.analyst.phrases import one_of
from cds.analyst.scenario import Scenario
from cds.analyst.sentence import then
from cds.cards import ASSOCIATED
from cds.hooks import JsonObject

_BE = one_of("is", "are")


@then("{a} {indicator:indicator} card {rule:rule} is shown")
def card_is_shown(scenario: Scenario, indicator: str, rule: str) -> None:
    """A card that this rule leads, of this indicator.

    Example: a critical card "KET-CI-PREG" is shown
    """
    answer = scenario.answer
    leading = [card for card, _ in answer.entries(rule) if rules_of(card)[0]["id"] == rule]
    answer.expect(leading, f"no card is led by {rule}")
    found = [card["indicator"] for card in leading]
    answer.expect(indicator in found, f"the card {rule} is {', '.join(found)}, not {indicator}")


@then("rule {rule:rule} speaks as {indicator:indicator}")
def rule_speaks(scenario: Scenario, rule: str, indicator: str) -> None:
    """The rule speaks on some card, with this indicator of its own.

    Example: rule "KET-CI-BP" speaks as warning
    """
    answer = scenario.answer
    found = [entry["indicator"] for _, entry in answer.entries(rule)]
    answer.expect(found, f"{rule} speaks on no card")
    answer.expect(indicator in found, f"{rule} speaks as {', '.join(found)}, not as {indicator}")


@then("rule {rule:rule} speaks once")
def rule_speaks_once(scenario: Scenario, rule: str) -> None:
    """The rule speaks on one card and no more, whatever other cards there are.

    Example: rule "KET-CI-BP" speaks once
    """
    answer = scenario.answer
    count = len(answer.entries(rule))
    answer.expect(count == 1, f"{rule} speaks {count} times")


@then("rule {rule:rule} stays silent")
def rule_is_silent(scenario: Scenario, rule: str) -> None:
    """The rule was evaluated and has nothing to say.

    Example: rule "KET-CI-PREG" stays silent
    """
    answer = scenario.answer
    entries = answer.entries(rule)
    answer.expect(not entries, f"{rule} speaks as {', '.join(entry['indicator'] for _, entry in entries)}")
    missing = answer.not_evaluated.get(rule)
    answer.expect(missing is None, f"{rule} was not evaluated: {'; '.join(missing or [])}")


@then("rule {rule:rule} is not evaluated because {what:text} is missing")
def rule_is_not_evaluated(scenario: Scenario, rule: str, what: str) -> None:
    """The rule says that something was missing; the words are part of what it names.

    Example: rule "KET-CI-PREG" is not evaluated because "Condition" is missing
    """
    answer = scenario.answer
    entries = answer.entries(rule)
    answer.expect(not entries, f"{rule} speaks as {', '.join(entry['indicator'] for _, entry in entries)}")
    missing = answer.not_evaluated.get(rule)
    answer.expect(missing is not None, f"{rule} was evaluated")
    answer.expect(any(what in one for one in missing or []), f"{rule} misses {'; '.join(missing or [])}, not {what}")


@then("no cards are shown")
def no_cards(scenario: Scenario) -> None:
    """Not one card.

    Example: no cards are shown
    """
    scenario.answer.expect(not scenario.answer.cards, "there are cards")


@then("exactly {count:number} card[s] {be:be} shown", more={"be": _BE})
def number_of_cards(scenario: Scenario, count: int) -> None:
    """So many cards.

    Example: exactly 1 card is shown
    """
    answer = scenario.answer
    answer.expect(len(answer.cards) == count, f"there are {len(answer.cards)} cards, not {count}")


@then("no card mentions {words:text}")
def no_card_mentions(scenario: Scenario, words: str) -> None:
    """The words stand on no card, nor are they the id of a rule that speaks on one.

    Example: no card mentions "infrared"
    """
    answer = scenario.answer
    found = [
        card["summary"]
        for card in answer.cards
        if words.lower() in _text_of(card).lower() or words in [entry["id"] for entry in rules_of(card)]
    ]
    answer.expect(not found, f'a card mentions "{words}": {"; ".join(found)}')


@then("the card {rule:rule} says {words:text}")
def card_says(scenario: Scenario, rule: str, words: str) -> None:
    """The words stand in the summary or the detail of the card on which the rule speaks.

    Example: the card "KET-CI-PREG" says "not recommended in pregnancy"
    """
    answer = scenario.answer
    cards = answer.cards_of(rule)
    texts = "\n".join(_text_of(card) for card in cards)
    answer.expect(words.lower() in texts.lower(), f'the card {rule} does not say "{words}"; it says:\n{texts}')


@then("the card {rule:rule} does not say {words:text}")
def card_does_not_say(scenario: Scenario, rule: str, words: str) -> None:
    """The words do not stand on the card on which the rule speaks.

    Example: the card "KET-DDI-CNS" does not say "stop buprenorphine now"
    """
    answer = scenario.answer
    texts = "\n".join(_text_of(card) for card in answer.cards_of(rule))
    answer.expect(words.lower() not in texts.lower(), f'the card {rule} says "{words}"')


@then("the summary of the card {rule:rule} says {words:text}")
def summary_says(scenario: Scenario, rule: str, words: str) -> None:
    """The words stand in the summary.

    Example: the summary of the card "KET-CI-PREG" says "pregnancy recorded"
    """
    answer = scenario.answer
    found = [card["summary"] for card in answer.cards_of(rule)]
    answer.expect(any(words.lower() in one.lower() for one in found), f'the summary is "{"; ".join(found)}"')


@then("the card {rule:rule} offers {label:text}")
def card_offers(scenario: Scenario, rule: str, label: str) -> None:
    """A suggestion of this label.

    Example: the card "KET-CI-PREG" offers "Remove the ketamine order"
    """
    answer = scenario.answer
    labels = [suggestion["label"] for suggestion in _suggestions(answer.cards_of(rule))]
    answer.expect(label in labels, f"the card {rule} offers {'; '.join(labels) or 'nothing'}")


@then("the card {rule:rule} offers to remove the order for {name:text}")
def card_offers_removal(scenario: Scenario, rule: str, name: str) -> None:
    """A suggestion that deletes the draft of this name.

    Example: the card "KET-CI-PREG" offers to remove the order for "ketamine"
    """
    answer = scenario.answer
    wanted = {fact.reference for fact in scenario.named(name)}
    removed = {action.get("resourceId") for action in _actions(answer.cards_of(rule), "delete")}
    answer.expect(wanted & removed, f"the card {rule} removes {', '.join(map(str, removed)) or 'nothing'}")


@then("the card {rule:rule} does not offer to remove the order")
def card_offers_no_removal(scenario: Scenario, rule: str) -> None:
    """No suggestion deletes anything.

    Example: the card "KET-CI-BP" does not offer to remove the order
    """
    answer = scenario.answer
    answer.expect(not _actions(answer.cards_of(rule), "delete"), f"the card {rule} offers to remove an order")


@then("the card {rule:rule} offers to {verb:verb} {what:concept}", more={"verb": one_of("order", "change")})
def card_offers_resource(scenario: Scenario, rule: str, verb: str, what: JsonObject) -> None:
    """A suggestion that creates, or changes, a resource whose code has this code, or this text.

    Example: the card "KET-MD-PREG" offers to order "Urine pregnancy test"
    """
    answer = scenario.answer
    kind = "create" if verb == "order" else "update"
    made = [action["resource"] for action in _actions(answer.cards_of(rule), kind)]
    names = [_concept_in(resource) for resource in made]
    wanted = what.get("coding", [{}])[0].get("code") or what["text"]
    found = any(wanted in _words_of(concept) for concept in names)
    answer.expect(found, f"the card {rule} would {kind} {'; '.join(map(str, names)) or 'nothing'}")


@then("the card {rule:rule} cites evidence {note:text}")
def card_cites(scenario: Scenario, rule: str, note: str) -> None:
    """The rule names this evidence note on the card.

    Example: the card "KET-CI-PREG" cites evidence "E15"
    """
    answer = scenario.answer
    cited = [name for _, entry in answer.entries(rule) for name in entry["evidence"]]
    answer.expect(note in cited, f"{rule} cites {', '.join(cited) or 'nothing'}")


@then("the card {rule:rule} rests on {name:text}")
def card_rests_on(scenario: Scenario, rule: str, name: str) -> None:
    """The rule names the fact that a step of the scenario called so, or "the patient", among its inputs.

    Example: the card "KET-CI-PSYCHOSIS" rests on "schizophrenia"
    """
    answer = scenario.answer
    wanted = {fact.reference for fact in scenario.named(name)}
    named = [one["reference"] for one in _inputs(answer.entries(rule))]
    answer.expect(wanted & set(named), f'{rule} rests on {", ".join(named) or "nothing"}, not on "{name}"')


@then("the card {rule:rule} does not rest on {name:text}")
def card_does_not_rest_on(scenario: Scenario, rule: str, name: str) -> None:
    """The fact is not among the inputs of the rule.

    Example: the card "KET-DDI-CNS" does not rest on "naloxone"
    """
    answer = scenario.answer
    answer.cards_of(rule)
    unwanted = {fact.reference for fact in scenario.named(name)}
    named = {one["reference"] for one in _inputs(answer.entries(rule))}
    answer.expect(not unwanted & named, f'{rule} rests on "{name}"')


@then("the card {rule:rule} matched {name:text} by {how:how}", more={"how": one_of("code", "name")})
def card_matched_by(scenario: Scenario, rule: str, name: str, how: str) -> None:
    """How a fact came to count: by its code, or by its name only.

    Example: the card "KET-DDI-CNS" matched "oxycodone" by name
    """
    answer = scenario.answer
    wanted = {fact.reference for fact in scenario.named(name)}
    ways = [one.get("matchedBy") for one in _inputs(answer.entries(rule)) if one["reference"] in wanted]
    answer.expect(how in ways, f'{rule} matched "{name}" by {", ".join(map(str, ways)) or "nothing"}')


@then("the card {rule:rule} is about the order for {name:text}")
def card_is_about(scenario: Scenario, rule: str, name: str) -> None:
    """The order that the card names as its own.

    Example: the card "KET-DDI-CNS" is about the order for "lorazepam"
    """
    answer = scenario.answer
    wanted = {fact.reference for fact in scenario.named(name)}
    cards = answer.cards_of(rule)
    about = [one["reference"] for card in cards for one in card["extension"].get(ASSOCIATED, [])]
    answer.expect(wanted & set(about), f"the card {rule} is about {', '.join(about) or 'no order'}")


@then("the card {rule:rule} may be overridden because {reason:text}")
def card_may_be_overridden(scenario: Scenario, rule: str, reason: str) -> None:
    """An override reason of this code.

    Example: the card "KET-CI-PREG" may be overridden because "specialist-agreed"
    """
    answer = scenario.answer
    codes = [one["code"] for card in answer.cards_of(rule) for one in card.get("overrideReasons", [])]
    answer.expect(reason in codes, f"the card {rule} may be overridden because {', '.join(codes)}")


@then("the response says {words:text}")
def response_says(scenario: Scenario, words: str) -> None:
    """The words stand anywhere in the response.

    Example: the response says "1 medication could not be checked"
    """
    answer = scenario.answer
    answer.expect(answer.says(words), f'the response does not say "{words}"')


@then("the data quality notes mention {name:text}")
def data_quality_mentions(scenario: Scenario, name: str) -> None:
    """A note about the fact that a step called so, or with these words.

    Example: the data quality notes mention "names another patient"
    """
    answer = scenario.answer
    facts = [fact.reference for fact in (*scenario.facts, *scenario.drafts) if fact.name == name]
    notes = answer.data_quality
    found = any(words in note for note in notes for words in (name, *facts))
    answer.expect(found, f'no note mentions "{name}": {"; ".join(notes) or "there is none"}')


@then("there are no data quality notes")
def no_data_quality(scenario: Scenario) -> None:
    """Everything could be read and used.

    Example: there are no data quality notes
    """
    answer = scenario.answer
    answer.expect(not answer.data_quality, "there are data quality notes")


@then("the call is refused because {words:text}")
def call_is_refused(scenario: Scenario, words: str) -> None:
    """No answer but an error of the 4xx kind, which says so.

    Example: the call is refused because "another patient"
    """
    answer = scenario.any_answer
    answer.expect(400 <= answer.status < 500, f"the service answered HTTP {answer.status}")
    answer.expect(words.lower() in answer.refusal().lower(), f'the refusal does not say "{words}"')


def _text_of(card: JsonObject) -> str:
    return f"{card['summary']}\n{card.get('detail', '')}"


def _suggestions(cards: list[JsonObject]) -> list[Any]:
    return [suggestion for card in cards for suggestion in card.get("suggestions", [])]


def _actions(cards: list[JsonObject], kind: str) -> list[Any]:
    actions = [action for suggestion in _suggestions(cards) for action in suggestion["actions"]]
    return [action for action in actions if action["type"] == kind]


def _concept_in(resource: JsonObject) -> JsonObject:
    concept: JsonObject = (
        resource.get("code") or resource.get("codeCodeableConcept") or resource.get("medicationCodeableConcept") or {}
    )
    return concept


def _words_of(concept: JsonObject) -> list[str]:
    codings = concept.get("coding", [])
    return [str(concept.get("text", "")), *(coding["code"] for coding in codings)]


def _inputs(entries: list[tuple[JsonObject, JsonObject]]) -> list[Any]:
    return [one for _, entry in entries for one in entry.get("inputs", [])]
