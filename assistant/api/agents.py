"""Tools for agents by the Model Context Protocol: the same read-only look-ups that a language model of our own is given.

Over HTTP at ``/mcp`` (streamable, without sessions, so that any server process may answer) and over stdio as ``mingzhang mcp``.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from assistant.api.access import caller_of
from assistant.api.models import LONGEST
from assistant.api.problems import Problem, problem_of
from assistant.api.service import answer_json
from assistant.api.tools import Tools
from assistant.model.check import instructions
from corpus.errors import MingzhangError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from fastapi import FastAPI
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from starlette.types import Receive, Scope, Send

    from assistant.api.access import Caller
    from assistant.api.service import Service

PATH = "/mcp"
_ABOUT = "中国政府部门预算、决算公开问答。每个数都照原文给出，附文件、页或行与原文；没有出处就不给数。金额只可照抄，不可另算：运算用 calculate。"
_CALCULATE = (
    "对查得到的数额做运算。operation 是 sum、difference、share 或 times；terms 逐个写明项目、部门、年度，各要恰好对应一个数额。"
)
_ASK = "问一个完整的问题，得到有出处的回答。before 是同一段对话里先前问过的问题，按顺序。"


class Term(BaseModel):
    """A figure to compute with: enough to name exactly one."""

    item: str = Field(max_length=200, description="标准项目名称")
    department: str = Field(default="", max_length=200, description="部门")
    year: int = Field(default=0, ge=0, le=2199, description="年度")


def tool_server(service: Service) -> MCPServer:
    """The tools over a service; the caller is the one whom the gate let in, or this machine's user over stdio."""
    from mcp.server import MCPServer

    server: MCPServer = MCPServer("mingzhang", title="明账 Mingzhang", instructions=_ABOUT, version="1", log_level="WARNING")
    told = instructions()["tools"]
    reading = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

    async def run(context: Context, work: Callable[[Caller], dict[str, Any]]) -> dict[str, Any]:
        caller = caller_of(context.request_context.request)
        try:
            return await service.pool.run(lambda: work(caller))
        except (Problem, MingzhangError) as error:
            raise ToolError(problem_of(error).detail) from error

    @server.tool(description=told["find_figure"], annotations=reading)
    async def find_figure(context: Context, item: str, department: str = "", year: int = 0) -> dict[str, Any]:
        return await run(context, lambda caller: Tools(service, caller).find_figure(item, department, year))

    @server.tool(description=told["search_passages"], annotations=reading)
    async def search_passages(context: Context, question: str, department: str = "", year: int = 0) -> dict[str, Any]:
        return await run(context, lambda caller: Tools(service, caller).search_passages(question[:LONGEST], department, year))

    @server.tool(description=_CALCULATE, annotations=reading)
    async def calculate(context: Context, operation: str, terms: list[Term]) -> dict[str, Any]:
        named = [(term.item, term.department, term.year) for term in terms]
        return await run(context, lambda caller: Tools(service, caller).calculate(operation, named))

    @server.tool(description=told["list_documents"], annotations=reading)
    async def list_documents(context: Context) -> dict[str, Any]:
        return await run(context, lambda caller: Tools(service, caller).list_documents())

    @server.tool(description=_ASK, annotations=reading)
    async def ask(context: Context, question: str, before: list[str] | None = None) -> dict[str, Any]:
        turns = tuple(turn[:LONGEST] for turn in (*(before or ()), question))
        return await run(context, lambda caller: answer_json(service.answer(caller, turns)))

    return server


class Endpoint:
    """The tools over HTTP, while ``running``."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What the web application does while it lives."""
        server = tool_server(self._service)
        # Which names the server may be called by is the gate's business, for this address as for all others.
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        server.streamable_http_app(json_response=True, stateless_http=True, transport_security=security)
        self._manager = server.session_manager
        async with self._manager.run():
            yield
        self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if self._manager is None:
            from starlette.responses import Response

            await Response(status_code=503)(scope, receive, send)
            return
        await self._manager.handle_request(scope, receive, send)


def offer(app: FastAPI, service: Service) -> None:
    """Serve the tools at ``PATH`` of ``app`` for as long as it lives."""
    from starlette.routing import Route

    endpoint, before = Endpoint(service), app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[Any]:
        async with before(application) as state, endpoint.running():
            yield state

    app.router.lifespan_context = lifespan
    app.router.routes.append(Route(PATH, endpoint=endpoint, include_in_schema=False))


def serve_stdio(store: Path) -> None:
    """Offer the tools over stdin and stdout until stdin ends. Raises StoreError where there is no index."""
    from assistant import Assistant, Conversation
    from assistant.api.service import Service
    from assistant.page.desk import Desk

    assistant = Assistant.open(store)
    tool_server(Service(Desk(lambda: assistant, Conversation))).run("stdio")
