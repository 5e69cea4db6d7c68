"""Homophones and near-misses, for what exact matching did not find. Loads pypinyin and rapidfuzz on first use only."""

from __future__ import annotations

from functools import lru_cache

_BLURS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("f", "h"))
"""Sounds that many speakers, and so many typists, do not tell apart."""


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """The toneless syllables of Chinese text, each character by itself (差旅 and 差履 read 差 alike), blurred where speakers confuse them.

    >>> syllables("商公局") == syllables("商工局")
    True
    """
    from pypinyin import lazy_pinyin

    return tuple(_blur(syllable) for character in text for syllable in lazy_pinyin(character))


def _blur(syllable: str) -> str:
    for sound, plain in _BLURS[:4]:
        syllable = syllable.replace(sound, plain)
    return syllable


def alike(typed: str, meant: str) -> bool:
    """Whether ``typed`` is a misspelling of ``meant``: same length, and the same sound but for at most one character in four.

    >>> alike("物业管里费", "物业管理费"), alike("印刷费", "邮电费")
    (True, False)
    """
    if len(typed) != len(meant) or len(typed) < 3:
        return False
    if not set(typed) & set(meant):
        return False
    one, two = syllables(typed), syllables(meant)
    if len(one) != len(two):
        return False
    return sum(a != b for a, b in zip(one, two, strict=True)) == 0


def romanised_like(word: str, place: str) -> bool:
    """Whether a Latin word is the name of a Chinese place: its pinyin with or without the ending, or nearly that.

    >>> romanised_like("changji", "昌吉市"), romanised_like("jimsar", "吉木萨尔县"), romanised_like("office", "昌吉市")
    (True, True, False)
    """
    from pypinyin import lazy_pinyin
    from rapidfuzz.fuzz import ratio

    stem = "".join(lazy_pinyin(place[:-1]))
    return word in (stem, "".join(lazy_pinyin(place))) or (len(word) >= 5 and word[0] == stem[:1] and ratio(word, stem) >= 80)
