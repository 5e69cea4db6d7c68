"""Figures of the prose: every amount, count, share, change and growth that a sentence states, leaves out or declares to be nil."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from corpus.amount import Amount
from corpus.document import Document, Side, Source
from corpus.figure import Figure, Measure
from corpus.prose.clauses import Reader
from corpus.prose.explain import explain
from corpus.prose.facts import Fact, Setting
from corpus.prose.labels import Label, meaning, read_label
from corpus.prose.paragraphs import Paragraph, join, paragraphs
from corpus.prose.targets import Indicator, Region, indicators, regions
from corpus.prose.unsaid import declared_nil, missing, unchanged
from corpus.prose.words import words

_OPENS = re.compile(r"[。；]|(?:其中|包括)：")
_CLOSES = re.compile(r"[。；]|(?=[，。]?(?:其中|(?:主要)?包括)：)")


def narrate(document: Document) -> list[Figure]:
    """The figures of the prose in document order. Lines that ``document.tables`` cover are left to the tables.

    A 绩效目标表 that no table covers is read here too: its goals in words, its indicators and their weights (measure TARGET).
    """
    tables = regions(document)
    skip = frozenset(index for region in tables for index in range(region.first, region.last + 1))
    figures: list[tuple[int, Figure]] = []
    for headings, group in groupby(paragraphs(document, skip), key=lambda paragraph: paragraph.headings):
        if any(words().silent.search(title) for title in headings):
            continue
        figures += _section(document, Reader(_setting(document, headings)), list(group))
    for region in tables:
        figures += [(region.first, figure) for figure in _targets(document, region, alone=len(tables) == 1)]
    return [figure for _, figure in sorted(figures, key=lambda pair: pair[0])]


def _targets(document: Document, region: Region, *, alone: bool) -> list[Figure]:
    figures: list[Figure] = []
    if region.goals:
        paragraph = join(document, region.goals)
        reader = Reader(Setting(document.issuer, document.fiscal_year, document.stage.value, goals=True))
        figures += [_figure(document, paragraph, fact) for fact in reader.read(paragraph)]
    project = "" if alone else _project(document, region)
    return figures + [_indicator(document, indicator, project) for indicator in indicators(document, region)]


def _project(document: Document, region: Region) -> str:
    """The project whose money one of several tables prints; "" for that of the whole department."""
    lines = ["".join(document.lines[index].text.split()) for index in range(region.first, region.last + 1)]
    if re.search("整体|部门", lines[0]):
        return ""
    named = re.search(r"项目名称[:：]?(.+?)(?=实施|主管|项目|预算|$)", "\n".join(lines), re.MULTILINE)
    return named[1] if named else lines[0]


def _indicator(document: Document, indicator: Indicator, project: str) -> Figure:
    """A target or weight of an indicator, or an amount of the money that the table is about (of a ``project`` under its name)."""
    quote = "".join(document.lines[index].text.strip() for index in range(indicator.first, indicator.last + 1))
    return Figure(
        document_id=document.id,
        issuer=document.issuer,
        fiscal_year=document.fiscal_year,
        stage=document.stage.value,
        item=project + indicator.fund if indicator.fund else indicator.label,
        row_label=indicator.label,
        measure=Measure.LEVEL if indicator.fund else Measure.TARGET,
        amount=Amount(indicator.value, indicator.unit),
        source=document.source(indicator.first, indicator.last, quote, document.section_at(indicator.first)),
        row_path=(indicator.label,),
        column=indicator.column,
        value_year=document.fiscal_year,
        reason=indicator.basis or None,
    )


def _section(document: Document, reader: Reader, group: Sequence[Paragraph]) -> list[tuple[int, Figure]]:
    """Figures of the paragraphs under one heading, each with the line its paragraph begins on; a reason may follow paragraphs later."""
    read = []
    for paragraph in group:
        earlier = list(reader.facts)
        read.append((paragraph, _facts(paragraph, reader, earlier)))
    return [(paragraph.places[0][0], _figure(document, paragraph, fact)) for paragraph, facts in read for fact in facts]


def _facts(paragraph: Paragraph, reader: Reader, earlier: Sequence[Fact]) -> list[Fact]:
    facts = reader.read(paragraph)
    explain(paragraph.text, facts, earlier, reader.setting.issuer)
    facts += unchanged(reader, paragraph, facts) + missing(reader, paragraph) + declared_nil(reader, paragraph, facts)
    return sorted(facts, key=lambda fact: fact.mention.start)


def _setting(document: Document, headings: tuple[str, ...]) -> Setting:
    """Fund, kind, side and unsaid subject, from the innermost heading that names them."""
    fund = kind = side = None
    subject: Label | None = None
    classes: tuple[str, ...] = ()
    for title in reversed(headings):
        if fund is None:
            fund = next(
                (
                    f.name
                    for f in words().funds
                    if f.name in ("一般公共预算", "政府性基金预算", "国有资本经营预算") and f.pattern.search(_from_fund(title))
                ),
                None,
            )
        side = side or (
            "收入" if re.search(r"收入(?:预算|决算)", title) else "支出" if re.search(r"支出(?:预算|决算|情况)", title) else None
        )
        kind = kind or next((name for name in ("基本支出", "项目支出") if name in title), None)
        classes = classes or read_label(title, document.issuer).path
    if headings:
        title = re.sub(
            r"(?:预算|决算|安排|支出)?(?:安排|使用|增减变化)?情况(?:的?(?:总体)?说明)?$|的?(?:总体)?说明$",
            "",
            headings[-1].removeprefix("关于"),
        )
        found = read_label(title, document.issuer)
        subject = found if found.text and meaning(found).known else None
    return Setting(document.issuer, document.fiscal_year, document.stage.value, fund, kind, side, subject, classes)


def _from_fund(title: str) -> str:
    """A heading from where it names a fund (the patterns of funds are anchored)."""
    found = re.search(r"一般公[共用]预算|政府性?基金|国有资本经营", title)
    return title[found.start() :] if found else title


def _figure(document: Document, paragraph: Paragraph, fact: Fact) -> Figure:
    value = fact.mention.value
    return Figure(
        document_id=document.id,
        issuer=document.issuer,
        fiscal_year=document.fiscal_year,
        stage=document.stage.value,
        item=fact.meaning.item,
        row_label=fact.label,
        measure=fact.measure,
        amount=Amount(
            abs(value) if value is not None and fact.direction else value, fact.mention.unit or _unit(fact), fact.state
        ),
        source=_source(document, paragraph, fact),
        code=fact.code,
        row_path=fact.path,
        column=fact.column,
        side=Side(fact.side) if fact.side else None,
        fund=fact.fund,
        kind=fact.kind,
        value_year=fact.value_year,
        direction=fact.direction,
        base=fact.base,
        whole=fact.whole,
        reason=fact.reason,
        purpose=fact.purpose,
    )


def _unit(fact: Fact) -> str:
    return "%" if fact.column in ("增长", "下降", "占比", "完成预算比例") else "人"


def _source(document: Document, paragraph: Paragraph, fact: Fact) -> Source:
    """The part of the sentence that states the number: from the stop or list colon before it to the stop or list after it."""
    text, mention = paragraph.text, fact.mention
    start = max((match.end() for match in _OPENS.finditer(text, 0, mention.start)), default=0)
    closing = _CLOSES.search(text, mention.end)
    end = closing.end() if closing else len(text)
    first, last = paragraph.source(start, end)
    return document.source(first, last, quote(document, paragraph, start, end), document.section_at(first))


def quote(document: Document, paragraph: Paragraph, start: int, end: int) -> str:
    """The characters ``start`` to ``end`` of a paragraph as printed, lines joined without their breaks."""
    pieces = []
    for index, places in groupby(paragraph.places[start:end], key=lambda place: place[0]):
        offsets = [offset for _, offset in places]
        pieces.append(document.lines[index].text[offsets[0] : offsets[-1] + 1])
    return "".join(pieces)
