"""A client profile: what one kind of EHR takes of our cards and of discovery, and what its administrator must know."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from cds.errors import InputUnreadable
from cds.hooks import SPECIFICATION_VERSION, ActionType, JsonObject, LinkType, SelectionBehavior
from cds.rulebook import Hook
from cds.rulebook.yaml_file import did_you_mean, read_model

Algorithm = Literal["ES384", "RS384", "ES256", "RS256", "PS384"]
Text: TypeAlias = Annotated[str, Field(min_length=1)]


class Profile(BaseModel):
    """One kind of EHR. What is left out is as in CDS Hooks 2.0.1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Text = Field(description="The name of its file, by which settings and registries choose it.")
    title: Text = Field(description="Whom it is for.")
    also: tuple[Text, ...] = Field(default=(), description="Other names by which people look for it.")

    hooks: tuple[Hook, ...] = Field(
        default=(), description="The hooks that it calls and discovery lists; () means all."
    )
    version: str = Field(
        default=SPECIFICATION_VERSION,
        description="The version of CDS Hooks that discovery states; '' for clients that refuse members they do not know.",
    )
    hook_versions: Mapping[Hook, Text] = Field(default={}, description="The versions of hooks that discovery states.")

    selection: SelectionBehavior = Field(
        default=SelectionBehavior.AT_MOST_ONE,
        description="How many suggestions may be taken. With `any` no two are offered that stand for each other.",
    )
    actions: tuple[ActionType, ...] = Field(default=tuple(ActionType), description="The actions that it carries out.")
    resources: tuple[Text, ...] = Field(
        default=(), description="The FHIR types that it carries them out for; () means all."
    )
    order_system: str = Field(
        default="",
        description="The system of the site's own order codes. Where it stands, only what `orders` lists is created.",
    )
    orders: Mapping[str, Text] = Field(
        default={}, description="The site's code for what a suggestion creates, by the text of its code, for `create`."
    )
    delete_in_resource: bool = Field(
        default=False, description="CDS Hooks 1.0: a delete names its order in `resource` instead of `resourceId`."
    )

    detail: Literal["markdown", "plain"] = Field(
        default="markdown", description="Markdown as GitHub has it, or plain text, which a card then says of itself."
    )
    brief: bool = Field(default=False, description="One evidence note a rule, for narrow columns. No rule is left out.")
    links: tuple[LinkType, ...] = Field(default=tuple(LinkType), description="The kinds of links that it shows.")
    override_reasons: bool = Field(default=True, description="Whether it takes reasons for overriding a card.")
    associated_as: str = Field(
        default="", description="A second name for the extension that holds the order a card is about."
    )

    fhir_version_in: str = Field(
        default="",
        description="Member of a request's extension that states its FHIR release; nothing of R4 goes to another one.",
    )
    logged: tuple[Text, ...] = Field(
        default=(), description="Members of a request's extension that are logged, such as what set the call off."
    )

    algorithms: tuple[Algorithm, ...] = Field(
        default=("ES384", "RS384"), min_length=1, description="What it signs with, where a registry does not say."
    )
    notes: tuple[Text, ...] = Field(
        default=(), description="What whoever installs it must know, for the install sheet."
    )

    @model_validator(mode="after")
    def _has_a_system(self) -> Self:
        if self.orders and not self.order_system:
            raise ValueError("`orders` are codes of a system; give `order_system`")
        return self

    def for_call(self, extension: JsonObject) -> "Profile":
        """This profile; of a call in another FHIR release, without the actions that would send a resource of R4.

        Takes:  extension, that of the request.
        """
        stated = extension.get(self.fhir_version_in) if self.fhir_version_in else None
        if str(stated or "R4").startswith(("R4", "4.")):
            return self
        return self.model_copy(update={"actions": tuple(one for one in self.actions if one is ActionType.DELETE)})


@cache
def profiles() -> Mapping[str, Profile]:
    """Ours, by name. Raises InputUnreadable, with every complaint at its file, line and column."""
    found: dict[str, Profile] = {}
    wrong: list[str] = []
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        profile, complaints = read_model(str(file), file.read_text(encoding="utf-8"), Profile, {"name": file.stem})
        wrong += map(str, complaints)
        if profile is not None:
            found[profile.name] = profile
    if wrong:
        raise InputUnreadable("\n".join(wrong))
    return found


def find_profile(name: str) -> Profile:
    """The profile of that name. Raises ValueError, which says what there is."""
    known = {word: profile for profile in profiles().values() for word in (profile.name, *profile.also)}
    if name not in known:
        raise ValueError(f"`{name}` is no profile; known: {', '.join(profiles())}{did_you_mean(name, list(known))}")
    return known[name]


def _chosen(written: object) -> object:
    """What a registry says of a profile, with what it leaves to the one that it is based on."""
    if isinstance(written, str):
        return find_profile(written)
    changes = dict(cast(Mapping[str, Any], written)) if isinstance(written, Mapping) else {}
    base = changes.pop("base", None)
    if not isinstance(base, str):
        # a ValueError, for pydantic lets a TypeError through
        raise ValueError("is neither a name nor a mapping with a `base`, the profile that it changes")  # noqa: TRY004
    return find_profile(base).model_dump() | changes


ChosenProfile: TypeAlias = Annotated[Profile, BeforeValidator(_chosen)]
"""A profile by its name, or as a mapping: the `base`, and what is different here."""
