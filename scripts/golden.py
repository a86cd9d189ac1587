"""Write what each sample request is answered: fhir_samples/responses/, beside fhir_samples/requests/.

    .venv/bin/python -m scripts.golden            write them; says which changed
    .venv/bin/python -m scripts.golden --check    write nothing; exit status 1 when one would change

Look at the difference (`git diff fhir_samples/responses`) before committing it: it is what clinicians will see.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, cast

from cds.app import make_responder
from cds.hooks import JsonObject, read_request
from cds.respond import Responder
from cds.samples import written_on
from cds.settings import Settings

SAMPLES = Path(__file__).resolve().parent.parent / "fhir_samples"
HOUR = time(12, tzinfo=UTC)
"""A sample is answered at noon, UTC, of the day it was written."""

ANY_DIGEST = "of the rulebook in use"
_WIDTH = 116


def main(arguments: list[str]) -> int:
    """Write or compare every answer; 0 when nothing changed or everything was written."""
    changed = list(_changed(check="--check" in arguments))
    for verb, path in changed:
        print(f"{verb:8} {path.relative_to(SAMPLES.parent)}")
    print(f"{len(list(request_files()))} sample requests, {len(changed)} changed answers")
    return 1 if changed and "--check" in arguments else 0


def request_files() -> list[Path]:
    """Every sample request, hook by hook."""
    return sorted((SAMPLES / "requests").glob("*/*.json"))


def response_file(request: Path) -> Path:
    """Where the answer to a sample request is kept: the same stem."""
    return SAMPLES / "responses" / request.parent.name / request.name


def normal(answer: JsonObject) -> JsonObject:
    """An answer as it is kept: without the rulebook's digest, which changes with every word of the content."""
    decision = answer["extension"]["org.kir-cds.decision"]
    decision = decision | {"rulebook": decision["rulebook"] | {"digest": ANY_DIGEST}}
    return answer | {"extension": answer["extension"] | {"org.kir-cds.decision": decision}}


def _changed(*, check: bool) -> Iterator[tuple[str, Path]]:
    expected = {response_file(request): _answer(request) for request in request_files()}
    for path, text in expected.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield "new" if not path.exists() else "changed", path
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for path in sorted((SAMPLES / "responses").glob("*/*.json")):
        if path not in expected:
            yield "stale", path
            if not check:
                path.unlink()


def _answer(path: Path) -> str:
    body = path.read_bytes()
    day = written_on(json.loads(body))
    if day is None:
        sys.exit(f"{path}: is no sample: `extension` does not say when it was written")
    responder = _responder_at(datetime.combine(day, HOUR))
    request = read_request(body, path.parent.name)
    service = next(service for service in responder.services if service.hook == request.hook)
    return pretty(normal(responder.respond(service.id, request).to_document()))


_responders: dict[datetime, Responder] = {}


def _responder_at(moment: datetime) -> Responder:
    if moment not in _responders:
        _responders[moment] = make_responder(Settings(now=moment))
    return _responders[moment]


def pretty(value: Any) -> str:
    """JSON for reading: what fits on a line stands on one."""
    return _lines(value, 0) + "\n"


def _lines(value: Any, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if (depth and len(flat) + 2 * depth <= _WIDTH) or not isinstance(value, dict | list) or not value:
        return flat
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, list):
        items = [_lines(item, depth + 1) for item in cast(list[Any], value)]
    else:
        items = [f'"{name}": {_lines(item, depth + 1)}' for name, item in cast(JsonObject, value).items()]
    begin, end = "[]" if isinstance(value, list) else "{}"
    return f"{begin}\n{inner}" + f",\n{inner}".join(items) + f"\n{outer}{end}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
