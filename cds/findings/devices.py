"""Light devices: what an order says of its device, and what follows from the class when it says no more.

Order of belief: parameter or extension, then the order's code, then its words. What is not stated is unknown; an
unknown device is never assumed harmless.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from cds.findings.light_parameters import (
    LONGEST_NM,
    Treatment,
    parameter,
    parameters,
    read_treatment,
    wavelengths_in,
)
from cds.record import Concept, TherapyOrder
from cds.rulebook import Band, DeviceClass, Family, LaserClass, LightParameter, YesNoUnknown
from cds.terminology import Terminology, Words

_VISIBLE, _NIR = Decimal(400), Decimal(700)
_CLASS4_WATT = Decimal("0.5")
_LASER_CLASSES = {
    "1": LaserClass.ONE, "1m": LaserClass.ONE_M, "2": LaserClass.TWO, "2m": LaserClass.TWO_M, "3r": LaserClass.THREE_R,
    "3b": LaserClass.THREE_B, "4": LaserClass.FOUR, "i": LaserClass.ONE, "im": LaserClass.ONE_M, "ii": LaserClass.TWO,
    "iim": LaserClass.TWO_M, "iiir": LaserClass.THREE_R, "iiib": LaserClass.THREE_B, "iv": LaserClass.FOUR,
}  # fmt: skip
_ANY_LASER_CLASS = Words(_LASER_CLASSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """What is known of the light. `wavelengths` are ranges in nm; `bands` holds UNKNOWN when nothing is stated.

    `fits_class` is whether the stated wavelengths lie in the bands of the device class, None when either is not known.
    """

    device: str
    bands: frozenset[Band]
    wavelengths: tuple[tuple[Decimal, Decimal], ...]
    heats: YesNoUnknown
    class4: bool
    uv: YesNoUnknown
    laser_class: LaserClass
    add_ons: frozenset[str]
    fits_class: bool | None
    wavelength_stated: bool
    treatment: Treatment
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
        said = parameter(order, "device-class")
        if isinstance(said, Concept) and (named := _device_named(said)) in self._classes:
            device = coded = self._classes[named]
        treatment = read_treatment(order)
        stated = tuple((one.low, one.high) for one in treatment.stated.get(LightParameter.WAVELENGTH, ()))
        written = tuple(_wavelengths_in_text(order))
        wavelengths, conflict = _believed(stated, written, device, coded is not None)
        bands, named = _bands(wavelengths), _exact_wavelengths(device)
        emits_uv = parameter(order, "emits-uv")
        conflicts = [*treatment.problems, *([conflict] if conflict else [])]
        if Band.UV in bands and emits_uv is False:
            conflicts.append("it is said to emit no ultraviolet, and its wavelength does; the wavelength was used")
        if not wavelengths:
            bands = frozenset(device.bands)
            wavelengths = tuple((Decimal(low), Decimal(high)) for low, high in device.wavelengths)
        if emits_uv is True:
            bands |= {Band.UV}
        elif emits_uv is False and Band.UNKNOWN in bands:
            bands, wavelengths = frozenset({Band.VISIBLE, Band.NIR}), ((_VISIBLE, LONGEST_NM),)
        laser_class = _laser_class(order, device)
        class4 = laser_class is LaserClass.FOUR or _is_powerful(treatment)
        heats = device.heats
        warm = parameter(order, "heats")
        if isinstance(warm, bool):
            heats = YesNoUnknown.YES if warm else YesNoUnknown.NO
        if class4:
            heats = YesNoUnknown.YES
        return Light(
            device=device.name,
            bands=bands,
            wavelengths=wavelengths,
            heats=heats,
            class4=class4,
            uv=_uv(order, bands),
            laser_class=laser_class,
            add_ons=frozenset(_add_ons(order)),
            fits_class=_fits_class(_bands(stated or written or named), device),
            wavelength_stated=bool(stated or written or named),
            treatment=treatment,
            conflicts=tuple(conflicts),
        )


_Wavelengths: TypeAlias = tuple[tuple[Decimal, Decimal], ...]


def _believed(
    stated: _Wavelengths, written: _Wavelengths, device: DeviceClass, coded: bool
) -> tuple[_Wavelengths, str]:
    """The wavelengths to believe, none where the class tells, and what they contradict.

    Source: parameters, then the order's code, then its words.
    """
    if stated:
        disagrees = _fits_class(_bands(stated), device) is False
        return stated, "its wavelength and its code disagree; the wavelength was used" if disagrees else ""
    if written and coded and _fits_class(_bands(written), device) is False:
        return (), "its words and its code disagree on the wavelength; the code was used"
    return written, ""


def _words_of(code: Concept) -> str:
    return " ".join([code.text, *(coding.display for coding in code.codings)])


def _device_named(stated: Concept) -> str:
    return next((coding.code for coding in stated.codings if coding.code), stated.text.strip().lower())


def _wavelengths_in_text(order: TherapyOrder) -> Iterator[tuple[Decimal, Decimal]]:
    """`850 nm`, `650/850 nm` or `600-1000 nm` in the order's details or in the text of its code."""
    for text in (*(_words_of(detail) for detail in order.details), _words_of(order.code)):
        yield from wavelengths_in(text)


def _bands(wavelengths: _Wavelengths) -> frozenset[Band]:
    bands = set[Band]()
    for low, high in wavelengths:
        bands |= {Band.UV} if low < _VISIBLE else set()
        bands |= {Band.VISIBLE} if low <= _NIR and high >= _VISIBLE else set()
        bands |= {Band.NIR} if high > _NIR else set()
    return frozenset(bands)


def _fits_class(bands: frozenset[Band], device: DeviceClass) -> bool | None:
    return None if not bands or Band.UNKNOWN in device.bands else bands <= set(device.bands)


def _exact_wavelengths(device: DeviceClass) -> _Wavelengths:
    """The wavelengths of a class that names them exactly, such as 650 and 850 nm: an order of it has stated them."""
    exact = all(low == high for low, high in device.wavelengths)
    return tuple((Decimal(low), Decimal(high)) for low, high in device.wavelengths if exact)


def _uv(order: TherapyOrder, bands: frozenset[Band]) -> YesNoUnknown:
    """Whether it emits ultraviolet: a wavelength below 400 nm or the parameter says so; what is stated beside it, no."""
    if Band.UV in bands or parameter(order, "emits-uv") is True:
        return YesNoUnknown.YES
    if parameter(order, "emits-uv") is False or (bands and Band.UNKNOWN not in bands):
        return YesNoUnknown.NO
    return YesNoUnknown.UNKNOWN


def _laser_class(order: TherapyOrder, device: DeviceClass) -> LaserClass:
    """The stated class: 4, IV, `Class IV`, 3B, IIIB; a class 4 device is one whatever is stated."""
    stated = parameter(order, "laser-class")
    text = _words_of(stated) + " " + _device_named(stated) if isinstance(stated, Concept) else stated
    found = _ANY_LASER_CLASS.find(text) if isinstance(text, str) else []
    if device.class4 or "4" in found or "iv" in found:
        return LaserClass.FOUR
    return _LASER_CLASSES[found[0]] if found else LaserClass.UNKNOWN


def _add_ons(order: TherapyOrder) -> Iterator[str]:
    for stated in parameters(order, "add-on"):
        if isinstance(stated, Concept):
            yield _device_named(stated)
        elif isinstance(stated, str):
            yield stated.strip().lower()


def _is_powerful(treatment: Treatment) -> bool:
    return any(one.high >= _CLASS4_WATT for one in treatment.stated.get(LightParameter.MEAN_POWER, ()))
