"""Answers in the document's words: the passages that hold what a question talks about, or none where no passage does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer import Answer
from assistant.cues import Cue
from assistant.issuer import is_organ, naming
from assistant.operations import says
from assistant.paragraphs import Paragraph
from assistant.question import Question
from assistant.reply.passages import LONGEST, asked_with, disclosures, list_after, quote, read
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from assistant.text import fold, squeeze
from assistant.wording import Wording, joined

ENOUGH = 0.62
"""The least share of what a question talks about that a passage must hold with its headings, where words are clearly asked for.

Measured over 115 questions that documents answer in words and 82 that they do not: at 0.54 three of the latter are answered with a
neighbour, at 0.58 two, from 0.62 on one; from 0.66 on paraphrases of what is printed are lost.
"""
PLENTY = 0.72
"""The same where it is not clear that words are asked for, and nothing else answered."""
_OWN = 0.33
"""The least share that the sentence must hold by itself and with its heading."""
_NAMED = 0.65
"""The least share of words taken for a department that the passage must hold, for them not to be one."""
_BEHIND = 0.85
"""How near to the best passage another one must come to be shown with it."""
TELLING = 1.2
"""The least that a question must talk about: two or three characters that are not in every paragraph."""
MUCH = 1.9
"""The same where it is not clear that words are asked for."""
_NO_PROSE = Cue(
    r"\.{5}|…{3}|科目编码|科目名称|项目预算数|单位[:：](?:万?元|人)|表[\d一二三四五六七八九十]{1,3}(?:收|支|财|一般|政府|国有)"
    r"|[［\[]\d{3,}[］\]]|(?<![\d.])[23]\d{4}(?:\d\d)?[\u4e00-\u9fff]{2}"
    r"|^[一二三四五六七八九十]+、[^，。；]*[一二三四五六七八九十]+、[^，。；]*$"
    r"|(?:产出|成本|效益|满意度)指标\s*(?:数量|质量|时效|可持续|服务对象|(?:经济|社会|生态)?(?:成本|效益))"
)
"""Tables and lists of contents that were read as text."""
_HEAD = Cue(r"公开\s*\d{1,2}\s*表|科目(?:编码|名称)|(?<![（(])单位[:：]\s*万?元")
"""What stands over the columns of a table."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that may answer: how much it holds, alone and with its paragraph and headings, and by what it is ranked."""

    target: Target
    paragraph: Paragraph
    sentence: Paragraph
    share: float
    own: float
    score: float


def kinds(scene: Scene) -> list[dict[str, Any]]:
    """The kinds of words that a question asks for (who, when, which …), as ``prose.toml`` lists them."""
    return asked_with("wanted", scene.question.plain)


_NUMBER = Cue(r"多少|几(?:[名位起件次场批辆台套]|何|成|倍|个(?!月|处|科|单位|部门))|金额|数额|占比|比重")
_LISTED_TOO = Cue(r"用途|数字|名(?:字|称|单)|叫(?:什么|啥)|逐[个条项一]|哪(?:几|[两二三四五六七八九十])个[^,]{0,4}项目")
"""Words that want the things that are counted listed as well."""
_OF_A_TOTAL = Cue(
    r"(?:支出|收入|预算)(?:都|主要|总共|一共)*(?:包括|包含|分|由|有)[为成了]?(?:[^,]{1,20}等)?哪[几些]个?大?(?:[类块款]|项(?!目))"
)
"""A total is to be told apart by class, which is done in amounts."""
_COUNTED_NOUN = Cue(r"(?:几|多少)个?([\u4e00-\u9fff]{1,3}?[局处科室所站队院校馆心])(?![长级])")
_COMPUTED = frozenset({"rank", "compare", "difference", "ratio", "share", "sum", "per", "findings", "code"})


def first(scene: Scene) -> bool:
    """Whether words are clearly asked for, and no number."""
    question = scene.question
    if "duty" in question.asks or _points_nowhere(question):
        return False
    if _counts_offices(scene) or "compare" in question.asks or (question.which and question.mentions):
        return False
    if _OF_A_TOTAL.search(question.plain):
        return False
    if (_NUMBER.search(question.plain) and not _LISTED_TOO.search(question.plain)) or _COMPUTED & question.asks:
        return False
    wanted = kinds(scene)
    return any(kind.get("with_items") or not question.mentions for kind in wanted) or bool(wanted and _set_named(scene))


