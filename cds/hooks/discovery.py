"""What we offer: the services, as an EHR discovers them (CDS Hooks 2.0.1, "Discovery")."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import Field

from cds.hooks.json import JsonObject, WireValue
from cds.hooks.request import CONTEXTS

SPECIFICATION_VERSION = "2.0.1"


class Service(WireValue):
    """One service: a hook we answer, and the prefetch that spares us from asking back.

    `prefetch` maps keys to query templates. `hook_version` is sent only when given.
    """

    hook: str
    title: str
    description: str
    id: str
    prefetch: dict[str, str] = Field(default_factory=dict[str, str])
    usage_requirements: str = ""
    hook_version: str = ""


def discovery_document(services: Sequence[Service], *, version: str) -> JsonObject:
    """The answer to discovery. `version` is that of CDS Hooks, stated per service as 3.0 will ask for; '' leaves it out."""
    stated = {"version": version} if version else {}
    entries = [service.to_json() | stated for service in services]
    return {"services": entries}


_TOKEN = re.compile(r"\{\{(.*?)\}\}")
_ROOT_TOKENS = {"context.userId", "context.patientId", "context.encounterId"}  # of every hook of ours
_USER_TOKENS = {"userPractitionerId", "userPractitionerRoleId", "userPatientId", "userRelatedPersonId"}
_READ = re.compile(r"[A-Z][A-Za-z]+/[^/?]+")
_SEARCH = re.compile(r"[A-Z][A-Za-z]+\?(.+)")
_PARAMETER = re.compile(r"(_count|_sort|[a-z][a-z-]*(:in)?)=.+")


def service_complaints(services: Sequence[Service]) -> list[str]:
    """What in these services breaks the specification or keeps a client from resolving the prefetch.

    Source: CDS Hooks 2.0.1 "Discovery", "Prefetch tokens", "Prefetch query restrictions". That ids are distinct
            and no parameter comes twice in a query is ours: some clients mix up the one and the other.
    """
    ids = Counter(service.id for service in services)
    complaints = [f"{service_id}: two services have this id" for service_id, times in ids.items() if times > 1]
    for service in services:
        complaints += [f"{service.id or 'a service'}: {complaint}" for complaint in _complaints(service)]
    return complaints


def _complaints(service: Service) -> Iterator[str]:
    if service.hook not in CONTEXTS:
        yield f"the hook is not one we can read; use one of {', '.join(CONTEXTS)}"
    if not re.fullmatch(r"[A-Za-z0-9._-]+", service.id):
        yield "the id must be letters, digits, dots and dashes, as it stands in a URL"
    if not (service.title and service.description):
        yield "title and description must not be empty"
    for key, template in service.prefetch.items():
        yield from (f"prefetch {key!r}: {complaint}" for complaint in _template_complaints(template))


def _template_complaints(template: str) -> Iterator[str]:
    for token in _TOKEN.findall(template):
        if token not in _ROOT_TOKENS | _USER_TOKENS:
            yield f"{{{{{token}}}}} is not a prefetch token of this hook"
    search = _SEARCH.fullmatch(template)
    if search is None:
        if not _READ.fullmatch(template):
            yield "neither a read (Type/id) nor a search (Type?parameter=value)"
        return
    parameters = search[1].split("&")
    for parameter in parameters:
        if not _PARAMETER.fullmatch(parameter):
            yield f"{parameter.partition('=')[0]} is outside the queries that every client supports"
    names = Counter(parameter.partition("=")[0] for parameter in parameters)
    yield from (f"{name} comes twice" for name, times in names.items() if times > 1)
