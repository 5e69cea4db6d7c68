"""Definitions: the entry of a document's glossary for the term asked for, or the entry that names the term among what it takes in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.compose import owner
from assistant.cues import Cue
from assistant.meant import beside
from assistant.mention import Mention, general
from assistant.operations import pattern, says
from assistant.paragraphs import Paragraph
from assistant.reply import ends
from assistant.reply.passages import disclosures, knowledge, part, quote, read, topic
from assistant.reply.purpose import names_of
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from assistant.text import GAP, fold, key, squeeze
from assistant.wording import Wording

_HEAD = Cue(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?[、．.]?|\d{1,2}[、．.]|[(（]\d{1,2}[)）])?\s*(.{2,80}?)\s*(?:[:：]|是?指|(?<=项)[)）]\s*反映)"
)
_LEVEL = Cue(r"[(（](?:类|款|项)[)）]")
"""The marks of a subject's levels: 一般公共服务支出（类）财政事务（款）行政运行（项） is the entry of 行政运行."""
_TABLE = Cue(r"^\s*表[\d一二三四五六七八九十]|单位名称|部门名称|编制(?:部门|单位)|科目编码|科目名称|单位：(?:万?元|人)")
"""Words of tables that stand behind the glossary."""
_SIGNED = Cue(r"^[^。；]{0,40}?(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)$")
"""Department and date that close a document, printed right after the last entry."""
_NUMBERED = Cue(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、．.]")
_AMOUNT = Cue(r"多少|(?<!哪)几(?!大?[项类块种样]|个?(?:部分|方面))|金额|数额|占比|比重|几成|[增减涨降]")
_LEAST = 3
"""Characters of a term that is looked for in a question."""
_ADDS_NOTHING = Cue(r"(?:财政|部门|单位|本年|当年|收入|支出|资金|经费|费用?|预算|拨款|款项|科目|的)*")
"""What a name may have beyond a term and still be that term."""
_DOUBTFUL = 0.4
"""The share from which on it is left open whether a sentence names the term."""
_NAMED = 0.65
"""The least share of a term's words that the sentence which names it must hold."""
_INNER = Cue(
    r"(?:^|[，。；:：]|其中[，:：]?)\s*(?:[一二三四五六七八九十\d]+[、．.])?([^，。；:：]{2,24}?)[:：]?\s*(?:是?指|反映|包括|包含)"
)
"""The term that a clause explains, in front of what it takes in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a glossary: the spellings of its term, and its text with the paragraphs that go on with it."""

    heads: tuple[str, ...]
    text: Paragraph


def in_words(scene: Scene) -> bool:
    """Whether no amount is asked for."""
    return not _AMOUNT.search(scene.question.plain)


def means(scene: Scene) -> bool:
    """Whether a meaning is asked for and nothing else: no amount answers such a question."""
    question = scene.question
    asked = says("scope", "meaning", question.plain) or told_apart(scene)
    return "reason" not in question.asks and asked and in_words(scene)


def told_apart(scene: Scene) -> bool:
    """Whether it is asked how two terms differ, and not how one does in two years or departments."""
    question = scene.question
    one = (
        len(question.issuers) > 1
        or len(question.years) > 1
        or re.search("[去前上]一?年", beside(question.mentions, question.plain))
    )
    return not one and says("scope", "told_apart", question.plain)


def define(scene: Scene) -> Answer | None:
    """The entry of the glossary, from each document that has one; of two terms that are told apart both."""
    said = 0
    for target in disclosures(scene):
        glossary = entries(scene, target)
        asked = [(names, _entry(glossary, names)) for names in _asked(scene, glossary)]
        found = [entry for _, entry in asked if entry]
        if not found:
            continue
        if said >= TABLE_LIMIT:
            break
        for entry in dict.fromkeys(found):
            begun = _begun(entry)
            quote(scene, target, _unsigned(entry), f"{owner(target.document)}：{begun}…" if begun else None)
        scene.draft.say("".join(f"文件没有解释“{names[0]}”。" for names, entry in asked if not entry))
        said += 1
    return scene.answered() if said else None


