"""English questions: read by their Chinese terms, and answered in English with the same figures and citations."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, AnswerFigure, Status
from assistant.calculate import plain
from assistant.cues import Cue
from assistant.issuers import IssuerBook
from index.ledger import DocumentRecord

if TYPE_CHECKING:
    from assistant.question import Question

_ORGANS = (
    r"\b(?:county|city|district|prefecture|province|bureau|department|office|commission|agency|government|municipal(?:ity)?)\b"
)
_FILLER = Cue(
    r"\b(?:the|of|in|for|was|is|were|are|did|does|do|on|a|an|to|its|it|by|at|be|there|what|tell|me|please|budget(?:ed)?|spent|spends?|spending)\b"
)
_SPENDING = Cue(r"how much (?:did|does|do|will|would)\b(.*?)\b(?:spend|pay|use|budget|plan|cost)\b")
"""“How much did X spend” asks for an amount, unlike “how much did it rise”."""

_OF_YEAR = Cue(r"\b(total|whole|overall)\s+((?:20)\d\d)\s+(budget|spending|expenditure|revenue)\b")
"""A year between the words of one item: the total 2024 budget."""

_TWICE = Cue(r"([\u4e00-\u9fff]{2,})\s*[(（]\s*\1\s*[)）]")
"""An item in English, and the same in Chinese in brackets behind it."""

_SPENT = Cue(r"\b(?:spend|spent|spending|cost|costs|expense|expenses|pay|paid|money)\b|how much (?!.*\bmany\b)")
_MEASURES = {
    "level": "",
    "count": "",
    "change": "change",
    "growth": "rate of change",
    "share": "share",
    "sum": "total",
    "difference": "difference",
    "ratio": "ratio or average",
    "target": "target",
}


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "english.toml").read_text("utf-8"))


def to_chinese(folded: str, issuers: IssuerBook) -> str:
    """A folded English question in the Chinese terms that the rest of the program reads.

    Departments are recognised by the pinyin of their place, exactly or nearly (Jimsar for 吉木萨尔).
    """
    text = _SPENDING.sub(r"how much \1 ", f" {folded} ")
    text = _OF_YEAR.sub(r" \2 \1 \3 ", text)
    if _SPENT.search(text):
        text = re.sub(r"\b(?:official |government )?(?:vehicles|vehicle|cars|car)\b", "official vehicles", text)
    text = _places(text, issuers)
    pairs = {**_words()["asks"], **_words()["items"]}
    for english in sorted(pairs, key=len, reverse=True):
        text = re.sub(rf"(?<![a-z]){re.escape(english)}(?![a-z])", f" {pairs[english]} ", text)
    text = re.sub(_ORGANS, " ", text)
    return _TWICE.sub(r"\1", _FILLER.sub(" ", text).replace("'s", " "))


def _places(text: str, issuers: IssuerBook) -> str:
    from assistant.sounds import romanised_like

    for word in dict.fromkeys(re.findall(r"[a-z]{4,}", text)):
        for issuer in issuers.issuers:
            for place in issuer.places[-1:]:
                if romanised_like(word, place):
                    text = re.sub(rf"(?<![a-z]){word}(?![a-z])", f" {place} ", text)
    return text


def in_english(answer: Answer, documents: Sequence[DocumentRecord], question: Question) -> Answer:
    """The answer told in English; names of departments and items stay as printed, and what is quoted stays Chinese.

    Each quoted passage is introduced in English by what it is: a definition, a duty, a reason as the document states it.
    """
    words = _words()["statements"]
    if answer.status is Status.ANSWERED:
        lines = [*(_figure(f, answer) for f in answer.figures), *_told(answer, question)]
        return replace(answer, text="\n".join(dict.fromkeys(lines)))
    record = "; ".join(f"{d.issuer} {d.fiscal_year} {_stage(str(d.stage))}" for d in documents[:6])
    named = ", ".join(_item(m.name) for m in question.mentions)
    status = answer.status.value
    lead = words["undisclosed_item"].format(item=named) if named and status == "not_disclosed" else words[status]
    figures = [_figure(f, answer) for f in answer.figures]
    return replace(answer, text="\n".join([f"{lead} {words['record'].format(documents=record)}", *figures]))


def _told(answer: Answer, question: Question) -> list[str]:
    """The lines of the answer that are not told by its figures: quoted passages, reasons, warnings, each introduced in English."""
    kind = next((k for k in _words()["passages"] if k in question.asks), "other")
    lines: list[str] = []
    for line in answer.text.split("\n"):
        mark = "".join(_MARK.findall(line))
        if answer.figures:
            lines += [told for pattern, name in _NOTES if (match := pattern.search(line)) and (told := _note(name, match, mark))]
            continue
        whose = re.match(
            r"([\u4e00-\u9fff（）()]+ \d{4} 年部门(?:预算|决算))(?:列出的主要职能|核对出的问题|“.*?”主要用于)?：", line
        )
        listed = re.match(r"- ([\u4e00-\u9fff（）()]+ \d{4} 年部门(?:预算|决算))((?:\[\d+\])+)$", line)
        if whose is None:
            lines.append(f"- {_owner(listed[1])}{listed[2]}" if listed else line)
            continue
        lines.append(f"{_words()['passages'][kind]} — {_owner(whose[1])}:")
        rest = line[whose.end() :]
        lines += [f"“{_MARK.sub('', rest).strip()}”{mark}"] if rest.strip() else []
    return lines


_MARK = Cue(r"\[\d+\]")
_NOTES = (
    (Cue(r"(?:原因|文件的说法)：([^\[]+)((?:\[\d+\])+)"), "reason"),
    (Cue(r"主要用于：([^\[]+)((?:\[\d+\])+)"), "purpose_of"),
    (Cue(r"没有(增加|减少)(?:，而是(增加|减少))?："), "premise"),
    (Cue(r"^⚠ (.+)$"), "warning"),
    (Cue(r"年度不同（([\d、]+)）"), "years"),
    (Cue(r"“([^”]+)”，而是|没有披露“([^”]+)”。$"), "lacking"),
    (Cue(r"（未收录其 (\d{4}) 年预算）"), "stepped"),
)
"""Parts of a Chinese answer that its figures do not tell, and what they are."""
_DIRECTIONS = {"增加": "increase", "减少": "decrease"}


def _note(name: str, match: re.Match[str], mark: str) -> str:
    words = _words()["statements"][name]
    if name in ("reason", "purpose_of"):
        return words.format(text=match[1].strip("。，"), marks=match[2])
    if name == "premise":
        instead = f", but {_DIRECTIONS[match[2]]}d" if match[2] else ""
        return words.format(direction=_DIRECTIONS[match[1]], instead=instead)
    if name == "warning":
        return words.format(text=_MARK.sub("", match[1]), marks=mark)
    return words.format(text=next((g for g in match.groups() if g), "").replace("、", ", "))


def _owner(printed: str) -> str:
    """“吉木萨尔县… 2024 年部门预算” with its year and kind in English."""
    match = re.match(r"(.+) (\d{4}) 年部门(预算|决算)", printed)
    return f"{match[1]}, {match[2]} {_stage(match[3])}" if match else printed


def _stage(stage: str) -> str:
    return {"预算": "budget", "决算": "final accounts"}.get(stage, stage)


def _item(name: str) -> str:
    """An item with its English name, where one is known: "official receptions (公务接待费)"."""
    average = re.match(r"(.+)（(每.+)）$", name)
    if average:
        return f"{_item(average[1])} {_words()['each'].get(average[2], average[2])}"
    english = next((e for e, c in _words()["items"].items() if c == name), "")
    return f"{english} ({name})" if english else name


def _figure(figure: AnswerFigure, answer: Answer) -> str:
    unit = {
        "万元": "万元 (10,000 yuan)",
        "元": "yuan",
        "亿元": "亿元 (100 million yuan)",
        "人": "people",
        "辆": "vehicles",
        "个": "",
    }.get(figure.unit, figure.unit)
    value = f"**{plain(figure.value)}{'' if unit.startswith('%') else ' '}{unit}**".replace(" **", "**")
    kind = _MEASURES.get(figure.measure, "")
    moved = _direction(figure, answer.text) if figure.measure in ("change", "growth") and figure.value else ""
    alike = [f for f in answer.figures if (f.item, f.measure, f.issuer) == (figure.item, figure.measure, figure.issuer)]
    scope = f", {_words()['statements']['scope'].format(name=_item(figure.column))}" if len(alike) > 1 and figure.column else ""
    item, stage = _item(figure.item), _stage(figure.stage)
    marks = "".join(f"[{n}]" for n in figure.citations)
    formula = f", {_words()['statements']['computed'].format(formula=figure.formula)}" if figure.formula else ""
    return f"{moved}{value} — {f'{kind}: ' if kind else ''}{item}, {figure.issuer}, {figure.fiscal_year} {stage}{scope}{formula}{marks}."


def _direction(figure: AnswerFigure, text: str) -> str:
    """Which way an amount or a rate of change goes, as the Chinese answer says it right before the number."""
    number = re.escape(plain(figure.value))
    match = re.search(rf"(增加|减少|增长|下降|增幅|降幅)\s*\**{number}(?![\d.])", text)
    words = _words()["statements"]
    return "" if match is None else words["increase"] if match[1].startswith("增") else words["decrease"]
