"""Who published the document, for which year, as budget or final account: read from the pages, never from the file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.amount import fold
from corpus.document import Line, Stage

_OWNER = re.compile(
    r"(?:编制|填报|预算|公开|主管|预算主管|决算|编报)?(?:部门|单位)(?:名称)?(?:\((?:公章|盖章)\))?[:：]\s*"
    r"(?P<name>[^\s:：,，。;；]*[\u4e00-\u9fff)])"
)
_NOT_A_NAME = re.compile(r"^(?:万?元|千元|亿元|人民币|[\d.%]+)|万元$|单位$")
_BODY = re.compile(
    r"(?P<name>[\u4e00-\u9fff()·]{2,40}?(?:委员会办公室|人民政府办公厅|人民政府办公室|人民政府|办公厅|办公室|委员会|管理局|管理中心|局|厅|委|院|中心|学校|大学|学院|所|站|队|馆|处|会|社|部|庭|台|园|团|组|科)(?:\(本级\)|\(机关\)|\(本部\))?)"
)
_TITLE_YEAR = re.compile(
    r"(?P<year>20\d\d)\s*年(?:度)?(?P<between>[^\d,，。;；]{0,30}?)(?P<what>部门|单位|市级|区级|县级|省级)?[^\d,，。;；]{0,12}?(?P<stage>预算|决算)"
)
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_SIGNED = re.compile(r"^(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日$")
_PART = re.compile(r"^第[一二三四五六七八九十]+部分\s*(?:20\d\d\s*年(?:度)?)?\s*(?P<name>\S+?)(?:部门|单位)?(?:基本)?概况$")
_COVER = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分)?(?:20\d\d\s*年(?:度)?)?(?P<name>(?!第[一二三四五六七八九十]+部分)[\u4e00-\u9fff()·]{3,40}?)(?:20\d\d\s*年(?:度)?)?(?:部门|单位)(?:预算|决算)(?:公开|情况说明|说明|编制说明|信息公开)?$"
)
_GENERIC = re.compile(r"(?:本|我|各|该)?(?:部门|单位|局|机关)(?:基本|整体|预算|决算)*")
"""Words that stand where a name could, and name nobody (第一部分 部门概况)."""

_OPENING_LINES = 40
_COVER_LINES = 8


@dataclass(frozen=True, slots=True)
class Identity:
    """What the pages say of the document; None or empty where they do not say it. ``published`` is ISO ``YYYY-MM-DD``."""

    issuer: str | None
    fiscal_year: int | None
    stage: Stage | None
    published: str | None


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))


def _issuer(folded: Sequence[str]) -> str | None:
    """The name that the tables' 编制部门 lines print most often; a longer spelling of the same name wins over its cut-off one."""
    votes: Counter[str] = Counter()
    for text in folded:
        for match in _OWNER.finditer(text):
            name = match["name"].strip("()") if match["name"].startswith("(") else match["name"]
            name = re.split(r"(?:金额)?单位[:：]?", name)[0]
            if len(name) >= 3 and not _NOT_A_NAME.search(name):
                votes[name] += 2
    for text in folded[:_OPENING_LINES] if not votes else ():
        opened = _PART.match(text) or _COVER.match(_squeeze(text))
        if opened and not _GENERIC.fullmatch(opened["name"]):
            votes[opened["name"]] += 1
    if not votes:
        return _issuer_of_cover(folded)
    return _fullest(votes, folded)


def _fullest(votes: Counter[str], folded: Sequence[str]) -> str:
    best = max(votes, key=lambda name: (votes[name], len(name)))
    opening = [_squeeze(t) for t in folded[:_OPENING_LINES]]
    longer = [name for name in votes if name.startswith(best) and (name in opening or votes[name] >= votes[best] / 2)]
    longer += [t for t in opening if re.fullmatch(re.escape(best) + r"\((?:本级|机关|本部)\)", t)]
    return max(longer, key=len, default=best)


def _issuer_of_cover(folded: Sequence[str]) -> str | None:
    parts = [m["name"] for text in folded if (m := _PART.match(text.strip())) and not _GENERIC.fullmatch(m["name"])]
    if parts:
        return max(parts, key=len)
    cover = [_squeeze(t) for t in folded[:_COVER_LINES]]
    end = next((i for i, t in enumerate(cover) if re.search(r"(?:部门|单位)(?:预算|决算)", t)), len(cover))
    for text in ("".join(t for t in cover[:end] if not re.match(r"20\d\d|目录", t)), *cover):
        found = _BODY.fullmatch(text) or _BODY.search(text)
        if found:
            return str(found["name"])
    return None


def _year_and_stage(folded: Sequence[str]) -> tuple[int | None, Stage | None]:
    """Year and stage by vote of the lines that look like titles, those of the opening counting double; sentences speak of other years too."""
    years: Counter[int] = Counter()
    stages: Counter[Stage] = Counter()
    for number, text in enumerate(folded):
        tight = _squeeze(text)
        title = len(tight) <= 45 and not re.search(r"[,，。;；]", tight)
        weight = 6 if number < _OPENING_LINES else 3
        for match in _TITLE_YEAR.finditer(tight) if title else ():
            years[int(match["year"])] += weight
            stages[Stage(match["stage"])] += weight
        if title and re.search(r"决算(?:总)?表|部门决算|单位决算|决算数", tight):
            stages[Stage.FINAL_ACCOUNT] += 2
        elif title and re.search(r"预算(?:总)?表|部门预算|单位预算", tight):
            stages[Stage.BUDGET] += 2
    if not years:
        opening = " ".join(folded[:_OPENING_LINES])
        years.update(int(y) for y in _ANY_YEAR.findall(opening) or re.findall(r"(?<!\d)(20\d\d)(?!\d)", opening))
    year = max(years, key=lambda y: (years[y], y)) if years else None
    stage = max(stages, key=lambda s: stages[s]) if stages else None
    return year, stage


def _published(folded: Sequence[str]) -> str | None:
    for text in reversed(folded):
        if match := _SIGNED.match(re.sub(r"\s+", "", text)):
            year, month, day = (int(g) for g in match.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year:04}-{month:02}-{day:02}"
    return None


def identify(lines: Sequence[Line]) -> Identity:
    """Read issuer, fiscal year, stage and signing date off the lines of a document."""
    folded = [fold(line.text).strip() for line in lines if line.text.strip()]
    year, stage = _year_and_stage(folded)
    issuer = _issuer(folded)
    return Identity(issuer and issuer.replace("(", "（").replace(")", "）"), year, stage, _published(folded))
