"""What retrieval is measured on: the samples and generated disclosures in one index, and questions to them with the print that answers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document
from corpus.errors import ReadError
from corpus.read import read_bytes
from index.chunk import Chunk, chunks
from index.embedder import identity
from index.extract import Extract, Task, rules
from index.generation import Base, Generation
from index.settings import Settings
from index.store import Store
from index.train import HELD_OUT
from tests.generator.disclosure import generate, random_profile

SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "documents").glob("*.txt"), key=lambda path: path.name != HELD_OUT)
"""The sample that the embedding never saw first."""

FIRST_SEED = 9000
ASKED = 10
"""Of so many documents questions are asked; the others stand in their way."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question to one document (``document_id``, named in words by ``owner``); ``evidence`` matches in the text that answers."""

    text: str
    owner: str
    document_id: str
    evidence: re.Pattern[str]

    def answered_by(self, text: str) -> bool:
        """Whether a piece of the document holds the evidence."""
        return self.evidence.search(squash(text)) is not None


@dataclass(frozen=True, slots=True)
class Papers:
    """Documents with their passages, and an index of them in ``store``."""

    documents: tuple[Document, ...]
    passages: tuple[Chunk, ...]
    store: Path


def papers(count: int) -> list[Document]:
    """The held-out sample, then generated disclosures of other departments or years, ``count`` in all."""
    found = [read_bytes(SAMPLES[0].read_bytes(), SAMPLES[0].name)]
    taken = {(found[0].issuer, found[0].fiscal_year)}
    seed = FIRST_SEED
    while len(found) < count:
        made = generate(random_profile(seed))
        seed += 1
        if (made.truth.issuer, made.truth.year) in taken:
            continue
        taken.add((made.truth.issuer, made.truth.year))
        try:
            found.append(read_bytes(made.text.encode("utf-8"), f"{seed}.txt"))
        except ReadError:
            continue
    return found


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


def questions(documents: Sequence[Document]) -> list[Question]:
    """The questions of ``questions.toml`` to the first documents, each where its evidence is printed."""
    listed = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))
    asked = []
    for document in documents[:ASKED]:
        printed = squash("\n".join(line.text for line in document.lines))
        for entry in (*listed["general"], *listed.get(document.name, ())):
            evidence = re.compile(entry["evidence"])
            if evidence.search(printed):
                asked.append(Question(entry["ask"], f"{document.issuer}{document.fiscal_year}年", document.id, evidence))
    return asked


def squash(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())
