"""A question for a figure in process: with many documents against with few, against bounds, and against plain retrieval."""

from __future__ import annotations

import gc
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant import Assistant
from benchmarks.corpora import SAMPLES
from benchmarks.ratio import Ratio, best_of
from index.build import build
from tests.assistant.made import write_generated
from tests.generator.disclosure import generate, random_profile

FEW, MANY, MOST = 3, 60, 200
MEDIAN, HIGH = 0.020, 0.060
"""Seconds that a question may take: half of them, and all but one in twenty."""
LANGCHAIN = 1.0
"""Most times as long as finding four passages that a verified answer may take; 0.7 to 0.9 is measured on a quiet machine."""
FIRST_SEED = 4000
ROUNDS = 3
PAIRED = 12
"""Rounds of the comparison with LangChain, whose two sides are near each other: the best of few would be the machine's mood."""
QUESTIONS = Path(__file__).parent.parent / "eval" / "cases" / "wild.jsonl"


def measure() -> Iterator[Ratio]:
    """With twenty times the documents (at most twice as long), against the bounds, and against LangChain's top four."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (_store(Path(folder) / str(count), count) for count in (FEW, MANY))
        turns = [case["turns"] for case in map(json.loads, QUESTIONS.read_text("utf-8").splitlines()) if len(case["turns"]) == 1]
        questions = [turn[0] for turn in turns if "吉" in turn[0] or "昌吉" in turn[0]][:80]
        slow, fast = _best(many, questions), _best(few, questions)
        yield Ratio(f"p95 of {len(questions)} questions: {MANY} documents / {FEW}", _high(slow), _high(fast), 2.0)
        most = _best(Assistant.open(write_generated(Path(folder) / str(MOST), range(FIRST_SEED, FIRST_SEED + MOST))), questions)
        for count, times in ((FEW, fast), (MOST, most)):
            yield Ratio(
                f"median question over {count} documents / {MEDIAN * 1000:.0f} ms", sorted(times)[len(times) // 2], MEDIAN, 1.0
            )
            yield Ratio(f"p95 question over {count} documents / {HIGH * 1000:.0f} ms", _high(times), HIGH, 1.0)
        plain = _plain(few, questions)
        gc.freeze()  # as the server does; else each of our rounds pays for the libraries that only theirs loads
        ours, theirs = best_of(PAIRED, lambda: [few.ask(q) for q in questions], plain)
        yield Ratio("the same questions / LangChain retrieval (embed, Chroma, top 4)", ours, theirs, LANGCHAIN)


def _store(folder: Path, count: int) -> Assistant:
    """The samples and generated disclosures, ``count`` documents in all, indexed."""
    papers = folder / "papers"
    papers.mkdir(parents=True)
    for seed in range(FIRST_SEED, FIRST_SEED + count - len(SAMPLES)):
        (papers / f"{seed}.txt").write_text(generate(random_profile(seed)).text, encoding="utf-8")
    build([*SAMPLES, papers], folder / "store")
    return Assistant.open(folder / "store")


def _best(assistant: Assistant, questions: Sequence[str]) -> list[float]:
    """The best time of each question, in seconds."""
    best = [float("inf")] * len(questions)
    for _ in range(ROUNDS):
        for number, question in enumerate(questions):
            began = time.perf_counter()
            assistant.ask(question)
            best[number] = min(best[number], time.perf_counter() - began)
    return best


def _high(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[int(len(times) * 0.95)]


def _plain(assistant: Assistant, questions: Sequence[str]) -> Callable[[], object]:
    """The job of finding four passages for each question through LangChain's Chroma store over the same passages and vectors."""
    from index.retriever import as_vector_store
    from index.search import Search

    search = Search(assistant.ledger)
    store = as_vector_store(search.passages, search.embedder)
    return lambda: [store.similarity_search(question, k=4) for question in questions]
