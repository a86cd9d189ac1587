"""YAML files read strictly, with every complaint at its line and column."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cds.errors import Complaint

Model = TypeVar("Model", bound=BaseModel)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Only `true` and `false` are booleans: `no` and `on` stay words, as an analyst expects."""


_TAG = "tag:yaml.org,2002:"
_BOOL, _WORD, _LIST, _MAPPING, _MERGE = (f"{_TAG}{name}" for name in ("bool", "str", "seq", "map", "merge"))
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    + ([(_BOOL, re.compile(r"(true|false)$"))] if first in "tf" else [])
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _compose(text: str) -> Node | None:
    return cast(Node | None, yaml.compose(text, _Loader))  # type: ignore[reportUnknownMemberType]


def read_model(
    file: str, text: str, model: type[Model], more: dict[str, Any] | None = None
) -> tuple[Model | None, list[Complaint]]:
    """One file as one model.

    Takes:  file, the name for complaints; text, its content; more, members that come from elsewhere (the id).
    Gives:  the model, or None and every complaint with its place.
    """
    made, complaints = _read(text, model, tuple((more or {}).items()))
    return cast(Model | None, made), [replace(one, file=file) for one in complaints]


def _first_key(model: type[BaseModel], more: Iterable[tuple[str, Any]]) -> str:
    given = {name for name, _ in more}
    names = (field.alias or name for name, field in model.model_fields.items())
    return next(name for name in names if name not in given)


