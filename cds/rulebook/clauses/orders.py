"""Facts about orders: the one at hand, what it doses or shines, other drafts, what is linked to it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from cds.record import Kind
from cds.rulebook.clauses.model import (
    Bands,
    ClauseModel,
    Kinds,
    Laser,
    Names,
    Parts,
    Properties,
    Regions,
    Routes,
    Trilean,
    as_list,
)
from cds.rulebook.words import (
    Amount,
    Duration,
    LightParameter,
    Setting,
)


class OrderClause(ClauseModel):
    """The order at hand: `order: at-hand`."""

    example: ClassVar[str] = '{order: at-hand, in: vs-ir-order-pbm, heats: ["yes", unknown], site: lumbopelvic}'

    order: Literal["at-hand"] = Field(
        description="Always `at-hand`: a draft, a running order, or one that is proposed."
    )
    in_: Names | None = Field(default=None, alias="in", description="Its drug or code is in one of these value sets.")
    route: Routes | None = Field(default=None, description="Its route is one of these.")
    not_route: Routes | None = Field(default=None, description="Its route is none of these; unknown counts as none.")
    setting: Setting | None = Field(default=None, description="Where the drug would be taken.")
    not_setting: Setting | None = Field(default=None, description="Not known to be taken there.")
    words: Names | None = Field(
        default=None, description="Its own text has one of these words; a trailing * stands for any ending."
    )
    scope: Literal["anaesthesia"] | None = Field(
        default=None, description="The order belongs to anaesthesia or procedural sedation of the same encounter."
    )
    scope_in: Names | None = Field(default=None, description="Value sets of anaesthesia procedures, for `scope`.")
    reason: Names | None = Field(default=None, description="Its reason is in one of these value sets.")
    reason_words: Names | None = Field(
        default=None, description="Its reason has one of these words: for reasons that no value set has."
    )
    reason_coded: bool | None = Field(
        default=None, description="Whether it states a reason with a code, which alone can be compared with `reason`."
    )
    performer: Names | None = Field(
        default=None, description="Who is to give or dispense it is named with one of these words."
    )
    site: Regions | None = Field(default=None, description="The treated site overlaps one of these regions.")
    site_within: Regions | None = Field(
        default=None, description="The treated site lies inside these regions, all of it: not merely overlaps them."
    )
    site_known: bool | None = Field(default=None, description="Whether the treated site is known.")
    heats: Trilean | None = Field(default=None, description="Whether the device heats the skin.")
    class4: bool | None = Field(default=None, description="Class 4, or mean power of at least 0.5 W.")
    emits: Bands | None = Field(default=None, description="One of the stated bands; `unknown`: none is stated.")
    only: Bands | None = Field(default=None, description="Something is stated, and nothing outside these bands.")
    emits_uv: Trilean | None = Field(default=None, description="Whether it emits ultraviolet.")
    wavelength_of_class: bool | None = Field(
        default=None, description="Whether the stated wavelengths lie in the bands of its device class."
    )
    laser_class: Laser | None = Field(default=None, description="Its laser class; `unknown` when it states none.")
    add_on: Names | None = Field(
        default=None, description="An added modality, such as `magnetic-field`; `unknown` when it states none."
    )
    device: Names | None = Field(
        default=None, description="Its device class, as the family names them, is one of these: `led-nir`, `unknown`."
    )
    missing: Parts | None = Field(default=None, description="One of these is not stated; the value names those.")
    resource: Kinds | None = Field(
        default=None, description="It is such a resource: a DeviceRequest is a device for the patient's home."
    )
    dated_words: Names | None = Field(
        default=None, description="A note or instruction has one of these words together with a date: `review`."
    )
    wavelength_from: Decimal | None = Field(default=None, description="Touches the range from this many nm …")
    wavelength_to: Decimal | None = Field(default=None, description="… to this many nm.")
    dose_stated: bool | None = Field(default=None, description="Whether the order states a dose.")
    per_kg: bool | None = Field(default=None, description="Whether its dose or rate is per kilogram of body weight.")
    ordered_at_least: Duration | None = Field(default=None, description="It was written at least this long ago.")
    reason_stated: bool | None = Field(
        default=None,
        description="Whether the order states a reason, coded or in words; with `reason`: only a stated one.",
    )
    inpatient: bool | None = Field(
        default=None, description="Whether it is for an inpatient: by its category, else by the class of its visit."
    )
    drafted: bool | None = Field(
        default=None, description="Whether it is being written now; what runs already, beside a draft, is not."
    )
    proposed: bool | None = Field(
        default=None, description="Whether it is only what a suggestion would lead to, instead of being ordered."
    )

    def value_sets(self) -> Iterator[str]:
        yield from super().value_sets()
        yield from self.scope_in or ()

    def needs(self) -> frozenset[Kind]:
        kinds = {Kind.PROCEDURE, Kind.SERVICE_REQUEST, Kind.ENCOUNTER} if self.scope else set[Kind]()
        of_visit = self.setting or self.not_setting or self.inpatient is not None
        return frozenset(kinds | {Kind.ENCOUNTER} if of_visit else kinds)

    @property
    def about_order(self) -> bool:
        return True


class LightClause(ClauseModel):
    """What the light order at hand states of its treatment: `light: fluence`.

    Of a range `above` and `at_least` read the high end, `below` and `at_most` the low end; what is not stated in a
    known unit is unknown. A fluence that is not stated is irradiance times minutes.
    """

    example: ClassVar[str] = "{light: fluence, above: 100 J/cm2}"

    light: LightParameter = Field(description="The parameter, as the convention for light orders names it.")
    above: Amount | None = Field(default=None, description="More than this.")
    at_least: Amount | None = Field(default=None, description="This or more.")
    below: Amount | None = Field(default=None, description="Less than this.")
    at_most: Amount | None = Field(default=None, description="This or less.")
    stated: bool | None = Field(default=None, description="Whether it is stated, in a unit that is known.")

    @property
    def about_order(self) -> bool:
        return True


class DraftClause(ClauseModel):
    """Another draft order of the same request: `draft: other`, or any draft when the rule is about the patient."""

    example: ClassVar[str] = "{draft: other, words: [goggles, eye shield*]}"

    draft: Literal["other"] = Field(description="Always `other`: never the order at hand.")
    in_: Names | None = Field(default=None, alias="in", description="Its drug or code is in one of these value sets …")
    words: Names | None = Field(default=None, description="… or its own text has one of these words.")

    @model_validator(mode="after")
    def _one(self) -> "DraftClause":
        if self.in_ is None and self.words is None:
            raise ValueError("names the other draft by `in`, by `words` or by both")
        return self

    @property
    def about_order(self) -> bool:
        return True


class DoseClause(ClauseModel):
    """The dose of the order at hand; an order that states none answers false."""

    example: ClassVar[str] = (
        "{dose: ordered, above: 1.5 mg/kg/h, route: intravenous, weight: ket-obs-weight, weight_within: 90 days}"
    )

    dose: Literal["ordered"] = Field(description="Always `ordered`.")
    unit_outside: Names | None = Field(default=None, description="A unit of dose or rate is none of these.")
    volume_without_concentration: bool = Field(default=False, description="Given as volume, concentration not stated.")
    equals: Annotated[tuple[Amount, ...], BeforeValidator(as_list)] | None = Field(
        default=None, description="Exactly one of these: a vial's concentration typed as a dose."
    )
    above: Amount | None = Field(
        default=None,
        description="One dose is above this; per time (`mg/kg/h`) its rate; per kg needs a weight. Of a range the most.",
    )
    at_least: Amount | None = Field(default=None, description="The same, this much or more.")
    below: Amount | None = Field(default=None, description="Below this; of a range the least.")
    at_most: Amount | None = Field(default=None, description="This much or less; of a range the least.")
    not_multiple_of: Amount | None = Field(
        default=None, description="No whole number of these: of a device's strength."
    )
    lasting_below: Duration | None = Field(default=None, description="Given in less than this time …")
    lasting_at_least: Duration | None = Field(default=None, description="… or in this time or more.")
    at_once: Duration | None = Field(default=None, description="Only doses given within this time (one dose or bolus).")
    longer_than: Duration | None = Field(
        default=None, description="Only infusions: given over more than this time, or at a rate without an end."
    )
    times_previous: int | None = Field(
        default=None, description="Differs more than this many times from the last order."
    )
    route: Routes | None = Field(default=None, description="The order is known to be given by one of these routes.")
    weight: Names | None = Field(default=None, description="Observation codes of body weight …")
    weight_within: Duration | None = Field(default=None, description="… no older than this.")
    same: Names | None = Field(default=None, description="Value sets of the drug, to find its previous order.")

    def value_sets(self) -> Iterator[str]:
        yield from (*(self.weight or ()), *(self.same or ()))

    def needs(self) -> frozenset[Kind]:
        kinds = {Kind.OBSERVATION} if self.weight else set[Kind]()
        return frozenset(kinds | {Kind.MEDICATION_REQUEST} if self.times_previous else kinds)

    def observation_sets(self) -> Iterator[str]:
        yield from self.weight or ()

    @property
    def about_order(self) -> bool:
        return True


class LinkedClause(ClauseModel):
    """What should be ordered with the order at hand, and is not: `linked: missing`.

    Linked is what is based on the order or on what that is based on, of the same request or of the same visit; the order at hand itself counts. One
    order that is to be done so often, or says so with one of `several`, counts as so many.
    """

    example: ClassVar[str] = (
        "{linked: missing, in: ket-obs-bp, words: [blood pressure], several: [twice], at_least: 2, as: bp}"
    )

    linked: Literal["missing"] = Field(description="Always `missing`: fewer than `at_least` were found.")
    in_: Names = Field(alias="in", description="Value sets of the orders …")
    where: Properties | None = Field(default=None, description="… only members with these properties …")
    words: Names = Field(
        min_length=1, description="… or orders with one of these words; the first is how a card says it."
    )
    several: Names | None = Field(
        default=None, description="Words by which one order says that it is meant twice or more."
    )
    at_least: int = Field(default=1, ge=1, description="So many belong to it.")

    @property
    def about_order(self) -> bool:
        return True

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.SERVICE_REQUEST})


class AppointmentClause(ClauseModel):
    """Appointments for the order at hand: `appointment: missing`, or `proposed`: one is being booked.

    An appointment is for the order when it is based on it, shares its reason or names its drug; one that says nothing of
    the kind may be. It is on the day for which the order is, or where that is not told today or later.
    """

    example: ClassVar[str] = "{appointment: missing, lasting_at_least: 90 minutes, as: appointment}"

    appointment: Literal["missing", "proposed"] = Field(
        description="`missing`: none that is long enough; `proposed`: one that is only about to be booked."
    )
    lasting_at_least: Duration | None = Field(default=None, description="Long enough means this long or more.")

    @property
    def about_order(self) -> bool:
        return True

    def needs(self) -> frozenset[Kind]:
        return frozenset({Kind.APPOINTMENT})
