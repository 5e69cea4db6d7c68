"""Definitions: the entry of a document's glossary for the term asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer
from assistant.compose import owner
from assistant.paragraphs import Paragraph
from assistant.reply.passages import disclosures, part, quote, read, topic
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.text import key

_HEAD = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?[、．.]?|\d{1,2}[、．.]|[(（]\d{1,2}[)）])?\s*(.{2,80}?)\s*(?:[:：]|是?指|(?<=项)[)）]\s*反映)"
)
_LEVEL = re.compile(r"[(（](?:类|款|项)[)）]")
"""The marks of a subject's levels: 一般公共服务支出（类）财政事务（款）行政运行（项） is the entry of 行政运行."""
_TABLE = re.compile(r"^\s*表[\d一二三四五六七八九十]|单位名称|部门名称|编制(?:部门|单位)|科目编码|科目名称|单位：(?:万?元|人)")
"""Words of tables that stand behind the glossary."""
_SIGNED = re.compile(r"^[^。；]{0,40}?(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)$")
"""Department and date that close a document, printed right after the last entry."""


def define(scene: Scene) -> Answer | None:
    """The entry of the glossary, from each document that has one."""
    names = _terms(scene)
    said = 0
    for target in disclosures(scene):
        entry = _entry(part("glossary", read(scene, target.document)), names)
        if entry is None:
            continue
        if said >= TABLE_LIMIT:
            break
        begun = _begun(entry)
        quote(scene, target, _unsigned(entry), f"{owner(target.document)}：{begun}…" if begun else None)
        said += 1
    return scene.answered() if said else None


def _terms(scene: Scene) -> list[str]:
    """Spellings of the term asked for, as written first."""
    quoted = re.findall(r"[“\"「『‘']([^”\"」』’']{2,20})[”\"」』’']", scene.question.text)
    said = [m.said for m in scene.question.mentions]
    names = [n for m in scene.question.mentions for n in m.items]
    words = [] if said or quoted else [w for w in topic(scene).split() if len(w) >= 2]
    return list(dict.fromkeys(key(n) for n in (*quoted, *said, *names, *words) if n))


def _entry(glossary: Sequence[Paragraph], names: Sequence[str]) -> Paragraph | None:
    heads: list[tuple[str, Paragraph]] = []
    for index, paragraph in enumerate(glossary):
        text = _begun(paragraph) + paragraph.text
        match = _HEAD.match(text)
        if match and not _TABLE.search(paragraph.text):
            heads += [(key(head), _with_rest(glossary, index)) for head in _spellings(match[1])]
    for name in names:
        exact = [p for head, p in heads if head == name]
        if exact:
            return exact[0]
    for name in names:
        near = [
            p
            for head, p in heads
            if len(name) >= 3 and (name in head and len(head) <= len(name) + 8 or head in name and len(head) >= 4)
        ]
        if near:
            return near[0]
    return None


def _spellings(head: str) -> list[str]:
    """An entry's term as printed, by the last of its levels alone, and without what is bracketed behind it."""
    levels = [part for part in _LEVEL.split(head) if part.strip()]
    bare = re.sub(r"[(（][^()（）]*[)）]\s*$", "", head)
    return list(dict.fromkeys([head, *([levels[-1]] if _LEVEL.search(head) and levels else []), *([bare] if bare else [])]))


def _begun(paragraph: Paragraph) -> str:
    """What of an entry's term was taken for a heading, where the term runs on into the text."""
    title = re.sub(r"\s", "", paragraph.section[-1]) if paragraph.section else ""
    numbered = re.match(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、．.]", title)
    return title if numbered and not re.sub(r"\s", "", paragraph.text).startswith(title[:4]) else ""


def _with_rest(glossary: Sequence[Paragraph], index: int) -> Paragraph:
    """An entry with the paragraphs that go on with it."""
    lines = list(glossary[index].lines)
    for paragraph in glossary[index + 1 : index + 4]:
        if _HEAD.match(paragraph.text) or paragraph.section != glossary[index].section or len(paragraph.text) < 20:
            break
        lines += paragraph.lines
    return Paragraph(tuple(lines), glossary[index].section)


def _unsigned(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the signature that closes the document."""
    sentences = paragraph.sentences()
    while len(sentences) > 1 and _SIGNED.match(re.sub(r"\s", "", sentences[-1].text)):
        sentences = sentences[:-1]
    lines = [line for s in sentences for line in s.lines]
    return Paragraph(tuple(dict.fromkeys(lines)), paragraph.section)
