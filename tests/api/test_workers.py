"""Several processes: one conversation over all of them, one count, a new one where one dies, and none left over."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import SANGONG
from tests.api.test_operators import samples

ROOT = Path(__file__).parent.parent.parent
NEXT = "那公务接待费呢"


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def until(holds: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def alive(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=10).status_code == 200
    except httpx.HTTPError:
        return False


def children(process: int) -> set[int]:
    """The workers of a server."""
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(process)], capture_output=True, text=True).stdout
    return {int(line.split()[0]) for line in found.splitlines() if "assistant.api.workers" in line}


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes() == b""
    except OSError:
        return True


@pytest.fixture
def running(shelf: Path) -> Iterator[tuple[str, str, subprocess.Popen[bytes]]]:
    """Addresses of the page and of the workers, and the process that started them."""
    page, api = free_ports()
    command = [sys.executable, "-m", "assistant", "serve", "--store", str(shelf), "--port", str(page)]
    with subprocess.Popen([*command, "--workers", "2", "--api-port", str(api)], cwd=ROOT, stderr=subprocess.DEVNULL) as server:
        addresses = f"http://127.0.0.1:{page}", f"http://127.0.0.1:{api}"
        try:
            until(lambda: all(map(alive, addresses)) and len(children(server.pid)) == 2)
            yield (*addresses, server)
        finally:
            server.kill()


def test_several_processes_are_one_server(running: tuple[str, str, subprocess.Popen[bytes]]) -> None:
    # One test, because starting three processes is what takes the time.
    page, api, server = running
    a_conversation_goes_on_in_whichever_process(page, api)
    a_worker_that_dies_is_replaced(api, server.pid)
    workers = children(server.pid)
    server.kill()
    until(lambda: all(map(gone, workers)))


def a_conversation_goes_on_in_whichever_process(page: str, api: str) -> None:
    talk = httpx.post(f"{page}/api/v1/conversations").json()["id"]
    for turn, question in enumerate([SANGONG, *[NEXT] * 7]):
        asked = {"question": question, "conversation": talk}
        told = httpx.post(f"{page if turn % 4 == 3 else api}/api/v1/ask", json=asked, timeout=60)
        assert told.json()["figures"][0]["value"] == ("8.30" if turn == 0 else "2.30")
    assert len(httpx.get(f"{api}/api/v1/conversations/{talk}").json()["history"]) == 8
    for address in (page, api):
        told = httpx.get(f"{address}/metrics")
        assert samples(told.text)["mingzhang_questions_total", (("status", "answered"),)] == 8
    assert httpx.get(f"{api}/").status_code == 404


def a_worker_that_dies_is_replaced(api: str, server: int) -> None:
    before = children(server)
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len(children(server)) == 2 and children(server) != before)
    assert alive(api)
