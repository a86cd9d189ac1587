"""The EHR's FHIR side: what was given with the hook, and what is fetched."""

from cds.fhir.prefetch import read_prefetch

__all__ = ["read_prefetch"]
