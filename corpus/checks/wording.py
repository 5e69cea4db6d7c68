"""Words that cannot stand: another year, placeholders, units, directions and reasons that contradict the numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.amount import MONEY_SCALE, State, fold, parse_number
from corpus.checks.context import Context, Outcome, finding, near, places, printed, shown, spot, value_of, where
from corpus.checks.knowledge import knowledge, words
from corpus.document import Stage
from corpus.figure import Figure, Finding, Measure

_YEAR = re.compile(r"(20\d\d)年")
_AGAINST_YEAR = re.compile(r"(?:[与比较和同跟]|相比|截[至止])20\d\d年")
"""A year that something is held against ("与2030年预算持平"); it is not the heading's own."""
_COMPARED = re.compile(
    r"(?:年初)?预算数?为?(?P<budget>[\d,.]+)万元[,，;；](?:支出)?决算数?为?(?P<actual>[\d,.]+)万元[^。]{0,60}?。?[^。]{0,30}?"
    r"决算(?:支出)?数?(?P<word>大于|高于|超过|小于|低于|等于|持平于?)(?:年初)?预算数?"
)
_AS_OF = re.compile(r"截[至止](20\d\d)年(?:度)?(?:12月31日|末|底)")


def years(context: Context, rule: str) -> Outcome:
    """A sentence that gives this year's amount under another year: the tables print the same amount for the document's year."""
    year = context.document.fiscal_year
    found: list[Finding] = []
    examined = 0
    for told in context.told:
        if told.measure is not Measure.LEVEL or told.amount.state is not State.STATED or not told.amount.value:
            continue
        if told.value_year is None or told.amount.unit not in MONEY_SCALE:
            continue
        examined += 1
        if told.value_year != year and f"{told.value_year}年" in _tight(told.source.quote) and (twin := _twin(context, told)):
            message = (
                f"{where(told.source)}写“{told.value_year}年”{shown(told)}，而这是{year}年的数：{where(twin.source)}同一项目印 "
                f"{printed(twin)} {twin.amount.unit}，年份应为{year}年"
            )
            stated = (f"{told.value_year}年", printed(told), printed(twin))
            found.append(finding(context, rule, "error", message, stated, f"{year}年", places((told, twin))))
    return Outcome(tuple(found), examined)


def _tight(text: str) -> str:
    return "".join(fold(text).split())


def _twin(context: Context, told: Figure) -> Figure | None:
    """The same amount of the same item in a table of the document's year, unless the prose tells both years' amounts side by side."""
    year = context.document.fiscal_year
    same = [
        f for f in (*context.told, *context.cells)
        if f.measure is Measure.LEVEL and (f.code == told.code if told.code else f.item == told.item)
    ]  # fmt: skip
    if any(f.value_year == year and f.source.table_title is None and near(f, told, 6) for f in same):
        return None
    cells = [f for f in same if f.source.table_title is not None and value_of(f).value == value_of(told).value]
    if any(f.value_year == told.value_year for f in cells):
        return None
    return next((f for f in cells if f.value_year == year), None)


def headings(context: Context, rule: str) -> Outcome:
    """A heading of the explanations with another year than the document's, while its neighbours print that year."""
    year = context.document.fiscal_year
    titles = [(s, _YEAR.findall(_AGAINST_YEAR.sub("", _tight(s.title)))) for s in context.document.sections]
    told = [
        (s, found) for s, found in titles
        if found and re.search(r"预算|决算", s.title) and not any(word in s.title for word in words("past_heading"))
    ]  # fmt: skip
    if sum(str(year) in found for _, found in told) < 2:
        return Outcome((), 0)
    findings = []
    for section, found in told:
        if str(year) not in found:
            source = context.document.source(section.first, section.first, section.title, section.path)
            message = f"标题“{section.title}”写“{found[0]}年”，本文件是{year}年{context.document.stage.value}（{where(source)}）"
            findings.append(finding(context, rule, "error", message, (f"{found[0]}年",), f"{year}年", (source,)))
    return Outcome(tuple(findings), len(told))


def dates(context: Context, rule: str) -> Outcome:
    """The date of the assets: the end of the year before for a budget, of the year itself for a final account."""
    year = context.document.fiscal_year - (context.document.stage is Stage.BUDGET)
    found = []
    matches = list(_AS_OF.finditer(context.running.text))
    for match in matches:
        if int(match[1]) != year:
            source = spot(context, match.start(), match.end())
            message = f"{where(source)}写“{match.group()}”，{context.document.fiscal_year}年{context.document.stage.value}通常截至{year}年末"
            found.append(finding(context, rule, "oddity", message, (match.group(),), f"{year}年", (source,)))
    return Outcome(tuple(found), len(matches))


def placeholders(context: Context, rule: str) -> Outcome:
    """Blanks of the template left unfilled, drafting instructions and alternatives left standing."""
    found = []
    for entry in knowledge()["placeholder"]:
        pattern = re.compile(entry["pattern"])
        for index, line in enumerate(context.document.lines):
            text = fold(line.text)
            match = pattern.search(text)
            if match:
                source = context.document.source(index, index, line.text.strip(), context.document.section_at(index))
                message = f"{where(source)}：“{match.group().strip()}”，{entry['means']}"
                found.append(finding(context, rule, entry["kind"], message, (match.group().strip(),), None, (source,)))
    return Outcome((*found, *_across_lines(context, rule)), len(context.document.lines))


