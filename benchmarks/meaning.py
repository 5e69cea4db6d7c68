"""How well the embedding names the item that an unknown word means: ``python -m benchmarks.meaning``.

The words are those of ``questions/meaning.toml``; one that the vocabulary or the training has is refused, so that nothing is measured
with what was learned. The labels are all those of the samples and of generated disclosures. See docs/decisions/0013.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from assistant.labels import LabelBook
from assistant.meaning import OFFERED, Meaning
from assistant.text import key
from benchmarks.corpora import SAMPLES
from corpus import vocabulary
from index.build import build
from index.ledger import Ledger
from tests.generator.disclosure import generate, random_profile

DOCUMENTS, FIRST_SEED = 20, 4000
STEPS = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
TRAINING = Path(__file__).parent.parent / "index" / "training.toml"


class Word(NamedTuple):
    """A word with the spellings of the item it means; none where it means no item."""

    text: str
    meant: frozenset[str]


def words() -> list[Word]:
    """The words to measure with. Raises ValueError for one that was learned, and for an item that the vocabulary does not have."""
    listed: dict[str, Any] = tomllib.loads((Path(__file__).parent / "questions" / "meaning.toml").read_text("utf-8"))
    found = [Word(text, frozenset()) for text in listed["unrelated"]]
    found += [Word(text, _spellings(item)) for item, texts in listed["meant"].items() for text in texts]
    learned = _learned()
    for word in found:
        if key(word.text) in learned or word.text in TRAINING.read_text("utf-8"):
            raise ValueError(f"{word.text}: the embedding was trained on it")
    return found


def labels() -> LabelBook:
    """The names under which figures of the samples and of generated disclosures can be asked for."""
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder) / "papers"
        papers.mkdir()
        for seed in range(FIRST_SEED, FIRST_SEED + DOCUMENTS - len(SAMPLES)):
            (papers / f"{seed}.txt").write_text(generate(random_profile(seed)).text, encoding="utf-8")
        build([*SAMPLES, papers], Path(folder) / "store")
        with Ledger.open(Path(folder) / "store") as ledger:
            return LabelBook(ledger.labels())


def main() -> int:
    """Print what each threshold would offer; returns the exit code."""
    book, asked = labels(), words()
    meaning = Meaning(sorted(book.held))
    held = {key(label) for label in book.held}
    scored = [(word, meaning.scored(word.text)) for word in asked if not word.meant or held & word.meant]
    known = [pair for pair in scored if pair[0].meant]
    print(f"{len(book.held)} labels, {len(known)} words for items, {len(scored) - len(known)} for none")
    for line in _table(scored):
        print(line)
    for word, near in sorted(scored, key=lambda pair: -pair[1][0][0]):
        print(f"  {near[0][0]:.2f} {'=' if key(near[0][1]) in word.meant else ' '} {word.text}: {near[0][1]}")
    return 0


def _table(scored: list[tuple[Word, list[tuple[float, str]]]]) -> Iterator[str]:
    """For each threshold: words offered anything, the first one right, the right one among those offered, unrelated words offered."""
    known = [pair for pair in scored if pair[0].meant]
    for least in STEPS:
        offered = [(word, [key(label) for score, label in near[:OFFERED] if score >= least]) for word, near in known]
        some = [(word, near) for word, near in offered if near]
        first = sum(near[0] in word.meant for word, near in some)
        among = sum(bool(word.meant & set(near)) for word, near in some)
        strange = sum(near[0][0] >= least for word, near in scored if not word.meant)
        yield f"cosine {least:.2f}: offered {len(some)}, first right {first}, right among {OFFERED} {among}, unrelated {strange}"


def _spellings(items: str) -> frozenset[str]:
    spelt: set[str] = set()
    for name in items.split("|"):
        found = vocabulary.item(name)
        if found is None:
            raise ValueError(f"{name}: no item of the vocabulary")
        spelt.update(map(key, (name, found.name, *found.labels)))
    return frozenset(spelt)


def _learned() -> set[str]:
    return {key(text) for item in vocabulary.items() for text in (item.name, *item.labels, *item.aliases)} | {
        key(text) for subject in vocabulary.subjects() for text in (subject.name, *subject.old_names)
    }


if __name__ == "__main__":
    sys.exit(main())
