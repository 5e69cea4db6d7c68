"""What Prometheus reads: answers, the guard against wrong numbers, documents, uploads and HTTP requests.

Each server has a registry of its own. With several processes (``mingzhang serve --workers``) they write into the folder
PROMETHEUS_MULTIPROC_DIR, and whichever is asked tells the sum; without it a process tells of itself.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from assistant.ask import FAILED, UNVERIFIED

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.answer import Answer

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_ROUTE = "mingzhang.route"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30)
_HELD = {UNVERIFIED: "unverified", FAILED: "failed"}
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = Counter("mingzhang_questions", "Answers by status", ["status"], registry=self.registry)
        self.seconds = Histogram("mingzhang_answer_seconds", "Time to answer", buckets=_SECONDS, registry=self.registry)
        self.guard = Counter("mingzhang_guard", "Answers held back", ["kind"], registry=self.registry)
        self.documents = Gauge(
            "mingzhang_documents", "Documents on record", multiprocess_mode="mostrecent", registry=self.registry
        )
        self.uploads = Counter("mingzhang_uploads", "Files sent", ["outcome"], registry=self.registry)
        self.requests = Counter("mingzhang_http_requests", "HTTP requests", ["method", "route", "status"], registry=self.registry)
        self.request_seconds = Histogram(
            "mingzhang_http_seconds", "Time to answer a request", ["route"], buckets=_SECONDS, registry=self.registry
        )
        for kind in _HELD.values():
            self.guard.labels(kind)

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        self.questions.labels(answer.status.value).inc()
        self.seconds.observe(answer.seconds)
        if answer.text in _HELD:
            self.guard.labels(_HELD[answer.text]).inc()

    def text(self) -> bytes:
        """All of it, in the format of Prometheus."""
        if FOLDER not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


class Counted:
    """ASGI middleware outside all others: counts requests, the refused ones too."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and count it by its route's template; what no route took is ``other``."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status, route = time.perf_counter(), 500, {"path": "other"}

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app({**scope, _ROUTE: route}, receive, sent)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self.metrics.requests.labels(method, route["path"], str(status)).inc()
            self.metrics.request_seconds.labels(route["path"]).observe(time.perf_counter() - started)


class Named:
    """ASGI middleware inside all others: tells ``Counted`` which route a request came to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, then tell."""
        proxy = scope.get("root_path", "")
        try:
            await self.app(scope, receive, send)
        finally:
            template = getattr(scope.get("route"), "path", None)
            if _ROUTE in scope and template is not None:
                scope[_ROUTE]["path"] = str(scope.get("root_path", "")).removeprefix(proxy) + template
