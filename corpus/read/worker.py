"""Work on files nobody has seen, in processes with limits: a hang, a crash or a flood of memory ends one piece of work, nothing else.

A worker is this module run by another interpreter. It gets pickled (function, argument, seconds) on its standard input and answers on
its standard output; it ends when its input does. It cannot outlive the program: it watches its parent, and an alarm ends it at its limit.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from types import TracebackType
from typing import IO, Generic, TypeVar

MEMORY = 4 * 1024**3
"""Bytes of address space that a worker may take, libraries included (where the system can limit it)."""
_GRACE = 5.0
_WATCH = 1.0
_LENGTH = struct.Struct(">Q")

A = TypeVar("A")
R = TypeVar("R")


class Broken(StrEnum):
    """Why a piece of work has no result."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


class _Worker:
    """One process. It starts with its first piece of work."""

    def __init__(self, memory: int) -> None:
        path = os.pathsep.join(place or str(os.getcwd()) for place in sys.path)  # noqa: PTH109
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from corpus.read.worker import main; main()", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )

    def ask(self, request: bytes, seconds: float) -> bytes | Broken:
        """The answer to a request, or why there is none: then the worker is dead."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            if self.process.stdin is None or self.process.stdout is None:
                return Broken.CRASH
            _send(self.process.stdin, request)
            answer = _receive(self.process.stdout)
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if answer:
            return answer
        self.kill()
        return Broken.TIME if late.is_set() else Broken.CRASH

    def kill(self) -> None:
        """End the process and those it started."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class Workers(Generic[A, R]):
    """Up to ``jobs`` processes that apply ``function`` (importable by name) to arguments. Use it as a context: leaving kills them all."""

    def __init__(self, function: Callable[[A], R], jobs: int, memory: int = MEMORY) -> None:
        self._function, self._memory = function, memory
        self._slots: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        for _ in range(jobs):
            self._slots.put(None)
        self._alive: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="reading")

    def __enter__(self) -> Workers[A, R]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._closed = True
            alive = list(self._alive)
        for worker in alive:
            worker.kill()
        self._threads.shutdown()
        for worker in alive:
            worker.close()

    def submit(self, argument: A, seconds: float) -> Future[R | Broken]:
        """Have the function applied to an argument within that many seconds. The future's result is the function's, or Broken."""
        return self._threads.submit(self._run, argument, seconds)

    def _run(self, argument: A, seconds: float) -> R | Broken:
        worker = self._slots.get()
        try:
            worker = worker or self._started()
            if worker is None:
                return Broken.CRASH
            answer = worker.ask(pickle.dumps((self._function, argument, seconds)), seconds)
            if not isinstance(answer, Broken):
                result: R | Broken = pickle.loads(answer)  # noqa: S301 - from our own process
                if not isinstance(result, Broken):
                    return result
                answer = result
            self._ended(worker)
            worker = None
            return answer
        finally:
            self._slots.put(worker)

    def _started(self) -> _Worker | None:
        with self._lock:
            if self._closed:
                return None
            worker = _Worker(self._memory)
            self._alive.add(worker)
            return worker

    def _ended(self, worker: _Worker) -> None:
        worker.close()
        with self._lock:
            self._alive.discard(worker)


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    """The next message; b"" where the other side is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    (length,) = _LENGTH.unpack(head)
    message = pipe.read(length)
    return message if len(message) == length else b""


def main() -> None:
    """Serve requests until the input ends. What libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _confine(int(sys.argv[1]))
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    while request := _receive(sys.stdin.buffer):
        function, argument, seconds = pickle.loads(request)  # noqa: S301 - from our own parent
        _alarm(seconds + _GRACE)
        try:
            answer = pickle.dumps(function(argument))
        except MemoryError:
            _send(answers, pickle.dumps(Broken.MEMORY))
            return
        _alarm(0)
        _send(answers, answer)


def _confine(memory: int) -> None:
    """Limit this process where the system can: address space, and no core dumps."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _watch(parent: int) -> None:
    """End this process when its parent has."""
    while os.getppid() == parent:
        time.sleep(_WATCH)
    os._exit(1)
