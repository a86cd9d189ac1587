"""The options of a patient side by side: which may be considered, which not and why, which cannot be judged."""

from collections.abc import Iterator, Sequence

from cds.findings import Answer
from cds.matching import Matching, Outcome, State, SubjectTrace
from cds.rulebook import Expression, Option, Rulebook, Status, fact_name


def option_lines(matching: Matching, rulebook: Rulebook) -> Iterator[str]:
    """One line for each option whose indication the patient has or may have, family by family, as Markdown.

    Every rule with an `option` is one; where several proposals of one rule were asked about, the first counts.
    """
    for option, outcome, trace in _indicated(matching, rulebook):
        yield _line(option, outcome, trace)


def option_notes(matching: Matching, rulebook: Rulebook) -> Iterator[str]:
    """The first note that each of these options cites: what stands on a list is backed by no other evidence."""
    for _, outcome, _ in _indicated(matching, rulebook):
        yield from outcome.rule.evidence[:1]


def _indicated(matching: Matching, rulebook: Rulebook) -> Iterator[tuple[Option, Outcome, SubjectTrace]]:
    seen: set[str] = set()
    for family in rulebook.families.values():
        for trace in matching.subjects:
            for outcome in trace.outcomes:
                rule = outcome.rule
                if rule.family != family.id or rule.option is None or rule.status is not Status.ACTIVE:
                    continue
                if rule.id not in seen and _is_indicated(rule.option, outcome, trace):
                    seen.add(rule.id)
                    yield rule.option, outcome, trace


def _is_indicated(option: Option, outcome: Outcome, trace: SubjectTrace) -> bool:
    """An indication that is known to be absent leaves the option out, unless the rule speaks by another tier."""
    if outcome.state is State.SPEAKS:
        return True
    asked = [one for one in outcome.rule.tiers[0].when if fact_name(one) in option.indication]
    return all(trace.answer(one) is not Answer.FALSE for one in asked)


def _line(option: Option, outcome: Outcome, trace: SubjectTrace) -> str:
    match outcome.state:
        case State.SPEAKS:
            sure = f"{option.certainty} {option.certainty.symbol}"
            said = (
                f"may be considered; certainty that it helps: {sure}. Against: {option.against}. First: {option.first}"
            )
        case State.SILENT:
            said = f"not now: {'; '.join(_reasons(option, outcome, trace)) or 'its conditions do not hold'}"
        case State.NOT_EVALUATED:
            said = f"cannot be judged: not known is {'; '.join(_first(_open(option, outcome, trace), outcome.missing))}"
    return f"**{option.name}:** {said}."


def _first(named: Sequence[str], missing: Sequence[str]) -> Sequence[str]:
    """What is open in the option's own words, else the data that are missing."""
    return named or missing[:4]


def _reasons(option: Option, outcome: Outcome, trace: SubjectTrace) -> list[str]:
    """Why it is none: each condition that does not hold, each exception that does; what is open only beside these."""
    tier = outcome.rule.tiers[0]
    failed = [one for one in tier.when if trace.answer(one) is Answer.FALSE]
    failed += [one for one in tier.unless if trace.answer(one) is Answer.TRUE]
    open_ = [one for one in tier.unless if trace.answer(one) is Answer.UNKNOWN]
    return _words(option, failed) + [f"not known whether {words}" for words in _words(option, open_)]


def _open(option: Option, outcome: Outcome, trace: SubjectTrace) -> list[str]:
    tier = outcome.rule.tiers[0]
    open_ = [one for one in (*tier.when, *tier.unless) if trace.answer(one) is Answer.UNKNOWN]
    return [f"whether {words}" for words in _words(option, open_)]


def _words(option: Option, expressions: Sequence[Expression]) -> list[str]:
    names = dict.fromkeys(map(fact_name, expressions))
    return [option.otherwise[name] for name in names if name in option.otherwise]
