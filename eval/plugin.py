"""Question sets as pytest tests: ``pytest --mingzhang-cases FILE [--mingzhang-store DIR]``, a test a case.

For those whose pipelines speak pytest already. Only the sets named are run; each test fails with what was expected and what
was said, and a wrong number is named as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.errors import MingzhangError

if TYPE_CHECKING:
    from eval.case import Case
    from eval.library import Library
    from eval.systems import System


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the plugin."""
    group = parser.getgroup("mingzhang")
    group.addoption("--mingzhang-cases", action="append", default=[], metavar="FILE", help="question set to run; may be repeated")
    group.addoption("--mingzhang-store", default="var", metavar="DIR", help="folder of the index (default: var)")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the sets named and, unless files are named as well, nothing else."""
    sets = [str(Path(name).resolve()) for name in config.getoption("--mingzhang-cases")]
    if sets:
        named = config.args_source is pytest.Config.ArgsSource.ARGS
        config.args[:] = [*(config.args if named else ()), *sets]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Read a set that was named."""
    if str(file_path) not in [str(Path(name).resolve()) for name in parent.config.getoption("--mingzhang-cases")]:
        return None
    return QuestionSet.from_parent(parent, path=file_path)


class QuestionSet(pytest.File):
    """The cases of one file; the index is opened once for them."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each case."""
        from eval.case import load
        from eval.library import Library
        from eval.systems import InProcess

        store = Path(self.config.getoption("--mingzhang-store"))
        try:
            cases, library, system = load([self.path]), Library.open(store), InProcess(store)
            library.require(cases)
        except MingzhangError as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            yield Question.from_parent(self, name=case.id, case=case, library=library, system=system)


class Question(pytest.Item):
    """One graded conversation."""

    def __init__(self, *, case: Case, library: Library, system: System, **given: object) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self._case, self._library, self._system = case, library, system

    def runtest(self) -> None:
        """Ask and grade."""
        from eval.report import got, wanted
        from eval.run import run

        (result,) = run([self._case], self._system, self._library)
        if not result.grade.right or result.grade.quotes_false:
            wrong = "，错误数字" if result.grade.wrong else ""
            pytest.fail(
                f"{' / '.join(self._case.turns)}\n应为 {wanted(self._case.expect)}\n所答 {got(result)}\n"
                f"不对的：{'、'.join(result.grade.faults) or '引文'}{wrong}",
                pytrace=False,
            )

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands, for pytest's lines."""
        return self.path, 0, f"{self._case.id} {' / '.join(self._case.turns)}"
