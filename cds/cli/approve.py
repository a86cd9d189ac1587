"""`kir approve`."""

from pathlib import Path
from typing import Annotated

import typer

from cds.cli.options import log_aside, read_settings
from cds.errors import InputUnreadable


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("approve")(approve)


def approve(
    rules: Annotated[list[str], typer.Argument(help="Ids of rules, such as KET-CI-BP.", show_default=False)],
    by: Annotated[str, typer.Option(help="The name of the person who approves.", show_default=False)],
    role: Annotated[str, typer.Option(help="In which role, such as `chief pharmacist`.", show_default=False)],
    into: Annotated[
        Path | None, typer.Option(help="The site's rule folder; the last of KIR_RULES_PATH when left out.")
    ] = None,
) -> None:
    """Record that somebody of the site has approved rules as they are now, with everything they refer to."""
    from cds.analyst.approve import sign
    from cds.rulebook import did_you_mean, load_rulebook

    log_aside()
    settings = read_settings()
    folder = into or next(reversed(settings.rules_path), None)
    if folder is None:
        raise InputUnreadable("approvals belong to the site: name its rule folder with --into or KIR_RULES_PATH")
    folders = settings.rule_folders() if folder in settings.rules_path else (*settings.rule_folders(), folder)
    folder.mkdir(parents=True, exist_ok=True)
    rulebook = load_rulebook(folders)
    for name in rules:
        if name not in rulebook.rules:
            raise InputUnreadable(f"`{name}` is no rule of the rulebook{did_you_mean(name, sorted(rulebook.rules))}")
    for name in dict.fromkeys(rules):
        file = sign(rulebook, rulebook.rules[name], folder, by=by, role=role, on=settings.clock().date())
        typer.echo(f"{name} {rulebook.rules[name].version}: approved by {by} ({role}); kept in {file}")
