"""Numbers that only a sentence prints, of things that no item names: the best sentence, its number of the unit asked for, and the rest of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer
from assistant.compose import owner
from assistant.cues import Cue
from assistant.paragraphs import Paragraph
from assistant.reply import ends, words
from assistant.reply.passages import clean, knowledge, quote, read
from assistant.reply.scene import Scene
from assistant.reply.words import Passage
from assistant.targets import Target
from assistant.text import GAP, fold, squeeze
from assistant.wording import Wording
from assistant.years import CARRIED
from corpus import vocabulary
from corpus.amount import Amount
from corpus.document import Source
from corpus.figure import Figure, Measure

SHARE, OWN, CLAUSE = 0.68, 0.6, 0.34
"""The least shares of what the question talks about that a passage, the sentence and the clause with the number must hold."""
_FIRST = 0.4
"""Where several numbers are asked for, how near the first one's clause must come to the best clause: a total stands before its parts."""
ALONE = 0.8
"""The share that the sentence must hold for its only number of that unit to be the one, whatever its clause holds."""

_QUANTITY = Cue(
    r"(\d[\d,]*(?:\.\d+)?)\s*(万元|亿元|元|%|平方米|小时|分钟|个月|个?工作日|(?:(?<!\.\d\d)|(?=[分倍公亩吨]))万?[\u4e00-\u9fff](?:次|天)?)"
)
_ASKED = Cue(
    r"(?:多少|几)(?:个)?([名人位家个项起件次场批辆台套处所篇期天年月日级亿条款座间户只篇份种类]|万元|亿元|平方米|平米|小时|分钟)"
)
_SEVERAL = Cue(
    r"(?:资金|金额|经费|合计).{0,4}(?:几何|多少)|各|分别|都(?:列|是)|[、,].{0,12}(?:几|多少|呢)|和.{0,16}(?:目标|各|呢)"
)


_THINGS = Cue(
    r"(?:新增|新建|新设|引进|引育|培育|培养|建成|建设|举办|扶持|认定|培训|开展|完成|达到|发展)(?:了|到|成|出)?(?:多少|几何|几多)(?:$|,)|多少(?!钱|元|经费|资金|预算|人民币|费|支出|收入|拨款|万|亿|年|$|,)[\u4e00-\u9fff]{2,12}(?<![费款钱金])(?:$|,)"
)
"""“多少海内外项目”, “领军人才要引进多少”: things are counted, in whatever unit."""


_OF_NOTHING = Cue(
    r"(?:局|厅|委|院|中心|办|部门|单位|年度?|今年|^)的?(?:主要|总体|整体|部门|年度|工作|绩效)*(?:目标|指标)(?:主要|都|具体)?(?:是|有|为)?(?:什么|啥|哪些|怎)"
)
"""The goals of a department as a whole, which are told in words."""


_SIGN = Cue(r"[＞>≥＜<≤=＝]$")
"""A sign of comparison right before a number, which the name of an indicator precedes."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a sentence: where it stands, the words that stand with it, and how much of what is asked they hold."""

    value: Decimal
    unit: str
    at: int
    clause: str
    share: float

    @property
    def pair(self) -> bool:
        """Whether the words are the name of an indicator with a sign of comparison before the number."""
        return bool(re.search(r"[＞>≥＜<≤=＝]\d[^≥≤<>＜＞]*$", self.clause))


def counted(scene: Scene) -> Answer | None:
    """The number in words, or that the sentence says there is none; of each thing where several are counted (几起,至少几名)."""
    return _each(scene) or _together(scene)


def of_project(scene: Scene) -> Answer | None:
    """What the words of a project count, where no money is asked for: 维护站点多少个."""
    mention = scene.mention
    if mention is None or len(scene.question.mentions) > 1 or vocabulary.item(mention.name) is not None or mention.codes:
        return None
    asking = [piece for piece in _pieces(scene) if "多少" in piece or "几" in piece or _units(piece)]
    units = [_units(piece) for piece in asking]
    if not units or any(not u or set(u) & set(_MONEY) for u in units):
        return None
    return _each(scene, least=1, of=mention.said) or _each(scene, least=1)


