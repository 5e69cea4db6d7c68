"""Recompute the formula that an answer shows, in Decimal: "121.36 − 4.00", "(8.30 − 7.50) ÷ 7.50 × 100%".

    formula := product (("+" | "−") product)*
    product := factor (("×" | "÷") factor)*
    factor  := "−" factor | "(" formula ")" | number "%"?

Units and words after a number ("121.36 万元 ÷ 在职 23 人") are for the reader and skipped. "100%" counts as 100, so that a
share comes out in per cent; any other percentage is a hundredth of its number.
"""

from __future__ import annotations

import re
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from assistant.cues import Cue
from corpus.amount import fold

_TOKEN = Cue(r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<percent>%?)|(?P<sign>[-+*/()])|(?P<word>[^-+*/()\d]+)")
_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "÷": "/"})
_DEPTH = 50


class FormulaError(ValueError):
    """A formula that cannot be computed; the message says why, in words that follow the formula."""


def evaluate(formula: str) -> tuple[Decimal, tuple[Decimal, ...]]:
    """The result of a formula and the numbers in it, as printed. Raises FormulaError.

    >>> evaluate("121.36 − 4.00")
    (Decimal('117.36'), (Decimal('121.36'), Decimal('4.00')))
    >>> str(evaluate("2.30 ÷ 8.30 × 100%")[0])[:8]
    '27.71084'
    """
    parser = _Parser(formula)
    with localcontext() as context:
        context.prec = 50
        try:
            result = parser.formula(0)
        except (DivisionByZero, InvalidOperation) as error:
            raise FormulaError("除以零") from error
    if parser.peek() is not None:
        raise FormulaError("写法不完整")
    return result, tuple(parser.terms)


class _Parser:
    """Recursive descent over the tokens; ``terms`` collects the numbers met."""

    def __init__(self, formula: str) -> None:
        tokens = _TOKEN.finditer(fold(formula).translate(_SIGNS))
        self._tokens = [t for t in tokens if t.group("word") is None]
        self._next = 0
        self.terms: list[Decimal] = []

    def peek(self) -> str | None:
        """The operator or bracket ahead, "number" before a number, None at the end."""
        if self._next >= len(self._tokens):
            return None
        return self._tokens[self._next].group("sign") or "number"

    def _take(self) -> re.Match[str]:
        self._next += 1
        return self._tokens[self._next - 1]

    def formula(self, depth: int) -> Decimal:
        value = self._product(depth)
        while (sign := self.peek()) in ("+", "-"):
            self._take()
            other = self._product(depth)
            value = value + other if sign == "+" else value - other
        return value

    def _product(self, depth: int) -> Decimal:
        value = self._factor(depth)
        while (sign := self.peek()) in ("*", "/"):
            self._take()
            other = self._factor(depth)
            value = value * other if sign == "*" else value / other
        return value

    def _factor(self, depth: int) -> Decimal:
        if depth > _DEPTH:
            raise FormulaError("嵌套过深")
        sign = self.peek()
        if sign == "-":
            self._take()
            return -self._factor(depth + 1)
        if sign == "(":
            self._take()
            value = self.formula(depth + 1)
            if self.peek() != ")":
                raise FormulaError("括号不配对")
            self._take()
            return value
        if sign != "number":
            raise FormulaError("写法不完整")
        return self._number(self._take())

    def _number(self, token: re.Match[str]) -> Decimal:
        number = Decimal(token.group("number").replace(",", ""))
        self.terms.append(number)
        return number / 100 if token.group("percent") and number != 100 else number
