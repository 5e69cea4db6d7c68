"""When the model is asked, and what becomes of what it says."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from assistant import verify
from assistant.answer import Answer, Status
from assistant.model.settings import ModelSettings
from assistant.quotes import true_quotes
from assistant.reply import passages
from assistant.reply.scene import Scene
from corpus.errors import SettingsError

log = logging.getLogger("mingzhang.model")

counts: Counter[str] = Counter()
"""How the model did since the program began: asked, used, rejected (what it said did not hold), failed (an error), late."""

_lock = Lock()

WORDS = 2
"""Chinese characters that the rules must have left unread before the model is asked what they mean."""

WORTH = 60
"""Characters of an answer in the document's words from which on a short form is worth asking for."""


def improve(scene: Scene, answer: Answer) -> Answer:
    """The answer of the rules, or a better one that the model found or phrased and that has been checked.

    Never raises, whatever a model or its server does; returns within the time limit of the settings. Settings that cannot be used
    are logged, and the rules answer alone.
    """
    try:
        settings = ModelSettings.from_environment()
    except SettingsError as error:
        log.error("%s", error)
        return answer
    if settings is None or scene.question.english:
        return answer
    if answer.status is Status.ANSWERED and not answer.figures and len(answer.text) >= WORTH:
        return _phrased(settings, scene, answer)
    if _unread(scene, answer):
        return _found(settings, scene, answer)
    return answer


def _unread(scene: Scene, answer: Answer) -> bool:
    """Whether the rules ended because they did not know what was asked for, though something was named."""
    if answer.status not in (Status.CLARIFY, Status.NOT_DISCLOSED) or scene.targets.absent or not scene.found:
        return False
    words = re.findall(r"[\u4e00-\u9fff]{2,}", passages.topic(scene))
    return not scene.question.mentions and sum(map(len, words)) >= WORDS


def _found(settings: ModelSettings, scene: Scene, answer: Answer) -> Answer:
    from assistant.model.agent import find
    from assistant.model.desk import Desk

    desk = Desk(scene)
    said = _ask(settings, lambda: find(settings, desk))
    faults = desk.faults(said) if said is not None else []
    if said is None or _rejected(said, faults):
        return answer
    better = true_quotes(desk.answer(said), scene.evidence.ledger)
    return better if _used(better, scene) else answer


def _phrased(settings: ModelSettings, scene: Scene, answer: Answer) -> Answer:
    """The answer with a short form above the document's own words, which stay."""
    from assistant.model.agent import phrase
    from assistant.model.check import faults as problems
    from assistant.model.check import fold_all, of_citations

    evidence = of_citations(answer.citations)
    said = _ask(settings, lambda: phrase(settings, scene.question.text, evidence))
    faults = problems(said, evidence, scene.question.text) if said is not None else []
    if said is None or _rejected(said, faults):
        return answer
    better = replace(answer, text=f"{fold_all(said)}\n\n{answer.text}")
    return better if _used(better, scene) else answer


def _ask(settings: ModelSettings, job: Callable[[], str]) -> str | None:
    """What the model said, or None where it failed or took too long."""
    from assistant.model.clock import Late, within

    _count("asked")
    said, error = within(settings.seconds, job)
    if error is None:
        return said
    _count("late" if isinstance(error, Late) else "failed")
    reason = "没有安装 langchain-openai，见 docs/model.md" if isinstance(error, ImportError) else type(error).__name__
    log.warning("语言模型没有给出回答（%s），改用规则的回答", reason)
    return None


def _rejected(said: str, faults: list[str]) -> bool:
    if faults:
        _count("rejected")
        log.warning("语言模型的回答没有通过核对（%s），改用规则的回答", "；".join(faults[:3])[:200])
        log.debug("未采用：%s", said[:1000])
    return bool(faults)


def _count(what: str) -> None:
    with _lock:
        counts[what] += 1


def _used(better: Answer, scene: Scene) -> bool:
    """Whether the answer also passes the last door of every answer: the same check that ``Assistant`` makes."""
    named = frozenset(n for d in scene.documents for n in verify.numbers(f"{d.issuer} {d.fiscal_year} {d.name}"))
    faults = verify.problems(better, (scene.question.text,), named)
    if _rejected(better.text, faults):
        return False
    _count("used")
    return True
