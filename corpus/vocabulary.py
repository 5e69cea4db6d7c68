"""The vocabulary of the field: subject codes with their names, standard items, and what people call them.

The knowledge lives in three data files beside this module: ``functional.toml`` (支出功能分类), ``economic.toml`` (部门预算 and
政府预算 支出经济分类) and ``items.toml`` (items without a code, labels as printed, words as typed). Nothing is read on import; each
file is parsed once, at the first call that needs it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from corpus.amount import fold

Classification = Literal["functional", "economic", "government"]

_FOLDER = Path(__file__).with_name("vocabulary")
_LOOSE = dict.fromkeys(map(ord, " \t\r\n\"'“”‘’「」『』《》〈〉()（）[]【】〔〕、,，。.·:：;；/-—–"))
_CIRCLED = re.compile(r"[①-⑳⑴-⒛㈠-㈩]")
_ENUMERATION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十]{1,3}\)[、.]?|\d{1,2}[、.](?!\d)|\(\d{1,2}\)[、.]?|\d{1,2}\)"
    r"|其中[::]|其中(?=\()|[加减][::]|[*★▲●◆■□·•\-—]+)"
)
_LEVEL = re.compile(r"\(\d{0,7}[类款项]\)")
_TRAILING = re.compile(r"(?:\((?:单位:)?(?:万元|元|亿元|千元|人|辆|个|台|台/套|台\(套\)|平方米|小计|合计)\)|[:,;、])$")
_CODE_IN_LABEL = re.compile(r"^[\[(]?(\d{3}(?:\d{2}){0,2})[\])]?[-_—]?(?=[一-鿿])|\((\d{3}(?:\d{2}){0,2})\)$")
_PRINT = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", "?": "？", "!": "！"})
_YEAR = re.compile(r"^20\d\d年(?:度)?")
_TOTALS = ("小计", "合计")
_TAILS = ("预算数", "决算数", "支出预算", "支出决算", "支出", "预算", "决算", "金额")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of a classification (科目).

    code   3 (类), 5 (款) or 7 (项) digits; name is the one in force now
    old_names   names it had before, newest first; ``until`` the last budget year of each, None where unknown
    withdrawn   the code is no longer in force; its name may live on under another code
    """

    code: str
    name: str
    classification: Classification
    old_names: tuple[str, ...] = ()
    until: tuple[int | None, ...] = ()
    withdrawn: bool = False

    @property
    def level(self) -> str:
        """类, 款 or 项."""
        return {3: "类", 5: "款", 7: "项"}[len(self.code)]

    @property
    def parent(self) -> str | None:
        """The code of the subject above, None for a 类."""
        return self.code[:-2] if len(self.code) > 3 else None

    def name_in(self, year: int) -> str:
        """The name in force in a budget year, as far as the year of the change is known."""
        past = [(last, name) for name, last in zip(self.old_names, self.until, strict=True) if last is not None and year <= last]
        return min(past)[1] if past else self.name


@dataclass(frozen=True, slots=True)
class Item:
    """Something a figure can be about.

    name      canonical name, as ``Figure.item`` carries it
    labels    what documents print for it; aliases what people type (an alias may stand at several items and then means all)
    unit      万元 unless the item is counted in something else
    side      收入 or 支出 where the item stands on that side only
    parent, parts   names of the item it belongs to and of those it is made of
    codes     every code in force of that name (行政运行 has dozens); empty for items that are no subject
    """

    name: str
    aliases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    unit: str = "万元"
    side: str | None = None
    parent: str | None = None
    parts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def code(self) -> str | None:
        """The item's code where its name belongs to one subject only; a name shared by many codes stands for none of them.

        Codes of 政府预算经济分类 do not count: nearly all of them repeat a name of 部门预算经济分类.
        """
        own = [code for code in self.codes if not code.startswith("5")]
        return own[0] if len(own) == 1 else None


