"""The install sheet: what an administrator types into an EHR that does not read discovery, made from the same rulebook."""

import re
from collections.abc import Iterable, Iterator, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from cds.cards import TOPICS
from cds.fhir import KEYS, REQUIRED, services_of
from cds.hooks import Service
from cds.profiles import Profile, is_offered, orders_of
from cds.rulebook import Hook, Rule, Rulebook, Status

_REQUIRED = {KEYS[kind] for kind in REQUIRED}
_TYPE = re.compile(r"(\w+)([/?])")


def install_sheet(
    rulebook: Rulebook,
    profile: Profile,
    *,
    address: str,
    algorithms: Sequence[str],
    audiences: Sequence[str] = (),
    fhir_servers: Sequence[str] = (),
) -> str:
    """The sheet for one kind of EHR, as Markdown that reads as it is.

    Takes:  address, how EHRs reach us, without /cds-services; algorithms and audiences, as the registry has them;
            fhir_servers, those that may be asked.
    """
    services = [service for service in services_of(rulebook) if is_offered(profile, service)]
    rules = _rules_of(rulebook, services)
    environment = Environment(
        loader=PackageLoader("cds.catalogue"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    orders = orders_of(rules) if profile.order_system else {}
    return environment.get_template("install_sheet.md").render(
        book=rulebook,
        topics=TOPICS,
        profile=profile,
        base=f"{address}/cds-services",
        services=services,
        prefetch=_prefetch,
        scopes=list(_scopes(services)),
        reasons=_reasons(rulebook, rules),
        example=next(iter(rules), None),
        orders=[
            (text, type_, profile.orders.get(text, "—"))
            for text, type_ in sorted(orders.items())
            if not profile.resources or type_ in profile.resources
        ],
        algorithms=algorithms,
        audiences=audiences,
        fhir_servers=fhir_servers,
    )


def _rules_of(rulebook: Rulebook, services: Iterable[Service]) -> list[Rule]:
    """The rules that can speak at these services."""
    spoken = {rule.id: rule for service in services for rule in rulebook.rules_on(Hook(service.hook))}
    return [rule for rule in spoken.values() if rule.status is Status.ACTIVE]


def _prefetch(service: Service) -> list[str]:
    """A line for each prefetch key, in columns: pipes in queries would break a table of Markdown."""
    width = max(map(len, service.prefetch))
    return [
        f"{key:{width}}  {'required' if key in _REQUIRED else 'optional'}  {query}"
        for key, query in service.prefetch.items()
    ]


def _scopes(services: Iterable[Service]) -> Iterator[tuple[str, str]]:
    """What the queries need, as SMART spells it in its first and in its second version."""
    searched: dict[str, bool] = {}
    for query in (query for service in services for query in service.prefetch.values()):
        if found := _TYPE.match(query):
            searched[found[1]] = searched.get(found[1], False) or found[2] == "?"
    for type_, is_searched in searched.items():
        yield f"patient/{type_}.read", f"patient/{type_}.{'rs' if is_searched else 'r'}"


def _reasons(rulebook: Rulebook, rules: Iterable[Rule]) -> dict[str, str]:
    """The display of every override reason that a card of these rules may offer, by code."""
    displays = {reason.code: reason.display for reason in rulebook.overrides.reasons}
    offered = {*rulebook.overrides.general, *(code for rule in rules for code in rule.overrides)}
    return {code: display for code, display in displays.items() if code in offered}
