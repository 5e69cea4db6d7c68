"""Rows of the documents asked about that a question names by a part of their name: projects, purchases, units of a long list.

A label is held against the question by the pairs of characters that they share. What counts are the words that nothing else in the
question explains: a label that holds them wins over a general item that stands beside them, and one that holds only some is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant import operations
from assistant.cues import Cue
from assistant.issuer import is_organ, unbracketed
from assistant.labels import bare
from assistant.mention import Mention, general
from assistant.question import Question, reworded
from assistant.text import GAP, key
from corpus import vocabulary

COVERED = 0.7
"""Least share of the telling characters of a question that a row must hold to be taken for the one asked for."""

OFFERED = 0.5
"""Share above which a row that is not taken is offered."""

LISTED = 5
"""Rows that one answer lists where a question fits them equally."""

_COMMON_PAIR = 500
"""Rows from which on a pair of characters tells nothing."""

_TRIED = 24
"""Rows, the likeliest first, that are looked up to see whether they state an amount."""

_NAME_GOES_ON = Cue(r"(?:[\u4e00-\u9fff]?)(?:经费|费用?|项目|支出|资金|工程|系统|服务|补助|补贴|奖励|平台|设备)")
_GIVEN = Cue(
    r"(?:请(?!问)|聘[请用]?|雇佣?|发放?|拨付?|批|投入?|拿来?|付|给予?|搞|弄|落实|涉及|用作|专门|对应|一?笔|清单|目录|里头有|工作(?=经费))(?=[\u4e00-\u9fff]|$)"
    r"|[\u4e00-\u9fff]{2,10}?(?:这|那)(?:类|种|样)的?(?=[\u4e00-\u9fff]{2})"
)
"""Words of giving money and of lists that stand beside the name of a row, and examples of what it names (律所这类中介机构)."""

_DUTY = Cue(r"(?:是不是|是否|归|由).{0,16}(?:管|负责)|管不管|负不负责")
_SERIES = Cue(r"第[一二三四五六七八九十\d]{1,2}[批期轮次标年]")
_COUNTED = Cue(r"(?:\d|几|多少)(?:台|辆|套|人|名|次|场|家|个|项)")
_MONEY = Cue(r"多少钱|金额|资金|花|预算|[这那]一?笔?\d[\d,.]*[万亿]")
"""Words for money, and an amount by which a row is pointed at (那300万): a row may be named though things are counted."""
_SET_AGAINST = frozenset({"share", "ratio", "difference", "compare"})
_IN_WORDS = frozenset({"duty", "define", "findings", "target", "weight", "code"})


def _common(item: str) -> bool:
    """Whether an item is one of the field's own, which are asked for by their names and by words of their own."""
    known = vocabulary.item(item)
    return known is not None and (bool(known.aliases or known.labels) or not all(c.startswith("2") for c in known.codes))


@dataclass(frozen=True, slots=True)
class _Fit:
    """A row and the places of the question that it holds."""

    core: str
    held: frozenset[int]
    score: float


class Rows:
    """The row labels of some documents, laid out by their pairs of characters.

    The field's common items and the names of organs are left out: other rules read those.
    """

    def __init__(self, items: Iterable[str]) -> None:
        self.items: dict[str, list[str]] = {}
        for item in dict.fromkeys(items):
            core = bare(item)
            if len(core) >= 2 and not _common(item) and not is_organ(unbracketed(core)):
                self.items.setdefault(core, []).append(item)
        self.by_pair: dict[str, list[str]] = {}
        for core in self.items:
            for pair in _pairs(core):
                self.by_pair.setdefault(pair, []).append(core)

    def tell(self, said: str) -> bool:
        """Whether the name of a row holds some words whole."""
        return any(said in core for core in self.by_pair.get(said[:2], ()))

    def fits(self, text: str, telling: Sequence[bool]) -> list[_Fit]:
        """Rows that hold telling characters of the text, the one that holds the most and rarest first."""
        held: dict[str, set[int]] = {}
        rare: dict[int, float] = {}
        for at in range(len(text) - 1):
            cores = self.by_pair.get(text[at : at + 2], ())
            if len(cores) > _COMMON_PAIR:
                continue
            for core in cores:
                held.setdefault(core, set()).update((at, at + 1))
            for place in (at, at + 1) if cores else ():
                rare[place] = max(rare.get(place, 0.0), 1 / len(cores))
        found = []
        for core, places in held.items():
            runs = _runs(places)
            if any(_tells(run, telling) for run in runs):
                kept = frozenset(i for run in runs if any(telling[i] for i in run) for i in run)
                found.append(_Fit(core, kept, sum(rare[i] for i in kept)))
        return sorted(found, key=lambda fit: (-fit.score, len(fit.core), fit.core))