@lru_cache(maxsize=2048)
def _read(
    text: str, model: type[BaseModel], more: tuple[tuple[str, Any], ...]
) -> tuple[BaseModel | None, Sequence[Complaint]]:
    """The model and the complaints, the file still without its name. Models are immutable: a text is read once, however
    often a rulebook is loaded again."""
    file = ""
    try:
        loader = cast(Any, _Loader(text))
        node = cast(Node | None, loader.get_single_node())
        if not isinstance(node, MappingNode):
            return None, [Complaint(file, 1, 1, f"is not a mapping; start with `{_first_key(model, more)}: …`")]
        faults = list(_faulty_keys(file, node, ()))
        if faults:
            return None, faults
        content: dict[str, Any] = _value_of(loader, node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        hint = "; between { and } a text with [ ] or , needs quotes" if "or '}'" in str(error.problem) else ""
        return None, [Complaint(file, *place, f"is not YAML: {error.problem}{hint}")]
    except yaml.YAMLError as error:
        return None, [Complaint(file, 1, 1, f"is not YAML: {str(error).partition(chr(10))[0]}")]
    try:
        return model.model_validate({**content, **dict(more)}), []
    except ValidationError as error:
        return None, [_complaint(file, node, model, one) for one in telling(error)]


def content_of(text: str) -> dict[str, Any]:
    """The mapping of a YAML text that `read_model` has read without a complaint."""
    return cast(dict[str, Any], yaml.load(text, _Loader))  # noqa: S506 - a safe loader of ours


def _value_of(loader: Any, node: Node) -> Any:
    """What a node means; plain words, lists and mappings without the detour that makes yaml slow."""
    match node:
        case ScalarNode() if node.tag == _WORD:
            return node.value
        case SequenceNode() if node.tag == _LIST:
            return [_value_of(loader, value) for value in node.value]
        case MappingNode() if node.tag == _MAPPING and all(key.tag != _MERGE for key, _ in node.value):
            return {_value_of(loader, key): _value_of(loader, value) for key, value in node.value}
        case _:
            return loader.construct_object(node, deep=True)


def place_of(text: str, path: Sequence[str | int], word: str | None = None) -> tuple[int, int]:
    """Line and column (1-based) of a member of a YAML text; the nearest parent where it does not stand.

    Takes:  word, a value to look for inside the member.
    """
    node = _compose(text)
    found, _ = _walk(node, path) if node else (None, None)
    found = (found and word and _scalar(found, word)) or found
    return (found.start_mark.line + 1, found.start_mark.column + 1) if found else (1, 1)


def _scalar(node: Node, word: str) -> Node | None:
    """The first place where a word stands as a value."""
    if isinstance(node, ScalarNode):
        return node if node.value == word else None
    below = [value for _, value in node.value] if isinstance(node, MappingNode) else node.value
    return next((found for child in below if (found := _scalar(child, word))), None)


def _faulty_keys(file: str, node: Node, above: tuple[Node, ...]) -> Iterator[Complaint]:
    """Keys that stand twice, keys that are no words, and what holds itself by an alias."""
    if any(node is one for one in above):
        yield _at(file, node, "is part of itself; write it out")
    elif isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                yield _at(file, key, "a key is a word; put a text that starts with { or [ into quotes")
                continue
            if key.value in seen:
                yield _at(file, key, f"`{key.value}` stands twice; keep one")
            seen.add(key.value)
            if not isinstance(value, ScalarNode):
                yield from _faulty_keys(file, value, (*above, node))
    elif isinstance(node, SequenceNode):
        for value in node.value:
            if not isinstance(value, ScalarNode):
                yield from _faulty_keys(file, value, (*above, node))


def _at(file: str, node: Node, message: str) -> Complaint:
    return Complaint(file, node.start_mark.line + 1, node.start_mark.column + 1, message)


def _walk(node: Node, path: Sequence[str | int]) -> tuple[Node, Node | None]:
    """The node at a path, and the last key node passed; parts that match nothing (union tags) are skipped."""
    key_node: Node | None = None
    for part, following in zip_longest(path, path[1:]):
        if isinstance(node, MappingNode):
            keys = {key.value: (key, value) for key, value in node.value}
            key, value = keys.get(str(part), (None, None))
            # a clause's kind is both its union tag and its first key: `condition, in` is `in`, beside `condition`
            is_tag = isinstance(following, str) and following in keys and not isinstance(value, MappingNode)
            if key is not None and value is not None and not is_tag:
                key_node, node = key, value
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
    return node, key_node


def telling(error: ValidationError) -> list[Any]:
    """The errors without those that only follow from another: a list is too short because its entries are wrong."""
    errors: list[Any] = error.errors(include_url=False)
    places = [one["loc"] for one in errors]
    return [
        one
        for one in errors
        if one["type"] != "too_short" or not any(place[: len(one["loc"])] == one["loc"] != place for place in places)
    ]


def _complaint(file: str, root: MappingNode, model: type[BaseModel], error: Any) -> Complaint:
    path: tuple[str | int, ...] = error["loc"]
    node, key = _walk(root, path)
    message = str(error["msg"]).removeprefix("Value error, ")
    name = str(path[-1]) if path else ""
    member = str(key.value) if key else ""
    match error["type"]:
        case "extra_forbidden":
            message = f"`{name}` is not known here{did_you_mean(name, _known_members(model))}"
            node = key if key and member == name else node
        case "missing":
            message = f"`{name}` is missing"
            node = key if key and isinstance(node, ScalarNode) else node
        case "enum" | "literal_error" if isinstance(node, ScalarNode):
            expected = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
            message = f"`{node.value}` is not one of {', '.join(expected)}"
            message += did_you_mean(node.value, [word.strip("'") for word in expected])
        case "unknown_kind" if isinstance(node, MappingNode) and node.value:
            written = str(node.value[0][0].value)
            message = f"`{written}` {message}{did_you_mean(written, message.partition('known: ')[2].split(', '))}"
        case "string_too_long":
            message = f"{member}: has more than {error['ctx']['max_length']} characters; shorten it"
        case _ if member:
            message = f"{member}: {message}"
        case _ if name:
            message = f"{name} `{error['input']}`, from the file's name: {message}"
        case _:
            pass
    return _at(file, node, message)


@cache
def _known_members(model: type[BaseModel]) -> list[str]:
    """Every member name anywhere below a model: close enough for a suggestion."""
    schema = model.model_json_schema(by_alias=True)
    parts = [schema, *schema.get("$defs", {}).values()]
    return sorted({name for part in parts for name in part.get("properties", {})})


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """`; did you mean …?` when something known is near, else nothing."""
    near = difflib.get_close_matches(word, known, 1, 0.6)
    return f"; did you mean `{near[0]}`?" if near else ""


def files_below(folders: Sequence[Path]) -> dict[str, Path]:
    """Every YAML file of the folders by its path inside them; of two with the same path the later folder's wins.

    Hidden files and folders are not content: editors and clusters keep copies there.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
            path = file.relative_to(folder)
            if not any(part.startswith(".") for part in path.parts):
                found[path.as_posix()] = file
    return found
