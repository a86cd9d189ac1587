"""Light devices: what an order says of its device, and what follows from the class when it says no more.

Order of belief: parameter or extension, then the order's code, then its words. What is not stated is unknown; an
unknown device is never assumed harmless.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from cds.record import Concept, Quantity, Range, TherapyOrder, Value
from cds.rulebook import SYSTEMS, Band, DeviceClass, Family, YesNoUnknown
from cds.terminology import Terminology, Words

_LIGHT = SYSTEMS["light"]
_VISIBLE, _NIR = Decimal(400), Decimal(700)
_TO_NM = {
    **dict.fromkeys(("nm", "nanometer", "nanometers", "nanometre", "nanometres"), Decimal(1)),
    **dict.fromkeys(("um", "µm", "μm", "micron", "microns", "micrometer", "micrometers"), Decimal(1000)),
}
_TO_WATT = {"W": Decimal(1), "mW": Decimal("0.001")}
_LOWEST, _HIGHEST = Decimal(0), Decimal(1400)
_NM_IN_TEXT = re.compile(r"\d{3,4}(?:\s*(?:nm\s*)?(?:[-–/,&+]|to|and)\s*\d{3,4})*\s*nm\b", re.IGNORECASE)
_NUMBER_OR_RANGE = re.compile(r"(\d{3,4})(?:\s*(?:nm\s*)?(?:[-–]|to)\s*(\d{3,4}))?", re.IGNORECASE)
_CLASS4_WATT = Decimal("0.5")
_CLASS4_WORDS = Words(("4", "IV", "class 4", "class IV"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """What is known of the light. `wavelengths` are ranges in nm; `bands` holds UNKNOWN when nothing is stated."""

    device: str
    bands: frozenset[Band]
    wavelengths: tuple[tuple[Decimal, Decimal], ...]
    heats: YesNoUnknown
    class4: bool
    conflicts: tuple[str, ...] = ()


class DeviceReader:
    """The device classes of a family compiled."""

    def __init__(self, family: Family) -> None:
        self._sets = family.in_
        self._classes = {device.name: device for device in family.devices}
        self._phrases = {word: device for device in reversed(family.devices) for word in device.words}
        self._words = Words(self._phrases)
        self._order = [device.name for device in family.devices]
        self._never = Words(family.never_words)

    def class_of(self, order: TherapyOrder, terminology: Terminology) -> DeviceClass | None:
        """The class that the order's code says, else the words of the code's text; None when it is no light order."""
        return self._by_code(order, terminology) or self._by_words(order)

    def _by_code(self, order: TherapyOrder, terminology: Terminology) -> DeviceClass | None:
        for member in terminology.members_of(self._sets, order.code):
            named = member.concept.properties.get("device_class")
            if named in self._classes:
                return self._classes[str(named)]
        return None

    def _by_words(self, order: TherapyOrder) -> DeviceClass | None:
        if self._never.find(_words_of(order.code)):
            return None
        found = [self._phrases[phrase] for phrase in self._words.find(_words_of(order.code))]
        return min(found, key=lambda device: self._order.index(device.name), default=None)

    def read(self, order: TherapyOrder, terminology: Terminology) -> Light | None:
        """The light of an order; None when it is no light order of this family."""
        coded = self._by_code(order, terminology)
        device = coded or self._by_words(order)
        if device is None:
            return None
        stated = parameter(order, "device-class")
        if isinstance(stated, Concept) and (named := _device_named(stated)) in self._classes:
            device = coded = self._classes[named]
        wavelengths, conflict = _believed(order, device, coded is not None)
        bands = _bands(wavelengths) or frozenset(device.bands)
        emits_uv = parameter(order, "emits-uv")
        if emits_uv is True:
            bands |= {Band.UV}
        elif emits_uv is False and Band.UNKNOWN in bands:
            bands, wavelengths = frozenset({Band.VISIBLE, Band.NIR}), ((_VISIBLE, _HIGHEST),)
        class4 = device.class4 or _is_class4(order)
        heats = device.heats
        said = parameter(order, "heats")
        if isinstance(said, bool):
            heats = YesNoUnknown.YES if said else YesNoUnknown.NO
        if class4:
            heats = YesNoUnknown.YES
        return Light(
            device=device.name,
            bands=bands,
            wavelengths=wavelengths,
            heats=heats,
            class4=class4,
            conflicts=(conflict,) if conflict else (),
        )


_Wavelengths: TypeAlias = tuple[tuple[Decimal, Decimal], ...]


def _believed(order: TherapyOrder, device: DeviceClass, coded: bool) -> tuple[_Wavelengths, str]:
    """The wavelengths to believe, and what they contradict: parameters, then the order's code, then its words."""
    usual = tuple((Decimal(low), Decimal(high)) for low, high in device.wavelengths)
    stated, written = tuple(_wavelengths(order)), tuple(_wavelengths_in_text(order))
    if stated:
        disagrees = _disagree(_bands(stated), device)
        return stated, "its wavelength and its code disagree; the wavelength was used" if disagrees else ""
    if written and coded and _disagree(_bands(written), device):
        return usual, "its words and its code disagree on the wavelength; the code was used"
    return written or usual, ""


