"""`kir new-rule`."""

from pathlib import Path
from typing import Annotated

import typer

from cds.cli.options import read_settings


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("new-rule")(new_rule)


def new_rule(
    rule: Annotated[str, typer.Argument(help="Its id, such as KET-CI-PREG: capitals, digits, hyphens.")],
    family: Annotated[str, typer.Option(help="The family of orders that it is about, such as ketamine.")],
    into: Annotated[Path, typer.Option(help="The folder with rules/ and features/: your site's, or here.")] = Path(),
) -> None:
    """Write a draft rule with its evidence and scenarios, to be filled in; docs/writing-rules.md leads through it."""
    from cds.analyst.new_rule import new_rule

    settings = read_settings()
    made = new_rule(rule, family, into, settings.rule_folders(), settings.clock().date())
    for file in made.files:
        typer.echo(f"wrote {file}")
    typer.echo("Look at them:")
    for command in made.commands:
        typer.echo(f"  {command}")
