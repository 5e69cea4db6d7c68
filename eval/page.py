"""The report as one self-contained page; everything from documents, questions and answers is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template

from eval import chart, tables
from eval.case import Expect, ExpectedPlace
from eval.match import Record, records
from eval.report import Outcome, Report
from eval.run import Result
from eval.tables import FAULTS, both, row, said

_TEMPLATE = Path(__file__).with_name("report.html")


def html(report: Report) -> str:
    """The whole page."""
    main = report.main
    failures = sorted((r for r in main.results if not r.grade.right), key=lambda r: not r.grade.wrong)
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        system=escape(both("system", main.system)),
        made=datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M"),
        cards=_cards(main),
        measures=tables.totals(report.outcomes),
        accuracy=chart.accuracy(
            {said("category", name): cell.right for name, cell in main.totals.categories.items()},
            {
                said("system", o.system): {said("category", name): cell.right for name, cell in o.totals.categories.items()}
                for o in report.outcomes[1:]
            },
        ),
        matrix=tables.matrix(main.results),
        groups=tables.groups(main),
        latency=chart.latency([r.seconds for r in main.results if r.answer is not None]),
        retrieval=tables.retrieval(report),
        changes=_changes(report),
        failure_count=len(failures),
        failures="".join(map(_failure, failures)) or '<p class="none">没有。</p>',
    )


def _cards(main: Outcome) -> str:
    totals = main.totals
    wrong = totals.wrong
    cards = [("完全正确", f"{totals.right.value:.1%}", f"{totals.right.hits:g} / {totals.right.total:g} 题", "")]
    if not main.passages:
        quotes = totals.measures["quotes"]
        mood = "bad" if wrong.hits else "good"
        cards.append(("错误数字", f"{wrong.hits:g}", f"上限 {wrong.high:.1%}（95% 置信）", mood))
        cards.append(("引文属实", f"{quotes.value:.1%}" if quotes.total else "—", f"{quotes.hits:g} / {quotes.total:g} 条", ""))
    if p95 := totals.latency.get("p95"):
        cards.append(("用时 p95", f"{p95.value * 1000:.0f} ms", f"p50 {totals.latency['p50'].value * 1000:.0f} ms", ""))
    return "".join(
        f'<div class="card {mood}"><span>{label}</span><strong>{value}</strong><small>{note}</small></div>'
        for label, value, note, mood in cards
    )


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
        row([name, " / ".join(by_id[name].case.turns), _translated(report.before[name].got) or "—", got(by_id[name])])
        if name in by_id and name in report.before
        else row([name, "", "", ""])
        for name in ids
    )
    if not rows:
        return f"<p>{title}：无</p>"
    head = row(["题", "问", "以前", "现在"], "th")
    return f'<h3 class="{kind}">{title}：{len(ids)}</h3><table class="changes"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def got(result: Result) -> str:
    """What was answered, in short and in Chinese: the end and the first figures."""
    from eval.report import got as short

    return _translated(short(result))


def _translated(short: str) -> str:
    """A short form of an answer with its status in Chinese."""
    status, colon, rest = short.partition("：")
    return f"{said('status', status)}{colon}{rest}"


def _failure(result: Result) -> str:
    case, answer = result.case, result.answer or {}
    wrong = ' <b class="wrong">错误数字</b>' if result.grade.wrong else ""
    about = f"{said('category', case.category)} · {'、'.join(FAULTS[f] for f in result.grade.faults)}"
    quotes = "".join(map(_quote, records(answer, "citations")))
    told = {
        "应为": escape(_wanted(case.expect)),
        "应说到": escape("；".join(" 或 ".join(options) for options in case.expect.text)),
        "应引": escape("；".join(map(_place, case.expect.cites))),
        "所答": escape(got(result)),
        "说了禁语": escape("、".join(result.grade.forbidden)),
        "原话": f"<pre>{_bold(escape(result.error or str(answer.get('text', ''))))}</pre>",
        "引文": f"<ul>{quotes}</ul>" if quotes else "没有",
        "说明": escape(case.note),
    }
    entries = "".join(f"<dt>{name}</dt><dd>{shown}</dd>" for name, shown in told.items() if shown)
    return (
        f"<details><summary><code>{escape(case.id)}</code> {escape(' / '.join(case.turns))}"
        f" <em>{escape(about)}</em>{wrong}</summary><dl>{entries}</dl></details>"
    )


def _wanted(expect: Expect) -> str:
    figures = "、".join(f"{f.value:f} {f.unit}" for f in expect.figures)
    return "：".join(part for part in (" / ".join(said("status", s.value) for s in expect.status), figures) if part)


def _place(place: ExpectedPlace) -> str:
    lines = "、".join(_lines(first, last) for first, last in place.lines)
    pages = "、".join(f"第 {page} 页" for page in place.pages)
    return " ".join(part for part in (place.document, lines, pages) if part)


def _lines(first: object, last: object) -> str:
    return f"第 {first} 行" if first == last else f"第 {first}–{last} 行"


def _quote(citation: Record) -> str:
    first, last, page = (citation.get(k) for k in ("line_start", "line_end", "page"))
    place = f"第 {page} 页" if page is not None else _lines(first, last)
    return f"<li><small>{escape(str(citation.get('document')))} {escape(place)}</small> {escape(str(citation.get('quote')))}</li>"


def _bold(escaped: str) -> str:
    """Escaped text with the emphasis of Markdown as such."""
    return re.sub(r"\*\*([^*\n]+)\*\*", r"<b>\1</b>", escaped)
