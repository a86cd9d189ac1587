"""What is asked of the EHR's FHIR server: what stands in discovery, and what is only referred to; and what came of it.

Source: CDS Hooks 2.0.1 "Prefetch Template"; FHIR R4 RESTful API, search by _count, Reference.reference.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from cds.fhir.prefetch import read_prefetch
from cds.fhir.servers import plain_address
from cds.hooks import HookContext, JsonObject
from cds.record import Answer, Given, Kind, is_list

TOO_LATE = "the FHIR server gave no answer in time"

_PAGE_SIZE = 200

_TEMPLATE = re.compile(
    r"Patient/\{\{context\.patientId\}\}|Encounter/\{\{context\.encounterId\}\}|"
    r"[A-Za-z]+\?patient=\{\{context\.patientId\}\}(?:&[^?{}]*)?"
)
"""What we fetch: the patient, the encounter of the hook, and what is in the compartment of the patient."""
_ID = re.compile(r"(?!\.+$)[A-Za-z0-9._-]{1,128}")
"""A FHIR id, more generous in length: nothing that a search would take for an `or`, or a path for a step."""
_REFERENCE = re.compile(r"([A-Z][A-Za-z]{2,40})/((?!\.+(?:/|$))[A-Za-z0-9._-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?")
"""`Type/id`, of whatever version: the one of now is read."""


class Unusable(Exception):
    """An answer that cannot be used; its text says why, without a word of the answer."""


@dataclass(slots=True)
class Query:
    """A query under way.

    `address` is below that of the server; `reads` are type and id of the one resource that is asked for, None for a
    search. `trouble` says what is wrong as long as something is; `refusal`, why nobody is asked.
    """

    key: str
    kind: Kind | None
    address: str
    reads: tuple[str, str] | None
    pages: list[JsonObject] = field(default_factory=list[JsonObject])
    trouble: str | None = TOO_LATE
    refusal: str | None = None

    def take(self, page: JsonObject) -> None:
        """Keep one page. Raises Unusable, when it is none."""
        named = page.get("resourceType")
        if not isinstance(named, str):
            raise Unusable("the FHIR server answered no resource")
        if self.reads is not None and (named, page.get("id")) != self.reads:
            raise Unusable("the FHIR server answered another resource than the one asked for")
        if self.pages and named != "Bundle":
            raise Unusable("the FHIR server answered no Bundle for a further page")
        self.pages.append(page)

    @property
    def problem(self) -> str | None:
        """Why not everything is there."""
        if self.refusal is not None:
            return f"was not fetched: {self.refusal}"
        trouble, pages = self.trouble, len(self.pages)  # in this order: without trouble, every page is there
        if trouble is None:
            return None
        return f"could {'be fetched in part only' if pages else 'not be fetched'}: {trouble}"

    def answer(self) -> Answer:
        """What is there by now, read as if the EHR had sent it."""
        problem, pages = self.problem, list(self.pages)
        if not pages or self.kind is None:
            return Answer(key=self.key, kind=self.kind, given=Given.UNKNOWN, problem=problem)
        whole = (
            pages[0] if len(pages) == 1 else {**pages[0], "entry": [one for page in pages for one in _entries(page)]}
        )
        if problem is None:
            whole = {name: value for name, value in whole.items() if name != "link"}
        answer = read_prefetch({self.key: whole}, {self.key: self.kind})[0]
        if problem is not None and answer.given is not Given.UNKNOWN:
            return replace(answer, given=Given.PARTIAL, problem=problem)
        return replace(answer, problem=answer.problem and f"as fetched: {answer.problem}")


def searches(lacking: Iterable[Answer], templates: Mapping[str, str], context: HookContext) -> list[Query]:
    """A query for each answer, as far as its template is one that we fetch and the hook names what stands in it."""
    queries = list[Query]()
    for answer in lacking:
        address = _filled(templates.get(answer.key, ""), context)
        if address is None or answer.kind is None:
            continue
        if "?" in address:
            queries.append(Query(answer.key, answer.kind, f"{address}&_count={_PAGE_SIZE}", None))
        else:
            queries.append(Query(answer.key, answer.kind, address, (str(answer.kind), address.rpartition("/")[2])))
    return queries


def reads(references: Iterable[str], base: str, known: Collection[str]) -> list[Query]:
    """A query for each resource that references lead to on the server itself; other references are left out.

    Takes:  base — the address of the server; known — the addresses that were asked before: they are not asked again.
    """
    queries = dict[str, Query]()
    for reference in references:
        below = (plain_address(reference) or reference).removeprefix(f"{base}/")
        found = _REFERENCE.fullmatch(below)
        if found is not None and (address := f"{found[1]}/{found[2]}") not in known:
            queries.setdefault(address, Query(address, None, address, (found[1], found[2])))
    return list(queries.values())


def what_was_read(queries: Iterable[Query]) -> Answer:
    """All that was read by reference, as one answer; its problem counts what could not be read, by the reason."""
    queries = list(queries)
    lost = [(query.problem, query.address) for query in queries if query.problem is not None]
    counted, first = Counter(problem for problem, _ in lost), dict(reversed(lost))
    told = [
        f"{problem} ({first[problem]}{f' and {count - 1} more' * (count > 1)})" for problem, count in counted.items()
    ]
    return Answer(
        kind=None,
        given=Given.PARTIAL,
        resources=tuple(query.pages[0] for query in queries if query.problem is None),
        problem="; ".join(told) or None,
    )


def _filled(template: str, context: HookContext) -> str | None:
    """A prefetch template with the ids of the context, percent-encoded."""
    if not _TEMPLATE.fullmatch(template):
        return None
    for name, value in (("patientId", context.patient_id), ("encounterId", context.encounter_id)):
        token = f"{{{{context.{name}}}}}"
        if token in template:
            if value is None or not _ID.fullmatch(value):
                return None
            template = template.replace(token, quote(value, safe=""))
    return template


def _entries(page: JsonObject) -> Iterable[object]:
    entries = page.get("entry")
    return entries if is_list(entries) else () if entries is None else (entries,)
