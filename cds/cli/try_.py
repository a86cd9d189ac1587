"""`kir try`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from cds.cli.options import log_aside, read_settings


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("try")(try_)


def try_(
    file: Annotated[Path, typer.Argument(help="A hook request or a patient Bundle (JSON).", show_default=False)],
    hook: Annotated[
        str | None, typer.Option(help="patient-view, order-select or order-sign; told from the file when left out.")
    ] = None,
    explain_: Annotated[bool, typer.Option("--explain", help="Every clause of every rule, and why not.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="The response, or the explanation, as JSON.")] = False,
    rules: Annotated[list[Path] | None, typer.Option(help="Further rule folders; later ones win.")] = None,
) -> None:
    """Show the cards that a hook request or a patient Bundle gets."""
    from rich.console import Console

    from cds.analyst.explain import explain
    from cds.analyst.render import print_cards, print_explanation
    from cds.analyst.try_file import read_input
    from cds.app import make_responder
    from cds.caller import Caller
    from cds.profiles import find_profile

    log_aside()
    settings = read_settings()
    if rules:
        settings = settings.model_copy(update={"rules_path": (*settings.rules_path, *rules)})
    responder = make_responder(settings)
    service_id, request = read_input(file, hook, responder.services, settings.clock())
    response, matching = responder.answer(service_id, request, Caller(profile=find_profile(settings.profile)))
    console = Console(highlight=False)
    if explain_:
        explanation = explain(matching, responder.rulebook)
        if json_:
            console.out(json.dumps(explanation, ensure_ascii=False, indent=2))
        else:
            print_explanation(console, explanation)
    elif json_:
        console.out(json.dumps(response.to_document(), ensure_ascii=False, indent=2))
    else:
        print_cards(console, response.to_document())
