"""What a question asks for: the level, its change, a share, a reason, a sum … recognised by the words of ``operations.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.cues import Cue, Cues

_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    ``asks`` holds names of the [ask] table; ``top`` the number of members a ranking wants (None = not said); ``ascending`` whether it
    wants the smallest; ``direction`` the direction a premise claims (增加 or 减少); ``high`` whether it claims a high amount;
    ``unit`` the unit wanted; ``stage`` the kind of document named; ``nth`` the place in the order that is wanted (第二大); ``digits`` the
    decimals that are wanted (None = as printed); ``percent`` whether a relation is wanted in per cent and not as a multiple.
    """

    asks: frozenset[str]
    top: int | None = None
    ascending: bool = False
    direction: str | None = None
    high: bool = False
    unit: str | None = None
    stage: str | None = None
    nth: int | None = None
    digits: int | None = None
    percent: bool = False

    def __contains__(self, ask: str) -> bool:
        return ask in self.asks


READ = 4096
"""Readings of texts that are kept: the steps of one question ask the same of it again and again."""


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "operations.toml").read_text("utf-8"))


@cache
def pattern(table: str, name: str) -> Cues:
    """The cues of an entry of ``operations.toml``, for where they stand."""
    return Cues(_tables()[table][name])


@cache
def _patterns(table: str) -> dict[str, Cues]:
    return {name: pattern(table, name) for name in _tables()[table]}


@lru_cache(maxsize=READ)
def says(table: str, name: str, text: str) -> bool:
    """Whether one of the cues of an entry of ``operations.toml`` occurs in the text."""
    return pattern(table, name).occur(text)


@cache
def _entries(table: str) -> tuple[Cues, tuple[str, ...]]:
    """All cues of a table as one, with the entry of each."""
    entries = _tables()[table]
    return Cues([cue for cues in entries.values() for cue in cues]), tuple(name for name, cues in entries.items() for _ in cues)


@lru_cache(maxsize=READ)
def saying(table: str, text: str) -> tuple[str, ...]:
    """The entries of a table of ``operations.toml`` of which a cue occurs in the text, in their order."""
    cues, names = _entries(table)
    return tuple(dict.fromkeys(names[place] for place in cues.occurring(text)))


@lru_cache(maxsize=READ)
def wanted(text: str, *, which: bool = False) -> Wanted:
    """Everything a squeezed question asks for; ``which`` says that it asks which department (谁高), whose name is left out.

    >>> sorted(wanted("比上年增加多少,为什么").asks)[:2]
    ['change', 'level']
    """
    asks = frozenset(saying("ask", text))
    top, ascending = _ranking(text)
    end = _MORE.search(text)
    if end and (which or "compare" in asks):
        asks, ascending = asks | {"compare"}, ascending or end[1] in "低少小省"
    return Wanted(
        asks=asks,
        top=top,
        ascending=ascending,
        direction=direction(text),
        high=says("direction", "high", text),
        nth=_nth(text),
        unit=next(iter(saying("unit", text)), None),
        stage=next(iter(saying("stage", text)), None),
        digits=_digits(text),
        percent=says("relation", "percent", text),
    )


@lru_cache(maxsize=READ)
def unexplained(text: str) -> str:
    """The text with blanks for every word of an operation or of polite filling; what remains was not understood.

    >>> unexplained("请问人民来访中心的预算是多少").split()
    ['民', '访', '心']
    """
    text = _DIGITS.sub(lambda match: " " * len(match[0]), text)
    for table in ("unit", "ask", "stage", "follow", "filler"):
        for cues in _patterns(table).values():
            text = cues.sub(lambda match: " " * len(match[0]), text)
    return text


_MORE = Cue(r"((?<!多)少|[多高低大小贵省])(?:一?些|钱|一?点|得多|呢|啊|呀)*(?:,|$)")

_PLACE = Cue(
    r"第([二两三四五六七八九十]|\d{1,2})(?:大|多|高|少|小|低|名|位|的|是|呢|$|,)"
    r"|(?:排|位居|位列|名列|列)(?:名|行|在|到)?第([二三四五六七八九十]|\d{1,2})|排(?:名|行|在|到)?(?:老)?([二三四五六七八九])(?![个项大名类笔])"
)
_SECOND = Cue(r"次(?:高|大|多)|亚军")


def _nth(text: str) -> int | None:
    """The place in an order that is asked for: 第二大, 排第三的, 排名第 2, 次高."""
    if _SECOND.search(text):
        return 2
    match = _PLACE.search(text)
    said = next((g for g in match.groups() if g), None) if match else None
    return (_NUMERALS.get(said) or int(said)) if said else None


_ASCENDING = Cue(r"最(?:少|小|低|轻|便宜|省|差|末|靠后|不理想)|(?:从|由|按)(?:小到大|低到高|少到多)|倒数|垫底|垫后|末位")
_MOST = Cue("最[多大高贵]")
"""Said before the least, it is what is asked for: 谁最多,比最少的多几万."""
_TOP = Cue(
    r"(?:前(?!一[个项笔家样])|top|最(?:能|会)?(?:多|大|高|少|小|低|狠|凶|猛|快|厉害|差|贵|便宜|重|轻|[花费烧耗吃砸值省]钱|靠[前后])的?(?:是)?(?:哪|那|前)?|头|倒数)([一二两三四五六七八九十]|\d{1,2})(?:项|大|名|个|位|类|款|$|,)?"
    r"|哪([两三四五六七八九十]|\d{1,2})大?个?[项名个位类款笔块种样](?=[^,]{0,10}最)"
)


_DIGITS = Cue(
    r"(?:精确|保留|算|四舍五入|取)?(?:到|为|成)?(?:小数点?)?后?([一二两三四五六1-6])位(?:小数)?|取整|(?:保留|精确到?|取)整数|不要小数"
)
"""Words for the decimals that are wanted: 精确到四位小数, 保留小数点后两位, 取整."""


def _digits(text: str) -> int | None:
    match = _DIGITS.search(text)
    if match is None or (match[1] and not re.search("小数|精确|保留|四舍五入", match[0])):
        return None
    return (_NUMERALS.get(match[1]) or int(match[1])) if match[1] else 0


def _ranking(text: str) -> tuple[int | None, bool]:
    least, most = _ASCENDING.search(text), _MOST.search(text)
    ascending = least is not None and not (most and most.start() < least.start())
    match = _TOP.search(text)
    if not match:
        return None, ascending
    said = match[1] or match[2]
    return _NUMERALS.get(said) or int(said), ascending


def direction(text: str) -> str | None:
    """增加 or 减少 where the text speaks of one of them only (往下掉, 砍, 攀升)."""
    up, down = says("direction", "up", text), says("direction", "down", text)
    if up == down:
        return None
    return "增加" if up else "减少"


def prior_base(text: str, mark: str = "") -> str:
    """The text with words that compare with the year before (比上年) as 比 and marks: they ask for a change, not for another year.

    >>> prior_base("三公经费比上年增加多少", "_")
    '三公经费比__增加多少'
    """
    return pattern("prior_base", "words").sub(lambda match: "比" + mark * (len(match[0]) - 1), text)


def with_last_year(text: str) -> bool:
    """Whether a squeezed question sets an amount against that of the year before (和上年一样吗)."""
    return says("prior_base", "words", text)
