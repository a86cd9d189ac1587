"""Pages of the catalogue, as HTML that needs nothing beside itself: no script, no font, no picture from elsewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cds.catalogue.plain import MOMENTS, Reader, Sentence
from cds.catalogue.stories import Stories, Tally, under_headings
from cds.hooks import Indicator
from cds.rulebook import SLOT, DataKind, Evidence, Rule, Rulebook, Status, Tier, ValueSet

_CODE = re.compile(r"`([^`]+)`")

_MARKS: Mapping[Indicator, str] = {Indicator.CRITICAL: "⬣", Indicator.WARNING: "▲", Indicator.INFO: "●"}
"""A shape for each indicator, beside its word and its colour."""


class Site:
    """The pages of one rulebook.

    Takes:  stories, the scenarios of each rule and how they ran; made_at, printed on every page.
    """

    def __init__(self, rulebook: Rulebook, stories: Stories, made_at: datetime) -> None:
        self._rulebook, self._stories = rulebook, stories
        self._environment = Environment(
            loader=PackageLoader("cds.catalogue"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["slots"] = _slots
        shared = {
            "book": rulebook,
            "made_at": made_at,
            "marks": _MARKS,
            "moments": MOMENTS,
            "link": self._link,
            "signers": self._signers,
        }
        cast(dict[str, object], self._environment.globals).update(shared, css=_css())

    def pages(self) -> Iterator[tuple[str, str]]:
        """Every page: its path below the site, and its HTML."""
        yield "index.html", self._index()
        for rule in self._rulebook.rules.values():
            yield f"rules/{rule.id}.html", self.rule_page(rule)
        for note in self._rulebook.evidence.values():
            yield f"evidence/{note.id}.html", self.evidence_page(note)
        for value_set in self._rulebook.value_sets.values():
            yield f"value-sets/{value_set.id}.html", self.value_set_page(value_set)
        yield "claims/index.html", self._render("claims.html", depth=1)

    def rule_page(self, rule: Rule) -> str:
        """One rule: when it speaks, what it says, what it rests on, and what its scenarios showed."""
        reader = Reader(self._rulebook, self._link)
        stories = self._stories.get(rule.id, ())
        return self._render(
            "rule.html",
            depth=1,
            rule=rule,
            tiers=[_TierRead(tier, reader.sentences(tier.when), reader.sentences(tier.unless)) for tier in rule.tiers],
            changes=self._rulebook.changes(rule),
            stand_down=[self._rulebook.definitions[name].title for name in self._rulebook.stand_down(rule)],
            sets=[self._rulebook.value_sets[name] for name in self._sets_of(rule)],
            reasons=self._reasons(rule),
            notes=[self._rulebook.cited(name) for name in rule.evidence],
            attributes=self._attributes(rule),
            tally=Tally.of(stories),
            headings=list(under_headings(stories)),
        )

    def evidence_page(self, note: Evidence) -> str:
        """One evidence note, and the rules that cite it."""
        return self._render("evidence.html", depth=1, note=note, rules=self._citing(note.id))

    def value_set_page(self, value_set: ValueSet) -> str:
        """One value set, member by member, and the rules that use it."""
        using = [rule for rule in self._rulebook.rules.values() if value_set.id in self._sets_of(rule)]
        return self._render("value_set.html", depth=1, set=value_set, rules=using)

    def _index(self) -> str:
        families = {
            family: sorted(
                (rule for rule in self._rulebook.rules.values() if rule.family == family.id),
                key=lambda rule: (rule.class_.rank, rule.id),
            )
            for family in self._rulebook.families.values()
        }
        tallies = {rule: Tally.of(self._stories.get(rule, ())) for rule in self._rulebook.rules}
        return self._render("index.html", depth=0, families=families, tallies=tallies, statuses=Status)

    def _render(self, template: str, depth: int, **values: Any) -> str:
        return self._environment.get_template(template).render(root="../" * depth, **values)

    def _link(self, kind: str, name: str) -> Markup:
        """A link from a page one folder below the top."""
        title = self._rulebook.value_sets[name].title if kind == "value-sets" else name
        return Markup('<a href="../{}/{}.html">{}</a>').format(kind, name, title)

    def _sets_of(self, rule: Rule) -> Sequence[str]:
        named = (name for clause in self._rulebook.clauses(rule) for name in clause.value_sets())
        return list(dict.fromkeys(named))

    def _citing(self, note: str) -> list[Rule]:
        return [rule for rule in self._rulebook.rules.values() if note in rule.notes]

    def _attributes(self, rule: Rule) -> dict[str, str]:
        """The thirteen source attributes, but for the citation, which the evidence is."""
        own, general = rule.attributes, self._rulebook.attributes
        used = self._rulebook.data_used(rule)
        told = {
            "Developer": own.developer or general.developer,
            "Funding": own.funding or general.funding,
            "Released": own.released or general.released,
            "Revised": str(own.revised or general.revised),
        }
        uses = {kind.value.capitalize(): general.uses[kind] if kind in used else "not used" for kind in DataKind}
        return told | uses

    def _signers(self, rule: Rule) -> str:
        """Who has approved a rule as it is now; nothing when nobody has."""
        signed = self._rulebook.signatures.get(rule.id, ())
        return ", ".join(f"{one.by} ({one.role}, {one.signed})" for one in signed)

    def _reasons(self, rule: Rule) -> list[tuple[str, str]]:
        displays = {reason.code: reason.display for reason in self._rulebook.overrides.reasons}
        return [(code, displays[code]) for code in rule.overrides]


class _TierRead(NamedTuple):
    """A tier with its clauses in plain words: all of `when` must hold, and none of `unless`."""

    tier: Tier
    when: tuple[Sentence, ...]
    unless: tuple[Sentence, ...]


def write_site(site: Site, folder: Path) -> int:
    """Write every page below a folder, which is made when it is not there. Gives the number of pages."""
    number = 0
    for path, html in site.pages():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, encoding="utf-8")
        number += 1
    return number


def _slots(text: str) -> Markup:
    """A text with its slots marked (`{drug.display}` is filled from the patient's record) and what is code as code."""
    parts: list[Markup | str] = []
    end = 0
    for slot in SLOT.finditer(text):
        words = f"{slot[1]} {slot[2]}".replace("_", " ")
        parts += [text[end : slot.start()], Markup("<mark>{}</mark>").format(words)]
        end = slot.end()
    made = Markup("").join([*parts, text[end:]])
    return Markup(_CODE.sub(r"<code>\1</code>", made))  # noqa: S704 - escaped above


def _css() -> Markup:
    return Markup((Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8"))  # noqa: S704
