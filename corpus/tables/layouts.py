"""Layouts as forms.toml writes them: columns in order, some optional, some in an order that only the header tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, permutations, product

from corpus.document import Side

_MOST_CHOICES = 6
_MOST_FREE = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of a layout: the path of canonical names; ``loose`` columns ("=…") take part in no sum."""

    path: tuple[str, ...]
    side: Side | None = None
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout with its freedom.

    columns   all columns that can occur
    units     for each column what it comes and goes with (an optional column, or the outermost optional group above it); None where it must stand
    free      for each column whether it may change places with the free columns beside it
    """

    columns: tuple[Slot, ...]
    units: tuple[tuple[str, ...] | None, ...]
    free: tuple[bool, ...]

    def expand(
        self, printed: Callable[[str], bool] = lambda _: True, certain: Callable[[str], bool] = lambda _: False
    ) -> Iterator[tuple[Slot, ...]]:
        """The fixed layouts it stands for; the fullest first.

        Optional columns whose names cannot be ``printed`` in the header are left out of all, those that ``certain``ly are stand in all.
        """
        units = list(dict.fromkeys(unit for unit in self.units if unit is not None and printed(unit[-1])))
        open_ = [unit for unit in units if not certain(unit[-1])][:_MOST_CHOICES]
        fixed = {unit for unit in units if unit not in open_}
        for choice in product((True, False), repeat=len(open_)):
            kept = fixed | {unit for unit, taken in zip(open_, choice, strict=True) if taken}
            chosen = [i for i, unit in enumerate(self.units) if unit is None or unit in kept]
            yield from self._orders(chosen)

    def _orders(self, chosen: Sequence[int]) -> Iterator[tuple[Slot, ...]]:
        runs = [(free, list(run)) for free, run in groupby(chosen, key=lambda i: self.free[i])]
        ways = [list(permutations(run)) if free and len(run) <= _MOST_FREE else [tuple(run)] for free, run in runs]
        for way in product(*ways):
            yield tuple(self.columns[i] for i in chain.from_iterable(way))


def parse_layout(text: str) -> Layout:
    """A line of forms.toml.

    >>> layout = parse_layout("合计 | 基本支出 | =培训费?")
    >>> [[slot.path[0] for slot in slots] for slots in layout.expand()]
    [['合计', '基本支出', '培训费'], ['合计', '基本支出']]
    """
    columns, units, free = [], [], []
    for part in text.split("/"):
        side, _, names = part.rpartition(":")
        for name in (n.strip() for n in names.split("|")):
            bare = name.lstrip("=~")
            marks = name[: len(name) - len(bare)]
            steps = bare.split(".")
            columns.append(
                Slot(tuple(step.rstrip("?") for step in steps), Side(side.strip()) if side.strip() else None, "=" in marks)
            )
            optional = next((depth for depth, step in enumerate(steps, 1) if step.endswith("?")), None)
            units.append((side.strip(), *columns[-1].path[:optional]) if optional else None)
            free.append("~" in marks)
    return Layout(tuple(columns), tuple(units), tuple(free))
