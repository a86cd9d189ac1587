"""A site's FHIR terminology server as the last layer before names, and the operations that we ask of it.

A decision never waits for the network: before it, `ServerLayer.prepare` asks for the codes that nothing here knows, in
bounded time; deciding only looks up what came back. Whatever goes wrong means "does not know", and is never an error.
Only systems and codes leave the house, never a display, a text, an id or a date.

Source: FHIR R4 ConceptMap/$translate, CodeSystem/$lookup, ValueSet/$validate-code, ValueSet/$expand.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as TooLate
from typing import Any, TypeAlias, cast

import httpx2
import structlog

from cds.breaker import CircuitBreaker
from cds.record import Coding, canonical_system, is_list, is_object
from cds.rulebook import SYSTEMS
from cds.terminology.cache import AnswerCache
from cds.terminology.layers import IngredientLayer

RXNORM = SYSTEMS["rxnorm"]
TIMEOUT = 0.3
"""Seconds for one answer, at most; the time that is left for the hook may allow less."""

_MAX_BODY = 2 * 1024 * 1024
_MAX_LOOKUPS, _MAX_CODES, _WORKERS = 40, 20, 8
_SAME_OR_WIDER = frozenset({"equal", "equivalent", "wider", "subsumes"})
_TOWARDS_INGREDIENTS = frozenset(
    {"tradename_of", "consists_of", "contains", "has_ingredient", "has_ingredients", "form_of", "has_part"}
)
_CODE = re.compile(r"[A-Za-z0-9][\w.:/-]{0,63}", re.ASCII)
_SYSTEM = re.compile(r"(https?://|urn:)[\w.:/#?&=%~-]{1,250}", re.ASCII)
_log = structlog.get_logger(__name__)

Parameters: TypeAlias = Sequence[tuple[str, str, object]]
"""Of an operation: name, the suffix of value[x] ('' for a resource), the value."""


class _NoAnswer(Exception):
    """The server could not be asked, or gave nothing that can be used."""


class TerminologyServer:
    """The operations, each bounded in time, each answer kept. None: the server does not know, or did not answer.

    Takes:  url — the FHIR base address; timeout — seconds for one answer.
    """

    def __init__(
        self, url: str, cache: AnswerCache, *, timeout: float = TIMEOUT, breaker: CircuitBreaker | None = None
    ) -> None:
        self._url, self._cache, self._timeout = url.rstrip("/"), cache, timeout
        self._breaker = breaker or CircuitBreaker()
        self._client = httpx2.Client(
            headers={
                "Accept": "application/fhir+json",
                "Accept-Encoding": "identity",
                "Content-Type": "application/fhir+json",
            },
            follow_redirects=False,  # a redirect would take codes to another house
            limits=httpx2.Limits(max_connections=_WORKERS),
        )
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="terminology-server")

    def translate(self, coding: Coding, *, within: float = TIMEOUT) -> frozenset[str] | None:
        """The RxNorm codes that mean the same as a code, or something wider."""
        return _quietly(lambda: self.translated(coding, _at(within)))

    def validate_code(self, value_set: str, coding: Coding, *, within: float = TIMEOUT) -> bool | None:
        """Whether a code is in a value set, named by its canonical address."""
        asked = [("url", "Uri", value_set), *_named_code(coding)]
        return _quietly(lambda: self._ask("ValueSet/$validate-code", asked, _read_result, _at(within)))

    def expand(self, value_set: Mapping[str, Any], *, within: float = TIMEOUT) -> tuple[Coding, ...] | None:
        """Every code of a value set, given as a resource; None also when the server gives only a page of them."""
        asked = [("valueSet", "", dict(value_set))]
        found = _quietly(lambda: self._ask("ValueSet/$expand", asked, _read_expansion, _at(within)))
        if found is None:
            return None
        return tuple(Coding(system=system, code=code, display=display) for system, code, display in found)

    def translated(self, coding: Coding, deadline: float) -> frozenset[str] | None:
        """As `translate`; raises _NoAnswer when the server could not be asked."""
        asked = [*_named_code(coding), ("targetsystem", "Uri", RXNORM)]
        found = self._ask("ConceptMap/$translate", asked, _read_translation, deadline)
        return frozenset(found) if found else None

    def looked_up(self, code: str, deadline: float) -> tuple[str, list[str]] | None:
        """The term type of an RxNorm code, and the codes one step nearer to its ingredients; raises _NoAnswer."""
        wanted = [("property", "Code", name) for name in ("TTY", *sorted(_TOWARDS_INGREDIENTS))]
        asked = [*_named_code(Coding(system=RXNORM, code=code)), *wanted]
        found = self._ask("CodeSystem/$lookup", asked, _read_lookup, deadline)
        return (found[0], found[1]) if found else None

    def close(self) -> None:
        """Stop asking; what is under way is not waited for."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._client.close()
        self._cache.close()

    def _ask(self, operation: str, asked: Parameters, read: Callable[[Any], Any], deadline: float) -> Any:
        """What an answer says, from the cache when it was asked before.

        Raises: _NoAnswer.
        """
        key = f"{self._url} {operation} {json.dumps(asked, sort_keys=True)}"
        is_kept, answer = self._cache.get(key)
        if is_kept:
            return answer
        within = min(self._timeout, deadline - time.monotonic())
        if within <= 0 or not self._breaker.may_try():
            raise _NoAnswer
        try:
            call = self._workers.submit(self._post, operation, asked, within)
            answer = read(call.result(timeout=within))  # looking up a name or a dripping answer obeys no timeout
        except (_NoAnswer, TooLate, httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError, RuntimeError) as error:
            self._breaker.failed()
            _log.warning("terminology server gave no answer", operation=operation, error=type(error).__name__)
            raise _NoAnswer from None
        self._breaker.succeeded()
        self._cache.put(key, answer)
        return answer

    def _post(self, operation: str, asked: Parameters, within: float) -> Any:
        """The Parameters or ValueSet that the server answers; None when it says that it does not know."""
        until = time.monotonic() + within
        body = {"resourceType": "Parameters", "parameter": [_parameter(*one) for one in asked]}
        with self._client.stream("POST", f"{self._url}/{operation}", json=body, timeout=within) as response:
            if response.status_code not in {200, 400, 404, 422} or not _is_fhir(
                response.headers.get("content-type", "")
            ):
                raise _NoAnswer
            content = bytearray()
            for chunk in response.iter_raw():  # as it came: nothing small unpacks to something huge
                content += chunk
                if len(content) > _MAX_BODY or time.monotonic() > until:
                    raise _NoAnswer
        document = json.loads(bytes(content))
        if not is_object(document):
            raise _NoAnswer
        if response.status_code == 200:
            return document
        if document.get("resourceType") != "OperationOutcome":
            raise _NoAnswer
        return None


