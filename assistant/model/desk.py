"""What the model has looked up for one question: numbered evidence, and the answer built over it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from assistant import calculate
from assistant.answer import Answer, Status
from assistant.calculate import NotComparable, Result, Term
from assistant.compose import scope_name
from assistant.evidence import Fact, pick
from assistant.mention import Mention
from assistant.model import check
from assistant.model.check import Piece
from assistant.reply.scene import Scene
from assistant.text import fold, squeeze
from corpus.document import Source
from corpus.errors import SettingsError, StoreError
from corpus.figure import Figure
from index.chunk import Hit
from index.ledger import DocumentRecord, Ledger
from index.search import Search

DOCUMENTS = 5
"""Disclosures that one look-up reads."""

PASSAGES = 4
"""Passages that one search gives."""

OPERATIONS: dict[str, tuple[str, Callable[[Term, Term], Result]]] = {
    "difference": ("difference", calculate.difference),
    "share": ("share", calculate.percent),
    "times": ("ratio", calculate.times),
}
"""Operations over two figures: the measure of the result, and how it is computed. ``sum`` takes any number of them."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A piece of evidence: a printed figure, a computed result over others, or a passage, with the places that show it."""

    piece: Piece
    places: tuple[Source, ...]
    figure: Figure | None = None
    value: Term | None = None
    result: Result | None = None
    measure: str = ""


