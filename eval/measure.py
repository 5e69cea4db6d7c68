"""What is measured of a run: each measure says what it counts; totals, by category, by document and by set; gains and losses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.bootstrap import Quantile, Share, quantile, ratio
from eval.grade import Tally
from eval.run import Result

PERCENTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
UNCITED = "（无出处）"
"""Stands for the document of cases that cite none."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A share over cases. ``count`` gives what a case adds to both sides of it; (0, 0) leaves the case out.

    ``of_passages`` says whether it means anything for a system that only finds passages; ``low`` that less is better.
    """

    name: str
    label: str
    meaning: str
    count: Callable[[Result], Tally]
    of_passages: bool = False
    low: bool = False


def _part(name: str) -> Callable[[Result], Tally]:
    return lambda r: r.grade.parts.get(name, (0, 0))


def _must_refuse(result: Result) -> Tally:
    return (int(result.grade.refused), 1) if not result.case.answerable else (0, 0)


def _refusals(result: Result) -> Tally:
    """Where both may be right, a refusal proves nothing."""
    both = result.case.answerable and result.grade.status and result.grade.refused
    return (int(not result.case.answerable), 1) if result.grade.refused and not both else (0, 0)


MEASURES = (
    Measure("right", "完全正确", "状态、数字、文字、出处都对，没有禁语", lambda r: (int(r.grade.right), 1), of_passages=True),
    Measure("wrong", "错误数字", "不该答却答、答错首个数、说了禁语", lambda r: (int(r.grade.wrong), 1), low=True),
    Measure("attempted", "作答后正确", "作了答的题中完全正确的", lambda r: (int(r.grade.right), int(r.grade.answered)), of_passages=True),
    Measure("status", "状态", "该答则答，该拒则拒", lambda r: (int(r.grade.status), 1)),
    Measure("figures", "数字", "所问的数都在，首个就是所问的", lambda r: (int(r.grade.figures), 1)),
    Measure("value", "· 数值", "逐个应有的数", _part("value")),
    Measure("unit", "· 单位", "逐个应有的数", _part("unit")),
    Measure("issuer", "· 部门", "逐个应有的数", _part("issuer")),
    Measure("year", "· 年度", "逐个应有的数", _part("year")),
    Measure("text", "文字", "该说的都说了", lambda r: (int(r.grade.text), 1)),
    Measure("refusal_precision", "拒答准确率", "拒答的题中本该拒答的", _refusals),
    Measure("refusal_recall", "拒答召回率", "本该拒答的题中拒答了的", _must_refuse),
    Measure("cite_precision", "出处准确率", "所引之处落在应引之处的", _part("citing"), of_passages=True),
    Measure("cite_recall", "出处召回率", "应引之处引到了的", _part("cited"), of_passages=True),
    Measure(
        "quotes", "引文属实", "引文确在所引之处", lambda r: (r.grade.quotes_true, r.grade.quotes_true + r.grade.quotes_false)
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One group of cases: every measure of it, by name."""

    measures: Mapping[str, Share]

    @property
    def right(self) -> Share:
        """Fully right cases."""
        return self.measures["right"]

    @property
    def wrong(self) -> Share:
        """Wrong numbers."""
        return self.measures["wrong"]

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        return {name: share.to_json() for name, share in self.measures.items()}


@dataclass(frozen=True, slots=True)
class Totals(Cell):
    """The measures of a run. ``latency`` is empty where nothing was answered."""

    categories: Mapping[str, Cell]
    documents: Mapping[str, Cell]
    groups: Mapping[str, Cell]
    latency: Mapping[str, Quantile]

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        return {
            "measures": {name: share.to_json() for name, share in self.measures.items()},
            "categories": {name: cell.to_json() for name, cell in self.categories.items()},
            "documents": {name: cell.to_json() for name, cell in self.documents.items()},
            "sets": {name: cell.to_json() for name, cell in self.groups.items()},
            "latency": {name: of.to_json() for name, of in self.latency.items()},
        }


@dataclass(frozen=True, slots=True)
class Before:
    """A case in an earlier run: whether it was right, whether it was a wrong number, and what was answered, in short."""

    right: bool
    wrong: bool = False
    got: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of cases that are right now and were not (gains), the other way round (losses), and that became wrong numbers.

    ``added`` and ``removed`` are in one of the two runs only; they count for neither.
    """

    gains: tuple[str, ...]
    losses: tuple[str, ...]
    worse: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        return {
            "gains": list(self.gains), "losses": list(self.losses), "new_wrong_numbers": list(self.worse),
            "added": list(self.added), "removed": list(self.removed),
        }  # fmt: skip


def totals(results: Sequence[Result]) -> Totals:
    """The measures of a run's results."""
    seconds = [r.seconds for r in results if r.answer is not None]
    return Totals(
        measures=_measured(results),
        categories=_cells(results, lambda r: (r.case.category,)),
        documents=_cells(results, lambda r: r.case.documents or (UNCITED,)),
        groups=_cells(results, lambda r: (r.case.group,)),
        latency={name: quantile(seconds, at) for name, at in PERCENTILES.items()} if seconds else {},
    )


def compare(results: Sequence[Result], baseline: Mapping[str, Before]) -> Changes:
    """What changed against an earlier run, by case id."""
    known = [(r, baseline[r.case.id]) for r in results if r.case.id in baseline]
    now = {r.case.id for r in results}
    return Changes(
        gains=tuple(r.case.id for r, before in known if r.grade.right and not before.right),
        losses=tuple(r.case.id for r, before in known if not r.grade.right and before.right),
        worse=tuple(r.case.id for r, before in known if r.grade.wrong and not before.wrong),
        added=tuple(r.case.id for r in results if r.case.id not in baseline),
        removed=tuple(name for name in baseline if name not in now),
    )


def _cells(results: Sequence[Result], of: Callable[[Result], Iterable[str]]) -> dict[str, Cell]:
    members: dict[str, list[Result]] = {}
    for result in results:
        for name in of(result):
            members.setdefault(name, []).append(result)
    return {name: Cell(_measured(rs)) for name, rs in sorted(members.items())}


def _measured(results: Sequence[Result]) -> dict[str, Share]:
    return {m.name: ratio([m.count(r) for r in results]) for m in MEASURES}
