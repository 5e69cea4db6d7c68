"""Talking to the model through LangChain: an agent with read-only tools, and a writer without any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.model.check import Piece, instructions
from assistant.model.desk import Desk, delimited
from assistant.model.settings import ModelSettings
from index.settings import quiet

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.tools import BaseTool

STEPS = 12
"""Turns between model and tools, after which the agent is stopped."""


def find(settings: ModelSettings, desk: Desk) -> str:
    """What the model answers after looking things up at the desk. Raises whatever its libraries raise."""
    quiet(online=True)
    from langchain.agents import create_agent

    agent: Any = create_agent(_chat(settings), tools=_tools(desk), system_prompt=instructions()["find"])
    asked = {"messages": [{"role": "user", "content": desk.scene.question.text}]}
    return _text(agent.invoke(asked, config={"recursion_limit": STEPS})["messages"][-1])


def phrase(settings: ModelSettings, question: str, evidence: Mapping[int, Piece]) -> str:
    """The evidence in one or two sentences. Raises whatever the model's libraries raise."""
    quiet(online=True)
    data = "\n".join(delimited(number, piece.text) for number, piece in evidence.items())
    said = _chat(settings).invoke([("system", instructions()["phrase"]), ("user", f"问题：{question}\n\n{data}")])
    return _text(said)


@lru_cache(maxsize=4)
def _chat(settings: ModelSettings) -> BaseChatModel:
    """The chat model; OpenAI's protocol unless the name says another provider."""
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": 0, "timeout": settings.seconds, "max_retries": 1}
    if settings.base_url:
        options["base_url"] = settings.base_url
    if settings.api_key or settings.base_url:
        options["api_key"] = settings.api_key or "none"
    provider, _, name = settings.name.partition("://")
    if name:
        settings, options["model_provider"] = replace(settings, name=name), provider
    chat: BaseChatModel = init_chat_model(settings.name, **{"model_provider": "openai", **options})
    return chat


def _tools(desk: Desk) -> list[BaseTool]:
    from langchain_core.tools import tool

    told = instructions()["tools"]

    @tool(description=told["find_figure"])
    def find_figure(item: str, department: str = "", year: int = 0) -> str:
        return desk.find_figure(item, department, year)

    @tool(description=told["search_passages"])
    def search_passages(question: str, department: str = "", year: int = 0) -> str:
        return desk.search_passages(question, department, year)

    @tool(description=told["calculate"])
    def calculate(operation: str, evidence: list[int]) -> str:
        return desk.calculate(operation, evidence)

    @tool(description=told["list_documents"])
    def list_documents() -> str:
        return desk.list_documents()

    return [find_figure, search_passages, calculate, list_documents]


def _text(message: Any) -> str:
    """The text of a reply, without what some models put before it as their thinking."""
    return str(message.text).rpartition("</think>")[2].strip()
