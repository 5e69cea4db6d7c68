"""Which departments a question names: in full, abbreviated, by place, or misspelt.

Everything is learned from the issuers of the loaded documents. An abbreviation is any run of characters that ends like the organ
and is a subsequence of its full name (商工局, 商信局, 工信局 of 商务和工业信息化局); a place may drop its ending or all but its
first character (吉木萨尔, 吉县). A department that is named but not loaded is reported, so that no other one answers in its stead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from assistant.abbreviations import abbreviates, closest, offices, place_spellings, sounds_like, subsequence
from assistant.cues import Cue
from assistant.group_words import group_words
from assistant.issuer import Issuer, analyse, is_organ, naming, organ_endings, organ_run, second_name, unbracketed
from assistant.sounds import alike
from assistant.spelling import Slip, Spelling, misspells
from assistant.text import GAP, key


@dataclass(frozen=True, slots=True)
class Named:
    """What a question says about departments.

    ``issuers`` are full names of loaded ones; ``unknown`` is a department or place that is named and not loaded; ``every`` and
    ``which`` tell whether it asks about all of them, or which of them. ``text`` is the question without those parts; ``alike`` are
    those of ``issuers`` that one word of it names together (商工局 of two places).
    """

    issuers: tuple[str, ...]
    unknown: str | None
    every: bool
    which: bool
    text: str
    alike: tuple[str, ...] = ()


_BARE_ORGAN = Cue(r"[局委厅署](?![长面部限域势员托派屈])")
"""An organ by its last character alone, behind its place: 县局."""

_SPOKEN = Cue("什么|啥|那个|来着|叫|嗯+|呃+")
"""Words with which a speaker looks for the next word of a name: 商务啥信息化局."""

_HEARD = 3
"""Characters of a place or body that is known by them though one is wrong."""

_PLACED = 5
"""Characters from which on a department is known with two of them wrong: its place, its body and its organ tell it together."""

_SHORTEST_ALONE = 4
"""Characters up to which a second name tells no department by itself."""

_COMMON_ORGANS = (
    "委员会",
    "办公厅",
    "管理局",
    "服务中心",
    "管委会",
    "人民政府办公室",
    "人民政府办公厅",
    "管理委员会",
    "委员会办公室",
)
"""Endings that name no particular department by themselves."""


class IssuerBook:
    """The loaded departments and every way to name them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.issuers = tuple(analyse(name) for name in dict.fromkeys(names))
        self.names = frozenset(issuer.name for issuer in self.issuers)
        self._places: dict[str, list[Issuer]] = {}
        for issuer in self.issuers:
            for spelling in place_spellings(issuer.places):
                self._places.setdefault(spelling, []).append(issuer)
        self._full = {key(issuer.name): issuer for issuer in self.issuers}
        for issuer in self.issuers:
            for spelling in _second_spellings(issuer.name):
                self._full.setdefault(spelling, issuer)
        self._longest_full = sorted(self._full, key=len, reverse=True)
        self._longest_places = sorted(self._places, key=len, reverse=True)

    def holds(self, name: str) -> bool:
        """Whether a name is that of a loaded department itself, 本级 or not."""
        other = analyse(name)
        return any((i.places, i.body) == (other.places, other.body) for i in self.issuers)

    def spell(self, text: str) -> tuple[str, tuple[Slip, ...]]:
        """A squeezed question with misspelt places and departments put right, and what was put right."""
        named = [s for s in (*self._places, *self._full) if s in text]
        text, slips = self._spelling.corrected(text, [(at, at + len(s)) for s in named for at in _spots(text, s)])
        for spelling in (s for s in self._longest_places if len(s) > 1 and s in text):
            for end in (at + len(spelling) for at in _spots(text, spelling)):
                for body in {issuer.body for issuer in self._places[spelling]}:
                    typed = text[end : end + len(body)]
                    if len(typed) == len(body) >= _HEARD and misspells(typed, body):
                        text, slips = text[:end] + body + text[end + len(body) :], (*slips, Slip(typed, body))
        return text, slips

    @cached_property
    def _spelling(self) -> Spelling:
        long = {s for s in self._places if len(s) >= _HEARD}
        # What follows a place that is complete without its ending is no slip of the ending: 吉木萨尔项目支出.
        places = {s for s in long if s[:-1] not in long}
        bodies = {issuer.body for issuer in self.issuers if len(issuer.body) > _HEARD}
        short = {place + i.body for i in self.issuers for place in place_spellings(i.places) if len(place) > 1}
        return Spelling((*places, *bodies, *short, *self._full), own=naming()["places"]["known"], long=_PLACED)

    def find(self, text: str) -> Named:
        """Read the departments out of a squeezed question; see ``Named``."""
        every, which, text = group_words(text)
        found: list[tuple[int, Issuer]] = []
        for spelling in self._longest_full:
            while (at := text.find(spelling)) >= 0:
                found.append((at, self._full[spelling]))
                text = _cut(text, at, at + len(spelling))
        text, unknown = self._abbreviated(text, found)
        names = tuple(dict.fromkeys(issuer.name for _, issuer in sorted(found, key=lambda pair: pair[0])))
        said = [start for start, _ in found]
        alike = tuple(dict.fromkeys(issuer.name for start, issuer in found if said.count(start) > 1))
        return Named(names, unknown, every, which, text, alike)

    def _abbreviated(self, text: str, found: list[tuple[int, Issuer]]) -> tuple[str, str | None]:
        """Take place and organ mentions out of the text, add what they mean to ``found``, return what is not loaded."""
        unknown: str | None = None
        alone: list[tuple[int, list[Issuer]]] = []
        spans = self._place_spans(text)
        for start, end, candidates in spans:
            stop, kept, missing = self._organ_after(text, end, candidates)
            if missing:
                unknown = text[start:end] + missing
            elif stop == end and (before := _organ_before(text, start, kept)):
                start, kept = before
            elif stop == end:
                alone.append((start, kept))
                kept = []
            found.extend((start, issuer) for issuer in kept)
            text = _cut(text, start, stop)
        for start, kept in alone:
            found.extend((start, issuer) for issuer in _of_place(kept, [issuer for _, issuer in found], text))
        strange = _strange_place(text)
        if strange and not unknown:
            close = self._misspelt_place(strange)
            if not close:
                return text, strange
            begin = text.index(strange)
            stop, kept, missing = self._organ_after(text, begin + len(strange), close)
            found.extend((begin, issuer) for issuer in kept)
            text, unknown = _cut(text, begin, stop), (strange + missing if missing else None)
        if not found and not unknown:
            text, unknown = self._organ_alone(text, found)
        elif found and not unknown:
            text = self._organ_beside(text, found)
        return text, unknown

    def _organ_beside(self, text: str, found: list[tuple[int, Issuer]]) -> str:
        """A second department without its place beside one that is named in full: 青河县水利局和税源局."""
        for match in re.finditer(rf"(?<=[和与跟同比、,])[\u4e00-\u9fff]{{2,12}}?(?:{'|'.join(organ_endings())})", text):
            kept = [i for i in self.issuers if abbreviates(match[0], i) and i not in [issuer for _, issuer in found]]
            kept = [i for i in kept if i.places and i.places in [issuer.places for _, issuer in found]] or kept
            if kept and match[0] not in naming()["words"]["generic"]:
                found.extend((match.start(), i) for i in closest(match[0], kept))
                return _cut(text, *match.span())
        return text

    def _place_spans(self, text: str) -> list[tuple[int, int, list[Issuer]]]:
        spans: list[tuple[int, int, list[Issuer]]] = []
        taken = [False] * len(text)
        for spelling in (s for s in self._longest_places if s in text):
            for start in _spots(text, spelling):
                end = start + len(spelling)
                if any(taken[start:end]) or not self._place_stands(text, spelling, start, end):
                    continue
                taken[start:end] = [True] * (end - start)
                spans.append((start, end, self._places[spelling]))
        spans.sort()
        return _joined(spans)

    def _place_stands(self, text: str, spelling: str, start: int, end: int) -> bool:
        """Whether the spelling is a place here: 昌吉州 is not 昌吉, 福州市 not 福州 (开发区), 阜康市 not 市, 县域 not 县."""
        endings = tuple(naming()["places"]["endings"])
        if len(spelling) == 1:
            before = text[start - 1 : start]
            led = not "\u4e00" <= before <= "\u9fff" or text[:start].endswith(tuple(naming()["places"]["leading"]))
            led = led or before in _speech()
            stop, kept, _ = self._organ_after(text, end, self._places[spelling])
            return led and bool(kept) and stop > end
        if spelling.endswith("州") and text[end : end + 1] in ("市", "县", "区"):
            return False
        if spelling.endswith(endings):
            return not (len(spelling) == 2 and text[end : end + 1] in ("里", "场", "区"))
        return not text[end:].startswith(endings)

    def _organ_after(self, text: str, at: int, candidates: list[Issuer]) -> tuple[int, list[Issuer], str | None]:
        """The end of an organ's name that follows a place, who is meant, and the organ where none of the place's is."""
        other = next((body for body in naming()["words"]["other_bodies"] if text.startswith(body, at)), None)
        if other and not any(body in i.body for i in candidates for body in (other, *offices(other))):
            return at + len(other), [], other
        at = _skip_filler(text, at)
        upto = text.find(GAP, at)
        for end in range(min(upto if upto >= 0 else len(text), at + 24), at + 1, -1):
            run = _SPOKEN.sub("", text[at:end])
            if not run.endswith((*organ_endings(), "部门")):
                continue
            kept = [i for i in candidates if abbreviates(run, i)]
            if kept:
                return end, closest(run, kept), None
        other = next((body for body in naming()["words"]["other_bodies"] if text.startswith(body, at)), None)
        if other:
            return at + len(other), [], other
        if plain := [i for i in candidates if _BARE_ORGAN.match(text, at) and i.body.endswith(text[at])]:
            return at + 1, plain, None
        match = organ_run().match(text, at)
        if match and match[0] not in naming()["words"]["generic"]:
            homophones = [i for i in candidates if sounds_like(match[0], i)]
            if homophones:
                return match.end(), homophones, None
            if match[0].startswith(tuple(naming()["words"]["known_heads"])):
                return match.end(), [], match[0]
        if (institution := _institution().match(text, at)) and not any(institution[0] in i.name for i in candidates):
            return institution.end(), [], institution[0]
        return at, candidates, None

    def _organ_alone(self, text: str, found: list[tuple[int, Issuer]]) -> tuple[str, str | None]:
        """A department named without its place: 商工局编制多少; by its organ alone where that tells which (福利院)."""
        for issuer in self.issuers:
            same = [i for i in self.issuers if i.organ == issuer.organ]
            if len(issuer.organ) >= 3 and len(same) == 1 and issuer.organ not in naming()["words"]["generic"]:
                at = text.find(issuer.organ)
                if (
                    at >= 0
                    and issuer.organ not in _COMMON_ORGANS
                    and not re.match(r"[\u4e00-\u9fff]", text[at - 1 : at] if at else "")
                ):
                    found.append((at, issuer))
                    return _cut(text, at, at + len(issuer.organ)), None
        for match in organ_run().finditer(text):
            run = match[0]
            for start in range(len(run) - 1):
                part = run[start:]
                if part in naming()["words"]["generic"]:
                    break
                kept = [i for i in self.issuers if abbreviates(part, i)]
                if kept:
                    found.extend((match.start() + start, i) for i in closest(part, kept))
                    return _cut(text, match.start() + start, match.end()), None
                if part.startswith(tuple(naming()["words"]["known_heads"])):
                    return _cut(text, match.start() + start, match.end()), part
            close = [i for i in self.issuers if len(run) <= 6 and sounds_like(run, i)]
            if close:
                found.extend((match.start(), i) for i in close)
                return _cut(text, *match.span()), None
        return text, None

    def _misspelt_place(self, strange: str) -> list[Issuer]:
        for spelling, issuers in self._places.items():
            if len(spelling) >= 3 and alike(strange[-len(spelling) :], spelling):
                return issuers
            if len(spelling) >= 5 and len(strange) == len(spelling) - 1 and subsequence(strange, spelling):
                return issuers
        return []