@dataclass(slots=True)
class Desk:
    """The read-only tools of one question, and their results by number."""

    scene: Scene
    entries: dict[int, _Entry] = field(default_factory=dict)

    def list_documents(self) -> str:
        """The disclosures on record, as JSON."""
        rows = [{"部门": d.issuer, "年度": d.fiscal_year, "类别": str(d.stage)} for d in self.scene.documents[:50]]
        return _json(rows)

    def find_figure(self, item: str, department: str = "", year: int = 0) -> str:
        """The item's printed amount and changes in each disclosure that matches, as JSON with the numbers to cite."""
        mention = self._mention(item)
        if mention is None:
            return "没有这个项目；请换成预算公开里的标准名称"
        rows: list[dict[str, object]] = []
        for document in self._documents(department, year):
            level = self.scene.evidence.level(document, mention)
            if level is not None:
                rows.append(self._figure(document, level.lead))
            for change in self.scene.evidence.changes(document, mention)[:2]:
                rows += [self._change(document, figure) for figure in (change.amount, change.rate) if figure is not None]
        return _json(rows) if rows else "所选文件没有披露这个项目"

    def search_passages(self, question: str, department: str = "", year: int = 0) -> str:
        """Passages that may answer in words, each between 资料 marks with the number to cite."""
        ids = [document.id for document in self._documents(department, year)]
        personal = re.compile(check.instructions()["personal"])
        hits = [hit for hit in _search(self.scene.evidence.ledger, question, ids) if not personal.search(hit.chunk.text)]
        return "\n".join(self._passage(hit) for hit in hits) or "没有找到相关的段落"

    def calculate(self, operation: str, evidence: Sequence[int]) -> str:
        """Sum, difference, share or multiple of figures that were found before, given by their numbers, as JSON."""
        terms = [entry for number in evidence if (entry := self.entries.get(number)) is not None and entry.value is not None]
        if len(terms) != len(evidence) or len(terms) < 2:
            return "需要至少两个已查到的数额的编号"
        try:
            return self._calculated(operation, terms)
        except NotComparable:
            return "单位不同或除数为零，不能这样计算"

    def faults(self, text: str) -> list[str]:
        """What of a model's text does not hold."""
        if check.instructions()["refusal"] in text:
            return ["模型表示无法回答"]
        evidence = {number: entry.piece for number, entry in self.entries.items()}
        return check.faults(text, evidence, self.scene.question.text) or self._strangers(text)

    def _strangers(self, text: str) -> list[str]:
        """Items that a sentence names beside those of the figures it cites: its number might be read as theirs."""
        found = []
        for bare, marks in check.sentences(text):
            cited = [self.entries[mark] for mark in marks]
            held = squeeze(fold("".join(entry.piece.text for entry in cited)))
            if any(entry.figure is not None for entry in cited):
                mentions, _ = self.scene.labels.find(squeeze(bare))
                found += [f"另有项目“{mention.said}”" for mention in mentions if mention.said not in held and not mention.weak]
        return found

    def answer(self, text: str) -> Answer:
        """The answer whose text has been checked: marks numbered anew, figures those of the evidence that it cites."""
        draft = self.scene.renew()
        text = check.fold_all(text).strip()
        used = dict.fromkeys(int(mark) for mark in re.findall(r"\[(\d{1,4})\]", text))
        marks: dict[int, str] = {}
        for number in used:
            entry = self.entries[number]
            if entry.result is not None and entry.figure is not None:
                draft.result(entry.result, entry.figure, entry.measure, entry.places)
            elif entry.figure is not None:
                draft.figure(entry.figure, entry.value.value if entry.value else None, entry.places)
            marks[number] = draft.mark(entry.places)
        draft.say(re.sub(r"\[(\d{1,4})\]", lambda match: marks[int(match[1])], text))
        return draft.answer(Status.ANSWERED)

    def _documents(self, department: str, year: int) -> list[DocumentRecord]:
        """The disclosures asked about that match; the question's own department and year are never left."""
        asked = list(dict.fromkeys(target.document for target in self.scene.found if not target.prior))
        said = squeeze(fold(department))
        chosen = [d for d in asked if (not said or said in squeeze(d.issuer)) and (not year or d.fiscal_year == year)]
        return chosen[:DOCUMENTS]

    def _mention(self, item: str) -> Mention | None:
        plain = squeeze(fold(item))[:60]
        found, _ = self.scene.labels.find(plain)
        return max(found, key=lambda mention: len(mention.said)) if found else None

    def _add(self, entry: _Entry) -> int:
        number = len(self.entries) + 1
        self.entries[number] = entry
        return number

    def _figure(self, document: DocumentRecord, fact: Fact) -> dict[str, object]:
        figure, value = fact.figure, Term(abs(fact.value), fact.unit)
        said = f"{calculate.plain(value.value)}{value.unit}"
        scope = scope_name(figure) or ""
        text = f"{document.issuer} {document.fiscal_year}年部门{document.stage} {figure.item} {scope} {said}"
        piece = Piece(text, document.fiscal_year, (document.issuer, f"{document.fiscal_year}年", figure.item))
        number = self._add(_Entry(piece, pick(fact.places), figure, value))
        return {
            "编号": number,
            "部门": document.issuer,
            "年度": document.fiscal_year,
            "项目": figure.item,
            "范围": scope,
            "数额": said,
        }

    def _change(self, document: DocumentRecord, figure: Figure) -> dict[str, object]:
        value = Term(abs(figure.amount.value or Decimal(0)), figure.amount.unit)
        base, way = figure.base or "上年", figure.direction or "变动"
        said = f"比{base}{way}{calculate.plain(value.value)}{value.unit}"
        text = f"{document.issuer} {document.fiscal_year}年部门{document.stage} {figure.item} {said} {figure.reason or ''}"
        piece = Piece(text, document.fiscal_year, (document.issuer, f"{document.fiscal_year}年", figure.item))
        number = self._add(_Entry(piece, (figure.source,), figure, value))
        row = {"编号": number, "部门": document.issuer, "年度": document.fiscal_year, "项目": figure.item, "变化": said}
        return row | ({"原因": figure.reason} if figure.reason else {})

    def _passage(self, hit: Hit) -> str:
        chunk = hit.chunk
        text = f"{chunk.issuer} {chunk.fiscal_year}年 {' '.join(chunk.source.section)}\n{chunk.text}"
        number = self._add(_Entry(Piece(text, chunk.fiscal_year, counts=False), (chunk.source, *chunk.also)))
        return delimited(number, text)

    def _calculated(self, operation: str, terms: Sequence[_Entry]) -> str:
        values = [entry.value for entry in terms if entry.value is not None]
        if operation == "sum":
            measure, result = "sum", calculate.total(values)
        elif operation in OPERATIONS and len(values) == 2:
            measure, compute = OPERATIONS[operation]
            result = compute(*values)
        else:
            return f"只能做 sum，或对两个数做 {'、'.join(OPERATIONS)}"
        said = f"{calculate.plain(result.value)}{result.unit}"
        text = "\n".join((said, result.formula, *(entry.piece.text for entry in terms)))
        needs = tuple(dict.fromkeys(word for entry in terms for word in entry.piece.needs))
        places = tuple(dict.fromkeys(place for entry in terms for place in entry.places))
        entry = _Entry(Piece(text, terms[0].piece.year, needs), places, terms[0].figure, None, result, measure)
        return _json({"编号": self._add(entry), "结果": said, "算式": result.formula})


def delimited(number: int, text: str) -> str:
    """A text of a document as data: between marks that it cannot close itself."""
    return f"[{number}] <资料>\n{text.replace('<', '＜').replace('>', '＞')}\n</资料>"


def _json(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False)


@lru_cache(maxsize=2)
def _searching(ledger: Ledger) -> Search:
    return Search(ledger)


def _search(ledger: Ledger, question: str, ids: Sequence[str]) -> list[Hit]:
    """Passages by both kinds of search; by keywords where the index has no vectors."""
    if not ids:
        return []
    try:
        return _searching(ledger).hybrid(question, ids, PASSAGES)
    except (SettingsError, StoreError):
        return _searching(ledger).by_keywords(question, ids, PASSAGES)
