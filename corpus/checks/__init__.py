"""Where a document disagrees with itself. Each rule says whether it was applied; an unfinished check never counts as passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from corpus.checks.context import Context, Outcome, context_of
from corpus.checks.knowledge import Entry, entries
from corpus.document import Document
from corpus.figure import Figure, Finding

__all__ = ["Report", "check"]

Rule = Callable[[Context, str], Outcome]
RELAXED = "table.relaxed"
"""The rule that passes on what the reader of the tables had to give up."""
_ORDER = {"error": 0, "omission": 1, "rounding": 2, "oddity": 3}


@dataclass(frozen=True, slots=True)
class Report:
    """Findings, the ids of the rules that were applied, and (id, reason) of those that were not applicable."""

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    not_applicable: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> str:
        """One line: how many rules were applied, how many findings, and why the other rules do not apply."""
        rules = len(self.checked) + len(self.not_applicable)
        line = f"共 {rules} 条规则，核对了 {len(self.checked)} 条，发现 {len(self.findings)} 处"
        if self.not_applicable:
            line += f"；{len(self.not_applicable)} 条不适用：" + "；".join(
                f"{rule}（{why}）" for rule, why in self.not_applicable
            )
        return line


def check(document: Document, figures: Sequence[Figure]) -> Report:
    """Apply every rule to a document and its figures (corpus.figures); errors come first, then omissions, rounding, oddities.

    Cells whose column is undecided take part in no rule. A rule that finds nothing to compare is reported as not applicable.
    """
    context = context_of(document, figures)
    findings: list[Finding] = []
    checked: list[str] = []
    skipped: list[tuple[str, str]] = []
    for entry in entries():
        outcome = _rule(entry)(context, entry.id)
        findings.extend(outcome.findings)
        if outcome.examined:
            checked.append(entry.id)
        else:
            skipped.append((entry.id, entry.unless))
    findings = _settled(findings)
    return Report(tuple(sorted(findings, key=lambda f: _ORDER[f.kind])), tuple(checked), tuple(skipped))


def _settled(findings: Sequence[Finding]) -> list[Finding]:
    """Findings without those of the reader about rows of which a rule says exactly what does not add up."""
    exact = {(p.page, p.quote) for f in findings if f.rule.startswith("table.") and f.computed for p in f.places[:1]}
    return [f for f in findings if f.rule != RELAXED or (f.places[0].page, f.places[0].quote) not in exact]


def _rule(entry: Entry) -> Rule:
    module, _, name = entry.apply.partition(".")
    return cast(Rule, getattr(import_module(f"corpus.checks.{module}"), name))
