"""JSON Schemas of the content, for editors: what may stand in a rule file, made from the models that read it.

What only a look at other files can tell (`kir check` does) a schema cannot.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from cds.rulebook import Definition, Evidence, Family, Rule, ValueSet
from cds.rulebook.claim import Claim
from cds.rulebook.clauses.model import as_list
from cds.rulebook.rule import Overrides, Services
from cds.rulebook.words import DURATION, read_duration

_FROM_THE_FILE = {"id", "family"}
"""Members that a file's name and folder give, and the file itself never has."""

SCHEMAS: Mapping[str, type[BaseModel]] = {
    "rule": Rule,
    "value-set": ValueSet,
    "evidence": Evidence,
    "claim": Claim,
    "definition": Definition,
    "family": Family,
    "overrides": Overrides,
    "services": Services,
}


class _AsWritten(GenerateJsonSchema):
    """Schemas of what is written, where reading makes something else of it: a list of one, a length of time."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        read = super().function_before_schema(schema)
        function: object = schema["function"]["function"]
        if function is read_duration:
            return {"type": "string", "pattern": f"^(?:{DURATION.pattern})$"}
        return {"anyOf": [read["items"], read]} if function is as_list else read


def schema_of(name: str) -> dict[str, Any]:
    """The schema of one kind of file."""
    model = SCHEMAS[name]
    given = _FROM_THE_FILE if model is Rule else {"id"}
    made = model.model_json_schema(by_alias=True, schema_generator=_AsWritten)
    made["properties"] = {member: one for member, one in made["properties"].items() if member not in given}
    made["required"] = [member for member in made.get("required", []) if member not in given]
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema; gives those that changed."""
    changed: list[Path] = []
    for name in SCHEMAS:
        file, text = folder / f"{name}.json", schema_text(name)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            changed.append(file)
    return changed


def schema_text(name: str) -> str:
    """The schema of one kind of file, as it is written."""
    return json.dumps(schema_of(name), indent=1, ensure_ascii=False) + "\n"
