"""rules/ read into a Rulebook: every complaint at once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from cds.errors import Complaint, RulebookInvalid
from cds.rulebook.approval import Approvals, Signature
from cds.rulebook.check import check_content
from cds.rulebook.claim import Claim
from cds.rulebook.complaints import Texts
from cds.rulebook.evidence import Evidence
from cds.rulebook.options import options_of
from cds.rulebook.overlay import Misfit, Overlay, Switches, overlaid
from cds.rulebook.rule import BodySites, Definition, DoseTable, Family, Overrides, Routes, Rule, Services
from cds.rulebook.rulebook import Rulebook
from cds.rulebook.source import SourceAttributes
from cds.rulebook.tables import Tables, expanded, read_table, tables_below
from cds.rulebook.value_set import ValueSet
from cds.rulebook.yaml_file import did_you_mean, files_below, place_of, read_model

Model = TypeVar("Model", bound=BaseModel)

_FOLDERS: dict[str, type[BaseModel]] = {
    "value-sets": ValueSet,
    "evidence": Evidence,
    "claims": Claim,
    "definitions": Definition,
    "families": Family,
    "overlays": Overlay,
    "approvals": Approvals,
}
_FILES: dict[str, type[BaseModel]] = {
    "routes.yaml": Routes,
    "body-sites.yaml": BodySites,
    "overrides.yaml": Overrides,
    "services.yaml": Services,
    "antidepressant-doses.yaml": DoseTable,
    "source-attributes.yaml": SourceAttributes,
    "switches.yaml": Switches,
}
_OF_SITES = frozenset({"switches.yaml"})
"""Files that need not be there."""


@dataclass(slots=True)
class _Read:
    """What was read so far, by model and id, with the text of each file for the places of later complaints."""

    models: dict[type[BaseModel], dict[str, BaseModel]] = field(
        default_factory=dict[type[BaseModel], dict[str, BaseModel]]
    )
    texts: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    complaints: list[Complaint] = field(default_factory=list[Complaint])

    def of(self, model: type[Model]) -> Mapping[str, Model]:
        return cast(Mapping[str, Model], self.models.get(model, {}))


def load_rulebook(folders: Sequence[Path]) -> Rulebook:
    """The content of one or more rule folders; of two files with the same path the later folder's wins.

    Raises: RulebookInvalid, with every complaint: file, line, column.
    """
    return load_with_texts(folders)[0]


def load_with_texts(folders: Sequence[Path]) -> tuple[Rulebook, Texts]:
    """The same, with the texts it was read from: places for more than loading asks for.

    Raises: RulebookInvalid.
    """
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing:
        raise RulebookInvalid([Complaint(str(folder), 0, 0, "is no folder; name a rule folder") for folder in missing])
    files = files_below(folders)
    if not files:
        raise RulebookInvalid([Complaint(str(folder), 0, 0, "has no rules; name a rule folder") for folder in folders])
    read, digest = _Read(), hashlib.sha256()
    for path, file in sorted(files.items()):
        if file.suffix == ".yml":
            read.complaints.append(Complaint(str(file), 0, 0, "ends in `.yml`; rename it to `.yaml`"))
            continue
        text = _text_of(read, file)
        if text is not None:
            digest.update(f"{path}\0{text}\0".encode())
            _read_file(read, path, str(file), text)
    tables, value_sets = Tables(), read.of(ValueSet)
    for path, file in sorted(tables_below(folders).items()):
        text = _text_of(read, file)
        if text is not None:
            digest.update(f"{path}\0{text}\0".encode())
            read.complaints += read_table(tables, path, str(file), text, value_sets)
    for name in _FILES:
        if name not in files and name not in _OF_SITES:
            read.complaints.append(Complaint(str(folders[0] / name), 0, 0, "is missing"))
    _lay_over(read)
    if not read.complaints:
        rulebook = Rulebook(
            digest=digest.hexdigest(),
            rules=read.of(Rule),
            definitions={**read.of(Definition), **options_of(read.of(Rule).values())},
            families=read.of(Family),
            value_sets={name: expanded(one, tables.expansions.get(name, ())) for name, one in value_sets.items()},
            evidence=read.of(Evidence),
            claims=read.of(Claim),
            routes=read.of(Routes)["routes"],
            body_sites=read.of(BodySites)["body-sites"],
            overrides=read.of(Overrides)["overrides"],
            services=read.of(Services)["services"],
            attributes=read.of(SourceAttributes)["source-attributes"],
            antidepressant_doses=read.of(DoseTable)["antidepressant-doses"],
            tables=tables,
            overlays=read.of(Overlay),
        )
        rulebook = _as_signed(read, _as_switched(read, rulebook))
        read.complaints += check_content(rulebook, read.texts)
        if not read.complaints:
            return rulebook, read.texts
    raise RulebookInvalid(sorted(read.complaints))


def _lay_over(read: _Read) -> None:
    """The changes of the site, in the rules and definitions that were read."""
    for overlay in read.of(Overlay).values():
        file, text = read.texts[f"Overlay/{overlay.id}"]
        try:
            if overlay.id in read.of(Rule):
                rule = read.of(Rule)[overlay.id]
                given = {"id": rule.id, "family": rule.family}
                changed = overlaid(Rule, read.texts[f"Rule/{rule.id}"][1], given, overlay)
                version = {"version": changed.version + overlay.mark}
                read.models[Rule][rule.id] = changed.model_copy(update=version)
            elif overlay.id in read.of(Definition):
                text_of_ours = read.texts[f"Definition/{overlay.id}"][1]
                read.models[Definition][overlay.id] = overlaid(Definition, text_of_ours, {"id": overlay.id}, overlay)
            else:
                known = [*read.of(Rule), *read.of(Definition)]
                message = f"`{overlay.id}`, from the file's name, is no rule and no definition"
                read.complaints.append(Complaint(file, 1, 1, message + did_you_mean(overlay.id, known)))
        except Misfit as misfit:
            read.complaints.append(Complaint(file, *place_of(text, misfit.where), str(misfit)))


def _as_switched(read: _Read, rulebook: Rulebook) -> Rulebook:
    """The rulebook with the switches of the site; an id that is no rule's is a complaint."""
    switches = read.of(Switches).get("switches")
    if switches is None:
        return rulebook
    file, text = read.texts["Switches/switches"]
    unknown = [name for name in switches.rules if name not in rulebook.rules]
    for name in unknown:
        message = f"`{name}` is no rule{did_you_mean(name, sorted(rulebook.rules))}"
        read.complaints.append(Complaint(file, *place_of(text, ("rules", name)), message))
    return rulebook if unknown else rulebook.switched(switches)


