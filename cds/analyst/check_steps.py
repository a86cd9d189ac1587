"""Steps compared with the catalogue before anything runs: none unknown, none with two meanings, nothing in their gaps
that cannot be read.

A step of an outline is compared with each row of its examples filled in.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module

from cds.analyst.check_features import PLACEHOLDER, Found
from cds.analyst.features import Node, Place, place_of
from cds.analyst.phrases import PhraseInvalid
from cds.analyst.plugin import STEPS
from cds.analyst.sentence import CATALOGUE, Entry, steps_like

for _module in STEPS:
    import_module(_module)

_KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}
"""Kinds of step, by the parser's name for the keyword; `And` and `But` go on with the kind before them."""


def check_steps(feature: Node) -> tuple[list[Found], list[Found]]:
    """Complaints about the steps of a feature, its backgrounds included, and the rules that they name."""
    complaints: list[Found] = []
    rules: list[Found] = []
    for part in _parts(feature):
        rows = list(_rows(part))
        for step, kind in _with_kinds(part["steps"]):
            line, column = place_of(step)
            if not kind:
                keyword = step["keyword"].strip()
                complaints.append((line, column, f"`{keyword}` has no step before it; begin with Given, When or Then"))
                continue
            read = [(place, read_step(kind, text)) for text, place in _filled(step, rows)]
            wrong = [(*place, message) for place, (message, _) in read if message]
            if len(wrong) == len(read):  # the fault is not a row's
                wrong = [(line, column, message) for _, _, message in wrong[:1]]
            complaints += wrong
            rules += sorted({(line, column, rule) for _, (_, named) in read for rule in named})
    return complaints, rules


def _parts(node: Node) -> Iterator[Node]:
    """Every background and scenario."""
    for child in node["children"]:
        for kind, part in child.items():
            if kind == "rule":
                yield from _parts(part)
            else:
                yield part


def _with_kinds(steps: Sequence[Node]) -> Iterator[tuple[Node, str]]:
    kind = ""
    for step in steps:
        kind = _KINDS.get(step["keywordType"], kind)
        yield step, kind


def _rows(part: Node) -> Iterator[tuple[dict[str, str], Place]]:
    for table in part.get("examples", ()):
        columns = [cell["value"] for cell in table["tableHeader"]["cells"]] if "tableHeader" in table else []
        for row in table.get("tableBody", ()):
            yield dict(zip(columns, (cell["value"] for cell in row["cells"]), strict=False)), place_of(row)


def _filled(step: Node, rows: Iterable[tuple[dict[str, str], Place]]) -> Iterator[tuple[str, Place]]:
    """The texts of a step, each with the place of its words. What no column fills has its own complaint."""
    text: str = step["text"]
    columns = set(PLACEHOLDER.findall(text))
    if not columns:
        yield text, place_of(step)
        return
    for row, place in rows:
        if columns <= row.keys():
            yield PLACEHOLDER.sub(lambda found, row=row: row[found[1]], text), place


@cache
def read_step(kind: str, text: str) -> tuple[str, Sequence[str]]:
    """What is wrong with a step, or an empty text; and the rules that it names."""
    matching = [entry for entry in CATALOGUE if entry.sentence.is_matching(text)]
    match [entry for entry in matching if entry.kind == kind]:
        case [entry]:
            return _gaps(entry, text)
        case []:
            return _undefined(kind, text, matching), ()
        case several:
            names = " and ".join(f"`{entry.sentence.name}`" for entry in several)
            return f"`{text}` is two steps at once: {names}; say it in other words", ()


def _gaps(entry: Entry, text: str) -> tuple[str, Sequence[str]]:
    try:
        gaps = entry.sentence.parse_arguments(text) or {}
        if entry.details:
            list(entry.details.read(gaps["details"]))
    except PhraseInvalid as invalid:
        return str(invalid), ()
    return "", [gaps["rule"]] if "rule" in gaps else []


def _undefined(kind: str, text: str, matching: Sequence[Entry]) -> str:
    if matching:
        return f"`{text}` is a step of {matching[0].kind.title()}, and stands under {kind.title()}"
    near = steps_like(text, kind, cutoff=0.6)
    remedy = f"did you mean `{near[0]}`?" if near else "write it like one of the steps in features/"
    return f"there is no step `{text}` under {kind.title()}; {remedy}"
