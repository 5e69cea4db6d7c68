"""Which items a question names: labels of the ledger, standard items, the words people use, and subject codes.

A longer name wins over a shorter one that it contains. What nothing names exactly is looked for among the ledger's labels by likeness
(homophones, misspellings, a few characters more or less), and only a clear winner is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.cues import Cue
from assistant.mention import WEAK, Mention, colloquial, phrases, wholes
from assistant.parts_of_words import HOUSE, part_of_word
from assistant.spelling import SHORTEST, Slip, Spelling, short_slip
from assistant.text import GAP, fold, key, squeeze
from corpus import vocabulary
from index.ledger import Label

if TYPE_CHECKING:
    from assistant.issuer import Issuer
    from assistant.likeness import Likeness
    from assistant.meaning import Meaning

_LONGEST = 40
_CODE = Cue(
    r"(?<![\d.\-])(?<!\d,)([23]\d{2})(?:\s?(\d{2})(?:\s?(\d{2}))?)?(?![\d%]|\.\d|,\d{3}(?!\d)|\s*(?:万|亿|元|人|辆|台|个|块|年|号|室|份))"
    r"|(?<![\d.])(5\d{2})(\d{2})(?![\d.])"
)
_TOTAL = Cue(
    r"(?:(?:本年|当年)?(?:合计|总计|小计)|总共|共计|其他|其中|预算数?|决算数?|金额|项目|科目|收入|支出|单位|部门|年初预算数?|备注|名称|内容|数量|占比|比例|比重|幅度|经费|费用?|资金)$"
)
"""Row labels that name no item by themselves."""

_UNIT_CODE = Cue(r"^\d{3,12}(?=[\u4e00-\u9fff])")
"""The code of a department or unit before its name, as flattened text runs them together."""

_ASKING = Cue(r"多少|几|一年|总共|一共|花|^有|(?<!国)有$|个(?!人)")
"""Words in a spelling that make it a question, which nothing is put right to."""

_BEFORE_NAME = Cue(r"今年|去年|上年|明年|当年|全年|全部|所有|整个")
"""Words of time and of extent before the name of an item."""

_SPELT_BEFORE = Cue(r"(?:20\d\d年?度?)?(?:[\u4e00-\u9fff]{1,8}?(?:局|委|厅|院|办公室))?(?=[\u4e00-\u9fff]{4})(?<=.)")
"""A year and the name of a department before the name of a project (2026信访局临聘人员经费), which nobody types twice."""

_TO_BUY = ("安排购置", "拟购置", "计划购置", "拟购", "购置")
"""Before the name of things: what is to be bought of them, their number or what it costs."""

_CLASS_ONLY = Cue(r"\s*(?:类|科目|款|开头|打头|起头|字头|(?:下面|底下|项下|里头|里面)的?(?:那|这|各|每|几|哪))")
_CLASS_ASKED = Cue(r"\s*(?:(?:是|有|一共|总共|合计)?(?:多少|几多|啥|什么|呢)|合计|小计|总额|总数)")
_CLASS_BEFORE = Cue(r"(?:科目|分类|编码|代码|功能|经济|类)(?:是|为|的|:)?\s*$")
_CLASS_LIST = Cue(r"\s*(?:和|与|跟|、|,|\+|加|比)\s*[235]\d{2}(?!\d|\.)")


def unit_name(label: str) -> str:
    """The name of a department or unit without the code that stands before it in its row's label."""
    return _UNIT_CODE.sub("", label)


_BELOW = Cue(
    r"(?:(?:下面|下属|所属|直属|辖下|底下|旗下|名下|下辖|管着|管辖|代管)的?)+(?:二级)?(?:预算)?(?:单位)?(?:里|中)?的?(?:那|这)?(?:一?[个家])?的?,?(?:叫)?"
)
"""Words before the name of a unit that is one of a department's."""

_HEAD = Cue(r"^(?:[\u4e00-\u9fff]{1,8}20\d\d第?\d{1,5}号)?(?:20\d\d年?度?)?")
"""The number of the paper that grants the money, and the year: what a row of a project begins with and nobody asks by."""

_SHORT_UNIT = 3
"""Characters of a unit's short name."""

_CORE = 4
"""Characters that a row's name must keep without its beginning to be a name."""


def bare(name: str, bodies: Iterable[str] = ()) -> str:
    """A row's name, as it is compared, without the number of a paper, the year and the department that it begins with.

    >>> bare("2026年驻外经费"), bare("信访局临时用工经费", ["信访局"])
    ('驻外经费', '临时用工经费')
    """
    core = _HEAD.sub("", key(name)) or key(name)
    return next((core[len(body) :] for body in bodies if core.startswith(body) and len(core) > len(body) + 1), core)


