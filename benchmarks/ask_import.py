"""A whole ``mingzhang ask`` for a figure, from process start to exit, against ``python -c "import sqlalchemy"``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.ratio import Ratio, best_of, process
from index.build import build

SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "documents").glob("*.txt"))
ROUNDS = 9
LIMIT = 3.0


def measure() -> Iterator[Ratio]:
    """One ratio; the limit is the promise that a clerk never waits for a library that the figure does not need."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build(SAMPLES, store)
        ask = [sys.executable, "-m", "assistant", "ask", "三公经费 2024年多少", "--json", "--store", str(store)]
        ours, base = best_of(ROUNDS, process(ask), process([sys.executable, "-c", "import sqlalchemy"]))
    yield Ratio("mingzhang ask / import sqlalchemy", ours, base, LIMIT)