_SET = Cue(r"(?<!哪)(?<!第)[二三四五六七八九十]{1,2}(?:大(?![块类项头部件])|个|项|条)[\u4e00-\u9fff]{2,4}")
"""A set of things by their number: 六大计划."""
_NONE = "(?!)"


def _set_named(scene: Scene) -> str:
    """The set of things that the question names as a document prints it; "" where it names none, ``_NONE`` where none prints it."""
    said = _SET.search(scene.question.plain) if re.search("哪|叫", scene.question.plain) else None
    texts = [p.squeezed for t in targets_of(scene) for p in read(scene, t.document)] if said else []
    names = (said[0][:end] for end in range(len(said[0]), 3, -1)) if said else ()
    printed = next((name for name in names if any(name in text for text in texts)), "")
    return printed or (_NONE if said and "大" in said[0] else "")


_POINTS = Cue(
    r"^(?:那么?)?(?:它|其(?![他它中余])|[这那该](?:个|项|笔|块)(?:钱|费用|支出|项目|资金|经费)?(?![\u4e00-\u9fff]{0,6}?的))"
)


def _points_nowhere(question: Question) -> bool:
    """Whether a question only points at something (它主要用在哪) that no turn before it told of."""
    named = question.mentions or question.issuers or question.years or question.carried or question.unknown
    return not named and bool(_POINTS.match(question.plain))


def _counts_offices(scene: Scene) -> bool:
    """“下设几个处室,都叫什么” wants the offices, which their own reply tells, and not the office of some task (处室 of 哪个处室管绿化)."""
    mention = scene.mention
    if mention is None or not mention.name.endswith(("机构数", "单位数")):
        return False
    if re.search("几[个家]?|多少", mention.said):
        return True
    beside = scene.question.rest.replace(mention.said, " ")
    return wording_of(scene, targets_of(scene), beside).telling < MUCH


def asked_for(scene: Scene) -> Answer | None:
    """The passages, where the question clearly asks for words."""
    wanted = kinds(scene)
    return _reply(scene, wanted, ENOUGH) if wanted else None


def or_nothing(scene: Scene) -> bool:
    """Whether only words can answer, and no amount of an item that is named with them: 主要服务哪些人."""
    return first(scene) and any(kind.get("no_amount") for kind in kinds(scene))


def anyhow(scene: Scene) -> Answer | None:
    """The passages, where nothing else answered and most of what the question talks about stands in one place."""
    question = scene.question
    if (
        _NUMBER.search(question.plain)
        or _COMPUTED & question.asks
        or question.asks & {"level", "count"}
        or _points_nowhere(question)
    ):
        return None
    return None if says("scope", "vague", question.plain) else _reply(scene, kinds(scene), PLENTY)


def named(scene: Scene) -> Answer | None:
    """The passages that hold the words which were taken for a department or a topic that is not on record: 驻京 for 北京."""
    unknown = scene.question.unknown or ""
    if is_organ(unknown) and not unknown.endswith("大厅"):
        return None
    if not scene.question.issuers and unknown.endswith(tuple(naming()["places"]["endings"])):
        return None
    from assistant.reply import quantities

    reply = quantities.counted if _NUMBER.search(scene.question.plain) else None
    if reply is None and not first(scene):
        return None
    known = scene.question.issuers
    found = tuple(Target(d, d.fiscal_year) for d in scene.documents if not known or d.issuer in known)
    if not unknown:
        return asked_for(scene)
    scene.targets = replace(scene.targets, found=found)
    answer = reply(scene) if reply is not None else _reply(scene, kinds(scene), ENOUGH, unknown)
    if answer is None:
        scene.targets = replace(scene.targets, found=())
    return answer


def _reply(scene: Scene, wanted: Sequence[dict[str, Any]], least: float, unknown: str = "") -> Answer | None:
    targets = targets_of(scene)
    wording = wording_of(scene, targets)
    if not targets or wording.telling < (TELLING if least == ENOUGH else MUCH):
        return None
    found = [p for t in targets for p in passages(scene, t, wording, wanted) if p.share >= least and p.own >= _OWN]
    found = [p for p in found if not unknown or holds(p, unknown, wording)]
    if not found:
        return None
    scene.renew()
    _say(scene, found, wording)
    return scene.answered()


