"""A department's full name taken apart: its places, its body, its organ; and what a name of an organ ends in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.cues import Cue
from assistant.text import key

_SECOND_NAME = Cue(r"[（(](?P<name>[^（）()]*)[)）]$")


@cache
def naming() -> dict[str, dict[str, list[str]]]:
    """What is known of how departments and places are named, from ``issuers.toml``."""
    return tomllib.loads((Path(__file__).parent / "issuers.toml").read_text("utf-8"))


def _flat(name: str) -> list[str]:
    rules: dict[str, object] = dict(naming())
    found = rules[name]
    return [str(x) for x in found] if isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class Issuer:
    """A department as people may name it: ``places`` from the outermost, ``body`` the name after them, ``organ`` its ending."""

    name: str
    places: tuple[str, ...]
    body: str
    organ: str

    @property
    def short(self) -> str:
        """The innermost place, or the whole name where it has none: what a table column needs to tell departments apart."""
        return self.places[-1] if self.places else self.name


def analyse(name: str) -> Issuer:
    """Place, body and organ of a full name.

    >>> analyse("上海市普陀区财政局").places, analyse("上海市普陀区财政局").body
    (('上海市', '普陀区'), '财政局')
    """
    folded, places = key(unbracketed(re.sub(r"(?:本级|机关)$", "", name))), []
    rest = folded
    while match := _place_head().match(rest):
        if match[0] in naming()["places"]["not_places"] or len(match[0]) == len(rest):
            break
        places.append(match[0])
        rest = rest[match.end() :]
    organ = next((o for o in sorted(_flat("organs"), key=len, reverse=True) if o in rest), rest[-1:])
    return Issuer(name, tuple(places), rest, organ)


def second_name(name: str) -> str:
    """The second name that a name carries in brackets at its end, "" where it has none: 某市科研所 of 某市会计中心（某市科研所）."""
    second = _SECOND_NAME.search(name)
    return second["name"] if second else ""


def unbracketed(name: str) -> str:
    """A name without the second name or the level that it carries in brackets: 某市会计中心（某市科研所）, 某局（本级）."""
    return _SECOND_NAME.sub("", name)


@cache
def _place_head() -> Cue:
    """A place at the beginning of a name; 州 before 市 is part of the city's name (广州市), not a prefecture."""
    endings = "|".join(sorted((e for e in naming()["places"]["endings"] if e != "州"), key=len, reverse=True))
    return Cue(rf"[\u4e00-\u9fff]{{1,10}}?(?:{endings}|州(?![市县区]|经济|高新))(?=[\u4e00-\u9fff]{{2}})(?!场|政|容|民|域|划)")


@cache
def organ_endings() -> tuple[str, ...]:
    """What the name of an organ or unit ends in (局, 委员会, 中心, …)."""
    return tuple(_flat("organs"))


def is_organ(name: str) -> bool:
    """Whether a name ends like that of an organ or unit."""
    return name.endswith(organ_endings())


@cache
def organ_run() -> Cue:
    """Characters that end like an organ: where a question may name one that is not known."""
    endings = "|".join(_flat("organs"))
    # A 大厅 is a hall that people visit, no office.
    not_organs = r"(?<=大厅)|(?<=办)[公理事法学案好了证企厂班会校园展手登执护养福个什啥哪过成得起不]|(?<=局)(?:部(?!门)|[面限域势长])|(?<=委)[托员派屈]|(?<=[院署])[线士校名]"
    return Cue(rf"(?:(?!哪|各|两|这|那个|请问|吗|呢)[\u4e00-\u9fff]){{1,14}}?(?:{endings})(?!{not_organs})")
