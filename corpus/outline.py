"""The outline of a disclosure: headings 第N部分, 一、, （一）, 1. and the lines under each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.amount import fold
from corpus.document import Line, Section

_HAN = "一二三四五六七八九十百"
_PATTERNS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"^第[{_HAN}\d]+(?:部分|章)[、.:\s]*\S?")),
    (2, re.compile(rf"^[{_HAN}]{{1,4}}[、.]\s*\S")),
    (3, re.compile(rf"^\([{_HAN}]{{1,4}}\)[、.]?\s*\S")),
)
_BARE = re.compile(
    r"^(?:20\d\d\s*年(?:度)?)?[\u4e00-\u9fff()]{0,40}(?:名词解释|名词术语解释|主要职[能责]|机构设置(?:情况)?|(?:部门|单位)(?:预算|决算)编制说明|其他相关情况说明)$"
)
"""Headings without a number of their own, as whole lines (上海市某某局主要职能); they open a part."""
_CONTENTS_TAIL = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|-{4,})\s*\d*$|\S\s{2,}\d{1,3}$")
_SENTENCE_END = re.compile(r"[。;!?]$")
_LONGEST_HEADING = 60


def _level(text: str) -> int | None:
    folded = fold(text).strip()
    if not folded or len(folded) > _LONGEST_HEADING or _CONTENTS_TAIL.search(folded):
        return None
    found = next((level for level, pattern in _PATTERNS if pattern.match(folded)), None)
    return 1 if found is None and _BARE.match(folded) else found


def _continues(text: str, following: str) -> bool:
    """Whether a heading runs on into the next line (a heading that a line break cut)."""
    head, tail = fold(text).strip(), fold(following).strip()
    unfinished = head.count("(") > head.count(")") or head.count("“") > head.count("”")
    short_tail = (
        0 < len(tail) <= 12 and not re.search(r"\d", tail) and tail.endswith(("情况", "说明", "明", "情况说明", "总体说明"))
    )
    return unfinished or ("关于" in head and not head.endswith(("说明", "情况")) and short_tail)


def _titles(lines: Sequence[Line], skip: frozenset[int]) -> list[tuple[int, int, str]]:
    """(index, level, title) of each heading, first lines of numbered sentences included only down to level 3."""
    found = []
    for index, line in enumerate(lines):
        if index in skip or (level := _level(line.text)) is None:
            continue
        title = line.text.strip()
        after = next((text for text in (o.text.strip() for o in lines[index + 1 : index + 4]) if text), "")
        if level >= 2 and _continues(title, after):
            title += after
        found.append((index, level, _shorten(title)))
    return found


def _shorten(title: str) -> str:
    """A heading without the sentence that follows it on the same line ("八、机关运行经费:指…" keeps the term)."""
    head = re.split(r"[:：](?=\s*[指是\S])", title, maxsplit=1)[0]
    return re.split(r"[。;；]", head, maxsplit=1)[0].strip()


def outline(lines: Sequence[Line], skip: frozenset[int] = frozenset()) -> tuple[Section, ...]:
    """Sections in document order; ``skip`` holds indices of lines that belong to tables and carry no headings.

    A section reaches to the line before the next heading of its level or above; paths hold the titles from the outermost on.
    """
    heads = _titles(lines, skip)
    sections: list[Section] = []
    open_path: list[tuple[int, str]] = []
    for position, (index, level, title) in enumerate(heads):
        open_path = [entry for entry in open_path if entry[0] < level] + [(level, title)]
        end = next((i for i, other, _ in heads[position + 1 :] if other <= level), len(lines)) - 1
        sections.append(Section(title, tuple(t for _, t in open_path), level, index, end))
    return tuple(sections)
