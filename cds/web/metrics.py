"""Numbers for operators in the Prometheus format. A label holds an id of ours or one of a few fixed words, never
anything that a request brought along."""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from time import perf_counter

from fastapi import APIRouter
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from cds.cards import DECISION, RULES
from cds.hooks import FeedbackBatch, HookResponse
from cds.web.errors import ANSWERS, OUR_FAULT

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0)
"""The EHR expects an answer within half a second: finer below it than above."""

_OUTCOMES = {
    HTTPStatus.PRECONDITION_FAILED: "unavailable",
    HTTPStatus.INTERNAL_SERVER_ERROR: "failed",
    HTTPStatus.SERVICE_UNAVAILABLE: "late",
}
"""What a call that has no answer is called; every other one was refused."""


class Metrics:
    """Counts since the start of the process; safe to use from several threads.

    Takes:  unmapped — how many medications could not be named so far, by the short name of their code system;
            lost — how many decisions could not be kept so far;
            feedback — feedback now `waiting` for the database and set `aside`, `delivered` and `refused` so far.
    """

    def __init__(
        self,
        unmapped: Callable[[], Mapping[str, int]] = dict,
        lost: Callable[[], int] | None = None,
        feedback: Callable[[], Mapping[str, float]] | None = None,
    ) -> None:
        self._registry = CollectorRegistry()
        self._calls = Counter(
            "kir_hook_calls",
            "Hook calls: answered with cards or without (no-cards), unavailable (412), refused (400), failed (500), late (503), left.",
            ("service", "outcome"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "kir_hook_seconds",
            "Seconds from the first byte of a hook call to its answer.",
            ("service",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._cards = Counter(
            "kir_cards",
            "Rules that spoke on a card, each once per card.",
            ("rule", "indicator"),
            registry=self._registry,
        )
        self._not_evaluated = Counter(
            "kir_rules_not_evaluated",
            "Rules that could not be evaluated for want of data, each once per call.",
            ("rule",),
            registry=self._registry,
        )
        self._feedback = Counter(
            "kir_feedback",
            "Card outcomes reported; unreadable ones are not kept.",
            ("outcome",),
            registry=self._registry,
        )
        self._not_admitted = Counter(
            "kir_not_admitted",
            "Calls that were not let in, by the reason: what is wrong with the token, or the rate.",
            ("reason",),
            registry=self._registry,
        )
        self._replay_unchecked = Counter(
            "kir_replay_unchecked",
            "Tokens let in while the database could not say whether another worker had seen them.",
            registry=self._registry,
        )
        self._registry.register(_Read(unmapped, lost, feedback))
        ProcessCollector(registry=self._registry)

    @contextmanager
    def call(self, service: str) -> Generator[None]:
        """Around one hook call: its time, and why it has no answer. `service` is the id of a service of ours."""
        begun = perf_counter()
        try:
            yield
        except ClientDisconnect:
            self._calls.labels(service, "left").inc()
            raise
        except Exception as error:
            self._calls.labels(service, _OUTCOMES.get(ANSWERS.get(type(error), OUR_FAULT)[0], "refused")).inc()
            raise
        finally:
            self._seconds.labels(service).observe(perf_counter() - begun)

    def answered(self, service: str, response: HookResponse) -> None:
        """One answer: the rules that spoke, and those that could not be evaluated."""
        self._calls.labels(service, "cards" if response.cards else "no-cards").inc()
        for card in response.cards:
            for entry in card.extension.get(RULES, ()):
                self._cards.labels(entry["id"], entry["indicator"]).inc()
        for entry in response.extension.get(DECISION, {}).get("notEvaluated", ()):
            self._not_evaluated.labels(entry["rule"]).inc()

    def reported(self, batch: FeedbackBatch) -> None:
        """What became of cards."""
        for item in batch.items:
            self._feedback.labels(item.outcome.value).inc()
        if batch.problems:
            self._feedback.labels("unreadable").inc(len(batch.problems))

    def not_admitted(self, reason: str) -> None:
        """One call that was not let in; `reason` is one of the fixed words of the gate."""
        self._not_admitted.labels(reason).inc()

    def replay_unchecked(self) -> None:
        """One token that was let in and is new to this worker only."""
        self._replay_unchecked.inc()

    def to_text(self) -> bytes:
        """Everything counted, as Prometheus reads it."""
        return generate_latest(self._registry)


class _Read(Collector):
    """What others count: read when somebody asks."""

    def __init__(
        self,
        unmapped: Callable[[], Mapping[str, int]],
        lost: Callable[[], int] | None,
        feedback: Callable[[], Mapping[str, float]] | None,
    ) -> None:
        self._unmapped, self._lost, self._feedback = unmapped, lost, feedback

    def collect(self) -> Iterable[Metric]:
        unmapped = CounterMetricFamily(
            "kir_unmapped_medications",
            "Medications that nothing could name, each once per call and code system.",
            labels=("system",),
        )
        for system, count in sorted(self._unmapped().items()):
            unmapped.add_metric((system,), count)
        yield unmapped
        if self._lost is not None:
            yield CounterMetricFamily(
                "kir_lost_decisions", "Decisions that were answered but could not be kept.", value=self._lost()
            )
        if self._feedback is not None:
            yield from _on_its_way(self._feedback())


def _on_its_way(feedback: Mapping[str, float]) -> Iterable[Metric]:
    spooled = GaugeMetricFamily(
        "kir_feedback_spooled",
        "Card outcomes in the spool: waiting for the database, or set aside because it refused them.",
        labels=("state",),
    )
    for state in ("waiting", "aside"):
        spooled.add_metric((state,), feedback[state])
    yield spooled
    yield CounterMetricFamily(
        "kir_feedback_delivered", "Card outcomes written to the database.", value=feedback["delivered"]
    )
    yield CounterMetricFamily(
        "kir_feedback_refused",
        "Card outcomes not taken (503), since neither spool nor database could keep them.",
        value=feedback["refused"],
    )


def metrics_routes(metrics: Metrics) -> APIRouter:
    """The route that monitoring reads."""
    router = APIRouter(tags=["operation"])

    @router.get("/metrics", summary="Numbers in the Prometheus format", response_class=Response)
    def read() -> Response:
        return Response(metrics.to_text(), media_type=CONTENT_TYPE_LATEST)

    return router
