"""What the shipped embedding learns from: texts that should lie near each other, made from the vocabulary, the prints and passages.

Everything is drawn with one random generator in a fixed order, so that the same documents give the same pairs.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus import vocabulary
from index.chunk import Chunk
from index.keywords import tokens
from index.passages import embedded_text

_CLAUSE = re.compile(r"[^。；！？，：、\n]{6,40}")
_TERM = re.compile(r"^\s*(?:[一二三四五六七八九十]+、)?\s*([^：:，。]{2,20})[：:]", re.MULTILINE)
_SLOT = re.compile(r"\{(\w+)\}")

_CLAUSES = 10
"""Clauses taken from a passage as questions to it, and as many topics cut out of them."""

_FRAMES = 4
"""Frames that each item of a passage is asked in."""

_FILLINGS = 60
"""How often each print is filled in; one of subjects, ten times as often."""

_REWORDED = 0.5
"""Share of the questions in which a word is changed for another of its row."""

_SAME_PRINT = 0.5
"""A passage that holds this share of a print's terms is a print of its kind, and no wrong answer to a question to that print."""


class Pair(NamedTuple):
    """Two texts that belong together. Pairs of one ``kind`` may answer each other's questions, so they never share a batch."""

    left: str
    right: str
    kind: str


@dataclass(frozen=True, slots=True)
class Print:
    """What disclosures print, with slots, and the questions to it; ``of`` names what its {item} stands for, where it has one."""

    text: str
    asks: tuple[str, ...]
    of: str = ""


@cache
def knowledge() -> dict[str, Any]:
    """The data of ``training.toml``."""
    return tomllib.loads(Path(__file__).with_name("training.toml").read_text("utf-8"))


def prints() -> list[Print]:
    """The prints of ``training.toml``."""
    return [Print(entry["print"], tuple(entry["asks"]), entry.get("of", "")) for entry in knowledge()["prints"]]


def material(chunks: Sequence[Chunk], seed: int) -> list[Pair]:
    """Pairs from the vocabulary, the prints, and the passages given."""
    chance = random.Random(seed)
    made = [*_synonyms(), *_rows()]
    for number, entry in enumerate(prints()):
        made += _filled(entry, f"print {number}", chance)
    names = _names()
    for chunk in chunks:
        made += _about(chunk, names, chance)
    return [pair._replace(left=_reworded(pair.left, chance)) for pair in made]


def _synonyms() -> Iterator[Pair]:
    """Each name of an item with its other names, and each subject with its former names."""
    for item in vocabulary.items():
        for other in dict.fromkeys((*item.aliases, *item.labels)):
            yield Pair(other, item.name, item.name)
    for subject in vocabulary.subjects():
        for old in subject.old_names:
            yield Pair(old, subject.name, subject.name)


def _rows() -> Iterator[Pair]:
    """The words of a row with its first."""
    for first, *others in knowledge()["words"]:
        for other in others:
            yield Pair(other, first, first)


def _filled(entry: Print, kind: str, chance: random.Random) -> Iterator[Pair]:
    """A print filled in many ways, each with a few of its questions."""
    own = entry.of == "functional"
    for _ in range(_FILLINGS * (10 if own else 1)):
        slots = _slots(entry.of, chance)
        text = _SLOT.sub(lambda m, slots=slots: _value(m[1], slots, chance), entry.text)  # type: ignore[misc]
        for ask in chance.sample(entry.asks, min(3, len(entry.asks))):
            said = _SLOT.sub(lambda m, slots=slots: slots.get(f"said {m[1]}") or _value(m[1], slots, chance), ask)  # type: ignore[misc]
            yield Pair(said, text, f"{kind} {slots['item']}" if own else kind)


def _slots(of: str, chance: random.Random) -> dict[str, str]:
    """What one filling has in common: its department, direction and items."""
    fill = knowledge()["fill"]
    year = chance.randrange(2016, 2028)
    up = chance.choice(["增加", "减少"])
    slots = {
        "issuer": chance.choice(fill["places"]) + chance.choice(fill["offices"]), "year": str(year), "last": str(year - 1),
        "up": up, "rise": "增长" if up == "增加" else "下降", "item": "",
    }  # fmt: skip
    if of:
        for slot in ("item", "item2", "item3", "item4"):
            code = chance.choice(_codes(of))
            subject = _by_code()[code]
            slots[slot] = subject.name
            slots[f"said {slot}"] = chance.choice([subject.name, *_aliases().get(subject.name, ())])
            if slot == "item":
                slots |= {"code": code, "group": _name(code[:5]), "class": _name(code[:3])}
    return slots


