"""Feature files looked at, and what was seen in them remembered: a file that nobody changed is not read again.

What is remembered stands under the digest of the file's text and of this program, so neither can change unnoticed. It
may be deleted at any time.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import msgspec

from cds.analyst.check_features import Looked, look
from cds.analyst.features import Unreadable, parse_feature, read_text

_Remembered = dict[str, Looked]
_MOST = 1000
"""So many files are remembered; when there are more, only those of the last run."""


def look_at(files: Iterable[Path], memory: Path | None) -> Iterator[tuple[str, Looked]]:
    """What each feature file shows, with its name.

    Takes:  memory — the folder in which it is remembered; None for no memory. A folder that cannot be written costs
            time and nothing else.
    """
    kept = memory / "features.json" if memory else None
    known, used = _read(kept), _Remembered()
    program = _program()
    for file in files:
        try:
            text = read_text(file)
        except Unreadable as unreadable:
            yield str(file), _of(unreadable)
            continue
        key = hashlib.sha256(f"{program}\0{text}".encode()).hexdigest()
        used[key] = known.get(key) or look_text(text)
        yield str(file), used[key]
    if kept and not used.keys() <= known.keys():
        _write(kept, used if len(known) > _MOST else {**known, **used})


def look_text(text: str) -> Looked:
    """What the text of a feature file shows, its steps included."""
    from cds.analyst.check_steps import check_steps  # loads every step

    try:
        feature = parse_feature(text, "")
    except Unreadable as unreadable:
        return _of(unreadable)
    looked = look(feature, text)
    complaints, rules = check_steps(feature)
    return replace(looked, complaints=(*looked.complaints, *complaints), rules=tuple(rules))


def _of(unreadable: Unreadable) -> Looked:
    return Looked(complaints=tuple((one.line, one.column, one.message) for one in unreadable.complaints))


def _program() -> str:
    """What this program is, whatever its version says: its own text, and the version of the parser."""
    digest = hashlib.sha256(version("gherkin-official").encode())
    for file in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _read(kept: Path | None) -> _Remembered:
    if kept:
        with suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(kept.read_bytes(), type=_Remembered)
    return {}


def _write(kept: Path, remembered: _Remembered) -> None:
    """All of it or nothing: another run may be reading."""
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        new = kept.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(remembered))
        new.replace(kept)