def with_rows(
    question: Question, rows: Rows, stated: Callable[[Sequence[str]], set[str]], organs: Iterable[str] = ()
) -> Question:
    """The question with the rows that its telling words name as its items, or with those that may be meant (``near``).

    ``stated`` tells which of some items have an amount in the documents asked about; ``organs`` are names of departments, which tell
    no row from another.
    """
    if not _open(question):
        return question
    text = question.rest_with_items.replace("\ue001", GAP)
    text = _without_organs(text, organs)
    telling = _telling(text)
    more = _further(question, text)
    slight = [
        m for m in question.mentions if _slight(m) or m in more or (rows.tell(m.said) and not (_by_name(m) or stated(m.items)))
    ]
    named = {i for m in question.mentions if m not in slight or (_slight(m) and m not in more) for i in _span(m)}
    if sum(t and i not in named for i, t in enumerate(telling)) < 2:
        return question
    fits = [f for f in rows.fits(text, telling) if _beyond(f, telling, named)][:_TRIED]
    known = stated([item for f in fits for item in rows.items[f.core]]) if fits else set()
    fits = [f for f in fits if known & set(rows.items[f.core])]
    best = _best(fits)
    kept = _kept(question, best, slight) if best else None
    if kept is None:
        return question
    spans = [m for m in question.mentions if m not in kept and not any(i in f.held for f in best for i in _span(m))]
    shared = best if _parallel(best) or re.search(r"[和与跟及、]", question.plain) else None
    if len(best) <= LISTED and all(_covers(f, shared or [f], text, telling, spans) for f in best):
        found = [_mention(question, f, [i for i in rows.items[f.core] if i in known], kept) for f in best]
        return reworded(question, (*kept, *(m for m in found if not any(set(m.items) <= set(k.items) for k in kept))))
    if any(m not in slight for m in question.mentions):
        return question
    near = [
        f for f in best[:LISTED] if _share(f.held, sum(telling[i] for i in _clauses(text, f.held) if i not in f.held)) > OFFERED
    ]
    return replace(question, near=tuple(rows.items[f.core][0] for f in near))


def _without_organs(text: str, organs: Iterable[str]) -> str:
    """The text without the names of departments; of a name without its ending, which may begin a row, only behind its place: 某市信访."""
    for organ in organs:
        text = text.replace(organ, GAP * len(organ))
        head = re.sub("(?:委员会|中心|[局厅委办])$", "", organ)
        if 1 < len(head) < len(organ):
            text = re.sub(rf"(?<={GAP}){re.escape(head)}", GAP * len(head), text)
    return text


def _open(question: Question) -> bool:
    """Whether a question may name a row: it names no code, is not for words, and its places are known."""
    if question.english or any(m.codes for m in question.mentions) or question.unit or question.excluding:
        return False
    if _DUTY.search(question.plain):
        return False
    if _COUNTED.search(question.plain) and not _MONEY.search(question.plain):
        return False
    return len(question.plain) == len(question.rest) and not _IN_WORDS & question.asks


def _telling(text: str) -> list[bool]:
    """Which characters say something that no word of asking explains."""
    left = operations.unexplained(_GIVEN.sub(lambda match: " " * len(match[0]), text))
    return ["\u4e00" <= c <= "\u9fff" or (c.isascii() and c.isalpha()) for c in left]


def _further(question: Question, text: str) -> list[Mention]:
    """Rows of a series of which the question names a further one in short: 海塘加固第一批和第二批."""
    named = {i for m in question.mentions for i in _span(m)}
    beside = "".join(GAP if i in named else c for i, c in enumerate(text))
    return [m for m in question.mentions if _SERIES.search(m.said)] if _SERIES.search(beside) else []