class ServerLayer:
    """What the server told about codes that no other layer knows.

    Takes:  others — the layers before this one: the server says which product a code is, they what it holds.
    """

    name = "terminology server"

    def __init__(self, server: TerminologyServer, cache: AnswerCache, others: Sequence[IngredientLayer] = ()) -> None:
        self._server, self._cache, self._others = server, cache, others
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="terminology-layer")

    def ingredients(self, coding: Coding) -> frozenset[str] | None:
        """What `prepare` found for a code; asks nobody."""
        found = self._cache.get(_key(coding))[1]
        return frozenset(found) if found else None

    def prepare(self, codings: Iterable[Coding], *, within: float) -> None:
        """Ask for the codes that nothing here knows, all at once.

        Takes:  within — seconds that are left; what comes later is there for the next call.
        Raises: nothing.
        """
        deadline = _at(within)
        unknown = {_key(coding): coding for coding in codings if self._is_worth_asking(coding)}
        if within <= 0 or not unknown:
            return
        asked = [self._workers.submit(self._find, one, deadline) for one in list(unknown.values())[:_MAX_CODES]]
        wait(asked, timeout=max(0.0, deadline - time.monotonic()))
        for late in asked:
            late.cancel()

    def close(self) -> None:
        """Stop asking."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._server.close()

    def _is_worth_asking(self, coding: Coding) -> bool:
        """Only what looks like a system and a code: somebody's words in the wrong element stay here."""
        if not (_CODE.fullmatch(coding.code) and _SYSTEM.fullmatch(coding.system)):
            return False
        return not self._cache.get(_key(coding))[0] and all(other.ingredients(coding) is None for other in self._others)

    def _find(self, coding: Coding, deadline: float) -> None:
        try:
            codes = frozenset({coding.code}) if _is_rxnorm(coding) else self._server.translated(coding, deadline)
            found = self._opened(codes or frozenset(), deadline)
        except _NoAnswer:
            return  # not known today; to be asked again
        self._cache.put(_key(coding), sorted(found) if found else None)

    def _opened(self, codes: frozenset[str], deadline: float) -> frozenset[str] | None:
        """All ingredients of RxNorm codes; None when one of them leads nowhere: half an answer would be a wrong one."""
        ingredients, seen, waiting = set[str](), set[str](), list(codes)
        while waiting:
            code = waiting.pop()
            if code in seen:
                continue
            seen.add(code)
            held = self._held(code)
            if held is not None:
                ingredients |= held
                continue
            if len(seen) > _MAX_LOOKUPS:
                return None
            found = self._server.looked_up(code, deadline)
            if found is None:
                return None
            term_type, nearer = found
            if term_type == "IN":
                ingredients.add(code)
            elif nearer:
                waiting += nearer
            else:
                return None
        return frozenset(ingredients) or None

    def _held(self, code: str) -> frozenset[str] | None:
        coding = Coding(system=RXNORM, code=code)
        return next((held for other in self._others if (held := other.ingredients(coding)) is not None), None)


