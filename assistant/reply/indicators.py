"""The performance indicators of a disclosure: each with its target, its weight and what it is set by, and which of them a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.cues import Cue
from assistant.evidence import Evidence
from assistant.labels import bare
from assistant.likeness import likeliest
from assistant.operations import pattern, says, unexplained
from assistant.question import Question
from assistant.text import GAP, key
from corpus.figure import Figure, Measure
from index.ledger import DocumentRecord

_BOUNDS = {"＞": "≥", ">": "≥", "≥": "≥", "＜": "≤", "<": "≤", "≤": "≤"}
_PROJECT = 3
"""Characters that the name of a project has more than."""
_RUN = 2
"""The least characters of a word that names a group of indicators."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of one table: its figures, the values before the weights; either may be missing."""

    name: str
    table: str
    owner: str
    values: tuple[Figure, ...]
    weights: tuple[Figure, ...]

    @property
    def basis(self) -> str:
        """The printed words by which it is set, "" where there are none."""
        return next((f.reason for f in (*self.weights, *self.values) if f.reason), "")


def is_weight(figure: Figure) -> bool:
    """Whether a target figure is the weight of its indicator."""
    return figure.amount.unit == "分" and bool(re.search("权重|分值", figure.column or "权重"))


def as_printed(figure: Figure) -> Figure:
    """The figure in the unit that its table prints: a weight under 权重(%) is per cent."""
    percent = is_weight(figure) and re.search(r"[%％]", figure.column or "")
    return replace(figure, amount=replace(figure.amount, unit="%")) if percent else figure


def bound(figure: Figure) -> str:
    """“≥” or “≤” where the target is printed as the least or the most, else ""."""
    printed = re.sub(r"[\s,，]", "", figure.source.quote)
    value = format(figure.amount.value, "f") if figure.amount.value is not None else ""
    before = re.search(rf"(?P<sign>[＞>≥＜<≤])[=＝]?(?<!\d){re.escape(value)}(?![\d.])", printed)
    if before:
        return _BOUNDS[before["sign"]]
    after = re.search(rf"(?<![\d.]){re.escape(value)}(?!\d)[^\d，。；]{{0,6}}?(?P<way>以上|及以上|以下|以内)", printed)
    return ("≥" if after["way"].endswith("上") else "≤") if after else ""


def listed(evidence: Evidence, document: DocumentRecord) -> list[Indicator]:
    """All indicators of a document in its order, those of its tables before what its goals say in words."""
    found: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in evidence.measured(document.id, Measure.TARGET):
        if figure.amount.value is not None:
            table = figure.source.table_title or ("表" if figure.column in ("指标值", "分值权重") else "")
            owner = figure.row_path[0] if len(figure.row_path) > 1 and not figure.row_path[0].endswith("指标") else ""
            found.setdefault((figure.item, table, owner), []).append(figure)
    made = [
        Indicator(name, table, owner, tuple(f for f in own if not is_weight(f)), tuple(f for f in own if is_weight(f)))
        for (name, table, owner), own in found.items()
    ]
    return sorted(made, key=lambda each: not each.table)


def said(question: Question, rest: str | None = None) -> str:
    """What a question (or the ``rest`` of it) says of the indicators it means, without words that only ask for their value or weight."""
    text = (question.about + "," if question.about else "") + (question.rest_with_items if rest is None else rest)
    return pattern("indicator", "asking").sub(",", text.replace(GAP, ","))


def named(question: Question, all_of: Sequence[Indicator], rest: str | None = None) -> list[Indicator]:
    """The indicators that a question (or the ``rest`` of it) means: those it lists, a group by a word in their names, or one."""
    pools = [list(dict.fromkeys(each.name for each in all_of if each.table)), list(dict.fromkeys(each.name for each in all_of))]
    text = _without_project(question, said(question, rest), all_of)
    chosen = _each(text, pools)
    if len(chosen) < 2 and says("indicator", "group", question.plain):
        chosen = _group(question, text, pools[0]) or chosen
    if len(chosen) < 2:
        exact = {name for m in question.mentions for name in m.items if name in pools[1]}
        chosen = likeliest(text, pools[1]) or chosen
        chosen += sorted(exact - set(chosen))
    return sorted((each for each in all_of if each.name in chosen), key=lambda each: chosen.index(each.name))


_OF_PROJECT = Cue(r"(?:项目)?(?:支出)?绩效目标.*$")


def _without_project(question: Question, text: str, all_of: Sequence[Indicator]) -> str:
    """The text without the name of the project whose table it is, where it says more than that."""
    names = {bare(name) for each in all_of for name in (each.owner, _OF_PROJECT.sub("", each.table)) if len(name) > _PROJECT}
    names |= {mention.said for mention in question.mentions if names & {bare(item) for item in mention.items}}
    left = text
    for name in sorted(names, key=len, reverse=True):
        left = left.replace(name, ",")
    return left if unexplained(left).replace("项目", "").strip(",、 ") else text


def unclear(question: Question) -> bool:
    """Whether the question describes indicators in words beside those that ask for all of them."""
    text = pattern("indicator", "asking").sub(",", question.rest.replace(GAP, ",")) if question.mentions else said(question)
    left = unexplained(pattern("indicator", "all").sub(" ", text))
    words = (word.strip(",、") for word in left.split())
    return any(len(word) > 1 and not any(word in issuer for issuer in question.issuers) for word in words)


_AND = Cue(r"[、,;]|以及|还有|[和与跟及]")


def _each(text: str, pools: Sequence[Sequence[str]]) -> list[str]:
    """One indicator for each of several that are listed (A、B和C); a piece that may mean several names none."""
    found: list[str] = []
    spelt = [key(name) for name in pools[-1]]
    cuts = [m for m in _AND.finditer(text) if not any(key(text[m.start() - 1 : m.end() + 1]) in name for name in spelt)]
    pieces = [text[a:b] for a, b in zip([0, *(m.end() for m in cuts)], [*(m.start() for m in cuts), len(text)], strict=True)]
    for piece in pieces:
        own = next((names for pool in pools if (names := likeliest(piece, pool))), [])
        own = own if len(own) < 2 else [name for name in own if key(piece).strip("的") in key(name)][:1]
        found += [name for name in own[:1] if name not in found]
    return found


def _group(question: Question, text: str, names: Sequence[str]) -> list[str]:
    """The indicators whose names hold the longest word that the question and several of them share; as many as it says."""
    plain = [(name, key(name)) for name in names]
    runs: dict[str, list[str]] = {}
    for piece in re.split(r"[,、\s]+", text):
        for start in range(len(piece)):
            for end in range(start + _RUN, len(piece) + 1):
                own = [name for name, spelt in plain if piece[start:end] in spelt]
                if not own:
                    break
                runs[piece[start:end]] = own
    counted = pattern("indicator", "group").search(question.plain)
    number = _NUMERALS.get(counted.groupdict().get("number") or "") if counted else None
    fitting = [run for run, own in runs.items() if len(own) == number] or [run for run, own in runs.items() if len(own) > 1]
    return runs[max(fitting, key=len)] if fitting else []


_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
