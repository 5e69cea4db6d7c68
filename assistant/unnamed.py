"""All revenue, all spending, all of a budget: what a question means that names no item."""

from __future__ import annotations

from assistant import operations
from assistant.cues import Cue
from assistant.mention import Mention
from assistant.text import GAP

_ASKED = r"(?:是|有|共|一共|总共|大概|大约|花|花了|用了|达到)*(?:多少|好多|几多|多大|几个亿|呢|$|,)"
_MOVED = r"(?:比|较|同比|增|减|下降|上升|降|涨|变化|变动|为什么|为啥|为何|怎么|咋)"
_SIDES = (
    (Cue(r"(?:完成|执行)(?:率|进度|比例|情况)|完成.{0,6}预算"), ("收支总预算", "支出总计", "一般公共预算支出", "财政拨款支出")),
    (Cue(rf"(?:^|[^\u4e00-\u9fff]|年度?|的|总|决算|预算|部门|全部|合计)支出(?:决算|预算)?(?:总额|总数|规模)?{_ASKED}|支出{_MOVED}"), ("支出总计", "本年支出合计")),
    (Cue(rf"(?:^|[^\u4e00-\u9fff]|年度?|的|总|决算|预算|部门|全部|合计)收入(?:决算|预算)?(?:总额|总数|规模)?{_ASKED}|收入{_MOVED}"), ("收入总计", "本年收入合计")),
    (Cue(rf"(?:花|用)(?:掉|出去)?的(?:钱|资金|经费){_MOVED}"), ("支出总计", "本年支出合计")),
    (Cue(r"(?:一年|一共|总共|全年)?(?:花|用|开支)(?:了|掉|出去)?多少(?:钱|经费|资金)?$"), ("支出总计", "本年支出合计")),
)  # fmt: skip
"""Words for all spending or all revenue, where no item is named; and the items to look under."""

_BOTH_SIDES = Cue(
    rf"收入{_ASKED}.{{0,6}}支出{_ASKED}|收入(?:和|与|、|及)支出(?:各|分别|都)?{_ASKED}|收支(?:各|分别){_ASKED}|收入(?:和|与|跟|、|及)支出.{{0,3}}?(?:平|相等|一样|一致|相同|对得上|差)|收支.{{0,2}}(?:平|相等|一致|一样)"
)
WHOLE = {"收入": ("收入总计", "本年收入合计"), "支出": ("支出总计", "本年支出合计")}
"""All revenue and all spending, by their words, under the names that documents print them with."""
_BUDGET = Cue(
    r"(?:部门|年度|年|全部|的|总)?预算(?:安排|规模|情况)?(?:是|有|共|一共|总共|大概|大约)*(?:多少|好多|几多|多大|呢|$|,)"
    r"|预算[更较]?[大高多小低少](?:一?[些点])?(?:呢|,|$)"
    rf"|预算(?:总额|规模|盘子)?(?:{_MOVED}|最|排|[顶抵](?:得上|上|得)?(?:几|多少)|相当于)"
)
_MONEY = Cue(
    rf"^(?![^,]*[它他这那该其])[^,]*?(?:的|年度?|^)(?:总的?|全部|所有)?(?:钱|资金|经费)(?:都|也|又|会|突然|忽然|一下子?)*(?:{_MOVED}|[多少没]了|[翻缩砍腰涨跌变])"
)
"""All the money of a department or year, of which it is asked how it moved: 2026年的钱怎么少了."""


_RATE_ALONE = Cue(r"^(?:那么?)?(?:预算)?(?:的)?(?:完成|执行)(?:率|进度|比例|情况)(?:呢|怎么样|如何)?,*$")
"""A turn that names nothing else goes on from the one before, or of nothing."""

_THAT_PROJECT = Cue(r"[这那该]一?[个项笔]?项目")
"""A project that was named before, whose budget or spending is then meant."""
_SPENT_ON = Cue(r"[给跑往去](?!年)|[在到为用](?=[\u4e00-\u9fff])")
"""Words before 花了多少 that say on whom or what: it is not all the money then."""


def _names_other(before: str) -> bool:
    """Whether the clause ends in words that nothing explains (热线二期), whose budget is then asked for."""
    name = _NAME.search(operations.unexplained(_SPEECH.sub("", before.rpartition(",")[2])).rstrip())
    return name is not None and len(name[0]) > 2 and len(name[0].replace(" ", "")) > 1


_NAME = Cue(r"(?:[^ ]+ {0,2})+$")
"""Words with at most two explained characters between them."""
_SPEECH = Cue("我.{0,8}?(?:想|要)|了解|打听|咨询|核实|求证|关心|关注|说说|讲讲|聊聊|公布|公示|披露|报|列|批|下来|拿到")
"""What is said of asking and telling, and of no thing."""


def whole_budget(rest: str, plain: str) -> tuple[Mention, ...]:
    """预算 without an item means all of it: 昌吉市商工局今年预算多少. Words that nothing explains before it name something else."""
    shown = rest.replace(GAP, "").replace("\ue001", "")
    both = _BOTH_SIDES.search(shown)
    if both and len(operations.unexplained(shown[: both.start()]).replace(" ", "")) < 2:
        return tuple(Mention(w, WHOLE[w], start=max(plain.find(w), 0)) for w in ("收入", "支出"))
    if _RATE_ALONE.match(rest) or _THAT_PROJECT.search(shown):
        return ()
    for cues, items in _SIDES:
        if (match := cues.search(shown)) and len(operations.unexplained(shown[: match.start()]).replace(" ", "")) < 2:
            word = next((w for w in ("支出", "收入", "预算") if w in match[0]), "")
            if not word and _SPENT_ON.search(shown[: match.start()]):
                return ()
            word = word or "支出"
            return (Mention(word, items, start=max(plain.find(word), 0)),)
    money = _MONEY.match(shown)
    if money and len(operations.unexplained(money[0]).replace(" ", "")) >= 2:
        money = None
    match = _BUDGET.search(shown)
    if not money and (match is None or _names_other(shown[: match.start()])):
        return ()
    at = max(plain.find("预算"), 0)
    return (Mention("预算", ("收支总预算", "收入总计", "支出总计", "一般公共预算支出"), start=at),)
