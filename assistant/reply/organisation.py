"""Offices and units: how many there are, with the sentence that lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Answer
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import Fact
from assistant.issuer import is_organ, unbracketed
from assistant.mention import Mention
from assistant.numerals import number_of
from assistant.operations import says
from assistant.paragraphs import Paragraph, source_of
from assistant.reply import around, passages, words
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from assistant.text import GAP, fold, squeeze
from assistant.wording import pairs
from corpus.document import Line
from corpus.figure import Measure


def counted(scene: Scene) -> Answer | None:
    """“下设几个处室，分别叫什么”: the count, and the sentence that lists them."""
    mention = scene.mention
    if mention is None or not (mention.items[0].endswith(("机构数", "单位数")) or _names(scene) or asks_for_vehicles(scene)):
        return None
    said = False
    for target in [t for t in scene.found if not t.prior][:5]:
        if mention.items[0].endswith("单位数") and _BELOW.search(scene.question.plain) and _said_units(scene, target):
            said = True
            continue
        found = scene.evidence.level(target.document, mention)
        sentence = passages.sentence_at(scene, target, found.lead.places[0]) if found else None
        if found is None:
            continue
        each = bool(_OF_EACH.search(scene.question.plain))
        kinds = _kinds(scene, target, sentence, found.lead) if sentence and each else ""
        scene.draft.say(f"{target.document.issuer}：{kinds}{scene.draft.fact(found.lead, bold=not kinds)}。")
        scene.draft.say(around.parts(scene, target, found) if each and not kinds else "")
        if sentence is not None:
            scene.draft.say(f"{sentence.text}{scene.draft.mark(sentence.sources(target.document.id))}")
            passages.list_after(scene, target, sentence)
        said = True
    return scene.answered() if said else None


_OF_EACH = Cue(r"(?:各|分别|每一?[种类样]|哪[几些一]?[类种])[^,]*,?[^,]*(?:几|多少)[辆台]")


def _kinds(scene: Scene, target: Target, sentence: Paragraph, whole: Fact) -> str:
    """The numbers of the kinds that a sentence prints beside their total; nothing where they do not add up to it."""
    told = squeeze(fold(sentence.text))
    own = [
        f
        for f in scene.evidence.whole(target.document.id)
        if f.measure is Measure.COUNT
        and f.amount.unit == whole.unit
        and f.item != whole.figure.item
        and f"{squeeze(fold(f.row_label))}{f.amount.value}{f.amount.unit}" in told
    ]
    if not whole.value or sum(f.amount.value or 0 for f in own) != whole.value:
        return ""
    own.sort(key=lambda f: not f.amount.value)
    return "".join(f"{f.row_label} {scene.draft.figure(f, None, (f.source,))}，" for f in own) + "共 "


def _names(scene: Scene) -> bool:
    """“绩效项目有哪几个”: what is counted is to be named."""
    asked = re.search(r"哪(?:些|几|[两三四五六七八九十])|叫(?:什么|啥)|名(?:字|称|单)|逐[个项]", scene.question.plain)
    return bool(asked) and scene.mention is not None and scene.mention.items[0].endswith("项目数")


def asks_for_vehicles(scene: Scene) -> bool:
    """“都是啥车” after a question for vehicles, “有几辆车，什么用途”: the sentence tells them by their use."""
    plain = scene.question.plain
    asked = says("scope", "used", plain) or re.search(r"哪一?[类种](?:的|公务)?(?:用)?车|(?:各|每一?|哪几|几)个?[类种]", plain)
    return bool(asked) and scene.mention is not None and scene.mention.items[0] == "车辆数"


_BELOW = Cue(r"(?:下属|所属|二级|下级|直属|下面|底下|手下|下边)(?:的|那|这|有|设)*[^,]{0,6}?单位|二级预算")
_BELOW_LISTED = Cue(r"名(?:字|称|单)|哪[几些两三]|叫(?:什么|啥)|各|分别|逐|列|那几|几家")
_NONE_BELOW = Cue(r"(?:无|没有|未设)[^，。；]{0,10}(?:下属|所属|二级)[^，。；]{0,8}单位")


def asks_for_units(scene: Scene) -> bool:
    """Whether the units below a department are asked for by name, or something of each of them."""
    plain = scene.question.plain
    return bool(_BELOW.search(plain) and _BELOW_LISTED.search(plain))


def no_units(scene: Scene) -> Answer | None:
    """That a department has no units below it, in its own words; None where one of those asked about does not say so."""
    for target in passages.disclosures(scene)[:TABLE_LIMIT]:
        stated = next((s for s in _sentences(scene, target) if _NONE_BELOW.search(s.text)), None)
        if stated is None:
            return None
        passages.quote(scene, target, stated, f"{owner(target.document)}：没有下属单位，原文")
    return scene.answered() if scene.draft.lines else None


_UNITS_LISTED = Cue(
    r"(?:包括|包含|包|含|纳入|[编算并计][进入到]|汇总|构成|范围|组成|涵盖)[^,]{0,14}?(?:哪[几些]?|几|多少)[家个]?(?:预算|下属)?单位"
    r"|(?:纳入|编[进入]|汇总|范围)[^,]{0,24}?单位[^,]{0,6}?(?:几|多少|哪)[家个些几]"
    r"|(?:哪[几些]?|几|多少)[家个]?(?:预算|下属)?单位[^,]{0,6}?(?:(?:算|纳|编|包|并|计|合)(?:在|进|入|到)|汇总|构成|组成)"
    r"|(?:下属|直属|所属|二级)[^,]{0,3}?(?:哪[几些]?|几|多少)[家个]?(?:事业|行政|参公|预算)*单位"
    r"|(?:下属|直属|所属|二级)(?:事业|行政|参公|预算)*单位(?:都|各|分别|一共)*(?:有|是|叫)*(?:几[家个]|哪[些几]|多少[家个])"
    r"|(?:算|纳|编|包|并|计)(?:在|进|入|到)[^,]{0,10}单位[^,]{0,4}?(?:有|是|都|共)*(?:几|多少|哪)[家个些几]"
)
_UNITS_SAID = Cue(
    r"(?:编制范围|单位构成|(?:预算|下属)单位)[^。：:]*?(?:包括|包含|(?:分别|具体)[是为]|[有为是](?=[：:]))[：:]?(?P<names>[^。：:]+)"
)
_COUNTED = Cue(r"单位(?:共计?|共有|合计|计|有)?(?P<number>\d+|[一二两三四五六七八九十]+)(?P<unit>[家个])")
_LEADS_TO_UNITS = Cue(r"(?:纳入|编制)?[^。]{0,40}单位(?:具体|分别|主要)?(?:包括|有|为|如下)[:：]?$|^序号\s*单位名称")
_NUMBERED = Cue(r"[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）.、．]?\s*(?=[\u4e00-\u9fff])")


def asks_for_list(scene: Scene) -> bool:
    """Whether it is asked how many units, or which, a budget or final account takes in."""
    return bool(_UNITS_LISTED.search(scene.question.plain))


def units_listed(scene: Scene) -> Answer | None:
    """The units that a document lists one by one, or that a sentence of it names, counted; None where none of those asked about does."""
    below = bool(_BELOW.search(scene.question.plain))
    for target in passages.disclosures(scene)[:TABLE_LIMIT]:
        rows = _listed_units(scene.evidence.ledger.lines(target.document.id))
        if below:
            rows = [row for row in rows if unbracketed(_name_in(row)) != unbracketed(target.document.issuer)]
        if rows:
            _say_listed(scene, target, rows, "下属" if below else "编制范围的")
        else:
            _said_units(scene, target)
    return scene.answered() if scene.draft.lines else None


def _say_listed(scene: Scene, target: Target, rows: Sequence[Line], which: str) -> None:
    """Units by the lines that list them, with the number of those below that the document itself prints, where it does."""
    places = [source_of([row], target.document.id, ()) for row in rows]
    stated = scene.evidence.level(target.document, Mention("下属单位数", ("下属单位数",))) if which == "下属" else None
    count = scene.draft.fact(stated.lead) if stated else scene.draft.tally(len(rows), places, "单位数")
    scene.draft.say(f"{count} — {owner(target.document)}{which}单位：")
    for row, place in zip(rows, places, strict=True):
        scene.draft.say(f"- {passages.clean(_name_in(row))}{scene.draft.mark((place,))}")


def _name_in(row: Line) -> str:
    return _NUMBERED.sub("", row.text.strip(), count=1)


def _said_units(scene: Scene, target: Target) -> bool:
    """State the sentence that names the units, with their number where it names all that are asked for; False where none does."""
    below = bool(_BELOW.search(scene.question.plain))
    for sentence in _sentences(scene, target):
        text = re.sub(r"\s|[（(][^（）()]*[)）]", "", sentence.text)
        said = _UNITS_SAID.search(text)
        names, number = _organs(said["names"]) if said else [], _COUNTED.search(text)
        if not names or said is None or (number is not None and number_of(number["number"]) != len(names)):
            continue
        own = [n for n in names if n == unbracketed(target.document.issuer)]
        if own or below:
            all_below = _BELOW.search(text[: said.start("names")]) is not None
            count = len(names) - (len(own) if below and not all_below else 0)
            stated = scene.draft.tally(count, sentence.sources(target.document.id), "单位数", number["unit"] if number else "个")
            passages.quote(scene, target, sentence, f"{stated} — {owner(target.document)}")
            return True
    return False


_BUT = Cue(
    r"(?:除了?|除去|除开|刨[去开掉]|扣除|剔除|去掉|撇开|抛开|不含|不算|不计|不包括|不包含)(?P<behind>[\u4e00-\u9fff]{2,10}?)(?:之?外|以外|的话|,|$)"
    r"|(?:^|[,\ue000 ])(?P<ahead>[\u4e00-\u9fff]{2,10}?)(?:不算|不计|除外|不含|不包括)(?:在内|进去)?(?:$|,)"
)


def but(scene: Scene) -> Answer | None:
    """“几个科室，某某不算”: the printed number, where its sentence counts without the one left out; None where it counts it in."""
    mention, others = scene.mention, scene.question.mentions[1:]
    if mention is None or not mention.items[0].endswith(("机构数", "单位数")):
        return None
    left = _BUT.search(scene.question.rest_with_items.replace(mention.said, GAP, 1))
    name = (left["behind"] or left["ahead"]) if left else ""
    if not name or not all(other.said in name for other in others):
        return None
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        found = scene.evidence.level(target.document, mention)
        sentence = passages.sentence_at(scene, target, found.lead.places[0]) if found else None
        if found is None or sentence is None or not _counted_without(squeeze(fold(sentence.text)), name):
            return None
        stated = scene.draft.fact(found.lead)
        passages.quote(
            scene, target, sentence, f"{stated} — {owner(target.document)}“{found.lead.figure.item}”，本来就不含“{name}”"
        )
    return scene.answered() if scene.draft.figures else None


def _counted_without(text: str, name: str) -> bool:
    """Whether a sentence names something only beside what it counts (8个科室和某某), or not at all."""
    beside = re.search(
        rf"(?:\d+|[一二两三四五六七八九十]+)[个家][\u4e00-\u9fff]{{2,8}}?[,]?(?:和|及|以及|、|另设|还设|另有|并设)(?:一|1)?个?{re.escape(name)}",
        text,
    )
    return beside is not None or name not in text


_UNIT_ENDS = ("站", "队", "所", "校", "院", "园", "馆", "场")


def _organs(listed: str) -> list[str]:
    """The names of a list, without what is said of their level; empty where one of them is no organ's."""
    names: list[str] = []
    for name in re.split("[、，,；;]", listed):
        name = re.sub(r"^以?及", "", name)
        halves = ((_bare(name[: m.start()]), _bare(name[m.end() :])) for m in re.finditer("[和与及]", name))
        names += next((half for half in halves if all(map(_is_unit, half))), (_bare(name),))
    return names if all(map(_is_unit, names)) else []


