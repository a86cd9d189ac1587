"""The small value types of the rule language: durations, quantities, closed lists."""

import re
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
DURATION = re.compile(r"(\d+(?:\.\d+)?) (minute|hour|day|week|month|year)s?")
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?) (\S+)")


def read_duration(written: Any) -> Any:
    """From `28 days`; ValueError with the remedy otherwise."""
    if isinstance(written, timedelta):
        return written
    found = DURATION.fullmatch(str(written))
    if not found:
        raise ValueError("a duration is written like `28 days`, `24 hours` or `12 months`")
    return timedelta(days=float(found[1]) * _DAYS[found[2]])


def _write_duration(duration: timedelta) -> str:
    """Days where they are whole, else minutes: a stable form, so that equal clauses compare equal."""
    if duration % timedelta(days=1):
        return f"{duration // timedelta(minutes=1)} minutes"
    return f"{duration.days} days"


Duration = Annotated[timedelta, BeforeValidator(read_duration), PlainSerializer(_write_duration)]
"""A length of time, written `28 days`; a month counts 30 days and a year 365."""


class Amount(NamedTuple):
    """A number with its UCUM unit, written `180 mm[Hg]`."""

    value: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"

    @classmethod
    def read(cls, written: Any) -> "Amount":
        """From `180 mm[Hg]`; ValueError with the remedy otherwise. A threshold without a unit is refused."""
        if isinstance(written, Amount):
            return written
        found = _AMOUNT.fullmatch(str(written))
        if not found:
            raise ValueError("a threshold is written with its unit, like `180 mm[Hg]` or `4 {score}`")
        try:
            return cls(Decimal(found[1]), found[2])
        except InvalidOperation as error:  # pragma: no cover - the pattern admits numbers only
            raise ValueError("not a number") from error

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^{_AMOUNT.pattern}$"}


class Hook(StrEnum):
    """The CDS Hooks moments a rule may name."""

    PATIENT_VIEW = "patient-view"
    ORDER_SELECT = "order-select"
    ORDER_SIGN = "order-sign"
    ENCOUNTER_START = "encounter-start"
    PROBLEM_LIST_ITEM_CREATE = "problem-list-item-create"
    ALLERGYINTOLERANCE_CREATE = "allergyintolerance-create"
    ORDER_DISPATCH = "order-dispatch"
    MEDICATION_REFILL = "medication-refill"
    APPOINTMENT_BOOK = "appointment-book"

    @property
    def brings_orders(self) -> bool:
        """Whether the hook hands over or names orders; elsewhere rules about orders are asked of those that run."""
        return self in {Hook.ORDER_SELECT, Hook.ORDER_SIGN, Hook.ORDER_DISPATCH, Hook.MEDICATION_REFILL}


class RuleClass(StrEnum):
    """What a rule is for, strongest first: the order in which rules are merged on a card."""

    RED_FLAG = "red-flag"
    CONTRAINDICATION = "contraindication"
    INTERACTION = "interaction"
    SETTING = "setting"
    DOSING = "dosing"
    CAUTION = "caution"
    PARAMETER = "parameter"
    MONITORING = "monitoring"
    MISSING_DATA = "missing-data"
    COVERAGE = "coverage"
    REASSESS = "reassess"
    EVIDENCE_NOTE = "evidence-note"
    SUGGESTION = "suggestion"
    OPTIONS = "options"  # its card lists the options of the patient

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(RuleClass).index(self)

    @property
    def is_suggestion(self) -> bool:
        """Suggestions and notes fall silent on anything unknown; safety rules do not."""
        return self in {RuleClass.SUGGESTION, RuleClass.EVIDENCE_NOTE, RuleClass.OPTIONS}


class Route(StrEnum):
    """How a drug is given, as the rules tell routes apart."""

    INTRAVENOUS = "intravenous"
    INTRAMUSCULAR = "intramuscular"
    SUBCUTANEOUS = "subcutaneous"
    NASAL = "nasal"
    ORAL = "oral"
    SUBLINGUAL = "sublingual"
    BUCCAL = "buccal"
    TRANSDERMAL = "transdermal"
    TOPICAL = "topical"
    LOCAL = "local"  # eye, ear, dental, inhaled, rectal, vaginal: acts where it is put


class Setting(StrEnum):
    """Where ketamine would be taken."""

    HOME = "home"
    SUPERVISED = "supervised"


class Region(StrEnum):
    """Body regions that light is aimed at, as the light-order convention names them."""

    EYE = "eye"
    HEAD = "head"
    NECK = "neck"
    POSTERIOR_NECK = "posterior-neck"
    CHEST = "chest"
    LUMBOPELVIC = "lumbopelvic"
    BACK = "back"
    TRUNK = "trunk"
    ARM = "arm"
    HAND = "hand"
    UPPER_LIMB = "upper-limb"
    HIP = "hip"
    THIGH = "thigh"
    KNEE = "knee"
    LOWER_LEG = "lower-leg"
    ANKLE = "ankle"
    FOOT = "foot"
    LOWER_LIMB = "lower-limb"
    LIMB = "limb"


class Band(StrEnum):
    """Bands of light: uv below 400 nm, visible 400 to 700, nir above 700 to 1400; unknown when nothing is stated."""

    UV = "uv"
    VISIBLE = "visible"
    NIR = "nir"
    UNKNOWN = "unknown"


class LightParameter(StrEnum):
    """What a light order states of the treatment, as the convention for light orders names it."""

    WAVELENGTH = "wavelength"
    IRRADIANCE = "irradiance"
    FLUENCE = "fluence"
    ENERGY_PER_POINT = "energy-per-point"
    TOTAL_ENERGY = "total-energy"
    MEAN_POWER = "mean-power"
    SESSION_MINUTES = "session-minutes"
    SESSIONS_PER_WEEK = "sessions-per-week"
    COURSE_WEEKS = "course-weeks"
    PULSE_FREQUENCY = "pulse-frequency"


class LaserClass(StrEnum):
    """Laser classes of IEC 60825-1; unknown when the order states none."""

    ONE = "1"
    ONE_M = "1M"
    TWO = "2"
    TWO_M = "2M"
    THREE_R = "3R"
    THREE_B = "3B"
    FOUR = "4"
    UNKNOWN = "unknown"


class OrderPart(StrEnum):
    """What a whole light order states: the members of the order that a card asks for."""

    SITE = "site"
    WAVELENGTH = "wavelength"
    DEVICE_CLASS = "device-class"
    SESSION_MINUTES = "session-minutes"
    SESSIONS_PER_WEEK = "sessions-per-week"
    COURSE_WEEKS = "course-weeks"


class YesNoUnknown(StrEnum):
    """For facts where `unknown` is itself something a rule asks for."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