def parameters(order: TherapyOrder, code: str) -> Iterator[Value]:
    """The values of a parameter of the light-therapy code system."""
    for one in order.parameters:
        if any(coding.system == _LIGHT and coding.code == code for coding in one.code.codings):
            yield one.value


def parameter(order: TherapyOrder, code: str) -> Value | None:
    """The first value of a parameter."""
    return next(parameters(order, code), None)


def _words_of(code: Concept) -> str:
    return " ".join([code.text, *(coding.display for coding in code.codings)])


def _device_named(stated: Concept) -> str:
    return next((coding.code for coding in stated.codings if coding.code), stated.text.strip().lower())


def _interval(quantity: Quantity | None) -> tuple[Decimal, Decimal] | None:
    """A wavelength in nm; `>=` and `<=` leave one end open. None when its unit is no unit of length."""
    if quantity is None or quantity.unit.lower() not in _TO_NM:
        return None
    value = quantity.value * _TO_NM[quantity.unit.lower()]
    low = _LOWEST if quantity.comparator.startswith("<") else value
    return low, max(value, _HIGHEST) if quantity.comparator.startswith(">") else value


def _wavelengths(order: TherapyOrder) -> Iterator[tuple[Decimal, Decimal]]:
    """Parameters, and order details that are coded as a wavelength; a Range with one end is open at the other."""
    for value in parameters(order, "wavelength"):
        if isinstance(value, Quantity) and (one := _interval(value)):
            yield one
        elif isinstance(value, Range):
            low, high = _interval(value.low), _interval(value.high)
            if low or high:
                yield low[0] if low else _LOWEST, high[1] if high else max(_HIGHEST, low[1] if low else _HIGHEST)
    for detail in order.details:
        if any(coding.system == _LIGHT and coding.code == "wavelength" for coding in detail.codings):
            yield from _read_text(detail.text)


def _wavelengths_in_text(order: TherapyOrder) -> Iterator[tuple[Decimal, Decimal]]:
    """`850 nm`, `650/850 nm` or `600-1000 nm` in the order's details or in the text of its code."""
    for text in (*(_words_of(detail) for detail in order.details), _words_of(order.code)):
        yield from _read_text(text)


def _read_text(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    for found in _NM_IN_TEXT.finditer(text):
        for low, high in _NUMBER_OR_RANGE.findall(found[0]):
            ends = sorted((Decimal(low), Decimal(high or low)))
            yield ends[0], ends[1]


def _bands(wavelengths: tuple[tuple[Decimal, Decimal], ...]) -> frozenset[Band]:
    bands = set[Band]()
    for low, high in wavelengths:
        bands |= {Band.UV} if low < _VISIBLE else set()
        bands |= {Band.VISIBLE} if low <= _NIR and high >= _VISIBLE else set()
        bands |= {Band.NIR} if high > _NIR else set()
    return frozenset(bands)


def _disagree(bands: frozenset[Band], device: DeviceClass) -> bool:
    return bool(bands) and Band.UNKNOWN not in device.bands and not bands <= set(device.bands)


def _is_class4(order: TherapyOrder) -> bool:
    stated = parameter(order, "laser-class")
    if isinstance(stated, Concept) and _CLASS4_WORDS.find(_words_of(stated) + " " + _device_named(stated)):
        return True
    power = parameter(order, "mean-power")
    if isinstance(power, Quantity) and power.unit in _TO_WATT:
        return power.value * _TO_WATT[power.unit] >= _CLASS4_WATT
    return False
