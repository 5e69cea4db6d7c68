"""Where a document disagrees with itself. Each rule says whether it was applied; an unfinished check never counts as passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Document
from corpus.figure import Figure, Finding


@dataclass(frozen=True, slots=True)
class Report:
    """Findings, the ids of the rules that were applied, and (id, reason) of those that were not applicable."""

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    not_applicable: tuple[tuple[str, str], ...]


def check(document: Document, figures: Sequence[Figure]) -> Report:
    """Apply every rule to a document and its figures."""
    return Report((), (), ())