def of_carried(scene: Scene) -> bool:
    """Whether what was carried over from some years, and no row of it, is asked for: 2021-2022年结转的是哪些."""
    mentions = scene.question.mentions
    return len(mentions) == 1 and "结转" in mentions[0].items[0] and bool(CARRIED.search(scene.question.plain))


def carried(scene: Scene) -> Answer | None:
    """The amounts that a sentence lists as carried over from the years asked for, up to the next years that it names."""
    asked = CARRIED.search(scene.question.plain)
    years = rf"{asked[1]}年?[-—~到至]{asked[2]}年?度?(?=.*结转)(?:(?!20\d\d年?[-—~到至]).)*" if asked else "(?!)"
    for target in words.targets_of(scene):
        for sentence in (s for p in read(scene, target.document) for s in p.sentences()):
            clause = re.search(years, squeeze(fold(sentence.text)))
            whole = scene.evidence.whole(target.document.id) if clause else ()
            rows = [f for f in whole if f.form is None and f.amount.value and clause and squeeze(fold(f.row_label)) in clause[0]]
            named = [
                f"{f.row_label} {scene.draft.figure(f, None, (f.source,), bold=True)}" for f in rows if f.measure is Measure.LEVEL
            ]
            if named:
                quote(scene, target, sentence, f"{'，'.join(named)} — {owner(target.document)}")
    return scene.answered() if scene.draft.figures else ends.undisclosed(scene)


_MONEY = ("万元", "亿元", "元")


def _pieces(scene: Scene) -> list[str]:
    return [piece for piece in re.split("[,;]", scene.question.rest_with_items) if piece.strip(GAP + " ")]


def _each(scene: Scene, least: int = 2, of: str = "") -> Answer | None:
    """A number for each of the pieces of the question that name a unit; None where they are fewer or one of them finds none.

    ``of`` is the name of the project that the words are of: the paragraph has to hold it, and not the sentence.
    """
    asked = [(piece, units) for piece in _pieces(scene) if (units := _units(piece))]
    if len(asked) < least or re.search("其中|各|分别", scene.question.plain) or len(scene.question.issuers) > 1:
        return None
    targets = words.targets_of(scene)
    for number, (piece, units) in enumerate(asked):
        wording = words.wording_of(scene, targets, piece.replace(of, GAP) if of else piece)
        if wording.telling < words.TELLING:
            break
        found = [p for p in _fitting(scene, targets, wording) if number or _of_unknown(scene, p)]
        found = [p for p in found if not of or words.holds(p, of, wording)]
        told = next((p for p in found if _state(scene, p, wording, units, several=False)), None)
        if told is None:
            break
        targets = [told.target]
    else:
        if len(scene.draft.figures) >= len(asked):
            return scene.answered()
    scene.renew()
    return None


def _fitting(scene: Scene, targets: Sequence[Target], wording: Wording) -> list[Passage]:
    """Passages that hold enough of the question, best first, a few of each document."""
    found = [p for t in targets for p in words.passages(scene, t, wording, ()) if p.share >= SHARE and p.own >= OWN]
    return sorted(found, key=lambda p: -p.score)[:3]


def _of_unknown(scene: Scene, passage: Passage) -> bool:
    """Whether a passage holds the words that were taken for a department, where there are such."""
    unknown = scene.question.unknown
    return not unknown or words.holds(passage, unknown, words.wording_of(scene, [passage.target]))


