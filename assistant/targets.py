"""Which disclosures a question is about: by department, year and kind, never a neighbour instead of the one asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.cues import Cue
from assistant.operations import says
from assistant.question import Question
from index.ledger import DocumentRecord


@dataclass(frozen=True, slots=True)
class Target:
    """A disclosure and the year asked of it; ``prior`` where that is the year before its own, to be derived.

    ``stepped_in`` tells that the year was only carried over from the conversation and gave way to the department's only year.
    """

    document: DocumentRecord
    year: int
    prior: bool = False
    stepped_in: int | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """The disclosures that match, newest first; ``absent`` says what is not on record where none (or not all) match.

    ``besides`` tells that this is only of a department that a word names beside the one found (商工局, of which one place has the year).
    """

    found: tuple[Target, ...]
    absent: str | None = None
    besides: bool = False


def find_targets(question: Question, documents: Sequence[DocumentRecord]) -> Targets:
    """The disclosures a question asks about."""
    if question.unknown:
        return Targets((), f"未收录{question.unknown}的预算或决算公开")
    documents = [d for d in documents if d.issuer not in question.without]
    pool = [d for d in documents if not question.issuers or d.issuer in question.issuers]
    names = "、".join(question.issuers)
    both = _both_kinds(question, pool)
    stage = None if both else question.wanted.stage
    staged = [d for d in pool if stage is None or str(d.stage) == stage]
    staged = _of_its_kind(question, staged) if both else staged
    if stage == "决算" and not staged and not _merely_carried(question):
        return Targets((), f"未收录{names}{_years(question.years)}部门决算")
    pool = list(_with_plans(question, pool, staged)) if stage == "预算" else staged or pool
    if question.pairs and (paired := _of_pairs(question, pool if all(i for i, _ in question.pairs) else documents)):
        return paired
    if question.years:
        return _of_years(question, pool, names)
    if question.relative is not None:
        return _relative(question, pool, names)
    if question.recent is not None:
        return Targets(_sorted(Target(d, d.fiscal_year) for d in pool))
    return Targets(_sorted(Target(d, d.fiscal_year) for d in pool))


def _merely_carried(question: Question) -> bool:
    """Whether the kind of document comes from the turn before alone, so that it gives way as a carried year does."""
    return "operation" in question.carried and not says("stage", "决算", question.plain)


def _both_kinds(question: Question, pool: Sequence[DocumentRecord]) -> bool:
    """“2024年决算和2025年预算” wants one of each, where both kinds are on record."""
    stages = set(stages_by_year(question.plain).values())
    both = len(stages) > 1 or ("预算" in question.plain and "决算" in question.plain)
    return both and len(question.years) > 1 and len({d.stage for d in pool}) > 1


_STAGED_YEAR = Cue(r"(?<!\d)(20\d\d|[0-4]\d)年?(?:度)?(?:[^\d,]{0,12}?)(决算|实际|执行|花|年初预算|预算)")


def stages_by_year(plain: str) -> dict[int, str]:
    """The kind of document that a question wants of each year that it names.

    >>> stages_by_year("办公费2024年实际花的跟2025年预算比")
    {2024: '决算', 2025: '预算'}
    """
    found: dict[int, str] = {}
    for year, word in _STAGED_YEAR.findall(plain):
        found.setdefault(int(year) if len(year) == 4 else 2000 + int(year), "预算" if "预算" in word else "决算")
    return found


def _of_its_kind(question: Question, pool: Sequence[DocumentRecord]) -> list[DocumentRecord]:
    """Of each year the kind of document that the question names with it, where that is on record."""
    stages = stages_by_year(question.plain)
    held = {(d.issuer, d.fiscal_year, str(d.stage)) for d in pool}
    return [
        d
        for d in pool
        if (wanted := stages.get(d.fiscal_year)) in (None, str(d.stage)) or (d.issuer, d.fiscal_year, wanted) not in held
    ]


def _with_plans(question: Question, pool: Sequence[DocumentRecord], staged: Sequence[DocumentRecord]) -> Sequence[DocumentRecord]:
    """Budgets; for a year of which only the final account is on record, that one: it prints what was planned beside what was spent."""
    held = {(d.issuer, d.fiscal_year) for d in staged}
    accounts = [d for d in pool if d.fiscal_year in question.years and (d.issuer, d.fiscal_year) not in held]
    return [*staged, *(d for d in accounts if d not in staged)] or pool


def _of_years(question: Question, pool: Sequence[DocumentRecord], names: str) -> Targets:
    found: list[Target] = []
    missing: list[int] = []
    for year in question.years:
        own = [Target(d, year) for d in pool if d.fiscal_year == year]
        named = {t.document.issuer for t in own if question.wanted.stage != "预算" or t.document.stage == "预算"}
        later = [Target(d, year, prior=True) for d in pool if d.fiscal_year == year + 1 and d.issuer not in named]
        later = [t for t in later if not question.wanted.stage or str(t.document.stage) == question.wanted.stage or not own]
        if question.issuers or not own:
            own += later
        if not own:
            missing.append(year)
        found += own
    giving = _giving_way(question, pool)
    kept = [d for d in pool if d.issuer in giving]
    if kept:
        found = [t for t in found if t.document not in kept] + [
            Target(d, d.fiscal_year, stepped_in=question.years[0]) for d in kept
        ]
        missing = []
    lacking = [i for i in question.issuers if not any(t.document.issuer == i for t in found)]
    absent = None
    if missing:
        absent = f"未收录{names}{_years(missing)}部门{question.wanted.stage or '预算'}"
    elif lacking:
        absent = f"未收录{'、'.join(lacking)}{_years(question.years)}部门{question.wanted.stage or '预算'}"
    return Targets(_sorted(found), absent, bool(found) and not missing and set(lacking) <= set(question.alike))


def _giving_way(question: Question, pool: Sequence[DocumentRecord]) -> set[str]:
    """Departments named anew whose only disclosed year is none of the years that were merely carried over from the conversation.

    A year that a question itself names never gives way.
    """
    if "year" not in question.carried or "issuer" in question.carried:
        return set()
    years: dict[str, set[int]] = {}
    for document in pool:
        years.setdefault(document.issuer, set()).add(document.fiscal_year)
    named = set(question.issuers) or (set(years) if question.every or question.which else set())
    return {i for i in named if len(own := years.get(i, set())) == 1 and not own & set(question.years)}


def _of_pairs(question: Question, pool: Sequence[DocumentRecord]) -> Targets | None:
    """Departments with their years; a year that is not on record is derived. None where one of them is not on record at all.

    A department that is not named is the only one, beside those named, with a document of that year.
    """
    found: list[Target] = []
    named = {issuer for issuer, _ in question.pairs}
    for issuer, year in question.pairs:
        own = [d for d in pool if (d.issuer == issuer if issuer else d.issuer not in named and d.fiscal_year == year)]
        exact = [Target(d, year) for d in own if d.fiscal_year == year]
        told = exact or [Target(d, year, prior=True) for d in own if d.fiscal_year == year + 1]
        if not told or len({t.document.issuer for t in told}) > 1:
            return None
        found += told
    return Targets(_sorted(found))


def _relative(question: Question, pool: Sequence[DocumentRecord], names: str) -> Targets:
    """今年 is the newest year that a department has disclosed, 去年 the one before it."""
    offset = question.relative or 0
    found: list[Target] = []
    for issuer in dict.fromkeys(d.issuer for d in pool):
        own = [d for d in pool if d.issuer == issuer]
        newest = max(d.fiscal_year for d in own)
        year = newest + offset
        exact = [Target(d, year) for d in own if d.fiscal_year == year]
        found += exact or [Target(d, year, prior=True) for d in own if d.fiscal_year == year + 1]
    if not found:
        word = {1: "下一年", -2: "前年"}.get(offset, "那一年")
        return Targets((), f"未收录{names}{word}的部门预算")
    return Targets(_sorted(found))


def _years(years: Iterable[int]) -> str:
    listed = "、".join(str(y) for y in years)
    return f" {listed} 年" if listed else ""


def _sorted(targets: Iterable[Target]) -> tuple[Target, ...]:
    return tuple(sorted(targets, key=lambda t: (-t.year, t.document.issuer, str(t.document.stage))))


def on_record(documents: Sequence[DocumentRecord], issuers: Sequence[str] = (), limit: int = 6) -> str:
    """What is on record, in words: departments with their years."""
    chosen = [d for d in documents if not issuers or d.issuer in issuers] or list(documents)
    by_issuer: dict[str, list[str]] = {}
    for d in sorted(chosen, key=lambda d: -d.fiscal_year):
        by_issuer.setdefault(d.issuer, []).append(f"{d.fiscal_year} 年{d.stage}")
    listed = [f"{issuer} {'、'.join(dict.fromkeys(years))}" for issuer, years in by_issuer.items()]
    more = f"等 {len(listed)} 个部门" if len(listed) > limit else ""
    return "；".join(listed[:limit]) + more
