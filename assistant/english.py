"""English questions: read by their Chinese terms, and answered in English with the same figures and citations."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from assistant.answer import Answer, AnswerFigure, Status
from assistant.calculate import plain
from assistant.issuers import IssuerBook
from index.ledger import DocumentRecord

_ORGANS = (
    r"\b(?:county|city|district|prefecture|province|bureau|department|office|commission|agency|government|municipal(?:ity)?)\b"
)
_FILLER = re.compile(
    r"\b(?:the|of|in|for|was|is|were|are|did|does|do|on|a|an|to|its|it|by|at|be|there|what|tell|me|please|budget(?:ed)?|spent|spend|spending)\b"
)
_SPENDING = re.compile(r"how much (?:did|does|do|will|would)\b(.*?)\b(?:spend|pay|use|budget|plan|cost)\b")
"""“How much did X spend” asks for an amount, unlike “how much did it rise”."""

_SPENT = re.compile(r"\b(?:spend|spent|spending|cost|costs|expense|expenses|pay|paid|money)\b|how much (?!.*\bmany\b)")
_MEASURES = {
    "level": "",
    "count": "",
    "change": "change",
    "growth": "rate of change",
    "share": "share",
    "sum": "total",
    "difference": "difference",
    "ratio": "ratio",
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
    if _SPENT.search(text):
        text = re.sub(r"\b(?:official |government )?(?:vehicles|vehicle|cars|car)\b", "official vehicles", text)
    text = _places(text, issuers)
    pairs = {**_words()["asks"], **_words()["items"]}
    for english in sorted(pairs, key=len, reverse=True):
        text = re.sub(rf"(?<![a-z]){re.escape(english)}(?![a-z])", f" {pairs[english]} ", text)
    text = re.sub(_ORGANS, " ", text)
    return _FILLER.sub(" ", text).replace("'s", " ")


def _places(text: str, issuers: IssuerBook) -> str:
    from assistant.sounds import romanised_like

    for word in dict.fromkeys(re.findall(r"[a-z]{4,}", text)):
        for issuer in issuers.issuers:
            for place in issuer.places[-1:]:
                if romanised_like(word, place):
                    text = re.sub(rf"(?<![a-z]){word}(?![a-z])", f" {place} ", text)
    return text


def in_english(answer: Answer, documents: Sequence[DocumentRecord]) -> Answer:
    """The answer told in English; names of departments and items stay as printed, quotations too."""
    words = _words()["statements"]
    if answer.status is Status.ANSWERED:
        lines = [_figure(f) for f in answer.figures] or [words["quoted"], *answer.text.split("\n")]
        return replace(answer, text="\n".join(dict.fromkeys(lines)))
    record = "; ".join(f"{d.issuer} {d.fiscal_year}" for d in documents[:6])
    return replace(answer, text=f"{words[answer.status.value]} {words['record'].format(documents=record)}")


def _figure(figure: AnswerFigure) -> str:
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
    name = next((e for e, c in _words()["items"].items() if c == figure.item), "")
    item = f"{name} ({figure.item})" if name else figure.item
    stage = {"预算": "budget", "决算": "final accounts"}.get(figure.stage, figure.stage)
    marks = "".join(f"[{n}]" for n in figure.citations)
    formula = f", {_words()['statements']['computed'].format(formula=figure.formula)}" if figure.formula else ""
    return f"{value} — {f'{kind}: ' if kind else ''}{item}, {figure.issuer}, {figure.fiscal_year} {stage}{formula}{marks}."