def _as_signed(read: _Read, rulebook: Rulebook) -> Rulebook:
    """The rulebook with the signatures that are for its content; those under no rule are a complaint."""
    signatures: dict[str, tuple[Signature, ...]] = {}
    for name, approvals in read.of(Approvals).items():
        rule = rulebook.rules.get(name)
        if rule is None:
            file, _ = read.texts[f"Approvals/{name}"]
            message = f"`{name}`, from the file's name, is no rule; remove the file"
            read.complaints.append(Complaint(file, 1, 1, message + did_you_mean(name, sorted(rulebook.rules))))
        elif valid := approvals.valid(rulebook.approval_digest(rule)):
            signatures[name] = valid
    return replace(rulebook, signatures=signatures)


def _text_of(read: _Read, file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8-sig" if file.suffix != ".yaml" else "utf-8")
    except UnicodeDecodeError as error:
        read.complaints.append(Complaint(str(file), *_place(error), "is not UTF-8; save it as UTF-8"))
        return None


def _place(error: UnicodeDecodeError) -> tuple[int, int]:
    before = bytes(error.object[: error.start])
    return before.count(b"\n") + 1, error.start - before.rfind(b"\n")


def _read_file(read: _Read, path: str, file: str, text: str) -> None:
    parts = PurePosixPath(path)
    folder, name = parts.parts[0], parts.stem
    more: dict[str, Any] = {"id": name}
    model = _FILES.get(path) or _FOLDERS.get(folder)
    if model is None:
        if len(parts.parts) != 2:
            read.complaints.append(Complaint(file, 0, 0, "is in no folder that the rulebook reads"))
            return
        model, more = Rule, {"id": name, "family": folder}
    made, complaints = read_model(file, text, model, more)
    read.complaints += complaints
    if made is not None:
        same = read.models.setdefault(model, {})
        if name in same:
            read.complaints.append(Complaint(file, 0, 0, f"`{name}` is the id of another file too; rename one"))
        same[name] = made
        read.texts[f"{model.__name__}/{name}"] = (file, text)
