"""The headline numbers of the README: measured over the shipped question sets and the samples, and written between its markers.

    python -m eval.headline README.md docs/headline.json STORE

The numbers go to a JSON file as well, so that a test can tell a README that was typed over, and a program that no longer
keeps what the README claims.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.errors import CaseError, MingzhangError
from eval.bootstrap import Share
from eval.case import load
from eval.library import Library
from eval.measure import Totals, totals
from eval.run import run
from eval.systems import Options, open_system

BEGIN, END = "<!-- eval:begin -->", "<!-- eval:end -->"
CASES = Path(__file__).parent / "cases"
SETS = {
    "wild": "as clerks ask: figures, growth, shares, sums, comparisons, follow-ups, texts",
    "strangers": "by people who knew neither the program nor its other sets",
    "negative": "not disclosed, or not about budgets: must be declined",
    "ambiguous": "several readings: list them, take the whole budget first, or ask back",
    "adversarial": "false premises, injected instructions, traps",
    "known_failures": "what it gets wrong today",
}
BASELINES = {"rag": "LangChain RAG", "keywords": "BM25", "vectors": "vectors"}
Numbers = Mapping[str, Mapping[str, Sequence[float]]]
"""For each set, the system's name or "wrong" with hits and total."""


def measure(store: Path, systems: Sequence[str] = ("mingzhang", *BASELINES)) -> dict[str, dict[str, list[float]]]:
    """How many cases of each shipped set each system gets right, and our wrong numbers. Raises MingzhangError."""
    cases = load(CASES / f"{name}.jsonl" for name in SETS if _filled(name))
    library = Library.open(store)
    numbers: dict[str, dict[str, list[float]]] = {}
    for name in systems:
        measured = totals(run(cases, open_system(name, Options(store)), library))
        for group, cell in measured.groups.items():
            numbers.setdefault(group, {})[name] = [cell.right.hits, cell.right.total]
            if name == "mingzhang":
                numbers[group]["wrong"] = [cell.wrong.hits, cell.wrong.total]
        if name == "mingzhang":
            numbers["all"] = {"quotes": _pair(measured, "quotes")}
    return numbers


def render(numbers: Numbers) -> str:
    """The section between the markers, markers included."""
    groups = [name for name in SETS if name in numbers]
    lines = [
        "| question set | questions | right | wrong numbers | " + " | ".join(BASELINES.values()) + " |",
        "|---|---|---|---|" + "---|" * len(BASELINES),
        *(_row(f"{name}: {SETS[name]}", [numbers[name]]) for name in groups),
        _row("**all**", [numbers[name] for name in groups]),
    ]
    true, quotes = numbers["all"]["quotes"]
    return (
        f"{BEGIN}\n"
        + "\n".join(lines)
        + f"\n\n{true:g} of {quotes:g} quotes stand at the place they cite. The last three columns are plain "
        "retrieval of 5 passages over the same\ndocuments, counted as right when the passages merely hold the figure.\n"
        f"{END}"
    )


def replace(text: str, section: str) -> str:
    """A page with the section between its markers replaced. Raises CaseError where the markers are missing."""
    head, found, rest = text.partition(BEGIN)
    _, closed, tail = rest.partition(END)
    if not found or not closed:
        raise CaseError(f"页面里缺少标记 {BEGIN} 和 {END}；请先加上")
    return head + section + tail


def _filled(name: str) -> bool:
    return bool((CASES / f"{name}.jsonl").read_text(encoding="utf-8").strip())


def _pair(measured: Totals, name: str) -> list[float]:
    share: Share = measured.measures[name]
    return [share.hits, share.total]


def _row(title: str, groups: Sequence[Mapping[str, Sequence[float]]]) -> str:
    def cell(system: str) -> str:
        hits, total = (sum(group[system][n] for group in groups) for n in (0, 1))
        return f"{hits / total:.1%}"

    count = sum(group["mingzhang"][1] for group in groups)
    wrong = sum(group["wrong"][0] for group in groups)
    cells = [title, f"{count:g}", cell("mingzhang"), f"{wrong:g}", *(cell(name) for name in BASELINES)]
    return "| " + " | ".join(cells) + " |"


def main(page: Path, kept: Path, store: Path) -> None:
    """Measure, keep the numbers and write the page anew."""
    numbers = measure(store)
    kept.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    page.write_text(replace(page.read_text(encoding="utf-8"), render(numbers)), encoding="utf-8")


if __name__ == "__main__":
    try:
        main(*(Path(word) for word in sys.argv[1:4]))
    except MingzhangError as problem:
        sys.exit(str(problem))