def _together(scene: Scene) -> Answer | None:
    plain = scene.question.plain
    units = _units(plain)
    if units and re.search("(?:资金|金额|经费|合计).{0,4}(?:几何|多少)", plain):
        units = (*units, "万元", "亿元", "元")
    if not units and (not re.search(r"数量|目标|指标", plain) or _OF_NOTHING.search(plain)) and not _THINGS.search(plain):
        return None
    targets = words.targets_of(scene)
    wording = words.wording_of(scene, targets)
    if not targets or wording.telling < words.TELLING:
        return None
    passages = [p for t in targets for p in words.passages(scene, t, wording, ()) if p.share >= SHARE and p.own >= OWN]
    unknown = scene.question.unknown
    if unknown:
        passages = [p for p in passages if words.holds(p, unknown, wording)]
    named = scene.question.issuers
    several = bool(_SEVERAL.search(plain))
    said: set[str] = set()
    for passage in sorted(passages, key=lambda p: -p.score)[: 3 * max(len(named), 1)]:
        issuer = passage.target.document.issuer
        if issuer not in said and (len(named) > 1 or not said) and _state(scene, passage, wording, units, several=several):
            said.add(issuer)
    return scene.answered() if said and said >= set(named if len(named) > 1 else ()) else None


_LIMIT = Cue(
    r"多(?:大|高|少)的?(?:规模|金额|额度|数额|投资|价值)?(?:[及之]?以?[内下]|[及之]?以上)"
    r"|(?:规模|金额|额度|投资|造价|限额|门槛|上限|下限|起点)(?:是|在|为)?多(?:大|高|少)"
)
"""An amount is asked for that limits something: 多大规模以内的项目."""


def up_to(plain: str) -> bool:
    """Whether the amount is asked for up to which, or from which on, something holds."""
    return bool(_LIMIT.search(plain))


def _units(plain: str) -> tuple[str, ...]:
    """Units that a question may be answered in; empty where it names none."""
    known = knowledge()["units"]
    asked = [m[1] for m in _ASKED.finditer(plain)]
    if not asked and "数量" not in plain and re.search("占比|比例|[^税汇利]率(?:目标|要|是|达)", plain):
        asked.append("%")
    if not asked and re.search("占(?:到|了)?(?:多少|几)(?!分)", plain):
        asked.append("%")
    if re.search("多久|多长时间", plain):
        asked += ("分钟", "小时", "天", "日", "工作日", "个工作日", "个月")
    if not asked and re.search("多少(?:资金|钱|经费|款项)|(?:资金|金额|经费)(?:是|有|为)?多少", plain):
        asked += ["万元", "亿元", "元"]
    if not asked and up_to(plain):
        asked += _MONEY
    if re.search("多大面积|面积(?:多大|多少)", plain):
        asked.append("平方米")
    return tuple(dict.fromkeys(unit for a in asked for unit in known.get(a, [a])))


def _state(scene: Scene, passage: Passage, wording: Wording, units: Sequence[str], *, several: bool) -> bool:
    sentence = passage.sentence
    found = [
        q
        for q in _quantities(sentence, wording)
        if q.unit.removeprefix("万") in units or q.unit in units or not units and q.unit not in ("年", "月", "日", "万元", "元")
    ]
    if not found:
        return False
    best = max(q.share for q in found)
    lead = next(q for q in found if q.share >= (best * _FIRST if several else best - 0.005))
    held = wording.cover("".join(q.clause for q in found)) if several else best
    if held < CLAUSE and not (len(found) == 1 and passage.own >= ALONE):
        return False
    equal = list(dict.fromkeys(q.value for q in found if q.share >= best - 0.005))
    undecided = len(equal) > 1 and equal[0] != sum(equal[1:]) and not several
    if not scene.labels.held or undecided:
        # No figure of any document was read, or two numbers are equally near and the first is not the sum of the others: numbers are
        # then left to the words that print them.
        quote(scene, passage.target, sentence)
        return True
    others = [q for q in found if q is not lead and q.share] if several else []
    places = sentence.sources(passage.target.document.id)
    stated = [scene.draft.figure(_figure(passage, q, places[0]), None, places, bold=True) for q in (lead, *others)]
    shown = lead.clause if lead.pair and not several else clean(sentence.text)
    scene.draft.say(f"{'、'.join(stated)} — {owner(passage.target.document)}：{shown}{scene.draft.mark(places)}")
    return True


