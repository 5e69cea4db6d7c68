"""A real HTTP server on loopback that says what a test tells it to."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server:
    """Gives prepared (status, content type, body) in turn, the last one forever, and keeps what it was sent."""

    def __init__(self) -> None:
        self.replies: list[tuple[int, str, bytes]] = []
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
                served.requests.append((self.path, dict(self.headers), body))
                status, kind, content = served.replies[min(len(served.requests), len(served.replies)) - 1]
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_DELETE(self) -> None:
                self.do_POST()

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        """The address, without a path."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def gives(self, *replies: Any, status: int = 200, kind: str = "application/json") -> None:
        """The replies from now on: bytes as they are, anything else as JSON."""
        self.replies = [
            (status, kind, r if isinstance(r, bytes) else json.dumps(r, ensure_ascii=False).encode()) for r in replies
        ]

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
