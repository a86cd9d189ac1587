"""rules/ read into a Rulebook: every complaint at once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from cds.errors import Complaint, RulebookInvalid
from cds.rulebook.check import check_content
from cds.rulebook.claim import Claim
from cds.rulebook.complaints import Texts
from cds.rulebook.evidence import Evidence
from cds.rulebook.options import options_of
from cds.rulebook.rule import BodySites, Definition, DoseTable, Family, Overrides, Routes, Rule, Services
from cds.rulebook.rulebook import Rulebook
from cds.rulebook.source import SourceAttributes
from cds.rulebook.tables import Tables, expanded, read_table, tables_below
from cds.rulebook.value_set import ValueSet
from cds.rulebook.yaml_file import files_below, read_model

Model = TypeVar("Model", bound=BaseModel)

_FOLDERS: dict[str, type[BaseModel]] = {
    "value-sets": ValueSet,
    "evidence": Evidence,
    "claims": Claim,
    "definitions": Definition,
    "families": Family,
}
_FILES: dict[str, type[BaseModel]] = {
    "routes.yaml": Routes,
    "body-sites.yaml": BodySites,
    "overrides.yaml": Overrides,
    "services.yaml": Services,
    "antidepressant-doses.yaml": DoseTable,
    "source-attributes.yaml": SourceAttributes,
}


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
        if name not in files:
            read.complaints.append(Complaint(str(folders[0] / name), 0, 0, "is missing"))
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
        )
        read.complaints += check_content(rulebook, read.texts)
        if not read.complaints:
            return rulebook, read.texts
    raise RulebookInvalid(sorted(read.complaints))


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
