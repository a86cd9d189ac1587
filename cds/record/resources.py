"""The second opinion on what `repair` made: is it FHIR R4? The only import of fhir.resources for reading.

The R4B models serve: for the elements that rules read, R4B is R4.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import partial

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from cds.record.model import Kind
from cds.record.problems import Place
from cds.record.shapes import Json, is_list, is_object

_MAX_ROUNDS = 10


def prepare() -> None:
    """Import the model of every kind: a quarter of a second that a server spends before its first request."""
    for kind in Kind:
        get_fhir_model_class(kind.value)


def validated(kind: Kind, projection: dict[str, object], place: Place) -> dict[str, object] | None:
    """What fhir.resources accepts of a repaired projection.

    Takes:  projection — R4 elements of one resource; place — where to tell what was left out.
    Gives:  the projection itself when it is valid, else a copy without the elements that are not; None when it stays invalid whatever is left out,
            or fhir.resources fails on it, so that the resource cannot be used.

    What R4 demands and the EHR left out (a draft has no medication before one is picked, sloppy data no status) stays
    missing, where a rule can see it: it is no reason to reject the rest.
    """
    checked = projection
    for _ in range(_MAX_ROUNDS):
        complaints = _complaints(kind, checked)
        if complaints is None:
            return None
        if not complaints:
            return checked
        if checked is projection:
            checked = deepcopy(projection)
        for path in reversed(complaints):  # from the end, so that earlier entries of a list keep their indices
            left_out = _leave_out(checked, path)
            if left_out:
                place.within(left_out).add("is not valid FHIR R4 and was left out")
    return None


def _complaints(kind: Kind, projection: Json) -> Sequence[Sequence[int | str]] | None:
    try:
        get_fhir_model_class(kind.value).model_validate({**projection, "resourceType": kind.value})
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_context=False, include_input=False)
        paths = [error["loc"] for error in errors if error["loc"] and not error["type"].endswith("missing")]
        return list(dict.fromkeys(paths))
    except Exception:  # noqa: BLE001 - it raises KeyError, RecursionError and more on hostile input; none may pass
        return None
    return ()


def _leave_out(projection: dict[str, object], path: Sequence[int | str]) -> str:
    """Delete what the path leads to, or the last element on it that is there; gives its name without indices."""
    names: list[str] = []
    delete: Callable[[], object] | None = None
    here: object = projection
    for step in path:
        if is_object(here) and isinstance(step, str) and step in here:
            names.append(step)
            delete = partial(here.pop, step)
            here = here[step]
        elif is_list(here) and isinstance(step, int) and 0 <= step < len(here):
            delete = partial(here.pop, step)
            here = here[step]
        else:
            break
    if delete is not None:
        delete()
    return ".".join(names)
