"""Fifty users at once over HTTP: how long answers take, whether any fails, what memory does, and what an upload meanwhile does.

``python -m benchmarks.load [QUESTIONS]`` prints the numbers; ``make bench`` holds them to their bounds. The server is started as
``mingzhang serve --workers 2`` starts it; every user has a key and asks again as soon as the answer is there.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant.gate import Role, keys
from assistant.gate.keeper import Keeper
from benchmarks.corpora import SAMPLES
from benchmarks.ratio import Ratio
from index.build import build
from tests.generator.disclosure import generate, random_profile
from tests.generator.truth import Disclosure

ROOT = Path(__file__).parent.parent
USERS, WORKERS, DOCUMENTS, FIRST_SEED = 50, 2, 12, 7000
QUESTIONS = 10_000
"""Asked by all users together."""
SLOWEST = 0.3
"""Seconds; 95 of 100 answers are there before."""
GROWTH = 1.05
"""Memory after the last question against memory after the first fifth of them, when every cache is warm."""


@dataclass
class Run:
    """What came of a run; times in seconds, memory in bytes."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    rate: float = 0.0

    def high(self, share: float = 0.95) -> float:
        """The time that this share of the answers took at most."""
        return sorted(self.seconds)[int(len(self.seconds) * share)]

    def growth(self) -> float:
        """Memory at the end by memory after the first fifth."""
        return self.memory[-1] / self.memory[len(self.memory) // 5]


def measure() -> Iterator[Ratio]:
    """The 95th percentile and memory, and the same while documents are read in; an answer that fails ends it all."""
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as server:
        run = asyncio.run(_load(server, QUESTIONS))
        meanwhile, waited = asyncio.run(_while_reading(server))
    for told in (run, meanwhile):
        if told.failed:
            raise RuntimeError(f"{len(told.failed)} answers failed, the first: {told.failed[0]}")
    print(
        f"load: {run.rate:.0f} answers/s, p50 {run.high(0.5) * 1000:.0f} ms, p95 {run.high() * 1000:.0f} ms, p99 {run.high(0.99) * 1000:.0f} ms"
    )
    print(
        f"load: while documents are read in ({waited:.1f} s): p95 {meanwhile.high() * 1000:.0f} ms; memory {run.memory[-1] >> 20} MB"
    )
    yield Ratio(f"p95 of {len(run.seconds)} answers to {USERS} users at once / {SLOWEST} s", run.high(), SLOWEST, 1.0)
    yield Ratio(
        "memory after the last question / after the first fifth", run.memory[-1], run.memory[len(run.memory) // 5], GROWTH
    )
    yield Ratio(f"p95 while documents are read in / {SLOWEST} s", meanwhile.high(), SLOWEST, 3.0)


@dataclass(frozen=True, slots=True)
class _Server:
    port: int
    pids: Sequence[int]
    users: Sequence[str]
    editor: str
    new: Disclosure
    papers: Path


@contextmanager
def _server(folder: Path) -> Iterator[_Server]:
    """A server over the samples and generated disclosures; its users by their keys."""
    papers, store = folder / "papers", folder / "store"
    papers.mkdir()
    for seed in range(FIRST_SEED, FIRST_SEED + DOCUMENTS - len(SAMPLES)):
        (papers / f"{seed}.txt").write_text(generate(random_profile(seed)).text, encoding="utf-8")
    build([*SAMPLES, papers], store)
    users = [keys.add(Keeper(store), f"user-{n}") for n in range(USERS)]
    editor = keys.add(Keeper(store), "editor", Role.EDITOR)
    environment = {**os.environ, "MINGZHANG_IDENTITY": "key", "MINGZHANG_RATE": "1000000/minute"}
    page, port = _free(), _free()
    command = [
        sys.executable,
        "app.py",
        "--store",
        str(store),
        "--port",
        str(page),
        "--workers",
        str(WORKERS),
        "--api-port",
        str(port),
    ]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port, users[0])
            new = generate(random_profile(FIRST_SEED + 999))
            yield _Server(port, _children(process.pid), users, editor, new, papers)
        finally:
            process.terminate()


def _free() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(port: int, key: str) -> None:
    """Wait until the workers answer. Raises RuntimeError where they do not."""
    import httpx

    for _ in range(600):
        try:
            if (
                httpx.get(f"http://127.0.0.1:{port}/api/v1/documents", headers={"Authorization": f"Bearer {key}"}).status_code
                == 200
            ):
                time.sleep(3)  # the other worker
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _children(pid: int) -> list[int]:
    """The processes that a process has started; itself where the system does not tell."""
    try:
        return [
            int(child) for thread in Path(f"/proc/{pid}/task").iterdir() for child in (thread / "children").read_text().split()
        ]
    except OSError:
        return [pid]


async def _load(server: _Server, count: int) -> Run:
    """``count`` questions by all users at once, each as soon as the one before is answered."""
    run, asked = Run(), _questions()
    waiting = iter(range(count))
    began = time.perf_counter()

    async def user(key: str, seed: int) -> None:
        draw = random.Random(seed)
        connection = await _Connection.open(server.port, key)
        for number in waiting:
            if number % 500 == 0:
                run.memory.append(_memory(server.pids))
            await _timed(run, connection, draw.choice(asked))
        await connection.close()

    await asyncio.gather(*(user(key, seed) for seed, key in enumerate(server.users)))
    run.memory.append(_memory(server.pids))
    run.rate = count / (time.perf_counter() - began)
    return run


async def _while_reading(server: _Server) -> tuple[Run, float]:
    """The load while a new document is taken in, and how long that took.

    One more user asks for a number of the new document all the time: there is no answer, and from some moment on the right one.
    """
    run, asked, done = Run(), _questions(), asyncio.Event()
    seen: list[str] = []

    async def user(key: str, seed: int) -> None:
        draw = random.Random(seed)
        connection = await _Connection.open(server.port, key)
        while not done.is_set():
            await _timed(run, connection, draw.choice(asked))
        await connection.close()

    async def watcher() -> None:
        connection = await _Connection.open(server.port, server.users[0])
        while not done.is_set():
            status, body = await connection.post("/api/v1/ask", {"question": _about(server.new)})
            seen.append(json.loads(body)["status"] if status == 200 else str(status))
            await asyncio.sleep(0.05)
        seen.append(json.loads((await connection.post("/api/v1/ask", {"question": _about(server.new)}))[1])["status"])
        await connection.close()

    began = time.perf_counter()
    taking = asyncio.create_task(_take_in(server, done))
    await asyncio.gather(*(user(key, seed) for seed, key in enumerate(server.users)), watcher(), taking)
    changes = [(a, b) for a, b in zip(seen, seen[1:], strict=False) if a != b]
    if seen[-1] != "answered" or len(changes) != 1:
        run.failed.append(f"the new document was seen as {changes}, in the end {seen[-1]}")
    return run, time.perf_counter() - began


async def _take_in(server: _Server, done: asyncio.Event) -> None:
    """Upload a document and wait until it is read in."""
    import httpx

    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client:
            who = {"Authorization": f"Bearer {server.editor}"}
            sent = await client.post("/api/v1/uploads", files={"files": ("new.txt", server.new.text.encode())}, headers=who)
            sent.raise_for_status()
            job = sent.json()
            while job["state"] not in ("done", "failed"):
                await asyncio.sleep(0.2)
                job = (await client.get(f"/api/v1/uploads/{job['id']}", headers=who)).json()
            if job["state"] == "failed":
                raise RuntimeError(f"the document was not taken in: {job}")
            await asyncio.sleep(0.5)
    finally:
        done.set()


class _Connection:
    """One user's connection, kept open; as little work as can be, for the client shares the machine with the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str) -> None:
        self._reader, self._writer, self._key = reader, writer, key

    @classmethod
    async def open(cls, port: int, key: str) -> _Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port), key)

    async def post(self, path: str, content: object) -> tuple[int, bytes]:
        """Status and body of the answer."""
        body = json.dumps(content).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self._key}\r\nContent-Type: application/json\r\n"
        )
        self._writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        told = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = re.search(rb"content-length: (\d+)", told)
        return int(told.split(b" ", 2)[1]), await self._reader.readexactly(int(length.group(1)) if length else 0)

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


async def _timed(run: Run, connection: _Connection, question: str) -> None:
    began = time.perf_counter()
    status, body = await connection.post("/api/v1/ask", {"question": question})
    run.seconds.append(time.perf_counter() - began)
    if status != 200:
        run.failed.append(f"{status} {body[:200]!r} for {question}")


def _questions() -> list[str]:
    text = (ROOT / "eval" / "cases" / "wild.jsonl").read_text("utf-8")
    turns = [json.loads(line)["turns"] for line in text.splitlines()]
    return [turn[0] for turn in turns if len(turn) == 1]


def _about(document: Disclosure) -> str:
    return f"{document.truth.issuer}{document.truth.year}年收入总计多少"


def _memory(pids: Sequence[int]) -> int:
    """Resident memory of processes in bytes; 1 where the system does not tell, so that nothing seems to grow."""
    total = 1
    for pid in pids:
        try:
            found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
        except OSError:
            found = None
        total += int(found.group(1)) * 1024 if found else 0
    return total


if __name__ == "__main__":
    if len(sys.argv) > 1:
        QUESTIONS = int(sys.argv[1])
    for ratio in measure():
        print(ratio)
