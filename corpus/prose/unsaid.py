"""Figures that print no number: amounts left out, "no change" and "none" said in words."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.amount import State
from corpus.figure import Measure
from corpus.prose.asides import asides
from corpus.prose.carried import base_name
from corpus.prose.clauses import Reader
from corpus.prose.facts import Fact
from corpus.prose.labels import Label, Meaning, meaning, read_label
from corpus.prose.mentions import Mention
from corpus.prose.paragraphs import Paragraph
from corpus.prose.words import words

_LEFT_OUT = re.compile(
    r"(?:^|(?<=[。；，：、]))(?P<clause>[^。；，：、]{2,60}?[一-鿿）”])(?<![万亿千百])(?P<unit>亿元|万元|元)(?=[，。；、）]|以上|$)"
)


def missing(reader: Reader, paragraph: Paragraph) -> list[Fact]:
    """Amounts the text leaves out ("政府采购预算万元"): a known label, then a money unit without a number."""
    if paragraph.holes:
        return []
    facts = []
    for match in _LEFT_OUT.finditer(paragraph.text):
        clause = match["clause"]
        label = read_label(clause, reader.setting.issuer)
        if threshold := re.search(r"(?:价值|单价)$", clause):
            if paragraph.text.startswith("以上", match.end()):
                label = Label("大型设备单位价值门槛")
                threshold = None
        elif paragraph.text.startswith("以", match.end()):
            continue
        means = meaning(label)
        if threshold or not label.text or not (means.known or label.column or label.text == "大型设备单位价值门槛"):
            continue
        position = match.start("unit")
        mention = Mention(None, match["unit"], "money", position, position, match.end())
        fact = reader.make(mention, label, means, Measure.LEVEL, reader.column_of(label, means, mention))
        fact.state = State.MISSING
        facts.append(fact)
    return facts


def unchanged(reader: Reader, paragraph: Paragraph, stated: list[Fact]) -> list[Fact]:
    """No change, said in words (与上年持平 and its like), about the last level before it in the same sentence."""
    facts = []
    for match in words().same.finditer(paragraph.text):
        sentence = max(paragraph.text.rfind("。", 0, match.start() - 1), -1)
        before = [
            fact
            for fact in stated
            if sentence < fact.mention.start < match.start() and fact.measure in (Measure.LEVEL, Measure.COUNT)
        ]
        if not before or any(
            before[-1].mention.start < fact.mention.start < match.start() for fact in stated if fact.measure is Measure.CHANGE
        ):
            continue
        last = before[-1]
        mention = Mention(Decimal(0), last.mention.unit, last.mention.kind, match.start(), match.end(), match.end())
        facts.append(
            Fact(
                mention,
                last.label,
                last.meaning,
                Measure.CHANGE,
                State.DECLARED_NIL,
                last.path,
                last.code,
                "增减",
                None,
                base_name(match["what"] or "上年", reader.setting.fiscal_year),
                value_year=reader.setting.fiscal_year,
                fund=last.fund,
                kind=last.kind,
                side=last.side,
            )
        )
    return facts


def declared_nil(reader: Reader, paragraph: Paragraph, stated: list[Fact]) -> list[Fact]:
    """Statements that there is none (未安排, 没有使用…安排的支出, 无…拨款), outside reasons; value 0."""
    facts: list[Fact] = []
    zones = [zone for zone in asides(paragraph.text) if zone.kind == "reason"]
    for pattern in words().nil:
        for match in pattern.finditer(paragraph.text):
            taken = any(fact.mention.start < match.end() and match.start() < fact.mention.end for fact in facts)
            if (
                taken
                or any(zone.start <= match.start() < zone.end for zone in zones)
                or any(match.start() <= f.mention.start < match.end() for f in stated)
            ):
                continue
            facts += _nil(reader, match)
    return facts


def _nil(reader: Reader, match: re.Match[str]) -> list[Fact]:
    inner = match.groupdict().get("inner")
    printed = match["item"]
    found = []
    both = re.fullmatch(r"(?P<what>.+?)收入(?:和|、|及)支出", printed)
    parts = [both["what"] + "收入", both["what"] + "支出"] if both else re.split(r"、|(?<=拨款|预算)和|(?<=费)和", printed)
    for part in parts:
        label = read_label(part, reader.setting.issuer)
        means = meaning(Label(inner), "money") if inner else meaning(label, "money")
        count = "单位" in label.text and meaning(label, "count").known
        if count:
            means = meaning(label, "count")
        if not means.known or means.item in ("收支总预算", "收入总计", "支出总计"):
            continue
        fund = meaning(label).item.removesuffix("拨款") if inner else means.fund
        if "使用" in match.group() and not inner and means.item.endswith("拨款"):
            means = Meaning(means.item.removesuffix("拨款") + "支出", side="支出", known=True)
        kind = "count" if count else "money"
        mention = Mention(Decimal(0), "个" if count else "万元", kind, match.start(), match.end(), match.end())
        shown = Label(inner) if inner else label
        fact = reader.make(
            mention,
            shown,
            means,
            Measure.COUNT if count else Measure.LEVEL,
            "数量" if count else reader.column_of(shown, means, mention),
        )
        fact.state, fact.fund = State.DECLARED_NIL, fund or fact.fund
        found.append(fact)
    return found
