"""One rule in plain words for the terminal: as it is in effect, with what the site changed and who approved it."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from cds.catalogue.plain import MOMENTS, Reader, Sentence
from cds.rulebook import Overlay, Rule, Rulebook


def told_in_words(rulebook: Rulebook, rule_id: str) -> Iterator[str]:
    """A rule line by line; the rulebook must have it."""
    rule = rulebook.rules[rule_id]
    reader = Reader(rulebook, lambda _, name: Markup("`{}`").format(name))
    yield f"{rule.id}: {rule.title}"
    yield f"version {rule.version}, {rule.class_}, {rule.status}"
    yield from _signed(rulebook, rule)
    for overlay in rulebook.changes(rule):
        yield from _adapted(overlay, rule)
    yield ""
    yield f"Asked when {', or '.join(MOMENTS[hook].striptags() for hook in rulebook.hooks_of(rule))}."
    for number, tier in enumerate(rule.tiers, start=1):
        yield ""
        yield f"Tier {number}, {tier.indicator}: {tier.summary}"
        yield "  All of these hold:"
        yield from _lines(reader.sentences(tier.when), "  ")
        if tier.unless:
            yield "  And none of these:"
            yield from _lines(reader.sentences(tier.unless), "  ")
    stand_down = [rulebook.definitions[name].title for name in rulebook.stand_down(rule)]
    if stand_down:
        yield ""
        yield f"It stands down when: {'; '.join(stand_down)}."
    yield ""
    yield f"Evidence: {', '.join(rule.evidence)}"
    yield f"Overrides: {', '.join(rule.overrides)}"


def _signed(rulebook: Rulebook, rule: Rule) -> Iterator[str]:
    signatures = rulebook.signatures.get(rule.id, ())
    for one in signatures:
        yield f"approved by {one.by} ({one.role}) on {one.signed}"
    if not signatures:
        yield "not approved by anybody of this site as it is now"


def _adapted(overlay: Overlay, rule: Rule) -> Iterator[str]:
    inside = "" if overlay.id == rule.id else f" in the definition {overlay.id}"
    yield f"adapted by this site{inside}: {overlay.reason}"
    for change in overlay.changes:
        yield f"  - {change.in_words}"


def _lines(sentences: Sequence[Sentence], indent: str) -> Iterator[str]:
    for sentence in sentences:
        yield f"{indent}- {sentence.text.striptags()}"
        yield from _lines(sentence.parts, f"{indent}  ")
