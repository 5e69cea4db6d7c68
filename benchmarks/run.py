"""``make bench``: run every benchmark of this folder and print its ratios; exit 1 where a limit is exceeded.

A benchmark is a module with ``measure()``, which yields ``Ratio``s.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from benchmarks.ratio import Ratio


def main() -> int:
    """Run them all, one after the other; returns the exit code."""
    ratios: list[Ratio] = []
    for path in sorted(Path(__file__).parent.glob("*.py")):
        module = importlib.import_module(f"benchmarks.{path.stem}") if path.stem not in {"__init__", "run", "ratio"} else None
        for ratio in getattr(module, "measure", list)():
            print(ratio, flush=True)
            ratios.append(ratio)
    return 0 if all(ratio.kept for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
