"""`kir test`: scenarios run by pytest, without the analyst having to know it."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

_DONE, _FAILING, _UNUSABLE = 0, 1, 2


def run_scenarios(
    paths: Sequence[Path], rule_folders: Sequence[Path], more: Sequence[str] = (), plugins: Sequence[object] = ()
) -> int:
    """Run the scenarios of feature files and folders.

    Takes:  rule_folders — further rule folders, later ones win; more — options for pytest, such as `-m KET-CI-PREG`;
            plugins — further pytest plugins, such as one that watches.
    Gives:  the exit status: 0 when all pass, 1 when one fails or a file has complaints, 2 when there is nothing to run
            or something cannot be read. What is wrong stands on standard error, one line each.
    """
    import pytest

    from cds.analyst.check_features import check_feature
    from cds.analyst.features import Unreadable, feature_files
    from cds.analyst.service import with_our_rules
    from cds.errors import RulebookInvalid
    from cds.rulebook import load_rulebook

    absent = [path for path in paths if not path.exists()]
    files = feature_files(path for path in paths if path.exists())
    if absent or not files:
        named = ", ".join(map(str, absent or paths))
        return _say([f"{named}: {'no such file or folder' if absent else 'no .feature file there'}"], _UNUSABLE)
    try:
        rulebook = load_rulebook(with_our_rules(rule_folders))
    except RulebookInvalid as invalid:
        return _say([f"the rules have {len(invalid.complaints)} complaints, `kir check` lists them"], _UNUSABLE)
    complaints: list[str] = []
    unreadable: list[str] = []
    for file in files:
        try:
            complaints += map(str, check_feature(file, rulebook))
        except Unreadable as error:
            unreadable += map(str, error.complaints)
    if complaints or unreadable:
        return _say(unreadable + complaints, _UNUSABLE if unreadable else _FAILING)
    top = os.path.commonpath([path.resolve() if path.is_dir() else path.resolve().parent for path in paths])
    status = pytest.main(
        [
            *("-c", os.devnull, "--rootdir", top),  # whatever settings lie around there are not about scenarios
            *("-p", "cds.analyst.plugin", "-p", "no:cacheprovider", "--import-mode=importlib"),
            *("--quiet", "--no-header", "--strict-markers", "-W", "ignore:Module already imported"),
            *(option for folder in rule_folders for option in ("--rules", str(folder))),
            *more,
            *map(str, paths),
        ],
        plugins=list(plugins),
    )
    if status == pytest.ExitCode.NO_TESTS_COLLECTED:
        return _say(["no scenario was chosen"], _UNUSABLE)
    return {pytest.ExitCode.OK: _DONE, pytest.ExitCode.TESTS_FAILED: _FAILING}.get(pytest.ExitCode(status), _UNUSABLE)


def _say(lines: Sequence[str], status: int) -> int:
    for line in lines:
        sys.stderr.write(f"kir: {line}\n")
    return status
