"""The service under test: the real application over HTTP, in this process, with a clock that each scenario sets."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from pydantic import PrivateAttr

from cds.analyst.phrases import PhraseInvalid
from cds.hooks import JsonObject
from cds.rulebook import Hook, Rulebook
from cds.settings import CONTENT, Settings


def with_our_rules(rule_folders: Iterable[Path]) -> list[Path]:
    """Our rule folder, then further ones: of two files with the same path the later folder's wins."""
    return [CONTENT / "rules", *rule_folders]


class _SettableClock(Settings):
    """Settings whose clock a scenario sets."""

    _moment: datetime = PrivateAttr(default=datetime(2026, 11, 20, 9, tzinfo=UTC))

    def clock(self) -> datetime:
        return self._moment

    def set_moment(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)


class ServiceUnderTest:
    """One application for all scenarios of a run, and one more for each set of rules that scenarios activate.

    Takes:  rulebook — the content of the folders; database — an empty file or a path to be.
    """

    def __init__(self, rulebook: Rulebook, rule_folders: Sequence[Path], database: Path) -> None:
        from starlette.testclient import TestClient  # `kir check` reads the steps and never calls the service

        from cds.app import make_app

        self.rulebook = rulebook
        self._made = rulebook, rule_folders, database
        self._others: dict[frozenset[str], ServiceUnderTest] = {}
        self._settings = _SettableClock(
            auth="off",
            database_url=f"sqlite:///{database}",
            rules_path=tuple(rule_folders),
            cors_origins=(),
            terminology_db=database.with_name("no-terminology"),  # a scenario means the same at every site
            terminology_url="",
            fhir_servers=(),
        )
        self._client = TestClient(make_app(self._settings, rulebook=rulebook))
        discovered = self._client.get("/cds-services").json()
        self._services: dict[str, JsonObject] = {service["hook"]: service for service in discovered["services"]}

    def with_active(self, rules: frozenset[str]) -> "ServiceUnderTest":
        """The application of a site that has activated these rules; made once."""
        if rules not in self._others:
            rulebook, folders, database = self._made
            database = database.with_name(f"active-{len(self._others) + 1}.sqlite3")
            self._others[rules] = ServiceUnderTest(rulebook.with_active(rules), folders, database)
        return self._others[rules]

    def of_hook(self, hook: Hook) -> JsonObject:
        """The service of a hook, as discovery shows it. Raises PhraseInvalid when there is none."""
        if hook.value not in self._services:
            raise PhraseInvalid(f"no service answers {hook}; there are {', '.join(self._services)}")
        return self._services[hook.value]

    def post(self, service_id: str, request: JsonObject, moment: datetime) -> tuple[int, JsonObject]:
        """Call a service at a moment: the status and the JSON of the answer."""
        self._settings.set_moment(moment)
        response: Any = self._client.post(f"/cds-services/{service_id}", json=request)
        return response.status_code, cast(JsonObject, response.json())
