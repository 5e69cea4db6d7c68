"""Changes an index in a process of its own, so that reading many files keeps nobody waiting for an answer.

    python -m assistant.page.builder STORE    with one JSON object on stdin: {"build": [paths]} or {"remove": id}

Prints one JSON object a line: {"done", "total", "name"} for each file read, at the end {"report": …} or {"error": …}.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from corpus.errors import MingzhangError


def main(store: Path, order: dict[str, object]) -> None:
    """Carry out one order and tell how it went."""
    from index.build import build, remove

    try:
        wanted = order.get("build")
        if isinstance(wanted, list):
            report = build([str(path) for path in wanted], store, progress=_tell_progress)
            failed = [{"name": Path(f.path).name, "reason": f.reason} for f in report.failed]
            done = {"added": report.added, "updated": report.updated, "unchanged": report.unchanged, "failed": failed}
            _tell({"report": done})
        else:
            _tell({"report": {"removed": [remove(store, str(order["remove"]))]}})
    except MingzhangError as error:
        _tell({"error": str(error)})


def _tell_progress(done: int, total: int, name: str) -> None:
    _tell({"done": done, "total": total, "name": name})


def _tell(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.load(sys.stdin))
