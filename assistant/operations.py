"""What a question asks for: the level, its change, a share, a reason, a sum … recognised by the words of ``operations.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    ``asks`` holds names of the [ask] table; ``top`` the number of members a ranking wants (None = not said); ``ascending`` whether it
    wants the smallest; ``direction`` the direction a premise claims (增加 or 减少); ``high`` whether it claims a high amount;
    ``unit`` the unit wanted; ``stage`` the kind of document named; ``nth`` the place in the order that is wanted (第二大).
    """

    asks: frozenset[str]
    top: int | None = None
    ascending: bool = False
    direction: str | None = None
    high: bool = False
    unit: str | None = None
    stage: str | None = None
    nth: int | None = None

    def __contains__(self, ask: str) -> bool:
        return ask in self.asks


@cache
def _tables() -> dict[str, dict[str, re.Pattern[str]]]:
    raw = tomllib.loads((Path(__file__).parent / "operations.toml").read_text("utf-8"))
    return {
        table: {name: re.compile("|".join(f"(?:{cue})" for cue in cues)) for name, cues in rows.items()}
        for table, rows in raw.items()
    }


def says(table: str, name: str, text: str) -> bool:
    """Whether one of the cues of an entry of ``operations.toml`` occurs in the text."""
    return bool(_tables()[table][name].search(text))


def pattern(table: str, name: str) -> re.Pattern[str]:
    """The cues of an entry of ``operations.toml`` as one pattern, for where they stand."""
    return _tables()[table][name]


def wanted(text: str, *, which: bool = False) -> Wanted:
    """Everything a squeezed question asks for; ``which`` says that it asks which department (谁高), whose name is left out.

    >>> sorted(wanted("比上年增加多少,为什么").asks)[:2]
    ['change', 'level']
    """
    tables = _tables()
    asks = frozenset(name for name, cues in tables["ask"].items() if cues.search(text))
    top, ascending = _ranking(text)
    if which and (end := _MORE.search(text)):
        asks, ascending = asks | {"compare"}, ascending or end[1] in "低少小"
    return Wanted(
        asks=asks,
        top=top,
        ascending=ascending,
        direction=_direction(text),
        high=says("direction", "high", text),
        nth=_nth(text),
        unit=next((unit for unit, cues in tables["unit"].items() if cues.search(text)), None),
        stage=next((stage for stage, cues in tables["stage"].items() if cues.search(text)), None),
    )


def unexplained(text: str) -> str:
    """The text with blanks for every word of an operation or of polite filling; what remains was not understood.

    >>> unexplained("请问人民来访中心的预算是多少").split()
    ['民', '访', '心']
    """
    for table in ("ask", "unit", "stage", "filler"):
        for cues in _tables()[table].values():
            text = cues.sub(lambda match: " " * len(match[0]), text)
    return text


_MORE = re.compile(r"([多少高低大小])(?:一?些|一?点|得多|呢|啊|呀|,)*$")


def _nth(text: str) -> int | None:
    match = re.search(r"第([二两三四五六七八九十]|\d{1,2})(?:大|多|高|少|小|低|名|位)", text)
    return (_NUMERALS.get(match[1]) or int(match[1])) if match else None


def _ranking(text: str) -> tuple[int | None, bool]:
    ascending = bool(re.search(r"最(?:少|小|低|便宜)|从(?:小到大|低到高|少到多)|倒数", text))
    match = re.search(
        r"(?:前|top|最(?:多|大|高|少|小|低)的?|头|倒数)([一二两三四五六七八九十]|\d{1,2})(?:项|大|名|个|位|类|款|$|,)?", text
    )
    if not match:
        return None, ascending
    return _NUMERALS.get(match[1]) or int(match[1]) if match[1].isdigit() or match[1] in _NUMERALS else None, ascending


def _direction(text: str) -> str | None:
    up, down = says("direction", "up", text), says("direction", "down", text)
    if up == down:
        return None
    return "增加" if up else "减少"


def prior_base(text: str) -> str:
    """The text without words that compare with the year before: 比上年 asks for a change, not for another year.

    >>> prior_base("三公经费比上年增加多少")
    '三公经费增加多少'
    """
    return _tables()["prior_base"]["words"].sub("", text)
