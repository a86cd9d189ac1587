"""The EHR's FHIR side: what the rules need, and what was given with the hook."""

from cds.fhir.needs import KEYS, REQUIRED, prefetch_keys, prefetch_templates, services_of
from cds.fhir.prefetch import read_prefetch

__all__ = ["KEYS", "REQUIRED", "prefetch_keys", "prefetch_templates", "read_prefetch", "services_of"]