def holds(passage: Passage, unknown: str, wording: Wording) -> bool:
    """Whether a passage holds the words that were taken for a department which is not on record."""
    return Wording(unknown, wording.counts, wording.total).cover(_context(passage)) >= _NAMED


def _context(passage: Passage) -> str:
    return squeeze(fold("".join((passage.target.document.issuer, *passage.paragraph.section[-2:])))) + passage.paragraph.squeezed


def targets_of(scene: Scene) -> list[Target]:
    """The disclosures to search: those asked about; of more than an answer lists, those with the best passages by keywords."""
    targets = disclosures(scene) or [t for t in scene.found if t.prior]
    if len(targets) <= TABLE_LIMIT:
        return targets
    from index import keywords

    ids = {t.document.id: t for t in targets}
    hits = keywords.search(scene.evidence.ledger, scene.question.rest_with_items, list(ids), 4 * TABLE_LIMIT)
    return [ids[i] for i in list(dict.fromkeys(h.chunk.document_id for h in hits))[:TABLE_LIMIT]]


def wording_of(scene: Scene, targets: Sequence[Target], asked: str = "") -> Wording:
    """What the question (or the part of it that is given) talks about, weighed by the documents that are searched."""
    counts: Counter[str] = Counter()
    total = 0
    for target in targets:
        counts.update(scene.texts.counts(scene.evidence.ledger, target.document.id))
        total += len(scene.texts.of(scene.evidence.ledger, target.document.id))
    question = scene.question
    lost = question.unknown if question.unknown and question.unknown not in question.rest_with_items else ""
    return Wording(asked or f"{question.rest_with_items} {lost}", counts, total)


def passages(scene: Scene, target: Target, wording: Wording, wanted: Sequence[dict[str, Any]]) -> list[Passage]:
    """Sentences of a document by how much they hold, best first."""
    found: list[Passage] = []
    texts = read(scene, target.document)
    name = wording.held(squeeze(fold(target.document.issuer)))
    states = [re.compile(kind["states"]) for kind in wanted if "states" in kind]
    musts = [re.compile(kind["must"]) for kind in wanted if "must" in kind]
    musts += [re.compile(word) for word in (_set_named(scene), *_years_told_of(scene)) if word]
    if scene.mention and any(kind.get("of_item") for kind in wanted):
        musts.append(re.compile(re.escape(scene.mention.said)))
    places = [re.compile(kind["within"]) for kind in wanted if "within" in kind]
    define = "define" in scene.question.asks
    for number, paragraph in enumerate(texts):
        headings = wording.held(squeeze(fold("".join(paragraph.section[-2:]))))
        near = _halved(wording.held("".join(p.squeezed for p in _beside(texts, number))))
        share = wording.share(joined(name, headings, near, wording.held(paragraph.squeezed)))
        if share < ENOUGH / 2:
            continue
        path = "".join(paragraph.section)
        title = wording.held(squeeze(fold(paragraph.section[-1]))) if paragraph.section else {}
        extra = 0.2 * any(p.search(path) for p in places) - (0.3 if "名词" in path and not define else 0)
        for sentence in paragraph.sentences():
            if not is_prose(sentence.text) or not all(p.search(sentence.text) for p in musts):
                continue
            own = wording.share(joined(wording.held(sentence.squeezed), name, title))
            bonus = 0.15 * sum(bool(p.search(sentence.text)) for p in states)
            bonus += 0.05 * sum(n in sentence.squeezed for n in wording.numbers)
            found.append(Passage(target, paragraph, sentence, share, own, 0.65 * own + 0.35 * share + bonus + extra))
    return sorted(found, key=lambda p: -p.score)[:6]


def _years_told_of(scene: Scene) -> list[str]:
    """The years asked for of which no disclosure is on record, so that a sentence of a later one has to name them."""
    own = {t.year for t in scene.found if not t.prior}
    return [str(year) for year in scene.question.years if year not in own]


def is_prose(text: str) -> bool:
    """Whether a text is no table, list of contents or row that was read as text."""
    return not (_NO_PROSE.search(text) or is_row(text))


