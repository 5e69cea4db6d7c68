"""Write a run down: results.json to compare with later, cases.jsonl to read by program, report.html to read by eye."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.present import dump
from corpus.errors import CaseError, FileMissing
from eval.bootstrap import Share
from eval.case import Expect
from eval.match import records
from eval.measure import MEASURES, Before, Cell, Changes, Totals
from eval.retrieval import MEASURES as RETRIEVAL
from eval.retrieval import Retrieval
from eval.run import Result

FORMAT = 2
"""Version of results.json."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A system's results and their totals. ``passages`` says that it only finds passages."""

    system: str
    results: Sequence[Result]
    totals: Totals
    passages: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """All of an evaluation: the system that is judged first, others beside it, and what changed against an earlier run."""

    outcomes: Sequence[Outcome]
    changes: Changes | None = None
    before: Mapping[str, Before] = field(default_factory=dict)
    retrieval: Mapping[str, Retrieval] = field(default_factory=dict)

    @property
    def main(self) -> Outcome:
        """The system that is judged."""
        return self.outcomes[0]


def read_baseline(path: Path) -> dict[str, Before]:
    """The cases of an earlier run's results.json. Raises FileMissing or CaseError."""
    if not path.is_file():
        raise FileMissing(path)
    try:
        cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
        return {str(c["id"]): Before(c["right"] is True, c.get("wrong") is True, str(c.get("got", ""))) for c in cases}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CaseError(f"{path}：不是评测结果；请用 mingzhang eval --out 写出的 results.json") from error


def write(folder: Path, report: Report) -> None:
    """Write the three files into ``folder``, which is created."""
    from eval.page import html

    folder.mkdir(parents=True, exist_ok=True)
    main = report.main
    summary = {
        "program": "mingzhang",
        "format": FORMAT,
        "system": main.system,
        "totals": main.totals.to_json(),
        "others": {o.system: o.totals.to_json() for o in report.outcomes[1:]},
        "retrieval": {name: found.to_json() for name, found in report.retrieval.items()},
        "changes": report.changes.to_json() if report.changes else None,
        "cases": [brief(r) for r in main.results],
    }
    (folder / "results.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    cases = (dump({"system": o.system, **_full(r)}) + "\n" for o in report.outcomes for r in o.results)
    (folder / "cases.jsonl").write_text("".join(cases), encoding="utf-8")
    (folder / "report.html").write_text(html(report), encoding="utf-8")


def line(result: Result) -> str:
    """One case on one line: mark, id, category, faults, question."""
    mark = "✓" if result.grade.right else "✗"
    faults = result.error or "、".join((*result.grade.faults, *(("错误数字",) if result.grade.wrong else ())))
    return "  ".join(part for part in (mark, result.case.id, result.case.category, " / ".join(result.case.turns), faults) if part)


def table(report: Report) -> str:
    """The totals for a terminal, a column a system; then categories, documents and sets of the first."""
    main = report.main.totals
    rows = [["", *(o.system for o in report.outcomes)]]
    rows += [[m.label, *(_measured(o, m.name, m.of_passages) for o in report.outcomes)] for m in MEASURES]
    rows += [[f"用时 {name}", *(_latency(o.totals, name) for o in report.outcomes)] for name in main.latency]
    parts = [_aligned(rows)]
    for title, cells in (("按类别", main.categories), ("按文件", main.documents), ("按题集", main.groups)):
        parts.append(_aligned([[title, "完全正确", "错误数字"], *([name, *_cell(cell)] for name, cell in cells.items())]))
    if report.retrieval:
        heads = [f"检索（{next(iter(report.retrieval.values())).cases} 题）", *report.retrieval]
        parts.append(
            _aligned(
                [heads, *([label, *(plain(r.measures[n]) for r in report.retrieval.values())] for n, label in RETRIEVAL.items())]
            )
        )
    return "\n\n".join(parts)


def plain(share: Share) -> str:
    """A share for reading: value and interval.

    >>> plain(Share(3, 4, 0.25, 1.0))
    '75.0% [25.0, 100.0]'
    """
    return f"{share.value:.1%} [{share.low * 100:.1f}, {share.high * 100:.1f}]" if share.total else "—"


def counted(share: Share) -> str:
    """A share with what it counts."""
    return f"{share.hits:g}/{share.total:g}  {plain(share)}" if share.total else "—"


def got(result: Result) -> str:
    """What was answered, in short: the status and the first figures."""
    if result.answer is None:
        return result.error or "没有回答"
    figures = [f"{f.get('value')} {f.get('unit', '')}".strip() for f in records(result.answer, "figures")[:3]]
    return "：".join(part for part in (str(result.answer.get("status")), "、".join(figures)) if part)


def wanted(expect: Expect) -> str:
    """What was expected, in short."""
    figures = "、".join(f"{f.value:f} {f.unit}" for f in expect.figures)
    return "：".join(part for part in (" / ".join(s.value for s in expect.status), figures) if part)


def brief(result: Result) -> dict[str, object]:
    """A case in results.json."""
    grade = result.grade
    return {
        "id": result.case.id, "category": result.case.category, "set": result.case.group, "right": grade.right,
        "wrong": grade.wrong, "faults": list(grade.faults), "got": got(result), "seconds": round(result.seconds, 6),
    }  # fmt: skip


def _full(result: Result) -> dict[str, object]:
    expect = result.case.expect
    return {
        **brief(result),
        "turns": list(result.case.turns),
        "expected": {
            "status": [s.value for s in expect.status], "figures": [f"{f.value:f} {f.unit}" for f in expect.figures],
            "text": [list(options) for options in expect.text], "forbid": list(expect.forbid),
            "cites": [{"document": p.document, "lines": [list(pair) for pair in p.lines], "pages": list(p.pages)} for p in expect.cites],
        },
        "answer": result.answer,
        "error": result.error,
        "trace": list(result.trace),
    }  # fmt: skip


def _measured(outcome: Outcome, name: str, of_passages: bool) -> str:
    return "—" if outcome.passages and not of_passages else counted(outcome.totals.measures[name])


def _latency(totals: Totals, name: str) -> str:
    of = totals.latency.get(name)
    return f"{of.value * 1000:.0f} ms [{of.low * 1000:.0f}, {of.high * 1000:.0f}]" if of else "—"


def _cell(cell: Cell) -> tuple[str, str]:
    return counted(cell.right), f"{cell.wrong.hits:g}"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns side by side; a Chinese character takes two places."""
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join("  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
