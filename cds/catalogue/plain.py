"""Clauses in plain words, for people who sign rules and do not read YAML.

Nothing is left out: a filter without words of its own is told by its description in the vocabulary.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import cast

from markupsafe import Markup, escape
from pydantic import BaseModel

from cds.rulebook import AllGroup, AnyGroup, Expression, Hook, IsClause, Rulebook
from cds.rulebook.clauses.expressions import Clause
from cds.rulebook.clauses.results import Grading, PointsClause
from cds.rulebook.words import Amount

_LISTS = frozenset({"words", "absent", "not_words"})

Linked = Callable[[str, str], Markup]
"""Makes a link: kind (`value-sets`) and id."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line, and what hangs below it; the line says whether all of that must hold, any, or none."""

    text: Markup
    parts: tuple["Sentence", ...] = ()


MOMENTS: Mapping[Hook, Markup] = MappingProxyType(
    {
        Hook.PATIENT_VIEW: Markup("a chart is opened"),
        Hook.ORDER_SELECT: Markup("an order is selected"),
        Hook.ORDER_SIGN: Markup("an order is signed"),
        Hook.ENCOUNTER_START: Markup("a visit starts"),
        Hook.PROBLEM_LIST_ITEM_CREATE: Markup("a problem is recorded"),
        Hook.ALLERGYINTOLERANCE_CREATE: Markup("an allergy is recorded"),
        Hook.ORDER_DISPATCH: Markup("an order is dispatched"),
        Hook.MEDICATION_REFILL: Markup("a refill is asked for"),
        Hook.APPOINTMENT_BOOK: Markup("an appointment is booked"),
    }
)
"""When each hook calls."""

_HEADS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "order": {"at-hand": "The order"},
        "condition": {
            "active": "An active condition",
            "remission": "A condition in remission or inactive",
            "ever": "A condition, whatever its state",
        },
        "medication": {
            "exposed": "Exposure to a drug",
            "extended": "A drug in the window after its wash-out",
            "ever": "A drug taken at any time",
        },
        "hook": {},
        "draft": {"other": "Another draft order of the same request"},
        "allergy": {"active": "An allergy or intolerance that stands"},
        "observation": {"latest": "The latest result", "any": "A result"},
        "text": {},
        "points": {"certain": "A score, counted without doubt", "possible": "A score, as what is missing allows"},
        "blood_pressure": {"latest": "The latest blood pressure", "twice": "Two blood pressure readings"},
        "pregnancy": {"recorded": "A current pregnancy, by the newest fact"},
        "pregnancy_excluded": {"test": "A negative pregnancy test", "status": "A status `not pregnant`"},
        "patient": {
            "age": "The patient's age",
            "childbearing-potential": "Childbearing potential, or not known",
        },
        "sessions": {"given": "Sessions given", "with-order": "Sessions given, and those the order schedules"},
        "trend": {
            "changed": "A value since treatment began",
            "baseline-missing": "No value from before treatment",
            "follow-up-missing": "No recent value",
        },
        "trials": {
            "adequate": "Adequate trials of different drugs",
            "found": "Trials of different drugs, whatever can be told of them",
        },
        "encounter": {"current": "The visit"},
        "dose": {"ordered": "The dose ordered"},
        "linked": {"missing": "Not ordered with the order"},
        "appointment": {
            "missing": "No appointment for the order",
            "proposed": "An appointment for the order is being booked",
        },
    }
)
"""How a sentence begins, by kind of fact and its first word."""

_SAID: Mapping[str, str] = MappingProxyType(
    {
        "in": "in {}",
        "not_in": "not in {}",
        "within": "within {}",
        "recorded_within": "recorded within {}",
        "since_at_least": "for at least {}",
        "above": "above {}",
        "at_least": "at least {}",
        "below": "below {}",
        "at_most": "at most {}",
        "equals": "exactly {}",
        "words": "with one of the words {}",
        "absent": "but none of {}",
        "allergic_to_it": "to which the allergy list names a reaction: {}",
        "route": "given by this route: {}",
        "not_route": "not known to be given by this route: {}",
        "answers": "answered as in {}",
        "role": "with the answer {}",
        "ended": "ended by {}",
        "status": "by the status {}",
        "status_within": "no older than {}",
        "tests": "by the test {}",
        "tests_within": "no older than {}",
        "due_date": "by the due date {}",
        "unless_in": "unless {}",
        "weight": "with the weight {}",
        "weight_within": "no older than {}",
        "apart": "at least {} apart",
        "systolic_above": "systolic above {}",
        "diastolic_above": "or diastolic above {}",
        "order.setting": "taken here: {}",
        "order.not_setting": "not known to be taken here: {}",
        "order.reason": "for {}",
        "order.site": "treating the {}",
        "order.wavelength_from": "at {} nm or longer",
        "order.wavelength_to": "at {} nm or shorter",
        "order.heats": "heating the skin: {}",
        "order.emits": "emitting {}",
        "order.only": "emitting nothing but {}",
        "order.resource": "written as {}",
        "condition.site": "its site and the treated site: {}",
        "medication.site": "its site and the treated site: {}",
        "medication.washout": "now or within its wash-out of {}",
        "medication.where": "of the members with {}",
        "medication.prescriber": "prescribers, beside that of the order: {}",
        "medication.resource": "as told by {}",
        "medication.not_words": "with none of the words {}",
        "medication.not_reason": "not for {}",
        "allergy.where": "of the members with {}",
        "allergy.reaction": "reaction: {}",
        "patient.at_least": "at least {} years",
        "patient.below": "below {} years",
        "sessions.at_least": "{} or more",
        "trials.at_least": "{} or more",
        "encounter.class": "of the class {}",
        "trials.lasting": "each at least {}",
        "dose.lasting_below": "in less than {}",
        "dose.lasting_at_least": "in {} or more",
        "dose.at_once": "counted as one dose within {}",
        "dose.not_multiple_of": "no whole number of {}",
        "dose.longer_than": "given over more than {}",
        "linked.where": "of the members with {}",
        "linked.several": "or one of them with one of the words {}",
        "appointment.lasting_at_least": "of at least {}",
        "trend.start": "beginning with the {}",
        "trend.fall_at_least": "fell by {} or more",
        "trend.fall_below": "fell by less than {}, or rose",
        "trend.rise_at_least": "rose by {} or more",
    }
)
"""What a filter says; `kind.filter` where one kind says it otherwise."""