def _bare(name: str) -> str:
    return re.sub(r"(?:本级)?(?:预算|决算)?$", "", name)


def _is_unit(name: str) -> bool:
    """Whether a name of a list is that of a unit, and not a word for several of them (下属行政事业单位)."""
    return (is_organ(name) or name.endswith(_UNIT_ENDS)) and not name.startswith("下属")


def _listed_units(lines: Sequence[Line]) -> list[Line]:
    """The numbered lines (1 …, 2 …) that follow the words leading to them, or their heading."""
    for at, line in enumerate(lines):
        if _LEADS_TO_UNITS.search(line.text.strip()):
            rows: list[Line] = []
            for row in lines[at + 1 :]:
                number = _NUMBERED.match(row.text.strip())
                if number and number_of(number[1]) == len(rows) + 1:
                    rows.append(row)
                elif rows or not _LEADS_TO_UNITS.search(row.text.strip()):
                    break
            if rows:
                return rows
    return []


_NOUN = r"(?P<noun>[\u4e00-\u9fff]{0,4}?(?:分局|支队|大队|中队|派出所|分中心|[^科处]所|站|学校|医院))"
_SOME = Cue(
    rf"(?:几|多少)[个家]?{_NOUN}(?:$|,|[呢吗])|{_NOUN.replace('noun', 'before')}(?:派出|下属|直属)?(?:机构|单位)?(?:一共|总共|共|总计|合计)?(?:有|设|是)?了?(?:几|多少)[个家]"
)