def _units(held: Iterable[str]) -> dict[str, str]:
    """Row labels that are names of organs, by every spelling: in full and without the place."""
    from assistant.issuer import analyse, is_organ, unbracketed

    spelt: dict[str, str] = {}
    for name in sorted(held, key=lambda name: (len(name), name)):
        stem = unbracketed(unit_name(name))
        if len(stem) < 5 or not is_organ(stem) or vocabulary.item(name) is not None:
            continue
        issuer = analyse(stem)
        if issuer.places:
            for spelling in (unit_name(name), stem, *([issuer.body] if len(issuer.body) >= 4 else [])):
                spelt.setdefault(key(spelling), name)
    return spelt


@dataclass(slots=True)
class _Book:
    known: dict[str, list[str]] = field(default_factory=dict)

    def add(self, spelling: str, name: str) -> None:
        spelt = {key(spelling), squeeze(fold(spelling))} if "、" in spelling else {key(spelling)}
        for each in spelt:
            names = self.known.setdefault(each, [])
            if name not in names:
                names.append(name)


class LabelBook:
    """Every name under which figures can be asked for; ``bodies`` are names of the loaded departments without their places."""

    def __init__(self, labels: Iterable[Label], bodies: Iterable[str] = ()) -> None:
        self.labels = tuple(labels)
        book = _Book()
        self.held = {label.item for label in self.labels}
        for name in sorted(self.held):
            book.add(name, name)
        known = vocabulary.items()
        for name in sorted(self.held):
            if (own := _SPELT_BEFORE.match(name)) and key(name[own.end() :]) not in book.known:
                book.add(name[own.end() :], name)
        for item in known:
            book.add(item.name, item.name)
        for item in known:
            for spelling in item.labels:
                book.add(spelling, item.name)
        for item in known:
            for spelling in item.aliases:
                book.add(spelling, item.name)
        for label in self.labels:
            if label.column and key(label.row_label) not in book.known:
                book.add(label.row_label, label.item)
        heads = tuple(bodies)
        for name in sorted(self.held):
            core = bare(name, heads)
            if core != key(name) and len(core) >= _CORE and core not in book.known:
                book.add(core, name)
        words = colloquial()
        self.together = {key(said): tuple(names) for said, names in words["together"].items()}
        for said, names in words["also"].items():
            for name in names:
                book.add(said, name)
        book.known.update({said: list(names) for said, names in self.together.items() if said not in {key(h) for h in self.held}})
        self._known = {k: tuple(names) for k, names in book.known.items() if len(k) >= 2 and not _TOTAL.match(k)}
        self._longest: dict[str, int] = {}
        for spelling in self._known:
            self._longest[spelling[:2]] = max(len(spelling), self._longest.get(spelling[:2], 0))
        self.units = _units(self.held)
        self.codes = {label.code for label in self.labels if label.code}

    def spell(self, plain: str) -> tuple[str, tuple[Slip, ...]]:
        """A squeezed question with misspelt names of items put right, and what was put right."""
        exact, _ = self.find(plain)
        return self._spelling.corrected(plain, [(m.start, m.start + len(m.said)) for m in exact])

    def short_slip(self, typed: str) -> Slip | None:
        """The short name of an item that a word is a slip of, where only one is; see ``spelling.short_slip``."""
        return short_slip(typed, (k for k in self._known if not WEAK.search(k)))

    @cached_property
    def _spelling(self) -> Spelling:
        fields = {key(name) for name in (*vocabulary.aliases(), *(subject.name for subject in vocabulary.subjects()))}
        return Spelling(k for k in self._known if not _ASKING.search(k) and (len(k) > SHORTEST or k in fields))

    def row_over(self, text: str, organ: str) -> tuple[int, int] | None:
        """The part of an organ's name with which the name of a row begins that goes on behind it: 接待中心 of 接待中心运行费.

        A house may also be named by itself, where rows are about it.
        """
        begin = text.index(organ)
        end = begin + len(organ)
        longer = next(((at, end) for at in range(begin, end - 1) if at + self._match(text, at) > end + 1), None)
        if longer or not HOUSE.search(organ[-2:]):
            return longer
        rows = [key(item) for item in self.held]
        return next(((at, end) for at in range(begin + 1, end - _CORE + 1) if any(text[at:end] in row for row in rows)), None)

    def take_unit(self, text: str) -> tuple[str | None, str]:
        """The subordinate unit with rows of its own that a squeezed question names, and the text with a gap in its place."""
        for spelling in sorted(self.units, key=len, reverse=True):
            if (at := text.find(spelling)) >= 0:
                return self.units[spelling], text[:at] + GAP * len(spelling) + text[at + len(spelling) :]
        return self._short_unit(text)

    def _short_unit(self, text: str) -> tuple[str | None, str]:
        """A unit named in short behind its place or as one of a department's: 某市会展局, 下面那个会展局. None where several are so called."""
        from assistant.abbreviations import abbreviates
        from assistant.issuer import organ_run

        found: dict[str, tuple[int, int]] = {}
        spots = [(text.index(p), text.index(p) + len(p), name, unit) for p, name, unit in self._placed_units if p in text]
        if below := _BELOW.search(text):
            spots += [(below.start(), below.end(), name, unit) for _, name, unit in self._placed_units]
        for start, end, name, issuer in spots:
            run = organ_run().match(text, end)
            if run and len(run[0]) >= _SHORT_UNIT and run[0][0] == issuer.body[0] and abbreviates(run[0], issuer):
                found.setdefault(name, (start, run.end()))
        found = found or self._by_ending(text)
        if len(found) != 1:
            return None, text
        ((name, (start, end)),) = found.items()
        return name, text[:start] + GAP * (end - start) + text[end:]

    def _by_ending(self, text: str) -> dict[str, tuple[int, int]]:
        """Units of which the text has the end of the name, in at least ``_CORE`` characters, and where: 接待中心 of 人民来访接待中心."""
        found: dict[str, tuple[int, int]] = {}
        for name in dict.fromkeys(self.units.values()):
            spelt = key(unit_name(name))
            ending = next((spelt[i:] for i in range(1, len(spelt) - _CORE + 1) if spelt[i:] in text), "")
            if ending and ending in text and self._tells_unit(ending):
                found[name] = (text.index(ending), text.index(ending) + len(ending))
        return found

    def _tells_unit(self, ending: str) -> bool:
        """Whether no other unit ends so, and the words are not those of a row that is none."""
        others = sum(key(unit_name(name)).endswith(ending) for name in dict.fromkeys(self.units.values()))
        return others == 1 and not any(ending in key(item) for item in self.held if item not in self.units.values())

    @cached_property
    def _placed_units(self) -> list[tuple[str, str, Issuer]]:
        """Every spelling of the places of units, the longest first, with the unit."""
        from assistant.abbreviations import place_spellings
        from assistant.issuer import analyse

        units = [(name, analyse(unit_name(name))) for name in dict.fromkeys(self.units.values())]
        placed = [(place, name, unit) for name, unit in units for place in place_spellings(unit.places) if len(place) > 1]
        return sorted(placed, key=lambda entry: (-len(entry[0]), entry[0], entry[1]))

    def find(self, text: str) -> tuple[list[Mention], str]:
        """Items named in a squeezed question in their order, and the text with gaps in their places."""
        mentions: list[Mention] = []
        at = 0
        while at < len(text):
            length = self._match(text, at)
            if not length or part_of_word(text, at, length) or self._better_later(text, at, length):
                at += 1
                continue
            said = text[at : at + length]
            mentions.append(Mention(said, self._meant(said), start=at, together=said in self.together))
            text = text[:at] + GAP * length + text[at + length :]
            at += length
        return mentions, text

    def take_wholes(self, text: str, plain: str) -> tuple[list[Mention], str]:
        """Wholes that a squeezed question names (国有资产总价值), and the text with gaps in their places."""
        for whole in wholes():
            match = whole.words.search(text)
            if match and (whole.of is None or whole.of.search(plain)):
                rest = text[: match.start()] + GAP * len(match[0]) + text[match.end() :]
                items = (whole.name, *whole.parts)
                return [Mention(match[0], items, start=match.start(), together=True)], rest
        return self._phrase(text, plain)

    def _phrase(self, text: str, plain: str) -> tuple[list[Mention], str]:
        """All phrases for an item in the text (自评为优的几个,不合格的几个), each once."""
        found: list[Mention] = []
        for words, of, item in phrases(text):
            if (match := words.search(text)) and (of is None or of.search(plain)):
                said = plain[match.start() : match.end()] if len(plain) == len(text) else match[0]
                text = text[: match.start()] + GAP * len(match[0]) + text[match.end() :]
                found.append(Mention(said, (item,), start=match.start()))
        return found, text

    def _better_later(self, text: str, at: int, length: int) -> bool:
        """Whether a longer name begins within this one (发 工资福利, not 发工资 福利), or its rest is as long a name behind a word of time or extent.

        今年 收入总计, not 今年收入 总计; 全部 人员经费, not 全部人员 经费. So does one behind 在: 在 职工培训, not 在职 工培训.
        """
        year = _BEFORE_NAME.match(text, at, at + length)
        if year and self._match(text, year.end()) > length - len(year[0]):
            return True
        last = at + length - (text[at] != "在")
        return any(self._match(text, later) > max(length, at + length - later) for later in range(at + 1, last))

    def _match(self, text: str, at: int) -> int:
        for length in range(min(self._longest.get(text[at : at + 2], 0), _LONGEST, len(text) - at), 1, -1):
            if text[at : at + length] in self._known:
                return length
        return 0

    def _meant(self, said: str) -> tuple[str, ...]:
        """Items of a spelling; a word for several keeps those too that no document has, so that they are told as missing."""
        return self.together.get(said) or self._ordered(said)

    def _ordered(self, said: str) -> tuple[str, ...]:
        """Items of a spelling, those with figures first."""
        names = self._known[said]
        return tuple(n for n in names if n in self.held) or names

    def priced(self, mention: Mention) -> Mention:
        """The mention, or the money for the people it names where a document prints that."""
        money: dict[str, str] = colloquial()["money"]
        if not mention.together:
            return replace(mention, items=(money[mention.name],)) if money.get(mention.name) in self.held else mention
        names = tuple(money[item] for item in mention.items if item in money)
        return replace(mention, items=names) if len(names) == len(mention.items) and self.held & set(names) else mention

    def counted(self, mention: Mention, asked: str) -> tuple[Mention, ...]:
        """The mention, or the counts of it that ``asked`` (the question beside its items) wants and a document prints: 几批,几人次."""
        wanted = [
            (cue.start(), name)
            for words, name in colloquial()["counted"].get(mention.name, {}).items()
            if name in self.held and (cue := re.search(words, asked))
        ]
        return tuple(replace(mention, items=(name,)) for _, name in sorted(wanted)) or (mention,)

    def bought(self, mention: Mention, *, counted: bool) -> Mention:
        """The mention, or what is to be bought of the things it names where a document prints that; ``counted`` wants their number first."""
        planned = [name for verb in (_TO_BUY if counted else _TO_BUY[1:]) if (name := verb + mention.name) in self.held]
        return replace(mention, items=(planned[0],)) if planned else mention

    def under(self, mention: Mention, container: Mention) -> Mention:
        """The mention kept to the subjects below a code: 303 before 退休费 means 30302."""
        if not container.codes or mention.codes:
            return mention
        inside = [n for n in self.labels if n.code and n.item in mention.items and n.code.startswith(container.codes)]
        return replace(mention, codes=tuple(dict.fromkeys(n.code for n in inside if n.code))) if inside else mention

    def take_codes(self, folded: str) -> tuple[list[Mention], str]:
        """Subject codes in a folded question (spaces still in it): 2080505, 208 05 05, 301 01, 301类."""
        mentions: list[Mention] = []

        def keep(match: re.Match[str]) -> str:
            code = "".join(g for g in match.groups() if g)
            if len(code) == 3 and not self._stands_for_class(folded, match, bool(mentions)):
                return match[0]
            subject = vocabulary.subject(code)
            if subject is None and code not in self.codes:
                return match[0]
            names = tuple(
                dict.fromkeys([label.item for label in self.labels if label.code == code] + ([subject.name] if subject else []))
            )
            mentions.append(Mention(code, names, (code,), match.start()))
            return GAP * len(match[0])

        rest = _CODE.sub(keep, folded)
        return mentions, rest

    def _stands_for_class(self, folded: str, match: re.Match[str], listed: bool) -> bool:
        """Whether three digits are a 类 and not an amount: 302类, 经济科目302, 301和302, or nothing else in the question."""
        after = match.end()
        if _CLASS_ONLY.match(folded, after) or _CLASS_ASKED.match(folded, after) or folded.strip() == match[0].strip() or listed:
            return True
        return bool(_CLASS_BEFORE.search(folded[: match.start()]) or _CLASS_LIST.match(folded, match.end()))

    def resemble(self, text: str) -> Mention | None:
        """The one label that the words left over resemble, or None where none or several do."""
        words = [w for w in re.split(rf"[{GAP},、]+", text) if len(w) >= 2]
        return self._likeness.closest(words)

    def meant_by(self, words: str) -> list[str]:
        """Items with figures that are near in meaning to words which name none; to be offered, never to be answered with."""
        return self._meaning.nearest(words)

    @cached_property
    def _meaning(self) -> Meaning:
        from assistant.meaning import Meaning

        return Meaning(sorted(self.held))

    @cached_property
    def _likeness(self) -> Likeness:
        from assistant.likeness import Likeness

        return Likeness(sorted(self.held), self._known)
