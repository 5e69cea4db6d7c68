"""Systems under test: this installation, other endpoints and plain retrieval, behind one protocol."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.ask import Assistant
from assistant.conversation import Conversation
from assistant.within import Within
from corpus.errors import MingzhangError, SettingsError


class NoReply(MingzhangError):
    """A system gave no usable answer to one conversation; the case is scored as silence and the run goes on."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in the JSON shape that ``mingzhang ask --json`` has, the seconds it took, and how it came about (may be empty)."""

    answer: Mapping[str, object]
    seconds: float
    trace: tuple[str, ...] = ()


class System(Protocol):
    """Something that answers conversations."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    @property
    def passages(self) -> bool:
        """Whether it only finds passages, and says nothing itself."""

    def ask(self, turns: Sequence[str]) -> Reply:
        """Answer the last turn. Raises NoReply for this conversation alone, another MingzhangError to end the run."""


class InProcess:
    """The assistant of this installation, over a store or the documents ``within`` it."""

    name = "mingzhang"
    passages = False

    def __init__(self, store: Path, within: Within | None = None) -> None:
        """Raises StoreError."""
        self._assistant, self._within = Assistant.open(store), within

    def ask(self, turns: Sequence[str]) -> Reply:
        """Answer in this process. A fault of the program is a miss of this case, and told in its line."""
        conversation = Conversation()
        try:
            for turn in turns[:-1]:
                self._assistant.ask(turn, conversation, within=self._within)
            started = time.perf_counter()
            answer = self._assistant.ask(turns[-1], conversation, within=self._within)
        except Exception as error:  # whatever the program does wrong, the other cases still want their turn
            raise NoReply(f"程序出错：{type(error).__name__}: {error}") from error
        return Reply(answer.to_json(), time.perf_counter() - started, answer.trace)


SYSTEMS = {
    "mingzhang": "本程序，同一进程",
    "http": "本程序，经正在运行的服务（--server）",
    "endpoint": "任何 OpenAI 兼容接口（--url、--model）",
    "rag": "LangChain 常规做法：切段、向量检索、取前几段",
    "keywords": "只用关键词检索（BM25）",
    "vectors": "只用向量检索",
}
"""Names for ``--system``, with what they mean."""


@dataclass(frozen=True, slots=True)
class Options:
    """What systems need to know: the store, the addresses of a server and an endpoint, its model, how many passages are given."""

    store: Path
    server: str = ""
    url: str = ""
    model: str = ""
    passages: int = 5


def open_system(name: str, options: Options) -> System:
    """The system of a name in SYSTEMS. Raises SettingsError or StoreError."""
    if name == "mingzhang":
        return InProcess(options.store)
    if name == "http":
        from eval.served import Served

        return Served(options.server)
    if name == "endpoint":
        from eval.endpoint import Endpoint

        return Endpoint(options.url, options.model)
    if name in SYSTEMS:
        from eval.baselines import Passages, open_finder

        return Passages(name, open_finder(name, options.store), options.passages)
    raise SettingsError(f"--system {name}：没有这个系统；可用 {'、'.join(SYSTEMS)}")
