"""Where tables stand in a flattened text: title lines, the table number before them, and where each table ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.amount import fold
from corpus.document import Line

_HAN = "一二三四五六七八九十"
_NUMBER_ONLY = re.compile(rf"^(?:附|公开|预算|决算)?表?\s*(?:[{_HAN}]+|\d+(?:-\d+)?)\s*表?[:：.]?$")
_LEADING_NUMBER = re.compile(
    rf"^(?P<number>(?:附|公开|预算|决算)?表\s*(?:\d+(?:-\d+)?|[{_HAN}]+)|(?:公开|预算)\d+表)\s*[:：.、]?\s*(?=\S)"
)
_TRAILING_NUMBER = re.compile(r"\(((?:预算|决算|公开)?表\s*\d+)\)$")
_ENUMERATION = re.compile(rf"^(?:[{_HAN}]+、|\([{_HAN}]+\)|\d+[.、])\s*")
_TITLE_END = re.compile(r"(?:表|明细表|一览表|总表|情况表)(?:\((?!详|见)[^()]{1,24}\))*$")
_TITLE_CORE = re.compile(r"收支|收入|支出|经费|预算|决算|拨款|结转|采购|绩效|基金|资产")
_EVIDENCE = re.compile(
    r"单位[:：]|编制(?:部门|单位)|填报部门|部门名称|科目编码|科目名称|^项目|预算数|决算数|合计|功能分类|经济分类|^收入支出$|备注|一级指标"
)
_PART = re.compile(rf"^第[{_HAN}]+部分")
_PAGE_NUMBER = re.compile(r"^[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–\s]*$")
_NARRATIVE_HEADING = re.compile(rf"^(?:[{_HAN}]+、|\([{_HAN}]+\)).{{0,40}}(?:说明|情况|解释|概况)(?:\(.*)?$")
_NOTE = re.compile(
    r"^(?:注|备注|说明)\s*[:：]?|空表|没有使用|未安排|^(?:本)?(?:部门|单位|我)[^,，:：]{0,30}(?:无(?:此|该|相关|政府|国有|财政|一般|项目|支出|收入|预算|安排)|没有|不涉及)|此表无数据|故?此表为?空"
)
_PROSE = re.compile(r"[。；;]$|[，,].*[，,。]")
_AHEAD = 9
_PAGES_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class Region:
    """The lines of one table: ``first`` (title or number line) to ``last``, ``body`` the first line after the title; 0-based indices."""

    number: str | None
    title: str
    first: int
    body: int
    last: int


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Text without white space, full-width signs folded."""
    return re.sub(r"\s+", "", fold(text))


def is_page_number(text: str) -> bool:
    """Whether the line is a printed page number ("- 8 -", "第 8 页", "12")."""
    return bool(_PAGE_NUMBER.match(fold(text).strip()))


