"""A store of generated disclosures, written without vectors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from corpus.checks import check
from corpus.figures import figures
from corpus.read import read_bytes
from index.chunk import chunks
from index.store import LEDGER, Store
from index.writer import LedgerWriter
from tests.generator.disclosure import generate, random_profile


def write_generated(root: Path, seeds: Iterable[int]) -> Path:
    """One disclosure a seed; a department appears once a year."""
    store, seen = Store.create(root), set()
    with store.writing():
        number, folder = store.begin()
        writer = LedgerWriter(folder / LEDGER)
        for seed in seeds:
            made = generate(random_profile(seed))
            if (made.truth.issuer, made.truth.year) in seen:
                continue
            seen.add((made.truth.issuer, made.truth.year))
            document = read_bytes(made.text.encode("utf-8"), f"g{seed}.txt")
            found = list(figures(document))
            writer.put(document, found, list(check(document, found).findings), list(chunks(document)), path=document.name, size=1)
        store.commit(number, writer.finish({"rules": "r", "embedding": "e"}))
    return root
