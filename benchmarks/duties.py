"""How well a duty told in other words is found: ``python -m benchmarks.duties FILE...`` (the samples unless files are given).

The questions are those of ``questions/duties.toml``: for each department paraphrases with words that the right duty holds, and tasks that
are no duty of any of them, each asked of every department. Departments that no file is of are left out. See docs/decisions/0015.
"""

from __future__ import annotations

import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.paragraphs import Texts
from assistant.question import understand
from assistant.reply import duty
from assistant.reply.passages import part, read
from assistant.targets import Target
from assistant.views import View
from benchmarks.corpora import SAMPLES
from index.build import build
from index.ledger import DocumentRecord, Ledger

STEPS = (0.2, 0.24, 0.28, 0.3, 0.32, 0.34, 0.36, 0.4)

Scored = tuple[float, bool, str]
"""The score of the nearest duty, whether it is the right one, and the question."""


def main(files: Sequence[str]) -> int:
    """Print what each threshold would answer; returns the exit code."""
    listed: dict[str, Any] = tomllib.loads((Path(__file__).parent / "questions" / "duties.toml").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        build([Path(f) for f in files] or SAMPLES, Path(folder) / "store")
        with Ledger.open(Path(folder) / "store") as ledger:
            view = View.of(ledger, Texts())
            for name in ("asked", "again"):
                print(name)
                _print([s for issuer, asked in listed[name].items() for s in _related(view, issuer, asked)])
            print("unrelated")
            _print(list(_unrelated(view, listed["asked"], listed["unrelated"]["questions"])))
    return 0


def _print(scored: Sequence[Scored]) -> None:
    for least in STEPS:
        right = sum(score >= least and ok for score, ok, _ in scored)
        print(f"  {least:.2f}: right {right}, another {sum(score >= least for score, _, _ in scored) - right}, of {len(scored)}")
    for score, ok, text in sorted(scored, reverse=True):
        print(f"    {score:.2f} {'=' if ok else ' '} {text}")


def _related(view: View, issuer: str, asked: dict[str, str]) -> Iterator[Scored]:
    for text, words in asked.items():
        for document in _of(view, issuer):
            yield _nearest(view, document, text.format(issuer), words)


def _unrelated(view: View, issuers: Sequence[str], texts: Sequence[str]) -> Iterator[Scored]:
    for text in texts:
        for issuer in issuers:
            for document in _of(view, issuer):
                yield _nearest(view, document, text.format(issuer), "(?!)")


def _of(view: View, issuer: str) -> list[DocumentRecord]:
    """The newest disclosure of a department; none where none is on record."""
    return [d for d in view.documents if d.issuer == issuer][:1]


def _nearest(view: View, document: DocumentRecord, text: str, words: str) -> Scored:
    scene = view.scene(understand(text, view.issuers, view.labels))
    duties = part("duty", read(scene, document))
    found = duty.meant(scene, Target(document, document.fiscal_year), duties)
    if not found:
        return 0.0, False, text
    return found[0].score, bool(re.search(words, found[0].duty.text)), text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
