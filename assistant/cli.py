"""The console command ``mingzhang``.

Every command imports what it needs when it runs: asking for a figure must not wait for the libraries of the page or of the
embedding model. Results go to stdout, everything else to stderr. Exit 0 on success, 1 on an error that a user can cause or
meet (one line on stderr), 2 on bad usage.
"""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from assistant.present import answer_text, dump, figure_json, figure_text, finding_json, finding_text, one_line
from corpus.errors import MingzhangError, ReadError

_STORE = click.option(
    "--store",
    type=click.Path(file_okay=True, path_type=Path),
    default=Path("var"),
    envvar="MINGZHANG_STORE",
    show_default=True,
    show_envvar=True,
    help="索引所在的文件夹",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON（UTF-8），其余信息一律走 stderr")
_PATH = click.Path(path_type=Path)


_ELSEWHERE = {
    "eval": ("eval.command", "command"),
    **{name: ("assistant.gate.commands", name) for name in ("key", "access", "audit", "backup", "restore")},
}
"""Commands by the module and the name that hold them."""


class _Commands(click.Group):
    """A group that ends every expected error in one line, and finds commands that stand elsewhere by name.

    ``eval`` lies above this room, so it is imported by name when it is called, never by this module.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _ELSEWHERE:
            module, name = _ELSEWHERE[cmd_name]
            command: click.Command = getattr(importlib.import_module(module), name)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MingzhangError as error:
            _complain(str(error))
            raise click.exceptions.Exit(1) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            _complain(f"{error.filename or '文件系统'}：{error.strerror or error}；请检查权限和磁盘空间")
            raise click.exceptions.Exit(1) from error


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the version and leave; a checkout that is not installed has none."""
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"mingzhang {version('mingzhang')}")
    except PackageNotFoundError:
        click.echo("mingzhang（源码，未安装）")
    ctx.exit()


@click.group(cls=_Commands, help="明账：预算公开问答。每个数都有出处，没有出处就不给数。")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="显示版本")
def cli() -> None:
    """The commands; see each one's help."""


