"""A random budget whose every sum holds: money by subject, fund and kind of spending, for the year and for the year before."""

from __future__ import annotations

import itertools
import random
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

GENERAL, TRANSFER, GOVERNMENT, CAPITAL = "一般公共预算", "上级转移支付", "政府性基金", "国有资本经营"
ACCOUNT, UNIT, CARRIED, CARRIED_OTHER = "财政专户", "单位资金", "财政拨款结转", "非财政拨款结转"
FUNDS = (GENERAL, TRANSFER, GOVERNMENT, CAPITAL, ACCOUNT, UNIT, CARRIED, CARRIED_OTHER)
APPROPRIATED = (GENERAL, TRANSFER, GOVERNMENT, CAPITAL)
STAFF, OFFICE, PROJECT = "人员经费", "公用经费", "项目支出"
KINDS = (STAFF, OFFICE, PROJECT)
BASIC = (STAFF, OFFICE)

Pot = tuple[str, str]
"""A fund and a kind of spending."""


@cache
def subjects() -> Mapping[str, Any]:
    """The subjects and names that budgets draw from (subjects.toml)."""
    return tomllib.loads(Path(__file__).with_name("subjects.toml").read_text(encoding="utf-8"))


def subject_name(code: str) -> str:
    """The name of a functional class or group (3 or 5 digits)."""
    return str(subjects()["classes" if len(code) == 3 else "groups"][code])


def cents(amount: Decimal) -> Decimal:
    """An amount as it is printed: two decimals, halves up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Item:
    """A functional 项 with its money of this year and of the year before, by pot."""

    code: str
    name: str
    now: Mapping[Pot, Decimal]
    before: Mapping[Pot, Decimal]


@dataclass(frozen=True, slots=True)
class Carried:
    """A project whose money was left over from last year."""

    name: str
    fund: str
    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Trips:
    """The three public expenses (三公), each this year and the year before."""

    abroad: tuple[Decimal, Decimal]
    hosting: tuple[Decimal, Decimal]
    buying: tuple[Decimal, Decimal]
    driving: tuple[Decimal, Decimal]

    def total(self, year: int = 0) -> Decimal:
        """The sum of all, ``year`` 0 for this year and 1 for the one before."""
        return self.abroad[year] + self.hosting[year] + self.buying[year] + self.driving[year]


@dataclass(frozen=True, slots=True)
class Staff:
    """Heads at the end of last year, and how the groups changed."""

    posts: int
    serving: int
    retired: int
    veterans: int
    serving_change: int
    retired_change: int
    offices: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is owned and bought: cars (general, law enforcement, other), values in 万元, procurement by kind."""

    cars: tuple[int, int, int]
    car_values: tuple[Decimal, Decimal, Decimal]
    floor: Decimal
    floor_value: Decimal
    furniture: Decimal
    others: Decimal
    goods: Decimal
    works: Decimal
    services: Decimal
    reserved: Decimal
    reserved_small: Decimal


@dataclass(frozen=True, slots=True)
class Budget:
    """One department's year. Every amount is in 万元; the sums are exact, printing rounds them."""

    issuer: str
    short: str
    year: int
    items: tuple[Item, ...]
    economic: Mapping[str, Decimal]
    trips: Trips
    carried: tuple[Carried, ...]
    staff: Staff
    holdings: Holdings
    published: str

    def money(
        self, code: str = "", funds: Collection[str] = FUNDS, kinds: Collection[str] = KINDS, *, before: bool = False
    ) -> Decimal:
        """The sum over all items whose code starts with ``code``, over some funds and kinds."""
        total = Decimal(0)
        for item in self.items:
            if item.code.startswith(code):
                pots = item.before if before else item.now
                total += sum((v for (fund, kind), v in pots.items() if fund in funds and kind in kinds), Decimal(0))
        return total

    def codes(self, length: int, funds: Collection[str] = FUNDS, kinds: Collection[str] = KINDS) -> list[str]:
        """The codes of that length that have money in these funds and kinds, ascending."""
        return sorted({i.code[:length] for i in self.items if self.money(i.code, funds, kinds)})

    def name(self, code: str) -> str:
        """The name of a functional class, group or item, or of an economic subject of this budget."""
        if len(code) == 7:
            return next(i.name for i in self.items if i.code == code)
        return subject_name(code)


