"""Which years a question asks about: 2024, 24年, 二〇二四年, 2020到2024, 今年, 去年, 近三年."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.cues import Cue
from assistant.text import GAP

_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_RANGE = Cue(r"(?<!\d)(20\d\d)年?(?:-|—|~|到|至)(20\d\d)(?:年度|年)?")
_FULL = Cue(r"(?<![\d.])((?:19|20)\d\d)(?:财年|年度|年(?![末初底])|(?=年[末初底])|(?![\d.%]|万|亿|元|人|个|辆|台))")
_SHORT = Cue(r"(?<![\d.])([0-4]\d)(?:年(?!代|前|后|内|来|[末初底])度?|(?=年[末初底]))")
_WRITTEN = Cue(r"(?:[二2][〇零0][〇零一二三四五六七八九]{2}|[一二三四][〇零一二三四五六七八九])年度?")
_AS_OF = Cue(rf"(?<={GAP})年?(?:年?[末底]|(?:1[0-2]|[1-9])月(?:份?底?|(?:3[01]|[12]?\d)[日号]))(?!结|余|数)")
"""The day of a year as of which something is owned: 2023年末, 2024年8月31日. The year alone tells which statement is meant."""

_SOME = Cue(rf"[\d〇零一二三四五六七八九]{{2}}|{GAP}")
"""What a text holds in which a year or a day of one is named."""

_UNCHANGED = Cue(
    r"(?:还?没(?:有)?|尚未|未)?(?:减员|裁员|减人|减编|缩编|增编|增员|增人|扩编|增加|减少|压减|压缩)了?"
    r"(?:\d+(?:\.\d+)?(?:万元?|元|[人个名辆]))?(?:之前|以前(?!年)|前(?=[,的是有]|$))"
)
"""The time before a change, which is the year before: 没减员之前."""

_THAT_IS = Cue(r",?(?:也)?(?:就是|即|指的?是?|等于说|是)(?:说|在)?(?=20\d\d|\d\d年)")
"""What says that the year named behind the time before a change is that time itself: 减员之前,也就是2019年."""

_RELATIVE = (
    (-1, _UNCHANGED),
    (-2, Cue(r"大前年|前年|上上年")),
    (-1, Cue(r"去年|(?<!表)上一?年度|(?<!表)上一?年|(?<!表)上个年度|前一年|头一年")),
    (0, Cue(r"今年|本年度?|当年|这一?年")),
    (1, Cue(r"明年|下一?年度?")),
)
_BEFORE = Cue(r"(?<!表)上一?年度?(?!结转|结余|度)|上个年度|前一年|头一年")
"""The year before the one that is named beside it."""

_ASIDE = Cue(r"(?:公开|披露|收录|发布|印|查到|手头)的?(?:也|就|只|都)?(?:是|只?有)(20\d\d)年")
"""A year of which a question only says that its document is on record."""

_CORRECTED = Cue(
    r"(?:[今去前]年|上一?年|20\d\d年)[^\d]{0,4}?(?:不对|错了|不是|记错|说错|搞错|口误)[^\d]{0,4}?(?:是|应该是|改成)?(?=(?:20)?\d\d年)"
)
"""A year that is taken back at once, before the one that is meant: 去年…哦不对是24年."""

CARRIED = Cue(r"(20\d\d)年?(?:-|—|~|到|至)(20\d\d)年?度?的?结转")
"""Years out of which money was carried over; its document is of a later year."""

_REVERSED = Cue(
    r"(20\d\d)年[^,]{0,24}?(?:应该?|应当|该)(?:是|为|有|等于)?(?:多少|几)|(?:倒推|反推|推算|倒算)(?:出|到|回)?(20\d\d)年"
)
"""A year whose amount is to be worked out from what the question repeats of another year."""

_RECENT = Cue(r"(?:近|最近|过去)([两二三四五\d])年|历年|逐年|各年度?|每年")


@dataclass(frozen=True, slots=True)
class Years:
    """``asked`` are years named outright; ``relative`` counts from a disclosure's own year (-1 = 上年, 0 = 今年).

    ``recent`` is the number of years of a trend question (0 = all years on record), None where none was asked.
    """

    asked: tuple[int, ...] = ()
    relative: int | None = None
    recent: int | None = None


def take_named(text: str) -> tuple[tuple[int, ...], str]:
    """Years named outright, in order, and the text with a gap where they stood.

    >>> take_named("2020到2022年三公经费")[0], take_named("24年和二〇二三年")[0], take_named("60年代")[0]
    ((2020, 2021, 2022), (2024, 2023), ())
    """
    if not _SOME.search(text):
        return (), text
    found: list[tuple[int, tuple[int, ...]]] = []

    def keep(match: re.Match[str], years: tuple[int, ...]) -> str:
        found.append((match.start(), years))
        return GAP * len(match.group())

    text = _RANGE.sub(lambda m: keep(m, tuple(range(int(m[1]), min(int(m[2]), int(m[1]) + 30) + 1))), text)
    text = _FULL.sub(lambda m: keep(m, (int(m[1]),)), text)
    text = _SHORT.sub(lambda m: keep(m, (2000 + int(m[1]),)), text)
    text = _WRITTEN.sub(lambda m: keep(m, (_written(m[0]),)), text)
    text = _AS_OF.sub(lambda m: GAP * len(m.group()), text)
    years = [year for _, group in sorted(found) for year in group]
    return tuple(dict.fromkeys(years)), text


def _written(text: str) -> int:
    digits = re.sub(r"\D", "", text.translate(_CHINESE))
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def take_relative(text: str) -> tuple[int | None, int | None, str]:
    """A year counted from the disclosure's own (-1 = 上年), the length of a trend, and the remaining text.

    Words of comparison ("比上年") belong to the operation and must be taken out before.

    >>> take_relative("去年三公经费")[0], take_relative("近三年三公经费")[1]
    (-1, 3)
    """
    recent: int | None = None
    if match := _RECENT.search(text):
        word = (match[1] or "0").translate(str.maketrans("两二三四五", "22345"))
        recent, text = int(word), _blank(text, match)
    for offset, pattern in _RELATIVE:
        if match := pattern.search(text):
            return offset, recent, _blank(text, match)
    return None, recent, text


def takes_back(plain: str) -> bool:
    """Whether a question takes a year back and names the one that is meant: 去年…哦不对是24年."""
    return bool(_CORRECTED.search(plain))


def settle(years: tuple[int, ...], relative: int | None, plain: str) -> tuple[tuple[int, ...], int | None]:
    """Years named and relative as they are meant together: 2024年X上一年 is 2023, and 2024年X多少,上年呢 is both.

    >>> settle((2024,), -1, "2024年行政运行上一年是多少"), settle((2024,), -1, "2024年会议费多少,上年呢")
    (((2023,), None), ((2024, 2023), None))
    """
    if match := _REVERSED.search(plain):
        return (int(match[1] or match[2]),), None
    if carried := CARRIED.search(plain):
        years = tuple(y for y in years if not int(carried[1]) <= y <= int(carried[2]))
    if len(years) > 1 and (aside := {int(y) for y in _ASIDE.findall(plain)}):
        years = tuple(y for y in years if y not in aside)
    if len(years) == 1 and relative is not None and takes_back(plain):
        return years, None
    if len(years) == 1 and relative == -1 and (unchanged := _UNCHANGED.search(plain)):
        told = _THAT_IS.match(plain, unchanged.end())
        return (years if told else (years[0] - 1,)), None
    named, before = re.search(r"\d\d年|[〇零一二三四五六七八九]年", plain), _BEFORE.search(plain)
    if len(years) != 1 or relative != -1 or not named or not before or before.start() < named.start():
        return years, relative
    apart = "," in plain[named.end() : before.start()]
    return ((*years, years[0] - 1) if apart else (years[0] - 1,)), None


def _blank(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + GAP * len(match.group()) + text[match.end() :]
