"""What a table of performance targets says in words: its goals, by what its indicators are set, and whether it is filled in at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from assistant.answer import Answer
from assistant.compose import owner
from assistant.cues import Cue
from assistant.mention import Mention
from assistant.operations import pattern, says
from assistant.paragraphs import Paragraph, source_of, squash
from assistant.reply import ends, words
from assistant.reply.indicators import Indicator, as_printed, listed, named
from assistant.reply.passages import clean, quote
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from assistant.text import fold, squeeze
from assistant.wording import Wording
from corpus.document import Line, Source, Table
from corpus.figure import Figure
from corpus.prose.words import words as prose_words

T = TypeVar("T")

_HELD, _BEHIND = 0.6, 0.85
"""The least share of what is asked about that a goal must hold, and how near to the best one another must come to be shown with it."""
_TELLING = 0.8
"""The least that a question must talk about for one of a few goals to be known by it."""
_OPENS = Cue(r"^(?:项目|部门)?(?:当年|年度|总体|整体|中长?期)*(?:绩效)?(?:总体|年度)?目标(?P<rest>\s.*|[:：].*)?$")
_ROW = Cue(r"^(?P<label>[^，。；]{2,60}?)(?:\s+[\d,]+(?:\.\d+)?)+\s+(?P<goal>\S.{15,})$")
_CUT = Cue(r"(?<=[。；;])|(?<![\d.])(?=\d{1,2}\s*[、．]|\d{1,2}\s*\.(?!\d))")
_LEAVES = Cue(r"^\s*(?:第[一二三四五六七八九十]+部分|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)")
_COUNTED = (Mention("绩效项目数", ("绩效项目数",)), Mention("绩效项目金额", ("绩效项目金额",)))
_TABLE, _HEADER = Cue(r"绩效(?:目标)?(?:申报)?表"), Cue(r"[一三]级指标|指标值|指标名称")
_WORD = r"(?:(?:项目)?(?:产出|完成|效益|成本|满意度)|数量|质量|时效|(?:经济|社会|生态|生态环境)(?:效益|成本)|可持续(?:影响|发展)|(?:服务对象|社会公众)满意度)指标"
_KIND, _KINDS = Cue(_WORD), Cue(f"(?:{_WORD})+$")
"""Kinds of indicators, as the columns before their names print them."""
_NAMED = 5
"""Rows of a filled table that are named."""
_LONGEST = 60
"""Lines of a target table that are looked at."""


def wanted(scene: Scene) -> bool:
    """Whether what a goal says is asked for, of what kind indicators are or by what they are set, or whether the table is filled in."""
    return _asks_kind(scene) or asks_basis(scene) or _asks_filled(scene) or _asks_wording(scene)


def reply(scene: Scene) -> Answer | None:
    """The words of the table, of each disclosure that has them."""
    tell = _kind if _asks_kind(scene) else _filled if _asks_filled(scene) else _basis if asks_basis(scene) else _goal
    told = [tell(scene, target) for target in words.targets_of(scene)]
    if any(told):
        return scene.answered()
    untold = _asks_kind(scene) and any(_of_kind(scene, target) for target in words.targets_of(scene))
    return ends.undisclosed(scene, "这项绩效指标的类别") if untold else None


def asks_basis(scene: Scene) -> bool:
    """Whether it is asked by what performance indicators are set, which is no question for laws."""
    plain = scene.question.plain
    return says("indicator", "basis", plain) and bool(re.search("指标|目标|考核|分值|权重", plain))


def _asks_kind(scene: Scene) -> bool:
    """Whether it is asked of what kind indicators are: 数量指标还是质量指标, 属于哪类指标."""
    return says("indicator", "kind", scene.question.plain)


def _asks_filled(scene: Scene) -> bool:
    plain = scene.question.plain
    return says("indicator", "table", plain) and says("indicator", "filled", pattern("indicator", "basis").sub("", plain))


def _asks_wording(scene: Scene) -> bool:
    plain = scene.question.plain
    worded = says("indicator", "wording", plain) and bool(re.search("(?<!工作)目标|绩效(?!工资|奖)", plain))
    return (worded or says("indicator", "effect", plain)) and not {"weight", "duty"} & scene.question.asks


def _goal(scene: Scene, target: Target) -> bool:
    """State the goals that hold what is asked about."""
    goals = [*_goals(scene, target), *_in_rows(scene, target)]
    asked = pattern("indicator", "effect").sub(",", pattern("indicator", "wording").sub(",", scene.question.rest_with_items))
    asked = re.sub("(?:年度|整体|总体|部门|当年)*(?:绩效)?目标(?:表)?|绩效|这[类些种]", ",", asked)
    wording = words.wording_of(scene, [target], asked)
    scored = [(wording.cover(squeeze(fold("".join((*goal.section, goal.text))))), goal) for goal in goals]
    best = max((share for share, _ in scored), default=0.0)
    if best < _HELD or wording.telling < _TELLING:
        return False
    for goal in [goal for share, goal in scored if share >= best * _BEHIND][:3]:
        quote(scene, target, goal, f"{owner(target.document)}绩效目标")
    return True


def _goals(scene: Scene, target: Target) -> Iterator[Paragraph]:
    """The goals in words of each target table, one by one, as far as they are numbered or end in a full stop."""
    lines = scene.evidence.ledger.lines(target.document.id)
    at = 0
    while at < len(lines):
        opened = _OPENS.match(lines[at].text.strip())
        at += 1
        if opened is None:
            continue
        held = [Line(lines[at - 1].number, opened["rest"], lines[at - 1].page)] if (opened["rest"] or "").strip() else []
        while at < len(lines) and len(held) < _LONGEST and not _ends(lines[at].text, bool(held)):
            held += [lines[at]] if lines[at].text.strip() else []
            at += 1
        yield from _pieces(held)


def _in_rows(scene: Scene, target: Target) -> Iterator[Paragraph]:
    """The goals that rows of a table print beside a project and its money, under the project's name."""
    inside = False
    for line in scene.evidence.ledger.lines(target.document.id):
        prose = re.search(r"[，。；]", line.text)
        if not prose and _LEAVES.match(line.text):
            inside = False
        if not prose and "绩效目标" in squash(line.text):
            inside = True
        row = _ROW.match(line.text) if inside and prose else None
        if row:
            for piece in _pieces([Line(line.number, row["goal"], line.page)]):
                yield Paragraph(piece.lines, (row["label"],))