def enumerated(scene: Scene) -> Answer | None:
    """“有几个水务所”: the names with that ending that one sentence lists, counted; None where any document counts them itself."""
    asked = _SOME.search(scene.question.plain)
    for target in passages.disclosures(scene)[:TABLE_LIMIT] if asked else ():
        said = (asked["noun"] or asked["before"]) if asked else ""
        sentences = list(_sentences(scene, target))
        noun = next((said[at:] for at in range(len(said) - 1) if any(said[at:] in squeeze(s.text) for s in sentences)), said)
        sentences = [s for s in sentences if noun in squeeze(s.text)]
        if any(re.search(rf"[\d一二三四五六七八九十两]个?{noun}", squeeze(s.text)) for s in sentences):
            return None
        best = max(sentences, key=lambda s: len(_ending_in(s, noun)), default=None)
        if best is not None and len(_ending_in(best, noun)) > 1:
            counted = scene.draft.tally(len(_ending_in(best, noun)), best.sources(target.document.id), noun)
            passages.quote(scene, target, best, f"{counted} — {owner(target.document)}")
    return scene.answered() if scene.draft.lines else None


def _ending_in(sentence: Paragraph, noun: str) -> list[str]:
    """The names of a list that end in a noun, each once; none of a list that breaks off (等)."""
    text = re.sub(r"[（(][^（）()]*[)）]", "", squeeze(sentence.text))
    names = [n for n in re.split("[、，,；;和及]", text) if n.endswith(noun) and n != noun]
    return [] if f"{noun}等" in text else list(dict.fromkeys(names))