def _asked(scene: Scene, glossary: Sequence[Entry]) -> list[list[str]]:
    """The spellings of each term asked for: those of the glossary's terms that the question says, before all others."""
    printed = _printed(scene, glossary)
    if _each(scene) and len(terms := _apart(scene, printed)) > 1:
        return terms
    names = _terms(scene)
    return [[*(term for term in printed if names and names[0] in term), *names]]


def _each(scene: Scene) -> bool:
    """Whether several terms are asked for, each by itself."""
    return told_apart(scene) or says("scope", "each_meaning", scene.question.plain)


def _apart(scene: Scene, printed: Sequence[str]) -> list[list[str]]:
    """Each term that is asked for, in the order of the question: those of the glossary, and the items that it has under other names."""
    text = key(scene.question.plain)
    others = [m for m in scene.question.mentions if not any(key(m.said) in term or term in key(m.said) for term in printed)]
    terms = [[term] for term in printed] + [[key(m.said), *map(key, m.items)] for m in others]
    return sorted(terms, key=lambda names: text.find(names[0]))


def _printed(scene: Scene, glossary: Sequence[Entry]) -> list[str]:
    """The terms of a glossary that the question says, in its order; of two that overlap the longer one: 项目支出绩效目标, not 项目支出."""
    text, found = key(scene.question.plain), {}
    inner = (head for entry in glossary for sentence in entry.text.sentences() for head in _inner_heads(sentence))
    terms = {*(head for entry in glossary for head in entry.heads), *inner}
    for term in sorted((t for t in terms if len(t) >= _LEAST), key=len, reverse=True):
        if (at := text.find(term)) >= 0:
            found[at] = term
            text = text.replace(term, GAP * len(term))
    return [found[at] for at in sorted(found)]


def undefined(scene: Scene) -> Answer | None:
    """That no document explains the items, where only their meaning is asked for."""
    named = scene.question.mentions[: None if _each(scene) else 1]
    return ends.undisclosed(scene, f"{'、'.join(m.said for m in named)}的解释") if named else None


def belongs(scene: Scene) -> bool:
    """Whether a term is held against a wider one, and no amount is asked for."""
    plain = scene.question.plain
    return (
        in_words(scene)
        and "reason" not in scene.question.asks
        and (says("scope", "belongs_to", plain) or says("scope", "belongs", plain))
    )


def explain(scene: Scene) -> bool:
    """Add what the glossary says of the item to a draft that tells its parts; False where it says nothing."""
    said = False
    for target in disclosures(scene)[:TABLE_LIMIT] if scene.mention else ():
        entry = _entry(entries(scene, target), _terms(scene)[:3])
        if entry is not None:
            quote(scene, target, _unsigned(entry), f"{owner(target.document)}的解释")
            said = True
    return said


def belonging(scene: Scene) -> Answer | None:
    """The entry that names a term among what it takes in: 租车费属于三公哪一块, 取暖费在不在机关运行经费里."""
    if not belongs(scene):
        return None
    said = False
    for target in disclosures(scene)[:TABLE_LIMIT]:
        glossary = entries(scene, target)
        whole = next((e for m in _wider(scene) if (e := _whole(glossary, m))), None)
        whole = whole if _candidates(scene, whole) else None
        said = _named_in(scene, target, [whole] if whole else glossary, whole) or said
    return scene.answered() if said else None


_GENERIC = ("支出", "收入", "资金", "经费", "费用", "预算", "拨款", "开支")
"""Words that name no term by themselves."""


def _wider(scene: Scene) -> list[Mention]:
    """Items that may be the whole by their place: behind 属于 and 算在, before 包括 and 含."""
    plain = scene.question.plain
    cue = _ASKING.search(plain)
    if cue is None:
        return list(scene.question.mentions)
    side = plain[: cue.start()] if re.search("[包含]", cue[0]) else plain[cue.end() :]
    return [m for m in scene.question.mentions if m.said in side or any(n in key(side) for n in names_of(m))]


def _whole(glossary: Sequence[Entry], mention: Mention) -> Entry | None:
    """The entry of an item that is named as a whole, alone or inside another; not that of which the words name a part (教育收费)."""
    names = [key(mention.said), *names_of(mention)]
    entry = _of(glossary, names)
    if entry is None and (inner := _inner(glossary, names)):
        return Entry(tuple(names), inner)
    part = entry is not None and not any(names[0] in head for head in entry.heads) and mention.said in entry.text.squeezed
    return None if part else entry


