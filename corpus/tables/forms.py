"""The registry of forms: which form a title names, and which known arrangement of columns a printed header shows."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from corpus.amount import fold
from corpus.document import Column, Side
from corpus.tables.layouts import Layout, Slot, parse_layout

__all__ = [
    "Fit",
    "Form",
    "Meaning",
    "Slot",
    "column",
    "explain",
    "fits",
    "form_of",
    "forms",
    "is_head_word",
    "item_of",
    "meaning_of",
    "meanings",
    "recognise",
]

_HEADER_WORDS = (
    "功能分类科目编码", "经济分类科目编码", "支出功能分类科目编码", "功能分类科目名称", "经济分类科目名称", "支出经济分类科目名称", "功能分类科目", "科目编码", "科目名称",
    "支出功能分类", "功能分类", "经济分类", "项目名称", "单位名称", "部门代码", "部门名称", "单位代码", "预算单位", "类款项", "类款", "项目", "科目", "栏次", "支出预算",
    "一般公共预算基本支出", "一般公共预算支出", "政府性基金预算支出", "国有资本经营预算支出", "三公经费支出内容", "收入", "支出", "编码", "序号", "名称", "本年支出", "财政拨款收入", "财政拨款支出",
    "预算数", "其中", "金额", "备注",
)  # fmt: skip
_COMMON = frozenset("".join(_HEADER_WORDS))
_WORTH_IMPROVING = 16
_TELLING = frozenset("决执初全调增减率")
"""Characters that alone tell one kind of amount from another (预算数, 决算数): a header that lacks them does not mean them."""
_NEVER_LOST = 50
_YEAR = re.compile(r"20\d\d\s*年(?:度)?")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column label stands for (see columns.toml)."""

    labels: tuple[str, ...]
    fund: str | None = None
    kind: str | None = None
    item: str | None = None
    total: bool = False
    year_offset: int = 0
    measure: str = "level"
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A standard form: id, Chinese name, title pattern, whether it has a revenue and an expenditure side, patterns of known layouts.

    ``funds`` renames column funds (a 结转 table's 财政拨款 is 财政拨款结转); ``fund`` and ``kind`` restrict every figure of the form;
    ``total_item`` is what its grand total is the amount of.
    """

    id: str
    name: str
    title: re.Pattern[str]
    two_sided: bool
    patterns: tuple[Layout, ...]
    funds: dict[str, str]
    fund: str | None = None
    kind: str | None = None
    total_item: str | None = None

    @property
    def layouts(self) -> tuple[tuple[Slot, ...], ...]:
        """Every fixed layout that the patterns stand for."""
        return _expanded(self.patterns)


@cache
def _expanded(patterns: tuple[Layout, ...]) -> tuple[tuple[Slot, ...], ...]:
    return tuple(slots for pattern in patterns for slots in pattern.expand())


def _load(file: str) -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(resources.files("corpus").joinpath("vocabulary", file).read_text(encoding="utf-8"))


@cache
def meanings() -> dict[str, Meaning]:
    """Meaning of each canonical column name."""
    found = {}
    for entry in _load("columns.toml")["column"]:
        values = {key: value for key, value in entry.items() if key not in ("name", "labels")}
        found[str(entry["name"])] = Meaning(tuple(entry["labels"]), **values)  # type: ignore[arg-type]
    return found


@cache
def forms() -> tuple[Form, ...]:
    """All forms in order of precedence."""
    return tuple(
        Form(
            str(entry["id"]), str(entry["name"]), re.compile(str(entry["title"])), bool(entry.get("two_sided", False)),
            tuple(parse_layout(text) for text in entry["layouts"]), dict(entry.get("funds", {})),  # type: ignore[attr-defined,call-overload]
            *(None if entry.get(key) is None else str(entry[key]) for key in ("fund", "kind", "total_item")),
        )
        for entry in _load("forms.toml")["form"]
    )  # fmt: skip


def form_of(form_id: str | None) -> Form | None:
    """The form of an id, None for None and for ids the registry does not have."""
    return next((form for form in forms() if form.id == form_id), None)


def recognise(title: str) -> Form | None:
    """The form a table title names, or None.

    >>> recognise("一般公共预算“三公”经费支出情况表").id
    'three_public'
    >>> recognise("2026年部门收支总体情况表").id
    'revenue_expenditure'
    """
    tight = re.sub(r"[\s“”\"'‘’]", "", fold(title))
    return next((form for form in forms() if form.title.search(tight)), None)


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff]", "", _YEAR.sub("", fold(text)))


def _spelling(name: str, header: str, remaining: Counter[str], thrifty: bool) -> str:
    """The printed spelling of a column name: one that stands in the header as such, else one whose characters are still unused there.

    Of several a ``thrifty`` choice takes the canonical one, the other the longest.
    """
    labels = meanings()[name].labels if name in meanings() else (name,)
    whole = [label for label in labels if _bare(label) in header]
    spread = [label for label in labels if not Counter(_bare(label)) - remaining]
    if name in whole:
        return max((label for label in whole if name in label), key=len)
    if thrifty and name in spread:
        return name
    return max((whole or spread) if thrifty else (spread or whole), key=len, default=name)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a layout explains a header.

    ``missing`` characters of its labels are not printed; ``residue`` printed ones belong to no column and to no word over row labels;
    ``left`` is all that its columns leave over.
    """

    slots: tuple[Slot, ...]
    columns: tuple[Column, ...]
    missing: int
    residue: int
    left: int = 0

    @property
    def score(self) -> int:
        """0 for a layout that explains the header to the character; missing labels weigh double."""
        return self.missing * 2 + self.residue


@dataclass(slots=True)
class _Spelled:
    """Printed spellings tried for the names of a layout, and how well together they use up the header's characters."""

    uses: tuple[tuple[str, int], ...]
    names: dict[str, str]
    available: Counter[str]

    def needed(self) -> dict[str, int]:
        """The characters that these spellings take."""
        needed: dict[str, int] = {}
        for name, times in self.uses:
            for sign in _bare(self.names[name]):
                needed[sign] = needed.get(sign, 0) + times
        return needed

    def left(self) -> Counter[str]:
        """The characters of the header that they leave over."""
        needed = self.needed()
        return Counter(
            {sign: count - needed.get(sign, 0) for sign, count in self.available.items() if count > needed.get(sign, 0)}
        )

    def score(self) -> tuple[int, int]:
        """(missing, residue) of these spellings."""
        lost = {sign: count - self.available[sign] for sign, count in self.needed().items() if count > self.available[sign]}
        missing = sum(lost.values()) + _NEVER_LOST * sum(sign in _TELLING for sign in lost)
        return missing, _unexplained(self.left())

    def improve(self) -> tuple[int, int]:
        """Swap one spelling at a time for another while that explains the header better."""
        best = self.score()
        for _ in range(3):
            before = best
            for name in self.names:
                for label in meanings()[name].labels if name in meanings() else ():
                    kept, self.names[name] = self.names[name], label
                    tried = self.score()
                    if tried[0] * 2 + tried[1] < best[0] * 2 + best[1]:
                        best = tried
                    else:
                        self.names[name] = kept
            if best == before or best == (0, 0):
                break
        return best


@cache
def _uses(slots: tuple[Slot, ...]) -> tuple[tuple[str, int], ...]:
    """How often each name of a layout is printed: a leaf for each column, a group once."""
    groups = {(slot.side, slot.path[:depth]) for slot in slots for depth in range(1, len(slot.path))}
    return tuple(sorted(Counter([*(slot.path[-1] for slot in slots), *(path[-1] for _, path in groups)]).items()))


@cache
def _row_words() -> tuple[Counter[str], ...]:
    text = resources.files("corpus").joinpath("vocabulary", "columns.toml").read_text(encoding="utf-8")
    words = sorted(tomllib.loads(text)["row_words"], key=len, reverse=True)
    telling = (Counter(sign for sign in _bare(word) if sign not in _COMMON) for word in words)
    return tuple(word for word in telling if word)


def _unexplained(left: Counter[str]) -> int:
    """Characters of a header that neither the columns nor the words over row labels account for."""
    rest = {sign: count for sign, count in left.items() if sign not in _COMMON}
    for word in _row_words():
        if rest and all(rest.get(sign, 0) >= count for sign, count in word.items()):
            rest = {sign: count - word[sign] for sign, count in rest.items() if count > word[sign]}
    return sum(rest.values())


@lru_cache(maxsize=2048)
def _spelled(names: tuple[tuple[str, int], ...], header: str, thrifty: bool) -> tuple[dict[str, str], int, int, int]:
    """The spellings of names that are printed so many times each, and what they miss, leave unexplained and leave over."""
    available = Counter(header)
    remaining = Counter(available)
    chosen: dict[str, str] = {}
    for name, _ in names:
        chosen[name] = _spelling(name, header, remaining, thrifty)
        remaining -= Counter(_bare(chosen[name]))
    spelled = _Spelled(names, chosen, available)
    missing, residue = spelled.score()
    if 0 < missing * 2 + residue <= _WORTH_IMPROVING:
        missing, residue = spelled.improve()
    return chosen, missing, residue, sum(spelled.left().values())


def _fit(slots: tuple[Slot, ...], header: str, thrifty: bool = True) -> Fit:
    names, missing, residue, left = _spelled(_uses(slots), header, thrifty)
    columns = tuple(column(slot, tuple(names[name] for name in slot.path)) for slot in slots)
    return Fit(slots, columns, missing, residue, left)


def _in_order(columns: Sequence[Column], header: Sequence[str]) -> bool:
    """Whether the words of each header line stand in the order of the columns whose label alone they can belong to.

    A word is a whole label or a piece of one; pieces that fit several labels, or a group above the columns, tell nothing.
    """
    labels = [_bare(one.label) for one in columns]
    groups = {_bare(name) for one in columns for name in one.path[:-1]}
    for line in header:
        places = []
        for word in map(_bare, line.split()):
            owners = [index for index, label in enumerate(labels) if word in label]
            if len(word) > 1 and word not in _HEADER_WORDS and len(owners) == 1 and not any(word in group for group in groups):
                places.append(owners[0])
        if places != sorted(places):
            return False
    return True


def column(slot: Slot, spelled: tuple[str, ...] | None = None) -> Column:
    """The Column of a slot: fund, kind and year gathered along its path; ``spelled`` gives the printed labels."""
    known = [meanings()[name] for name in slot.path if name in meanings()]
    fund = next((m.fund for m in reversed(known) if m.fund), None)
    kind = next((m.kind for m in reversed(known) if m.kind), None)
    offset = next((m.year_offset for m in known if m.year_offset), 0)
    last = meanings().get(slot.path[-1])
    measure = next((m.measure for m in known if m.measure != "level"), "level")
    unit = last.unit if last else None
    path = spelled or slot.path
    return Column(path, slot.side, fund, kind, offset, measure, unit, item_of(slot), bool(last and last.total))


def is_head_word(word: str) -> bool:
    """Whether a word of a header stands over row labels or groups, not over a column of amounts."""
    bare = _bare(word)
    return not bare or bare in _HEADER_WORDS or not any(sign not in _COMMON for sign in bare) and meaning_of(word) is None


@cache
def meaning_of(word: str) -> str | None:
    """The canonical name of a column whose whole label is this word; None where unknown or where it means different things elsewhere."""
    bare = _bare(word)
    owners = [name for name, meaning in meanings().items() if bare in (_bare(name), *map(_bare, meaning.labels))]
    told = {(m.fund, m.kind, m.item, m.total, m.year_offset, m.measure) for m in (meanings()[name] for name in owners)}
    if not bare or len(told) != 1:
        return None
    return next((name for name in owners if _bare(name) == bare), owners[0])


def explain(slots: tuple[Slot, ...], header: Sequence[str]) -> Fit:
    """How well columns derived elsewhere explain a header."""
    bare = _bare("".join(header))
    first = _fit(slots, bare)
    return first if first.score == 0 else min(first, _fit(slots, bare, thrifty=False), key=lambda f: f.score)


def fits(form: Form, header: Sequence[str], width: int | None, widest: Mapping[Side | None, int]) -> list[Fit]:
    """Layouts of the form that can carry the header, best first.

    ``header`` holds the header's lines; ``width`` the number of columns the table itself counts (a row 1 2 3 …), None if it does not;
    ``widest`` the most numbers printed in one row, by side. Layouts that leave out much of the header, or order labels of one line
    otherwise than that line does, are dropped.
    """
    bare = _bare("".join(header))
    available = Counter(bare)
    found = []
    spare = available + Counter(dict.fromkeys(available, 1))

    def printed(name: str) -> bool:
        labels = meanings()[name].labels if name in meanings() else (name,)
        return any(sum((Counter(_bare(label)) - spare).values()) <= len(_bare(label)) // 6 for label in labels)

    words = {_bare(word) for line in header for word in line.split()}

    def certain(name: str) -> bool:
        return any(_bare(label) in words for label in (meanings()[name].labels if name in meanings() else (name,)))

    for slots in (expanded for pattern in form.patterns for expanded in pattern.expand(printed, certain)):
        sizes = Counter(slot.side for slot in slots)
        if (width is not None and len(slots) != width) or any(sizes[side] < count for side, count in widest.items()):
            continue
        fit = explain(slots, header)
        size = sum(len(_bare(name)) for slot in slots for name in slot.path[-1:])
        if fit.missing <= max(1, size // 12) and fit.residue <= 1 and _in_order(fit.columns, header):
            found.append(fit)
    return sorted(found, key=lambda f: (f.score, f.left, -len(f.slots)))


def item_of(slot: Slot) -> str | None:
    """The item a column itself names (三公 columns), else None; a 合计, 小计, 预算数 … under a named group stands for the group."""
    for name in reversed(slot.path):
        meaning = meanings().get(name)
        if meaning and meaning.item:
            return meaning.item
        if meaning is None or not (meaning.total or meaning == Meaning(meaning.labels)):
            return None
    return None
