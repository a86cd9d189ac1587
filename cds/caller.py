"""Who calls: the EHR as the registry of clients names it. What one of them knows never reaches another."""

from dataclasses import dataclass, field
from functools import partial

from cds.profiles import Profile, find_profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The EHR that a token is of: our name for it, its tenant if it serves several, and the profile that it goes by."""

    client: str = ""
    tenant: str = ""
    profile: Profile = field(default_factory=partial(find_profile, "generic"), hash=False)


ANYBODY = Caller()
"""Where nobody needs to show a token: the demo, the command line, scenarios."""
