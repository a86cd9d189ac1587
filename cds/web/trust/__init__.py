"""Whom we answer: the registry of EHRs, their tokens and keys, their limits. The only user of PyJWT."""

from cds.web.trust.gate import Caller, Gate
from cds.web.trust.key_server import KeyServers
from cds.web.trust.registry import Registry, read_registry

__all__ = ["Caller", "Gate", "KeyServers", "Registry", "read_registry"]