def _named_in(scene: Scene, target: Target, glossary: Sequence[Entry], whole: Entry | None) -> bool:
    """State which clause of the entries names the term; of the whole that is named also that none does."""
    counts = scene.texts.counts(scene.evidence.ledger, target.document.id)
    terms = [t for t in _candidates(scene, whole) if len(t) >= 2 and t not in _GENERIC]
    rated = [_best(Wording(t, counts, 100), t, glossary, whole) for t in terms]
    share, entry, sentence, wording, term = max(rated, key=lambda row: row[0], default=(0.0, None, None, None, ""))
    if share >= _NAMED and entry and sentence and wording:
        inner = _explained(sentence, wording) or _shown_head(entry)
        quote(scene, target, sentence, f"{owner(target.document)}：“{term}”列在“{inner}”的解释里")
        return True
    if whole is None or not terms or share >= _DOUBTFUL:
        return False
    head = next(m.said for m in scene.question.mentions if _whole([whole], m))
    quote(scene, target, whole.text, f"{owner(target.document)}：“{head}”的解释没有列出“{terms[0]}”")
    return True


_Rated = tuple[float, Entry | None, Paragraph | None, Wording | None, str]


def _best(wording: Wording, term: str, glossary: Sequence[Entry], whole: Entry | None) -> _Rated:
    """The sentence of the entries that holds most of a term; one that has it as it is typed stands before all others."""
    rated: list[_Rated] = [
        (wording.cover(s.squeezed) + (term in s.squeezed), e, s, wording, term)
        for e in glossary
        if wording.weights and (e is whole or key(term) not in e.heads)
        for s in e.text.sentences()
    ]
    return max(rated, key=lambda row: row[0], default=(0.0, None, None, None, term))


def _candidates(scene: Scene, whole: Entry | None) -> list[str]:
    """What may be held against the wider term: other items that are named, and the words before those that ask."""
    own = [m for m in scene.question.mentions if whole and any(n in whole.heads for n in (key(m.said), *names_of(m)))]
    others = [m.said for m in scene.question.mentions if m not in own and not general(m.said)]
    plain = scene.question.rest_with_items.replace(GAP, ",")
    for mention in own:
        plain = plain.replace(mention.said, ",")
    cue = pattern("scope", "belongs_to").search(plain) or _ASKING.search(plain)
    before, after = (plain[: cue.start()], plain[cue.start() :]) if cue else (plain, "")
    asking = re.compile(knowledge()["belonging"]["asking"])
    left, right = ([t for c in re.split("[,、]", asking.sub(",", side)) if len(t := c.strip()) >= 2] for side in (before, after))
    typed = left[-2:] or [t for t in _ASKING.sub(",", ",".join(right)).split(",") if len(t) >= 2][:1]
    return list(dict.fromkeys((*typed, *others)))


_ASKING = Cue(
    r"在不在|是否在|是不是在|属不属于|属于|算不算|是不是算|算|包不包[括含]|含不含|是否包[括含]|包[括含]|计入|列入|归[在入到进于属]?|放[在到进]|记在|在(?=,)"
)


def _explained(sentence: Paragraph, wording: Wording) -> str:
    """The term that the clause explains which names what is asked: 公务用车购置及运行费 of 公务用车购置及运行费指…租用费…."""
    text = sentence.text
    at = next((i for i in range(len(text), 0, -1) if wording.cover(squeeze(fold(text[:i]))) < _NAMED), 0)
    found = [m[1] for m in _INNER.finditer(text[: at + 1])]
    named = [n for f in found if (n := _unquoted(re.sub(r"^其中[，:：]?", "", f))) not in ("具体", "主要", "一般", "其中")]
    return named[-1] if named else ""


def _shown_head(entry: Entry) -> str:
    match = _HEAD.match(_begun(entry.text) + entry.text.text)
    return _unquoted(match[1]) if match else ""


def _unquoted(term: str) -> str:
    return re.sub('[“”"]', "", term)


