"""A real HTTP server on loopback that speaks OpenAI's protocol and says what a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = Mapping[str, Any]
Reply = tuple[int, bytes]
Script = Callable[[Request], Reply]

CUT = -1
"""Status of a reply that announces more than it sends."""


def says(text: str) -> Reply:
    """A completion with this text."""
    return 200, _completion({"role": "assistant", "content": text})


def calls(name: str, arguments: object) -> Reply:
    """A completion that calls a tool; ``arguments`` as an object, or as the string that a confused model writes."""
    written = arguments if isinstance(arguments, str) else json.dumps(arguments)
    call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": written}}
    return 200, _completion({"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls")


def after_tools(first: Reply, then: Callable[[str], Reply]) -> Script:
    """Calls a tool, and answers with what ``then`` makes of its result."""

    def script(request: Request) -> Reply:
        results = [message["content"] for message in request["messages"] if message["role"] == "tool"]
        return then(results[-1]) if results else first

    return script


def slowly(seconds: float, reply: Reply) -> Script:
    """The reply after a while."""

    def script(_: Request) -> Reply:
        time.sleep(seconds)
        return reply

    return script


@contextmanager
def serving(script: Script) -> Iterator[tuple[str, list[Request]]]:
    """The base URL of a server with this script, and the requests it got."""
    requests: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            requests.append(request)
            status, body = script(request)
            self.send_response(200 if status == CUT else status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body) + (1000 if status == CUT else 0)))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """The client went away: that is part of the play."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _completion(message: Mapping[str, object], reason: str = "stop") -> bytes:
    choice = {"index": 0, "message": message, "finish_reason": reason}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return json.dumps(
        {"id": "c", "object": "chat.completion", "created": 0, "model": "played", "choices": [choice], "usage": usage}
    ).encode()
