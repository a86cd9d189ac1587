"""What kinds of EHRs take of CDS Hooks: one YAML file here for each; a site changes single lines in its registry."""

from cds.profiles.discovery import discovery_for
from cds.profiles.profile import Algorithm, ChosenProfile, Profile, find_profile, profiles

__all__ = ["Algorithm", "ChosenProfile", "Profile", "discovery_for", "find_profile", "profiles"]