def _quantities(sentence: Paragraph, wording: Wording) -> list[Quantity]:
    """All numbers of a sentence with the share of the question that the words standing with each of them hold."""
    text = squeeze(fold(sentence.text).replace("(", ",").replace(")", _BEHIND_BRACKET))
    found: list[Quantity] = []
    before: list[str] = []
    for clause in re.finditer(rf"[^,、:{_BEHIND_BRACKET}]+(?:,\d{{3}}(?!\d)[^,、:{_BEHIND_BRACKET}]*)*", text):
        numbers = list(_QUANTITY.finditer(clause[0]))
        opened = before[-2] if len(before) > 1 and text[clause.start() - 1] == _BEHIND_BRACKET else ""
        before.append(clause[0])
        for match, near in zip(numbers, _with_each(clause[0], numbers), strict=True):
            value = Decimal(match[1].replace(",", ""))
            found.append(Quantity(value, match[2], clause.start() + match.start(), near, wording.cover(opened + near)))
    return found


_BEHIND_BRACKET = "\ue003"
"""Stands for the end of what is bracketed: the clause right behind it goes on with the one before the bracket."""


def _with_each(clause: str, numbers: Sequence[re.Match[str]]) -> list[str]:
    """The words that belong to each number of a clause: all of it to a single one, else those between it and its neighbours.

    Where signs of comparison stand before the numbers (名称≥值单位名称≥值单位) or the last one ends the clause, what follows a number is
    the name of the next; where a number opens the clause (3名持证人员和6名见习人员), its name follows it.

    >>> _with_each("废水达标率≥90%废气达标率≥80%", list(_QUANTITY.finditer("废水达标率≥90%废气达标率≥80%")))
    ['废水达标率≥90%', '废气达标率≥80%']
    """
    if len(numbers) < 2:
        return [clause] * len(numbers)
    starts, ends = [n.start() for n in numbers], [n.end() for n in numbers]
    before = any(_SIGN.search(clause[: n.start()]) for n in numbers) or ends[-1] == len(clause)
    behind = not before and not starts[0]
    firsts = starts if behind else [0, *ends[:-1]]
    lasts = ends if before else [*starts[1:], len(clause)]
    return [clause[a:b] for a, b in zip(firsts, lasts, strict=True)]


def stated(scene: Scene, passage: Passage, text: Paragraph, most: int = 20, after: str = "") -> None:
    """The amounts of money of a text in their order, or its other numbers where it has no money; those ``after`` some words of it."""
    found = _quantities(text, words.wording_of(scene, [passage.target]))
    found = [q for q in found if q.at >= text.squeezed.find(squeeze(fold(after)))]
    money = [q for q in found if q.unit in ("万元", "亿元", "元")]
    chosen = money or [q for q in found if q.unit not in ("年", "月", "日")]
    places = text.sources(passage.target.document.id)
    shown = [scene.draft.figure(_figure(passage, q, places[0]), None, places) for q in chosen[:most]]
    scene.draft.say("、".join(shown) + "：" if shown else "")


def _figure(passage: Passage, quantity: Quantity, place: Source) -> Figure:
    document = passage.target.document
    return Figure(
        document.id, document.issuer, document.fiscal_year, str(document.stage), quantity.clause[:40], quantity.clause[:40],
        Measure.TARGET if quantity.unit == "%" else Measure.COUNT, Amount(quantity.value, quantity.unit), place,
    )  # fmt: skip


def listed(scene: Scene, passage: Passage, noun: str) -> None:
    """How many names ending in a noun a sentence lists, counted one by one."""
    names = [
        n for n in re.split("[、，和及]", re.sub(r"[（(][^（）()]*[)）]", "", passage.sentence.text)) if n.strip().endswith(noun)
    ]
    if len(names) > 1:
        places = passage.sentence.sources(passage.target.document.id)
        scene.draft.say(f"{scene.draft.tally(len(names), places, noun)}：")
