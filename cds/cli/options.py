"""What several commands share: reading the settings."""

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