def numbered_pages(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of lines that print nothing but a page number, dashes or not, digits set apart or not ("1 3").

    Digits alone may be an amount; they are page numbers where they count on from the one before, over four pages or more.
    """
    found: set[int] = set()
    chains: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        tight = squeeze(line.text)
        if not (tight.isdigit() and len(tight) <= 3 and fold(line.text).strip().count(" ") < len(tight)):
            continue
        number = int(tight)
        before = next((chains.pop(n) for n in (number - 1, number - 2) if n in chains), [])
        chains[number] = [*before, index]
        if len(chains[number]) >= _PAGES_IN_A_ROW:
            found.update(chains[number])
    return frozenset(found)


def is_note(text: str) -> bool:
    """Whether the line is a note under a table, a statement that it is empty included."""
    return bool(_NOTE.search(squeeze(text)))


def running_headers(lines: Sequence[Line]) -> frozenset[str]:
    """Squeezed texts that stand right after page numbers on three or more pages: headers of the page, no content."""
    after: Counter[str] = Counter()
    pages = numbered_pages(lines)
    previous_was_number = False
    for index, line in enumerate(lines):
        tight = squeeze(line.text)
        if not tight:
            continue
        if previous_was_number and not re.search(r"\d\.\d", tight) and not _TITLE_END.search(tight):
            after[tight] += 1
        previous_was_number = index in pages or bool(re.match(r"^[-—–]+\d{1,4}[-—–]+$|^第\d+页$", tight))
    return frozenset(text for text, count in after.items() if count >= 3 and re.search(r"公开|预算|决算", text))


def _title(text: str) -> tuple[str | None, str] | None:
    """(number, title) where the line is a table title, else None."""
    tight = squeeze(text)
    number = None
    if match := _LEADING_NUMBER.match(tight):
        number, tight = match["number"], tight[match.end() :]
    tight = _ENUMERATION.sub("", tight)
    if trailing := _TRAILING_NUMBER.search(tight):
        number = number or trailing.group(1)
    if (
        not 3 <= len(tight) <= 48
        or not _TITLE_END.search(tight)
        or not _TITLE_CORE.search(tight)
        or re.search(r"[,，。;；]", tight)
    ):
        return None
    return number, tight


def _supported(lines: Sequence[Line], index: int) -> bool:
    """Whether a table really follows a title: unit or header words within the next lines, and no other title right after it."""
    following = [squeeze(line.text) for line in lines[index + 1 : index + 40]]
    following = [text for text in following if text and not is_page_number(text)][:_AHEAD]
    if not following:
        return False
    if re.match(r"^第[一二三四五六七八九十]+部分", following[0]):
        return False
    for text in following:
        if _EVIDENCE.search(text) and not (_title(text) and not re.search(r"单位:", text)):
            return True
        if _title(text) or _is_prose(text):
            return False
    return False


def regions(lines: Sequence[Line]) -> tuple[Region, ...]:
    """The tables of a document in order. Performance-target tables close the table before them but are left to the prose reader."""
    starts: list[tuple[int, int, str | None, str]] = []
    for index, line in enumerate(lines):
        found = _title(line.text)
        if found and _supported(lines, index):
            number, first = found[0], index
            if number is None:
                number, first = _number_before(lines, index)
            starts.append((first, index, number, found[1]))
    parts = [i for i, line in enumerate(lines) if _PART.match(squeeze(line.text))]
    result = []
    for position, (first, title_index, number, title) in enumerate(starts):
        limit = starts[position + 1][0] if position + 1 < len(starts) else len(lines)
        limit = min([limit, *(p for p in parts if p > title_index)])
        last = _end(lines, title_index, limit)
        if "绩效" not in title:
            result.append(Region(number, title, first, title_index + 1, last))
    return tuple(result)


def _number_before(lines: Sequence[Line], index: int) -> tuple[str | None, int]:
    for back in range(index - 1, max(index - 4, -1), -1):
        tight = squeeze(lines[back].text)
        if tight:
            if _NUMBER_ONLY.match(tight) and "表" in tight:
                return tight.rstrip(":：."), back
            break
    return None, index


def _end(lines: Sequence[Line], title_index: int, limit: int) -> int:
    """Last line of the table: up to ``limit``, but not into the narrative that may follow without a heading of its own."""
    last = title_index
    for index in range(title_index + 1, limit):
        tight = squeeze(lines[index].text)
        if not tight:
            continue
        if _NARRATIVE_HEADING.match(tight) and not re.search(r"\d\.\d", tight):
            break
        if _is_prose(tight) and not is_note(tight) and not _continues_note(lines, title_index, index):
            break
        last = index
    return last


def _is_prose(tight: str) -> bool:
    """Whether the line reads like running text; commas inside numbers do not count."""
    bare = re.sub(r"\d[\d,]*(?:\.\d+)?", "", tight)
    return len(bare) > 24 and bool(_PROSE.search(bare))


def _continues_note(lines: Sequence[Line], floor: int, index: int) -> bool:
    back = next((squeeze(lines[i].text) for i in range(index - 1, floor, -1) if lines[i].text.strip()), "")
    return is_note(back) and not back.endswith("。")
