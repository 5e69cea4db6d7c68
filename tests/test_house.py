"""The house keeps its own rules: what the README names exists, what is pinned is pinned, what is shipped is shipped."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import click
import pytest

from assistant.cli import cli
from tests.cli_reference import REFERENCE, help_of, reference

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split())
PACKAGES = ("corpus", "index", "assistant", "eval")


def _name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match.group()).lower()


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    return set(phony.group(1).split())


def test_imports_point_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_the_command_reference_is_what_the_commands_say() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^(?:\.venv/bin/)?mingzhang ([a-z]+)", README, re.MULTILINE))))
def test_the_readme_names_commands_and_options_that_exist(command: str) -> None:
    group = isinstance(cli.get_command(click.Context(cli), command), click.Group)
    for line in re.findall(rf"^(?:\.venv/bin/)?mingzhang {command}\b.*$", README, re.MULTILINE):
        offered = help_of(command, *line.split("mingzhang")[1].split()[1:2]) if group else help_of(command)
        for option in re.findall(r"(?<!\S)--[a-z-]+", line):
            assert option in offered, f"README: mingzhang {command} {option}"


def test_the_readme_shows_python_that_runs(sample_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    exec(compile(example.replace('"var"', repr(str(sample_store))), "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("8.30 万元")


def test_the_readme_documents_every_command() -> None:
    named = set(re.findall(r"mingzhang ([a-z]+)", README))
    commands = set(re.findall(r"^## mingzhang ([a-z]+)", reference(), re.MULTILINE))
    assert commands <= named


def test_the_readme_and_the_makefile_name_the_same_targets() -> None:
    assert set(re.findall(r"make ([a-z]+)", README)) <= _targets()
    assert _targets() - {"help"} <= set(re.findall(r"make ([a-z]+)", README))


def test_continuous_integration_runs_only_what_the_readme_names() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line for line in script.splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == [f"{line.split(' <')[0]} </dev/null" for line in commands]
    assert {line.split(" <")[0] for line in commands} == {"make lint", "make test"}
    assert all(line.split(" <")[0] in README for line in commands)


def test_every_requirement_is_pinned_and_torch_exactly() -> None:
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"]
    pinned = {_name(name) for name in PINS}
    assert {_name(requirement) for requirement in wanted} <= pinned
    assert PINS["torch"] == "2.13.0"
    assert "torch==2.13.0" in PROJECT["project"]["dependencies"]


def test_the_constraints_name_no_place_on_the_network() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"//|@|--|\+", text)


def test_the_samples_are_those_of_the_provenance_table(samples: list[Path]) -> None:
    table = (ROOT / "corpus" / "documents" / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\S+\.txt)` \|.*`([0-9a-f]+)…` \|$", table, re.MULTILINE))
    assert {p.name for p in samples} == set(rows)
    for path in samples:
        assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(rows[path.name])


def test_the_provenance_table_says_what_the_pages_say(samples: list[Path]) -> None:
    from corpus.read import read

    table = (ROOT / "corpus" / "documents" / "README.md").read_text(encoding="utf-8")
    for path in samples:
        document = read(path)
        row = next(line for line in table.splitlines() if f"`{path.name}`" in line)
        for told in (document.issuer, str(document.fiscal_year), str(document.published)):
            assert f" {told} |" in row


def test_a_wheel_ships_everything_but_the_tests(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path)]
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    source = tmp_path / "source"
    for name in filter(None, tracked):
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            target.write_bytes((ROOT / name).read_bytes())
    done = subprocess.run([*command, str(source)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        shipped = set(wheel.namelist())
    wanted = {name for name in tracked if name == "app.py" or name.split("/")[0] in PACKAGES}
    assert wanted <= shipped, f"not in the wheel: {sorted(wanted - shipped)}"
    assert not [name for name in shipped if name.split("/")[0] in {"tests", "benchmarks", "docs"}]
