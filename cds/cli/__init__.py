"""The `kir` command: one module per command family, no logic of its own."""

import gc
import sys

import typer

from cds.cli import approve, check, docs, install_sheet, new_rule, serve, show, terminology, test, try_
from cds.errors import CdsError

app = typer.Typer(
    name="kir",
    help="KIR-CDS: decision support for ketamine and light therapy over CDS Hooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _module in (serve, check, new_rule, try_, test, show, approve, docs, terminology, install_sheet):
    _module.add_to(app)


def main() -> None:
    """Run the command; what cannot be used gives exit status 2 and one line, never a traceback."""
    gc.set_threshold(200_000, 20, 20)  # reading the content makes much and drops little: a fifth of a short command
    try:
        app()
    except CdsError as error:
        typer.echo(f"kir: {error}", err=True)
        sys.exit(2)
