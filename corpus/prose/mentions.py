"""Numbers of a paragraph: which are amounts, counts or percentages, and which are no figures at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.amount import SPELLED, spelled
from corpus.prose.words import words

_NUMBER = re.compile(r"(?<![\d.,A-Za-z])(?<!\d，)-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d,.]*\d|，\d)")
"""Two runs of digits with nothing but a comma between are a number whose thousands are damaged: neither run is a number."""
_SPELLED = re.compile(rf"(?<=增加|减少|公开|下设|共有|设立|内设|设置|共设)({SPELLED})(?=(?:个|人|名|辆|家|台)(?!月|年|时))")
_THRESHOLD = re.compile(r"(?:元|%)?(?:（不?含(?:本数)?）)?(?:及?以[上下内])(?!的?通知)")
_DATE = re.compile(r"年|月|日|世纪|年代|号|时|分钟|小时|类|款|项）|条|章|届|期|级|楼|层|周")
_RANGE = re.compile(r"-\d{4}年")
_OTHER_WORD = {"元": tuple("旦月宵"), "分": tuple("别类之钟局院店部公享管支期包为")}
"""Characters behind a unit that make another word of it (元旦, 分类)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with its unit at ``start``..``end`` of the paragraph (unit included); ``digits_end`` ends the number itself.

    ``value`` is None where the text left the number out. ``kind`` is money, percent, count or bare (a number without a unit).
    ``operator`` is a bound printed with it ("以上", "≥").
    """

    value: Decimal | None
    unit: str
    kind: str
    start: int
    digits_end: int
    end: int
    operator: str | None = None


def mentions(text: str) -> list[Mention]:
    """Numbers that may be figures, in order. Years, dates, document numbers, codes and thresholds inside names are left out.

    >>> [(str(m.value), m.unit) for m in mentions("2024年昌财〔2023〕17号文，50万元以上设备3台，增长5.32%")]
    [('3', '台'), ('5.32', '%')]
    """
    found = [mention for match in _NUMBER.finditer(text) if (mention := _mention(text, match))]
    found += [_spelled(text, match) for match in _SPELLED.finditer(text)]
    return sorted(found, key=lambda mention: mention.start)


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    start, end = match.span()
    before, after = text[max(0, start - 2) : start], text[end : end + 8]
    if (
        before.endswith(("〔", "第", "[", "《"))
        or after[:1] in ("〕", "]")
        or _DATE.match(after)
        or _RANGE.match(after)
        or not _clean(text, start, end)
    ):
        return None
    value = Decimal(match.group().replace(",", ""))
    unit = words().unit.match(text, end)
    if unit is None:
        return _without_unit(text, value, start, end)
    if words().points.match(text, end) or text[unit.end() : unit.end() + 1] in _OTHER_WORD.get(unit.group(), ()):
        return None
    kind = words().units[unit.group()]
    bound = _THRESHOLD.match(text, unit.end())
    if bound and kind == "money" and _names_a_class(text, bound.end()):
        return None
    operator = "以上" if bound and "上" in bound.group() else "以下" if bound else None
    return Mention(value, unit.group(), kind, start, end, unit.end(), operator)


def _clean(text: str, start: int, end: int) -> bool:
    """False for the parts of hyphenated or slashed codes (023-89016090, 2022-2023, 1/3)."""
    return not (text[start - 1 : start] in ("-", "/", "—") and start > 1 and text[start - 2].isdigit()) and text[
        end : end + 1
    ] not in ("/", "-")


def _without_unit(text: str, value: Decimal, start: int, end: int) -> Mention | None:
    after = text[end : end + 1]
    if after == "万" and text[end + 1 : end + 2] in ("", "，", "。", "；", "、", "）"):
        return Mention(value, "万元", "money", start, end, end + 1)
    if after in ("", "，", "。", "；", "、", "）") and not (value == value.to_integral_value() and 1949 <= value <= 2100):
        return Mention(value, "", "bare", start, end, end)
    return None


def _names_a_class(text: str, position: int) -> bool:
    """Whether a threshold is part of a name ("50 万元以上大型设备 0 台") rather than a bound on an amount."""
    rest = re.match(r"[^，。；\d]{0,24}?(?:设备|资产|车辆|项目|物品|采购|的)", text[position:])
    return rest is not None


def _spelled(text: str, match: re.Match[str]) -> Mention:
    return Mention(Decimal(spelled(match.group(1))), text[match.end()], "count", match.start(), match.end(), match.end() + 1)
