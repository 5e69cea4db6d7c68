"""The tables of the report: measures of each system, of each category, document and set, and where it goes wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

from eval.bootstrap import Quantile, Share
from eval.measure import MEASURES, PERCENTILES, Cell
from eval.report import Outcome, Report
from eval.retrieval import MEASURES as RETRIEVAL
from eval.run import Result

FAULTS = {"status": "状态", "figures": "数字", "text": "文字", "cites": "出处", "forbid": "禁语"}
"""What a grade can find fault with, and what the report calls it."""


def said(kind: str, name: str) -> str:
    """What the report calls a category, set, status or system ("rag@5" is that of rag)."""
    base, at, rest = name.partition("@")
    known = _labels().get(kind, {}).get(base)
    return f"{known}{at}{rest}" if known else name


def both(kind: str, name: str) -> str:
    """As ``said``, with the name itself, which files and options use."""
    known = said(kind, name)
    return name if known == name else f"{known} {name}"


def totals(outcomes: Sequence[Outcome]) -> str:
    """Every measure and the percentiles of latency, a column a system."""
    rows = [
        _measure_row(
            m.label, m.meaning, [None if o.passages and not m.of_passages else o.totals.measures[m.name] for o in outcomes]
        )
        for m in MEASURES
    ]
    for name in PERCENTILES:
        cells = "".join(f"<td>{_seconds(o.totals.latency.get(name))}</td>" for o in outcomes)
        rows.append(f'<tr><th scope="row">用时 {name}<small>最后一问的秒数</small></th>{cells}</tr>')
    return _table("figures", ["指标", *(said("system", o.system) for o in outcomes)], rows)


def matrix(results: Sequence[Result]) -> str:
    """Where it goes wrong: for each category, how many cases miss what."""
    head = ["类别", "题", "正确", *(f"{label}错" for label in FAULTS.values()), "错误数字", "无回答"]
    rows = []
    for name in sorted({r.case.category for r in results}):
        of = [r for r in results if r.case.category == name]
        counts = [sum(fault in r.grade.faults for r in of) for fault in FAULTS]
        counts += [sum(r.grade.wrong for r in of), sum(r.answer is None for r in of)]
        right = sum(r.grade.right for r in of)
        cells = "".join(f"<td{_heat(count, len(of))}>{count or '·'}</td>" for count in counts)
        rows.append(f'<tr><th scope="row">{escape(both("category", name))}</th><td>{len(of)}</td><td>{right}</td>{cells}</tr>')
    return _table("matrix", head, rows)


def groups(main: Outcome) -> str:
    """Every measure of the first system by category, by document and by set."""
    parts = (
        ("文件", "document", main.totals.documents),
        ("题集", "set", main.totals.groups),
        ("类别", "category", main.totals.categories),
    )
    return "".join(_folded(f"各项指标按{title}", _cells(title, kind, cells, main.passages)) for title, kind, cells in parts)


def retrieval(report: Report) -> str:
    """The measures of each finder; those of the first by category and by document, folded."""
    if not report.retrieval:
        return ""
    found = report.retrieval
    cases = next(iter(found.values())).cases
    head = [f"检索（{cases} 题）", *(said("system", name) for name in found)]
    rows = [_measure_row(label, "", [r.measures[n] for r in found.values()]) for n, label in RETRIEVAL.items()]
    name, first = next(iter(found.items()))
    folded = "".join(
        _folded(
            f"{said('system', name)}的检索按{title}",
            _by([title, *RETRIEVAL.values()], kind, {k: [of[n] for n in RETRIEVAL] for k, of in groups.items()}),
        )
        for title, kind, groups in (("文件", "document", first.documents), ("类别", "category", first.categories))
    )
    return f'<section><h2>检索</h2><div class="scroll">{_table("figures", head, rows)}</div>{folded}</section>'


def share_cell(share: Share | None) -> str:
    """A share with what it counts and its interval below it."""
    if share is None or not share.total:
        return "—"
    counted = f"{share.hits:g}/{share.total:g} · " if share.hits == int(share.hits) else ""
    return f"{share.value:.1%}<small>{counted}[{share.low * 100:.1f}, {share.high * 100:.1f}]</small>"


def row(cells: Iterable[str], tag: str = "td") -> str:
    """A row of cells, escaped."""
    return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"


def _cells(title: str, kind: str, cells: Mapping[str, Cell], passages: bool) -> str:
    shown = [m for m in MEASURES if m.of_passages or not passages]
    head = [title, *(m.label.removeprefix("· ") for m in shown)]
    return _by(head, kind, {name: [cell.measures[m.name] for m in shown] for name, cell in cells.items()})


def _by(head: Sequence[str], kind: str, rows: Mapping[str, Sequence[Share]]) -> str:
    body = [_measure_row(both(kind, name) or "—", "", shares) for name, shares in rows.items()]
    return _table("figures", head, body)


def _measure_row(label: str, meaning: str, shares: Sequence[Share | None]) -> str:
    below = f"<small>{escape(meaning)}</small>" if meaning else ""
    return f'<tr><th scope="row">{escape(label)}{below}</th>{"".join(f"<td>{share_cell(share)}</td>" for share in shares)}</tr>'


def _seconds(of: Quantile | None) -> str:
    return f"{of.value * 1000:.0f} ms<small>[{of.low * 1000:.0f}, {of.high * 1000:.0f}]</small>" if of else "—"


def _folded(title: str, table: str) -> str:
    return f'<details class="more"><summary>{escape(title)}</summary><div class="scroll">{table}</div></details>'


def _table(kind: str, head: Sequence[str], rows: Sequence[str]) -> str:
    return f'<table class="{kind}"><thead>{row(head, "th")}</thead><tbody>{"".join(rows)}</tbody></table>'


def _heat(count: int, of: int) -> str:
    return f' class="heat" style="--heat:{min(100, 15 + round(count / of * 85))}%"' if count else ""


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
