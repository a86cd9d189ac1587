"""`kir test`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cds.cli.options import read_settings
from cds.settings import CONTENT


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("test")(run)


def run(
    features: Annotated[list[Path] | None, typer.Argument(help="Feature files or folders.", show_default=False)] = None,
    rules: Annotated[list[Path] | None, typer.Option(help="Further rule folders; later ones win.")] = None,
) -> None:
    """Run scenarios; nothing but .feature files is needed."""
    from cds.analyst import run_scenarios

    settings = read_settings()
    folders = [*settings.rule_folders(), *(rules or [])]
    sys.exit(run_scenarios(features or [CONTENT / "features"], folders))
