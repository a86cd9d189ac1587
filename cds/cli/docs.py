"""`kir docs`."""

from pathlib import Path
from typing import Annotated

import typer

from cds.cli.options import log_aside, read_settings
from cds.settings import CONTENT


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("docs")(docs)


def docs(
    out: Annotated[Path, typer.Option(help="The folder for the pages.")] = Path("catalogue"),
    rules: Annotated[list[Path] | None, typer.Option(help="Further rule folders; later ones win.")] = None,
    features: Annotated[list[Path] | None, typer.Option(help="Feature folders; features/ when left out.")] = None,
    run: Annotated[bool, typer.Option("--run/--no-run", help="Run the scenarios and show how they went.")] = True,
) -> None:
    """Write the catalogue: one page per rule, evidence note and value set, to read, print and sign."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from cds.analyst.stories import read_stories, run_stories
    from cds.catalogue import Ran, Site, write_site
    from cds.rulebook import load_rulebook

    log_aside()
    settings = read_settings()
    folders = [*settings.rule_folders(), *(rules or [])]
    paths = features or [CONTENT / "features"]
    rulebook = load_rulebook(folders)
    stories = read_stories(paths)
    if run:
        console = Console(stderr=True)
        columns = (TextColumn("scenarios"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("scenarios", total=None)
            stories = run_stories(
                stories, paths, folders, lambda done, total: bar.update(task, completed=done, total=total)
            )
    pages = write_site(Site(rulebook, stories, settings.clock()), out)
    failed = sorted({f"{rule}: {one.title}" for rule, some in stories.items() for one in some if one.ran is Ran.FAILED})
    for line in failed:
        typer.echo(f"failed: {line}", err=True)
    typer.echo(f"{pages} pages in {out}; begin with {out / 'index.html'}")
    raise typer.Exit(1 if failed else 0)
