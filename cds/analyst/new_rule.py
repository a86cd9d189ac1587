"""`kir new-rule`: a draft rule, its evidence and its scenarios, which pass as they are and say what to fill in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template
from typing import TypeVar

from pydantic import BaseModel

from cds.analyst.phrases import SYSTEM_NAMES
from cds.analyst.schemas import write_schemas
from cds.errors import InputUnreadable
from cds.record import Kind
from cds.rulebook import SYSTEMS, Family, Rule, ValueSet, did_you_mean
from cds.rulebook.yaml_file import files_below, read_model

_Model = TypeVar("_Model", bound=BaseModel)
_STUBS = Path(__file__).parent / "stubs"
_ID = re.compile(next(str(one.pattern) for one in Rule.model_fields["id"].metadata if hasattr(one, "pattern")))


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a new rule, and the commands that look at them."""

    files: tuple[Path, ...]
    commands: tuple[str, ...]


def new_rule(rule: str, family: str, into: Path, known: Sequence[Path], today: date) -> Made:
    """Write the stubs of a rule below `into`: rules/<family>/, rules/evidence/ and features/<family>/.

    Takes:  rule — its id; known — the rule folders in use, in which the id must be new and the family must be.
    Raises: InputUnreadable, with the remedy; then nothing was written.
    """
    rules = into / "rules"
    content = files_below([*known, *([rules] if rules.is_dir() else [])])
    _check_id(rule, content)
    described = _family(family, content)
    note = f"{rule}-SOURCE"
    feature = into / "features" / family / f"{rule}.feature"
    more = "" if any(rules.resolve() == one.resolve() for one in known) else f" --rules {rules}"
    commands = f"kir check{more}", f"kir test {feature}{more}"
    words = {
        "rule": rule,
        "family": family,
        "noun": described.noun,
        "order": _order_of(described, content),
        "note": note,
        "today": today.isoformat(),
        "due": date(today.year + 1, today.month, min(today.day, 28)).isoformat(),
        "check": commands[0],
        "test": commands[1],
    }
    files = {
        rules / family / f"{rule}.yaml": "rule.yaml",
        rules / "evidence" / f"{note}.yaml": "evidence.yaml",
        feature: "scenarios.feature",
    }
    for file in files:
        if file.exists():
            raise InputUnreadable(f"{file} exists already; edit it, or choose another id")
    for file, stub in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        text = Template((_STUBS / stub).read_text(encoding="utf-8")).substitute(words)
        file.write_text(text, encoding="utf-8")
    write_schemas(rules / "schemas")
    return Made(tuple(files), commands)


def _check_id(rule: str, content: Mapping[str, Path]) -> None:
    if not _ID.fullmatch(rule):
        raise InputUnreadable(
            f"`{rule}` is no id of a rule: write capitals and digits in two or more parts, like KET-CI-PREG"
        )
    taken = next((file for path, file in content.items() if Path(path).stem == rule), None)
    if taken:
        raise InputUnreadable(f"{rule} is there already, in {taken}; edit that file, or choose another id")


def _family(name: str, content: Mapping[str, Path]) -> Family:
    families = {Path(path).stem: file for path, file in content.items() if path.startswith("families/")}
    if name not in families:
        hint = did_you_mean(name, list(families)) or f"; there are {', '.join(sorted(families))}"
        raise InputUnreadable(f"`{name}` is no family of orders{hint}")
    return _read(families[name], Family)


def _order_of(family: Family, content: Mapping[str, Path]) -> str:
    """An order of the family as a step says it, for the member with the shortest name."""
    sets = (_read(content[f"value-sets/{name}.yaml"], ValueSet) for name in family.in_)
    members = (one for value_set in sets for one in value_set.concepts if one.code and not one.match.excludes)
    names = {uri: name for name, uri in SYSTEM_NAMES.items()}
    known = [(names[SYSTEMS[one.system]], one) for one in members if one.system and SYSTEMS[one.system] in names]
    if not known:
        raise InputUnreadable(f"no value set of the family `{family.id}` has a code; a scenario needs one to order")
    system, member = min(known, key=lambda pair: len(pair[1].display))
    what = (
        "" if Kind.MEDICATION_REQUEST in family.kinds else "the light treatment " if family.devices else "the service "
    )
    return f'an order for {what}"{member.display}" ({system} {member.code})'


def _read(file: Path, model: type[_Model]) -> _Model:
    """A file that the stubs are made from. Raises InputUnreadable."""
    more = {"id": file.stem}
    made, complaints = read_model(str(file), file.read_text(encoding="utf-8"), model, more)
    if made is None:
        raise InputUnreadable(f"{complaints[0]}; mend it first, `kir check` lists all complaints")
    return made
