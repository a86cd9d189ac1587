"""The install sheet on the terminal."""

from typing import Annotated

import typer

from cds.cli.options import read_settings


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("install-sheet", hidden=True)(install_sheet_command)


def install_sheet_command(
    profile: Annotated[str, typer.Argument(help="A profile, such as epic, or a client of KIR_CLIENTS by its id.")],
    address: Annotated[str | None, typer.Option(help="How EHRs reach us; that of KIR_CLIENTS when left out.")] = None,
) -> None:
    """Print what an administrator types into an EHR that does not read discovery."""
    typer.echo(install_sheet_for(profile, address))


def install_sheet_for(name: str, address: str | None) -> str:
    """The sheet of a profile, or of a client with what the site changed.

    Takes:  name, of a profile or of a client in KIR_CLIENTS; address, None for that of KIR_CLIENTS.
    Raises: InputUnreadable, when neither is known; RulebookInvalid.
    """
    from cds.catalogue import install_sheet
    from cds.errors import InputUnreadable
    from cds.profiles import find_profile, orders_of
    from cds.rulebook import load_rulebook
    from cds.web.trust import read_registry

    settings = read_settings()
    rulebook = load_rulebook(settings.rule_folders())
    registry = read_registry(settings.clients, orders_of(rulebook.rules.values())) if settings.clients else None
    client = next((one for one in registry.clients if one.id == name), None) if registry else None
    try:
        profile = client.profile if client else find_profile(name)
    except ValueError as unknown:
        raise InputUnreadable(str(unknown)) from None
    return install_sheet(
        rulebook,
        profile,
        address=(address or (registry.address if registry else "https://YOUR-ADDRESS")).rstrip("/"),
        algorithms=client.signs_with if client else profile.algorithms,
        audiences=client.audiences if client else (),
        fhir_servers=settings.fhir_servers,
    )