def _ends(text: str, begun: bool) -> bool:
    plain = squash(fold(text))
    return (
        bool(prose_words().targets["goals_end"].fullmatch(plain))
        or bool(_LEAVES.match(text))
        or (begun and bool(_OPENS.match(plain)))
    )


def _pieces(lines: Sequence[Line]) -> Iterator[Paragraph]:
    pieces: list[list[Line]] = [[]]
    for line in lines:
        for number, piece in enumerate(_CUT.split(line.text)):
            if pieces[-1] and (number or _CUT.match(line.text.lstrip())):
                pieces.append([])
            if piece.strip():
                pieces[-1].append(Line(line.number, piece, line.page))
    yield from (Paragraph(tuple(piece), ()) for piece in pieces if piece)


def _basis(scene: Scene, target: Target) -> bool:
    """State by what the indicators are set, each basis once with the indicators that it is printed for."""
    rows = [each for each in listed(scene.evidence, target.document) if each.basis]
    meant = named(scene.question, rows)
    said: dict[str, list[Indicator]] = {}
    for each in meant or rows:
        said.setdefault(each.basis, []).append(each)
    for basis, own in said.items():
        source = (own[0].weights or own[0].values)[0].source
        place = scene.evidence.place_of(basis, source) or source
        whose = f"“{own[0].name}”" if len(own) == 1 else f"的 {len(own)} 项指标"
        scene.draft.say(f"{owner(target.document)}{whose}的设定依据：{clean(basis)}{scene.draft.mark((place,))}")
        for each in own[1:] if meant else ():
            figure = as_printed(each.values[0])
            scene.draft.say(f"- {each.name}{scene.draft.mark((figure.source,))}")
    return bool(said)


def _kind(scene: Scene, target: Target) -> bool:
    """State under which kinds the table prints the indicators that are meant, in their rows or alone right above them."""
    told = False
    for each in _of_kind(scene, target):
        source = (each.values or each.weights)[0].source
        line = _line_before(scene, target, source)
        printed = _KINDS.search(squash(source.quote).partition(squash(each.name))[0])
        above = _KINDS.match(squash(line.text)) if line else None
        found = printed or above
        if found is None:
            continue
        places = [source, *([source_of([line], target.document.id, ())] if line and not printed else [])]
        kinds = "”“".join(m[0] for m in _KIND.finditer(found[0]))
        scene.draft.say(f"{owner(target.document)}绩效指标“{each.name}”列为“{kinds}”{scene.draft.mark(places)}。")
        told = True
    return told


