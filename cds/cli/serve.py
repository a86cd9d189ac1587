"""`kir serve`."""

import logging
import socket
from typing import Annotated

import typer

from cds.cli.options import read_settings
from cds.errors import InputUnreadable
from cds.settings import CONTENT, Settings

_SAMPLE = "fhir_samples/requests/order-sign/ketamine-pregnant.json"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("serve")(serve)


def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="Loopback, no authentication, sample patients re-dated.")
    ] = False,
    port: Annotated[int | None, typer.Option(help="Port; KIR_PORT when left out.")] = None,
) -> None:
    """Serve CDS Hooks."""
    import uvicorn

    from cds.app import make_app

    settings = read_settings(auth="off" if demo else None, port=port)
    _check_trust(settings, demo=demo)
    _check_port(settings)
    _log_as_json()
    application = make_app(settings, demo=demo)
    _greet(settings, demo=demo)
    uvicorn.run(
        application,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # nothing here asks who or where a proxy says that we are
    )


def _check_trust(settings: Settings, *, demo: bool) -> None:
    """Who may ask: anybody on this machine in the demo, else only EHRs of the registry."""
    if demo:
        if settings.host not in _LOOPBACK:
            raise InputUnreadable(f"the demo listens on loopback only, not on {settings.host}; unset KIR_HOST")
        return
    if settings.auth == "off":
        raise InputUnreadable("KIR_AUTH=off is for the demo only; run `kir serve --demo`")
    if settings.clients is None:
        raise InputUnreadable(
            "KIR_AUTH=required needs KIR_CLIENTS, the registry of trusted EHRs (see docs/trust.md); "
            "or run the demo with `kir serve --demo`"
        )
    if settings.now is not None:
        raise InputUnreadable("KIR_NOW is for the demo and tests only: tokens would never expire; unset it")


def _check_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise InputUnreadable(f"port {settings.port} is in use; choose another with KIR_PORT=8001") from None


def _log_as_json() -> None:
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def _greet(settings: Settings, *, demo: bool) -> None:
    base = f"http://{settings.host}:{settings.port}"
    if not demo:
        lines = [f"KIR-CDS: {base}/cds-services, for EHRs of {settings.clients}"]
        if settings.host not in _LOOPBACK:
            lines.append("Warning: this is plain http; let only a proxy that speaks TLS reach it, see docs/trust.md")
        typer.echo("\n".join(lines))
        return
    sample = CONTENT / _SAMPLE
    lines = [
        "KIR-CDS demo: loopback only, no authentication, not for patient care.",
        "",
        f"Discovery:  {base}/cds-services",
        "Try it:",
        f"  curl -s {base}/cds-services/kir-order-sign -H 'Content-Type: application/json' \\",
        f"       -d @{sample}",
        "",
        "Stop with Ctrl-C.",
    ]
    typer.echo("\n".join(lines))
