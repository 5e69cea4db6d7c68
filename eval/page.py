"""The report as one self-contained page; everything from documents, questions and answers is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template

from eval import chart
from eval.match import Record, records
from eval.measure import MEASURES, Cell
from eval.report import Outcome, Report, counted, got, plain, wanted
from eval.retrieval import MEASURES as RETRIEVAL
from eval.run import Result

_TEMPLATE = Path(__file__).with_name("report.html")
_FAULTS = {"status": "状态", "figures": "数字", "text": "文字", "cites": "出处", "forbid": "禁语"}


def html(report: Report) -> str:
    """The whole page."""
    main = report.main
    failures = [r for r in main.results if not r.grade.right]
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        system=escape(main.system),
        made=datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M"),
        cards=_cards(main),
        measures=_measures(report.outcomes),
        accuracy=chart.accuracy(
            {name: cell.right for name, cell in main.totals.categories.items()},
            {o.system: {name: cell.right for name, cell in o.totals.categories.items()} for o in report.outcomes[1:]},
        ),
        matrix=_matrix(main.results),
        groups=_cells("文件", main.totals.documents) + _cells("题集", main.totals.groups),
        latency=chart.latency([r.seconds for r in main.results if r.answer is not None]),
        retrieval=_retrieval(report),
        changes=_changes(report),
        failure_count=len(failures),
        failures="".join(_failure(r) for r in failures) or '<p class="none">没有。</p>',
    )


def _cards(main: Outcome) -> str:
    totals = main.totals
    wrong = totals.wrong
    cards = [
        ("完全正确", f"{totals.right.value:.1%}", f"{totals.right.hits:g} / {totals.right.total:g} 题", ""),
        ("错误数字", f"{wrong.hits:g}", f"上限 {wrong.high:.1%}（95% 置信）", "bad" if wrong.hits else "good"),
    ]
    if not main.passages:
        quotes = totals.measures["quotes"]
        cards.append(("引文属实", f"{quotes.value:.1%}" if quotes.total else "—", f"{quotes.hits:g} / {quotes.total:g} 条", ""))
    if p95 := totals.latency.get("p95"):
        cards.append(("用时 p95", f"{p95.value * 1000:.0f} ms", f"p50 {totals.latency['p50'].value * 1000:.0f} ms", ""))
    return "".join(
        f'<div class="card {mood}"><span>{label}</span><strong>{value}</strong><small>{note}</small></div>'
        for label, value, note, mood in cards
    )


def _measures(outcomes: Sequence[Outcome]) -> str:
    head = _row(["指标", *(o.system for o in outcomes)], "th")
    body = "".join(
        f'<tr title="{escape(m.meaning)}"><th scope="row">{escape(m.label)}<small>{escape(m.meaning)}</small></th>'
        + "".join(
            f"<td>{'—' if o.passages and not m.of_passages else escape(counted(o.totals.measures[m.name]))}</td>"
            for o in outcomes
        )
        + "</tr>"
        for m in MEASURES
    )
    return f'<table class="figures"><thead>{head}</thead><tbody>{body}</tbody></table>'


def _matrix(results: Sequence[Result]) -> str:
    """Where it goes wrong: for each category, how many cases miss what."""
    names = sorted({r.case.category for r in results})
    head = _row(["类别", "题", "正确", *(f"{label}错" for label in _FAULTS.values()), "错误数字", "无回答"], "th")
    body = []
    for name in names:
        of = [r for r in results if r.case.category == name]
        counts = [sum(fault in r.grade.faults for r in of) for fault in _FAULTS]
        counts += [sum(r.grade.wrong for r in of), sum(r.answer is None for r in of)]
        right = sum(r.grade.right for r in of)
        cells = "".join(f"<td{_heat(count, len(of))}>{count or '·'}</td>" for count in counts)
        body.append(f'<tr><th scope="row">{escape(name)}</th><td>{len(of)}</td><td>{right}</td>{cells}</tr>')
    return f'<table class="matrix"><thead>{head}</thead><tbody>{"".join(body)}</tbody></table>'


def _heat(count: int, of: int) -> str:
    return f' class="heat" style="--heat:{min(100, 15 + round(count / of * 85))}%"' if count else ""


def _cells(title: str, cells: Mapping[str, Cell]) -> str:
    rows = "".join(_row([name or "—", counted(cell.right), f"{cell.wrong.hits:g}"]) for name, cell in cells.items())
    return f"<table class='figures'><thead>{_row([title, '完全正确', '错误数字'], 'th')}</thead><tbody>{rows}</tbody></table>"


def _retrieval(report: Report) -> str:
    if not report.retrieval:
        return ""
    cases = next(iter(report.retrieval.values())).cases
    head = _row([f"检索（{cases} 题）", *report.retrieval], "th")
    body = "".join(
        _row([label, *(plain(r.measures[name]) for r in report.retrieval.values())]) for name, label in RETRIEVAL.items()
    )
    return f"<section><h2>检索</h2><div class='scroll'><table class='figures'><thead>{head}</thead><tbody>{body}</tbody></table></div></section>"


def _changes(report: Report) -> str:
    changes = report.changes
    if changes is None:
        return '<p class="none">没有给出对照（--against）。</p>'
    by_id = {r.case.id: r for r in report.main.results}
    parts = [
        _changed("变好", "gain", changes.gains, by_id, report),
        _changed("变差", "loss", changes.losses, by_id, report),
        _changed("新增错误数字", "loss", changes.worse, by_id, report),
    ]
    if changes.added or changes.removed:
        parts.append(f"<p>新题 {len(changes.added)}，去掉的题 {len(changes.removed)}；不计入得失。</p>")
    return "".join(parts)


def _changed(title: str, kind: str, ids: Sequence[str], by_id: dict[str, Result], report: Report) -> str:
    rows = "".join(
        _row([name, " / ".join(by_id[name].case.turns), report.before[name].got or "—", got(by_id[name])])
        if name in by_id and name in report.before
        else _row([name, "", "", ""])
        for name in ids
    )
    if not rows:
        return f"<p>{title}：无</p>"
    head = _row(["题", "问", "以前", "现在"], "th")
    return f'<h3 class="{kind}">{title}：{len(ids)}</h3><table class="changes"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _failure(result: Result) -> str:
    case, answer = result.case, result.answer or {}
    wrong = ' <b class="wrong">错误数字</b>' if result.grade.wrong else ""
    faults = "、".join(_FAULTS[f] for f in result.grade.faults)
    text = result.error or str(answer.get("text", ""))
    forbidden = f"<dt>说了禁语</dt><dd>{escape('、'.join(result.grade.forbidden))}</dd>" if result.grade.forbidden else ""
    expected = "；".join(" 或 ".join(options) for options in case.expect.text)
    said = f"<dt>应说到</dt><dd>{escape(expected)}</dd>" if expected else ""
    return (
        f"<details><summary><code>{escape(case.id)}</code> {escape(' / '.join(case.turns))}"
        f" <em>{escape(case.category)} · {escape(faults)}</em>{wrong}</summary>"
        f"<dl><dt>应为</dt><dd>{escape(wanted(case.expect))}</dd>{said}<dt>所答</dt><dd>{escape(got(result))}</dd>{forbidden}"
        f"<dt>原话</dt><dd><pre>{escape(text)}</pre></dd><dt>引文</dt><dd><ul>{''.join(map(_quote, records(answer, 'citations')))}</ul></dd>"
        f"<dt>说明</dt><dd>{escape(case.note or '—')}</dd></dl></details>"
    )


def _quote(citation: Record) -> str:
    first, last, page = (citation.get(k) for k in ("line_start", "line_end", "page"))
    place = f"第 {page} 页" if page is not None else f"第 {first}–{last} 行"
    return f"<li><small>{escape(str(citation.get('document')))} {escape(place)}</small> {escape(str(citation.get('quote')))}</li>"


def _row(cells: Iterable[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"