def _of_place(candidates: list[Issuer], named: list[Issuer], text: str) -> list[Issuer]:
    """Who is meant by a place alone: all of its departments, or those that are named elsewhere (在甲区,…归区财政局管) and no other."""
    meant = [i for i in candidates if i in named]
    others = any(i.organ in text for i in candidates if i not in named)
    return meant if meant and not others else candidates


def _organ_before(text: str, at: int, candidates: list[Issuer]) -> tuple[int, list[Issuer]] | None:
    """Where an organ begins that stands right before its place (财政局（普陀区）), and who is meant; None where none does."""
    for start in range(max(0, at - 16), at - 1):
        run = text[start:at]
        if GAP not in run and run.endswith(organ_endings()) and (kept := [i for i in candidates if abbreviates(run, i)]):
            return start, closest(run, kept)
    return None


@cache
def _institution() -> Cue:
    """The name of an institution right behind its place."""
    return Cue(rf"(?:(?![的和与及跟同比])[\u4e00-\u9fff]){{0,10}}?(?:{'|'.join(naming()['words']['institutions'])})")


def _second_spellings(name: str) -> list[str]:
    """The ways to write a department that carries a second name: either name in full, the second one with its place shortened or without."""
    second = second_name(name)
    if not is_organ(second) or len(second) <= _SHORTEST_ALONE:
        return []
    own = analyse(second)
    heads = [place for place in place_spellings(own.places) if len(place) > 1]
    alone = [own.body] if own.places and len(own.body) > _SHORTEST_ALONE else []
    return [key(unbracketed(name)), key(second), *(place + own.body for place in heads), *alone]


