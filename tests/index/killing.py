"""Builds that are killed: run as a script with a folder to work in; prints what a reader finds after each one, as JSON Lines.

The process imports everything once and forks for each build, so that many moments can be tried in little time.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chromadb.api.rust  # noqa: F401

import corpus.checks
import corpus.figures
import corpus.read  # noqa: F401
from index.build import build
from index.ledger import Ledger
from index.settings import HASHING, Settings

SETTINGS = Settings(embedding=HASHING)
MOMENTS = 8


def run(work: Callable[[], object], delay: float | None) -> float:
    """Do the work in a process of its own that is killed after ``delay`` seconds; returns how long it ran."""
    began = time.perf_counter()
    if (child := os.fork()) == 0:
        work()
        os._exit(0)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.perf_counter() - began


def kill_before_replacing(name: str) -> None:
    """Make this process kill itself at the moment it would put a file called ``name`` in place."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "os.rename" and Path(os.fspath(arguments[1])).name == name:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def seen(store: Path) -> dict[str, object]:
    """What a reader finds, and the generations that lie about."""
    with Ledger.open(store) as ledger:
        lines = {record.name: len(ledger.lines(record.id)) for record in ledger.documents()}
        whole = all(record.lines == lines[record.name] for record in ledger.documents())
        return {
            "names": sorted(lines),
            "whole": whole,
            "generations": sorted(int(p.name) for p in (store / "generations").iterdir()),
        }


def main(folder: Path) -> None:
    """Try every moment of a build that replaces one document and adds another."""
    store, old, new = folder / "var", folder / "old", folder / "new"
    run(lambda: build([old], store, settings=SETTINGS), None)
    whole = run(lambda: build([new], folder / "other", settings=SETTINGS), None)
    for nth in range(MOMENTS):
        run(lambda: build([old, new], store, settings=SETTINGS), whole * (nth + 0.5) / MOMENTS)
        print(json.dumps({"killed": nth, **seen(store)}), flush=True)

    def at_the_door() -> None:
        kill_before_replacing("CURRENT")
        build([old, new], store, settings=SETTINGS)

    run(at_the_door, None)
    print(json.dumps({"killed": "at the door", **seen(store)}), flush=True)
    run(lambda: build([old, new], store, settings=SETTINGS), None)
    print(json.dumps({"killed": "not", **seen(store)}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
