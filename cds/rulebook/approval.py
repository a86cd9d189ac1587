"""Who of the site has signed which content: `approvals/KET-CI-PREG.yaml`.

A signature is for the content as it was read: the rule and everything that it refers to, as one hash. Whatever of that
changes later, by a release of ours or by the site, voids the signature.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Signature(_Content):
    """One person's approval of one state of a rule."""

    by: Text
    role: Text
    signed: date
    version: Text = Field(description="Of the rule when it was signed; for people, the digest decides.")
    digest: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]


class Approvals(_Content):
    """Every signature under a rule, whichever state it was for."""

    id: str
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1)]

    def valid(self, digest: str) -> tuple[Signature, ...]:
        """Those for the rule as it is now."""
        return tuple(one for one in self.signatures if one.digest == digest)


def digest_of(parts: Iterable[BaseModel]) -> str:
    """SHA-256 over some content, in the order given."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{type(part).__name__}\0{part.model_dump_json()}\0".encode())
    return f"sha256:{digest.hexdigest()}"  # with its name: digits alone would be a number in YAML
