"""How a department's name may be shortened or misspelt, and whom a short name fits."""

from __future__ import annotations

from functools import cache

from assistant.issuer import Issuer, naming
from assistant.sounds import alike


def place_spellings(places: tuple[str, ...]) -> set[str]:
    """吉木萨尔县, 吉木萨尔, 吉县; for a chain also 上海普陀, 普陀."""
    endings = tuple(sorted(naming()["places"]["endings"], key=len, reverse=True))
    spellings: set[str] = set()
    for place in places:
        ending = next((e for e in endings if place.endswith(e)), "")
        stem = place.removesuffix(ending)
        spellings |= {stem + short for short in naming()["short_places"].get(ending, [])}
        spellings |= {place, stem if len(stem) >= 2 else place, stem[:1] + ending if len(stem) > 2 else place}
    if len(places) > 1:
        spellings.add("".join(places))
    if places:
        spellings.add(places[-1][-1])
    return {s for s in spellings if s and (len(s) > 1 or s in "县市区州")}


def abbreviates(run: str, issuer: Issuer) -> bool:
    """Whether a run such as 商工局 abbreviates the issuer's body: same ending, same first character of a word, right order.

    A name from before the organ was renamed (环保局 of 生态环境局) does so too, and the head of its name before 部门 (财政部门).
    """
    head = run.removesuffix("部门")
    called = head != run and len(head) > 1 and issuer.body.startswith(head[0]) and subsequence(head, issuer.body)
    return called or _abbreviates(run, issuer.body) or run in _former(issuer.body)


@cache
def _former(body: str) -> frozenset[str]:
    """What a body was called before: of a name by its head, and the ending that it has or had."""
    heads = [old for old, now in naming()["former"].items() if any(body in (n + "局", n + "委员会", n + "厅") for n in now)]
    return frozenset(head + end for head in heads for end in ("局", "委", "厅", "委员会", "部门") if head + end != "计委委")


def _abbreviates(run: str, body: str) -> bool:
    for long, short in naming()["short_organs"].items():
        if str(short) == run[-len(short) :] and long in body:
            body = body.replace(long, str(short))
    if len(run) < 2 or run[-1] != body.rstrip("本级")[-1:] and run not in body:
        return False
    return subsequence(run, body)


def sounds_like(run: str, issuer: Issuer) -> bool:
    """Whether the run is a homophone of an abbreviation (商公局 for 商工局)."""
    return len(run) >= 3 and run[-1] == issuer.body[-1] and any(
        alike(run, short) for short in _subsequences(issuer.body, len(run), run)
    )  # fmt: skip


def _subsequences(body: str, length: int, like: str) -> set[str]:
    """Abbreviations of the body of a given length that differ from ``like`` in one character at most."""
    return {
        like[:i] + c + like[i + 1 :] for i in range(length) for c in set(body) if subsequence(like[:i] + c + like[i + 1 :], body)
    }


def closest(run: str, kept: list[Issuer]) -> list[Issuer]:
    """Of several departments that a short name fits, those whose name begins with it or holds it whole; else all."""
    for closer in (
        [i for i in kept if i.body == run],
        [i for i in kept if i.body.startswith(run[0]) and i.body.endswith(run[-1])],
    ):
        if closer:
            return closer
    return kept


def offices(body: str) -> tuple[str, ...]:
    """What a short name of an office may stand for: 政府办 for 人民政府办公室 and 人民政府办公厅."""
    return tuple(b for b in naming()["words"]["other_bodies"] if len(b) > len(body) and subsequence(body, b))


def subsequence(short: str, full: str) -> bool:
    """Whether all characters of the short name stand in the full one, in the same order."""
    position = iter(full)
    return all(c in position for c in short)