def _across_lines(context: Context, rule: str) -> Iterator[Finding]:
    """Leftovers that a line break may cut."""
    for entry in knowledge()["leftover"]:
        for match in re.finditer(entry["pattern"], context.running.text):
            source = spot(context, match.start(), match.end())
            message = f"{where(source)}：“{match.group()}”，{entry['means']}"
            yield finding(context, rule, entry["kind"], message, (match.group(),), None, (source,))


def units(context: Context, rule: str) -> Outcome:
    """An amount in 元 whose digits stand elsewhere in 万元 for the same item."""
    found = []
    for told, twin in context.misprinted:
        text = printed(told)
        message = f"{where(told.source)}写“{told.item}”{text} 元，{where(twin.source)}同一数字的单位是万元，应为 {text} 万元"
        stated = (f"{text}元", f"{printed(twin)}万元")
        found.append(finding(context, rule, "error", message, stated, f"{text}万元", places((told, twin))))
    return Outcome(tuple(found), len(found) + sum(f.amount.unit == "元" for f in context.told))


def comparisons(context: Context, rule: str) -> Outcome:
    """The word between two amounts (决算数大于预算数) agrees with them."""
    found: list[Finding] = []
    matches = list(_COMPARED.finditer(context.running.text))
    for match in matches:
        budget, actual = parse_number(match["budget"].strip(",.")), parse_number(match["actual"].strip(",."))
        if budget is None or actual is None or "年初预算" in match.group()[4:].partition("决算")[0]:
            continue
        word = match["word"]
        fits = {"大": actual > budget, "高": actual > budget, "超": actual > budget, "小": actual < budget, "低": actual < budget}
        if not fits.get(word[0], actual == budget):
            truth = "大于" if actual > budget else "小于" if actual < budget else "等于"
            source = spot(context, match.start(), match.end())
            message = f"{where(source)}：预算 {match['budget']} 万元，决算 {match['actual']} 万元，文字写决算数“{word}”预算数，实际{truth}"
            found.append(finding(context, rule, "error", message, (match["budget"], match["actual"], word), truth, (source,)))
    return Outcome(tuple(found), len(matches))


def reasons(context: Context, rule: str) -> Outcome:
    """A reason that speaks of more where there is less, of any movement where there is none, of more staff where none was added."""
    up, down = (re.compile("|".join(words(name))) for name in ("more", "less"))
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    examined = 0
    staff = next((f for f in context.told if f.item == "在职人数" and f.measure is Measure.CHANGE), None)
    for figure in context.told:
        if figure.measure is not Measure.CHANGE or not figure.reason or figure.amount.value is None:
            continue
        examined += 1
        reason = figure.reason
        more, less = bool(up.search(reason)), bool(down.search(reason))
        if not figure.amount.value and (more or less) and figure.amount.unit in MONEY_SCALE:
            groups["增减为 0，原因却说有增减", _brief(reason, context)].append(figure)
        elif figure.amount.value and figure.direction == "增加" and less and not more:
            groups["数额增加，原因却说减少", _brief(reason, context)].append(figure)
        elif figure.amount.value and figure.direction == "减少" and more and not less:
            groups["数额减少，原因却说增加", _brief(reason, context)].append(figure)
        if staff is not None and staff.amount.value == 0 and re.search("|".join(words("more_staff")), reason):
            groups[
                f"原因说人员或编制增加，而在职人数印“{staff.direction or '增减'} {printed(staff)} 人”", "编制或人员增加"
            ].append(figure)
    found = []
    for (what, brief), figures in groups.items():
        told = "、".join(dict.fromkeys(shown(f) for f in figures))
        spots = places(figures) + ((staff.source,) if staff is not None and "在职" in what else ())
        message = f"{what}：{told}，原因“{brief}”（{where(figures[0].source)}）"
        found.append(finding(context, rule, "oddity", message, tuple(dict.fromkeys(printed(f) for f in figures)), None, spots))
    return Outcome(tuple(found), examined)


def _brief(reason: str, context: Context) -> str:
    return re.sub(r"^20\d\d年(?:度)?", "", reason.replace(context.document.issuer, ""))


def purposes(context: Context, rule: str) -> Outcome:
    """Money of a project that is said to pay salaries or social security: those belong to basic spending."""
    pattern = re.compile("|".join(words("staff_cost")))
    found: list[Finding] = []
    examined = 0
    for figure in context.told:
        if "项目" not in figure.item or not figure.purpose or not figure.amount.value or figure.measure is not Measure.LEVEL:
            continue
        if figure.amount.unit not in MONEY_SCALE:
            continue
        examined += 1
        if pattern.search(figure.purpose):
            rows = [f for f in context.cells if f.kind == "项目支出" and value_of(f).value == value_of(figure).value and f.code]
            row = max(rows, key=lambda f: len(f.code or ""), default=None)
            at = f"，同一数额在{where(row.source)}列为“{row.row_label}”的项目支出" if row else ""
            message = (
                f"{shown(figure)}（{where(figure.source)}）说是用于“{figure.purpose}”{at}；这类支出通常属于人员经费（基本支出）"
            )
            found.append(
                finding(context, rule, "oddity", message, (printed(figure),), None, places((figure, *([row] if row else ()))))
            )
    return Outcome(tuple(found), examined)