def _runs(places: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _tells(run: Sequence[int], telling: Sequence[bool]) -> bool:
    """Whether a stretch says something of its own: two telling characters, or one in a longer stretch."""
    count = sum(telling[i] for i in run)
    return count >= 2 or (count == 1 and len(run) >= 3)


def _beyond(fit: _Fit, telling: Sequence[bool], named: set[int]) -> bool:
    """Whether a row holds telling characters that no item of the question holds."""
    return sum(telling[i] and i not in named for i in fit.held) >= 1


def _best(fits: Sequence[_Fit]) -> list[_Fit]:
    """Rows that hold nothing less than another does, nearly as much as the best, in the order of the question.

    Where some are named with their whole names, only those.
    """
    strong = [f for f in fits if f.score >= fits[0].score / 2] if fits else []
    front = [f for f in strong if not any(f.held < other.held for other in strong)]
    together = frozenset[int]().union(*(f.held for f in front))
    wholly = [f for f in front if len(f.held) >= len(f.core) and f.held == together] or front
    shared = frozenset.intersection(*(f.held for f in wholly)) if wholly else frozenset[int]()
    return sorted(wholly, key=lambda f: (min(f.held - shared, default=0), f.core))


def _parallel(best: Sequence[_Fit]) -> bool:
    """Whether rows are of one series: their names differ in less than half of their pairs of characters (第一批, 第二批)."""
    first = _pairs(best[0].core)
    return all(2 * len(first & _pairs(f.core)) >= len(first | _pairs(f.core)) for f in best[1:])


def _pairs(core: str) -> set[str]:
    return {core[i : i + 2] for i in range(len(core) - 1)}


def _span(mention: Mention) -> range:
    return range(mention.start, mention.start + len(mention.said))


def _kept(question: Question, best: Sequence[_Fit], slight: Sequence[Mention]) -> tuple[Mention, ...] | None:
    """Items that stay beside the rows: those joined to them by 和 or set against them; None where one is neither."""
    held = {i for f in best for i in f.held}
    others = [m for m in question.mentions if m not in slight and not _longer(m, held)]
    for mention in () if _SET_AGAINST & question.asks else others:
        end, start = mention.start + len(mention.said), min(held)
        between = question.plain[end:start] if end <= start else question.plain[max(held) + 1 : mention.start]
        if not re.search(r"和|与|跟|及|、|加|\+", between):
            return None
    return tuple(others)


def _longer(mention: Mention, held: set[int]) -> bool:
    """Whether rows hold an item's words and more that run together with them: they are named by a longer name then."""
    start, end = mention.start, mention.start + len(mention.said)
    return all(i in held for i in range(start, end)) and (start - 1 in held or end in held)


def _slight(mention: Mention) -> bool:
    """Whether a word is so short or general that a row with words of its own is meant and not the item of that word."""
    return (general(mention.said) or len(mention.said) <= 2) and not _by_name(mention)


def _by_name(mention: Mention) -> bool:
    """Whether an item is named by its own name and not by a word of speech."""
    return any(key(item) == mention.said for item in mention.items)


def _covers(fit: _Fit, best: Sequence[_Fit], text: str, telling: Sequence[bool], spans: Sequence[Mention]) -> bool:
    """Whether the rows hold nearly all telling characters of the clauses that one of them stands in, and no name goes on beside them."""
    held = frozenset(i for f in best for i in f.held)
    slight = {i for m in spans for i in _span(m)}
    left = [i for i in _clauses(text, fit.held) if telling[i] and i not in held and i not in slight]
    return _share(held, len(left)) >= COVERED and not any(_goes_on(text, run, held) for run in _runs(left))


def _share(held: frozenset[int], left: int) -> float:
    return len(held) / (len(held) + left)


def _clauses(text: str, held: Iterable[int]) -> list[int]:
    """Places of the clauses that the held ones stand in."""
    places: list[int] = []
    for clause in re.finditer(r"[^,]+", text):
        if any(clause.start() <= i < clause.end() for i in held):
            places += range(clause.start(), clause.end())
    return places


def _goes_on(text: str, run: Sequence[int], held: frozenset[int]) -> bool:
    """Whether unexplained characters belong to another name: 改造 in 大厅改造经费 where a row is about the hall's upkeep."""
    if run[-1] + 1 in held or (run[0] - 1 in held and len(run) > 1):
        return True
    return bool((len(run) > 1 or run[0] - 1 in held) and _NAME_GOES_ON.match(text, run[-1] + 1))


def _mention(question: Question, fit: _Fit, items: Sequence[str], kept: Sequence[Mention]) -> Mention:
    """The row as the question names it, without the words of the items that stay beside it."""
    own = fit.held - {i for m in kept for i in _span(m)} or fit.held
    start, end = min(own), max(own) + 1
    return Mention(question.plain[start:end], tuple(items), start=start, row=True)
