"""Cards and explanations on a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.text import Text
from rich.tree import Tree

from cds.cards import DECISION
from cds.hooks import JsonObject

_STYLE = {"critical": "bold red", "warning": "bold yellow", "info": "bold blue"}
_MARK = {"true": ("✓ yes", "green"), "false": ("✗ no", "dim"), "unknown": ("? not known", "yellow")}
_STATE = {"speaks": "bold", "not-evaluated": "yellow", "silent": "dim"}
"""The states in the order in which they are told."""


def print_cards(console: Console, response: Mapping[str, Any]) -> None:
    """The cards as an EHR would show them, then what was not evaluated."""
    cards: Sequence[Any] = response["cards"]
    for card in cards:
        style = _STYLE[card["indicator"]]
        console.print(Panel(Markdown(card["detail"]), title=Text(card["summary"], style=style), border_style=style))
        for suggestion in card.get("suggestions", ()):
            console.print(f"  [offer] {suggestion['label']}", markup=False)
        reasons = ", ".join(reason["display"] for reason in card.get("overrideReasons", ()))
        console.print(f"  [override] {reasons}\n", markup=False)
    if not cards:
        console.print("No cards: the rules that could be evaluated found nothing. No card does not mean safe.")
    decision = response.get("extension", {}).get(DECISION, {})
    for entry in decision.get("notEvaluated", ()):
        console.print(f"not evaluated  {entry['rule']}: {', '.join(entry['missing'])}", markup=False)
    for entry in decision.get("dataQuality", ()):
        console.print(f"data quality   {entry['reference']}: {entry['problem']}", markup=False)


def print_explanation(console: Console, explanation: JsonObject) -> None:
    """The whole trace as trees, one for each subject."""
    for subject in explanation["subjects"]:
        about = subject["about"]
        tree = Tree(Text(f"{about['kind']} · {about['family']} · {about.get('order', 'the patient')}", style="bold"))
        for rule in sorted(subject["rules"], key=lambda one: list(_STATE).index(one["state"])):
            state = rule["state"] + (f" as {rule['indicator']}" if "indicator" in rule else "")
            state += f": missing {', '.join(rule['missing'])}" if rule.get("missing") else ""
            branch = tree.add(Text(f"{rule['rule']} {state}", style=_STATE[rule["state"]]))
            for tier in rule["tiers"]:
                mark = " ← speaks" if tier["speaks"] else ""
                twig = branch.add(Text(f"{tier['indicator']}{mark}", style=_STYLE[tier["indicator"]]))
                for part in ("when", "unless"):
                    for clause in tier[part]:
                        _add_clause(twig, clause, part)
        console.print(tree)
    for entry in explanation["dataQuality"]:
        console.print(f"data quality   {entry['reference']}: {entry['problem']}", markup=False)


def _add_clause(tree: Tree, clause: JsonObject, part: str) -> None:
    word, style = _MARK[clause["answer"]]
    if "clause" in clause:
        said = ", ".join(f"{name}: {_short(value)}" for name, value in clause["clause"].items())
        text = f"{part} {said} → {word}"
    elif "is" in clause:
        text = f"{part} {clause['is']} → {word}"
    elif "derived" in clause:
        text = f"{part} derived {clause['derived']} → {word}" + (
            f" by {', '.join(clause['by'])}" if clause["by"] else ""
        )
    else:
        text = f"{part} {'any of' if 'any' in clause else 'all of'} → {word}"
    branch = tree.add(Text(text, style=style))
    for inner in (*clause.get("any", ()), *clause.get("all", ())):
        _add_clause(branch, inner, "·")
    for inner in clause.get("unless", ()):
        _add_clause(branch, inner, "unless")
    if clause.get("why"):
        branch.add(Text(clause["why"], style="italic"))
    for one in clause.get("inputs", ()):
        branch.add(Text(" · ".join(str(value) for value in one.values())))
    if clause.get("missing"):
        branch.add(Text(f"missing: {', '.join(clause['missing'])}", style="yellow"))


def _short(value: object) -> str:
    return ", ".join(map(str, cast(list[object], value))) if isinstance(value, list) else str(value)
