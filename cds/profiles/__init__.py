"""What kinds of EHRs take of CDS Hooks: one YAML file here for each; a site changes single lines in its registry."""

from cds.profiles.discovery import discovery_for, is_offered
from cds.profiles.orders import order_code, orders_of
from cds.profiles.profile import Algorithm, ChosenProfile, Profile, find_profile, profiles

__all__ = [
    "Algorithm",
    "ChosenProfile",
    "Profile",
    "discovery_for",
    "find_profile",
    "is_offered",
    "order_code",
    "orders_of",
    "profiles",
]
