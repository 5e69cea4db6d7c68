"""A disclosure from its text to checked figures: a text twice as long against the text itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.ratio import Ratio, best_of
from corpus.checks import check
from corpus.figures import figures
from corpus.read import read_bytes

SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "documents").glob("*.txt"))
ROUNDS = 3
LIMIT = 2.5


def measure() -> Iterator[Ratio]:
    """One ratio a sample; the limit says that time grows with length, half a time on top for what parts of a text say to each other."""
    for sample in SAMPLES:
        text = sample.read_bytes()
        twice, once = best_of(ROUNDS, _checked(text + b"\n" + text), _checked(text))
        yield Ratio(f"read and check {sample.stem}: twice the text / once", twice, once, LIMIT)


def _checked(text: bytes) -> Callable[[], object]:
    """The job of reading a text and checking its figures."""

    def job() -> object:
        document = read_bytes(text, "公开.txt")
        return check(document, figures(document))

    return job
