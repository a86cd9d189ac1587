"""The catalogue: every page is made, every link leads somewhere, and nothing claims what nobody said."""

import posixpath
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cds.catalogue import Ran, Site, Story, write_site
from cds.rulebook import Rulebook, load_rulebook
from cds.settings import CONTENT

NOW = datetime(2026, 11, 25, tzinfo=UTC)
STORY = Story(
    file="f.feature",
    line=3,
    heading="Active psychosis",
    title="Schizophrenia on the problem list",
    steps=("Given he has <problem>", "Then a critical card is shown"),
    tables=((("problem",), ('"Schizophrenia"',)),),
    ran=Ran.PASSED,
)
RULE = "KET-CI-PSYCHOSIS"


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook([CONTENT / "rules"])


@pytest.fixture(scope="module")
def pages(rulebook: Rulebook) -> dict[str, str]:
    return dict(Site(rulebook, {RULE: [STORY]}, NOW).pages())


class Links(HTMLParser):
    """Where a page's links lead, and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.to: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "link", "img", "iframe", "object"}:
            self.loaded.append(tag)
        self.to += [value or "" for name, value in attrs if name == "href" and tag == "a"]


def links(html: str) -> Links:
    found = Links()
    found.feed(html)
    return found


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_there_is_a_page_for_everything(pages: dict[str, str], rulebook: Rulebook) -> None:
    made = {f"rules/{one}.html" for one in rulebook.rules}
    made |= {f"evidence/{one}.html" for one in rulebook.evidence}
    made |= {f"value-sets/{one}.html" for one in rulebook.value_sets}
    assert made <= pages.keys()
    assert all(rule in pages["index.html"] for rule in rulebook.rules)


def test_every_link_leads_to_a_page_and_nothing_is_loaded(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        found = links(html)
        assert found.loaded == []
        for to in found.to:
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), to)) in pages, (path, to)


def test_a_rule_is_told_whole(pages: dict[str, str], rulebook: Rulebook) -> None:
    rule, said = rulebook.rules[RULE], words(pages[f"rules/{RULE}.html"])
    for tier in rule.tiers:
        assert str(tier.indicator) in said
    assert "An active condition" in said
    assert rule.title in said
    assert all(rulebook.cited(name).citation.split(",")[0] in said for name in rule.evidence)
    assert "A specialist agreed" in said
    assert "an order is selected, or an order is signed" in said
    assert "1 passed" in said
    assert "Schizophrenia on the problem list" in said


def test_every_claim_has_its_verdict(pages: dict[str, str], rulebook: Rulebook) -> None:
    said = words(pages["claims/index.html"])
    assert len(rulebook.claims) == said.count("Verdict")
    assert all(claim in said for claim in rulebook.claims)


def test_nobody_is_said_to_have_approved_what_nobody_approved(pages: dict[str, str], rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        assert ("Not signed off." in pages[f"rules/{rule.id}.html"]) == (rule.id not in rulebook.signatures)


def test_the_content_cannot_put_markup_into_a_page(rulebook: Rulebook) -> None:
    hostile = Story(file="f", line=1, heading="", title="<script>alert(1)</script>", steps=("<img src=x>",))
    html = Site(rulebook, {RULE: [hostile]}, NOW).rule_page(rulebook.rules[RULE])
    assert links(html).loaded == []


def test_the_site_is_written_where_it_was_asked_for(rulebook: Rulebook, tmp_path: Path, pages: dict[str, str]) -> None:
    assert write_site(Site(rulebook, {}, NOW), tmp_path / "new" / "site") == len(pages)
    assert (tmp_path / "new" / "site" / "index.html").is_file()