@cache
def _load(name: str) -> dict[str, Any]:
    import tomllib  # here, because most commands of the command line never need it

    with (_FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def _table(names: Mapping[str, str], renamed: list[dict[str, Any]], kind: Classification) -> dict[str, Subject]:
    old: dict[str, list[tuple[str, int | None]]] = {}
    for entry in renamed:
        old.setdefault(entry["code"], []).append((entry["name"], entry.get("until")))
    table = {}
    for code, name in names.items():
        past = sorted(old.get(code, ()), key=lambda pair: -(pair[1] or 0))
        table[code] = Subject(code, name, kind, tuple(n for n, _ in past), tuple(u for _, u in past))
    return table


@cache
def _subjects() -> dict[str, Subject]:
    """Every subject by code; the first digit tells the classification (2 functional, 3 economic, 5 government)."""
    by_function, by_economy = _load("functional.toml"), _load("economic.toml")
    return {
        **_table(by_function["subjects"], by_function["renamed"], "functional"),
        **_table(by_economy["department"], by_economy["renamed"], "economic"),
        **_table(by_economy["government"], by_economy["renamed"], "government"),
        **_withdrawn(by_function["withdrawn"], "functional"),
        **_withdrawn(by_economy["withdrawn"], "economic"),
    }


def _withdrawn(entries: list[dict[str, Any]], kind: Classification) -> dict[str, Subject]:
    return {entry["code"]: Subject(entry["code"], entry["name"], kind, withdrawn=True) for entry in entries}


def _digits(code: str) -> str:
    return re.sub(r"\D", "", fold(code))


def _subject(code: str, kind: Classification) -> Subject | None:
    subject = _subjects().get(_digits(code))
    return subject if subject and subject.classification == kind else None


def functional(code: str) -> Subject | None:
    """The subject of a 支出功能分类 code ("2080505", "208 05 05"), withdrawn ones too, or None where it is not known."""
    return _subject(code, "functional")


def economic(code: str) -> Subject | None:
    """The subject of a 部门预算支出经济分类 code ("30201"), or None."""
    return _subject(code, "economic")


def government(code: str) -> Subject | None:
    """The subject of a 政府预算支出经济分类 code ("50201"), or None."""
    return _subject(code, "government")


def subject(code: str) -> Subject | None:
    """The subject of a code of any of the three classifications, or None."""
    return _subjects().get(_digits(code))


@cache
def subjects() -> tuple[Subject, ...]:
    """All subjects in force of the three classifications, functional first, in the order of their codes."""
    return tuple(each for each in _subjects().values() if not each.withdrawn)


@cache
def items() -> tuple[Item, ...]:
    """All items: those of ``items.toml`` first, then one for each further subject name (its old names are labels)."""
    codes: dict[str, list[str]] = {}
    old: dict[str, list[str]] = {}
    for each in subjects():
        codes.setdefault(each.name, []).append(each.code)
        old.setdefault(each.name, []).extend(each.old_names)
    for each in _subjects().values():
        if each.withdrawn and each.name not in codes:
            codes[each.name], old[each.name] = [each.code], []
    listed = tuple(_item(entry, codes, old) for entry in _load("items.toml")["item"])
    known = {item.name for item in listed}
    rest = (
        Item(name, labels=tuple(dict.fromkeys(old[name])), side="支出", codes=tuple(found))
        for name, found in codes.items()
        if name not in known
    )
    return (*listed, *rest)


def _item(entry: Mapping[str, Any], codes: Mapping[str, list[str]], old: Mapping[str, list[str]]) -> Item:
    name = entry["name"]
    return Item(
        name=name,
        aliases=tuple(entry.get("aliases", ())),
        labels=tuple(dict.fromkeys([*entry.get("labels", ()), *old.get(name, ())])),
        unit=entry.get("unit", "万元"),
        side=entry.get("side") or ("支出" if name in codes else None),
        parent=entry.get("parent"),
        parts=tuple(entry.get("parts", ())),
        codes=tuple(codes.get(name, ())),
    )


@cache
def _items_by_name() -> dict[str, Item]:
    return {item.name: item for item in items()}


def item(name: str) -> Item | None:
    """The item of a canonical name, or None."""
    return _items_by_name().get(name)


@cache
def aliases() -> Mapping[str, tuple[Item, ...]]:
    """Every name, printed label and typed word with the items it may mean: first those it names, then labels, then aliases.

    Keys are as ``plain`` gives them: look words up by ``aliases().get(plain(word), ())``. Names that only 政府预算经济分类 has
    (预留, 设备购置 …) are left out: departments do not budget by it, and they are words of everyday speech.
    """
    found: dict[str, dict[str, Item]] = {}
    spoken = [each for each in items() if each.aliases or not each.codes or not all(code.startswith("5") for code in each.codes)]
    for words in ("name", "labels", "aliases"):
        for each in spoken:
            for word in (each.name,) if words == "name" else getattr(each, words):
                found.setdefault(plain(word), {}).setdefault(each.name, each)
    return {word: tuple(hits.values()) for word, hits in found.items()}


def plain(text: str) -> str:
    """A word without what print and typing vary: width, spaces, quotes, brackets, punctuation, case.

    >>> plain("“三公” 经费"), plain("因公出国（境）费")
    ('三公经费', '因公出国境费')
    """
    return fold(text).translate(_LOOSE).lower()


@cache
def _names() -> dict[str, str]:
    """Plain label -> canonical name. A name beats a label, a label of ``items.toml`` beats a subject's name or old name."""
    index: dict[str, str] = {}
    for each in _load("items.toml")["item"]:
        index.setdefault(plain(each["name"]), each["name"])
    for each in _load("items.toml")["item"]:
        for label in each.get("labels", ()):
            index.setdefault(plain(label), each["name"])
    for each in _subjects().values():
        index.setdefault(plain(each.name), each.name)
    for each in subjects():
        for name in each.old_names:
            index.setdefault(plain(name), each.name)
    return index


@lru_cache(maxsize=65536)
def canonical(label: str, code: str | None = None) -> str:
    """The canonical item name of a printed label.

    With a ``code`` whose subject has (or had) that name, the subject's current name. Otherwise the item that prints that label;
    a label nobody knows comes back cleaned: no enumeration, no 其中：, no spaces, full-width brackets. A code and a label that
    contradict each other are settled by the label, since that is what the reader sees.

    >>> canonical("其中：（一）因公出国（境）支出"), canonical("公务用车运行维护费", "302 31")
    ('因公出国（境）费', '公务用车运行维护费')
    """
    bare = _strip(label)
    if named := _by_code(bare, code):
        return named
    return _known(plain(bare)) or _last_level(bare) or _typeset(bare)


def _strip(label: str) -> str:
    """The label folded, without spaces, enumeration, 其中 and a trailing unit."""
    text = fold(re.sub(r"\s+", "", fold(_CIRCLED.sub("", label))))
    while True:
        shorter = _TRAILING.sub("", _ENUMERATION.sub("", text))
        if shorter == text or not shorter:
            return text
        text = shorter


def _by_code(bare: str, code: str | None) -> str | None:
    """The name of the coded subject, where the code (given, or printed in the label itself) and the label agree."""
    if printed := _CODE_IN_LABEL.search(bare):
        rest = bare[: printed.start()] + bare[printed.end() :]
        found = subject(printed.group(1) or printed.group(2))
        if found and _matches(rest, found):
            return found.name
    found = subject(code) if code else None
    return found.name if found and _matches(bare, found) else None


def _matches(bare: str, found: Subject) -> bool:
    """Whether a label says the subject's name: now or earlier, with or without 支出, or its beginning where the rest is cut off."""
    label = plain(bare)
    if not label or _known(label) == found.name:
        return True
    names = [plain(name) for name in (found.name, *found.old_names)]
    return any(label == name or label.removesuffix("支出") == name.removesuffix("支出") for name in names) or (
        len(label) >= 2 and names[0].startswith(label)
    )


def _known(label: str) -> str | None:
    """The canonical name of a plain label, also without a leading year and a tail such as 合计 or 支出预算."""
    label = _YEAR.sub("", label)
    if name := _names().get(label):
        return name
    for tail in (*_TOTALS, *_TAILS):
        name = _names().get(label.removesuffix(tail)) if label.endswith(tail) else None
        if name and _bears(_items_by_name()[name], tail):
            return name
    return None


def _bears(owner: Item, tail: str) -> bool:
    """Whether a tail may follow the item: 支出 only what is spent (not 车辆 or 单位资金), 预算 and 金额 only money."""
    if tail in _TOTALS:
        return True
    return owner.unit == "万元" and ("支出" not in tail or owner.side == "支出")


def _last_level(bare: str) -> str | None:
    """The last subject of a path in prose: 行政运行 of 一般公共服务支出（类）商贸事务（款）行政运行（项）."""
    pieces = _LEVEL.split(bare)
    if len(pieces) < 2:
        return None
    named, tail = _strip(pieces[-2]), pieces[-1]
    return _known(plain(named + tail)) or (None if tail else _typeset(named) or None)


def _typeset(bare: str) -> str:
    """A folded label with the brackets and punctuation of Chinese print."""
    return bare.translate(_PRINT)