def entries(scene: Scene, target: Target) -> list[Entry]:
    """The entries of a disclosure's glossary."""
    glossary = part("glossary", read(scene, target.document))
    found: list[Entry] = []
    for index, paragraph in enumerate(glossary):
        match = _HEAD.match(_begun(paragraph) + paragraph.text)
        if match and not _TABLE.search(paragraph.text):
            found.append(Entry(tuple(key(head) for head in _spellings(match[1])), _with_rest(glossary, index)))
    return found


def _terms(scene: Scene) -> list[str]:
    """Spellings of the term asked for, as written first."""
    quoted = re.findall(r"[“\"「『‘']([^”\"」』’']{2,20})[”\"」』’']", scene.question.text)
    said = [m.said for m in scene.question.mentions]
    names = [n for m in scene.question.mentions for n in m.items]
    words = [] if said or quoted else [w for w in topic(scene).split() if len(w) >= 2]
    return list(dict.fromkeys(key(n) for n in (*quoted, *said, *names, *words) if n))


def _of(glossary: Sequence[Entry], names: Sequence[str]) -> Entry | None:
    """The entry of one of the names exactly."""
    return next((e for n in names for e in glossary if key(n) in e.heads), None)


def _entry(glossary: Sequence[Entry], names: Sequence[str]) -> Paragraph | None:
    if exact := _of(glossary, names):
        return exact.text
    if inner := _inner(glossary, names):
        return inner
    for name in names:
        for entry in glossary if len(name) >= 3 else ():
            if any((name in h and len(h) <= len(name) + 8) or _nearly(name, h) for h in entry.heads):
                return entry.text
    return None


def _nearly(name: str, head: str) -> bool:
    """Whether a name is a term with words around it that make no other term of it."""
    return len(head) >= 4 and head in name and bool(_ADDS_NOTHING.fullmatch(name.replace(head, "", 1)))


def _inner(glossary: Sequence[Entry], names: Sequence[str]) -> Paragraph | None:
    """The sentence inside another entry that explains one of the names: 其中，人员经费包括…."""
    inner = [(_inner_heads(sentence), sentence) for entry in glossary for sentence in entry.text.sentences()]
    return next((sentence for name in names for heads, sentence in inner if key(name) in heads), None)


def _inner_heads(sentence: Paragraph) -> list[str]:
    """The terms that clauses of a sentence explain."""
    return [key(re.sub(r"^其中[，:：]?", "", m[1])) for m in _INNER.finditer(sentence.text)]


def _spellings(head: str) -> list[str]:
    """An entry's term as printed, by the last of its levels alone, and without what is bracketed behind it."""
    levels = [part for part in _LEVEL.split(head) if part.strip()]
    bare = re.sub(r"[(（][^()（）]*[)）]\s*$", "", head)
    return list(dict.fromkeys([head, *([levels[-1]] if _LEVEL.search(head) and levels else []), *([bare] if bare else [])]))


def _begun(paragraph: Paragraph) -> str:
    """What of an entry's term was taken for a heading, where the term runs on into the text."""
    title = re.sub(r"\s", "", paragraph.section[-1]) if paragraph.section else ""
    numbered = _NUMBERED.match(title) and not _NUMBERED.match(paragraph.text.strip())
    return title if numbered and not re.sub(r"\s", "", paragraph.text).startswith(title[:4]) else ""


def _with_rest(glossary: Sequence[Paragraph], index: int) -> Paragraph:
    """An entry with the paragraphs that go on with it."""
    lines = list(glossary[index].lines)
    for paragraph in glossary[index + 1 : index + 4]:
        if _HEAD.match(paragraph.text) or paragraph.section != glossary[index].section or len(paragraph.text) < 20:
            break
        lines += paragraph.lines
    return Paragraph(tuple(lines), glossary[index].section)


def _unsigned(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the signature that closes the document."""
    sentences = paragraph.sentences()
    while len(sentences) > 1 and _SIGNED.match(re.sub(r"\s", "", sentences[-1].text)):
        sentences = sentences[:-1]
    lines = [line for s in sentences for line in s.lines]
    return Paragraph(tuple(dict.fromkeys(lines)), paragraph.section)
