"""`kir terminology …`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cds.cli.options import log_aside, read_settings
from cds.errors import InputUnreadable

if TYPE_CHECKING:
    from cds.settings import Settings
    from cds.terminology.rxnorm import RxNormLayer

_PATIENCE = 5.0
"""Seconds that a report waits for a terminology server; nobody stands at a bedside."""


def add_to(app: typer.Typer) -> None:
    """Register the family."""
    family = typer.Typer(
        name="terminology", help="RxNorm, value sets, and what medications mean.", no_args_is_help=True
    )
    for name, command in {
        "import-rxnorm": import_rxnorm,
        "report": report,
        "verify": verify,
        "export": export,
    }.items():
        family.command(name)(command)
    app.add_typer(family)


def import_rxnorm(
    file: Annotated[
        Path, typer.Argument(help="A release as downloaded: the RRF zip, full or prescribable.", show_default=False)
    ],
) -> None:
    """Import an RxNorm release into KIR_TERMINOLOGY_DB; the one before stays until this one is complete."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from cds.terminology.rxnorm_import import import_rxnorm as run

    settings = read_settings()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, size: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step)
            bar.update(tasks[step], completed=done, total=size)

        told = run(file, settings.terminology_db, now=settings.clock(), progress=show)
    _print(f"{told.release.name}: {told.concepts:,} concepts, {told.products:,} of them with ingredients")
    _print(f"{told.ndcs:,} NDCs, {told.retired:,} retired codes; {told.unclear:,} products tell no ingredients")
    _print(f"SHA-256 {told.release.sha256}")
    _print(f"Imported to {settings.terminology_db}; a service that runs sees it after a restart.")


def report(
    bundle: Annotated[Path, typer.Argument(help="A FHIR Bundle (JSON).", show_default=False)],
    json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show what each medication of a Bundle holds, which layer knew it, and what is unmapped."""
    from rich.console import Console
    from rich.table import Table

    from cds.analyst.try_file import read_json
    from cds.app import make_readings, site_terminology
    from cds.record import read_medications
    from cds.rulebook import load_rulebook
    from cds.terminology.report import MedicationReport

    log_aside()
    settings = read_settings()
    document = read_json(bundle)
    if document.get("resourceType") != "Bundle":
        raise InputUnreadable(f"{bundle}: is not a FHIR Bundle; give one, such as the export of a patient")
    rulebook = load_rulebook(settings.rule_folders())
    site = site_terminology(settings, rulebook)
    readings = make_readings(settings, rulebook, site)
    uses = read_medications(document)
    site.prepare(readings.terminology.unknown_codings(use.medicines for use in uses), _PATIENCE)
    made = MedicationReport(readings.terminology, site.release)
    found = made.of(uses)
    site.close()
    console = Console(highlight=False, markup=False)  # a brand in brackets is no markup
    if json_:
        medications = [one.to_document() for one in found]
        console.out(json.dumps({"medications": medications}, ensure_ascii=False, indent=2))
        return
    table = Table()
    for heading in ("medication", "as written", "ingredients", "layer"):
        table.add_column(heading, overflow="fold")
    for one in found:
        names = ", ".join(f"{held.display} {held.code or ''}".strip() for held in one.ingredients)
        table.add_row(one.reference, one.label, names, one.layer or "unmapped")
    console.print(table)
    unmapped = sum(one.layer is None for one in found)
    _print(f"{len(found)} medications, {unmapped} unmapped")


def verify() -> None:
    """Compare every RxNorm code and name that ships with the imported release."""
    from cds.rulebook import load_rulebook
    from cds.terminology.verify import shipped_codes, verify_products
    from cds.terminology.verify import verify as run

    settings = read_settings()
    release = _release(settings)
    rulebook = load_rulebook(settings.rule_folders())
    codes, products = list(shipped_codes(rulebook.value_sets.values())), rulebook.tables.products
    differences = run(codes, release) + verify_products(products, release)
    for difference in differences:
        _print(str(difference))
    counted = f"{len(codes)} codes and {len(products)} products"
    about = f"{release.release.name}, imported {release.release.imported}"
    if differences:
        _print(f"{len(differences)} differences in {counted}; compared with {about}")
        raise typer.Exit(1)
    _print(f"{counted} are as in {about}")


def export(
    folder: Annotated[Path, typer.Argument(help="Where the files go; made when it is not there.", show_default=False)],
) -> None:
    """Write every value set as a FHIR R4 ValueSet."""
    from cds.rulebook import load_rulebook
    from cds.terminology.export import export_value_sets

    rulebook = load_rulebook(read_settings().rule_folders())
    try:
        count = export_value_sets(rulebook.value_sets.values(), rulebook.version, folder)
    except OSError as error:
        raise InputUnreadable(f"{error.filename or folder}: cannot be written: {error.strerror}") from None
    _print(f"{count} value sets written to {folder}")


def _release(settings: "Settings") -> "RxNormLayer":
    from cds.terminology.site import SiteTerminology

    release = SiteTerminology(settings.terminology_db).release
    if release is None:
        raise InputUnreadable(
            f"{settings.terminology_db}: no RxNorm release is imported; run `kir terminology import-rxnorm FILE`"
        )
    return release


def _print(line: str) -> None:
    typer.echo(line)