def _spots(text: str, spelling: str) -> list[int]:
    spots, at = [], text.find(spelling)
    while at >= 0:
        spots.append(at)
        at = text.find(spelling, at + len(spelling))
    return spots


def _joined(spans: list[tuple[int, int, list[Issuer]]]) -> list[tuple[int, int, list[Issuer]]]:
    """Neighbouring places of one chain (上海市 普陀区) as one, kept to the issuers of both; two that share none are two (广州深圳两家)."""
    joined: list[tuple[int, int, list[Issuer]]] = []
    for start, end, issuers in spans:
        both = [i for i in joined[-1][2] if i in issuers] if joined and joined[-1][1] == start else []
        if both:
            joined[-1] = (joined[-1][0], end, both)
        else:
            joined.append((start, end, issuers))
    return list(reversed(joined))


def _skip_filler(text: str, at: int) -> int:
    match = _FILLER.match(text, at)
    return match.end() if match else at


_FILLER = Cue(r"(?:那个|这个|的|那边的?|这边的?|当地的?|政府)?")


_BEFORE_PLACE = Cue(r"^.*(?:(?<!秭)归|咱们?|我们?|你们?|要是|是不是|有没有|作为|身为|找|由)")
"""Words that stand before a place and belong to no name of one: 登记归县, 要是对咱县."""


