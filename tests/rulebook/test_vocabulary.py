"""The vocabulary page says what the code says, and its examples load."""

import re
import subprocess
import sys

import pytest
import yaml
from pydantic import TypeAdapter

from cds.rulebook import Expression, clauses_of, load_rulebook
from cds.rulebook.clauses.expressions import VOCABULARY
from cds.settings import CONTENT
from scripts.vocabulary import PAGE, example_of, filters_of, page

_ALWAYS = {"draft", "dose", "allergy", "pregnancy"}
"""Keys with one value only."""

_EXPRESSION: TypeAdapter[Expression] = TypeAdapter(Expression)


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.vocabulary"


def test_the_script_says_so_too() -> None:
    told = subprocess.run([sys.executable, "-m", "scripts.vocabulary", "--check"], cwd=PAGE.parent.parent, check=False)
    assert told.returncode == 0


@pytest.mark.parametrize("kind", VOCABULARY)
def test_an_example_loads_as_its_kind_and_names_what_there_is(kind: str) -> None:
    rulebook = load_rulebook([CONTENT / "rules"])
    read = _EXPRESSION.validate_python(yaml.safe_load(example_of(VOCABULARY[kind])))
    assert type(read) is VOCABULARY[kind]
    for clause in clauses_of(read):
        assert set(getattr(clause, "value_sets", tuple)()) <= set(rulebook.value_sets)


@pytest.mark.parametrize("kind", VOCABULARY)
def test_every_filter_says_what_it_means(kind: str) -> None:
    silent = [
        name for name, _, means in filters_of(VOCABULARY[kind]) if not means and name not in {"any", "all", "unless"}
    ]
    assert silent == []


@pytest.mark.parametrize("kind", VOCABULARY)
def test_every_filter_is_read_somewhere(kind: str) -> None:
    """A filter that nothing reads would always hold."""
    model = VOCABULARY[kind]
    text = "".join(
        path.read_text(encoding="utf-8") for path in (CONTENT / "cds").rglob("*.py") if path.name != "clauses.py"
    )
    read = set(re.findall(r"\.(\w+)\b|\"(\w+)\"", text))
    names = {name for pair in read for name in pair}
    assert set(model.model_fields) - {"named", "order", "hook", *_ALWAYS} <= names
