"""What a site changes in our rules without touching our files: `overlays/KET-CI-BP.yaml` and `switches.yaml`.

A change names what stands in the rule now (`from`) and what shall stand there (`to`). When a new release of ours says
something else, the overlay is a complaint instead of a change that nobody meant.
"""

import copy
import hashlib
from collections.abc import Iterator
from itertools import takewhile
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cds.record import is_list, is_object
from cds.rulebook.rule import Status
from cds.rulebook.yaml_file import content_of, did_you_mean, telling

Model = TypeVar("Model", bound=BaseModel)
Text = Annotated[str, Field(min_length=1)]
Path = tuple[str | int, ...]

_GROUPS = ("any", "all")
_NOT_CHANGED = {"status": "switch the rule in switches.yaml", "version": "it tells by itself that the site changed it"}
_NAMED_BY_WORD = ("is", "derived")


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Change(_Content):
    """One member of a rule or definition that the site sets otherwise."""

    tier: int | None = Field(default=None, ge=1, description="Which tier of the rule; 1 is the strongest.")
    clause: Text | None = Field(default=None, description="Which condition, by its `as`, else by its first word.")
    number: int | None = Field(
        default=None, ge=1, description="Which of several conditions of that name, from the top."
    )
    set: Annotated[str, Field(min_length=1, description="The member, such as `systolic_above` or `summary`.")]
    from_: Any = Field(default=None, alias="from", description="What stands there now; left out when nothing does.")
    to: Any = Field(default=None, description="What shall stand there; left out to take the member away.")

    @model_validator(mode="after")
    def _changes(self) -> "Change":
        if self.from_ == self.to:
            raise ValueError("`from` and `to` are the same, so nothing changes")
        if self.tier is None and self.clause is None and self.set in _NOT_CHANGED:
            raise ValueError(f"`{self.set}` is not changed here: {_NOT_CHANGED[self.set]}")
        return self

    @property
    def in_words(self) -> str:
        """What it changes, as a line."""
        condition = f"{self.clause or ''}{f' ({self.number})' if self.number else ''}"
        where = [f"tier {self.tier}" if self.tier else "", condition]
        place = ", ".join(one for one in (*where, self.set.replace("_", " ")) if one)
        return f"{place}: {_said(self.from_)} → {_said(self.to)}"


def _said(value: Any) -> str:
    return "nothing" if value is None else ", ".join(map(str, cast(list[Any], value))) if is_list(value) else str(value)


class Overlay(_Content):
    """What a site changes in one rule or definition of ours; the file is named after it."""

    id: str
    reason: Text = Field(description="Who decided it, and why; printed on cards and pages.")
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]

    @property
    def mark(self) -> str:
        """What is added to the version of a rule that it changes."""
        return f"+site.{hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]}"


class Switches(_Content):
    """Which rules a site switches: `active`, `silent` (evaluated and kept to the log) or `retired`."""

    id: str
    mode: Literal["active", "silent"] = Field(
        default="active", description="`silent`: no card of any rule is shown; everything is evaluated and logged."
    )
    rules: dict[str, Status] = Field(default_factory=dict[str, Status], description="By rule id.")


class Misfit(Exception):
    """A change that does not fit; `where` is its place in the overlay."""

    def __init__(self, message: str, where: Path) -> None:
        super().__init__(message)
        self.where = where


def overlaid(model: type[Model], text: str, given: dict[str, Any], overlay: Overlay) -> Model:
    """A rule or definition with the changes of a site.

    Takes:  text, our file; given, the members that come from its path.
    Raises: Misfit, for the first change that does not fit, or whose result is no rule any more.
    """
    content = copy.deepcopy(content_of(text))
    places: list[Path] = []
    for index, change in enumerate(overlay.changes):
        where: Path = ("changes", index)
        holder, place = _holder(content, change, where)
        now = holder.get(change.set)
        if now != change.from_:
            raise Misfit(_not_so(change, now, holder), (*where, "from" if now is not None else "set"))
        if change.to is None:
            del holder[change.set]
        else:
            holder[change.set] = change.to
        places.append((*place, change.set))
    try:
        return model.model_validate({**content, **given})
    except ValidationError as error:
        first = telling(error)[0]
        index = max(range(len(places)), key=lambda at: _in_common(first["loc"], places[at]))
        message = str(first["msg"]).removeprefix("Value error, ")
        if first["type"] in {"missing", "extra_forbidden"}:
            message = f"`{first['loc'][-1]}` is {'missing' if first['type'] == 'missing' else 'not known there'}"
        raise Misfit(f"gives no sound rule: {message}", ("changes", index, "to")) from None


def _in_common(one: Path, other: Path) -> int:
    """How many steps two places have in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _not_so(change: Change, now: Any, holder: dict[str, Any]) -> str:
    if now is None:
        return (
            f"there is no `{change.set}` to change{did_you_mean(change.set, list(holder))}; leave `from` out to add it"
        )
    said = "nothing" if change.from_ is None else f"`{change.from_}`"
    return f"`{change.set}` is `{now}` now, not {said}; look at our rule again, then write what it says as `from`"


def _holder(content: dict[str, Any], change: Change, where: Path) -> tuple[dict[str, Any], Path]:
    """The mapping in which the member stands, and where that is."""
    holder, place = content, cast(Path, ())
    if change.tier is not None:
        tiers = content.get("tiers")
        count = len(tiers) if is_list(tiers) else 0
        if not is_list(tiers) or change.tier > count:
            raise Misfit(f"there is no tier {change.tier}; the rule has {count}", (*where, "tier"))
        holder, place = cast(dict[str, Any], tiers[change.tier - 1]), ("tiers", change.tier - 1)
    if change.clause is None:
        return holder, place
    clauses = [*_clauses(holder, place)]
    found = [one for one in clauses if _name(one[0]) == change.clause]
    if change.number is not None and change.number <= len(found):
        return found[change.number - 1]
    if change.number is None and len(found) == 1:
        return found[0]
    names = list(dict.fromkeys(_name(one) for one, _ in clauses))
    if found:
        message = f"there are {len(found)} of the name `{change.clause}`; say which by `tier` and `number`"
        raise Misfit(message, (*where, "clause"))
    raise Misfit(
        f"no condition is named `{change.clause}` there{did_you_mean(change.clause, names)}; there are: {', '.join(names)}",
        (*where, "clause"),
    )


def _clauses(holder: Any, place: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Every clause below a rule, a tier or a group, with its place."""
    if is_list(holder):
        for index, one in enumerate(holder):
            yield from _clauses(one, (*place, index))
    elif is_object(holder):
        inner = [name for name in ("tiers", "when", "unless", *_GROUPS) if is_list(holder.get(name))]
        if not inner and place:
            yield cast(dict[str, Any], holder), place
        for name in inner:
            yield from _clauses(holder[name], (*place, name))


def _name(clause: dict[str, Any]) -> str:
    kind = next(iter(clause))
    return str(clause.get("as") or (clause[kind] if kind in _NAMED_BY_WORD else kind))