_YES: Mapping[str, str] = MappingProxyType(
    {
        "lifelong": "an entry without a status counts at any age",
        "site_known": "with a known site",
        "class4": "of class 4",
        "not_replaced": "other than the order that is replaced",
        "volume_without_concentration": "given as a volume without a concentration",
        "dose_stated": "with a stated dose",
        "reason_stated": "with a stated reason",
        "inpatient": "for an inpatient",
        "standing": "as a standing order or statement, not one dose",
        "wavelength_of_class": "with a wavelength of its device class",
        "stated": "stated",
        "below_lower_limit": "below its reference range",
    }
)
"""What a filter says that is true; `not` stands before it when it is false."""


class Reader:
    """Reads expressions of one rulebook aloud."""

    def __init__(self, rulebook: Rulebook, linked: Linked) -> None:
        self._rulebook, self._linked = rulebook, linked

    def sentences(self, expressions: Sequence[Expression]) -> tuple[Sentence, ...]:
        """One sentence for each."""
        return tuple(map(self.sentence, expressions))

    def sentence(self, expression: Expression) -> Sentence:
        """An expression with everything in it, definitions opened."""
        match expression:
            case AnyGroup():
                return Sentence(Markup("Any of these"), self.sentences(expression.any_))
            case AllGroup():
                none = (Sentence(Markup("None of these"), self.sentences(expression.unless)),)
                parts = self.sentences(expression.all_) + (none if expression.unless else ())
                return Sentence(Markup("All of these"), parts)
            case IsClause():
                definition = self._rulebook.definitions[expression.is_]
                several = Markup(", by any of these") if len(definition.any_) > 1 else Markup("")
                return Sentence(escape(definition.title) + several, self.sentences(definition.any_))
            case _:
                return self._clause(expression)

    def _clause(self, clause: Clause | Grading) -> Sentence:
        kind, first, said = clause.kind, None, list[Markup]()
        for key, field in type(clause).model_fields.items():
            value, name = getattr(clause, key), field.alias or key
            if name == kind:
                first = value
            elif key != "named" and name != "items" and value is not None and value != field.default:
                said.append(self._filter(kind, name, value, field.description or name))
        text = Markup(", ").join([self._head(kind, first), *said])
        return Sentence(text, tuple(self._items(clause))) if isinstance(clause, PointsClause) else Sentence(text)

    def _items(self, clause: PointsClause) -> Iterator[Sentence]:
        for item in clause.items:
            graded = {"1 point": item.one, "2 points": item.two, "3 points": item.three, "2 or 3": item.two_or_three}
            parts = tuple(
                Sentence(Markup("{}").format(points), tuple(self._clause(part) for part in some))
                for points, some in graded.items()
                if some
            )
            yield Sentence(escape(item.name), parts)

    def _head(self, kind: str, first: object) -> Markup:
        match kind:
            case "derived":
                return Markup("An earlier rule says: {}").format(first)
            case "hook":
                return Markup(" or ").join(MOMENTS[Hook(one)] for one in cast(tuple[str, ...], first))
            case "text":
                return Markup("The text of {}").format(self._value(first))
            case "light":
                return Markup("The {} of the treatment").format(str(first).replace("-", " "))
            case _:
                words = _HEADS.get(kind, {}).get(str(first))
                return escape(words or f"{kind.replace('_', ' ').capitalize()}: {first}")

    def _filter(self, kind: str, name: str, value: object, about: str) -> Markup:
        if isinstance(value, bool) and name in _YES:
            return Markup("{}").format(_YES[name] if value else f"not {_YES[name]}")
        template = _SAID.get(f"{kind}.{name}") or _SAID.get(name)
        if template is None:
            template = f"{about[0].lower()}{about[1:].rstrip('. …')}: {{}}"
        return escape(template).format(self._value(value, name))

    def _value(self, value: object, name: str = "") -> Markup:
        if isinstance(value, Amount):
            return escape(str(value).replace("mm[Hg]", "mmHg").replace("{score}", "points"))
        if isinstance(value, BaseModel):
            return self._value(dict(value))
        if isinstance(value, Mapping):
            pairs = cast(Mapping[str, object], value).items()
            return Markup(", ").join(Markup("{} {}").format(key, self._value(one)) for key, one in pairs)
        if isinstance(value, tuple):
            parted = escape(", " if name in _LISTS else " or ")
            return parted.join([self._value(one) for one in cast(tuple[object, ...], value)])
        if isinstance(value, timedelta):
            return escape(_length(value))
        if isinstance(value, bool):
            return escape("yes" if value else "no")
        word = str(value)
        if word in self._rulebook.value_sets:
            return self._linked("value-sets", word)
        return escape("each member" if word == "from-set" else word)


def _length(time: timedelta) -> str:
    for unit, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        number = time.total_seconds() / seconds
        if number >= (2 if unit == "day" else 1) and number == int(number):
            return f"{int(number)} {unit}{'' if number == 1 else 's'}"
    return str(time)