def _value(slot: str, slots: Mapping[str, str], chance: random.Random) -> str:
    if slot in slots:
        return slots[slot]
    if slot == "reason":
        return str(chance.choice(knowledge()["fill"]["reasons"]))
    return {"n": f"{chance.uniform(0, 900):.2f}", "p": f"{chance.uniform(0, 100):.2f}", "k": str(chance.randrange(40))}[slot]


@cache
def _by_code() -> dict[str, vocabulary.Subject]:
    return {subject.code: subject for subject in vocabulary.subjects()}


@cache
def _codes(of: str) -> tuple[str, ...]:
    """The codes of the lowest level: 7 digits by function, 5 by economic class."""
    return tuple(
        s.code for s in vocabulary.subjects() if s.classification == of and len(s.code) == (7 if of == "functional" else 5)
    )


def _name(code: str) -> str:
    subject = _by_code().get(code)
    return subject.name if subject else ""


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    return {item.name: item.aliases for item in vocabulary.items()}


def _names() -> dict[str, tuple[str, ...]]:
    """Printed label to the words that mean it, of items with enough of a name to be told apart in running text."""
    return {
        label: (item.name, *item.aliases) for item in vocabulary.items() for label in (item.name, *item.labels) if len(label) > 2
    }


def _about(chunk: Chunk, names: Mapping[str, tuple[str, ...]], chance: random.Random) -> Iterator[Pair]:
    """Questions to a passage: on the items it prints, on the term it defines, by its heading, and by clauses and topics of its own."""
    target, kind = embedded_text(chunk), _kind(chunk)
    frames = knowledge()
    printed = [label for label in names if label in chunk.text]
    longest = [label for label in printed if not any(label != other and label in other for other in printed)]
    for label in longest[:12]:
        for frame in chance.sample(frames["train"], _FRAMES):
            yield Pair(frame.format(item=chance.choice(names[label])), target, kind)
    glossary = any("名词解释" in heading for heading in chunk.source.section)
    if glossary and (term := _TERM.search(chunk.text)):
        yield from (Pair(frame.format(item=term.group(1)), target, kind) for frame in frames["define"])
    if chunk.source.section:
        yield Pair(chunk.source.section[-1], target, kind)
    clauses = [clause.strip() for clause in _CLAUSE.findall(chunk.text)]
    for clause in chance.sample(clauses, min(_CLAUSES, len(clauses))):
        yield Pair(clause, target.replace(clause, "", 1) if chance.random() < 0.5 else target, kind)
        frame = chance.choice(frames["topic"])
        yield Pair(frame.format(item=_topic(clause, chance), other=_topic(chance.choice(clauses), chance)), target, kind)


def _topic(clause: str, chance: random.Random) -> str:
    """A few characters of a clause."""
    length = chance.randint(3, 8)
    start = chance.randint(0, max(0, len(clause) - length))
    return clause[start : start + length]


def _kind(chunk: Chunk) -> str:
    """The print that a passage is one of, else the passage itself."""
    held = _terms(embedded_text(chunk))
    shares = [(len(terms & held) / max(len(terms), 1), number) for number, terms in enumerate(_printed())]
    share, number = max(shares)
    return f"print {number}" if share >= _SAME_PRINT else chunk.id


@cache
def _printed() -> tuple[frozenset[str], ...]:
    return tuple(_terms(_SLOT.sub(" ", entry.text)) for entry in prints())


def _terms(text: str) -> frozenset[str]:
    return frozenset(token for token in tokens(text) if not token[0].isdigit())


def _reworded(question: str, chance: random.Random) -> str:
    """The question, or the question with one word changed for another of its row."""
    if chance.random() >= _REWORDED:
        return question
    found = [(word, row) for row in knowledge()["words"] for word in row if word in question]
    if not found:
        return question
    word, row = chance.choice(found)
    return question.replace(word, chance.choice(row), 1)


def texts(pairs: Iterable[Pair]) -> list[str]:
    """Everything that is written in the pairs, each text once."""
    return list(dict.fromkeys(text for pair in pairs for text in pair[:2]))