_COUNTED_PLACES = Cue(r"[两俩二三四五六七八九十\d]个?(?:地级|县级|省级)?[省市县区州旗](?=[\u4e00-\ue000的])")
"""A count of places before what they share: 广州、深圳两个市信访局."""


def _strange_place(text: str) -> str | None:
    """A place that belongs to no loaded document: 阜康市, 呼图壁县, 北京. A count of places is none."""
    rules = naming()["places"]
    text = _COUNTED_PLACES.sub(lambda m: GAP * len(m[0]), text)
    for match in re.finditer(
        r"[\u4e00-\u9fff]{1,7}?(?:[市县州旗](?!场|政|容|级|直|内|外|辖|域|民|里)|区(?=[\u4e00-\u9fff]{1,8}[局委厅办]))", text
    ):
        name = _BEFORE_PLACE.sub("", match[0])
        for word in _longest_leading():
            name = name.removeprefix(word)
        name = re.split(f"[{rules['speech']}]", name)[-1]
        if len(name) >= 3 and not name.endswith(tuple(rules["not_places"])) and name[-2] not in rules["unplaced"]:
            return name
    return next((name for name in rules["known"] if name in text and _stands_alone(text, name, rules["leading"])), None)


@cache
def _speech() -> frozenset[str]:
    """Characters before a place by its last character alone that belong to no name of one: 办公费县, 这事县."""
    return frozenset((*naming()["places"]["speech"], *naming()["places"]["unplaced"]))


@cache
def _longest_leading() -> tuple[str, ...]:
    return tuple(sorted(naming()["places"]["leading"], key=len, reverse=True))


def _stands_alone(text: str, name: str, leading: list[str]) -> bool:
    """Whether a place begins a word of its own: 拱北海关 is not 北海."""
    before = text[: text.index(name)]
    return not before or not "\u4e00" <= before[-1] <= "\u9fff" or before.endswith(tuple(leading))


def _cut(text: str, start: int, end: int) -> str:
    return text[:start] + GAP * (end - start) + text[end:]
