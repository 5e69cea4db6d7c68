"""The vocabulary of the prose, loaded once from ``words.toml`` and compiled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A pattern with the name it stands for.

    ``unit`` (money, count, percent) narrows it where given; ``bare`` and ``out`` are the items of a fund named alone, as revenue and
    as expenditure.
    """

    pattern: re.Pattern[str]
    name: str
    unit: str | None = None
    bare: str | None = None
    out: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """All patterns of the prose, compiled. Each field carries the name of its table in ``words.toml``."""

    silent: re.Pattern[str]
    endings: re.Pattern[str]
    tails: re.Pattern[str]
    bare_heading: re.Pattern[str]
    units: dict[str, str]
    unit: re.Pattern[str]
    points: re.Pattern[str]
    counting: re.Pattern[str]
    up: frozenset[str]
    direction: re.Pattern[str]
    base: re.Pattern[str]
    yoy: re.Pattern[str]
    same: re.Pattern[str]
    ahead: re.Pattern[str]
    reason: re.Pattern[str]
    weak_reason: re.Pattern[str]
    wholes: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    purpose: re.Pattern[str]
    parts: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    columns: tuple[Named, ...]
    relatives: tuple[Named, ...]
    items: tuple[Named, ...]
    funds: tuple[Named, ...]
    within: dict[tuple[str, str], str]
    nil: tuple[re.Pattern[str], ...]
    targets: dict[str, re.Pattern[str]]
    target_funds: dict[str, re.Pattern[str]]


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(words) + ")"


def _literal(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _named(rows: list[dict[str, str]], pattern: str, name: str, shape: str) -> tuple[Named, ...]:
    return tuple(
        Named(re.compile(shape.format(row[pattern])), row[name], row.get("unit"), row.get("bare"), row.get("out")) for row in rows
    )


@cache
def words() -> Words:
    """The compiled vocabulary; read from the package once a process."""
    raw: dict[str, Any] = tomllib.loads(files("corpus.prose").joinpath("words.toml").read_text(encoding="utf-8"))
    units = {unit: kind for kind in ("money", "percent", "count") for unit in raw["units"][kind]}
    change, label = raw["change"], raw["label"]
    return Words(
        silent=re.compile(_any(raw["headings"]["silent"])),
        endings=re.compile(_any(raw["headings"]["endings"]) + "$"),
        tails=re.compile(raw["headings"]["tails"] + "$"),
        bare_heading=re.compile(_any(raw["headings"]["bare"]) + "$"),
        units=units,
        unit=re.compile(_literal(list(units))),
        points=re.compile(_literal(raw["units"]["points"])),
        counting=re.compile(raw["units"]["counting"]),
        up=frozenset(change["up"]),
        direction=re.compile(f"(?P<way>{_literal(change['up'] + change['down'])})(?:了|额为?|幅度?为?|率为?|约)*$"),
        base=re.compile(change["base"]),
        yoy=re.compile(change["yoy"]),
        same=re.compile(change["same"]),
        ahead=re.compile(change["ahead"]),
        reason=re.compile(raw["reason"]["start"]),
        weak_reason=re.compile(raw["reason"]["weak"]),
        wholes=tuple((re.compile(row["label"]), tuple(row["items"])) for row in raw["reason"]["whole"]),
        purpose=re.compile(raw["purpose"]["start"]),
        parts=re.compile(raw["parts"]["start"]),
        lead=re.compile("^" + _any(label["lead"])),
        tail=re.compile(_any(label["tail"]) + "$"),
        columns=_named(label["column"], "pattern", "name", "(?:{})$"),
        relatives=_named(raw["relative"], "pattern", "suffix", "(?:{})$"),
        items=_named(raw["item"], "label", "item", "^(?:{})$"),
        funds=_named(raw["fund"], "pattern", "name", "^(?:{})"),
        within={(row["parent"], row["label"]): row["item"] for row in raw["within"]},
        nil=tuple(re.compile(pattern) for pattern in raw["nil"]["patterns"]),
        targets={name: re.compile(pattern) for name, pattern in raw["targets"].items()},
        target_funds={name: re.compile(pattern) for name, pattern in raw["target_funds"].items()},
    )
