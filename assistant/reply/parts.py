"""What an item is made of, as the document lists it: rows below a subject, rows of a kind of spending, or standard parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant import calculate
from assistant.calculate import Result
from assistant.cues import Cue
from assistant.evidence import APPROPRIATION
from assistant.facts import Fact, Level, fact_of
from assistant.issuer import is_organ, unbracketed
from assistant.labels import unit_name
from assistant.meant import TARGET_FUNDS
from assistant.mention import Mention, colloquial, wholes
from assistant.numerals import table_number
from assistant.reply import economy
from assistant.reply.economy import column, comes_to
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.told_parts import as_told, in_prose
from assistant.restricting import FUNDS, KINDS
from assistant.scopes import CLASSES
from assistant.targets import Target
from corpus import vocabulary
from corpus.amount import MONEY_SCALE
from corpus.document import Reading
from corpus.figure import Figure, Measure

REVENUE = (
    ("一般公共预算拨款",), ("政府性基金预算拨款",), ("国有资本经营预算拨款",), ("财政专户管理资金",),
    ("单位资金", "事业收入", "事业单位经营收入", "上级补助收入", "附属单位上缴收入", "其他收入"), ("用事业基金弥补收支差额",), ("上年结转结余",),
)  # fmt: skip
"""Sources of revenue on one level; where the first of a group is not stated, its members stand for it."""

TOTALS = ("支出总计", "收支总预算", "财政拨款支出", "一般公共预算支出", "财政拨款收支总预算")


def parts_of(scene: Scene, target: Target, mention: Mention) -> list[Fact]:
    """The parts of an item in the order of the document; empty where it lists none."""
    if whole := next((w for w in wholes() if w.name in mention.items[:1]), None):
        return _levels(scene, target, [Mention(p, (p,)) for p in whole.parts])
    for name in mention.items[:1]:
        for find in (
            as_told,
            _by_source,
            _by_economy,
            _by_kind,
            _by_project,
            _by_purchase,
            _by_code,
            _by_function,
            _by_revenue,
            _standard,
            in_prose,
        ):
            facts = find(scene, target, name, mention)
            if facts:
                return facts
    return []


_LISTED_IN_WORDS = Cue(r"说明|文字|正文|[几\d一二两三四五六七八九十]条")


def in_sentences(scene: Scene, target: Target, mention: Mention) -> list[Fact]:
    """The subjects of a total that the prose lists one by one, where the question means those (说明里那六条); each code once."""
    if mention.items[0] not in TOTALS or "sum" not in scene.question.asks or not _LISTED_IN_WORDS.search(scene.question.plain):
        return []
    spent = "决算数" if str(target.document.stage) == "决算" else "预算数"
    rows = [f for f in scene.evidence.measured(target.document.id, Measure.LEVEL) if f.form is None and f.column == spent]
    own = {f.code: fact_of([f]) for f in reversed(rows) if f.code and len(f.code) == 7 and f.value_year in (None, target.year)}
    return list(reversed(own.values()))


def in_one_table(scene: Scene, target: Target, mentions: Sequence[Mention]) -> list[Fact]:
    """All the items as one table prints them, that whose title is named best in a question about a table; else nothing."""
    if "表" not in scene.question.plain:
        return []
    tables: dict[tuple[str | None, str | None], list[list[Figure]]] = {}
    for index, mention in enumerate(mentions):
        for figure in scene.evidence.about(target.document, mention):
            own = figure.measure is Measure.LEVEL and figure.value_year in (None, target.year) and figure.form is not None
            if own and figure.amount.value is not None:
                key = figure.source.table_title, figure.source.table_number
                tables.setdefault(key, [[] for _ in mentions])[index].append(figure)
    whole = {key: rows for key, rows in tables.items() if all(rows)}
    best = max(whole, key=lambda key: _named_by(scene.question.plain, key[0] or ""), default=None)
    return [fact_of(rows[:1]) for rows in whole[best]] if best is not None else []


def in_one_column(scene: Scene, target: Target, mention: Mention, facts: Sequence[Fact]) -> list[list[Fact]]:
    """A whole (the first fact) and its parts as single columns of tables print them, that with most parts first."""
    wholes_in = {column(f): f for f in reversed(_own(scene, target, mention))}
    columns: dict[tuple[object, ...], list[Figure]] = {}
    for fact in facts[1:]:
        f = fact.figure
        own = _own(scene, target, Mention(f.item, (f.item,), (f.code,) if f.code else ()))
        for key, figure in {column(g): g for g in reversed(own) if g.item == f.item}.items():
            if key in wholes_in and figure.amount.value:
                columns.setdefault(key, []).append(figure)
    kept = sorted(columns, key=lambda key: (wholes_in[key].amount.value != facts[0].value, -len(columns[key])))
    return [[fact_of([wholes_in[key]]), *(fact_of([f]) for f in columns[key])] for key in kept]


def _own(scene: Scene, target: Target, mention: Mention | None) -> list[Figure]:
    """Amounts of the year that tables print for an item, or for all."""
    return [
        f
        for f in (scene.evidence.about(target.document, mention) if mention else scene.evidence.whole(target.document.id))
        if f.measure is Measure.LEVEL
        and f.form is not None
        and f.value_year in (None, target.year)
        and f.amount.value is not None
    ]


def _named_by(plain: str, title: str) -> int:
    """How many pairs of characters of a title a question says."""
    return sum(title[i : i + 2] in plain for i in range(len(title) - 1))


def listed_sum(scene: Scene, target: Target, mention: Mention) -> tuple[Result, Fact] | None:
    """The sum of what the document lists of a 类, of the money of a table of targets, or of what a word stands for together (离退休人数).

    It comes with one fact for all places; None for other items, and for those that the document totals.
    """
    item = vocabulary.item(mention.items[0]) if mention.items else None
    codes = mention.codes or (item.codes if item else ())
    name = mention.items[0] if mention.items else ""
    if any(len(code) == 3 for code in codes):
        facts = _by_code(scene, target, name, mention)
    elif name in colloquial()["together"]:
        facts = _levels(scene, target, [Mention(part, (part,)) for part in colloquial()["together"][name]])
    else:
        facts = _sources(scene, target, name)
    if len(facts) < 2 or any(f.unit != facts[0].unit for f in facts):
        return None
    total = calculate.total([calculate.Term(f.value, f.unit) for f in facts])
    places = tuple(dict.fromkeys(f.places[0] for f in facts))
    return total, Fact(facts[0].figure, places, tuple(f.figure for f in facts))


def _by_source(scene: Scene, target: Target, name: str, mention: Mention | None = None) -> list[Fact]:
    """The sources of the money of a table of targets, in its order, for all of that money."""
    project, funds, source = name.partition(TARGET_FUNDS)
    if not funds or source != _ALL_FUNDS:
        return []
    found = [f for f in scene.evidence.whole(target.document.id) if f.item.startswith(project + funds)]
    return [fact_of([f]) for f in found if not f.item.endswith(_ALL_FUNDS) and f.amount.value is not None]


def _sources(scene: Scene, target: Target, name: str) -> list[Fact]:
    """The same where none of them is made up of others."""
    facts = _by_source(scene, target, name)
    own = {f.figure.item.partition(TARGET_FUNDS)[2] for f in facts}
    return [] if "（财政拨款）" in own and own & {"（上级安排）", "（本级安排）"} else facts


_ALL_FUNDS = "（资金总额）"


def _levels(scene: Scene, target: Target, mentions: Sequence[Mention], fund: str | None = None) -> list[Fact]:
    scene.evidence.load(
        (target.document.id,), [i for m in mentions if not m.codes for i in m.items], [c for m in mentions for c in m.codes]
    )
    found = [scene.evidence.level(target.document, m, fund) for m in mentions]
    return [level.lead for level in found if level is not None]


def _rows(scene: Scene, target: Target, codes: Sequence[str]) -> list[Figure]:
    """Amounts of the document under some subject codes, in the order of the document."""
    if not codes:
        return []
    found = scene.evidence.ledger.figures(document_ids=(target.document.id,), codes=codes, measures=(Measure.LEVEL.value,))
    return [f for f in found if f.amount.value is not None and f.reading is not Reading.AMBIGUOUS]


def _by_kind(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    """Economic 款 under 人员经费 or 公用经费; subjects under 项目支出 or 基本支出, where subjects are asked for."""
    if name in ("基本支出", "项目支出") and "科目" in scene.question.plain and "经济" not in scene.question.rest:
        rows = _rows(scene, target, [c for c in scene.labels.codes if len(c) == 7 and c[0] == "2"])
        own = {f.code: fact_of([f]) for f in reversed(rows) if f.kind == name and f.fund is None and f.amount.value}
        return list(reversed(own.values()))
    return economy.listed(scene, target, name, CLASSES[name]) if name in CLASSES else []


def _by_project(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    """The projects of 项目支出, where those of one table make up its total: the innermost rows, or the rows of one level."""
    if name != "项目支出":
        return []
    tables: dict[tuple[str | None, str | None], list[Figure]] = {}
    for row in _project_rows(scene, target):
        tables.setdefault((row.source.table_number, row.source.table_title), []).append(row)
    level = scene.evidence.level(target.document, Mention(name, (name,)))
    for rows in tables.values():
        totals = [f.amount.value for f in rows if f.item == name and f.amount.value]
        totals += [level.lead.value] if level is not None and level.lead.unit == rows[0].amount.unit else []
        own = [f for f in rows if f.item != name and f.row_label != target.document.issuer]
        for chosen in (_innermost(own), *_levels_of(own)):
            if len(chosen) > 1 and any(comes_to(chosen, total) for total in totals):
                return [fact_of([f]) for f in chosen]
    return []


_PURCHASES = Cue(
    r"[几哪每各逐的]一?[笔样宗批]|[每逐]一?项|用(?:于|在|到)?了?(?:哪|什么|啥)|品目|明细|清单|逐[项条]|专项|项目"
    r"|(?:哪[几些]|什么|啥)[种类]?(?:样的)?(?:货|东西|物品|设备|商品|用品|服务(?!预算))|(?:买|采购|购置)(?:的|了|些|点|办)*(?:什么|啥|哪些)"
)
_BUYING, _BOUGHT = "政府采购预算", ("政府采购货物预算", "政府采购工程预算", "政府采购服务预算")


def asks_for_purchases(scene: Scene) -> bool:
    """Whether it is asked what is bought, of one kind (打算采购什么货物) or of all where a table lists it (采购列了哪些项目)."""
    mention, plain = scene.mention, scene.question.plain
    what = re.search("(?:哪[几些]|什么|啥)(?!时候)", plain)
    if mention is not None and mention.items[0] in _BOUGHT:
        return bool(what) and "purpose" not in scene.question.asks
    if mention is None or mention.items[0] != _BUYING or not (what or re.search("[每各逐]", plain)):
        return False
    others = len(scene.question.mentions) > 1 or {"rank", "share", "reason", "change", "growth"} & scene.question.asks
    targets = [] if others else [t for t in scene.found if not t.prior][:TABLE_LIMIT]
    return any(_by_purchase(scene, target, _BUYING, mention) for target in targets)


def _by_purchase(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    """What is bought, or what of one kind, as the table of procurement lists it row by row, where the rows come to its total."""
    level = scene.evidence.level(target.document, mention)
    if level is None or not (name in _BOUGHT or (name == _BUYING and _PURCHASES.search(scene.question.plain))):
        return []
    columns: dict[tuple[object, ...], list[Figure]] = {}
    for f in _own(scene, target, None):
        if f.form == "procurement" and f.amount.value and f.amount.unit == level.lead.unit:
            columns.setdefault(column(f), []).append(f)
    rows = [_bought_as(own, name) for own in columns.values()]
    found = next((own for own in rows if own and comes_to(own, level.lead.value)), [])
    return [fact_of([f]) for f in found]


def _bought_as(rows: Sequence[Figure], name: str) -> list[Figure]:
    """The rows of things bought in one column, those below the row of a kind where it is one that is asked for."""
    found, below = [], name == _BUYING
    for f in rows:
        if f.item in _BOUGHT:
            below = name in (_BUYING, f.item)
        elif below and vocabulary.item(f.item) is None and not is_organ(unbracketed(unit_name(f.row_label))):
            found.append(f)
    return found


def _project_rows(scene: Scene, target: Target) -> list[Figure]:
    """The amounts, of all funds together, that tables of projects print; those of the table the question names."""
    rows = [f for f in scene.evidence.whole(target.document.id) if f.form == "project" and f.measure is Measure.LEVEL]
    rows = [f for f in rows if not f.code and f.fund is None and f.amount.value and f.value_year in (None, target.year)]
    table = scene.question.table
    return rows if table is None else [f for f in rows if table_number(f.source.table_number) == table]


def _innermost(rows: Sequence[Figure]) -> list[Figure]:
    """Rows that no other row stands under: projects, and not the units that have them."""
    above = {f.row_path[:depth] for f in rows for depth in range(1, len(f.row_path))}
    return [f for f in rows if f.row_path not in above]


def _levels_of(rows: Sequence[Figure]) -> list[list[Figure]]:
    levels: dict[int, list[Figure]] = {}
    for row in rows:
        levels.setdefault(len(row.row_path), []).append(row)
    return list(levels.values())


def _by_economy(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    """All economic 款, where the question asks for that classification."""
    if "经济" not in scene.question.rest or name not in (*TOTALS, "基本支出"):
        return []
    return _coded(scene, target, _rows(scene, target, [c for c in scene.labels.codes if len(c) == 5 and c[0] == "3"]))


def _by_code(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    """Subjects one level below."""
    item = vocabulary.item(name)
    codes = mention.codes or (item.codes if item and name not in KINDS else ())
    for code in codes:
        below = [c for c in scene.labels.codes if c.startswith(code) and len(c) > len(code)]
        facts = _level_below(scene, target, _rows(scene, target, below), len(code))
        if len(code) == 3 and code[0] == "3" and not _makes_up(scene, target, mention, facts):
            facts = economy.listed(scene, target, name, (code,)) or facts
        if facts:
            return facts
    return []


def _makes_up(scene: Scene, target: Target, mention: Mention, facts: Sequence[Fact]) -> bool:
    """Whether parts come to their whole as it is printed; parts of a whole that is not printed do."""
    level = scene.evidence.level(target.document, mention)
    return bool(facts) and (level is None or comes_to([f.figure for f in facts], level.lead.value))


def _level_below(scene: Scene, target: Target, rows: Sequence[Figure], digits: int) -> list[Fact]:
    """Subjects of the next level; of a lower one where it is asked for, or where the next holds a single subject that is all of it."""
    lengths = sorted({len(f.code or "") for f in rows if len(f.code or "") > digits})
    if re.search("项级|最(?:细|底层?|末)|末级", scene.question.plain) and 7 in lengths:
        lengths = [7]
    facts: list[Fact] = []
    for length in lengths:
        deeper = _coded(scene, target, [f for f in rows if len(f.code or "") == length])
        if facts and sum((f.value for f in deeper), Decimal(0)) != facts[0].value:
            break
        facts = deeper or facts
        if len(facts) != 1:
            break
    return facts


def _coded(scene: Scene, target: Target, rows: Sequence[Figure], fund: str | None = None) -> list[Fact]:
    """One fact a subject; two subjects to which one table gives the same code (a misprint) are two."""
    tables: dict[str, tuple[object, ...]] = {}
    mentions: dict[tuple[str, str], Mention] = {}
    for f in (f for f in rows if f.code):
        code, table = f.code or "", (f.form, f.source.table_title)
        if tables.setdefault(code, table) == table or not any(known == code for known, _ in mentions):
            mentions.setdefault((code, f.item), Mention(f.item, (f.item,), (code,)))
    return [f for f in _levels(scene, target, list(mentions.values()), fund) if f.value]


def _by_function(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    """Functional 类 of all expenditure; where the document prints 项 only, those."""
    fund = FUNDS.get(name) if re.search("[几一些各每]个?大?类|按大?类|分类|科目|功能", scene.question.plain) else None
    if name not in TOTALS and fund is None:
        return []
    codes = [c for c in scene.labels.codes if c[0] == "2"]
    top = (
        7
        if "项级" in scene.question.plain or _OF_TABLE.search(scene.question.plain)
        else 5
        if "款级" in scene.question.plain
        else 3
    )
    rows = [f for f in _rows(scene, target, [c for c in codes if len(c) == top]) if f.amount.value]
    rows = rows or [f for f in _rows(scene, target, codes) if f.amount.value]
    return _coded(scene, target, rows, fund) if fund else _of_fund(scene, target, mention, rows)


_OF_TABLE = Cue(r"表(?:里|中|上|内|里面|里头)?[^,]{0,8}(?:列|印|写|有|填)[^,]{0,6}科目")
"""The rows of a table are asked for, of which the lowest are the subjects that the others add up."""


def _of_fund(scene: Scene, target: Target, mention: Mention, rows: Sequence[Figure]) -> list[Fact]:
    """The subjects in the money of the fund that the item is spent of: those that come to the item; all money where none do."""
    whole = scene.evidence.level(target.document, mention) or _given(scene, target, mention)
    for fund in _FUND_OF.get(mention.items[0], (None,)) if whole else ():
        facts = _coded(scene, target, [f for f in rows if fund in (None, f.fund)], fund)
        if whole and facts and _come_to(facts, whole.lead):
            return facts
    return [] if mention.items[0] in _FUND_OF else _coded(scene, target, rows)


def _given(scene: Scene, target: Target, mention: Mention) -> Level | None:
    """The appropriation of the year, where the document does not print what is spent of it."""
    given = Mention(APPROPRIATION, (APPROPRIATION,))
    return scene.evidence.level(target.document, given) if mention.items[0] == "财政拨款支出" else None


def _come_to(facts: Sequence[Fact], whole: Fact) -> bool:
    """Whether subjects add up to a whole that may be printed in another unit."""
    if not {whole.unit, *(f.unit for f in facts)} <= MONEY_SCALE.keys():
        return False
    total = sum((f.value * MONEY_SCALE[f.unit] for f in facts), Decimal(0))
    return abs(total / MONEY_SCALE[whole.unit] - whole.value) <= Decimal("0.05")


_FUND_OF: dict[str, tuple[str | None, ...]] = {
    "一般公共预算支出": ("一般公共预算", "财政拨款", None),
    "财政拨款支出": ("财政拨款", "一般公共预算", None),
    "财政拨款收支总预算": ("财政拨款", None),
}
"""Totals of a fund, and the funds under which tables print the subjects they are made of."""


def _by_revenue(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    if name not in ("收入总计", "本年收入合计"):
        return []
    facts: list[Fact] = []
    for first, *members in REVENUE[: -1 if name == "本年收入合计" else None]:
        own = _levels(scene, target, [Mention(first, (first,))])
        facts += own or _levels(scene, target, [Mention(m, (m,)) for m in members])
    return [f for f in facts if f.value]


def _standard(scene: Scene, target: Target, name: str, mention: Mention) -> list[Fact]:
    item = vocabulary.item(name)
    if item is None or not item.parts:
        return []
    kinds = [i.name for i in vocabulary.items() if i.parent == name and i.unit == item.unit] if item.unit != "万元" else []
    return _levels(scene, target, [Mention(p, (p,)) for p in dict.fromkeys((*item.parts, *kinds))])