def main() -> None:
    """Run the command line with UTF-8 output, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli()


def _complain(message: str) -> None:
    click.echo(one_line(message), err=True)


def _emit(line: str) -> None:
    click.echo(line)


@cli.command(help="读入文件或文件夹并建立索引；内容没变的跳过，变了的替换。")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=_PATH)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="同时读几个文件")
@click.option("--prune", is_flag=True, help="移除已不在这些路径下的文件")
@_STORE
def build(paths: tuple[Path, ...], jobs: int, prune: bool, store: Path) -> None:
    """Index files and folders; unreadable files are reported, the rest is indexed, and the exit code is 1."""
    from tqdm import tqdm

    from index.build import build as build_index

    with tqdm(total=0, unit="份", desc="建立索引", file=sys.stderr, leave=False, disable=None) as bar:

        def progress(done: int, total: int, name: str) -> None:
            bar.total = total
            bar.set_postfix_str(one_line(name), refresh=False)
            bar.update(done - bar.n)

        report = build_index(paths, store, jobs=jobs, prune=prune, progress=progress)
    for failure in report.failed:
        _complain(str(failure))
    click.echo(
        f"新增 {len(report.added)}，更新 {len(report.updated)}，未变 {len(report.unchanged)}，"
        f"移除 {len(report.removed)}，失败 {len(report.failed)}；共 {report.figures} 个数，其中 {report.ambiguous} 个栏位未定，"
        f"{report.findings} 处疑点；索引在 {store}",
        err=True,
    )
    if report.failed:
        sys.exit(1)


@cli.command(help="列出已收录的文件。")
@_JSON
@_STORE
def documents(as_json: bool, store: Path) -> None:
    """List what is indexed, one document a line."""
    from index.ledger import Ledger

    for entry in Ledger.open(store).documents():
        record = {
            "id": entry.id, "name": entry.name, "issuer": entry.issuer, "fiscal_year": entry.fiscal_year, "stage": str(entry.stage),
            "published": entry.published, "figures": entry.figures, "findings": entry.findings,
        }  # fmt: skip
        text = f"{entry.id[:12]}  {entry.fiscal_year} {entry.stage}  {entry.issuer}  {entry.name}  {entry.figures} 个数"
        _emit(dump(record) if as_json else one_line(text))


@cli.command(help="从索引中移除一份文件；ID 见 mingzhang documents，可只写前几位。")
@click.argument("document_id", metavar="ID")
@_STORE
def remove(document_id: str, store: Path) -> None:
    """Take one document out of the index."""
    from index.build import remove as remove_document

    removed = remove_document(store, document_id)
    click.echo(f"已移除 {removed}", err=True)


@cli.command(help="提问。给出几个问题时，它们是同一段对话的几轮，输出最后一轮的回答。")
@click.argument("questions", nargs=-1, metavar="QUESTION...")
@click.option("--batch", type=_PATH, metavar="FILE.jsonl", help='一次问多段对话，每行 {"id": "...", "turns": ["...", "..."]}')
@_JSON
@_STORE
def ask(questions: tuple[str, ...], batch: Path | None, as_json: bool, store: Path) -> None:
    """Answer one conversation, or a file of them."""
    if bool(questions) == (batch is not None):
        raise click.UsageError("请给出问题，或用 --batch 给出一个 JSON Lines 文件")
    from assistant import Assistant
    from assistant.batch import conversations, converse

    if batch is None:
        answer, _ = converse(Assistant.open(store), questions)
        _emit(dump(answer.to_json()) if as_json else answer_text(answer))
        return
    asked = list(conversations(batch))
    assistant = Assistant.open(store)
    for name, turns in asked:
        answer, seconds = converse(assistant, turns)
        _emit(dump({"id": name, "answer": answer.to_json(), "seconds": round(seconds, 6)}))


@cli.command(help="列出一个文件里读到的每个数；不碰索引。")
@click.argument("file", type=_PATH)
@_JSON
def figures(file: Path, as_json: bool) -> None:
    """Read one file and print its figures, JSON Lines or tab-separated."""
    from corpus.figures import figures as read_figures
    from corpus.read import read

    document = read(file)
    for figure in read_figures(document):
        _emit(dump(figure_json(figure, document)) if as_json else figure_text(figure))


@cli.command(help="检查文件（或文件夹里的文件）自相矛盾之处。")
@click.argument("path", type=_PATH)
@_JSON
def check(path: Path, as_json: bool) -> None:
    """Print the findings of a file or of every readable file in a folder."""
    from assistant.proof import files_in

    failed = False
    for file in files_in([path]):
        try:
            _check_file(file, as_json)
        except ReadError as error:
            if file == path:
                raise
            _complain(str(error))
            failed = True
    if failed:
        sys.exit(1)


def _check_file(file: Path, as_json: bool) -> None:
    from corpus.checks import check as check_document
    from corpus.figures import figures as read_figures
    from corpus.read import read

    document = read(file)
    report = check_document(document, read_figures(document))
    show: Callable[[Any], str] = (lambda f: dump(finding_json(f, document))) if as_json else finding_text
    for finding in report.findings:
        _emit(show(finding))
    click.echo(one_line(f"{document.name}：{report.summary}"), err=True)


@cli.command(help="只凭原文件复核一个回答：文件哈希、引文位置、算式。")
@click.argument("answer", metavar="ANSWER.json", type=_PATH)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=_PATH)
def verify(answer: Path, paths: tuple[Path, ...]) -> None:
    """Re-check an answer against the files alone; exit 1 and one line for each thing that does not hold."""
    from assistant.proof import load_answer, prove

    loaded = load_answer(answer)
    problems = prove(loaded, paths)
    for problem in problems:
        _emit(one_line(problem))
    if problems:
        sys.exit(1)
    click.echo("复核无误：文件、引文和算式都对得上", err=True)


@cli.command(help="启动网页和接口。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", type=click.IntRange(0, 65535), default=7860, show_default=True, help="监听端口；0 是任一空闲端口")
@click.option("--root-path", envvar="MINGZHANG_ROOT_PATH", show_envvar=True, help="反向代理的路径前缀，例如 /budget-assistant")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="大于 1 时，另起这么多个只供接口的进程")
@click.option("--api-port", type=click.IntRange(1, 65535), help="这些进程共用的端口；默认是 --port 加 1")
@_STORE
def serve(host: str, port: int, root_path: str | None, workers: int, api_port: int | None, store: Path) -> None:
    """Serve the page and the API; the page lies above this room, so it is imported by name."""
    importlib.import_module("app").serve(store, host, port, root_path=root_path, workers=workers, api_port=api_port or 0)


@cli.command(help="把查数、查文、运算、提问作为 MCP 工具，经标准输入输出提供给智能体。")
@_STORE
def mcp(store: Path) -> None:
    """Offer the read-only tools to an agent that started this process; nothing else is written to stdout."""
    from assistant.api.agents import serve_stdio

    serve_stdio(store)
