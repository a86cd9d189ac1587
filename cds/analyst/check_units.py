"""Thresholds in units that nothing can be compared with: such a clause would stay unknown for everybody."""

from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from pydantic import BaseModel

from cds.findings.units import convert
from cds.record import Quantity
from cds.rulebook import Amount, Rulebook
from cds.rulebook.complaints import Complain, Path
from cds.rulebook.options import INDICATED

_PRESSURE = "mm[Hg]"
_PRESSURES = frozenset({"systolic_above", "diastolic_above"})


def check_units(rulebook: Rulebook, complain: Complain) -> None:
    """Every amount of rules and definitions."""
    definitions = [one for one in rulebook.definitions.values() if one.id != INDICATED]  # that one is made of rules
    for model in (*rulebook.rules.values(), *definitions):
        for path, amount in _amounts(model):
            is_pressure = path[-1] in _PRESSURES
            if not _is_convertible(amount.unit, _PRESSURE if is_pressure else amount.unit):
                what = "unit of pressure" if is_pressure else "unit that values are compared in"
                message = f"`{amount.unit}` is no {what}; write it in UCUM, such as `mm[Hg]`"
                complain(type(model).__name__, model.id, path, message, str(amount))


def _amounts(part: object, path: Path = ()) -> Iterator[tuple[Path, Amount]]:
    match part:
        case Amount():
            yield path, part
        case BaseModel():
            for name, info in type(part).model_fields.items():
                yield from _amounts(getattr(part, name), (*path, info.alias or name))
        case tuple():
            for index, one in enumerate(cast(tuple[object, ...], part)):
                yield from _amounts(one, (*path, index))
        case _:
            pass


def _is_convertible(unit: str, into: str) -> bool:
    return convert(Quantity(value=Decimal(1), unit=unit), into) is not None
