"""Light devices: what an order says of its device, and what follows from the class when it says no more.

Order of belief: parameter or extension, then the order's code, then its words. What is not stated is unknown; an
unknown device is never assumed harmless.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cds.record import Concept, Quantity, Range, TherapyOrder, Value
from cds.rulebook import SYSTEMS, Band, DeviceClass, Family, YesNoUnknown
from cds.terminology import Terminology, Words

_LIGHT = SYSTEMS["light"]
_VISIBLE, _NIR = Decimal(400), Decimal(700)
_TO_NM = {"nm": Decimal(1), "um": Decimal(1000), "µm": Decimal(1000), "μm": Decimal(1000)}
_TO_WATT = {"W": Decimal(1), "mW": Decimal("0.001")}
_NM_IN_TEXT = re.compile(r"(\d{3,4}(?:\s*[/,&+]\s*\d{3,4})*)\s*nm\b", re.IGNORECASE)
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
        for member in terminology.members_of(self._sets, order.code):
            named = member.concept.properties.get("device_class")
            if named in self._classes:
                return self._classes[str(named)]
        if self._never.find(_words_of(order.code)):
            return None
        found = [self._phrases[phrase] for phrase in self._words.find(_words_of(order.code))]
        return min(found, key=lambda device: self._order.index(device.name), default=None)

    def read(self, order: TherapyOrder, terminology: Terminology) -> Light | None:
        """The light of an order; None when it is no light order of this family."""
        device = self.class_of(order, terminology)
        if device is None:
            return None
        stated = parameter(order, "device-class")
        if isinstance(stated, Concept) and (named := _device_named(stated)) in self._classes:
            device = self._classes[named]
        wavelengths = tuple(_wavelengths(order)) or tuple(_wavelengths_in_text(order))
        bands = _bands(wavelengths)
        conflicts = (
            ("its wavelength and its code disagree; the wavelength was used",) if _disagree(bands, device) else ()
        )
        if not wavelengths:
            bands = frozenset(device.bands)
            wavelengths = tuple((Decimal(low), Decimal(high)) for low, high in device.wavelengths)
        if parameter(order, "emits-uv") is True:
            bands = (bands - {Band.UNKNOWN}) | {Band.UV}
        class4 = device.class4 or _is_class4(order)
        heats = device.heats
        said = parameter(order, "heats")
        if isinstance(said, bool):
            heats = YesNoUnknown.YES if said else YesNoUnknown.NO
        if class4:
            heats = YesNoUnknown.YES
        return Light(
            device=device.name, bands=bands, wavelengths=wavelengths, heats=heats, class4=class4, conflicts=conflicts
        )


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


def _nm(quantity: Quantity | None) -> Decimal | None:
    if quantity is None or quantity.unit not in _TO_NM:
        return None
    return quantity.value * _TO_NM[quantity.unit]


def _wavelengths(order: TherapyOrder) -> Iterator[tuple[Decimal, Decimal]]:
    for value in parameters(order, "wavelength"):
        if isinstance(value, Quantity):
            low = high = _nm(value)
        elif isinstance(value, Range):
            low, high = _nm(value.low), _nm(value.high)
        else:
            continue
        if low is not None or high is not None:
            yield (low if low is not None else high or _NIR, high if high is not None else low or _NIR)


def _wavelengths_in_text(order: TherapyOrder) -> Iterator[tuple[Decimal, Decimal]]:
    """`850 nm` or `650/850 nm` in the order's details or in the text of its code: believed last."""
    for text in (*(_words_of(detail) for detail in order.details), _words_of(order.code)):
        for group in _NM_IN_TEXT.findall(text):
            for number in re.findall(r"\d+", group):
                yield (Decimal(number), Decimal(number))


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
