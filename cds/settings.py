"""Settings: the only reader of the environment."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from cds.fhir.servers import plain_address
from cds.profiles import find_profile

_HERE = Path(__file__).resolve().parent
CONTENT = next(folder for folder in (_HERE / "content", _HERE.parent) if (folder / "rules").is_dir())
"""Where rules/, features/ and fhir_samples/ are: inside the installed package, or beside it in a checkout."""


def _paths(written: object) -> object:
    return [part for part in written.split(os.pathsep) if part] if isinstance(written, str) else written


def _words(written: object) -> object:
    return [word.strip() for word in written.split(",") if word.strip()] if isinstance(written, str) else written


def _cache() -> Path | None:
    """In the home of whoever runs this; nowhere for a user without one, as in many containers."""
    try:
        return Path.home() / ".cache" / "kir-cds"
    except RuntimeError:
        return None


def _address(written: str) -> str:
    if written and not re.fullmatch(r"https?://[^\s?#]+", written):
        raise ValueError("is not an http or https address without a query")
    return written.rstrip("/")


def _servers(written: tuple[str, ...]) -> tuple[str, ...]:
    if not all(map(plain_address, written)):
        raise ValueError("are not all http or https addresses without user, query, escapes and dots in the path")
    return written


def _profile(written: str) -> str:
    return find_profile(written or "generic").name


class Settings(BaseSettings):
    """`KIR_…` from the environment and `.env`."""

    model_config = SettingsConfigDict(env_prefix="KIR_", env_file=".env", extra="ignore", frozen=True)

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, description="Port to listen on.")
    auth: Literal["required", "off"] = Field(default="required", description="`off` only in the demo, on loopback.")
    clients: Annotated[Path | None, BeforeValidator(lambda written: written or None)] = Field(
        default=None, description="The registry of trusted EHRs, a YAML file; see docs/trust.md."
    )
    profile: Annotated[str, AfterValidator(_profile)] = Field(
        default="generic", description="The client profile of whoever needs no token; see docs/profiles.md."
    )
    database_url: str = Field(
        default="sqlite:///kir-cds.sqlite3", description="SQLAlchemy URL of decisions and feedback."
    )
    spool: Annotated[Path | None, BeforeValidator(lambda written: written or None)] = Field(
        default=None,
        description="Where feedback waits for the database, a file on this machine; beside a SQLite database with "
        "`-spool` in its name when left out, else `kir-spool.sqlite3`; see docs/feedback.md.",
    )
    comment_key: Annotated[Path | None, BeforeValidator(lambda written: written or None)] = Field(
        default=None,
        description="The file with the keys that comments of clinicians are encrypted with, made when it is missing; "
        "`kir-comments.key` beside the spool when left out.",
    )
    rules_path: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_paths)] = Field(
        default=(), description=f"Extra rule folders of the site, parted by `{os.pathsep}`; later ones win."
    )
    require_approval: bool = Field(
        default=False, description="Whether rules that nobody of the site has approved are kept silent."
    )
    terminology_db: Path = Field(
        default=Path("kir-terminology.sqlite3"),
        description="The imported RxNorm release; made by `kir terminology import-rxnorm`.",
    )
    terminology_url: Annotated[str, AfterValidator(_address)] = Field(
        default="", description="Base address of a FHIR terminology server; none is asked when it is empty."
    )
    fhir_servers: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words), AfterValidator(_servers)] = Field(
        default=(),
        description="Beginnings of the addresses of FHIR servers that may be asked for what prefetch leaves out, "
        "parted by commas; without one, nothing is fetched.",
    )
    fhir_deadline: float = Field(default=2.5, gt=0, le=3, description="Seconds for all that one hook call fetches.")
    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        default=(), description="Origins of browser clients, parted by commas."
    )
    cache: Annotated[Path | None, BeforeValidator(lambda written: written or None)] = Field(
        default_factory=_cache,
        description="Where `kir check` remembers what it saw in feature files; may be deleted at any time, empty: nowhere.",
    )
    now: datetime | None = Field(default=None, description="A fixed clock with its zone; demo and tests only.")

    def rule_folders(self) -> tuple[Path, ...]:
        """Our rules, then the site's."""
        return (CONTENT / "rules", *self.rules_path)

    def clock(self) -> datetime:
        """The moment of a call, UTC."""
        if self.now is None:
            return datetime.now(UTC)
        return self.now.astimezone(UTC) if self.now.tzinfo else self.now.replace(tzinfo=UTC)
