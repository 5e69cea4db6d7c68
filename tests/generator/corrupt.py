"""One printed digit changed, and the proof whether anybody could notice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.generator.truth import Disclosure, TrueCell, TrueFact, Truth

STEP = Decimal("0.01")
SCALE = {"元": Decimal(1), "万元": Decimal(10_000), "%": Decimal(1)}
TOLD_SUMS = (
    ("政府采购预算", ("政府采购货物预算", "政府采购工程预算", "政府采购服务预算")),
    ("车辆价值", ("一般公务用车价值", "执法执勤用车价值", "其他车辆价值")),
    ("三公经费", ("因公出国（境）费", "公务用车购置费", "公务用车运行费", "公务接待费")),
)
"""Totals and parts that the prose tells one after the other."""


@dataclass(frozen=True, slots=True)
class Corruption:
    """A changed number: the text with it, the true number, its index among the cells (None for a fact), and who could notice.

    ``witnesses`` names the relations that the change breaks beyond rounding; empty = provably invisible.
    """

    text: str
    target: TrueCell | TrueFact
    cell: int | None
    printed: str
    value: Decimal
    witnesses: tuple[str, ...]


def corrupt(disclosure: Disclosure, rng: random.Random) -> Corruption | None:
    """Changes one digit of one amount of a table or of the prose; None where the text has none to change."""
    truth = disclosure.truth
    targets: list[tuple[int | None, TrueCell | TrueFact]] = [
        *enumerate(truth.cells),
        *((None, f) for f in truth.facts if f.measure != "count"),
    ]
    targets = [(i, t) for i, t in targets if any(ch.isdigit() for ch in t.printed)]
    if not targets:
        return None
    index, target = rng.choice(targets)
    place = rng.choice([i for i, ch in enumerate(target.printed) if ch.isdigit()])
    old = target.printed[place]
    banned = old + ("0" if place == 0 and target.printed[1:2] not in (".", "") else "")
    printed = target.printed[:place] + rng.choice([d for d in "0123456789" if d not in banned]) + target.printed[place + 1 :]
    lines = disclosure.text.split("\n")
    line = lines[target.line - 1]
    lines[target.line - 1] = line[: target.start] + printed + line[target.start + len(printed) :]
    value = Decimal(printed.replace(",", ""))
    return Corruption("\n".join(lines), target, index, printed, value, tuple(_witnesses(truth, index, target, value)))


def _witnesses(truth: Truth, index: int | None, target: TrueCell | TrueFact, value: Decimal) -> Iterator[str]:
    if index is not None:
        yield from _broken_sums(truth, index, value)
    if target.key is not None:
        yield from _broken_copies(truth, target, value)
    if isinstance(target, TrueFact):
        place = next(i for i, fact in enumerate(truth.facts) if fact is target)
        yield from _broken_rates(truth, place, value)
        yield from _broken_shares(truth, place, value)
        yield from _broken_told_sums(truth, target, value)


def _broken_sums(truth: Truth, index: int, value: Decimal) -> Iterator[str]:
    """Sums inside the table that no longer hold, even if every term were rounded."""
    for identity in truth.identities:
        if index == identity.total or index in identity.parts:
            values = {i: truth.cells[i].value for i in (identity.total, *identity.parts)} | {index: value}
            gap = abs(values[identity.total] - sum((values[i] for i in identity.parts), Decimal(0)))
            if gap > STEP * (len(identity.parts) + 1):
                yield f"sum at line {truth.cells[identity.total].line}: off by {gap}"


def _broken_copies(truth: Truth, target: TrueCell | TrueFact, value: Decimal) -> Iterator[str]:
    """The same number printed elsewhere."""
    changed = value * SCALE[target.unit]
    for other in (*truth.cells, *truth.facts):
        if other is not target and other.key == target.key:
            coarser = max(SCALE[other.unit], SCALE[target.unit])
            if abs(other.value * SCALE[other.unit] - changed) > STEP * coarser:
                yield f"copy at line {other.line}: {other.printed}"


def _broken_rates(truth: Truth, place: int, value: Decimal) -> Iterator[str]:
    """Level, change and growth told together: the growth no longer follows."""
    facts = truth.facts
    for start in range(max(0, place - 3), place + 1):
        group = [f for f in facts[start : start + 4] if f.items == facts[place].items]
        levels, changes, rates = ([f for f in group if f.measure == m] for m in ("level", "change", "growth"))
        if not (levels and changes and rates) or facts[place] not in (levels[0], changes[0], rates[0]):
            continue
        level, change, rate = (value if f is facts[place] else f.value for f in (levels[0], changes[0], rates[0]))
        base = level - change if changes[0].direction == "增加" else level + change
        if base <= 0 or not change:
            continue
        slack = (change + STEP) * 100 / (base - STEP * 2) - change * 100 / base + STEP if base > STEP * 2 else Decimal(100)
        if abs(change * 100 / base - rate) > slack * 2:
            yield f"growth at line {rates[0].line}: {rate} against {change * 100 / base:.2f}"
            return


def _broken_shares(truth: Truth, place: int, value: Decimal) -> Iterator[str]:
    """Level and share told together: the share no longer follows."""
    facts = truth.facts
    for level, part in ((place, place + 1), (place - 1, place)):
        if (
            level >= 0
            and part < len(facts)
            and facts[level].measure == "level"
            and facts[part].whole
            and facts[level].items == facts[part].items
        ):
            amount, rate = (value if at == place else facts[at].value for at in (level, part))
            if abs(amount * 100 / (facts[part].whole or Decimal(1)) - rate) > STEP * 2:
                yield f"share at line {facts[part].line}"


def _broken_told_sums(truth: Truth, target: TrueFact, value: Decimal) -> Iterator[str]:
    """A total told with its parts."""
    for total, parts in TOLD_SUMS:
        if target.measure == "level" and target.items[0] in (total, *parts):
            told = {f.items[0]: f.value for f in truth.facts if f.measure == "level"} | {target.items[0]: value}
            if abs(told[total] - sum((told[p] for p in parts), Decimal(0))) > STEP * 5:
                yield f"sum of {total}"
