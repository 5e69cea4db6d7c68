"""The explanation in sentences: numbers with what they measure, broken over lines and pages as a word processor breaks them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from tests.generator.budget import (
    ACCOUNT,
    BASIC,
    CAPITAL,
    CARRIED,
    CARRIED_OTHER,
    FUNDS,
    GENERAL,
    GOVERNMENT,
    KINDS,
    OFFICE,
    PROJECT,
    STAFF,
    TRANSFER,
    UNIT,
    Budget,
    cents,
    subjects,
)  # fmt: skip
from tests.generator.flatten import Paper, Piece, Style
from tests.generator.forms import PUBLIC, Key, chinese, key
from tests.generator.truth import TrueFact, Truth

REASONS = {
    "增加": ("社保缴费基数提高", "新增工作任务", "支出标准提高"),
    "减少": ("厉行节约", "压减一般性支出", "工作任务减少"),
    "持平": ("与上年安排一致", "工作任务没有变化"),
}
"""Reasons that fit the way an amount went."""
TOKEN = re.compile(r"[\d.,%]+|[^\d.,%]")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number to be printed in a sentence."""

    items: tuple[str, ...]
    measure: str
    text: str
    unit: str
    direction: str | None = None
    key: Key | None = None
    whole: Decimal | None = None


@dataclass(slots=True)
class Paragraph:
    """A run of text and facts that is wrapped as one."""

    parts: list[str | Fact] = field(default_factory=list)

    def say(self, *parts: str | Fact) -> Paragraph:
        """Appends text and facts."""
        self.parts.extend(parts)
        return self


def print_paragraph(paragraph: Paragraph, paper: Paper, truth: Truth) -> None:
    """Wraps a paragraph onto lines; a number never breaks, its unit may."""
    style = paper.style
    line: list[Piece] = []
    length = 0.0

    def flush() -> None:
        nonlocal length
        if style.pages and paper.used >= style.pages + 8:
            paper.turn()
        while line and not line[-1].text.strip():
            line.pop()
        paper.put(*line)
        for mark, number, start in paper.placed:
            assert isinstance(mark, Fact)
            value = Decimal(mark.text.replace(",", ""))
            truth.facts.append(
                TrueFact(
                    mark.items, mark.measure, value, mark.text, mark.unit, number, start, mark.direction, mark.key, mark.whole
                )
            )
        paper.placed.clear()
        line.clear()
        length = 0.0

    for token, mark in _tokens(paragraph, style):
        width = sum(0.5 if ord(ch) < 128 else 1 for ch in token)
        hanging = token in "，。、；：）”%"
        if line and length + width > style.prose_width and not hanging:
            flush()
            token = token.lstrip()
        if token:
            line.append(Piece(token, mark, glued=True))
        length += width
    if line:
        flush()


def _tokens(paragraph: Paragraph, style: Style) -> Iterator[tuple[str, Fact | None]]:
    """Unbreakable pieces in order; numbers are set off by spaces as the style wants."""
    pad = style.spaced == "always"
    for part in paragraph.parts:
        if isinstance(part, str):
            yield from ((token, None) for token in TOKEN.findall(part))
        else:
            if pad:
                yield " ", None
            yield part.text, part
            yield from ((token, None) for token in ((" " if pad and part.unit != "%" else "") + part.unit))


def amount(
    value: Decimal,
    items: str | Sequence[str],
    style: Style,
    measure: str = "level",
    direction: str | None = None,
    mark: Key | None = None,
) -> Fact:
    """A fact in 万元."""
    shown = cents(value)
    text = f"{shown:,}" if style.thousands else str(shown)
    return Fact((items,) if isinstance(items, str) else tuple(items), measure, text, "万元", direction, mark)


def percent(value: Decimal, items: Sequence[str], measure: str, direction: str | None = None) -> Fact:
    """A fact in percent."""
    return Fact(tuple(items), measure, str(cents(value)), "%", direction)


def share(part: Decimal, whole: Decimal, items: Sequence[str]) -> Fact:
    """The share of a part in a whole, computed from what is printed."""
    return Fact(tuple(items), "share", str(ratio(cents(part), cents(whole))), "%", whole=cents(whole))


def count(number: int, item: str, unit: str) -> Fact:
    """A count."""
    return Fact((item,), "count", str(number), unit)


def ratio(part: Decimal, whole: Decimal) -> Decimal:
    """``part`` in percent of ``whole``, 0 of nothing."""
    return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else Decimal(0)


