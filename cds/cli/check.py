"""`kir check`."""

from pathlib import Path
from typing import Annotated

import typer

from cds.cli.options import read_settings
from cds.settings import CONTENT


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("check")(check)


def check(
    rules: Annotated[list[Path] | None, typer.Option(help="Further rule folders; later ones win.")] = None,
    features: Annotated[list[Path] | None, typer.Option(help="Feature folders; features/ when left out.")] = None,
) -> None:
    """Check rules, value sets, evidence and features: every complaint at once, file:line:column."""
    from cds.analyst.check import check_everything

    settings = read_settings()
    folders = [*settings.rule_folders(), *(rules or [])]
    report = check_everything(folders, features or [CONTENT / "features"], settings.clock().date(), settings.cache)
    for reminder in report.due:
        typer.echo(f"due: {reminder}")
    for complaint in report.complaints:
        typer.echo(complaint)
    if report.complaints:
        number = len(report.complaints)
        typer.echo(f"{number} complaints" if number > 1 else "1 complaint")
        raise typer.Exit(1)
    typer.echo(report.summary)
