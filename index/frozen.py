"""The pairs that the shipped embedding was trained on, kept as they were drawn.

The vocabulary goes on growing, and every name more would change what is drawn from it: a training today could not be held against
the measures of then. So the drawing is done once, by ``python -m index.train --renew``, and every training reads what was kept.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from index.pairs import Pair

FILE = Path(__file__).with_name("training.jsonl.gz")
"""One pair a line, as a list of its three texts."""


def load(file: Path = FILE) -> list[Pair]:
    """The pairs, in the order in which they were drawn."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [Pair(*json.loads(line)) for line in lines]


def keep(pairs: Sequence[Pair], file: Path = FILE) -> None:
    """Write the pairs in place of those kept before; the same pairs give the same bytes."""
    written = "".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)
    partial = file.with_suffix(".partial")
    partial.write_bytes(gzip.compress(written.encode("utf-8"), mtime=0))
    partial.replace(file)


def digest(pairs: Sequence[Pair]) -> str:
    """The first digits of the SHA-256 of what is trained on: whoever finds another one trains on something else."""
    return short_hash("\n".join("\t".join(pair) for pair in pairs).encode())


def short_hash(data: bytes) -> str:
    """The first 16 hexadecimal digits of a SHA-256, as the model card prints them."""
    return hashlib.sha256(data).hexdigest()[:16]
