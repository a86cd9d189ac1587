"""How fast the terminology is, and how big: `python -m bench.terminology`. Numbers for people, no pass or fail."""

import gc
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

from cds.findings import Readings
from cds.record import Coding, Concept
from cds.rulebook import SYSTEMS, load_rulebook

RULES = Path(__file__).resolve().parent.parent / "rules"
RXNORM, ICD = SYSTEMS["rxnorm"], SYSTEMS["icd-10-cm"]

CONCEPTS = {
    "ingredient code": (RXNORM, "6130", "", ""),
    "product code": (RXNORM, "1049221", "", ""),
    "product code and name": (RXNORM, "1049221", "Acetaminophen 325 MG / Oxycodone Hydrochloride 5 MG Oral Tablet", ""),
    "unlisted product and name": (RXNORM, "866427", "metoprolol succinate 25 MG Oral Tablet", ""),
    "unknown code": (RXNORM, "999999999", "", ""),
    "text": ("", "", "", "ketamine 50 mg troche, dissolve under the tongue"),
}


def main() -> None:
    """Measure, and say."""
    print(f"{_seconds(lambda: load_rulebook([RULES])):8.3f} s   rules read and checked")
    rulebook = load_rulebook([RULES])
    print(f"{_seconds(lambda: Readings(rulebook)):8.3f} s   compiled")
    gc.collect()
    tracemalloc.start()
    readings = Readings(load_rulebook([RULES]))
    gc.collect()
    print(f"{tracemalloc.get_traced_memory()[0] / 2**20:8.1f} MB  rulebook and indexes")
    tracemalloc.stop()
    terminology, pack = readings.terminology, readings.terminology.layers[0]
    coding = Coding(system=RXNORM, code="1049221")
    print(f"{_each(lambda: pack.ingredients(coding)):8.2f} µs  a product in the pack")
    diagnosis = Concept(codings=(Coding(system=ICD, code="F20.9", display="Schizophrenia"),))
    print(f"{_each(lambda: terminology.members(diagnosis)):8.2f} µs  a diagnosis in every value set")
    for what, (system, code, display, text) in CONCEPTS.items():
        codings = (Coding(system=system, code=code, display=display),) if code else ()
        concepts: Sequence[Concept] = [Concept(codings=codings, text=text)]
        took = _each(lambda concepts=concepts: terminology.resolve(concepts))
        print(f"{took:8.2f} µs  a medicine: {what}")


def _seconds(work: Callable[[], object]) -> float:
    return min(_timed(work) for _ in range(3))


def _each(work: Callable[[], object], times: int = 5_000) -> float:
    return min(_timed(lambda: [work() for _ in range(times)]) for _ in range(3)) / times * 1e6


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