def _key(coding: Coding) -> str:
    return f"ingredients {canonical_system(coding.system)} {coding.code}"


def _at(within: float) -> float:
    return time.monotonic() + within


def _is_rxnorm(coding: Coding) -> bool:
    return canonical_system(coding.system) == RXNORM


def _quietly(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except _NoAnswer:
        return None


def _named_code(coding: Coding) -> Parameters:
    return [("system", "Uri", coding.system), ("code", "Code", coding.code)]


def _is_fhir(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() in {"application/fhir+json", "application/json"}


def _parameter(name: str, kind: str, value: object) -> dict[str, object]:
    return {"name": name, f"value{kind}": value} if kind else {"name": name, "resource": value}


# --- reading answers: each gives None for "does not know" and raises _NoAnswer for what is no answer ----------------


def _named(document: Any, name: str) -> list[Mapping[str, Any]]:
    """The parameters, or parts, of a name."""
    listed = document.get("parameter", document.get("part")) if is_object(document) else None
    return [one for one in (listed if is_list(listed) else ()) if is_object(one) and one.get("name") == name]


def _value(parameter: Mapping[str, Any]) -> Any:
    return next((value for name, value in parameter.items() if name.startswith("value")), None)


def _first_value(document: Any, name: str) -> Any:
    return next((_value(one) for one in _named(document, name)), None)


def _of_type(document: Any, resource_type: str) -> Mapping[str, Any]:
    if not is_object(document) or document.get("resourceType") != resource_type:
        raise _NoAnswer
    return document


def _read_result(document: Any) -> bool | None:
    if document is None:
        return None
    result = _first_value(_of_type(document, "Parameters"), "result")
    if not isinstance(result, bool):
        raise _NoAnswer
    return result


def _read_translation(document: Any) -> list[str] | None:
    if not _read_result(document):
        return None
    codes = set[str]()
    for match in _named(document, "match"):
        concept = _first_value(match, "concept")
        relation = _first_value(match, "equivalence") or _first_value(match, "relationship")
        if not is_object(concept) or relation not in _SAME_OR_WIDER:
            continue
        if canonical_system(str(concept.get("system", ""))) == RXNORM and isinstance(concept.get("code"), str):
            codes.add(cast(str, concept["code"]))
    return sorted(codes) or None


def _read_lookup(document: Any) -> list[Any] | None:
    if document is None:
        return None
    term_type, nearer = "", list[str]()
    for one in _named(_of_type(document, "Parameters"), "property"):
        name, value = _first_value(one, "code"), _first_value(one, "value")
        written = value.get("code") if is_object(value) else value
        if not isinstance(written, str):
            continue
        if name == "TTY":
            term_type = written
        elif name in _TOWARDS_INGREDIENTS:
            nearer.append(written.removeprefix("CUI:"))
    return [term_type, nearer] if term_type or nearer else None


def _read_expansion(document: Any) -> list[list[str]] | None:
    if document is None:
        return None
    expansion = _of_type(document, "ValueSet").get("expansion")
    if not is_object(expansion):
        raise _NoAnswer
    found = _contained(expansion, 0)
    total = expansion.get("total")
    return found if not isinstance(total, int) or total <= len(found) else None


def _contained(node: Mapping[str, Any], depth: int) -> list[list[str]]:
    listed = node.get("contains")
    found: list[list[str]] = []
    for one in listed if is_list(listed) else ():
        if not is_object(one) or depth > 20:
            raise _NoAnswer
        system, code = one.get("system"), one.get("code")
        if isinstance(system, str) and isinstance(code, str) and not one.get("abstract") and not one.get("inactive"):
            found.append([system, code, str(one.get("display", ""))])
        found += _contained(one, depth + 1)
    return found
