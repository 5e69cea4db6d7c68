"""Cues: what is read off an expression is in each of its matches, and many expressions match as one of alternatives does."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.cues import Cue, Cues, needles
from assistant.mention import colloquial
from tests.conftest import SHIPPED

TABLES = tomllib.loads((Path("assistant") / "operations.toml").read_text("utf-8"))
CUES = sorted({cue for table in TABLES.values() for entry in table.values() for cue in entry})
PHRASES = [words for entry in colloquial()["phrase"] for words in (entry["words"], entry.get("of", "")) if words]
LETTERS = "多少几增减比上年个万了的占差倍,一二2\ue000"


@pytest.mark.parametrize(
    ("expression", "held"),
    [
        ("几倍|多少倍", {"几倍", "多少倍"}),
        ("(?:增|减)了?多少", {"多少"}),
        ("增加?减", {"增"}),
        ("(?:增加|减少)(?:吗|么)*", {"增加", "减少"}),
        (r"\+", {"+"}),
        (r"\ue000+了?", {"\ue000"}),
        (r"(?:\x41|\u4E00b)", {"A", "一b"}),
        (r"[\ue000甲]", set()),
        (r"a\d?(?=多少)", {"a"}),
        ("(?<!不)(?:比|较){2}", {"比", "较"}),
        ("[甲乙]丙{0,3}", {"甲", "乙"}),
        ("[^甲]", set()),
        ("甲*乙?", set()),
        ("甲|(?=乙)", set()),
        ("(?P<number>[两三])个", {"个"}),
    ],
)
def test_what_each_match_holds(expression: str, held: set[str]) -> None:
    assert needles(expression) == held


def test_no_cue_is_passed_over_in_the_shipped_questions(assistant: Assistant) -> None:
    turns = {turn for path in SHIPPED for line in path.read_text("utf-8").splitlines() for turn in json.loads(line)["turns"]}
    texts = {text for turn in turns for question in [assistant.understand(turn)] for text in (question.plain, question.rest)}
    for expression in (*CUES, *PHRASES):
        cue, compiled = Cue(expression), re.compile(expression)
        passed = [text for text in texts if compiled.search(text) and not cue.search(text)]
        assert passed == [], expression


ATOMS = st.sampled_from([*LETTERS, r"\ue000", "多少", "[多少]", "[^多]", ".", r"\d", "^", "$", "(?<!比)", "(?=几)", "(?!了)"])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join),
        st.tuples(inner.map("(?:{})".format), st.sampled_from(["", "?", "*", "+", "{0,2}", "{1,2}", "??", "{2}"])).map("".join),
    ),
    max_leaves=12,
)


@given(EXPRESSIONS, st.text(LETTERS, max_size=12))
def test_a_cue_matches_as_its_expression_does(expression: str, text: str) -> None:
    ours, theirs = Cue(expression).search(text), re.search(expression, text)
    assert (ours and ours.span()) == (theirs and theirs.span())


@given(
    st.lists(EXPRESSIONS.filter(lambda e: not re.search(e, "") and not _empty(e)), min_size=1, max_size=6),
    st.text(LETTERS, max_size=20),
)
def test_many_match_as_one_of_alternatives(expressions: list[str], text: str) -> None:
    many, one = Cues(expressions), re.compile("|".join(f"(?:{e})" for e in expressions))
    assert [m.span() for m in many.finditer(text)] == [m.span() for m in one.finditer(text)]
    assert many.sub(lambda m: "_" * len(m[0]), text) == one.sub(lambda m: "_" * len(m[0]), text)
    assert many.occur(text) == bool(one.search(text))
    assert many.pattern == one.pattern


def _empty(expression: str) -> bool:
    """Whether an expression may match nothing."""
    return any(m.end() == m.start() for text in (LETTERS, *LETTERS) for m in re.finditer(expression, text))