@dataclass(frozen=True, slots=True)
class Scale:
    """How large and how rich a budget is. ``digits`` above 2 makes printed sums round."""

    projects: int = 2
    staff_items: int = 4
    economics: int = 8
    carried: int = 0
    unit_funds: bool = False
    transfer: bool = False
    government: bool = False
    capital: bool = False
    digits: int = 2


def split(rng: random.Random, total: Decimal, parts: int, digits: int) -> list[Decimal]:
    """``parts`` positive amounts that sum to ``total`` exactly, each with at most ``digits`` decimals."""
    step = Decimal(1).scaleb(-digits)
    units = int(total / step)
    if units < parts:
        return [total] + [Decimal(0)] * (parts - 1)
    cuts = sorted(rng.sample(range(1, units), parts - 1)) if parts > 1 else []
    bounds = [0, *cuts, units]
    return [(high - low) * step for low, high in itertools.pairwise(bounds)]


def amount(rng: random.Random, low: float, high: float, digits: int) -> Decimal:
    """A random amount, log-uniform between the bounds."""
    value = Decimal(str(low * (high / low) ** rng.random()))
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def earlier(rng: random.Random, now: Decimal, digits: int) -> Decimal:
    """Last year's amount for one of this year: mostly near it, sometimes equal, sometimes nothing."""
    roll = rng.random()
    if not now or roll < 0.1:
        return now
    if roll < 0.2:
        return Decimal(0)
    return (now * Decimal(str(rng.uniform(0.55, 1.6)))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def make_budget(rng: random.Random, scale: Scale) -> Budget:
    """A random budget of that scale."""
    names = subjects()["names"]
    department = rng.choice(sorted(subjects()["main"]))
    year = rng.randint(2017, 2027)
    items = _items(rng, scale, department)
    office = sum((i.now.get((f, OFFICE), Decimal(0)) for i in items for f in (GENERAL, TRANSFER)), Decimal(0))
    people = sum((i.now.get((f, STAFF), Decimal(0)) for i in items for f in (GENERAL, TRANSFER)), Decimal(0))
    trips = _trips(rng, office)
    return Budget(
        issuer=rng.choice(names["places"]) + department,
        short=department,
        year=year,
        items=items,
        economic=_economic(rng, scale, people, office, trips),
        trips=trips,
        carried=_carried(rng, items, names["projects"], scale.digits),
        staff=_staff(rng),
        holdings=_holdings(rng),
        published=f"{year}-{rng.randint(1, 3):02d}-{rng.randint(1, 28):02d}",
    )


def _items(rng: random.Random, scale: Scale, department: str) -> tuple[Item, ...]:
    """The 项 of a department: running costs, staff insurance and housing, projects, fund and capital money."""
    table = subjects()
    main = table["main"][department]
    digits = scale.digits
    pots: dict[str, dict[Pot, Decimal]] = {}
    names = dict([*main, *table["common"]["staff"], *table["common"]["fund"], *table["common"]["capital"]])

    def put(code: str, fund: str, kind: str, low: float, high: float) -> None:
        pots.setdefault(code, {})[fund, kind] = amount(rng, low, high, digits)

    put(main[0][0], GENERAL, STAFF, 80, 3000)
    put(main[0][0], GENERAL, OFFICE, 20, 400)
    for code, _ in rng.sample(table["common"]["staff"], min(scale.staff_items, len(table["common"]["staff"]))):
        put(code, GENERAL, STAFF, 2, 300)
    for code, name in rng.sample(main[1:], min(scale.projects, len(main) - 1)):
        if name == "事业运行":
            put(code, GENERAL, STAFF, 30, 500)
            put(code, GENERAL, OFFICE, 2, 60)
        else:
            put(code, GENERAL, PROJECT, 3, 5000)
    if scale.transfer:
        put(rng.choice(main[1:])[0], TRANSFER, PROJECT, 5, 800)
    if scale.unit_funds:
        put(rng.choice(main)[0], UNIT, PROJECT, 1, 90)
    if scale.government:
        put(rng.choice(table["common"]["fund"])[0], GOVERNMENT, PROJECT, 20, 4000)
    if scale.capital:
        put(table["common"]["capital"][0][0], CAPITAL, PROJECT, 1, 60)
    for _ in range(scale.carried):
        fund = CARRIED if rng.random() < 0.8 else CARRIED_OTHER
        put(rng.choice(main)[0], fund, PROJECT, 2, 600)
    return tuple(
        Item(code, names[code], now, {pot: earlier(rng, value, digits) for pot, value in now.items()})
        for code, now in sorted(pots.items())
    )


def _trips(rng: random.Random, office: Decimal) -> Trips:
    """三公 within a quarter of the office costs; each part often nothing."""
    room = office / 8

    def part(chance: float) -> tuple[Decimal, Decimal]:
        now = cents(room * Decimal(str(rng.uniform(0.05, 0.9)))) if rng.random() < chance else Decimal(0)
        before = cents(now * Decimal(str(rng.choice([1, 1, 1.1, 1.25, 0.9])))) if now else Decimal(0)
        return now, before

    return Trips(abroad=part(0.2), hosting=part(0.7), buying=part(0.15), driving=part(0.85))


def _economic(rng: random.Random, scale: Scale, people: Decimal, office: Decimal, trips: Trips) -> dict[str, Decimal]:
    """款 of economic classification: 301 and 303 share the staff money, 302 and 310 the office money, 三公 among them."""
    codes = [code for code in subjects()["economic"] if len(code) == 5]
    fixed = {"30212": trips.abroad[0], "30217": trips.hosting[0], "30231": trips.driving[0], "31013": trips.buying[0]}
    free = [code for code in codes if code not in fixed]
    chosen = sorted(rng.sample([c for c in free if c[:3] in ("301", "303")], scale.economics))
    found = dict(zip(chosen, split(rng, people, len(chosen), scale.digits), strict=True))
    rest = office - sum(fixed.values(), Decimal(0))
    spent = sorted(rng.sample([c for c in free if c[:3] in ("302", "310")], scale.economics))
    found.update(zip(spent, split(rng, rest, len(spent), scale.digits), strict=True))
    found.update({code: value for code, value in fixed.items() if value})
    return {code: value for code, value in sorted(found.items()) if value}


def _carried(rng: random.Random, items: tuple[Item, ...], names: list[str], digits: int) -> tuple[Carried, ...]:
    """The carried-over money of the items, named project by project."""
    projects = iter(rng.sample(names, len(names)))
    found: list[Carried] = []
    for item in items:
        for (fund, kind), value in item.now.items():
            if fund in (CARRIED, CARRIED_OTHER):
                parts = split(rng, value, rng.choice([1, 1, 2]), digits)
                found.extend(Carried(next(projects), fund, kind, part) for part in parts if part)
    return tuple(found)


def _staff(rng: random.Random) -> Staff:
    posts = rng.randint(8, 120)
    return Staff(
        posts=posts,
        serving=rng.randint(5, posts),
        retired=rng.randint(0, 60),
        veterans=rng.choice([0, 0, 1, 3]),
        serving_change=rng.randint(-4, 4),
        retired_change=rng.randint(0, 4),
        offices=rng.randint(3, 9),
    )


def _holdings(rng: random.Random) -> Holdings:
    cars = (rng.randint(0, 5), rng.choice([0, 0, 1]), rng.choice([0, 0, 2]))
    worth = tuple(amount(rng, 8, 30, 2) * count for count in cars)
    goods, services = amount(rng, 1, 90, 2), amount(rng, 1, 200, 2)
    reserved = cents((goods + services) * Decimal(str(rng.uniform(0.1, 0.9))))
    return Holdings(
        cars=cars,
        car_values=(worth[0], worth[1], worth[2]),
        floor=amount(rng, 100, 9000, 2),
        floor_value=amount(rng, 50, 4000, 2),
        furniture=amount(rng, 3, 300, 2),
        others=amount(rng, 10, 900, 2),
        goods=goods,
        works=Decimal(0) if rng.random() < 0.6 else amount(rng, 5, 300, 2),
        services=services,
        reserved=reserved,
        reserved_small=cents(reserved * Decimal(str(rng.uniform(0.2, 0.95)))),
    )