@dataclass(slots=True)
class Teller:
    """Tells a budget in sentences. ``base`` is what changes are measured against."""

    budget: Budget
    style: Style
    rng: random.Random
    base: str = "上年预算"

    def level(
        self, items: str | Sequence[str], code: str = "", funds: Sequence[str] = FUNDS, kinds: Sequence[str] = KINDS
    ) -> Fact:
        """The level of a key."""
        return amount(self.budget.money(code, funds, kinds), items, self.style, mark=key(code, funds, kinds))

    def change(self, items: str | Sequence[str], now: Decimal, before: Decimal) -> list[str | Fact]:
        """，比上年预算增加 x 万元，增长 y%: the change and the growth, computed from the printed amounts."""
        names = (items,) if isinstance(items, str) else tuple(items)
        now, before = cents(now), cents(before)
        down = now < before
        word, verb = ("减少", "下降") if down else ("增加", "增长")
        growth = ratio(abs(now - before), before) if before else Decimal(100 if now else 0)
        return [
            f"，比{self.base}{word}", amount(abs(now - before), names, self.style, "change", word),
            f"，{verb}", percent(growth, names, "growth", word),
        ]  # fmt: skip

    def reason(self, now: Decimal, before: Decimal) -> str:
        """A reason that fits the change, as it is printed."""
        now, before = cents(now), cents(before)
        return "主要原因是" + self.rng.choice(REASONS["持平" if now == before else "增加" if now > before else "减少"])

    def shown(
        self, items: str | Sequence[str], funds: Sequence[str], whole: Decimal | None, kinds: Sequence[str] = KINDS
    ) -> Paragraph:
        """Level, share, change, growth and reason of a fund or kind."""
        names = (items,) if isinstance(items, str) else tuple(items)
        now, before = self.budget.money("", funds, kinds), self.budget.money("", funds, kinds, before=True)
        told = Paragraph().say(names[0], self.level(names, "", funds, kinds))
        if whole is not None:
            told.say("，占", share(now, whole, names))
        return told.say(*self.change(names, now, before), f"，{self.reason(now, before)}。")


def heading(number: int, budget: Budget, what: str) -> Paragraph:
    """一、关于… 的说明."""
    return Paragraph().say(f"{chinese(number)}、关于{budget.issuer} {budget.year} 年{what}")


def explanation(budget: Budget, style: Style, rng: random.Random, appropriated: Sequence[str]) -> list[Paragraph]:
    """第三部分: totals, revenue, spending, appropriations, items, staff and office money, 三公, other matters.

    ``appropriated`` are the funds that the document counts as 财政拨款 in its total (carried money or not).
    """
    teller = Teller(budget, style, rng, rng.choice(["上年预算", "上年执行数"]))
    name, year = budget.issuer, budget.year
    return [
        heading(1, budget, "收支预算情况的总体说明"),
        Paragraph().say(
            f"按照全口径预算的原则，{name} {year} 年所有收入和支出均纳入部门预算管理。收支总预算",
            teller.level("收支总预算"),
            "。",
        ),
        *_revenue(teller),
        *_spending(teller),
        *_appropriations(teller, appropriated),
        *_items(teller),
        *_basic(teller),
        *_trips(teller),
        *_others(teller),
    ]


def _revenue(teller: Teller) -> list[Paragraph]:
    budget = teller.budget
    whole = budget.money()
    told = [
        heading(2, budget, "收入预算情况说明"),
        Paragraph().say(f"{budget.issuer}部门收入预算", teller.level(("收入总计", "收入预算", "收支总预算")), "，其中："),
    ]
    lines: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("一般公共预算", "一般公共预算拨款"), (GENERAL,)),
        (("上级一般公共预算安排的转移支付",), (TRANSFER,)),
        (("政府性基金预算", "政府性基金预算拨款"), (GOVERNMENT,)),
        (("国有资本经营预算", "国有资本经营预算拨款"), (CAPITAL,)),
        (("财政专户管理资金",), (ACCOUNT,)),
        (("单位资金",), (UNIT,)),
        (("财政拨款结转",), (CARRIED,)),
        (("非财政拨款结转结余",), (CARRIED_OTHER,)),
    ]
    for names, funds in lines:
        if budget.money("", funds):
            told.append(teller.shown(names, funds, whole))
        elif names[0] != "一般公共预算" and teller.rng.random() < 0.5:
            told.append(Paragraph().say(f"{names[0]}未安排。"))
    return told


def _spending(teller: Teller) -> list[Paragraph]:
    budget = teller.budget
    whole = budget.money()
    return [
        heading(3, budget, "支出预算情况说明"),
        Paragraph().say(
            f"{budget.issuer} {budget.year} 年支出预算", teller.level(("支出总计", "支出预算", "收支总预算")), "，其中："
        ),
        teller.shown("基本支出", FUNDS, whole, BASIC),
        teller.shown("项目支出", FUNDS, whole, (PROJECT,)),
    ]


