"""What goes wrong with a request, told as RFC 9457 wants it: one JSON object with what, where and what to do next.

The kinds, their HTTP statuses and their words stand in ``problems.toml``. No traceback and no text of the request leaves the
server in a problem; ``detail`` is the one line of the error tree in ``corpus.errors``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.page.intake import TooLarge
from assistant.present import one_line
from corpus.errors import MingzhangError, StoreBusy, StoreEmpty, UnknownDocument

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI, Request

MEDIA = "application/problem+json"
_HTTP = {400: "malformed", 401: "unauthorized", 403: "forbidden", 404: "no-such-address", 405: "method", 413: "too-large"}
_TREE: tuple[tuple[type[MingzhangError], str], ...] = (
    (UnknownDocument, "not-found"), (StoreBusy, "busy"), (StoreEmpty, "no-index"), (TooLarge, "too-large"), (MingzhangError, "unusable"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: HTTP status, what it is called, what to do next."""

    status: int
    title: str
    next: str


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    text = files("assistant.api").joinpath("problems.toml").read_text(encoding="utf-8")
    return {name: Kind(**held) for name, held in tomllib.loads(text).items()}


class Problem(Exception):
    """A request that is refused; ``kind`` is a name of ``problems.toml``, ``detail`` says what of this request is wrong."""

    def __init__(
        self, kind: str, detail: str = "", errors: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        self.kind, self.detail, self.errors, self.headers = kind, detail, errors, headers
        super().__init__(detail)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return kinds()[self.kind].status


def problem_of(error: Exception) -> Problem:
    """The problem that an exception of ours, of the framework or of the web server amounts to."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, MingzhangError):
        return Problem(next(kind for tree, kind in _TREE if isinstance(error, tree)), one_line(str(error)))
    if isinstance(error, RequestValidationError):
        broken = any(part["type"] == "json_invalid" for part in error.errors())
        return Problem("malformed" if broken else "invalid", errors=[_fault(part) for part in error.errors()][:20])
    if isinstance(error, HTTPException):
        return Problem(_HTTP.get(error.status_code, "internal"), headers=error.headers)
    return Problem("internal")


def body(problem: Problem, where: str) -> dict[str, Any]:
    """The problem as JSON; ``where`` is the path that was asked for."""
    kind = kinds()[problem.kind]
    told: dict[str, Any] = {
        "type": f"urn:mingzhang:problem:{problem.kind}", "title": kind.title, "status": kind.status,
        "detail": problem.detail or kind.title, "instance": where, "next": kind.next,
    }  # fmt: skip
    return told | ({"errors": list(problem.errors)} if problem.errors else {})


def response(error: Exception, where: str) -> JSONResponse:
    """The answer to a request that ended in ``error``."""
    problem = problem_of(error)
    return JSONResponse(body(problem, where), problem.status, problem.headers, MEDIA)


def tell_problems(app: FastAPI) -> None:
    """Have ``app`` tell every error as a problem; what nobody expected is ``internal``, and the server logs why."""

    async def handle(request: Request, error: Exception) -> JSONResponse:
        return response(error, request.url.path)

    for kind in (Problem, MingzhangError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, handle)


def _fault(part: Mapping[str, Any]) -> dict[str, str]:
    """One fault that pydantic found: a JSON pointer into the part of the request, and what is wrong there."""
    place, *rest = (str(step) for step in part["loc"]) if part["loc"] else ("body",)
    pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in rest)
    return {"where": place, "pointer": pointer, "what": str(part["msg"])}
