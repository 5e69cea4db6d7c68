"""The console command as a user meets it: good input, bad input, and what stays as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from filelock import FileLock

from tests.conftest import ROOT, Command

QUESTION = "三公经费 2024年多少"


def _lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def _is_one_clear_line(result: Result, *told: str) -> bool:
    """An error as promised: exit 1, nothing on stdout, one line on stderr that tells what was asked for."""
    return (
        result.exit_code == 1
        and result.stdout == ""
        and len(result.stderr.splitlines()) == 1
        and all(word in result.stderr for word in told)
        and "Traceback" not in result.stderr
    )


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "writer.lock"}


def _subprocess(*words: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "assistant", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, env=os.environ | environment, timeout=120)


def test_the_main_question(mingzhang: Command, sample_store: Path) -> None:
    result = mingzhang("ask", QUESTION, "--json", "--store", sample_store)
    assert result.exit_code == 0, result.stderr
    (answer,) = _lines(result)
    assert (answer["status"], answer["figures"][0]["value"], answer["figures"][0]["unit"]) == ("answered", "8.30", "万元")
    assert any(c["line_start"] <= 829 <= c["line_end"] and "8.30" in c["quote"] for c in answer["citations"])


def test_an_answer_for_reading_names_its_places(mingzhang: Command, sample_store: Path) -> None:
    result = mingzhang("ask", QUESTION, "--store", sample_store)
    assert result.exit_code == 0
    assert "8.30 万元" in result.stdout
    assert "[1] jimsar-2024.txt" in result.stdout


def test_several_questions_are_one_conversation(mingzhang: Command, sample_store: Path) -> None:
    alone = mingzhang("ask", "那公务接待费呢", "--json", "--store", sample_store)
    followed = mingzhang("ask", QUESTION, "那公务接待费呢", "--json", "--store", sample_store)
    assert _lines(followed)[0]["question"] == "那公务接待费呢"
    assert _lines(followed)[0]["figures"][0]["value"] == "2.30"
    assert _lines(followed)[0]["figures"] != _lines(alone)[0]["figures"]


def test_a_batch_answers_each_conversation_in_order(mingzhang: Command, sample_store: Path, tmp_path: Path) -> None:
    batch = tmp_path / "b.jsonl"
    batch.write_text(
        '{"id": "z", "turns": ["三公经费 2024年多少", "那公务接待费呢"]}\n\n{"id": 7, "turns": ["2022年三公经费"]}\n',
        encoding="utf-8",
    )
    result = mingzhang("ask", "--batch", batch, "--store", sample_store)
    first, second = _lines(result)
    assert (first["id"], first["answer"]["figures"][0]["value"]) == ("z", "2.30")
    assert (second["id"], second["answer"]["status"], second["answer"]["figures"]) == (7, "not_disclosed", [])
    assert first["seconds"] >= 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{\n", "第 1 行"),
        ("[" * 100_000 + "\n", "第 1 行"),
        ('{"id": "a", "turns": ["问"]}\n{"id": "b"}\n', "第 2 行：turns"),
        ('{"turns": ["问"]}\n', "缺少 id"),
        ('{"id": "a", "turns": []}\n', "turns"),
        ('{"id": "a", "turns": "问"}\n', "turns"),
    ],
)
def test_a_bad_batch_names_line_and_key(mingzhang: Command, sample_store: Path, tmp_path: Path, content: str, told: str) -> None:
    batch = tmp_path / "b.jsonl"
    batch.write_text(content, encoding="utf-8")
    assert _is_one_clear_line(mingzhang("ask", "--batch", batch, "--store", sample_store), str(batch), told)


@pytest.mark.parametrize(
    "question",
    ["", "   ", "？！", "😀", "三公经费" * 2500, "<script>alert(1)</script>", "'; DROP TABLE figures; --", "\x1b[31m三公"],
)
def test_odd_questions_get_a_polite_answer(mingzhang: Command, sample_store: Path, question: str) -> None:
    result = mingzhang("ask", question, "--json", "--store", sample_store)
    assert result.exit_code == 0, result.stderr
    assert _lines(result)[0]["text"].strip()
    assert len(result.stdout) < 60_000


def test_json_is_utf8_whatever_the_locale(sample_store: Path) -> None:
    done = _subprocess("ask", QUESTION, "--json", "--store", sample_store, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["figures"][0]["unit"] == "万元"
    assert "万元".encode() in done.stdout


def test_asking_for_a_figure_imports_nothing_heavy(sample_store: Path) -> None:
    script = (
        "import sys; from assistant.cli import cli\n"
        f"cli(['ask', {QUESTION!r}, '--store', {str(sample_store)!r}], standalone_mode=False)\n"
        "print([m for m in ('torch', 'chromadb', 'gradio', 'langchain', 'langchain_core', 'pydantic', 'numpy') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_building_twice_reads_nothing_again(mingzhang: Command, samples: list[Path], store: Path) -> None:
    before = _contents(store)
    result = mingzhang("build", *samples, "--store", store)
    assert result.exit_code == 0, result.stderr
    assert "新增 0，更新 0，未变 2" in result.stderr
    assert _contents(store) == before


def test_documents_are_listed_and_removed(mingzhang: Command, store: Path) -> None:
    listed = _lines(mingzhang("documents", "--json", "--store", store))
    assert {(d["name"], d["fiscal_year"], d["stage"]) for d in listed} == {
        ("changji-2020.txt", 2020, "预算"),
        ("jimsar-2024.txt", 2024, "预算"),
    }
    gone = next(d for d in listed if d["fiscal_year"] == 2024)
    assert mingzhang("remove", gone["id"][:12], "--store", store).exit_code == 0
    assert [d["fiscal_year"] for d in _lines(mingzhang("documents", "--json", "--store", store))] == [2020]
    assert _is_one_clear_line(mingzhang("remove", gone["id"], "--store", store), gone["id"][:12])
    answer = _lines(mingzhang("ask", QUESTION, "--json", "--store", store))[0]
    assert (answer["status"], answer["figures"]) == ("not_disclosed", [])


def test_the_store_may_come_from_the_environment(sample_store: Path) -> None:
    done = _subprocess("documents", "--json", MINGZHANG_STORE=str(sample_store))
    assert len(done.stdout.splitlines()) == 2


def test_an_unreadable_file_is_reported_and_the_rest_is_indexed(mingzhang: Command, samples: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "空.txt").write_bytes(b"")
    (folder / "某局.txt").write_bytes(samples[0].read_bytes())
    result = mingzhang("build", folder, "--store", tmp_path / "new")
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if "空.txt" in line and "空的" in line]
    assert len(_lines(mingzhang("documents", "--json", "--store", tmp_path / "new"))) == 1


BAD_FILES = {
    "空.txt": (b"", "空的"),
    "空白.txt": (b" \r\n\t\n", "空的"),
    "图.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "图像"),
    "程序.txt": (b"\x7fELF\x02\x01\x01\x00" * 9, "不是文本"),
    "乱码.txt": ("部门预算".encode() + b"\xff\xff", "第 12 字节"),
    "散文.txt": (("从前有座山，山里有座庙。\n" * 20).encode(), "不像部门预算"),
    "表.xyz": (b"abc", ".xyz"),
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", ["figures", "check", "build"])
def test_bad_files(mingzhang: Command, store: Path, tmp_path: Path, command: str, name: str) -> None:

    data, told = BAD_FILES[name]
    path = tmp_path / name
    path.write_bytes(data)
    before = _contents(store)
    if command == "build":
        result = mingzhang("build", path, "--store", store)
        assert result.exit_code == 1
        assert [line for line in result.stderr.splitlines() if name in line and told in line]
    else:
        assert _is_one_clear_line(mingzhang(command, path), name, told)
    assert _contents(store) == before


@pytest.mark.parametrize("words", [("build",), ("figures",), ("check",), ("verify", "answer.json")])
def test_a_missing_path(mingzhang: Command, store: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "answer.json").write_text('{"figures": [], "citations": []}', encoding="utf-8")
    before = _contents(store)
    given = [tmp_path / w if w.endswith(".json") else w for w in words]
    options = ["--store", store] if words == ("build",) else []
    assert _is_one_clear_line(mingzhang(*given, tmp_path / "没有.txt", *options), "没有.txt", "没有这个文件")
    assert _contents(store) == before


def test_gb18030_is_read_like_utf8(mingzhang: Command, samples: list[Path], tmp_path: Path) -> None:
    path = tmp_path / samples[0].name
    path.write_bytes(samples[0].read_text(encoding="utf-8").encode("gb18030"))
    assert mingzhang("figures", path, "--json").stdout == mingzhang("figures", samples[0], "--json").stdout


WITH_STORE = [("ask", QUESTION), ("documents",), ("remove", "abc"), ("build",)]


@pytest.mark.parametrize("words", WITH_STORE, ids=lambda w: w[0])
def test_a_folder_that_is_not_ours(mingzhang: Command, samples: list[Path], tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "账本.xls").write_bytes(b"mine")
    given = [*words, *(samples if words == ("build",) else [])]
    assert _is_one_clear_line(mingzhang(*given, "--store", tmp_path), str(tmp_path), "不是明账的索引")
    assert _contents(tmp_path) == {"账本.xls": b"mine"}


@pytest.mark.parametrize("words", WITH_STORE, ids=lambda w: w[0])
def test_a_store_of_a_later_version(mingzhang: Command, samples: list[Path], store: Path, words: tuple[str, ...]) -> None:
    marker = store / "mingzhang.json"
    marker.write_text(json.dumps(json.loads(marker.read_text("utf-8")) | {"format": 999}), encoding="utf-8")
    before = _contents(store)
    given = [*words, *(samples if words == ("build",) else [])]
    assert _is_one_clear_line(mingzhang(*given, "--store", store), "999", "升级")
    assert _contents(store) == before


@pytest.mark.parametrize("words", WITH_STORE[:3], ids=lambda w: w[0])
def test_a_store_that_was_never_built(mingzhang: Command, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert _is_one_clear_line(mingzhang(*words, "--store", tmp_path / "new"), "还没有建立索引", "mingzhang build")
    assert not (tmp_path / "new").exists()


def test_a_store_in_use_by_another_writer(mingzhang: Command, samples: list[Path], store: Path) -> None:
    before = _contents(store)
    changed = next(iter(_lines(mingzhang("documents", "--json", "--store", store))))
    with FileLock(store / "writer.lock"):
        for words in (("build", *samples), ("remove", changed["id"])):
            assert _is_one_clear_line(mingzhang(*words, "--store", store), "正在写入")
        assert mingzhang("ask", QUESTION, "--store", store).exit_code == 0
    assert _contents(store) == before


def test_figures_are_json_lines_as_promised(mingzhang: Command, samples: list[Path]) -> None:
    result = mingzhang("figures", samples[1], "--json")
    assert result.exit_code == 0
    figures = _lines(result)
    keys = {
        "document", "issuer", "fiscal_year", "stage", "table_number", "table_title", "section", "row_code", "row_label", "row_path",
        "column", "column_path", "side", "measure", "value", "unit", "state", "reading", "page", "line_start", "line_end", "quote",
    }  # fmt: skip
    assert all(set(figure) == keys for figure in figures)
    assert any(f["value"] == "8.30" and f["line_start"] == 829 for f in figures)


def test_figures_for_reading_are_one_a_line(mingzhang: Command, samples: list[Path]) -> None:
    shown, told = mingzhang("figures", samples[1]), mingzhang("figures", samples[1], "--json")
    assert len(shown.stdout.splitlines()) == len(told.stdout.splitlines()) > 100
    assert "8.30 万元" in shown.stdout


def test_findings_are_json_lines_as_promised(mingzhang: Command, samples: list[Path]) -> None:
    result = mingzhang("check", samples[0].parent, "--json")
    findings = _lines(result)
    assert result.exit_code == 0, result.stderr
    assert {f["document"] for f in findings} <= {p.name for p in samples}
    assert all(set(f) == {"document", "rule", "kind", "message", "printed", "computed", "places"} for f in findings)
    assert all(f["kind"] in {"error", "rounding", "omission", "oddity"} for f in findings)


def test_an_answer_is_verified_against_the_files_alone(
    mingzhang: Command, sample_store: Path, samples: list[Path], tmp_path: Path
) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(mingzhang("ask", QUESTION, "--json", "--store", sample_store).stdout, encoding="utf-8")
    assert mingzhang("verify", answer, *samples).exit_code == 0
    forged = json.loads(answer.read_text("utf-8"))
    forged["figures"][0]["value"] = "8.31"
    answer.write_text(json.dumps(forged), encoding="utf-8")
    result = mingzhang("verify", answer, *samples)
    assert result.exit_code == 1
    assert "8.31" in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nothing",),
        ("ask",),
        ("build",),
        ("ask", "问", "--batch", "b"),
        ("figures",),
        ("serve", "--port", "x"),
        ("ask", "--bad"),
    ],
)
def test_bad_usage_exits_with_two(mingzhang: Command, words: tuple[str, ...]) -> None:
    result = mingzhang(*words)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_the_module_is_the_same_command() -> None:
    done = _subprocess("--version")
    assert done.returncode == 0
    assert done.stdout.startswith(b"mingzhang")


def test_a_closed_pipe_is_no_error(samples: list[Path]) -> None:
    command = f'"{sys.executable}" -m assistant figures "{samples[0]}" --json | head -1'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert json.loads(done.stdout)
    assert done.stderr == ""
