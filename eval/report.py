"""Write a run down: results.json to compare with later, cases.jsonl to read by program, report.html to read by eye."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from assistant.present import dump
from corpus.errors import CaseError, FileMissing
from eval.case import Expect
from eval.measure import Changes, Share, Totals
from eval.run import Result

_TEMPLATE = Path(__file__).with_name("report.html")
_MEASURES = {
    "right": "完全正确", "wrong": "错误数字", "status": "状态", "figures": "数字", "text": "文字", "cites": "出处", "quotes": "引文属实",
}  # fmt: skip
_BUCKETS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def read_baseline(path: Path) -> dict[str, bool]:
    """Whether each case was right in an earlier run's results.json. Raises FileMissing or CaseError."""
    if not path.is_file():
        raise FileMissing(path)
    try:
        return {str(case["id"]): case["right"] is True for case in json.loads(path.read_text(encoding="utf-8"))["cases"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CaseError(f"{path}：不是评测结果；请用 mingzhang eval --out 写出的 results.json") from error


def write(folder: Path, results: Sequence[Result], totals: Totals, changes: Changes | None) -> None:
    """Write the three files into ``folder``, which is created."""
    folder.mkdir(parents=True, exist_ok=True)
    summary = {
        "program": "mingzhang",
        "totals": totals.to_json(),
        "changes": changes.to_json() if changes else None,
        "cases": [_brief(r) for r in results],
    }
    (folder / "results.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "cases.jsonl").write_text("".join(dump(_full(r)) + "\n" for r in results), encoding="utf-8")
    (folder / "report.html").write_text(html(results, totals, changes), encoding="utf-8")


def line(result: Result) -> str:
    """One case on one line: mark, id, category, faults, question."""
    mark = "✓" if result.grade.right else "✗"
    faults = result.error or "、".join((*result.grade.faults, *(("错误数字",) if result.grade.wrong else ())))
    return "  ".join(part for part in (mark, result.case.id, result.case.category, " / ".join(result.case.turns), faults) if part)


def table(totals: Totals) -> str:
    """The totals for a terminal."""
    rows = [f"{label}\t{_share(getattr(totals, name))}" for name, label in _MEASURES.items()]
    rows += [f"{name}\t{_share(share)}" for name, share in totals.categories.items()]
    rows += ["用时\t" + "，".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in totals.latency.items())]
    return "\n".join(rows)


def html(results: Sequence[Result], totals: Totals, changes: Changes | None) -> str:
    """The report as one self-contained page; everything from documents, questions and answers is escaped."""
    failures = [r for r in results if not r.grade.right]
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        measures="".join(_bar(label, getattr(totals, name)) for name, label in _MEASURES.items()),
        categories="".join(_bar(name, share) for name, share in totals.categories.items()),
        latency=_histogram([r.seconds for r in results if r.answer is not None]),
        changes=_changes(changes),
        failure_count=len(failures),
        failures="".join(_failure(r) for r in failures) or "<p>没有。</p>",
    )


def _brief(result: Result) -> dict[str, object]:
    grade = result.grade
    return {
        "id": result.case.id, "category": result.case.category, "right": grade.right, "wrong": grade.wrong,
        "faults": list(grade.faults), "seconds": round(result.seconds, 6),
    }  # fmt: skip


def _full(result: Result) -> dict[str, object]:
    expected = {"status": [s.value for s in result.case.expect.status], "figures": _wanted(result.case.expect)}
    return {
        **_brief(result),
        "turns": list(result.case.turns),
        "expected": expected,
        "answer": result.answer,
        "error": result.error,
    }


def _wanted(expect: Expect) -> list[str]:
    return [f"{f.value:f} {f.unit}" for f in expect.figures]


def _share(share: Share) -> str:
    return f"{share.hits}/{share.total}  {share.value:.1%}  [{share.low:.1%}, {share.high:.1%}]"


def _bar(label: str, share: Share) -> str:
    width = f"{share.value * 100:.1f}%"
    return f'<tr><th>{escape(label)}</th><td class="bar"><i style="width:{width}"></i></td><td>{_share(share)}</td></tr>'


def _histogram(seconds: Sequence[float]) -> str:
    rows, below = [], 0
    for limit in _BUCKETS_MS:
        upto = sum(s * 1000 <= limit for s in seconds)
        rows.append((f"≤ {limit} ms", upto - below))
        below = upto
    rows.append((f"> {_BUCKETS_MS[-1]} ms", len(seconds) - below))
    most = max((count for _, count in rows), default=0) or 1
    return "".join(
        f'<tr><th>{label}</th><td class="bar"><i style="width:{count / most:.0%}"></i></td><td>{count}</td></tr>'
        for label, count in rows
    )


def _changes(changes: Changes | None) -> str:
    if changes is None:
        return "<p>没有给出对照。</p>"
    return f"<p>变好：{escape('、'.join(changes.gains)) or '无'}</p><p>变差：{escape('、'.join(changes.losses)) or '无'}</p>"


def _failure(result: Result) -> str:
    case, answer = result.case, result.answer or {}
    wrong = ' <b class="wrong">错误数字</b>' if result.grade.wrong else ""
    wanted = "；".join([" / ".join(s.value for s in case.expect.status), *_wanted(case.expect)])
    quotes = "".join(f"<li>{escape(quote)}</li>" for quote in _quotes(answer))
    return (
        f"<details><summary>{escape(case.id)} · {escape(case.category)} · {escape(' / '.join(case.turns))}{wrong}</summary>"
        f"<dl><dt>应为</dt><dd>{escape(wanted)}</dd><dt>不对的</dt><dd>{escape('、'.join(result.grade.faults))}</dd>"
        f"<dt>所答</dt><dd><pre>{escape(result.error or str(answer.get('text', '')))}</pre></dd>"
        f"<dt>引文</dt><dd><ul>{quotes}</ul></dd><dt>说明</dt><dd>{escape(case.note)}</dd></dl></details>"
    )


def _quotes(answer: Mapping[str, object]) -> list[str]:
    citations = answer.get("citations")
    return [str(c.get("quote")) for c in citations if isinstance(c, dict)] if isinstance(citations, list) else []
