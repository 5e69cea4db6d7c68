"""What the shipped embedding learns from: texts that should lie near each other, made from documents and the vocabulary.

Everything is drawn with one random generator in a fixed order, so that the same documents give the same pairs.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corpus import vocabulary
from index.chunk import Chunk
from index.passages import embedded_text

_CLAUSE = re.compile(r"[^。；！？，：、\n]{6,40}")
_TERM = re.compile(r"^\s*(?:[一二三四五六七八九十]+、)?\s*([^：:，。]{2,20})[：:]", re.MULTILINE)
_CLOZES = 8
"""Clauses taken from a passage as questions to it."""

_FRAMES = 6
"""Frames that each item of a passage is asked in."""


class Pair(NamedTuple):
    """Two texts that belong together; ``passage`` is the id of the passage that is the second, or empty."""

    left: str
    right: str
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """What to train on and what to measure with; no passage that ``held_out`` asks about is asked about in ``train``."""

    train: tuple[Pair, ...]
    held_out: tuple[Pair, ...]
    texts: tuple[str, ...]
    """Everything that is written, for the tokenizer."""


def material(chunks: Sequence[Chunk], seed: int) -> Material:
    """Pairs from passages and vocabulary; every sixth passage is kept for measuring."""
    frames = tomllib.loads(Path(__file__).with_name("training.toml").read_text("utf-8"))
    chance = random.Random(seed)
    names = _names()
    train, held = list(_synonyms()), list[Pair]()
    for nth, chunk in enumerate(chunks):
        apart = nth % 6 == 5
        asked: tuple[list[str], list[str]] = ([], frames["define_held_out"]) if apart else (frames["train"], frames["define"])
        (held if apart else train).extend(_about(chunk, names, *asked, chance))
    written = [embedded_text(chunk) for chunk in chunks]
    return Material(tuple(train), tuple(held), tuple(written + [text for pair in train for text in pair[:2]]))


def _synonyms() -> Iterator[Pair]:
    """Each name of an item with its other names, and each subject with its former and its parent's names."""
    for item in vocabulary.items():
        for other in dict.fromkeys((*item.aliases, *item.labels)):
            yield Pair(other, item.name)
    by_code = {subject.code: subject for subject in vocabulary.subjects()}
    for subject in by_code.values():
        for old in subject.old_names:
            yield Pair(old, subject.name)
        if above := by_code.get(subject.parent or ""):
            yield Pair(subject.name, f"{above.name} {subject.name}")


def _names() -> dict[str, tuple[str, ...]]:
    """Printed label to the words that mean it, of items with enough of a name to be told apart in running text."""
    words: dict[str, tuple[str, ...]] = {}
    for item in vocabulary.items():
        for label in (item.name, *item.labels):
            if len(label) > 2:
                words[label] = (item.name, *item.aliases)
    return words


def _about(
    chunk: Chunk, names: dict[str, tuple[str, ...]], asked: list[str], define: list[str], chance: random.Random
) -> Iterator[Pair]:
    """Questions to a passage: on the items it prints, on the term it defines, by its heading, and by clauses of its own."""
    target = embedded_text(chunk)
    printed = [label for label in names if label in chunk.text]
    longest = [label for label in printed if not any(label != other and label in other for other in printed)]
    for label in longest[:12]:
        for frame in chance.sample(asked, min(_FRAMES, len(asked))):
            yield Pair(frame.format(item=chance.choice(names[label])), target, chunk.id)
    glossary = any("名词解释" in heading for heading in chunk.source.section)
    if glossary and (term := _TERM.search(chunk.text)):
        yield from (Pair(frame.format(item=term.group(1)), target, chunk.id) for frame in define)
    if chunk.source.section:
        yield Pair(chunk.source.section[-1], target, chunk.id)
    clauses = _CLAUSE.findall(chunk.text)
    for clause in chance.sample(clauses, min(_CLOZES, len(clauses))):
        rest = target.replace(clause, "", 1) if chance.random() < 0.5 else target
        yield Pair(clause.strip(), rest, chunk.id)
