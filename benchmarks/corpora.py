"""What retrieval is measured on: disclosures in one index, and questions to them with the print that answers.

Two splits that share no document and no phrasing with each other or with the training: ``TUNE`` is what fusion is chosen on,
``TEST`` what is claimed. Half of the documents asked about are real, of places that the training knows nothing of.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from corpus.document import Document, Line, Stage
from corpus.errors import ReadError
from corpus.outline import outline
from corpus.read import read, read_bytes
from index.chunk import Chunk, chunks
from index.embedder import identity
from index.extract import Extract, Task, rules
from index.generation import Base, Generation
from index.settings import Settings
from index.store import Store
from index.train import HELD_OUT
from tests.generator.disclosure import generate, random_profile

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "corpus" / "documents").glob("*.txt"), key=lambda path: path.name != HELD_OUT)
"""The sample that the embedding never saw first."""

PROVINCES = ROOT / "tests" / "data" / "prose" / "provinces"
"""Prose of disclosures from elsewhere, a file each; a line that begins with a form feed numbers the page that follows."""

GENERATED = 8
"""So many generated disclosures are asked about in each split; further ones stand in the way."""


@dataclass(frozen=True, slots=True)
class Split:
    """Documents and questions for one purpose: a sample or none, files of PROVINCES, generated disclosures from ``first_seed`` on."""

    name: str
    samples: tuple[str, ...]
    provinces: tuple[str, ...]
    first_seed: int


TUNE = Split("tune", (HELD_OUT,), ("01", "02", "03", "04", "06", "07", "08"), 9000)
TEST = Split("test", (), ("09", "10", "11", "12", "13", "14", "15", "16"), 50_000)
SPLITS = {split.name: split for split in (TUNE, TEST)}


@dataclass(frozen=True, slots=True)
class Question:
    """A question to one document (``document_id``, named in words by ``owner``); ``evidence`` matches in the text that answers.

    ``real`` tells whether the document was published rather than generated.
    """

    text: str
    owner: str
    document_id: str
    evidence: re.Pattern[str]
    real: bool

    def answered_by(self, text: str) -> bool:
        """Whether a piece of the document holds the evidence."""
        return self.evidence.search(squash(text)) is not None


@dataclass(frozen=True, slots=True)
class Papers:
    """Documents with their passages, and an index of them in ``store``."""

    documents: tuple[Document, ...]
    passages: tuple[Chunk, ...]
    store: Path


def shelves(split: Split, size: int) -> Iterator[tuple[list[Document], list[Question]]]:
    """``size`` documents at a time with the questions to some of them, until all questions of a split are asked once."""
    asked = _asked(split)
    others = _generated(split, GENERATED)
    for first in range(0, len(asked), size):
        part = asked[first : first + size]
        yield [*part, *(next(others) for _ in range(size - len(part)))], questions(split, part)


def questions(split: Split, documents: Sequence[Document]) -> list[Question]:
    """The questions of a split to documents of it, each where its evidence is printed."""
    listed = tomllib.loads((Path(__file__).parent / "questions" / f"{split.name}.toml").read_text("utf-8"))
    asked = []
    for document in documents:
        printed = squash("\n".join(line.text for line in document.lines))
        general = () if document.name in split.provinces else listed["general"]
        for entry in (*general, *listed.get(document.name, ())):
            evidence = re.compile(entry["evidence"])
            if evidence.search(printed):
                owner = f"{document.issuer}{document.fiscal_year}年"
                asked.append(Question(entry["ask"], owner, document.id, evidence, not document.name.startswith("made")))
    return asked


def indexed(documents: Sequence[Document], folder: Path) -> Papers:
    """An index of the documents' passages; their figures are left out, since no search for passages reads them."""
    store, settings = Store.create(folder), Settings()
    cut = [tuple(chunks(document)) for document in documents]
    meta = {"rules": rules(), "embedding": identity(settings.embedding)}
    with store.writing(), Generation(store, Base(), meta, settings) as generation:
        for document, passages in zip(documents, cut, strict=True):
            task = Task(document.id, document.name, document.name, document.name, 0)
            generation.put(Extract(task, document, (), (), passages))
    return Papers(tuple(documents), tuple(chunk for part in cut for chunk in part), folder)


def province(name: str) -> Document:
    """A file of PROVINCES as it would be read from its PDF."""
    entry = next(e for e in json.loads((PROVINCES / "facts.json").read_text("utf-8")) if e["file"] == name)
    data = (PROVINCES / f"{name}.txt").read_bytes()
    lines: list[Line] = []
    page = number = 0
    for text in data.decode("utf-8").split("\n"):
        if text.startswith("\f"):
            page, number = int(text[1:]), 0
            continue
        number += 1
        lines.append(Line(number, text, page))
    document = Document(
        hashlib.sha256(data).hexdigest(),
        name,
        entry["issuer"],
        entry["fiscal_year"],
        Stage(entry["stage"]),
        tuple(lines),
        paged=True,
    )
    return replace(document, sections=outline(lines))


def squash(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def _asked(split: Split) -> list[Document]:
    """The documents that are asked about, real and generated ones in turns."""
    real = [*(read(ROOT / "corpus" / "documents" / name) for name in split.samples), *map(province, split.provinces)]
    made = _generated(split, 0)
    return [document for pair in zip(real, (next(made) for _ in range(GENERATED)), strict=True) for document in pair]


def _generated(split: Split, skip: int) -> Iterator[Document]:
    """Generated disclosures of different departments and years; the first ``skip`` of them are left out."""
    taken: set[tuple[str, int]] = set()
    for seed in count(split.first_seed):
        made = generate(random_profile(seed))
        try:
            document = read_bytes(made.text.encode("utf-8"), f"made-{seed}.txt")
        except ReadError:
            continue
        if (document.issuer, document.fiscal_year) in taken:
            continue
        taken.add((document.issuer, document.fiscal_year))
        if len(taken) > skip:
            yield document
