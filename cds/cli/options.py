"""What several commands share: reading the settings, keeping the log out of what is asked for."""

import sys

from pydantic import ValidationError

from cds.errors import InputUnreadable
from cds.settings import Settings


def read_settings(**given: object) -> Settings:
    """Settings from the environment, the given ones first. Raises InputUnreadable in one line."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = f"KIR_{'_'.join(str(part) for part in first['loc']).upper()}"
        raise InputUnreadable(f"{name}: {first['msg']}") from None


def log_aside() -> None:
    """Let log lines go to standard error: what a command prints may be read by a program."""
    import structlog

    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))
