"""Question sets as a configuration of promptfoo, an evaluation harness that is not ours, over the protocol of OpenAI.

Written as JSON, which promptfoo reads as it reads YAML. Its checks look at the message only: the figure expected must stand in it with its
unit, what is forbidden must not, and the document expected must be among the sources. Finer grading is ``mingzhang eval``'s.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eval.case import Case


def configuration(cases: Iterable[Case], url: str, limit: int | None = None) -> dict[str, Any]:
    """The configuration for the server at ``url`` (up to ``/v1``), with the first ``limit`` of the cases that it can check."""
    checked = [test for case in cases if (test := _test(case)) is not None]
    return {
        "description": "明账：题集", "prompts": ["{{messages}}"],
        "providers": [{"id": "openai:chat:mingzhang", "config": {"apiBaseUrl": url, "apiKey": "none", "temperature": 0}}],
        "tests": checked[:limit],
    }  # fmt: skip


def written(cases: Iterable[Case], url: str, limit: int | None = None) -> str:
    """The configuration as text."""
    return json.dumps(configuration(cases, url, limit), ensure_ascii=False, indent=1) + "\n"


def _test(case: Case) -> dict[str, Any] | None:
    """A case as promptfoo's test; None where nothing of it can be read off a message."""
    checks = [_figure(figure.value, figure.unit) for figure in case.expect.figures]
    checks += [_one_of(options) for options in case.expect.text]
    checks += [{"type": "not-contains", "value": word} for word in case.expect.forbid]
    checks += [{"type": "contains", "value": name} for name in case.documents[:1]] if case.expect.figures else []
    if not checks:
        return None
    # Earlier questions alone: what was answered to them is not taken from the client anyway.
    messages = [{"role": "user", "content": turn} for turn in case.turns]
    return {"description": case.id, "vars": {"messages": json.dumps(messages, ensure_ascii=False)}, "assert": checks}


def _figure(value: Decimal, unit: str) -> dict[str, Any]:
    """The number with its unit, however many zeros end it."""
    digits = format(value, "f")
    whole, _, part = digits.partition(".")
    end = rf"\.{part.rstrip('0')}0*" if part.strip("0") else r"(?:\.0+)?"
    number = rf"(?<![\d.,]){whole}{end}(?![\d])"
    return {"type": "regex", "value": number + r"\s*" + ("%" if unit == "%" else unit)}


def _one_of(options: Sequence[str]) -> dict[str, Any]:
    return {"type": "contains-any", "value": list(options)}