def _appropriations(teller: Teller, funds: Sequence[str]) -> list[Paragraph]:
    budget = teller.budget
    classes = Paragraph().say("一般公共预算支出包括：")
    names = subjects()["classes"]
    codes = budget.codes(3, PUBLIC)
    for place, code in enumerate(codes):
        classes.say(names[code], teller.level(names[code], code, PUBLIC), "，主要用于保障机构运转和履行职责")
        classes.say("；" if place + 1 < len(codes) else "。")
    items = ("财政拨款收支总预算", "财政拨款收入")
    return [
        heading(4, budget, "财政拨款收支预算情况的总体说明"),
        Paragraph().say(f"{budget.issuer} {budget.year} 年财政拨款收支总预算", teller.level(items, "", funds), "。"),
        classes,
    ]


def _items(teller: Teller) -> list[Paragraph]:
    """五: the public budget's structure by class, and every 项 with its change."""
    budget, names = teller.budget, subjects()["classes"]
    whole = budget.money("", PUBLIC)
    told = [heading(5, budget, "一般公共预算当年拨款情况说明"), Paragraph().say("（一）一般公共预算当年拨款结构情况")]
    for place, code in enumerate(budget.codes(3, PUBLIC), 1):
        part = share(budget.money(code, PUBLIC), whole, (names[code],))
        told.append(Paragraph().say(f"{place}、{names[code]}（类）", teller.level(names[code], code, PUBLIC), "，占", part, "。"))
    told.append(Paragraph().say("（二）一般公共预算当年拨款具体使用情况"))
    for place, code in enumerate(budget.codes(7, PUBLIC), 1):
        chain = f"{names[code[:3]]}（类）{budget.name(code[:5])}（款）{budget.name(code)}（项）"
        now, before = budget.money(code, PUBLIC), budget.money(code, PUBLIC, before=True)
        told.append(
            Paragraph().say(
                f"{place}、{chain}：{budget.year} 年预算数为", teller.level(budget.name(code), code, PUBLIC),
                *teller.change(budget.name(code), now, before), f"。{teller.reason(now, before)}。",
            )
        )  # fmt: skip
    return told


def _basic(teller: Teller) -> list[Paragraph]:
    """六: staff and office money of the public budget with what they consist of."""
    budget, style, names = teller.budget, teller.style, subjects()["economic"]
    told = [
        heading(6, budget, "一般公共预算基本支出情况说明"),
        Paragraph().say(
            f"{budget.issuer} {budget.year} 年一般公共预算基本支出", teller.level("基本支出", "", PUBLIC, BASIC), "，其中："
        ),
    ]
    for kind, label, groups in ((STAFF, "人员经费", ("301", "303")), (OFFICE, "公用经费", ("302", "310"))):
        part = Paragraph().say(label, teller.level(label, "", PUBLIC, (kind,)), "，主要包括：")
        found = [c for c in budget.economic if c.startswith(groups)]
        for place, code in enumerate(found):
            part.say(names[code], amount(budget.economic[code], names[code], style, mark=key(code, PUBLIC, (kind,))))
            part.say("、" if place + 1 < len(found) else "。")
        told.append(part)
    return told


def _trips(teller: Teller) -> list[Paragraph]:
    """七: 三公 and its change."""
    budget, style = teller.budget, teller.style
    trips = budget.trips
    parts = [
        ("因公出国（境）费", trips.abroad), ("公务用车购置费", trips.buying), ("公务用车运行费", trips.driving), ("公务接待费", trips.hosting),
    ]  # fmt: skip
    levels = Paragraph().say(
        f"{budget.issuer} {budget.year} 年财政拨款“三公”经费预算数为",
        amount(trips.total(), "三公经费", style, mark=key("三公经费", PUBLIC)),
        "，其中：",
    )
    changes = Paragraph().say(
        f"{budget.year} 年财政拨款“三公”经费预算", *_plain_change(teller, "三公经费", trips.total(), trips.total(1)), "，其中："
    )
    for place, (item, (now, before)) in enumerate(parts):
        end = "，" if place < 3 else "。"
        levels.say(item, amount(now, item, style, mark=key(item, PUBLIC)), end)
        changes.say(
            item,
            *_plain_change(teller, item, now, before, bare=True),
            f"，{teller.reason(now, before)}",
            "；" if place < 3 else "。",
        )
    return [heading(7, budget, "财政拨款“三公”经费预算情况说明"), levels, changes]


def _plain_change(teller: Teller, item: str, now: Decimal, before: Decimal, *, bare: bool = False) -> list[str | Fact]:
    first, *rest = teller.change(item, now, before)
    assert isinstance(first, str)
    return [first[1:].replace("比" + teller.base, "" if bare else "比" + teller.base), *rest]


