"""Question sets to and from LangSmith and other tools that keep datasets of inputs and outputs, as JSONL or CSV.

JSONL has an example a line, ``{"inputs": {"question", "turns"}, "outputs": {"answer", "expect"}, "metadata": {"id", "category",
"note"}}``; CSV has the same as columns ``id, category, question, turns, answer, expect, note`` with lists and objects as JSON.
Foreign datasets need no more than a question and an answer, under any of the usual names, or as chat messages; an answer that is a
number with its unit becomes the figure expected, another one the text expected, and the case is marked for review.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.answer import Status
from corpus.errors import CaseError, FileMissing
from eval.case import Case, Expect, lines
from eval.feedback import REVIEW
from eval.reading import read_reply

_QUESTIONS = ("question", "input", "query", "prompt")
_ANSWERS = ("answer", "output", "expected", "reference", "response", "expected_response", "expected_output")
_PARTS = ("metadata", "outputs", "reference_outputs", "inputs")
"""Where an example keeps its fields; what stands in a later one counts."""

_ASKING, _ANSWERING = ("user", "human"), ("assistant", "ai")
"""Who speaks in chat messages, as OpenAI and LangChain call them."""

_COLUMNS = ("id", "category", "question", "turns", "answer", "expect", "note")


def export(cases: Iterable[Case], path: Path) -> int:
    """Write cases as a dataset, CSV or JSONL by the file's ending; the number written. Raises CaseError for another ending."""
    examples = [_example(case) for case in cases]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_csv(examples) if _kind(path) == ".csv" else _jsonl(examples), encoding="utf-8")
    return len(examples)


def load_examples(path: Path) -> list[dict[str, object]]:
    """The examples of a dataset as records of a question set, ready to be written a line each.

    Raises FileMissing, or CaseError naming line and key.
    """
    if not path.is_file():
        raise FileMissing(path)
    read = _read_csv if _kind(path) == ".csv" else _read_jsonl
    found = [_record(fields, where, number) for number, (where, fields) in enumerate(read(path), 1)]
    if not found:
        raise CaseError(f"{path}：没有一条数据")
    return found


def expectation(expect: Expect) -> dict[str, object]:
    """What is expected, as it stands in a question set."""
    return {
        "status": [s.value for s in expect.status],
        "figures": [
            {"value": format(f.value, "f"), "unit": f.unit, "derived": f.derived}
            | ({"issuer": f.issuer} if f.issuer else {})
            | ({"fiscal_year": f.fiscal_year} if f.fiscal_year else {})
            for f in expect.figures
        ],
        "text": [options[0] if len(options) == 1 else list(options) for options in expect.text],
        "forbid": list(expect.forbid),
        "cites": [
            {"document": p.document}
            | ({"lines": [list(pair) for pair in p.lines]} if p.lines else {})
            | ({"pages": list(p.pages)} if p.pages else {})
            for p in expect.cites
        ],
    }


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in (".csv", ".jsonl"):
        raise CaseError(f"{path}：不认识的格式 {kind or '（无）'}；可用 .csv、.jsonl")
    return kind


def _example(case: Case) -> dict[str, object]:
    expect = case.expect
    answer = (
        "、".join(f"{f.value:f} {f.unit}" for f in expect.figures)
        or "；".join(o[0] for o in expect.text)
        or expect.status[0].value
    )
    return {
        "id": case.id, "category": case.category, "question": case.turns[-1], "turns": list(case.turns), "answer": answer,
        "expect": expectation(expect), "note": case.note,
    }  # fmt: skip


def _csv(examples: Sequence[Mapping[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    for example in examples:
        writer.writerow({k: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for k, v in example.items()})
    return out.getvalue()


def _jsonl(examples: Sequence[Mapping[str, object]]) -> str:
    records = (
        {
            "inputs": {"question": e["question"], "turns": e["turns"]},
            "outputs": {"answer": e["answer"], "expect": e["expect"]},
            "metadata": {"id": e["id"], "category": e["category"], "note": e["note"]},
        }
        for e in examples
    )
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _read_csv(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseError(f"{path} 第 {error.start} 字节：不是 UTF-8 文本；请另存为 UTF-8 后再试") from error
    reader = csv.DictReader(io.StringIO(text))
    for row in reader:
        where = f"{path} 第 {reader.line_num} 行"
        fields: dict[str, object] = {str(k).removeprefix("inputs.").removeprefix("outputs."): v for k, v in row.items() if v}
        for key in ("turns", "expect", "messages"):
            if key in fields:
                fields[key] = _json(str(fields[key]), where, key)
        for key in _PARTS:
            if str(fields.get(key, "")).lstrip().startswith("{"):
                fields[key] = _json(str(fields[key]), where, key)
        yield where, _flat(fields)


def _read_jsonl(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    for where, line in lines(path):
        record = _json(line, where, "")
        if not isinstance(record, dict):
            raise CaseError(f"{where}：应是一个对象")
        yield where, _flat(record)


def _flat(record: Mapping[str, object]) -> dict[str, object]:
    """The fields of an example wherever it keeps them; chat messages as the turns and the answer that they are."""
    flat = dict(record)
    for name in _PARTS:
        part = record.get(name)
        if isinstance(part, dict):
            flat |= part
            said = _said(part.get("messages"), _ANSWERING if "outputs" in name else _ASKING)
            if said:
                flat |= {"answer": said[-1]} if "outputs" in name else {"turns": said}
    return flat


def _said(messages: object, speakers: Sequence[str]) -> list[str]:
    """What the speakers say in chat messages; content given in blocks is joined."""
    said = []
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, dict) and str(message.get("role") or message.get("type")) in speakers:
            content = message.get("content")
            blocks = content if isinstance(content, list) else [content]
            said.append("".join(str(b.get("text", "")) if isinstance(b, dict) else str(b or "") for b in blocks))
    return said


def _json(text: str, where: str, key: str) -> object:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{where}：{key or '这一行'} 不是 JSON") from error
    return found


def _record(fields: Mapping[str, object], where: str, number: int) -> dict[str, object]:
    question = next((fields[key] for key in _QUESTIONS if fields.get(key)), None)
    turns = fields.get("turns") or [question]
    if not isinstance(turns, list) or not all(isinstance(turn, str) and turn for turn in turns):
        raise CaseError(f"{where}：缺少问题；列名或键名应是 {'、'.join(_QUESTIONS)} 之一")
    record: dict[str, object] = {
        "id": str(fields.get("id") or f"i-{number:03d}"), "category": str(fields.get("category") or "imported"), "turns": turns,
    }  # fmt: skip
    expect = fields.get("expect")
    if isinstance(expect, dict):
        return {**record, "expect": expect, "note": str(fields.get("note") or "")}
    answer = str(next((fields[key] for key in _ANSWERS if fields.get(key)), ""))
    if not answer:
        raise CaseError(f"{where}：缺少答案；列名或键名应是 {'、'.join(_ANSWERS)} 之一")
    return {**record, "review": REVIEW, "expect": _drafted(answer), "note": f"原答案：{answer}"}


def _drafted(answer: str) -> dict[str, object]:
    if answer in list(Status):
        return {"status": [answer]}
    figures = read_reply(answer)["figures"]
    if isinstance(figures, list) and figures:
        return {"status": ["answered"], "figures": [{**f, "derived": False} for f in figures]}
    return {"status": [str(read_reply(answer)["status"])], "text": [answer]}
