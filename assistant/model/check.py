"""What a model wrote against the evidence that it cites: numbers with their units, years, directions, marks and words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.answer import Citation
from corpus.amount import fold

LONGEST = 800
"""Characters of a text that is considered at all."""

_SHARED, _SHARED_BY_FIGURES = 0.6, 0.8
"""Share of a sentence's pairs of characters that its evidence, or the question, must hold: rewording yes, other matters no. A
sentence about figures has less to reword."""

_MARK = re.compile(r"\[(\d{1,4})\]")
_SENTENCE = re.compile(r"[^。；！？!?;\n]+(?:[。；！？!?;\n]+\s*(?:\[\d{1,4}\])*|$)")
_UNIT = r"亿元|百万元|万元|千元|元|万|亿|个百分点|%|平方米|人次|批次|人|名|辆|台|套|个|项|家|次|批|倍|年|月|日|类|款|号|条|户|公里|亩|吨"
_AMOUNTS = frozenset({"亿元", "百万元", "万元", "千元", "元", "万", "亿", "个百分点", "%", "倍"})
_NUMBER = re.compile(rf"(?P<value>\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(?P<unit>{_UNIT})?")


@dataclass(frozen=True, slots=True)
class Piece:
    """One numbered piece of evidence. ``text`` is what it says, units included; ``needs`` are words its sentence must name.

    ``counts`` tells whether amounts and shares may be taken from it: from the ledger's figures yes, from a passage that a search
    happened upon no, whatever it claims.
    """

    text: str
    year: int
    needs: tuple[str, ...] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class _Stated:
    """A number in a text, digits as written, with its unit and the direction of change told before it."""

    value: str
    unit: str
    direction: str


@cache
def instructions() -> dict[str, Any]:
    """What the model is told, and the patterns of ``instructions.toml``."""
    return tomllib.loads((Path(__file__).parent / "instructions.toml").read_text("utf-8"))


def of_citations(citations: Iterable[Citation]) -> dict[int, Piece]:
    """The evidence that an answer in the document's words already carries."""
    return {c.id: Piece(f"{c.issuer} {c.fiscal_year}年 {c.section or ''}\n{_joined(c.quote)}", c.fiscal_year) for c in citations}


def sentences(text: str) -> list[tuple[str, list[int]]]:
    """The sentences of a text, folded and without their marks, each with the numbers of its marks."""
    parts = [part for part in _SENTENCE.findall(fold_all(text)) if re.search(r"\w", _MARK.sub("", part))]
    return [(_MARK.sub("", part), [int(mark) for mark in _MARK.findall(part)]) for part in parts]


def faults(text: str, evidence: Mapping[int, Piece], question: str) -> list[str]:
    """What in a model's text does not hold, one line each; empty where all of it does.

    Every sentence must cite evidence that exists; each of its numbers must stand in that evidence with the same digits, unit and
    direction, its years be the evidence's, and its words mostly the evidence's own.
    """
    known = instructions()
    folded = fold_all(text)
    if not re.search(r"\w", _MARK.sub("", folded)) or len(text) > LONGEST:
        return ["空白或过长"]
    found = []
    if re.search(known["foreign"], folded):
        found.append("含有链接、标记或代码")
    for bare, marks in sentences(text):
        found += _sentence_faults(bare, marks, evidence, question)
    return found


def _sentence_faults(bare: str, marks: Sequence[int], evidence: Mapping[int, Piece], question: str) -> list[str]:
    missing = [mark for mark in marks if mark not in evidence]
    if missing or not marks:
        return [f"没有证据 {missing}" if missing else f"没有标明证据：{bare.strip()[:20]}"]
    pieces = [evidence[mark] for mark in dict.fromkeys(marks)]
    held = fold_all("\n".join(piece.text for piece in pieces))
    found = [f"{stated.value}{stated.unit} 不在所引之处" for stated in _unheld(bare, pieces)]
    for pattern in ("spelled", "hedged"):
        found += [f"“{words}”不在所引之处" for words in re.findall(instructions()[pattern], bare) if words not in held]
    for piece in pieces:
        found += [f"没有写明“{word}”" for word in piece.needs if _squash(fold_all(word)) not in _squash(bare)]
    found += [f"“{word}”不在所引之处" for word in re.findall(r"[^\W\d_\u3400-\u9fff]+", bare) if word not in held + question]
    least = _SHARED_BY_FIGURES if any(piece.needs for piece in pieces) else _SHARED
    if _shared(bare, held + question) < least:
        found.append(f"内容与所引之处不符：{bare.strip()[:20]}")
    return found


def _unheld(bare: str, pieces: Sequence[Piece]) -> list[_Stated]:
    """The numbers of a sentence that no piece it cites holds; a year may also be that of the piece's disclosure."""
    printed = {stated for piece in pieces for stated in _stated(fold_all(piece.text)) if piece.counts or not _is_amount(stated)}
    plain = {(stated.value, stated.unit) for stated in printed} | {(str(piece.year), "年") for piece in pieces}
    return [
        stated
        for stated in _stated(bare)
        if stated not in printed
        and (stated.direction or (stated.value, stated.unit) not in plain)
        and not _is_year(stated, plain)
    ]


def _is_year(stated: _Stated, plain: set[tuple[str, str]]) -> bool:
    return stated.unit == "年" and (stated.value, "年") in plain


def _is_amount(stated: _Stated) -> bool:
    return stated.unit in _AMOUNTS or "." in stated.value


def _stated(folded: str) -> list[_Stated]:
    return [
        _Stated(
            match["value"].replace(",", ""), match["unit"] or "", _direction(folded[max(0, match.start() - 10) : match.start()])
        )
        for match in _NUMBER.finditer(folded)
    ]


def _direction(before: str) -> str:
    """Up, down or nothing: the last word of change before a number, within the same clause."""
    clause = re.split(r"[,，、:：(（\n]", before)[-1]
    last = {way: max(clause.rfind(word) for word in words) for way, words in instructions()["direction"].items()}
    way = max(last, key=lambda name: last[name])
    return way if last[way] >= 0 else ""


def _shared(bare: str, held: str) -> float:
    """The share of a sentence's pairs of Chinese characters that the evidence holds."""
    pairs = _pairs(bare)
    return len(pairs & _pairs(held)) / len(pairs) if pairs else 1.0


def _pairs(text: str) -> set[str]:
    runs = re.findall(r"[\u3400-\u9fff]{2,}", text)
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def fold_all(text: str) -> str:
    """Half-width digits and letters; Chinese punctuation stays, to be shown and to tell sentences by."""
    return "".join(c if c in "。；！？，：（）" else fold(c) for c in text)


def _squash(text: str) -> str:
    return re.sub(r"[\s“”\"（）()]+", "", text)


def _joined(quote: str) -> str:
    """Printed lines rejoined, so that a number and the unit on the next line are read together."""
    return re.sub(r"\s*\n\s*", "", quote)
