"""Clauses of a paragraph -> facts: what each number measures, about what, against what, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

from corpus.figure import Measure
from corpus.prose.asides import Aside, asides, clauses_of, without
from corpus.prose.carried import Carried, real_base, with_text
from corpus.prose.facts import Fact, Subject
from corpus.prose.labels import KINDS, LAST_YEAR, Label, Meaning, economic_code, functional_code, meaning, read_label
from corpus.prose.mentions import Mention, mentions
from corpus.prose.paragraphs import Paragraph
from corpus.prose.words import words

_SHARE = re.compile(
    r"占(?!用|地|有|比)(?P<whole>[^，。；：]{0,60}?)的?(?:比重|比例|比率)?(?:约?为|是|约)?$|(?<=[一-鿿])占比(?:约?为)?$"
)
_DONE = re.compile(
    r"完成(?:了)?(?P<whole>[^，。；：]{0,14}?(?:预算|决算))数?的?(?:比例)?(?:约?为)?$|(?:预算)?(?:完成率|执行率)(?:约?为)?$"
)
_REACHED = re.compile(r"(?:增加|增长|提高|上升|减少|下降|降低|压减|调整)(?:到|至|为)$")
_RATE = re.compile(r"(?:率|比例|比重|占比|程度|满意度)$")
_GENERIC = re.compile(r"(?:支出|收入|预算|金额|资金|经费)")
_TORN_QUOTE = re.compile(r"(?:^|[。；])”$")
"""A quoted name of which only the closing mark is left: whose amount follows is not known."""
_BOUND = re.compile(r"[≥≤<>=＞＜]")
_BOUGHT = re.compile(r"万元?(?:（含）)?以上|用车$")
_AFTER_BASE = re.compile(r"^(?:各?自?|(?:预算|支出|收入|决算)?数?(?:各)?)$")


@dataclass(slots=True)
class Reader(Carried):
    """Reads one paragraph after another; remembers between them only what a list under one heading shares."""

    taken: int = 0
    facts: list[Fact] = field(default_factory=list)

    def read(self, paragraph: Paragraph) -> list[Fact]:
        """The facts of a paragraph, in order of their numbers."""
        text, before = paragraph.text, len(self.facts)
        self.subject, self.head, self.base, self.buying, self.brackets, self.taken = None, None, None, False, [], 0
        self._list_goes_on(paragraph.level)
        zones = asides(text)
        position, main = 0, None
        for mention in mentions(text):
            aside = next((zone for zone in zones if zone.start <= mention.start < zone.end), None)
            if aside and main is None:
                main = (aside, self.subject)
                self.subject = None
            elif main and aside != main[0]:
                self.subject, main = main[1], None
                position = max(position, min(self._zone_end(zones, position, mention.start), mention.start))
                if aside:
                    main, self.subject = (aside, self.subject), None
            inner = max(position, aside.words) if aside else position
            self._context(paragraph, text[position : mention.start], mention)
            self.titled = position == 0 and paragraph.level > 0
            self.inside = aside is not None
            self._mention(text, without(text, inner, mention.start, [] if aside else zones), mention)
            position = max(mention.end, self.taken)
        self._remember(paragraph, position)
        return self.facts[before:]

    @staticmethod
    def _zone_end(zones: list[Aside], position: int, start: int) -> int:
        return max((zone.end for zone in zones if position <= zone.end <= start), default=position)

    def _mention(self, text: str, lead: str, mention: Mention) -> None:
        fact = self._fact(self._brackets(lead), lead, mention, text)
        if fact is not None:
            self.facts.append(fact)

    def _fact(self, clause: str, lead: str, mention: Mention, text: str) -> Fact | None:
        if mention.kind == "percent" or mention.kind == "bare":
            if done := _DONE.search(clause):
                return self._share(clause[: done.start()], lead, mention, done.groupdict().get("whole") or "预算", "完成预算比例")
            if share := _SHARE.search(clause):
                return self._share(clause[: share.start()], lead, mention, share["whole"] or "", "占比")
        if direction := words().direction.search(clause):
            return self._change(clause[: direction.start()], lead, mention, direction["way"])
        if reached := _REACHED.search(clause):
            fact = self._level(clause[: reached.start()], lead, mention, text)
            return fact and replace(fact, value_year=self.setting.fiscal_year)
        if mention.kind == "percent":
            return self._rate(clause, mention)
        if re.search(r"（(?:减少|增加|下降|增长|降低)）$", clause):
            return None
        if (
            mention.kind == "money"
            and (ahead := words().ahead.match(clause := re.sub(r"^[一二三四五六]是", "", clause)))
            and ahead.end() + 1 < len(clause)
        ):
            return self._change(clause[ahead.end() :], lead, mention, ahead.group())
        return self._level(clause, lead, mention, text)

    def _level(self, clause: str, lead: str, mention: Mention, text: str) -> Fact | None:
        if _TORN_QUOTE.search(clause):
            return None
        kind = "count" if mention.kind == "bare" else mention.kind
        label = read_label(clause, self.setting.issuer)
        if mention.kind == "count":
            label = self._counted(label, text, mention)
        if mention.kind == "bare" and not (label.text.endswith(("编制数", "编制", "人数"))):
            return None
        generic = label.year is None and mention.kind == "money" and _GENERIC.fullmatch(label.text) and not self._opens(clause)
        if (
            mention.kind == "count"
            and not label.text
            and mention.unit not in ("人次", "批次", "人")
            and not clauses_of(lead)[:-1]
        ):
            return None
        label = self._economic(self._whose(label, lead))
        if generic and self.subject is not None:
            label = with_text(label, self.subject.label.text + label.text)
        if (
            not re.search(r"[一-鿿]（?[一-鿿]", label.text)
            or _BOUND.search(label.text)
            or (mention.kind == "count" and label.text.endswith("等"))
        ):
            return None
        if mention.kind == "count":
            label = self._to_buy(label)
        unit = mention.unit or "人"
        means = self._within(label, meaning(label, unit if unit in ("批次", "人次") else kind))
        measure = Measure.TARGET if self.setting.goals else Measure.COUNT if kind == "count" else Measure.LEVEL
        fact = self.make(mention, label, means, measure, self.column_of(label, means, mention))
        if not label.relative:
            self.subject = Subject(label, means, unit)
            self.head = self.head or self.subject
        return fact

    def _to_buy(self, label: Label) -> Label:
        """Equipment and kinds of vehicles that are to be bought, under a name of their own: what is held is another figure."""
        if label.text.startswith("购置") and "以上" in label.text:
            return with_text(label, "安排" + label.text)
        own = self.buying and _BOUGHT.search(label.text) and "购置" not in label.text
        return with_text(label, "安排购置" + label.text) if own else label

    def _opens(self, clause: str) -> bool:
        """Whether a bare 支出 or 预算 is the issuer's own: the clause names the issuer before it."""
        return bool(self.setting.issuer) and clause.lstrip("，。；、").startswith(self.setting.issuer[:4])

    def _counted(self, label: Label, text: str, mention: Mention) -> Label:
        """The name of what is counted where it follows the number ("下设 3 个处室", "经批准购置的 0 辆公务用车")."""
        noun = _noun_after(text, mention)
        if noun is None:
            return label
        known = meaning(noun, "count").item in ("内设机构数", "下属单位数") and meaning(label, "count").item not in (
            "内设机构数",
            "下属单位数",
        )
        if label.text.endswith("的") or not label.text or words().counting.fullmatch(label.text) or known:
            self.taken = mention.end + text[mention.end :].find(noun.text) + len(noun.text)
            return with_text(noun, label.text + noun.text) if label.text.endswith("的") else noun
        return label

    def _share(self, clause: str, lead: str, mention: Mention, whole: str, column: str) -> Fact | None:
        label = self._whose(read_label(clause, self.setting.issuer), lead)
        if not label.text:
            return None
        fact = self.make(mention, label, self._mean(label), Measure.SHARE, column)
        fact.whole = self._whole(whole, column)
        return fact

    def _whole(self, printed: str, column: str) -> str | None:
        cleaned = read_label(printed, self.setting.issuer)
        if column != "占比":
            return printed or "预算"
        if cleaned.text:
            self.whole = meaning(cleaned).item
        if self.whole:
            return self.whole
        return self.parent.meaning.item if self.parent else None

    def _change(self, head: str, lead: str, mention: Mention, way: str) -> Fact | None:
        own = self._own_base(head)
        label = self._whose(read_label(own, self.setting.issuer), lead, changed=True)
        growth = mention.kind == "percent" or (mention.kind == "bare" and self._after_change())
        if not label.text or (mention.kind == "bare" and not growth):
            return None
        measure = Measure.TARGET if self.setting.goals else Measure.GROWTH if growth else Measure.CHANGE
        up = way in words().up
        negative = mention.value is not None and mention.value < 0
        fact = self.make(mention, label, self._mean(label, mention), measure, _way(up, growth))
        fact.direction = "增加" if up != negative else "减少"
        fact.base = self.base
        if own and read_label(own, self.setting.issuer).text:
            self.subject = Subject(label, fact.meaning, mention.unit)
        return fact

    def _own_base(self, head: str) -> str:
        """The words of a change that name its item: before or after "与上年相比"."""
        found = [match for match in words().base.finditer(head) if real_base(match["what"])]
        last = words().yoy.search(head) or (found[-1] if found else None)
        if last is None:
            return "" if re.match(r"(?:比|较|与|和|同).{1,8}$", head) else head
        after = head[last.end() :]
        return head[: last.start()] if _AFTER_BASE.fullmatch(after) or not after else after

    def _rate(self, clause: str, mention: Mention) -> Fact | None:
        label = read_label(clause, self.setting.issuer)
        if not _RATE.search(label.text) and not self.setting.goals:
            return None
        if not label.text:
            return None
        return self.make(
            mention, label, meaning(label, "percent"), Measure.TARGET if self.setting.goals else Measure.SHARE, label.column
        )

    def _after_change(self) -> bool:
        return bool(self.facts) and self.facts[-1].measure is Measure.CHANGE

    def _mean(self, label: Label, mention: Mention | None = None) -> Meaning:
        if self.subject is not None and label is self.subject.label:
            return self.subject.meaning
        kind = mention.kind if mention is not None and mention.kind == "count" else "money"
        return meaning(label, kind)

    def column_of(self, label: Label, means: Meaning, mention: Mention) -> str:
        """What kind of number it is: 预算数, 决算数, 年初预算, 执行数; 金额 for stocks, 数量 (批次, 人次) for counts."""
        if mention.unit in ("批次", "人次"):
            return mention.unit
        if mention.kind != "money":
            return "数量"
        if label.column:
            return "预算数" if label.column == "年初预算" and self.setting.stage == "预算" else label.column
        if self.as_of is not None or label.relative == "价值" or means.item.endswith("价值") or means.item == "固定资产":
            return "金额"
        return "决算数" if self.setting.stage == "决算" else "预算数"

    def make(self, mention: Mention, label: Label, means: Meaning, measure: Measure, column: str | None) -> Fact:
        """A fact with what its setting, list and label say about fund, kind, side, code and year."""
        text = label.text + (label.relative or "")
        if self.setting.goals:
            text = words().targets["verbs"].sub("", text)
            means = Meaning(text)
        code = label.code or (functional_code(label.path) if label.path else None)
        year = label.year if measure in (Measure.LEVEL, Measure.COUNT) and label.year else None
        year = self.setting.fiscal_year - 1 if year == LAST_YEAR else year
        usual = None if self.inside and measure is Measure.LEVEL else self.setting.fiscal_year
        stock = self.as_of if measure in (Measure.LEVEL, Measure.COUNT) else None
        kind = self._kind(means)
        fund = means.fund or (self._fund() if means.item not in _of_funds() else None)
        return Fact(
            mention, text, means, measure, path=label.path or (text,), code=code, column=column, value_year=year or stock or usual,
            fund=fund, kind=kind, side=self._side(label, means),
        )  # fmt: skip

    def _side(self, label: Label, means: Meaning) -> str | None:
        if "收支" in means.item:
            return None
        if label.path or label.code:
            return "支出"
        return means.side or (self.parent.meaning.side if self.parent else None) or self.setting.side

    def _fund(self) -> str | None:
        whole = self.parent.meaning.item if self.parent else None
        return next((fund.name for fund in words().funds if whole and whole in (fund.bare, fund.out)), self.setting.fund)

    def _economic(self, label: Label) -> Label:
        """In the list of what 人员经费 or 公用经费 consists of, names are economic classes."""
        listed = self.parent is not None and self.parent.meaning.item in ("人员经费", "公用经费")
        code = economic_code(label.text) if listed and not label.path and not label.code else None
        return Label(label.text, label.column, label.year, label.path, code, label.relative) if code else label

    def _within(self, label: Label, means: Meaning) -> Meaning:
        special = words().within.get((self.parent.meaning.item, label.text)) if self.parent else None
        return Meaning(special, known=True) if special else means

    def _kind(self, means: Meaning) -> str | None:
        if means.item in KINDS:
            return None
        if self.parent is not None and self.parent.meaning.item in KINDS:
            return self.parent.meaning.item
        return self.setting.kind


@cache
def _of_funds() -> frozenset[str]:
    return frozenset(name for fund in words().funds for name in (fund.bare, fund.out) if name)


def _way(up: bool, growth: bool) -> str:
    if growth:
        return "增长" if up else "下降"
    return "增加" if up else "减少"


def _noun_after(text: str, mention: Mention) -> Label | None:
    match = re.match(r"[处科]（室）|(?:二级|一级)?[^，。；：、（）\d和以]{2,18}", text[mention.end :])
    noun = re.split(r"共|合计|均", match.group())[0] if match else ""
    return read_label(noun, "") if len(noun) > 1 else None