def _others(teller: Teller) -> list[Paragraph]:
    """八: running costs, procurement, holdings."""
    budget, style = teller.budget, teller.style
    have, year, name = budget.holdings, budget.year, budget.issuer
    run, run_before = budget.money("", PUBLIC, (OFFICE,)), budget.money("", PUBLIC, (OFFICE,), before=True)
    kinds = ("一般公务用车", "执法执勤用车", "其他车辆")
    cars = Paragraph().say(
        "2.车辆",
        count(sum(have.cars), "车辆数", "辆"),
        "，价值",
        amount(sum(have.car_values, Decimal(0)), "车辆价值", style),
        "；其中：",
    )
    for place, (kind, number, value) in enumerate(zip(kinds, have.cars, have.car_values, strict=True)):
        cars.say(
            kind, count(number, kind, "辆"), "，价值", amount(value, (kind + "价值", kind), style), "；" if place < 2 else "。"
        )
    return [
        heading(8, budget, "其他重要事项的情况说明"),
        Paragraph().say("（一）机关运行经费情况"),
        Paragraph().say(
            f"{name} {year} 年的机关运行经费财政拨款预算", amount(run, "机关运行经费", style), *teller.change("机关运行经费", run, run_before), f"，{teller.reason(run, run_before)}。"
        ),
        Paragraph().say("（二）政府采购情况"),
        Paragraph().say(
            f"{year} 年，{name}政府采购预算", amount(have.goods + have.works + have.services, "政府采购预算", style),
            "，其中：政府采购货物预算", amount(have.goods, "政府采购货物预算", style), "，政府采购工程预算", amount(have.works, "政府采购工程预算", style),
            "，政府采购服务预算", amount(have.services, "政府采购服务预算", style), "。",
        ),
        Paragraph().say(
            f"{year} 年，{name}面向中小企业预留政府采购项目预算金额", amount(have.reserved, "面向中小企业预留政府采购", style),
            "，其中：面向小微企业预留政府采购项目预算金额", amount(have.reserved_small, "面向小微企业预留政府采购", style), "。",
        ),
        Paragraph().say("（三）国有资产占用使用情况"),
        Paragraph().say(f"截至 {year - 1} 年底，{name}占用使用国有资产总体情况为："),
        Paragraph().say("1.房屋", Fact(("房屋面积",), "count", str(have.floor), "平方米"), "，价值", amount(have.floor_value, "房屋价值", style), "。"),
        cars,
        Paragraph().say("3.办公家具价值", amount(have.furniture, "办公家具价值", style), "。"),
        Paragraph().say("4.其他资产价值", amount(have.others, "其他资产价值", style), "。"),
    ]  # fmt: skip


def overview(budget: Budget) -> list[Paragraph]:
    """第一部分: duties, offices and staff."""
    staff = budget.staff
    up = "增加" if staff.serving_change >= 0 else "减少"
    return [
        Paragraph().say("一、主要职能"),
        Paragraph().say(f"（一）贯彻执行国家有关方针政策和法律法规，拟订{budget.issuer}工作发展规划和年度计划，并组织实施和监督检查。"),
        Paragraph().say("（二）承担职责范围内的组织协调、业务指导和公共服务工作，完成上级交办的其他任务。"),
        Paragraph().say("二、机构设置及人员情况"),
        Paragraph().say(f"{budget.issuer}无下属预算单位，下设", count(staff.offices, "内设机构数", "个"), "处室。"),
        Paragraph().say(
            f"{budget.issuer}编制数", count(staff.posts, "编制数", "人"), "，实有人数", count(staff.serving + staff.retired + staff.veterans, "实有人数", "人"),
            "，其中：在职", count(staff.serving, "在职人数", "人"), f"，{up}", Fact(("在职人数",), "change", str(abs(staff.serving_change)), "人", up),
            "；退休", count(staff.retired, "退休人数", "人"), "，增加", Fact(("退休人数",), "change", str(staff.retired_change), "人", "增加"),
            "；离休", count(staff.veterans, "离休人数", "人"), "，增加", Fact(("离休人数",), "change", "0", "人", "增加"), "。",
        ),
    ]  # fmt: skip


GLOSSARY = (
    "一、财政拨款：指由一般公共预算、政府性基金预算、国有资本经营预算安排的财政拨款数。",
    "二、一般公共预算：包括公共财政拨款（补助）资金、专项收入。",
    "三、基本支出：包括人员经费、公用经费（定额）。其中，人员经费包括工资福利支出、对个人和家庭的补助。",
    "四、项目支出：部门支出预算的组成部分，是各部门为完成特定的行政任务，在基本支出预算之外编制的年度项目支出计划。",
    "五、“三公”经费：指部门因公出国（境）费、公务用车购置及运行费和公务接待费。",
)
"""第四部分, without numbers of its own."""
