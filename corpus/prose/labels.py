"""What a number is about: printed words -> label, canonical item, fund, kind, year, column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from corpus.prose.words import Named, words

_YEAR = re.compile(r"(?P<before>.{0,60}?)(?P<year>20\d\d)年(?:度|底|末)?[，的]?")
_FROM_YEAR = re.compile(r"由(?:(?P<year>20\d\d)年度?|上年度?|去年)(?:预算|决算)?的?$")
_YEAR_END = re.compile(r"(?P<year>20\d\d)年(?:度)?$")
_BODY = re.compile(
    r"[^，。；]{0,40}(?:局|厅|委|办|办公室|院|校|学|中心|所|站|队|会|部|馆|处|社|团|府|署|台|库|园|医院|部门|单位|系统|关)(?:（[^）]{1,14}）)?(?:部门|单位|系统|本级)*的?"
)
_BODY_END = re.compile(r"局|厅|委|办公室|办|院|中心|所|站|队|会|部|馆|处|社|校")
_OWN = re.compile(r"^(?:（[^）]{1,14}）)?(?:部门单位|单位的?|系统|的)?")
_LEVELS = re.compile(r"(?P<name>.+?)（(?P<code>\d{0,7})(?P<level>类|款|项)）")
LAST_YEAR = -1
"""Stands in ``Label.year`` for a year named only as 上年 or 去年."""
KINDS = frozenset({"基本支出", "项目支出", "人员经费", "公用经费"})


@dataclass(frozen=True, slots=True)
class Label:
    """The words before a number, taken apart.

    text     the label as printed, without year, issuer and fillers ("" where the number has none of its own)
    column   what kind of number the words ask for (预算数, 年初预算, 决算数 …), None where they do not say
    year     the year printed with it; path/code: names and code of 类/款/项 where printed
    """

    text: str
    column: str | None = None
    year: int | None = None
    path: tuple[str, ...] = ()
    code: str | None = None
    relative: str | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label means: the canonical item and the restrictions its words put on it."""

    item: str
    fund: str | None = None
    side: str | None = None
    known: bool = False


@lru_cache(maxsize=4096)
def read_label(clause: str, issuer: str) -> Label:
    """Take the words before a number apart.

    >>> read_label("某县商务局2024年财政拨款“三公”经费预算数为", "某县商务局")
    Label(text='财政拨款“三公”经费', column='预算数', year=2024, path=(), code=None, relative=None)
    """
    text, year = _front(clause, issuer)
    text = _repeat(words().tail, text)
    text, column = _column(text)
    if origin := _FROM_YEAR.search(text):
        year, text = int(origin["year"] or LAST_YEAR), text[: origin.start()]
    if ending := _YEAR_END.search(text):
        year, text = int(ending["year"]), text[: ending.start()]
    text = _repeat(words().tail, _repeat(words().lead, text))
    label = _relative(_levels(_reorder(_unquote(text))))
    return replace(label, column=column or label.column, year=year)


def _front(clause: str, issuer: str) -> tuple[str, int | None]:
    text, year = _repeat(words().lead, clause), None
    if match := re.match(r"(?:去年|上年度?)(?=预算|决算|执行|$)", text):
        return text[match.end() :], LAST_YEAR
    for _ in range(3):
        text = _repeat(words().lead, _without_issuer(text, issuer))
        match = _YEAR.match(text)
        if not match or not (match["before"] == "" or (_BODY.fullmatch(match["before"]) and _is_issuer(match["before"], issuer))):
            break
        year, text = int(match["year"]), text[match.end() :]
    return text, year


def _without_issuer(text: str, issuer: str) -> str:
    for name in (issuer, re.sub(r"（[^）]*）$", "", issuer)):
        if name and text.startswith(name):
            return _OWN.sub("", text[len(name) :])
    for match in _BODY_END.finditer(text[:40]):
        if len(text) > match.end() >= 3 and issuer.endswith(text[: match.end()]):
            return _OWN.sub("", text[match.end() :])
    return text


def _is_issuer(body: str, issuer: str) -> bool:
    """Whether a body named before a year is the issuer, perhaps shortened or misspelt; a subordinate unit is not."""
    name = re.sub(r"(?:（[^）]*）|部门|单位|系统|本级|的)+$", "", body)
    own = re.sub(r"（[^）]*）$", "", issuer)
    if not name or not own or name in own or re.search("本(?:部门|单位|级|局)", body):
        return True
    return name[-1] == own[-1] and abs(len(name) - len(own)) <= 1 and len(set(name) & set(own)) >= 0.8 * len(set(own))


def _repeat(pattern: re.Pattern[str], text: str) -> str:
    while (shorter := pattern.sub("", text)) != text:
        text = shorter
    return text


def _column(text: str) -> tuple[str, str | None]:
    for column in words().columns:
        if match := column.pattern.search(text):
            return _repeat(words().tail, text[: match.start()]), column.name
    return text, None


def _unquote(text: str) -> str:
    text = re.sub(r"^“?[^“”]*”的", "", text)
    if match := re.fullmatch(r"“?(?P<name>[^”]*)”(?:科目)?", text):
        return match["name"] if match["name"] else text
    return re.sub(r"^“(?!三公)|(?<!三公)”(?:科目)?$", "", text)


