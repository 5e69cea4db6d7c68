"""What a paragraph carries on from number to number: subject, open lists, brackets, base and date of stocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.prose.asides import clauses_of
from corpus.prose.facts import Setting, Subject
from corpus.prose.labels import Label, meaning, read_label
from corpus.prose.mentions import Mention
from corpus.prose.paragraphs import Paragraph
from corpus.prose.words import words

_AS_OF = re.compile(r"截[至止](?P<year>20\d\d)年")
_YEAR_OPENS = re.compile(r"(?:^|[。；])(?P<year>20\d\d)年(?:度)?(?:，|[^，。；]{0,20}(?:预算|单位|部门))")
_TITLE = re.compile(r"(?:（\d*[类款项]）|[费出入算金款数产]|经费|费用|单位|预算情况|结余|补助|项目)$")
_STOP = re.compile(r"[。；，：]")
_BUYS_ON = re.compile(r"^(?:单位价值|单价|单台|价值)[^，。；]{0,8}万元?(?:（含）)?以上")
"""A sentence that goes on with what is to be bought: it opens with a threshold, and names neither a date nor an owner."""


@dataclass(slots=True)
class Carried:
    """What the words before a number leave for it: whose it is, of which list, against what base, as of when.

    ``titled`` and ``inside`` say of the number at hand whether the item's own title stands before it, and whether it is bracketed.
    """

    setting: Setting
    subject: Subject | None = None
    parent: Subject | None = None
    outer: Subject | None = None
    head: Subject | None = None
    titled: bool = False
    inside: bool = False
    whole: str | None = None
    levels: int | None = None
    base: str | None = None
    as_of: int | None = None
    buying: bool = False
    brackets: list[Subject | None] = field(default_factory=list)

    def _list_goes_on(self, level: int) -> None:
        """A list that was opened for the next paragraphs ends at the first one of another depth."""
        if self.parent is None:
            self.levels = None
        elif self.levels is None:
            self.levels = level
        elif level != self.levels:
            self.parent, self.levels = None, None

    def _remember(self, paragraph: Paragraph, position: int) -> None:
        """What the end of a paragraph leaves for the next ones: a date of stocks, a list that the next items fill."""
        rest = paragraph.text[position:]
        if match := _AS_OF.search(rest):
            self.as_of = int(match["year"])
        for match in words().parts.finditer(rest):
            if not rest[match.end() :].strip("：，"):
                self.parent, self.outer = self._owner(rest[: match.start()]) or self.subject or self.parent, None
                self.levels = None

    def _context(self, paragraph: Paragraph, lead: str, mention: Mention) -> None:
        """Take in what the words since the last number say: new sentence, list opened, base named, date of stocks."""
        sentence = self.head
        if "。" in lead:
            self.base, self.head, self.whole = None, None, None
            self.buying = self.buying and _BUYS_ON.match(lead.rpartition("。")[2]) is not None
            if self.outer is not None:
                self.parent, self.outer = self.outer, None
        if match := _AS_OF.search(lead):
            self.as_of = int(match["year"])
        elif self.as_of and (match := _YEAR_OPENS.search(lead)):
            self.as_of = None
        for match in words().parts.finditer(lead):
            after_stop = lead[: match.start()].endswith("。")
            owner = self._owner(lead[: match.start()]) or (sentence if after_stop else None) or self.subject
            if owner is not None:
                self._open_list(paragraph, owner, mention.start - len(lead) + match.end() - 1)
        if "安排购置" in lead or "计划购置" in lead or "拟购置" in lead:
            self.buying = True
        for match in words().base.finditer(lead):
            if real_base(match["what"]):
                self.base = base_name(match["what"], self.setting.fiscal_year)
        if words().yoy.search(lead):
            self.base = "上年"

    def _owner(self, before: str) -> Subject | None:
        """The whole that a list belongs to where its own words name it ("收入预算包括：", "支出预算元，其中：")."""
        clause = re.sub(r"[万亿]?元?，?$", "", before)
        label = read_label(clauses_of(clause)[-1], self.setting.issuer)
        means = meaning(label)
        return Subject(label, means) if label.text and means.known else None

    def _open_list(self, paragraph: Paragraph, owner: Subject, position: int) -> None:
        here = paragraph.places[min(position, len(paragraph.places) - 1)][0]
        after = paragraph.places[min(position + 1, len(paragraph.places) - 1)][0]
        if here == after:
            self.outer = self.outer or self.parent or owner
        else:
            self.outer = None
        self.parent = owner

    def _brackets(self, lead: str) -> str:
        """The last clause of the lead; brackets that open or close around lists push and pop the subject."""
        depth, cut = 0, 0
        for index, char in enumerate(lead):
            if char == "（":
                if "）" in lead[index:]:
                    depth += 1
                else:
                    self.brackets.append(self.subject)
                    cut = index + 1
            elif char == "）":
                if depth:
                    depth -= 1
                elif self.brackets:
                    self.subject = self.brackets.pop() or self.subject
                    cut = index + 1
            elif depth == 0 and _STOP.match(char):
                cut = index + 1
        return lead[cut:]

    def _whose(self, label: Label, lead: str, changed: bool = False) -> Label:
        """The label itself, or the subject it leaves unsaid: an earlier clause, the sentence's subject, the heading."""
        if label.text and not (label.path and len(label.path) < 3 and self.setting.classes):
            return self._same(label, lead) if changed or self.titled else label
        if label.path:
            return label if label.path[0] in self.setting.classes else with_path(label, self.setting.classes + label.path)
        clauses = clauses_of(lead)
        for clause in reversed(clauses[:-1]):
            clause = words().direction.sub("", clause) if self.inside else clause
            earlier = read_label(clause, self.setting.issuer)
            opening = self.titled and clause == clauses[0]
            fits = opening or _TITLE.search(clause.rstrip("”")) or (label.relative and len(clause) <= 40)
            if earlier.text and fits and not words().reason.search(clause) and not words().purpose.match(clause):
                if (
                    earlier.path
                    and len(earlier.path) < 3
                    and self.setting.classes
                    and earlier.path[0] not in self.setting.classes
                ):
                    earlier = with_path(earlier, self.setting.classes + earlier.path)
                merged = Label(
                    earlier.text,
                    label.column or earlier.column,
                    label.year or earlier.year,
                    earlier.path,
                    earlier.code,
                    label.relative,
                )
                if not label.relative:
                    self.subject = Subject(merged, meaning(merged))
                return merged
        subject = self.subject.label if self.subject else None if self.inside else self.setting.subject
        if subject is None:
            return label
        if label == Label("") and self.subject is not None:
            return subject
        return Label(subject.text, label.column, label.year or None, subject.path, subject.code, label.relative)

    def _same(self, label: Label, lead: str) -> Label:
        """The name the sentence already uses for the same item ("收、支预算总计" after "收入、支出预算总计"), else the label."""
        if label.path or label.relative:
            return label
        titles = [read_label(clause, self.setting.issuer) for clause in clauses_of(lead)[:-1]]
        for known in [*reversed(titles), *([self.subject.label] if self.subject else [])]:
            if (
                known.text
                and not known.path
                and not known.relative
                and known.text != label.text
                and meaning(known) == meaning(label)
                and meaning(known).known
            ):
                return with_text(label, known.text)
        return label


def with_text(label: Label, text: str) -> Label:
    """The label under another name; column, year, path and code stay."""
    return Label(text, label.column, label.year, label.path, label.code, label.relative)


def with_path(label: Label, path: tuple[str, ...]) -> Label:
    """The label under other classes of the classification; all else stays."""
    return Label(label.text, label.column, label.year, path, label.code, label.relative)


def real_base(what: str | None) -> bool:
    """Whether what follows 与 or 比 is a year or an amount to compare with (上年, 年初预算), not just any word."""
    return bool(what) and re.search(r"年|同期|预算|决算|执行", what or "") is not None


def base_name(what: str, fiscal_year: int) -> str:
    """The base of a comparison as a name: 上年, 上年预算, 上年执行数, 上年决算, 年初预算; an earlier year keeps its number."""
    year = re.match(r"20\d\d", what)
    if year and int(year.group()) != fiscal_year - 1:
        return what
    if not re.match(r"上|去年|20", what):
        return what.removesuffix("数")
    kind = next((name for word, name in (("执行", "执行数"), ("决算", "决算"), ("预算", "预算")) if word in what), "")
    return "上年" + kind