_OFFICE_ASKED = Cue(
    r"挂在|挂靠|哪一?个?(?:科|处|股|办)(?:室)?|(?:该|应该?|要|得)?(?:去)?找(?:其中|里面)?(?:的)?哪一?个|归哪一?个?(?:科|处|股)"
)
_LISTS_OFFICES = Cue(r"(?:内设|下设|设有?|设置|机构)[^。]{0,24}?(?:分别是|分别为|包括|包含|有|是|为|：|:)")
_ENDING = Cue(r"(?:办公室|科|处|室|股|办|局|中心|大队|部)$")


def asks_for_office(scene: Scene) -> bool:
    """Whether the office for something is asked for (管人事的是哪个科), and not how many there are."""
    plain = scene.question.plain
    return bool(_OFFICE_ASKED.search(plain)) and not re.search(r"(?:几|多少)个?(?:科|处|股|办)", plain)


def office(scene: Scene) -> Answer | None:
    """The office whose name, or whose other name in brackets, tells what is asked: 工业信息科（油区办）."""
    said = False
    asked = squeeze(fold(_OFFICE_ASKED.sub(" ", scene.question.rest_with_items)))
    for target in passages.disclosures(scene)[:TABLE_LIMIT]:
        for sentence in _sentences(scene, target):
            if _LISTS_OFFICES.search(sentence.text) and (found := _fitting(sentence, asked)):
                scene.draft.say(f"按名称，是{'、'.join(f'“{name}”' for name in found)}：")
                passages.quote(scene, target, sentence)
                said = True
                break
    return scene.answered() if said else None


_ALIKE = 3
"""Offices that may fit equally well; more tell nothing."""


def _fitting(sentence: Paragraph, asked: str) -> list[str]:
    """The offices named in a sentence that have the most pairs of characters in common with what is asked; none where many have."""
    shared = {name: _in_common(name, asked) for name in _offices(sentence)}
    best = max(shared.values(), default=0)
    names = [name for name, count in shared.items() if count == best]
    return names if best and len(names) <= _ALIKE else []


def _in_common(name: str, asked: str) -> int:
    parts = [p for p in re.split(r"[（）()、]", name) if p]
    whole = 4 * sum(len(p) > 2 and p in asked for p in parts)
    return whole + sum(pair in asked for p in parts for pair in pairs(_ENDING.sub("", p)))


def _offices(sentence: Paragraph) -> list[str]:
    """The names that a sentence lists, each with what is bracketed behind it."""
    listed = _LISTS_OFFICES.sub("", sentence.text, count=1)
    names = re.findall(r"[\u4e00-\u9fff]{2,16}(?:[（(][^（）()]{2,20}[)）])?", re.sub(r"\d+[.．、]", "、", listed))
    return [n for n in names if _ENDING.search(re.sub(r"[（(].*", "", n))]


def _sentences(scene: Scene, target: Target) -> Iterator[Paragraph]:
    return (words.to_its_end(p, s) for p in passages.read(scene, target.document) for s in p.sentences())