def _of_kind(scene: Scene, target: Target) -> list[Indicator]:
    """The indicators of its tables whose kind is asked for; those that are named in full before all others."""
    asked = pattern("indicator", "kind").sub(",", scene.question.rest_with_items)
    rows = [each for each in listed(scene.evidence, target.document) if each.table]
    meant = list({each.name: each for each in reversed(named(scene.question, rows, asked))}.values())
    return [each for each in meant if squash(each.name) in scene.question.plain] or meant


def _line_before(scene: Scene, target: Target, source: Source) -> Line | None:
    """The printed line right above a place, where it holds nothing but kinds of indicators."""
    lines = [line for line in scene.evidence.ledger.lines(target.document.id) if line.number < (source.line_start or 0)]
    above = next((line for line in reversed(lines) if line.text.strip()), None)
    return above if above and _KINDS.match(squash(above.text)) else None


def _filled(scene: Scene, target: Target) -> bool:
    """State of each target table that is meant whether it holds anything, or prints its headings only."""
    drawn = [t for t in scene.evidence.ledger.tables(target.document.id) if _TABLE.search(t.title or "")]
    for table in _meant(scene, drawn, [table.title for table in drawn]):
        _tell_drawn(scene, target, table)
    if drawn:
        return True
    flat = list(_flattened(scene, target))
    for title, inside in _meant(scene, flat, [squash(title.text) for title, _ in flat]):
        _tell_flat(scene, target, title, inside)
    return bool(flat)


def _meant(scene: Scene, tables: Sequence[T], titles: Sequence[str]) -> list[T]:
    """The tables whose titles hold the most of what the question says; all where they hold as much."""
    wording = Wording(scene.question.rest_with_items, Counter(), 1)
    held = [wording.cover(title) for title in titles]
    return [table for table, share in zip(tables, held, strict=True) if share >= max(held) - 0.01][:TABLE_LIMIT]


def _tell_drawn(scene: Scene, target: Target, table: Table) -> None:
    name = f"{owner(target.document)}{table.number or ''}《{table.title}》"
    if table.empty_note is not None:
        scene.draft.say(f"{name}是空表：{clean(table.empty_note.quote.strip())}{scene.draft.mark((table.empty_note,))}")
        return
    figures = [
        f for f in scene.evidence.whole(target.document.id) if f.source.table_title == table.title and f.amount.value is not None
    ]
    _tell_rows(scene, name, figures)


def _tell_rows(scene: Scene, name: str, figures: Sequence[Figure]) -> None:
    rows = list({f.item: f for f in figures}.values())
    shown = "、".join(f.item for f in rows[:_NAMED])
    more = f"等 {len(rows)} 项指标" if len(rows) > _NAMED else ""
    scene.draft.say(f"{name}填了内容，列有：{shown}{more}{scene.draft.mark([f.source for f in rows[:_NAMED]])}。")


def _tell_flat(scene: Scene, target: Target, title: Line, inside: Sequence[Line]) -> None:
    name = f"{owner(target.document)}《{squash(title.text)}》"
    first, last = inside[0].number, inside[-1].number
    rows = [f for f in scene.evidence.whole(target.document.id) if first <= (f.source.line_start or 0) <= last]
    if rows := [f for f in rows if f.amount.value is not None]:
        return _tell_rows(scene, name, rows)
    place = source_of([line for line in inside if line.text.strip()][:3], target.document.id, ())
    headings = clean(" ".join(place.quote.split("\n")[1:]))
    scene.draft.say(f"{name}是空表，没有填内容，只印了栏目：{headings}{scene.draft.mark((place,))}")
    for mention in _COUNTED:
        level = scene.evidence.level(target.document, mention)
        if level is not None:
            scene.draft.say(f"{level.lead.figure.item} {scene.draft.fact(level.lead, bold=False)}。")
    return None


def _flattened(scene: Scene, target: Target) -> Iterator[tuple[Line, list[Line]]]:
    """The title line of each target table that is flattened to text, with the lines from it to the next heading."""
    lines = scene.evidence.ledger.lines(target.document.id)
    titles = [i for i, line in enumerate(lines) if prose_words().targets["title"].fullmatch(squash(line.text))]
    for first in titles:
        last = next((i for i in range(first + 1, len(lines)) if _LEAVES.match(lines[i].text) or i in titles), len(lines))
        if lines[first].page is None and any(_HEADER.search(squash(line.text)) for line in lines[first + 1 : last]):
            yield lines[first], lines[first:last]