def _reorder(text: str) -> str:
    """One order of words for names that print their year inside or their noun first."""
    text = re.sub(r"(?<=的)20\d\d年度?(?=项目)", "", text)
    return re.sub(r"^(?P<what>(?:一级|二级)?项目)(?P<how>纳入[^，。；]{2,12}管理)$", r"\g<how>的\g<what>", text)


def _levels(text: str) -> Label:
    """类/款/项 names with their printed codes; a trailing 支出 belongs to a class name printed as 科学技术（类）支出."""
    parts = list(_LEVELS.finditer(text))
    if not parts:
        coded = re.match(r"(?P<code>2\d{2}(?:\d{2}){0,2}|30\d(?:\d{2})?)[-—]?(?=[一-鿿])", text)
        return Label(text[coded.end() :], code=coded["code"]) if coded else Label(text)
    names = [part["name"].lstrip("、，。：") for part in parts]
    if text[parts[-1].end() :] == "支出" and parts[-1]["level"] == "类" and not names[-1].endswith("支出"):
        names[-1] += "支出"
    codes = [part["code"] for part in parts]
    code = "".join(codes) if all(codes) and len(codes[0]) >= 3 else None
    return Label(names[-1], path=tuple(names), code=code)


def _relative(label: Label) -> Label:
    for relative in words().relatives:
        if match := relative.pattern.search(label.text):
            column = "预算数" if "预算" in match.group() else None
            return replace(label, text=label.text[: match.start()], relative=relative.name, column=column)
    return label


@lru_cache(maxsize=4096)
def meaning(label: Label, unit_kind: str = "money") -> Meaning:
    """The canonical item of a label; ``known`` is False where only its cleaned words can be given back."""
    text = label.text + (label.relative or "")
    if label.path or label.code:
        return Meaning(_canonical()(label.text, label.code or functional_code(label.path)), known=True)
    if found := _named(text, unit_kind):
        return Meaning(found, side=_side(text), known=True)
    bare = re.sub(r"^(?:本年度?|当年|安排|含)(?!收入|支出|财政拨款项目)", "", text)
    for fund in words().funds:
        match = fund.pattern.match(bare)
        if match:
            return _of_fund(re.sub(r"^(?:安排)?的?", "", bare[match.end() :]), fund, unit_kind)
    item = _canonical()(bare, label.code)
    if bare.startswith("财政拨款") and not _standard(item) and (found := _named(bare.removeprefix("财政拨款"), unit_kind)):
        return Meaning(found, side=_side(bare), known=True)
    return Meaning(item, side=_side(bare), known=_standard(item))


def _named(text: str, unit_kind: str) -> str | None:
    plain = text.replace("“", "").replace("”", "")
    for item in words().items:
        if item.unit not in (None, unit_kind):
            continue
        if match := item.pattern.match(plain) or item.pattern.match(text):
            groups = {key: value or "" for key, value in match.groupdict().items()}
            return item.name.format(**groups)
    return None


def _of_fund(rest: str, fund: Named, unit_kind: str) -> Meaning:
    if re.fullmatch(r"(?:资金|总?预算)?(?:(?:收入|支出)(?:预算|决算)?){0,2}(?:合计|总计|资金)?", rest):
        side = _side(rest)
        return Meaning((fund.out if side == "支出" else fund.bare) or fund.name, side=side, known=True)
    inner = _named(rest, unit_kind)
    item = inner or _canonical()(rest, None)
    return Meaning(item, fund=fund.name, side=_side(rest), known=inner is not None or _standard(item))


def _side(text: str) -> str | None:
    if "收支" in text or "收入支出" in text or "收、支" in text or "收入、支出" in text:
        return None
    return "收入" if "收入" in text else "支出" if "支出" in text else None


@cache
def _canonical() -> Callable[[str, str | None], str]:
    from corpus.vocabulary import canonical

    return canonical


@cache
def _standard_names() -> frozenset[str]:
    from corpus.vocabulary import items, subjects

    return frozenset(item.name for item in items()) | frozenset(subject.name for subject in subjects())


def _standard(item: str) -> bool:
    return item in _standard_names()


@cache
def economic_code(name: str) -> str | None:
    """The 款 code of an economic class by its name, where the vocabulary knows exactly one; None otherwise."""
    from corpus.vocabulary import subjects

    codes = [
        s.code
        for s in subjects()
        if s.classification == "economic" and len(s.code) == 5 and s.code < "309" and name in (s.name, *s.old_names)
    ]
    return codes[0] if len(codes) == 1 else None


@cache
def functional_code(path: tuple[str, ...]) -> str | None:
    """The code of a 类/款/项 path by its names, where the vocabulary knows exactly one; None otherwise."""
    from corpus.vocabulary import subjects

    codes = [""]
    for name in path:
        wanted = {name, name.removesuffix("支出"), name + "支出"}
        codes = [
            subject.code
            for subject in subjects()
            if subject.classification == "functional"
            and any(subject.code.startswith(code) and subject.code != code for code in codes)
            and wanted & {subject.name, *subject.old_names}
        ]
        width = min((len(code) for code in codes), default=0)
        codes = [code for code in codes if len(code) == width]
    return codes[0] if len(codes) == 1 and codes[0] else None