def is_row(text: str) -> bool:
    """Whether a text is labels and numbers in turn, as the rows of a table read, or holds the head of a table."""
    if _HEAD.search(text):
        return True
    coded = len(re.findall(r"(?<![\d.])[23]\d{4}(?:\d\d)?[\u4e00-\u9fff]", text)) >= 2
    return coded or (len(re.findall(r"\d[\d,]*\.\d\d|\d{5,}", text)) >= 3 and not re.search("[，、；]", text))


def _beside(texts: Sequence[Paragraph], number: int) -> list[Paragraph]:
    """The paragraphs before and after one, as far as they stand in the same part of the document."""
    part = texts[number].section[:-1]
    near = [*texts[max(number - 2, 0) : number], *texts[number + 1 : number + 3]]
    return [p for p in near if p.section[:-1] == part]


def _halved(held: dict[int, float]) -> dict[int, float]:
    return {at: credit / 2 for at, credit in held.items()}


def _say(scene: Scene, passages: Sequence[Passage], wording: Wording) -> None:
    best = max(p.score for p in passages)
    if counted := _COUNTED_NOUN.search(scene.question.plain):
        from assistant.reply import quantities

        quantities.listed(scene, max(passages, key=lambda p: p.score), counted[1])
    shown: list[Paragraph] = []
    for passage in sorted(passages, key=lambda p: -p.score):
        if passage.score < best * _BEHIND or passage.paragraph in shown or len(shown) == 3:
            continue
        shown.append(passage.paragraph)
        text = _shown(passage, wording)
        _numbers(scene, passage, text)
        quote(scene, passage.target, text)
        list_after(scene, passage.target, text)


def _numbers(scene: Scene, passage: Passage, text: Paragraph) -> None:
    """The numbers of a passage, where they are asked for beside the words."""
    from assistant.reply import quantities

    plain = scene.question.plain
    members = next((m for k in kinds(scene) if k.get("of_item") and (m := re.search(k["must"], passage.sentence.text))), None)
    if members and _NUMBER.search(plain):
        quantities.stated(scene, passage, passage.sentence, after=members[0][:4])
    elif re.search("数字|金额|各(?:是|有)?多少|分别.{0,6}多少|各几", plain):
        quantities.stated(scene, passage, text)
    elif re.search("哪笔钱|哪个科目|哪一?[项类](?:支出|经费|钱)", plain):
        quantities.stated(scene, passage, passage.sentence, most=1)


def _shown(passage: Passage, wording: Wording) -> Paragraph:
    """The paragraph, of a long one the sentences that hold most of it, the best one in any case, with what it enumerates."""
    if len(passage.paragraph.text) <= LONGEST:
        return passage.paragraph
    sentences = passage.paragraph.sentences()
    ranked = sorted(sentences, key=lambda s: (s is not passage.sentence, -wording.cover(s.squeezed)))
    ranked = [s for s in ranked if s is passage.sentence or not (_NO_PROSE.search(s.text) or is_row(s.text))]
    kept = [s for s in ranked[:3] if s is passage.sentence or wording.cover(s.squeezed) >= 0.3]
    kept += _enumerated(sentences, passage.sentence)
    return Paragraph(tuple(line for s in sentences if s in kept for line in s.lines), passage.paragraph.section)


def _enumerated(sentences: Sequence[Paragraph], best: Paragraph) -> list[Paragraph]:
    """The sentences that go on counting (2、…3、…) after one in which 1、 stands."""
    found: list[Paragraph] = []
    if re.search(r"(?<!\d)1[、.．](?!\d)", best.text):
        for number, sentence in enumerate(sentences[sentences.index(best) + 1 :], start=2):
            if not re.match(rf"\s*{number}[、.．]", sentence.text):
                break
            found.append(sentence)
    return found


def to_its_end(paragraph: Paragraph, sentence: Paragraph) -> Paragraph:
    """A sentence that begins to count (包括：1.办公室。) with the numbers after it in its paragraph."""
    more = _enumerated(paragraph.sentences(), sentence)
    return Paragraph((*sentence.lines, *(line for s in more for line in s.lines)), sentence.section) if more else sentence
