"""Train the second reader of questions: ``python -m eval.learn`` (seconds, the same weights each time).

It learns from the masked questions of ``eval/categories.jsonl`` and writes ``assistant/category.json.gz``; ``--measure`` says how well
questions of one set are read by what the others teach. ``--read STORE CASES...`` prints the lines for question sets over a store.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Conversation
from assistant.category import LONGEST, SCALE, WEIGHTS, masked
from eval.case import Case, load

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

MATERIAL = Path(__file__).parent / "categories.jsonl"

ONE_AMOUNT = frozenset({"lookup", "alias", "noisy", "unit", "code"})
"""Categories of a question set that ask alike, for one amount; how its item is named makes the difference."""
UNTOLD = frozenset({"followup", "clarify", "not_disclosed", "out_of_scope"})
"""Categories that tell nothing of how a question is worded."""

SEEN, PENALTY = 2, 20.0
"""Questions that a run must stand in; how freely weights may grow (the inverse of the regularisation)."""


@dataclass(frozen=True, slots=True)
class Example:
    """A masked question, its category, and the set that it comes from."""

    text: str
    category: str
    source: str


def material(path: Path = MATERIAL) -> list[Example]:
    """The examples that are kept."""
    return [Example(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def read(store: Path, paths: Sequence[Path]) -> Iterator[Example]:
    """Examples of the question sets, as the assistant over a store reads their last turns."""
    assistant = Assistant.open(store)
    for case in load(paths):
        if case.category not in UNTOLD:
            yield Example(_masked(assistant, case), "lookup" if case.category in ONE_AMOUNT else case.category, case.group)


def _masked(assistant: Assistant, case: Case) -> str:
    conversation = Conversation()
    for turn in case.turns[:-1]:
        assistant.ask(turn, conversation)
    return masked(assistant.understand(case.turns[-1], conversation))


def fitted(examples: Sequence[Example]) -> tuple[TfidfVectorizer, LogisticRegression]:
    """The runs with their rarity, and the model over them."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    runs = TfidfVectorizer(analyzer="char", ngram_range=(1, LONGEST), min_df=SEEN, sublinear_tf=True, lowercase=False)
    model = LogisticRegression(C=PENALTY, max_iter=3000)
    model.fit(runs.fit_transform([e.text for e in examples]), [e.category for e in examples])
    return runs, model


def write(examples: Sequence[Example], path: Path = WEIGHTS) -> None:
    """Train on the examples and keep what ``assistant.category`` needs."""
    runs, model = fitted(examples)
    rows = np.column_stack([runs.idf_, model.coef_.T])
    kept = {
        "names": list(model.classes_),
        "bias": _hundredths(model.intercept_),
        "runs": {run: " ".join(map(str, _hundredths(rows[place]))) for run, place in sorted(runs.vocabulary_.items())},
    }
    path.write_bytes(gzip.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0))


def _hundredths(values: NDArray[np.float64]) -> list[int]:
    return [round(value) for value in (values * SCALE).tolist()]


def measured(examples: Sequence[Example], sure: float) -> Iterator[tuple[str, int, float, int, float]]:
    """For each set, read by what the others teach: its name and size, the share read rightly, and the same of those read for sure."""
    for source, own in groupby(sorted(examples, key=lambda e: e.source), key=lambda e: e.source):
        asked = list(own)
        runs, model = fitted([e for e in examples if e.source != source])
        told = model.predict_proba(runs.transform([e.text for e in asked]))
        right = np.array([model.classes_[row.argmax()] == e.category for row, e in zip(told, asked, strict=True)])
        certain = told.max(axis=1) >= sure
        yield source, len(asked), float(right.mean()), int(certain.sum()), float(right[certain].mean()) if certain.any() else 1.0


def main(arguments: Sequence[str]) -> None:
    """Train, measure, or print examples, as the options say."""
    parser = argparse.ArgumentParser(prog="python -m eval.learn", description="Train the second reader of questions again.")
    parser.add_argument("--read", nargs="+", type=Path, metavar=("STORE", "CASES"), help="print the examples of question sets")
    parser.add_argument("--measure", action="store_true", help="read each set by what the others teach")
    options = parser.parse_args(arguments)
    if options.read:
        for example in read(options.read[0], options.read[1:]):
            sys.stdout.write(
                json.dumps({"text": example.text, "category": example.category, "source": example.source}, ensure_ascii=False)
                + "\n"
            )
    elif options.measure:
        from assistant.reply.second import SURE

        for source, number, right, certain, sure in measured(material(), SURE):
            sys.stdout.write(f"{source:16} {number:4} questions {right:6.1%} right; {certain:4} for sure {sure:6.1%} right\n")
    else:
        write(material())


if __name__ == "__main__":
    main(sys.argv[1:])
