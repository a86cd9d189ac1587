"""`kir show`."""

from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console

from cds.cli.options import log_aside, read_settings
from cds.errors import InputUnreadable
from cds.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("show")(show)


def show(
    rule: Annotated[str, typer.Argument(help="The id of a rule, such as KET-CI-BP.", show_default=False)],
    rules: Annotated[list[Path] | None, typer.Option(help="Further rule folders; later ones win.")] = None,
    yaml_: Annotated[bool, typer.Option("--yaml", help="The effective rule as YAML.")] = False,
) -> None:
    """Show a rule as it is in effect: with what the site changed, switched and approved."""
    from cds.catalogue import told_in_words
    from cds.rulebook import did_you_mean, load_rulebook

    log_aside()
    settings: Settings = read_settings()
    rulebook = load_rulebook([*settings.rule_folders(), *(rules or [])])
    if rule not in rulebook.rules:
        raise InputUnreadable(f"`{rule}` is no rule of the rulebook{did_you_mean(rule, sorted(rulebook.rules))}")
    console = Console(highlight=False, soft_wrap=True)
    if yaml_:
        content = rulebook.rules[rule].model_dump(mode="json", by_alias=True, exclude_defaults=True)
        console.out(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120).rstrip())
    else:
        console.print("\n".join(told_in_words(rulebook, rule)), markup=False)
