"""Feature files as pytest collects and reports them; loaded by the plugin with the first of them."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest
import pytest_bdd
from pytest_bdd.exceptions import StepDefinitionNotFoundError
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Feature, Step
from pytest_bdd.parser import Scenario as ScenarioOfFile

from cds.analyst.answer import ScenarioFailed
from cds.analyst.check_features import check_feature
from cds.analyst.features import Unreadable
from cds.analyst.phrases import PhraseInvalid
from cds.analyst.scenario import Scenario
from cds.analyst.sentence import steps_like
from cds.analyst.service import ServiceUnderTest, with_our_rules
from cds.errors import CdsError
from cds.rulebook import Rulebook, load_rulebook

_RULEBOOK = pytest.StashKey[Rulebook]()
_STEP = pytest.StashKey[tuple[ScenarioOfFile, Step]]()


def _more_rules(config: pytest.Config) -> list[Path]:
    return cast(list[Path], config.getoption("kir_rules"))


def _rulebook(config: pytest.Config) -> Rulebook:
    """The content of the run, read once; its rules become marks. Raises RulebookInvalid."""
    if _RULEBOOK not in config.stash:
        rulebook = load_rulebook(with_our_rules(_more_rules(config)))
        for rule in rulebook.rules.values():
            config.addinivalue_line("markers", f"{rule.id}: {rule.title}")
        config.stash[_RULEBOOK] = rulebook
    return config.stash[_RULEBOOK]


class FeatureFile(pytest.Module):
    """A feature file, collected as the module that pytest-bdd would want beside it."""

    def _getobj(self) -> ModuleType:
        self._check()
        module = ModuleType(self.path.stem)
        feature = get_feature(str(self.path.parent), self.path.name)
        for title in feature.scenarios:
            setattr(module, title, _as_test(self.path, title))
        return module

    def _check(self) -> None:
        """Complaints with file and line instead of tests that never run."""
        try:
            complaints = check_feature(self._shown(), _rulebook(self.config))
        except Unreadable as unreadable:
            complaints = list(unreadable.complaints)
        except CdsError as error:
            raise self.CollectError(str(error)) from None
        if complaints:
            raise self.CollectError("\n".join(map(str, complaints)))

    def _shown(self) -> Path:
        """The path as people see it: from where pytest was started."""
        started = self.config.invocation_params.dir
        return self.path.relative_to(started) if self.path.is_relative_to(started) else self.path

    def funcnamefilter(self, name: str) -> bool:
        """Every scenario is a test, whatever its title."""
        return not name.startswith("__")


def _as_test(file: Path, title: str) -> Callable[..., object]:
    @pytest_bdd.scenario(file.name, title, features_base_dir=str(file.parent))
    def scenario() -> None:
        """All that happens happens in the steps."""

    return scenario


@pytest.fixture(scope="session")
def service_under_test(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ServiceUnderTest:
    """The application, made once."""
    database = tmp_path_factory.mktemp("kir") / "decisions.sqlite3"
    return ServiceUnderTest(_rulebook(request.config), _more_rules(request.config), database)


@pytest.fixture
def scenario(service_under_test: ServiceUnderTest) -> Scenario:
    """What the steps of one scenario tell."""
    return Scenario(service_under_test)


@pytest.fixture
def feature_folder(request: pytest.FixtureRequest) -> Path:
    """Where the feature file is."""
    return request.path.parent


def pytest_bdd_before_step(request: pytest.FixtureRequest, scenario: ScenarioOfFile, step: Step) -> None:
    """Remember the step, to show where a scenario failed."""
    request.node.stash[_STEP] = (scenario, step)


def pytest_bdd_step_func_lookup_error(
    request: pytest.FixtureRequest, scenario: ScenarioOfFile, step: Step, exception: Exception
) -> None:
    """Name the steps that come near an undefined one."""
    request.node.stash[_STEP] = (scenario, step)
    near = steps_like(step.name, step.type)
    if near:
        exception.add_note("Did you mean:\n" + "\n".join(f"  {step.keyword} {example}" for example in near))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A scenario that fails is shown as a scenario: its steps, the one that failed, and the answer; no Python."""
    report = yield
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, ScenarioFailed | PhraseInvalid | StepDefinitionNotFoundError) and _STEP in item.stash:
        report.longrepr = "\n".join(_story(item, error))
        report.sections = []  # the log of the service would bury it
    return report


def _story(item: pytest.Item, error: Exception) -> Iterator[str]:
    scenario, failed = item.stash[_STEP]
    message, *more = _words(error).splitlines()
    yield f"{_feature_path(scenario.feature)}:{failed.line_number}: {message}"
    yield from more
    yield f"  {scenario.keyword}: {scenario.name}"
    for step in scenario.steps:
        here = step is failed
        yield f"{'  > ' if here else '    '}{step.keyword} {step.name}"
        if here:
            break


def _words(error: Exception) -> str:
    notes = "\n".join(getattr(error, "__notes__", ()))
    said = "there is no such step" if isinstance(error, StepDefinitionNotFoundError) else str(error)
    return f"{said}\n{notes}".rstrip()


def _feature_path(feature: Feature) -> str:
    path = Path(feature.filename)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
