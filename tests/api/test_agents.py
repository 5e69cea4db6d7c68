"""The tools with the official MCP client: over HTTP against a real server, and over the stdin and stdout of a real process."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.page.desk import Desk
from tests.api.conftest import SANGONG
from tests.api.test_asking import promised

ROOT = Path(__file__).parent.parent.parent
TOOLS = {"find_figure", "search_passages", "calculate", "list_documents", "ask"}
ITEM = {"item": "公务接待费", "year": 2024}


def talk(where: Any, act: Callable[[Client], Awaitable[None]], mode: str = "auto") -> None:
    """Do something with a connected client."""

    async def run() -> None:
        async with Client(where, mode=mode) as client:
            await act(client)

    asyncio.run(run())


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool gives."""
    told = await client.call_tool(tool, arguments)
    assert not told.is_error, told.content
    assert told.structured_content is not None
    return told.structured_content


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_over_http(server: str, desk: Desk, mode: str) -> None:
    async def act(client: Client) -> None:
        listed = (await client.list_tools()).tools
        assert {tool.name for tool in listed} == TOOLS
        assert all(tool.annotations and tool.annotations.read_only_hint and tool.description for tool in listed)
        found = (await called(client, "find_figure", **ITEM))["figures"]
        assert found[0]["数额"] == "2.30万元"
        assert found[0]["sources"][0]["quote"]
        both = await called(client, "calculate", operation="sum", terms=[ITEM, {"item": "三公经费", "year": 2024}])
        assert both["result"] == "10.60万元"
        assert both["formula"]
        assert len(both["sources"]) >= 2
        told = await called(client, "ask", question="那公务接待费呢", before=[SANGONG])
        assert told["figures"][0]["value"] == "2.30"
        direct = desk.assistant().ask(SANGONG).to_json()
        assert promised(await called(client, "ask", question=SANGONG)) == promised(dict(direct))
        documents = await called(client, "list_documents")
        assert documents["total"] == len(documents["documents"]) == 2
        passages = (await called(client, "search_passages", question="主要职责是什么", year=2024))["passages"]
        assert passages
        assert all(p["sources"][0]["fiscal_year"] == 2024 for p in passages)

    talk(f"{server}/mcp", act, mode)


def test_what_cannot_be_done_is_said_and_not_guessed(server: str) -> None:
    async def act(client: Client) -> None:
        several = await client.call_tool("calculate", {"operation": "sum", "terms": [{"item": "公务接待费"}, ITEM]})
        assert several.is_error
        assert "请写明部门和年度" in str(several.content)
        unknown = await client.call_tool("calculate", {"operation": "root", "terms": [ITEM, ITEM]})
        assert unknown.is_error
        wrong = await client.call_tool("calculate", {"operation": "sum", "terms": [{"item": 7, "year": 10**40}]})
        assert wrong.is_error
        nothing = await called(client, "find_figure", item="火星基地", year=1999)
        assert nothing["figures"] == []
        assert nothing["message"]

    talk(f"{server}/mcp", act)


def test_the_tools_over_stdio(shelf: Path) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "assistant", "mcp", "--store", str(shelf)], cwd=ROOT)

    async def act(client: Client) -> None:
        assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
        assert (await called(client, "find_figure", **ITEM))["figures"][0]["数额"] == "2.30万元"

    talk(stdio_client(command), act)


def test_without_an_index_there_is_one_clear_line(tmp_path: Path, mingzhang: Any) -> None:
    told = mingzhang("mcp", "--store", tmp_path / "none")
    assert told.exit_code == 1
    assert told.stdout == ""
    assert "mingzhang build" in told.stderr
